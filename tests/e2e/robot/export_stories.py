"""A journey that writes what was seen in a clip into files that other programs read."""

from __future__ import annotations

from pathlib import Path

from robot.eyes import eventually
from robot.key_stories import call
from robot.reviewer import Reviewer

FORMS = {
    "As Amazon tells": "festival.aws.json",
    "As Cloudinary tells": "festival.cloudinary.json",
    "As chapters for players": "festival.vtt",
}


def segments_in_each_form(person: Reviewer, media: Path) -> None:
    """The command palette leads to each form; its dialog takes a name, and the window says what it wrote."""
    person.prepare_clip(media / "clips")
    (media / "written").mkdir()
    person.open()
    person.open_queue("Rejected")
    person.choose("festival.mp4")
    for words, name in FORMS.items():
        call(person, words)
        field = person.eyes.find("field", "File name")
        eventually(lambda field=field: field.has("focused"), "the field for the file name")
        person.hands.press("ctrl+a")
        person.hands.type(str(media / "written" / name))
        person.hands.press("Return")
        person.reads(f"Wrote {media / 'written' / name}.")
        eventually(lambda: not person.eyes.all("field", "File name"), "the file dialog closed")
    person.photograph("written")
    person.quit()
