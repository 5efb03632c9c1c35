"""Moderation strings: what is read, what is refused and where, and what is written."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import BadModerationString
from rekreview.domain.moderation_string import KINDS, Item, ModerationString, Remark, check, parse, resolve, serialise
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from tests.unit.domain.strategies import moderation_strings

V6 = taxonomy("v6")
PUBLISHED = "aws_rek:female_underwear:0.75:explicit_nudity:0.6:revealing_clothes:ignore"


def codes(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks]


# Reading


def test_the_published_example_is_read_and_written_back_as_it_is() -> None:
    string = parse(PUBLISHED)
    assert string.canonical() == serialise(string) == str(string) == PUBLISHED
    assert string.media is MediaKind.IMAGE
    assert string.thresholds == {
        "female_swimwear_or_underwear": Decimal("0.75"),
        "explicit_nudity": Decimal("0.6"),
        "revealing_clothes": IGNORE,
    }


def test_several_moderations_keep_their_order() -> None:
    string = parse("aws_rek|duplicate:0.8|manual")
    assert string.items == (Item("aws_rek"), Item("duplicate", ("0.8",)), Item("manual"))
    assert string.manual
    assert string.thresholds == {}
    assert string.min_confidence is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_may_stand_alone(kind: str) -> None:
    outcome = check(kind)
    assert outcome.valid
    assert outcome.warnings == ()
    assert str(outcome.require()) == kind


@pytest.mark.parametrize(
    "text",
    [
        "aws_rek|duplicate:0|perception_point|manual",
        "aws_rek|duplicate:1.0",
        "google_video_moderation:very_likely|aws_rek_video",
        "webpurify:any:thing:At_All",
        "aws_rek:min_confidence:0.0",
        "aws_rek:drugs_&_tobacco:0.7:self-harm:0.2",
        "aws_rek:gambling:0.9",
    ],
)
def test_these_are_kept_to_the_letter_and_without_a_warning(text: str) -> None:
    outcome = check(text, taxonomy=V6 if "gambling" in text else None)
    assert (outcome.errors, outcome.warnings) == ((), ())
    assert str(outcome.string) == text


def test_the_floor_is_no_threshold() -> None:
    string = parse("aws_rek:min_confidence:0.2:violence:0.9")
    assert string.min_confidence == Decimal("0.2")
    assert string.thresholds == {"violence": Decimal("0.9")}


def test_an_alias_means_the_category_it_stands_for() -> None:
    assert resolve("female_underwear") == "female_swimwear_or_underwear"
    assert resolve("Male Underwear") == "male_swimwear_or_underwear"
    assert resolve("violence") == "violence"


# Errors, each with its position and token

MISSING = [
    ("", 0, ""),
    ("   ", 3, ""),
    ("aws_rek:", 8, ""),
    ("aws_rek::violence:0.5", 8, ":"),
    ("aws_rek:violence:", 17, ""),
    ("aws_rek:violence::0.5", 17, ":"),
    ("aws_rek:violence:0.5:", 21, ""),
    ("aws_rek:violence:0.5 : ", 23, ""),
    ("aws_rek|", 8, ""),
    ("|aws_rek", 0, "|"),
    ("aws_rek||manual", 8, "|"),
    ("aws_rek:|manual", 8, "|"),
    ("|", 0, "|"),
    (":", 0, ":"),
    (":violence:0.5", 0, ":"),
    ("aws_rek|webpurify:", 18, ""),
    ("duplicate::0.5", 10, ":"),
]


@pytest.mark.parametrize(("text", "position", "token"), MISSING)
def test_a_missing_part_is_told_where_it_should_be(text: str, position: int, token: str) -> None:
    first = check(text).errors[0]
    assert first.code == ("missing_part" if text.strip() else "empty")
    assert (first.position, first.token) == (position, token)
    assert first.hint


WRONG = [
    ("aws_rek:violence", "missing_value", 16, ""),
    ("aws_rek:violence|manual", "missing_value", 16, ""),
    ("aws_rek:violence:nudity:0.5", "missing_value", 17, "nudity"),
    ("aws_rek:explicit:suggestive", "missing_value", 17, "suggestive"),
    ("aws_rek:violence:strange:0.5", "missing_value", 17, "strange"),
    ("aws_rek:0.5", "missing_category", 8, "0.5"),
    ("aws_rek:ignore", "missing_category", 8, "ignore"),
    ("aws_rek:violence:0.5:0.6", "missing_category", 21, "0.6"),
    ("aws_rek:violence:high", "bad_value", 17, "high"),
    ("aws_rek:violence:.", "bad_value", 17, "."),
    ("aws_rek:violence:0.5.5", "bad_value", 17, "0.5.5"),
    ("aws_rek:violence:0x1", "bad_value", 17, "0x1"),
    ("aws_rek:violence:0_5", "bad_value", 17, "0_5"),
    ("aws_rek:violence:60", "out_of_range", 17, "60"),
    ("aws_rek:violence:1.0000001", "out_of_range", 17, "1.0000001"),
    ("aws_rek:violence:101", "out_of_range", 17, "101"),
    ("aws_rek:violence:1.", "bad_number", 17, "1."),
    ("aws_rek:violence:5.", "bad_number", 17, "5."),
    ("aws_rek:violence:0,5", "decimal_comma", 17, "0,5"),
    ("aws_rek:violence:,5", "decimal_comma", 17, ",5"),
    ("aws_rek:violence:1e-1", "exponent", 17, "1e-1"),
    ("aws_rek:violence:5E-1", "exponent", 17, "5E-1"),
    ("aws_rek:violence:-0.5", "sign", 17, "-0.5"),
    ("aws_rek:violence:+0.5", "sign", 17, "+0.5"),
    ("aws_rek:violence:−0.5", "sign", 17, "−0.5"),
    ("aws_rek:violence:nan", "not_a_number", 17, "nan"),
    ("aws_rek:violence:Infinity", "not_a_number", 17, "Infinity"),
    ("aws_rek:violence:50%", "percent_sign", 17, "50%"),
    ("aws_rek:violence:٠.٥", "non_ascii_digits", 17, "٠.٥"),
    ("aws_rek:violence:０.５", "non_ascii_digits", 17, "０.５"),
    ("aws_rek:violence:²", "non_ascii_digits", 17, "²"),
    ("banana", "unknown_kind", 0, "banana"),
    ("AWS_REK", "unknown_kind", 0, "AWS_REK"),
    ("wait:aws_rek", "unknown_kind", 0, "wait"),
    ("aws_rek|aws_rek", "repeated_kind", 8, "aws_rek"),
    ("duplicate:0.1|duplicate:0.2", "repeated_kind", 14, "duplicate"),
    ("aws_rek|aws_rek_video", "two_media", 8, "aws_rek_video"),
    ("manual|aws_rek", "manual_not_last", 0, "manual"),
    ("aws_rek|manual|duplicate:0.5", "manual_not_last", 8, "manual"),
    ("aws_rek:violence:0.5:violence:0.6", "repeated_category", 21, "violence"),
    ("aws_rek:violence:0.5:Violence:0.6", "repeated_category", 21, "Violence"),
    ("aws_rek:male_underwear:0:male_swimwear_or_underwear:1", "repeated_category", 25, "male_swimwear_or_underwear"),
    ("aws_rek:min_confidence:0.1:min_confidence:0.2", "repeated_category", 27, "min_confidence"),
    ("aws_rek:explicit,nudity", "comma", 16, ","),
    ("aws_rek:violence:0.5,nudity:0.6", "comma", 20, ","),
    ("aws_rek:violence:0.5,0.6", "comma", 20, ","),
    ("aws_rek,manual", "comma", 7, ","),
    ("webpurify:a,b", "comma", 11, ","),
    ("aws_rek:min_confidence:ignore", "floor_ignored", 23, "ignore"),
    ("duplicate:ignore", "bad_value", 10, "ignore"),
    ("duplicate:2", "out_of_range", 10, "2"),
    ("duplicate:0.5:0.6", "bad_value", 14, "0.6"),
    ("aws_rek:violence:\n", "missing_part", 18, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "position", "token"), WRONG)
def test_every_error_is_told_at_its_character(text: str, code: str, position: int, token: str) -> None:
    outcome = check(text)
    assert not outcome.valid
    assert outcome.string is None
    first = outcome.errors[0]
    assert (first.code, first.position, first.token) == (code, position, token)
    assert first.message.endswith(".")
    assert first.hint.rstrip(".?") != ""


def test_a_number_from_1_to_100_is_offered_as_its_hundredth_and_never_divided_silently() -> None:
    assert "0.6" in check("aws_rek:violence:60").errors[0].hint
    assert "0.575" in check("aws_rek:violence:57.5").errors[0].hint
    assert "write" not in check("aws_rek:violence:101").errors[0].hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("AWS_REK", "aws_rek"),
        ("aws_rekk", "aws_rek"),
        ("zzz", "webpurify"),
        ("aws_rek:violence:0,5", "0.5"),
        ("aws_rek:violence:1.", "1.0"),
        ("aws_rek:violence", "violence:0.6"),
    ],
)
def test_a_hint_says_what_to_write(text: str, hint: str) -> None:
    assert hint in check(text).errors[0].hint


def test_the_other_medium_is_an_error_that_names_the_right_kind() -> None:
    [error] = check("aws_rek:violence:0.6", MediaKind.VIDEO).errors
    assert (error.code, error.position, error.token) == ("wrong_media", 0, "aws_rek")
    assert "aws_rek_video" in error.hint
    [error] = check("duplicate|aws_rek_video", MediaKind.IMAGE).errors
    assert (error.code, error.position) == ("wrong_media", 10)
    assert check("manual", MediaKind.VIDEO).valid


def test_all_errors_are_told_in_order_of_position() -> None:
    outcome = check("aws_rek:violence:2:nudity:x,y|wait|aws_rek|")
    assert codes(outcome.errors) == ["out_of_range", "comma", "unknown_kind", "repeated_kind", "missing_part"]
    assert [error.position for error in outcome.errors] == sorted(error.position for error in outcome.errors)


def test_parse_raises_the_first_error_with_all_it_knows() -> None:
    with pytest.raises(BadModerationString) as raised:
        parse("aws_rek:violence:60|nope")
    error = raised.value
    assert (error.code, error.reason, error.position, error.token) == (
        "bad_moderation_string",
        "out_of_range",
        17,
        "60",
    )
    assert "character 18" in error.message
    assert "0.6" in error.hint


@pytest.mark.parametrize(
    "text",
    [
        "aws_rek" + ":violence:0.5" * 20_000,
        "aws_rek" + ":" * 50_000,
        "|" * 50_000,
        "aws_rek:violence:" + "1" * 100_000 + "x",
        "aws_rek:violence:0." + "1" * 100_000,
        "aws_rek:" + "a" * 100_000 + ":0.5",
    ],
    ids=["pairs", "colons", "bars", "digits and a letter", "digits", "letters"],
)
def test_a_huge_text_is_read_without_delay(text: str) -> None:
    began = time.process_time()
    check(text)
    assert time.process_time() - began < 3


# Warnings: accepted, and written canonically or kept verbatim


@pytest.mark.parametrize(
    ("text", "canonical", "expected"),
    [
        (" aws_rek ", "aws_rek", [("blanks", 0, " aws_rek ")]),
        ("aws_rek | manual", "aws_rek|manual", [("blanks", 0, "aws_rek "), ("blanks", 9, " manual")]),
        ("aws_rek:violence:0.5\n", "aws_rek:violence:0.5", [("blanks", 17, "0.5\n")]),
        ("duplicate: 0.8", "duplicate:0.8", [("blanks", 10, " 0.8")]),
        ("aws_rek:violence:IGNORE", "aws_rek:violence:ignore", [("ignore_form", 17, "IGNORE")]),
        ("aws_rek:violence:Ignore", "aws_rek:violence:ignore", [("ignore_form", 17, "Ignore")]),
        ("aws_rek:Violence:0.5", "aws_rek:violence:0.5", [("display_form", 8, "Violence")]),
        ("aws_rek:Hate Symbols:0.5", "aws_rek:hate_symbols:0.5", [("display_form", 8, "Hate Symbols")]),
        ("aws_rek:Hate_Symbols:0.5", "aws_rek:hate_symbols:0.5", [("display_form", 8, "Hate_Symbols")]),
        ("aws_rek:Min_Confidence:0.5", "aws_rek:min_confidence:0.5", [("display_form", 8, "Min_Confidence")]),
        ("aws_rek:violence:0", "aws_rek:violence:0.0", [("number_form", 17, "0")]),
        ("aws_rek:violence:1", "aws_rek:violence:1.0", [("number_form", 17, "1")]),
        ("aws_rek:violence:.5", "aws_rek:violence:0.5", [("number_form", 17, ".5")]),
        ("aws_rek:violence:00.5", "aws_rek:violence:0.5", [("number_form", 17, "00.5")]),
        ("aws_rek:violence:0.60", "aws_rek:violence:0.6", []),
        ("aws_rek:violence:0.00001", "aws_rek:violence:0.00001", []),
        ("aws_rek:violence:1.000", "aws_rek:violence:1.0", []),
        ("aws_rek:nope:0.5", "aws_rek:nope:0.5", [("unknown_category", 8, "nope")]),
        ("aws_rek:No pe:0.5", "aws_rek:No pe:0.5", [("unknown_category", 8, "No pe")]),
        ("aws_rek:suggestive:0.9", "aws_rek:suggestive:0.9", [("other_taxonomy", 8, "suggestive")]),
        ("aws_rek:weapons:0.6", "aws_rek:weapons:0.6", [("no_effect", 8, "weapons")]),
        ("aws_rek:weapons:ignore:violence:0.9", "aws_rek:weapons:ignore:violence:0.9", [("no_effect", 8, "weapons")]),
        ("aws_rek:weapons:0.5:violence:0.5", "aws_rek:weapons:0.5:violence:0.5", []),
        ("aws_rek:violence:ignore:weapons:0.6", "aws_rek:violence:ignore:weapons:0.6", []),
    ],
)
def test_odd_forms_are_accepted_with_a_warning(text: str, canonical: str, expected: list[tuple[str, int, str]]) -> None:
    outcome = check(text)
    assert outcome.errors == ()
    assert str(outcome.string) == canonical
    assert [(warning.code, warning.position, warning.token) for warning in outcome.warnings] == expected
    assert check(canonical).string == outcome.string


def test_a_category_of_the_other_taxonomy_names_its_successors() -> None:
    [warning] = check("aws_rek:revealing_clothes:0.4").warnings
    assert "non-explicit_nudity and obstructed_intimate_parts" in warning.hint
    [warning] = check("aws_rek:self-harm:0.4", taxonomy=V6).warnings
    assert "self_injury" in warning.hint
    [warning] = check("aws_rek:bare_back:0.4", taxonomy=V6).warnings
    assert "no such category" in warning.hint


def test_a_misspelt_category_is_told_its_neighbour() -> None:
    [warning] = check("aws_rek:violense:0.4").warnings
    assert warning.hint == "Did you mean violence?"


def test_the_published_example_warns_in_version_6_of_what_cannot_take_effect() -> None:
    warnings = check(PUBLISHED, taxonomy=V6).warnings
    assert [(warning.code, warning.token) for warning in warnings] == [
        ("no_effect", "female_underwear"),
        ("no_effect", "revealing_clothes"),
    ]
    assert "suggestive rejects over 0.5" in warnings[0].message
    assert "suggestive:0.75" in warnings[0].hint


# Writing


@given(moderation_strings())
def test_parse_after_serialise_is_the_identity(string: ModerationString) -> None:
    assert parse(serialise(string)) == string


@given(moderation_strings())
def test_a_written_string_warns_of_no_form(string: ModerationString) -> None:
    forms = {"blanks", "ignore_form", "number_form", "display_form"}
    assert not forms & set(codes(check(serialise(string)).warnings))


PARTS = [
    *("aws_rek", "aws_rek_video", "manual", "duplicate", ":", ":", ":", "|", ",", " "),
    *("violence", "Explicit Nudity", "nope", "min_confidence", "female_underwear"),
    *("ignore", "IGNORE", "0.5", "1", "60", ".5", "1.", "0,5", "-1", "٥"),
]
SOUP = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


@given(st.one_of(SOUP, st.text(max_size=30)))
def test_any_text_is_read_or_refused_at_a_place_that_exists(text: str) -> None:
    outcome = check(text)
    assert outcome.valid is (outcome.string is not None)
    for remark in (*outcome.errors, *outcome.warnings):
        assert 0 <= remark.position <= len(text)
        assert text.startswith(remark.token, remark.position)
        assert remark.token or remark.position == len(text) or text[remark.position] in ":|"
        assert remark.message
        assert remark.hint


@given(SOUP)
def test_a_second_pass_changes_nothing(text: str) -> None:
    string = check(text).string
    if string is not None:
        assert parse(serialise(string)) == string
        assert serialise(parse(serialise(string))) == serialise(string)


def test_a_threshold_is_set_in_its_place_under_the_name_that_was_typed() -> None:
    string = parse("duplicate:0.5|aws_rek:female_underwear:0.75:violence:0.6|manual")
    changed = string.with_threshold("female_swimwear_or_underwear", IGNORE).with_threshold("alcohol", Decimal("0.30"))
    assert str(changed) == "duplicate:0.5|aws_rek:female_underwear:ignore:violence:0.6:alcohol:0.3|manual"
    assert str(changed.with_threshold("violence", None).with_threshold("absent", None)) == (
        "duplicate:0.5|aws_rek:female_underwear:ignore:alcohol:0.3|manual"
    )


def test_taking_the_last_override_out_leaves_just_the_kind() -> None:
    assert str(parse("aws_rek_video:violence:0.6").with_threshold("violence", None)) == "aws_rek_video"


def test_a_string_without_a_machine_moderation_gets_that_of_its_medium() -> None:
    only_manual = parse("manual")
    assert str(only_manual.with_threshold("violence", Decimal(1))) == "aws_rek:violence:1.0|manual"
    for_videos = only_manual.with_threshold("violence", Decimal(1), MediaKind.VIDEO)
    assert str(for_videos) == "aws_rek_video:violence:1.0|manual"
    assert parse(str(for_videos), MediaKind.VIDEO) == for_videos


def test_taking_out_what_no_machine_moderation_set_brings_none() -> None:
    assert parse("manual").with_threshold("violence", None, MediaKind.VIDEO) == parse("manual")


@given(moderation_strings(), st.sampled_from(["violence", "weapons", "female_swimwear_or_underwear"]))
def test_a_threshold_that_was_set_is_there_and_reads_back(string: ModerationString, slug: str) -> None:
    changed = string.with_threshold(slug, Decimal("0.123"))
    assert changed.thresholds[slug] == Decimal("0.123")
    assert parse(str(changed)) == changed
    assert slug not in changed.with_threshold(slug, None).thresholds
