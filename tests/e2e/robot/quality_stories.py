"""Journeys through quality: judged blind once more, settled, served again unmarked, and written down as a report."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from robot.eyes import eventually
from robot.policy_stories import name_file
from robot.reviewer import Reviewer


def decisions_are_judged_blind_and_reported(person: Reviewer, media: Path) -> None:
    """Decisions are drawn, judged blind, and one disagreement is settled; the report tells it, and goes into a file."""
    person.moderate_beforehand(media)
    person.open()
    person.open_queue("Rejected")
    decide(person, ["a", "x", "x", "x", "x"])
    person.sees_count("Reviewed", 5)
    person.hands.press("ctrl+4")
    person.reads("Decided", "5", "Overturned", "20 %")
    person.photograph("report")

    turn_to(person, "Second looks")
    person.reads("No sample yet")
    person.click("Draw a sample")
    person.reads("Sample 1: 0 of 5 judged by you")
    person.click("Judge it blind")
    eventually(lambda: len(person.tiles()) == 5, "the sample on the desk")
    assert not any("rejected" in tile or "approved" in tile for tile in person.tiles()), person.tiles()
    assert "Rejected because" not in person.reads("this is a blind sample")
    person.photograph("judged-blind")
    before = decisions(person)
    decide(person, ["x", "x", "x", "x", "x"])
    person.reads("Rejected: ")
    eventually(lambda: all("rejected" in tile for tile in person.tiles()), "what was said, on the tiles")
    assert decisions(person) == before, "no decision has changed"
    person.sees_count("Reviewed", 5)
    person.sees_count("Overturned", 1)

    person.click("Blind second look 1: back to the reports")
    person.reads("1 second opinion differs.")
    person.photograph("disagreement")
    person.click("Settle on the desk")
    eventually(lambda: len(person.tiles()) == 1, "the asset in dispute")
    decide(person, ["x"])
    person.sees_count("Overturned", 0)
    person.click("Disagreements: back to the reports")
    person.reads("No second opinion differs")

    turn_to(person, "Report")
    person.reads("Agreement", "80 %")
    table = person.eyes.find("check box", "Agreement between reviewers: as a table")
    person.bring_into_sight(table)
    person.hands.click(table.point())
    person.reads("Too few to go by: 5 of at least 30.")
    person.photograph("as-a-table")
    file = media.parent / "report.html"
    person.click("Export HTML…")
    name_file(person, file)
    eventually(file.is_file, "the report")
    written = file.read_text(encoding="utf-8")
    assert written.count("<svg") >= 4
    assert "Too few to go by: 5 of at least 30." in written
    assert "<img" not in written
    turn_to(person, "History")
    person.reads("Report exported", "report.html", "Rejected")
    person.photograph("history")
    person.quit()


def own_decisions_come_back_unmarked(person: Reviewer, media: Path) -> None:
    """Some decisions of days ago stand among what is to be decided; what is said of them then changes nothing."""
    person.moderate_beforehand(media)
    person.open()
    person.open_queue("All")
    order = names(person)
    decided = 12
    decide(person, ["x"] * decided)
    person.sees_count("Reviewed", decided)
    set_second_opinion(person, "20")
    person.quit()
    make_older(person.library_file, days=3)

    person.open()
    person.open_queue("All")
    eventually(lambda: names(person) != order, "a decision of before among the others")
    again = next(name for name in order[:decided] if names(person).index(name) > decided)
    before = decisions(person)
    person.bring_into_sight(person.tile(again))
    person.photograph("served-again")
    person.choose(again)
    person.hands.press("a")
    person.reads(f"Approved: {again}.")
    person.sees_tile(again, "approved")
    eventually(lambda: steps(person) > decided, "what the key did on the disk")
    assert decisions(person) == before, "the decision of before stands"
    person.hands.press("BackSpace")
    person.reads(f"Undone: {again}.")
    person.choose(again)
    person.hands.press("a")
    person.reads(f"Approved: {again}.")
    person.hands.press("ctrl+4")
    turn_to(person, "Second looks")
    person.reads("1 second opinion differs.", again, "own, unmarked")
    person.photograph("told-afterwards")
    person.quit()


def decide(person: Reviewer, keys: list[str]) -> None:
    """Press these keys one after the other on the assets of the grid, from its beginning; each is kept."""
    eventually(lambda: person.tiles(), "tiles")
    person.choose(names(person)[0])
    for key in keys:
        done = steps(person)
        person.hands.press(key)
        eventually(lambda before=done: steps(person) > before, "what the key did on the disk")


def names(person: Reviewer) -> list[str]:
    """The files of the grid, in order."""
    return [tile.split(",")[0] for tile in person.tiles()]


def turn_to(person: Reviewer, tab: str) -> None:
    """Turn to a tab of the Reports screen."""
    person.hands.click(person.eyes.find("tab", tab).point())


def decisions(person: Reviewer) -> list[tuple[str, str]]:
    """Every decision there is, as the library has it: a file, and what was decided."""
    return rows(person, "SELECT name, to_status FROM decision JOIN asset ON asset.id = asset_id ORDER BY decision.id")


def steps(person: Reviewer) -> int:
    """How many steps of work the library has."""
    return len(rows(person, "SELECT id, act FROM step"))


def rows(person: Reviewer, question: str) -> list[tuple[str, str]]:
    """What the library's file answers, beside the window."""
    connection = sqlite3.connect(f"{person.library_file.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def set_second_opinion(person: Reviewer, percent: str) -> None:
    """Say in the settings how many of one's own decisions come back."""
    person.hands.press("ctrl+comma")
    person.reads("come back unmarked")
    field = person.eyes.find("number", "Second opinion, per cent of own decisions")
    person.hands.click(field.point(0.3))
    person.hands.press("ctrl+a")
    person.hands.type(percent)
    person.hands.press("Tab")
    person.photograph("told-in-the-settings")
    person.hands.press("Escape")


def make_older(library: Path, *, days: int) -> None:
    """Have every decision been made some days before."""
    connection = sqlite3.connect(library)
    connection.execute(f"UPDATE decision SET at = datetime(at, '-{days} days') || '.000000'")
    connection.commit()
    connection.close()
