"""Where labels stand: known nodes, unknown ones and what lies above them, and who explains whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.inheritance import effective
from rekreview.domain.labels import Label
from rekreview.domain.places import Place, explained, known_place, places
from rekreview.domain.policy import IGNORE
from rekreview.domain.taxonomy import Category, taxonomy
from rekreview.domain.thresholds import Threshold
from tests.unit.domain.strategies import labels

V6, V7 = taxonomy("v6"), taxonomy("v7")


def slugs(place: Place) -> list[str]:
    return [node.slug if isinstance(node, Category) else node for node in place.ancestors]


def explained_names(seen: list[Label]) -> list[str]:
    silent = explained(seen, places(seen, V7))
    return [label.name for label, is_silent in zip(seen, silent, strict=True) if is_silent]


def test_a_known_label_stands_below_its_ancestors() -> None:
    place = known_place("Blood & Gore", "Graphic Violence", V7)
    assert place is not None
    assert place.known
    assert (place.slug, slugs(place)) == ("blood_&_gore", ["graphic_violence", "violence"])
    assert place.judged_by == place.node


def test_the_two_nodes_called_gambling_are_two_places() -> None:
    top, child = places([Label("Gambling", "", 1), Label("Gambling", "Gambling", 1)], V6)
    assert top.node != child.node
    assert top.slug == child.slug
    assert child.ancestors == (top.node,)


@pytest.mark.parametrize(
    ("seen", "above", "judged_by"),
    [
        ([Label("Novel", "", 1)], [], None),
        ([Label("Novel", "Violence", 1)], ["violence"], "violence"),
        ([Label("Novel", "Weapons", 1)], ["weapons", "violence"], "weapons"),
        ([Label("Novel", "Newer", 1)], ["newer"], None),
        ([Label("Novel", "Newer", 1), Label("Newer", "Weapons", 1)], ["newer", "weapons", "violence"], "weapons"),
        ([Label("Novel", "Newer", 1), Label("Newer", "Novel", 1)], ["newer"], None),
        ([Label("Novel", "Novel", 1)], [], None),
        ([Label("Weapons", "Explicit", 1)], ["explicit"], "explicit"),
    ],
)
def test_what_lies_above_an_unknown_label_is_followed_as_far_as_it_is_told(
    seen: list[Label], above: list[str], judged_by: str | None
) -> None:
    place = places(seen, V7)[0]
    assert not place.known
    assert slugs(place) == above
    assert (place.judged_by.slug if place.judged_by else None) == judged_by


@pytest.mark.parametrize(
    ("overrides", "name", "threshold"),
    [
        ({}, "Novel", Decimal("0.5")),
        ({"violence": Decimal("0.7")}, "Novel", Decimal("0.7")),
        ({"novel": IGNORE}, "Novel", IGNORE),
        ({"novel": Decimal("0.1"), "violence": IGNORE}, "Novel", Decimal("0.1")),
        ({"suggestive": IGNORE}, "Suggestive", Decimal("0.5")),
        ({"weapons": IGNORE, "violence": Decimal("0.2")}, "Self Injury", Decimal("0.2")),
    ],
)
def test_an_override_counts_for_an_unknown_label_only_if_no_taxonomy_has_it(
    overrides: dict[str, Threshold], name: str, threshold: Threshold
) -> None:
    [place] = places([Label(name, "Violence", 1)], V7)
    assert place.threshold(overrides, effective(overrides, V7)) == threshold


def test_a_label_is_explained_by_an_equal_or_stronger_one_below_it() -> None:
    violence, weapons = Label("Violence", "", 80), Label("Weapons", "Violence", 80)
    assert explained_names([violence, weapons]) == ["Violence"]
    assert explained_names([violence, Label("Weapons", "Violence", 79.9)]) == []
    assert explained_names([violence]) == []
    assert explained_names([weapons, Label("Graphic Violence", "Violence", 99)]) == []


def test_a_grandchild_explains_too_even_if_the_one_between_is_missing() -> None:
    seen = [Label("Violence", "", 80), Label("Blood & Gore", "Graphic Violence", 90)]
    assert explained_names(seen) == ["Violence"]


def test_an_unknown_label_explains_what_it_says_it_stands_below() -> None:
    seen = [Label("Violence", "", 80), Label("Novel", "Violence", 80), Label("Newer", "Novel", 85)]
    assert explained_names(seen) == ["Violence", "Novel"]


def test_times_are_kept_apart() -> None:
    seen = [Label("Violence", "", 80, timestamp_ms=0), Label("Weapons", "Violence", 90, timestamp_ms=1)]
    assert explained_names(seen) == []


@given(labels(), st.randoms())
def test_the_order_of_the_labels_decides_nothing(seen: list[Label], random: object) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    here = sorted(map(repr, zip(seen, places(seen, V7), explained(seen, places(seen, V7)), strict=True)))
    there = sorted(
        map(repr, zip(shuffled, places(shuffled, V7), explained(shuffled, places(shuffled, V7)), strict=True))
    )
    assert here == there


@given(labels())
def test_no_label_stands_below_itself(seen: list[Label]) -> None:
    assert all(place.node not in place.ancestors for version in (V6, V7) for place in places(seen, version))


@given(labels(video=True))
def test_the_strongest_label_of_a_moment_is_never_silent_for_all(seen: list[Label]) -> None:
    """Whatever is explained, some label that is at least as strong at the same time still speaks."""
    silent = explained(seen, places(seen, V7))
    for label, is_silent in zip(seen, silent, strict=True):
        if is_silent:
            assert any(
                not other_silent and other.confidence >= label.confidence and other.timestamp_ms == label.timestamp_ms
                for other, other_silent in zip(seen, silent, strict=True)
            )
