"""A few letters find what is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.fuzzy import ranked, score

words = st.text("abcdeé ŁK-", max_size=14)
CHOICES = ["Approve", "Reject", "Rejected", "Clear override", "Second look", "Reset all keys", "Go to…", "Refresh"]


def holds(needle: str, hay: str) -> bool:
    """Whether the letters stand in the text in this order."""
    at = 0
    for letter in needle:
        at = hay.find(letter, at) + 1
        if not at:
            return False
    return True


@given(words, words)
def test_a_text_fits_exactly_if_it_holds_the_letters_in_their_order(wanted: str, text: str) -> None:
    assert (score(wanted, text) is not None) == holds("".join(wanted.lower().split()), text.lower())


@given(words, words)
def test_spaces_and_the_size_of_letters_do_not_count(wanted: str, text: str) -> None:
    assert score(wanted, text) == score(f" {wanted.upper().lower()} ", text)


@given(st.lists(words, max_size=8))
def test_nothing_typed_leaves_all_in_their_order(texts: list[str]) -> None:
    assert ranked("", texts, str) == texts


@given(words, st.lists(words, max_size=8, unique=True))
def test_what_is_found_is_some_of_the_choices(wanted: str, texts: list[str]) -> None:
    found = ranked(wanted, texts, str)
    assert len(found) == len(set(found))
    assert set(found) <= set(texts)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rej", "Reject"),
        ("rejected", "Rejected"),
        ("sl", "Second look"),
        ("co", "Clear override"),
        ("ra", "Reset all keys"),
        ("goto", "Go to…"),
        ("apv", "Approve"),
        ("fresh", "Refresh"),
    ],
)
def test_beginnings_of_words_count_most(typed: str, first: str) -> None:
    assert ranked(typed, CHOICES, str)[0] == first


def test_what_does_not_fit_is_left_out() -> None:
    assert ranked("zzz", CHOICES, str) == []
    assert score("ab", "ba") is None
