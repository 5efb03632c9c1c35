"""Which labels make an asset heavy: the strong ones, what rejects it, and violence until it is known which."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.heaviness import (
    HEAVY,
    LIKELY_ENOUGH,
    counts,
    heavy_slugs,
    makes_heavy,
    spoken_for,
    surely_heavy,
    violent_slugs,
)
from rekreview.domain.labels import Label
from rekreview.domain.places import places
from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.domain.thresholds import IGNORE

SLUGS = sorted({category.slug for version in VERSIONS for category in taxonomy(version).categories})
sets = st.frozensets(st.sampled_from(SLUGS), max_size=6)


@pytest.mark.parametrize("top", HEAVY)
def test_what_is_listed_is_a_category_of_some_version(top: str):
    assert top in SLUGS


@given(sets, sets)
def test_more_labels_never_make_it_lighter_unless_they_say_what_the_violence_is(one, other):
    if not one.isdisjoint(violent_slugs()) or "violence" not in one:
        assert makes_heavy(one) <= makes_heavy(one | other)


@given(sets)
def test_one_heavy_label_is_enough_however_many_others_there_are(named):
    assert makes_heavy(named | {"blood_&_gore", "weapons", "violence"})
    assert makes_heavy(named) or not any(surely_heavy(slug) for slug in named)
    assert not makes_heavy(named - heavy_slugs())


def test_violence_is_heavy_until_a_category_below_it_says_which():
    assert not surely_heavy("violence")
    assert makes_heavy(["violence"])
    assert makes_heavy(["violence", "alcohol"])
    assert not makes_heavy(["violence", "weapons"])
    assert makes_heavy(["violence", "weapons", "graphic_violence"])


@given(st.floats(0, 100), st.decimals(0, 1, places=3))
def test_a_weak_label_counts_where_it_may_be_what_rejects(confidence: float, threshold: Decimal):
    assert counts(confidence) == (confidence >= LIKELY_ENOUGH)
    assert counts(confidence) <= counts(confidence, threshold)
    assert counts(confidence, IGNORE) == counts(confidence)
    assert counts(20.0, Decimal("0.1"))
    assert not counts(20.0, Decimal("0.2")), "equal is not over"


@given(st.sampled_from(VERSIONS), st.integers(0, 10_000))
def test_an_unknown_label_is_as_heavy_as_the_known_one_above_it(version, at: int):
    tree = taxonomy(version)
    above = tree.categories[at % len(tree.categories)]
    known, strange = places([Label(above.name, "", 90.0), Label("Something New", above.name, 90.0)], tree)
    assert makes_heavy([spoken_for(strange)]) is makes_heavy([spoken_for(known)])
    assert makes_heavy([spoken_for(strange), "weapons"]) >= makes_heavy([above.slug])
    assert spoken_for(places([Label("Something New", "Nobody Knows", 90.0)], tree)[0]) == ""
