"""Stacks of near-duplicates, as a person works through them: by keys, one for each stack."""

from __future__ import annotations

from pathlib import Path

from robot.eyes import eventually
from robot.reviewer import Reviewer

STACKS = {"harbour": 8, "market": 3, "portrait": 5}
ALONE = 2
ASSETS = sum(STACKS.values()) + ALONE


def whole_stacks_by_keys(person: Reviewer, media: Path) -> None:
    """Eighteen pictures become five tiles; whole stacks are decided, undone, looked into, and kept over a restart."""
    person.open()
    person.import_folder(media)
    person.sees_count("All", ASSETS, 60)
    person.sees_the_run_end()
    person.open_queue("All")
    person.hands.press("s")
    sees_tiles(person, len(STACKS) + ALONE)
    person.photograph("stacks")
    person.sees_tile("harbour-1.jpg", "stack of 8")

    person.choose("harbour-1.jpg")
    person.hands.press("shift+x")
    person.reads("the whole stack of 8")
    person.sees_count("Reviewed", 8)
    person.hands.press("bracketright")
    person.hands.press("shift+a")
    person.reads("the whole stack of 5")
    person.sees_count("Reviewed", 13)
    person.photograph("two-stacks-decided")
    person.hands.press("ctrl+z")
    person.sees_count("Reviewed", 8)

    person.choose("market-1.jpg")
    person.hands.press("Return")
    sees_tiles(person, 3)
    person.photograph("a-stack-open")
    person.hands.press("a")
    person.sees_count("Reviewed", 9)
    person.reads("near-duplicates of it are undecided")
    person.hands.press("d")
    person.reads("2 assets like market-1.jpg")
    person.sees_count("Reviewed", 11)
    person.hands.press("Escape")
    sees_tiles(person, len(STACKS) + ALONE)
    person.photograph("back-in-the-list")
    person.quit()

    person.open()
    sees_tiles(person, len(STACKS) + ALONE)  # stacks are shown again after a restart
    person.sees_tile("harbour-1.jpg", "8 rejected")
    person.hands.press("ctrl+z")
    person.sees_count("Reviewed", 9)
    person.hands.press("ctrl+z")
    person.hands.press("ctrl+z")
    person.sees_count("Reviewed", 0)
    person.photograph("all-undone")
    person.quit()


def a_page_and_a_memory(person: Reviewer, media: Path) -> None:
    """A page is confirmed by one key; what was decided on one picture is offered on the next, and taken by a key."""
    person.open()
    person.import_folder(media)
    person.sees_count("All", ASSETS, 60)
    person.sees_the_run_end()
    person.open_queue("All")
    person.choose("harbour-1.jpg")
    person.hands.press("1")
    person.hands.press("x")
    person.sees_count("Reviewed", 1)
    person.reads("You rejected a near-duplicate (harbour-1.jpg)", "Matches the policy")
    person.photograph("offered")
    person.hands.press("y")
    person.sees_count("Reviewed", 2)
    person.sees_tile("harbour-2.jpg", "rejected")
    person.hands.press("ctrl+Return")
    person.reads("Confirmed")
    person.photograph("a-page-confirmed")
    eventually(lambda: person.count("Reviewed") > 4, "a page of confirmations")
    person.hands.press("ctrl+z")
    person.sees_count("Reviewed", 2)
    person.quit()


def sees_tiles(person: Reviewer, number: int) -> None:
    """So many tiles are in the grid."""
    eventually(lambda: len(person.tiles()) == number, f"{number} tiles")
