"""Thresholds from parent to child, overrides without effect, and their mend."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.inheritance import effective, ineffective_overrides, mended
from rekreview.domain.policy import IGNORE
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import Threshold, looser
from tests.unit.domain.strategies import SLUGS, thresholds

V6, V7 = taxonomy("v6"), taxonomy("v7")
HALF, LOW, HIGH = Decimal("0.5"), Decimal("0.2"), Decimal("0.9")
OVERRIDES = st.dictionaries(st.sampled_from(SLUGS), thresholds(), max_size=10)


def found(overrides: dict[str, Threshold]) -> dict[str, str]:
    return {one.category.slug: one.ancestor.slug for one in ineffective_overrides(overrides, V7)}


def test_without_overrides_every_category_is_at_a_half() -> None:
    for version in (V6, V7):
        assert set(effective({}, version).values()) == {HALF}


def test_a_child_takes_its_parents_value_however_deep() -> None:
    inherited = effective({"violence": LOW}, V7)
    assert {slug for slug, value in inherited.items() if value == LOW} == {
        "violence",
        *(category.slug for category in V7.descendants("violence")),
    }


def test_ignore_is_inherited_like_a_number_and_a_childs_own_number_brings_it_back() -> None:
    inherited = effective({"violence": IGNORE, "graphic_violence": HIGH}, V7)
    assert inherited["weapons"] is IGNORE
    assert inherited["blood_&_gore"] == HIGH


def test_an_override_never_reaches_upwards() -> None:
    inherited = effective({"smoking": LOW}, V7)
    assert inherited["drugs_&_tobacco_paraphernalia_&_use"] == HALF
    assert inherited["drugs_&_tobacco"] == HALF


def test_what_the_taxonomy_does_not_have_changes_nothing() -> None:
    assert effective({"suggestive": LOW, "novel": LOW}, V7) == effective({}, V7)


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({}, {}),
        ({"violence": HIGH}, {}),
        ({"weapons": HIGH}, {"weapons": "violence"}),
        ({"weapons": HALF}, {}),
        ({"weapons": LOW}, {}),
        ({"weapons": HIGH, "violence": HIGH}, {}),
        ({"weapons": IGNORE, "violence": Decimal(1)}, {"weapons": "violence"}),
        ({"weapons": IGNORE, "violence": IGNORE}, {}),
        ({"self-harm": HIGH, "graphic_violence": HIGH}, {"self-harm": "violence", "graphic_violence": "violence"}),
        ({"self-harm": HIGH}, {"self-harm": "graphic_violence"}),
        ({"self-harm": HIGH, "violence": IGNORE, "graphic_violence": LOW}, {"self-harm": "graphic_violence"}),
        ({"suggestive": HIGH, "novel": HIGH}, {}),
    ],
)
def test_an_override_looser_than_an_ancestor_has_no_effect(
    overrides: dict[str, Threshold], expected: dict[str, str]
) -> None:
    assert found(overrides) == expected


def test_the_two_nodes_called_gambling_never_contradict_each_other() -> None:
    assert ineffective_overrides({"gambling": IGNORE}, V6) == []
    assert effective({"gambling": IGNORE}, V6)["gambling"] is IGNORE


def test_a_mend_raises_the_ancestors_and_pins_their_other_children() -> None:
    assert mended({"weapons": IGNORE}, "weapons", V7) == {
        "weapons": IGNORE,
        "violence": IGNORE,
        "graphic_violence": HALF,
    }
    assert mended({"self-harm": HIGH, "violence": LOW}, "self-harm", V7) == {
        "self-harm": HIGH,
        "violence": HIGH,
        "graphic_violence": HIGH,
        "weapons": LOW,
        "weapon_violence": LOW,
        "physical_violence": LOW,
        "blood_&_gore": LOW,
        "explosions_and_blasts": LOW,
    }


def test_a_mend_of_what_takes_effect_changes_nothing() -> None:
    assert mended({"weapons": LOW}, "weapons", V7) == {"weapons": LOW}


@given(OVERRIDES)
def test_every_override_that_is_found_is_looser_than_the_ancestor_it_names(overrides: dict[str, Threshold]) -> None:
    values = effective(overrides, V7)
    for one in ineffective_overrides(overrides, V7):
        assert one.value == overrides[one.category.slug]
        assert one.ancestor in V7.above(one.category)
        assert one.ancestor_value == values[one.ancestor.slug]
        assert looser(one.value, one.ancestor_value)


@given(OVERRIDES)
def test_what_is_not_found_is_at_most_as_loose_as_all_above_it(overrides: dict[str, Threshold]) -> None:
    values = effective(overrides, V7)
    ineffective = {one.category.slug for one in ineffective_overrides(overrides, V7)}
    for slug in set(overrides) - ineffective:
        assert not any(looser(values[slug], values[above.slug]) for above in V7.ancestors(slug))


@given(OVERRIDES, st.randoms())
def test_the_order_of_overrides_never_matters(overrides: dict[str, Threshold], random: object) -> None:
    shuffled = list(overrides.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for version in (V6, V7):
        assert effective(dict(shuffled), version) == effective(overrides, version)
