"""The setting of near-duplicates says in words what it means, and in figures what it makes of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.domain.near_duplicates import DISTANCE, MOST_DISTANT
from rekreview.domain.stack_lists import StackOutline
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui.dialogs.near_page import NearPage, meaning, outline_words
from tests.unit.library.makers import add, file


@pytest.fixture
def library(tmp_path: Path):
    made = Library.open(tmp_path / "library", create=True)
    word = 0x5AA5_3CC3_0FF0_9669
    from dataclasses import replace

    for number, phash in enumerate((word, word ^ 0b11, word ^ 0xFF00, ~word)):
        one = file(f"{number}.jpg", phash=phash)
        add(made, replace(one, facts=replace(one.facts, frames=1)))
    yield made
    made.close()


def test_the_default_is_the_one_of_the_engine():
    assert Settings().near_distance == DISTANCE


def test_every_distance_has_words_and_they_differ_between_the_ends():
    words = [meaning(distance) for distance in range(MOST_DISTANT + 1)]
    assert all(words)
    assert len(set(words)) == 5


def test_the_slider_counts_at_once_and_says_what_it_makes_of_the_library(qtbot, preferences, dispatcher, library):
    page = NearPage(preferences, dispatcher, queries=library.queries)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "2 would be in 1 stack" in page._outline.text())
    page.slider.setValue(10)
    assert preferences.settings.near_distance == 10
    assert page._meaning.text() == meaning(10)
    qtbot.waitUntil(lambda: page._outline.text().endswith("3 would be in 1 stack; the largest holds 3."))
    page.slider.setValue(0)
    qtbot.waitUntil(lambda: page._outline.text() == "Of the newest 4 pictures none would be in a stack.")


def test_without_a_library_only_the_words_are_told(qtbot, preferences, dispatcher):
    page = NearPage(preferences, dispatcher)
    qtbot.addWidget(page)
    assert page._outline.text() == ""


def test_a_library_without_pictures_says_so():
    assert outline_words(StackOutline(0, 0, 0, 0)).startswith("There are no pictures")
