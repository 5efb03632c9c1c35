"""Strings of one taxonomy in the names of the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.moderation_string import check, parse
from rekreview.domain.renaming import renamed
from rekreview.domain.taxonomy import taxonomy

V6, V7 = taxonomy("v6"), taxonomy("v7")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("aws_rek", "aws_rek"),
        ("manual", "manual"),
        ("aws_rek:violence:0.6", "aws_rek:violence:0.6"),
        ("aws_rek:explicit_nudity:0.6|manual", "aws_rek:explicit_nudity:0.6|manual"),
        (
            "aws_rek:suggestive:0.7:alcohol:ignore",
            "aws_rek:non-explicit_nudity_of_intimate_parts_and_kissing:0.7:swimwear_or_underwear:0.7:alcohol:ignore",
        ),
        ("aws_rek:drugs:0.3:tobacco:ignore", "aws_rek:drugs_&_tobacco:0.3"),
        ("aws_rek:drugs:ignore:tobacco:0.3", "aws_rek:drugs_&_tobacco:0.3"),
        ("aws_rek:drugs:0.3:drugs_&_tobacco:0.8", "aws_rek:drugs_&_tobacco:0.8"),
        ("aws_rek_video:drugs:0.3:min_confidence:0.1", "aws_rek_video:drugs_&_tobacco:0.3:min_confidence:0.1"),
        ("aws_rek:purple_haze:0.3", "aws_rek:purple_haze:0.3"),
    ],
)
def test_names_of_version_6_become_those_of_version_7(text: str, wanted: str) -> None:
    # `explicit_nudity` is a category of both versions, at different levels, so it stays.
    assert renamed(parse(text), V7).canonical() == wanted


def test_one_category_alone_can_be_renamed() -> None:
    string = parse("aws_rek:drugs:0.3:suggestive:0.7")
    assert renamed(string, V7, only="drugs").canonical() == "aws_rek:drugs_&_tobacco:0.3:suggestive:0.7"


def test_version_7_goes_back_to_version_6() -> None:
    assert renamed(parse("aws_rek:drugs_&_tobacco:0.3"), V6).canonical() == "aws_rek:drugs:0.3:tobacco:0.3"


@given(
    chosen=st.lists(
        st.tuples(
            st.sampled_from(sorted({category.slug for category in V6.categories})), st.sampled_from(("0.2", "ignore"))
        ),
        unique_by=lambda pair: pair[0],
        max_size=6,
    )
)
def test_what_comes_out_is_sound_and_renaming_it_again_changes_nothing(chosen: list[tuple[str, str]]) -> None:
    string = parse(":".join(("aws_rek", *(f"{slug}:{value}" for slug, value in chosen))))
    moved = renamed(string, V7)
    outcome = check(moved.canonical(), taxonomy=V7)
    assert outcome.valid
    hints = [warning.hint for warning in outcome.warnings if warning.code == "other_taxonomy"]
    assert all("has no such category" in hint for hint in hints)
    assert renamed(moved, V7) == moved
