"""Journeys through queues: filters with counts, a queue of one's own, a decision taken back, and a note handed over."""

from __future__ import annotations

import re
from pathlib import Path

from robot.eyes import Unseen, eventually
from robot.reviewer import Reviewer
from robot.stories import ASSETS, REJECTED

VIDEO = "exhibits.webm"
CHIP = "Take this filter away: Kind: Videos"
NOTE = "please go on with My videos"


def a_queue_of_ones_own(person: Reviewer, media: Path) -> None:
    """Filtered by keys, saved, a decision taken back by itself, handed over, and all of it there after a restart."""
    person.moderate_beforehand(media)
    person.open()
    person.sees_count("All", ASSETS, 30)
    person.open_queue("Rejected")

    filter_by_keys(person)
    save(person)
    person.click(CHIP)
    eventually(lambda: len(person.tiles()) == len(REJECTED), "all of the rejected again")

    take_one_back(person)
    hand_over(person)
    person.quit()

    person.open()
    person.reads(NOTE)
    person.photograph("the-note-of-the-last-reviewer")
    person.click("Put away")
    person.hands.click(person.eyes.find("row", re.compile("My videos")).point())
    eventually(lambda: names(person) == [VIDEO], "the saved queue again")
    person.quit()

    person.open()
    eventually(lambda: names(person) == [VIDEO], "the filter as it was before the restart", 20)
    if NOTE in person.eyes.texts():
        raise Unseen("the note that was put away is shown again")
    person.quit()


def filter_by_keys(person: Reviewer) -> None:
    """F opens the facets, a word finds one, Enter ticks it, Esc leads back."""
    person.hands.press("f")
    field = person.eyes.find("field", "Find a filter")
    eventually(lambda: field.has("focused"), "the keyboard in the search of the facets")
    person.reads(f"{len(REJECTED)} assets in this list")
    person.photograph("facets")
    person.hands.type("Videos")
    person.hands.press("Return")
    eventually(lambda: names(person) == [VIDEO], "the one video in the grid")
    person.hands.press("Escape")
    person.button(CHIP)
    person.photograph("a-chip-above-the-grid")


def save(person: Reviewer) -> None:
    """Keep the list under a name."""
    person.hands.press("ctrl+s")
    field = person.eyes.find("field", "Name of the queue")
    eventually(lambda: field.has("focused"), "the keyboard in the name of the queue")
    person.hands.press("ctrl+a")
    person.hands.type("My videos")
    person.hands.press("Return")
    person.eyes.find("row", re.compile("My videos"))


def take_one_back(person: Reviewer) -> None:
    """The earlier of two decisions is taken back in the strip; the later one stays."""
    for name, key, decided in (("pistol.png", "a", 1), ("wine.png", "x", 2)):
        person.choose(name)
        person.hands.press(key)
        person.sees_count("Reviewed", decided)
    person.sees_count("Overturned", 1)
    person.hands.press("ctrl+r")
    strip = person.eyes.find("list", "Recent decisions")
    eventually(lambda: len(strip.parts()) == 2, "two decisions in the strip")
    person.photograph("the-last-decisions")
    person.hands.press("Home", "Right", "Delete")
    person.sees_count("Reviewed", 1)
    person.sees_count("Overturned", 0)
    eventually(lambda: "taken back" in strip.parts()[1].name, "that it was taken back")
    person.hands.press("Escape")


def hand_over(person: Reviewer) -> None:
    """The day is told, and a note left."""
    person.hands.press("ctrl+d")
    field = person.eyes.find("field", "Note for the next reviewer")
    eventually(lambda: field.has("focused"), "the keyboard in the note")
    person.reads("Nobody decided yet on")
    person.photograph("the-day")
    person.hands.type(NOTE)
    person.click("Hand over")
    person.reads("Handed over")


def names(person: Reviewer) -> list[str]:
    """The files in the grid."""
    return [tile.split(", ")[0] for tile in person.tiles()]
