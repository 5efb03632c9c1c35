"""One click mends what has one plain answer, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.mending import mend
from rekreview.domain.moderation_string import Remark, check
from rekreview.domain.taxonomy import taxonomy

V7 = taxonomy("v7")


def first_remark(text: str, media: MediaKind = MediaKind.IMAGE) -> Remark:
    outcome = check(text, media, V7)
    return (outcome.errors or outcome.warnings)[0]


@pytest.mark.parametrize(
    ("text", "instead", "mended"),
    [
        ("aws_rek:violence:0,6", "0.6", "aws_rek:violence:0.6"),
        ("aws_rek:violence:,6", "0.6", "aws_rek:violence:0.6"),
        ("aws_rek:violence:60", "0.6", "aws_rek:violence:0.6"),
        ("aws_rek:violence:60%", "0.6", "aws_rek:violence:0.6"),
        ("aws_rek:violence:1.", "1.0", "aws_rek:violence:1.0"),
        ("aws_rek:violence:+0.6", "0.6", "aws_rek:violence:0.6"),
        ("aws_rek:violence:0.6,alcohol:0.5", ":", "aws_rek:violence:0.6:alcohol:0.5"),
        ("AWS_REK:violence:0.6", "aws_rek", "aws_rek:violence:0.6"),
        ("aws_reck:violence:0.6", "aws_rek", "aws_rek:violence:0.6"),
        ("aws_rek_video:violence:0.6", "aws_rek", "aws_rek:violence:0.6"),
        ("aws_rek:violense:0.6", "violence", "aws_rek:violence:0.6"),
        ("aws_rek:drugs:0.6", "drugs_&_tobacco", "aws_rek:drugs_&_tobacco:0.6"),
        (
            "aws_rek:suggestive:0.7",
            "non-explicit_nudity_of_intimate_parts_and_kissing, swimwear_or_underwear",
            "aws_rek:non-explicit_nudity_of_intimate_parts_and_kissing:0.7:swimwear_or_underwear:0.7",
        ),
    ],
)
def test_what_has_one_plain_answer_is_mended(text: str, instead: str, mended: str) -> None:
    found = mend(text, first_remark(text), MediaKind.IMAGE, V7)
    assert found is not None
    assert (found.instead, found.text) == (instead, mended)
    assert check(mended, MediaKind.IMAGE, V7).valid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aws_rek:",
        "aws_rek:violence",
        "aws_rek:0.6",
        "aws_rek:violence:600",
        "aws_rek:violence:-60",
        "aws_rek:violence:600%",
        "aws_rek:violence:0.6:violence:0.7",
        "aws_rek:violence:nan",
        "quite_another_thing:violence:0.6",
        "aws_rek:purple_haze:0.5",
    ],
)
def test_what_takes_thought_is_left_to_a_person(text: str) -> None:
    assert mend(text, first_remark(text), MediaKind.IMAGE, V7) is None


def test_a_mend_that_would_make_another_fault_is_not_offered() -> None:
    text = "aws_rek:violence:0.5:violense:0.6"
    assert mend(text, first_remark(text), MediaKind.IMAGE, V7) is None


def test_only_the_place_of_the_remark_changes() -> None:
    text = "aws_rek:🍷:0.3:violence:0,6:alcohol:70"
    first, second = check(text, MediaKind.IMAGE, V7).errors
    one, other = mend(text, first, MediaKind.IMAGE, V7), mend(text, second, MediaKind.IMAGE, V7)
    assert one is not None
    assert one.text == "aws_rek:🍷:0.3:violence:0.6:alcohol:70"
    assert other is not None
    assert other.text == "aws_rek:🍷:0.3:violence:0,6:alcohol:0.7"


@given(text=st.text(alphabet="aws_rek:violence0123456789.,%|+- ", max_size=30))
def test_every_mend_there_is_leaves_less_to_say(text: str) -> None:
    before = check(text, MediaKind.IMAGE, V7)
    for remark in (*before.errors, *before.warnings):
        found = mend(text, remark, MediaKind.IMAGE, V7)
        if found is not None:
            after = check(found.text, MediaKind.IMAGE, V7)
            assert (len(after.errors), len(after.warnings)) < (len(before.errors), len(before.warnings))
