"""Reading the numbers of a moderation string: 0.0 to 1.0 in plain digits, and nothing that merely looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rekreview.domain.thresholds import write_number

_USUAL: Final = re.compile(r"[0-9]\.[0-9]+")
_NUMBER: Final = re.compile(r"[0-9]*\.[0-9]+|[0-9]+")
_LIKE_A_VALUE: Final = re.compile(r"[+\-−]?(?:[.,]*\d[\d.,]*(?:e[+\-]?\d*)?%?|nan|inf|infinity)|ignore", re.IGNORECASE)
_DECIMAL_COMMA: Final = re.compile(r"[0-9]*,[0-9]+")
_RANGE: Final = "Thresholds go from 0.0 to 1.0."

# What each wrong form is called, in the order in which they are tried.
_WRONG_FORMS: Final = (
    (r"[0-9]+\.", "bad_number", "“{token}” ends with its point.", "Write a digit after the point, such as {token}0."),
    (_DECIMAL_COMMA.pattern, "decimal_comma", "“{token}” has a decimal comma.", "Write a point: {pointed}."),
    (r"[+\-−].*", "sign", "“{token}” begins with a sign.", f"{_RANGE} Write the number without a sign."),
    (r"[0-9.]+[eE][+\-]?[0-9]*", "exponent", "“{token}” has an exponent.", "Write the number out, such as 0.00001."),
    (r"(?i:nan|inf|infinity)", "not_a_number", "“{token}” is not a number.", _RANGE),
    (r"[0-9.]+ *%", "percent_sign", "“{token}” has a percent sign.", f"{_RANGE} Write 0.6 for 60 %."),
)


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a token is no number from 0.0 to 1.0."""

    code: str
    message: str
    hint: str


def looks_like_value(token: str) -> bool:
    """Whether a token was meant as a value, right or wrong, rather than as a category."""
    return _LIKE_A_VALUE.fullmatch(token) is not None


def has_decimal_comma(token: str) -> bool:
    """Whether a comma in a token stands for a decimal point, and separates nothing."""
    return _DECIMAL_COMMA.fullmatch(token) is not None


def is_usual(token: str) -> bool:
    """Whether a valid number is written as usual: one digit, a point, digits."""
    return _USUAL.fullmatch(token) is not None


def read_number(token: str) -> Decimal | NumberFault:
    """The number a token says, exactly; or what is wrong with it. A number out of range is never divided silently."""
    if _NUMBER.fullmatch(token):
        number = Decimal(token)
        return number if number <= 1 else _out_of_range(number, token)
    for pattern, code, message, hint in _WRONG_FORMS:
        if re.fullmatch(pattern, token):
            return NumberFault(code, message.format(token=token), hint.format(token=token, pointed=_pointed(token)))
    if any(character.isdigit() and not character.isascii() for character in token):
        return NumberFault("non_ascii_digits", f"“{token}” has digits other than 0–9.", "Write it with the digits 0–9.")
    return NumberFault(
        "bad_value",
        f"“{token}” is neither a number nor “ignore”.",
        "Write a number from 0.0 to 1.0, or ignore to leave the category out.",
    )


def _out_of_range(number: Decimal, token: str) -> NumberFault:
    message = f"“{token}” is over 1.0."
    if number <= 100:
        return NumberFault("out_of_range", message, f"{_RANGE} For {token} % write {write_number(number / 100)}.")
    return NumberFault("out_of_range", message, _RANGE)


def _pointed(token: str) -> str:
    whole, _, decimals = token.partition(",")
    return f"{whole or '0'}.{decimals}"
