"""Journeys through what persons' decisions tell: a suggested threshold, a blind sample, an applied policy undone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from robot.eyes import eventually
from robot.policy_stories import drag_threshold, open_panel, open_the_laboratory
from robot.reviewer import Reviewer
from robot.stories import REJECTED

COPIES, SAMPLE = 14, 8


def a_suggested_threshold_is_used(person: Reviewer, media: Path) -> None:
    """Decided assets suggest a threshold; one click puts it into the policy, and only Apply makes it count."""
    _copy(media / "rifle.jpg", COPIES)
    person.moderate_beforehand(media)
    rifles = [media / "rifle.jpg", *sorted(media.glob("rifle-*.jpg"))]
    person.ask("override", *rifles, "rejected", "--reviewer", "Ann")
    person.open()
    person.open_policy()
    open_panel(person, "Evidence")
    person.reads("Suggest a threshold", f"{COPIES + 1}", seconds=20)
    person.photograph("suggested")
    use = person.eyes.find("button", re.compile(r"Use 0\.\d\d"))
    threshold = use.name.split()[1]
    before = person.moderation_string()
    person.click(use.name)
    eventually(lambda: person.moderation_string() != before, "the suggestion in the string")
    assert str(float(threshold)) in person.moderation_string(), (threshold, person.moderation_string())
    assert json.loads(person.ask("policy", "show", "--json"))["image"] == before, "nothing is applied by that"
    person.click("Apply policy")
    eventually(lambda: person.moderation_string() in person.ask("policy", "show", "--json"), "the policy applied")
    person.quit()


def a_blind_sample_is_judged_to_its_end(person: Reviewer, media: Path) -> None:
    """A sample is drawn, judged without its verdicts by keys alone, and then tells what the policy misses."""
    person.moderate_beforehand(media)
    person.open()
    person.open_policy()
    open_panel(person, "Evidence")
    person.bring_into_sight(person.eyes.find("number", "Sample size"))
    person.eyes.find("number", "Sample size").set_value(SAMPLE)
    person.click("Draw a sample")
    person.click("Judge it blind")
    eventually(lambda: len(person.tiles()) == SAMPLE, "the sample on the desk", 20)
    person.photograph("blind")
    assert not any("approved" in tile.lower() or "rejected" in tile.lower() for tile in person.tiles())
    for number, name in enumerate([tile.split(",")[0] for tile in person.tiles()]):
        eventually(lambda turn=name: person.tile(turn).has("selected"), f"the turn of {name!r}", 20)
        person.hands.press("x" if number % 2 else "a")
        eventually(lambda done=number + 1: person.decisions() >= done, f"{number + 1} of {SAMPLE} judged", 20)
    person.open_policy()
    open_panel(person, "Evidence")
    person.reads("All judged", "of what ought to be rejected", "It misses about", seconds=20)
    person.photograph("estimate")
    person.quit()


def an_applied_policy_is_undone_and_redone_also_after_a_restart(person: Reviewer, media: Path) -> None:
    """Apply is one step of Ctrl+Z: the policy before it counts again, with its verdicts, also another day."""
    open_the_laboratory(person, media)
    drag_threshold(person, "Weapons", 0.3)
    string = person.moderation_string()
    person.click("Apply policy")
    person.sees_count("Rejected", len(REJECTED) + 1)
    person.hands.press("ctrl+z")
    person.sees_count("Rejected", len(REJECTED))
    person.reads("Undone: the policy is Default, version 1; 1 asset changed side.")
    eventually(lambda: person.moderation_string() == "aws_rek", "the former string")
    person.hands.press("ctrl+shift+z")
    person.sees_count("Rejected", len(REJECTED) + 1)
    person.quit()
    person.open()
    person.sees_count("Rejected", len(REJECTED) + 1)
    person.hands.press("ctrl+z")
    person.sees_count("Rejected", len(REJECTED))
    person.open_policy()
    eventually(lambda: person.moderation_string() == "aws_rek", "the former string after a restart")
    assert string not in person.ask("policy", "show", "--json")
    open_panel(person, "History")
    person.photograph("undone")
    assert any("undone" in part.name for part in person.eyes.find("list", "Policy versions").parts())
    person.quit()


def _copy(picture: Path, copies: int) -> None:
    """Files with the same picture and other bytes: what follows its end nobody looks at."""
    for number in range(copies):
        (picture.parent / f"{picture.stem}-{number:02}.jpg").write_bytes(picture.read_bytes() + str(number).encode())
