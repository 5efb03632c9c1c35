"""The list of reasons: never an empty one, never one twice, never more than there are digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.reasons import (
    LONGEST,
    MOST,
    Reasons,
    Refusal,
    added,
    moved,
    place_of,
    refusal,
    removed,
    renamed,
    sound,
    tidy,
)
from rekreview.settings import DEFAULT_REASONS

texts = st.text(alphabet="aAbBß \t\nÉé1", max_size=6) | st.text(max_size=120)
lists = st.lists(texts, max_size=14).map(sound)
three = ("Art", "Medical", "News")


def is_sound(reasons: Reasons) -> bool:
    folded = [reason.casefold() for reason in reasons]
    return len(reasons) <= MOST and len(set(folded)) == len(folded) and all(map(tidy, reasons))


def test_the_list_everybody_begins_with_is_sound() -> None:
    assert sound(DEFAULT_REASONS) == DEFAULT_REASONS
    assert len(DEFAULT_REASONS) == MOST


@given(st.lists(texts, max_size=14))
def test_of_anything_a_sound_list_is_kept(given_texts: list[str]) -> None:
    kept = sound(given_texts)
    assert is_sound(kept)
    assert sound(kept) == kept
    assert all(place_of(kept, text) >= 0 or len(kept) == MOST for text in given_texts if tidy(text))


@given(lists, texts, st.integers(0, 9), st.integers(-12, 12))
def test_no_change_makes_a_list_unsound(reasons: Reasons, text: str, at: int, by: int) -> None:
    changed = [added(reasons, text)]
    if at < len(reasons):
        changed += [renamed(reasons, at, text), removed(reasons, at), moved(reasons, at, by)]
    assert all(map(is_sound, changed))


@given(lists, texts)
def test_what_is_refused_changes_nothing_and_all_else_is_added(reasons: Reasons, text: str) -> None:
    after = added(reasons, text)
    assert after == (reasons if refusal(reasons, text) else (*reasons, tidy(text)))


@given(lists.filter(bool), st.integers(0, 9), st.integers(-12, 12))
def test_moving_loses_nothing_and_keeps_the_order_of_the_others(reasons: Reasons, at: int, by: int) -> None:
    at %= len(reasons)
    after = moved(reasons, at, by)
    assert sorted(after) == sorted(reasons)
    assert removed(after, after.index(reasons[at])) == removed(reasons, at)
    assert after.index(reasons[at]) == max(0, min(len(reasons) - 1, at + by))


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("", None, Refusal.EMPTY),
        (" \n\t", 1, Refusal.EMPTY),
        ("medical", None, Refusal.KNOWN),
        (" Medical ", 0, Refusal.KNOWN),
        ("MEDICAL", 1, None),
        ("Sport", None, None),
        ("Sport", 2, None),
    ],
)
def test_why_a_text_is_refused(text: str, at: int | None, why: Refusal | None) -> None:
    assert refusal(three, text, at) is why


def test_an_eleventh_is_refused_but_one_of_ten_can_be_renamed() -> None:
    full = tuple(map(str, range(MOST)))
    assert refusal(full, "one more") is Refusal.FULL
    assert refusal(full, "one more", 3) is None
    assert added(full, "one more") == full


def test_a_text_is_one_line_of_a_length_that_fits_into_a_menu() -> None:
    assert tidy("  Art\n or  education\t") == "Art or education"
    assert len(tidy("a" * 300)) == LONGEST
    assert tidy("a" * (LONGEST - 1) + " b") == "a" * (LONGEST - 1)
