"""The parts of moderation strings by themselves: numbers, items, remarks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import BadModerationString
from rekreview.domain.moderation_string import Item, ModerationString, check, parse
from rekreview.domain.moderation_string_numbers import (
    NumberFault,
    has_decimal_comma,
    is_usual,
    looks_like_value,
    read_number,
)
from rekreview.domain.moderation_string_remarks import CheckOutcome, Remark
from rekreview.domain.thresholds import IGNORE, write_number
from tests.unit.domain.strategies import moderation_strings

VALUES = ("0.5", "1", ".5", "1.", "0,5", "-0.5", "+1", "1e-3", "50%", "nan", "-inf", "IGNORE", "٠.٥", "5.5.5")
NAMES = ("violence", "", ".", ",", "v6", "self-harm", "-", "ignored", "infinite", "e5", "drugs_&_tobacco")


@pytest.mark.parametrize("token", VALUES)
def test_these_were_meant_as_values(token: str) -> None:
    assert looks_like_value(token)


@pytest.mark.parametrize("token", NAMES)
def test_these_were_not(token: str) -> None:
    assert not looks_like_value(token)


@pytest.mark.parametrize(
    ("token", "usual"), [("0.5", True), ("0.50", True), ("1.0", True), ("1", False), (".5", False), ("00.5", False)]
)
def test_the_usual_form_is_a_digit_a_point_and_digits(token: str, usual: bool) -> None:
    assert is_usual(token) is usual
    assert isinstance(read_number(token), Decimal)


def test_a_decimal_comma_stands_between_digits_only() -> None:
    assert has_decimal_comma("0,5")
    assert has_decimal_comma(",5")
    assert not any(map(has_decimal_comma, ("0,5,6", "0.5,6", "0,", "a,5", "0.5")))


@given(st.integers(0, 10**9), st.integers(9, 20))
def test_a_number_is_read_exactly(digits: int, places: int) -> None:
    text = f"0.{digits:0{places}d}"
    number = read_number(text)
    assert number == Decimal(text)
    assert isinstance(number, Decimal)
    assert read_number(write_number(number)) == number


@given(st.text(max_size=12))
def test_every_other_text_is_a_fault_with_a_way_out(text: str) -> None:
    number = read_number(text)
    if isinstance(number, NumberFault):
        assert number.code
        assert number.message
        assert number.hint
    else:
        assert 0 <= number <= 1


def test_a_number_over_one_is_told_with_the_way_it_may_have_been_meant() -> None:
    fault = read_number("57.1")
    assert isinstance(fault, NumberFault)
    assert (fault.code, fault.message) == ("out_of_range", "“57.1” is over 1.0.")
    assert fault.hint.endswith("For 57.1 % write 0.571.")


def test_an_item_is_written_as_its_kind_and_arguments() -> None:
    item = Item("aws_rek", ("violence", "0.6", "weapons", "ignore"))
    assert item.canonical() == "aws_rek:violence:0.6:weapons:ignore"
    assert list(item.pairs()) == [("violence", Decimal("0.6")), ("weapons", IGNORE)]
    assert Item("manual").canonical() == "manual"


def test_a_string_without_a_machine_moderation_has_no_thresholds_and_no_medium() -> None:
    string = parse("duplicate:0.8|manual")
    assert (string.machine, string.media, string.thresholds, string.min_confidence) == (None, None, {}, None)
    assert string.manual


def test_the_medium_is_that_of_the_machine_moderation() -> None:
    assert parse("webpurify|aws_rek").media is MediaKind.IMAGE
    assert parse("aws_rek_video|manual").media is MediaKind.VIDEO


def test_an_outcome_with_an_error_gives_no_string() -> None:
    error = Remark("bad_value", 3, "x", "It is wrong.", "Mend it.")
    outcome = CheckOutcome(None, (error,), ())
    assert not outcome.valid
    with pytest.raises(BadModerationString, match="wrong at character 4: It is wrong"):
        outcome.require()


def test_an_outcome_without_one_gives_it() -> None:
    outcome = CheckOutcome(ModerationString((Item("aws_rek"),)), (), ())
    assert outcome.valid
    assert outcome.require().canonical() == "aws_rek"


@given(moderation_strings())
def test_thresholds_come_in_the_order_they_were_written(string: ModerationString) -> None:
    machine = string.machine
    assert machine is not None
    positions = [str(string).find(f":{name}:") for name, _ in machine.pairs()]
    assert positions == sorted(positions)


@given(moderation_strings(), st.integers(0, 200), st.sampled_from(" :|,x0.٥"))
def test_one_wrong_character_never_confuses_the_reader(string: ModerationString, place: int, sign: str) -> None:
    """A text one keystroke away from a valid one is read, or refused near or after that keystroke's own item."""
    text = str(string)
    place = min(place, len(text))
    outcome = check(text[:place] + sign + text[place:])
    assert outcome.valid or outcome.errors[0].position <= len(text) + 1
    if outcome.string is not None:
        assert parse(str(outcome.string)) == outcome.string


@given(moderation_strings())
def test_blanks_around_every_token_change_nothing_but_warn(string: ModerationString) -> None:
    text = str(string)
    spaced = " " + text.replace(":", " : ").replace("|", " | ") + " "
    outcome = check(spaced)
    assert outcome.string == string
    assert {warning.code for warning in outcome.warnings} >= {"blanks"}
