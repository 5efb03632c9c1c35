"""The journeys, told as a person would tell them. Each one starts with an empty library and a folder of media."""

from __future__ import annotations

import re
import time
from pathlib import Path

from robot.eyes import eventually
from robot.reviewer import Reviewer

REJECTED = {"exhibits.webm", "pistol.png", "rifle.jpg", "towel.webp", "turkey-dinner.png", "vitamins.jpg", "wine.png"}
NOT_MODERATED = {"unfinished-download.jpg"}
ASSETS = 23


def import_moderate_overturn_and_return(person: Reviewer, media: Path) -> None:
    """A folder in, verdicts out, a person overturns one by a key, takes it back, and finds all as it was."""
    person.open()
    person.photograph("empty-library")
    person.import_folder(media)
    person.sees_count("All", ASSETS, 60)
    person.photograph("imported")
    person.sees_the_run_end()
    person.sees_count("Rejected", len(REJECTED), 90)
    person.sees_count("Not moderated", len(NOT_MODERATED))
    approved = ASSETS - len(REJECTED) - len(NOT_MODERATED)
    person.sees_count("Approved", approved)

    person.open_queue("Rejected")
    assert names(person) == REJECTED, names(person)
    person.photograph("rejected")
    person.choose("turkey-dinner.png")
    person.hands.press("a")
    person.sees_count("Approved", approved + 1)
    person.sees_count("Overturned", 1)
    person.photograph("approved-by-a-key")
    person.hands.press("a")  # on the next asset by now: a key sets what is in front of it, and only that
    person.sees_count("Approved", approved + 2)
    person.hands.press("ctrl+z")
    person.sees_count("Approved", approved + 1)
    person.click("Undo")
    person.sees_count("Approved", approved)
    person.sees_count("Overturned", 0)
    person.click("Redo")
    person.sees_count("Approved", approved + 1)
    person.quit()

    person.open()
    person.sees_count("Approved", approved + 1)
    person.sees_count("Overturned", 1)
    person.open_queue("Overturned")
    person.sees_tile("turkey-dinner.png", "approved")
    person.photograph("after-a-restart")
    person.hands.press("ctrl+z")  # what was decided before the restart can still be taken back
    person.sees_count("Overturned", 0)
    person.sees_count("Rejected", len(REJECTED))
    person.quit()


def a_threshold_moves_an_asset(person: Reviewer, media: Path) -> None:
    """A threshold is set so that the axe flips; applied, it is rejected, and the string says why."""
    person.moderate_beforehand(media)
    person.open()
    person.sees_count("Rejected", len(REJECTED))
    person.open_policy()
    person.photograph("policy")
    before = person.moderation_string()
    person.set_threshold("Weapons", 0.3)
    eventually(lambda: "0.3" in person.moderation_string(), "the new threshold in the moderation string")
    after = person.moderation_string()
    assert after != before
    assert after.startswith("aws_rek"), after
    person.photograph("policy-with-a-lower-threshold")
    person.click("Apply policy")
    person.sees_count("Rejected", len(REJECTED) + 1)
    person.photograph("policy-applied")
    person.open_queue("Rejected")
    assert names(person) == {*REJECTED, "axe.webp"}, names(person)
    person.sees_tile("axe.webp", "Weapons")
    person.quit()


def one_click_on_the_tile(person: Reviewer, media: Path) -> None:
    """The green and the red button on the tile under the pointer decide by one click."""
    person.moderate_beforehand(media)
    person.open()
    person.open_queue("Rejected")
    person.hands.point(person.tile("towel.webp").point())
    person.photograph("buttons-under-the-pointer")
    person.click_on_tile("towel.webp", "Approve")
    person.sees_count("Rejected", len(REJECTED) - 1)
    person.sees_tile("towel.webp", "approved")
    person.open_queue("Overturned")
    person.click_on_tile("towel.webp", "Reject")
    person.sees_count("Rejected", len(REJECTED))
    person.sees_count("Overturned", 0)
    person.sees_count("Reviewed", 1)
    person.quit()


def files_dropped_from_another_program(person: Reviewer, media: Path) -> None:
    """Files dragged from another program's window are imported."""
    person.open()
    letter = media / "letter.txt"
    letter.write_text("Not a picture.", encoding="utf-8")
    person.drop_from_another_program(media / "cat.jpg", media / "travel.mp4", letter)
    person.sees_count("All", 2, 30)
    person.photograph("dropped")
    person.open_queue("All")
    assert names(person) == {"cat.jpg", "travel.mp4"}, names(person)
    person.quit()


def every_hit_of_a_clip(person: Reviewer, media: Path) -> None:
    """A rejected clip opens at the moment that decided; H goes to each hit; every frame painted is that of its time."""
    person.prepare_clip(media / "clips")
    person.open()
    person.open_queue("Rejected")
    person.choose("festival.mp4")
    person.hands.press("Return")
    person.sees_frame(81)
    person.photograph("opened-at-the-moment-that-decided")
    person.go_to_time(0)
    person.sees_frame(0)
    for number in (12, 37, 81):
        person.hands.press("h")
        person.sees_frame(number)
    person.photograph("the-last-hit")
    person.hands.press("shift+h")
    person.sees_frame(37)
    person.hands.press("period", "period", "comma")
    person.sees_frame(38)

    shots, slider = [], person.eyes.find("slider", "Time in the video")
    for step in range(100):
        number = step * 37 % 100  # each frame once, never the one beside it
        slider.set_value(number * 40)
        time.sleep(0.25)
        shots.append((number, person.photograph_frame(number)))
    painted = person.frames([shot for _, shot in shots])
    late = [number for (number, _), seen in zip(shots, painted, strict=True) if seen != number]
    assert len(late) < 10, painted
    for number in late:  # the photograph was taken before the paint: a wrong frame would stay wrong
        person.go_to_time(number * 40)
        person.sees_frame(number)

    person.go_to_time(1000)
    person.sees_frame(25)
    person.hands.press("space")
    time.sleep(0.8)
    person.hands.press("space")
    (stood,) = person.frames([person.photograph_frame(100)])
    assert 30 < stood < 60, stood

    person.hands.press("a")
    person.sees_count("Approved", 1)
    person.sees_count("Rejected", 0)
    person.hands.press("ctrl+z")
    person.sees_count("Rejected", 1)

    person.hands.press("Escape", "ctrl+h")
    person.eyes.find("list", "Hits")
    eventually(lambda: len(person.eyes.find("list", "Hits").parts()) == 3, "three hits in the reel")
    person.photograph("hit-reel")
    person.hands.press("x")
    person.sees_count("Reviewed", 1)
    person.quit()


def names(person: Reviewer) -> set[str]:
    """The names of the assets in the grid."""
    return {re.split(r", ", tile)[0] for tile in person.tiles()}
