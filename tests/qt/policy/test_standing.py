from __future__ import annotations

from decimal import Decimal

from rekreview.domain.moderation_string import parse
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy.standing import Standing, settable, shown, standings

V6, V7 = taxonomy("v6"), taxonomy("v7")


def of(text: str, slug: str, *, parents_count: bool = True) -> Standing:
    return standings(parse(text).thresholds, V7, parents_count=parents_count)[slug]


def test_a_category_alone_has_the_default() -> None:
    assert of("aws_rek", "violence") == Standing(None, Decimal("0.5"))


def test_an_inherited_threshold_names_the_nearest_ancestor_that_is_in_the_string() -> None:
    text = "aws_rek:violence:0.7:graphic_violence:0.6"
    assert of(text, "self-harm") == Standing(None, Decimal("0.6"), "Graphic Violence")
    assert of(text, "weapons") == Standing(None, Decimal("0.7"), "Violence")


def test_an_own_threshold_has_no_source() -> None:
    assert of("aws_rek:violence:0.7:weapons:0.2", "weapons") == Standing(Decimal("0.2"), Decimal("0.2"))


def test_ignore_is_inherited_like_a_number() -> None:
    standing = of("aws_rek:violence:ignore", "blood_&_gore")
    assert standing == Standing(None, IGNORE, "Violence")
    assert standing.ignored


def test_an_override_looser_than_an_ancestor_is_blocked_by_it_while_parents_count() -> None:
    text = "aws_rek:blood_&_gore:ignore"
    assert of(text, "blood_&_gore").blocked_by == "Graphic Violence"
    assert of(text, "blood_&_gore", parents_count=False).blocked_by == ""


def test_a_stricter_override_is_not_blocked() -> None:
    assert of("aws_rek:weapons:0.2", "weapons").blocked_by == ""


def test_every_category_a_string_can_name_comes_once_and_in_order() -> None:
    assert len(settable(V7)) == len(V7.categories) == 52
    names = [category.slug for category in settable(V6)]
    assert names.count("gambling") == 1
    assert settable(V6)[names.index("gambling")].level == 1
    assert [c for c in V6.categories if c in settable(V6)] == settable(V6)


def test_a_search_keeps_what_its_hits_stand_under() -> None:
    assert shown(V7, "gore", None) == {"violence", "graphic_violence", "blood_&_gore"}
    assert shown(V7, "  BLOOD_& ", None) == {"violence", "graphic_violence", "blood_&_gore"}
    assert shown(V7, "no such thing", None) == frozenset()


def test_a_filter_keeps_what_is_in_it_and_above() -> None:
    assert shown(V7, "", frozenset({"pills"})) == {"pills", "products", "drugs_&_tobacco"}
    assert shown(V7, "gore", frozenset({"pills"})) == frozenset()
    assert len(shown(V7, "", None)) == 52
