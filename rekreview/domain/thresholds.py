"""Thresholds: the confidence a label must exceed to reject, or `ignore`; and how such numbers are written.

A threshold is a `Decimal` from 0 to 1, a confidence a float from 0 to 100. They are compared as decimals, so that 57.0
against 0.57 is equal: 0.57 * 100 in binary floating point is a little less than 57.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Final


class Ignore(Enum):
    """The type of IGNORE: a threshold that no confidence exceeds."""

    IGNORE = "ignore"

    def __str__(self) -> str:
        return self.value


IGNORE: Final = Ignore.IGNORE
Threshold = Decimal | Ignore
DEFAULT_THRESHOLD: Final = Decimal("0.5")


def percent(threshold: Decimal) -> Decimal:
    """The threshold on the scale of confidences, 0–100, exactly, however many digits it has."""
    sign, digits, exponent = threshold.as_tuple()
    assert isinstance(exponent, int), "a threshold is a finite number"
    return Decimal((sign, digits, exponent + 2))


def exceeds(confidence: float, threshold: Threshold) -> bool:
    """Whether a confidence (0–100) is strictly over a threshold; equal is not over."""
    return threshold is not IGNORE and Decimal(repr(confidence)) > percent(threshold)


def looser(left: Threshold, right: Threshold) -> bool:
    """Whether the left threshold lets strictly more pass than the right one; nothing is looser than `ignore`."""
    if right is IGNORE:
        return False
    return left is IGNORE or left > right


def write_number(number: Decimal) -> str:
    """A number in its shortest decimal form with at least one decimal: 0.3, 1.0, 0.00001; never an exponent."""
    text = f"{number:f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def write_threshold(threshold: Threshold) -> str:
    """A threshold as a moderation string writes it."""
    return str(threshold) if threshold is IGNORE else write_number(threshold)
