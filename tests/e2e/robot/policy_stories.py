"""Journeys through the policy laboratory: dragged, mistyped, applied and undone, carried away in a file, replayed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from robot.eyes import Part, eventually
from robot.reviewer import Reviewer
from robot.stories import REJECTED

FORMER = "aws_rek:explicit_nudity:0.6:drugs:ignore"


def a_slider_is_dragged_and_the_flip_theatre_plays(person: Reviewer, media: Path) -> None:
    """By the mouse: counts and strips change with it; Apply changes verdicts and notes whose; Undo takes it back."""
    open_the_laboratory(person, media)
    drag_threshold(person, "Weapons", 0.3)
    person.reads("1 asset would be rejected")
    eventually(lambda: tiles_of(person, "Would be rejected") == ["axe.webp"], "the axe in the strip")
    assert rejected(person) == len(REJECTED) + 1
    person.sees_count("Rejected", len(REJECTED))  # so far nothing has changed but what is shown
    person.photograph("dragged-down")
    drag_threshold(person, "Weapons", 1.0)
    assert rejected(person) == len(REJECTED)  # the label above it comes along, and rejects
    drag_threshold(person, "Violence", 1.0)
    eventually(lambda: tiles_of(person, "Would be approved"), "the other strip")
    freed = tiles_of(person, "Would be approved")
    assert set(freed) < REJECTED, freed
    assert rejected(person) == len(REJECTED) - len(freed)
    person.photograph("dragged-up")

    person.click("Apply policy")
    person.sees_count("Rejected", len(REJECTED) - len(freed))
    person.reads(f"0 became rejected, {len(freed)} became approved")
    assert person.moderation_string() in person.ask("policy", "show", "--json")
    open_panel(person, "History")
    person.reads("When it was applied, 0 assets became rejected", "weapons: inherited → 1", "violence: inherited → 1")
    person.photograph("applied")
    take_back(person)
    person.sees_count("Rejected", len(REJECTED))
    assert person.moderation_string() == "aws_rek"
    person.quit()


def a_fault_is_told_at_its_place(person: Reviewer, media: Path) -> None:
    """A string with an error, typed: the error is told where it is, and counts, sliders and verdicts stay."""
    open_the_laboratory(person, media)
    before = rejected(person), person.eyes.find("slider", "Weapons threshold").value
    type_string(person, "aws_rek:violence:high:weapons:0.3")
    person.reads("Character 18", "high")
    person.photograph("fault")
    assert (rejected(person), person.eyes.find("slider", "Weapons threshold").value) == before
    assert not person.eyes.find("button", "Apply policy").has("enabled")
    person.sees_count("Rejected", len(REJECTED))
    type_string(person, "aws_rek:violence:0.4:weapons:0.3")
    eventually(lambda: rejected(person) > before[0], "the mended string counts")
    assert person.eyes.find("button", "Apply policy").has("enabled")
    person.quit()


def a_preset_goes_by_file_and_a_former_string_is_replayed(person: Reviewer, media: Path) -> None:
    """A preset is saved, exported, deleted and imported; a string of version 6 is pasted and read in plain words."""
    open_the_laboratory(person, media)
    drag_threshold(person, "Weapons", 0.3)
    string = person.moderation_string()
    open_panel(person, "Presets")
    write_into(person, "Preset name", "forum")
    person.click("Save preset")
    person.reads("Saved as forum, version 1.")
    file = media.parent / "forum.json"
    choose(person, "forum")
    person.click("Export preset")
    name_file(person, file)
    eventually(file.is_file, "the exported file")
    assert "forum" in file.read_text(encoding="utf-8")
    choose(person, "forum")
    person.click("Delete preset")
    eventually(lambda: not offers(person, "forum"), "the preset deleted")
    person.click("Revert")
    person.click("Import presets")
    name_file(person, file)
    eventually(lambda: offers(person, "forum"), "the preset imported")
    choose(person, "forum")
    person.click("Load preset")
    eventually(lambda: person.moderation_string() == string, "the string of the preset")
    person.photograph("imported-preset")

    write_into(person, "Search categories", FORMER)
    person.hands.press("ctrl+a", "ctrl+x")
    person.click("Try a string…")
    person.eyes.find("field", "String to try")
    person.hands.press("ctrl+v")
    person.reads("In this library", "With the names of version 7 instead", "would become rejected")
    person.photograph("former-string")
    person.hands.press("Escape")
    assert person.moderation_string() == string
    person.quit()


def open_the_laboratory(person: Reviewer, media: Path) -> None:
    """A moderated library, and the policy screen with the row of weapons in sight."""
    person.moderate_beforehand(media)
    person.open()
    person.sees_count("Rejected", len(REJECTED))
    person.open_policy()
    write_into(person, "Search categories", "weapons")
    eventually(lambda: rejected(person) == len(REJECTED), "the counts of the policy")


def drag_threshold(person: Reviewer, category: str, threshold: float) -> None:
    """Take a category's line by the mouse where it stands, and pull it."""
    slider = person.eyes.find("slider", f"{category} threshold")
    x, y, width, height = slider.rectangle
    ends = 5  # half a grip and its frame at either end
    places = [x + ends + (width - 2 * ends) * share for share in (slider.value / 100, threshold)]
    person.hands.drag((places[0], y + height / 2), (places[1], y + height / 2))
    wanted = round(threshold * 100)
    eventually(lambda: person.eyes.find("slider", f"{category} threshold").value == wanted, f"{category} at {wanted} %")


def tiles_of(person: Reviewer, strip: str) -> list[str]:
    """The assets in one strip of the theatre."""
    return [re.split(r", ", tile.name)[0] for one in person.eyes.all("list", strip) for tile in one.parts()]


def rejected(person: Reviewer) -> int:
    """How many the effect panel says would be rejected."""
    lines = person.eyes.texts().splitlines()
    return next(int(after.split(": ")[1]) for line, after in pairwise(lines) if line == "label: Rejected")


def open_panel(person: Reviewer, name: str) -> None:
    """Turn to one of the panels beside the tree."""
    person.hands.click(person.eyes.find("tab", name).point())


def take_back(person: Reviewer) -> None:
    """Press the Undo of the notice, below the one of the desk."""
    undo = max(person.eyes.all("button", "Undo"), key=lambda part: part.rectangle[1])
    person.hands.click(undo.point())


def type_string(person: Reviewer, text: str) -> None:
    """Type into the field of the moderation string, over what is there."""
    write_into(person, "Moderation string", text)


def write_into(person: Reviewer, field: str, text: str) -> None:
    """Click a field, and type over what is there."""
    person.hands.click(person.eyes.find("field", field).point(0.3))
    person.hands.press("ctrl+a")
    person.hands.type(text)


def presets(person: Reviewer) -> Part:
    """The list of presets."""
    return person.eyes.find("list", "Presets")


def offers(person: Reviewer, name: str) -> bool:
    """Whether it has a preset of this name."""
    return any(entry.name.startswith(name) for entry in presets(person).parts())


def choose(person: Reviewer, name: str) -> None:
    """Click a preset."""
    person.hands.click(next(entry for entry in presets(person).parts() if entry.name.startswith(name)).point())


def name_file(person: Reviewer, file: Path) -> None:
    """Type the name of a file into the dialog that asks for one."""
    field = person.eyes.find("field", "File name")
    eventually(lambda: field.has("focused"), "the field for the file name")
    person.hands.press("ctrl+a")
    person.hands.type(str(file))
    person.hands.press("Return")
    eventually(lambda: not person.eyes.all("field", "File name"), "the file dialog closed")
