"""Content types as columns: which moments an exemption covers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.content_types import ContentTypes
from rekreview.domain.exemptions import Exemption
from rekreview.domain.moments import NO_MOMENT, UNTOLD, Moments, MomentsBuilder
from tests.unit.domain.strategies import content_types, exemptions


def built(*told: ContentTypes) -> tuple[Moments, list[int]]:
    """Moments with these content types, each with one label, and their numbers."""
    builder = MomentsBuilder()
    numbers = [builder.add(one) for one in told]
    return builder.build(numbers), numbers


def test_what_tells_nothing_shares_the_first_moment() -> None:
    moments, numbers = built((), (("Animated", 90.0),), ())
    assert numbers == [NO_MOMENT, 1, NO_MOMENT]
    assert moments.of_label.tolist() == numbers
    assert np.all(moments.confidence[NO_MOMENT] == UNTOLD)


def test_names_are_told_apart_without_regard_to_case_and_the_surest_counts() -> None:
    moments, _ = built((("Animated", 20.0), ("ANIMATED", 60.0)), (("animated", 30.0),))
    assert moments.names == ("animated",)
    assert moments.confidence[1:, 0].tolist() == [60.0, 30.0]


def test_a_content_type_nobody_told_is_in_no_moment() -> None:
    moments, _ = built((("Animated", 90.0),))
    assert not moments.holding(Exemption("Sketched", 0.0, ())).any()


def test_an_exemption_for_any_confidence_still_wants_the_type_to_be_told() -> None:
    moments, numbers = built((("Animated", 0.0),), (("Illustrated", 90.0),), ())
    assert moments.holding(Exemption("Animated", 0.0, ()))[numbers].tolist() == [True, False, False]


def test_the_least_confidence_is_enough() -> None:
    moments, numbers = built((("Animated", 80.0),), (("Animated", 79.9),))
    assert moments.holding(Exemption("animated", 80.0, ()))[numbers].tolist() == [True, False]


@given(st.lists(content_types(), max_size=6), exemptions())
def test_columns_say_what_each_moment_says_by_itself(told: list[ContentTypes], exemption: Exemption) -> None:
    moments, numbers = built(*told)
    wanted = exemption.content_type.casefold()
    expected = [
        any(name.casefold() == wanted and confidence >= exemption.least_confidence for name, confidence in one)
        for one in told
    ]
    assert moments.holding(exemption)[numbers].tolist() == expected
