"""Journeys by keys of one's own, by the palette, and to anywhere in a list."""

from __future__ import annotations

from pathlib import Path

from robot.eyes import eventually
from robot.keyboard_stories import put_the_mouse_away
from robot.reviewer import Reviewer
from robot.stories import ASSETS, REJECTED


def a_left_hand_and_the_palette(person: Reviewer, media: Path) -> None:
    """By the palette to a queue and to the keys for the left hand, which count at once; a jump to a row; the sheet."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.sees_count("Rejected", len(REJECTED))

    call(person, "rejected")
    eventually(lambda: len(person.tiles()) == len(REJECTED), "the rejected in the grid")

    call(person, "left hand")
    person.hands.press("q")
    person.sees_count("Second look", 1)
    person.photograph("put-aside-by-the-left-hand")

    call(person, "queue all")
    eventually(lambda: len(person.tiles()) > len(REJECTED), "all assets in the grid")
    person.hands.press("ctrl+g")
    eventually(lambda: person.eyes.all("field", "Go to a row, a percentage or a name"), "the field for a jump")
    person.hands.type("3")
    person.hands.press("Return")
    person.reads(f"Row 3 of {ASSETS}.")
    third = person.tiles()[2].split(", ")[0]
    person.reads(f"Acts on {third}")

    call(person, "usual keys")
    person.hands.press("question")
    eventually(lambda: person.eyes.all("field", "Search the keys"), "the sheet of keys")
    person.hands.type("second")
    person.photograph("sheet-of-keys")
    person.hands.press("Escape")
    person.hands.press("e")
    person.sees_count("Second look", 2)
    person.quit()


def call(person: Reviewer, words: str) -> None:
    """Have the palette do what these words name."""
    person.hands.press("ctrl+k")
    eventually(lambda: person.eyes.all("field", "Command"), "the command palette")
    person.hands.type(words)
    person.hands.press("Return")
    eventually(lambda: not person.eyes.all("field", "Command"), "the palette closed")
