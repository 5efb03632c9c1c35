"""Thresholds: exact comparison with confidences, and how numbers are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.thresholds import IGNORE, Threshold, exceeds, looser, percent, write_number, write_threshold


@pytest.mark.parametrize(
    ("confidence", "threshold", "over"),
    [
        (57.0, "0.57", False),
        (29.0, "0.29", False),
        (58.0, "0.58", False),
        (57.1, "0.571", False),
        (0.9, "0.009", False),
        (57.00000000000001, "0.57", True),
        (50.0001, "0.5", True),
        (50.0, "0.5", False),
        (0.0, "0.0", False),
        (5e-324, "0.0", True),
        (100.0, "1.0", False),
        (57.0, "0.5699999999999999999999999999999999999999999", True),
        (57.0, "0.5700000000000000000000000000000000000000001", False),
    ],
)
def test_only_strictly_over_is_over(confidence: float, threshold: str, over: bool) -> None:
    assert exceeds(confidence, Decimal(threshold)) is over


def test_nothing_exceeds_ignore() -> None:
    assert not exceeds(100.0, IGNORE)


@given(st.integers(0, 10**40))
def test_percent_is_exact_however_many_digits(digits: int) -> None:
    threshold = Decimal((0, tuple(map(int, str(digits))), -40))
    assert percent(threshold) == Decimal((0, tuple(map(int, str(digits))), -38))


@given(st.integers(0, 10**6))
def test_a_confidence_written_like_its_threshold_is_equal(digits: int) -> None:
    confidence = Decimal(digits).scaleb(-4)
    threshold = Decimal(digits).scaleb(-6)
    assert not exceeds(float(confidence), threshold)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (IGNORE, IGNORE, False),
        (IGNORE, Decimal(1), True),
        (Decimal(1), IGNORE, False),
        (Decimal("0.6"), Decimal("0.5"), True),
        (Decimal("0.50"), Decimal("0.5"), False),
    ],
)
def test_ignore_is_looser_than_every_number(left: Threshold, right: Threshold, expected: bool) -> None:
    assert looser(left, right) is expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.30", "0.3"),
        ("1", "1.0"),
        ("0", "0.0"),
        ("0.000", "0.0"),
        ("1e-5", "0.00001"),
        ("1E-30", "0.000000000000000000000000000001"),
        ("0.5", "0.5"),
        ("0E-7", "0.0"),
    ],
)
def test_numbers_are_written_shortest_and_never_with_an_exponent(text: str, written: str) -> None:
    assert write_number(Decimal(text)) == written


@given(st.decimals(0, 1, allow_nan=False))
def test_a_written_number_reads_as_the_same_number(number: Decimal) -> None:
    assert Decimal(write_number(number)) == number
    assert "E" not in write_number(number)


def test_ignore_is_written_as_its_word() -> None:
    assert write_threshold(IGNORE) == "ignore"
    assert write_threshold(Decimal("0.60")) == "0.6"
