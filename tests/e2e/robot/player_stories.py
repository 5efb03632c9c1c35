"""Journeys with the video player, by its keys and the mouse, on a clip whose frames carry their number."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from robot.eyes import eventually
from robot.reviewer import Reviewer

STEP_MS = 40
LASTS_MS = 4000
SHARP_EDGE = 60
"""A step between two pixels (of 255) that no veiled frame has, while the blocks of a number have more."""


def shuttle_speed_and_loop(person: Reviewer, media: Path) -> None:
    """J K L play both ways and stop; < and > set the speed, a quarter to four times; a hit plays in a loop."""
    _open_clip(person, media)
    person.go_to_time(0)
    person.sees_frame(0)
    person.hands.press("less", "less", "less")
    _says(person, "0.25×")
    assert 3 <= _played(person, 2.0) <= 16  # 50 frames at full speed
    person.hands.press("greater", "greater", "greater", "greater", "greater")
    _says(person, "4×")
    person.go_to_time(0)
    person.sees_frame(0)
    person.hands.press("space")
    person.sees_frame(99)  # the end is where it stops, the last frame shown
    person.photograph("at-the-end-at-four-times")

    person.hands.press("less", "less")
    _says(person, "1×")
    person.go_to_time(2400)
    person.sees_frame(60)
    person.hands.press("j")
    time.sleep(0.8)
    person.hands.press("k")
    back = _still(person)
    assert 20 < back < 55, back
    person.hands.press("l")
    time.sleep(0.5)
    person.hands.press("k")
    on = _still(person)
    assert back < on < back + 35, (back, on)
    person.hands.press("l", "l")
    _says(person, "2×")
    person.hands.press("k")

    person.go_to_time(1480)
    person.sees_frame(37)
    person.hands.press("less", "less", "greater")
    person.hands.press("shift+l")
    seen = []
    for _ in range(14):
        time.sleep(0.25)
        (number,) = person.frames([person.photograph_frame(100)])
        seen.append(number)
    assert all(27 <= number <= 54 for number in seen), seen  # the hit, 37 to 45, with a second around it
    assert any(later < sooner for sooner, later in itertools.pairwise(seen)), seen  # it came round
    person.photograph("in-a-loop")
    person.hands.press("shift+l", "k")
    person.quit()


def the_timeline_by_mouse(person: Reviewer, media: Path) -> None:
    """The timeline shows a small picture under the pointer, and the hand follows a drag to the frame of its time."""
    _open_clip(person, media)
    person.hands.point(_place(person, 1000))
    person.photograph("hover")
    person.hands.drag(_place(person, 400), _place(person, 2800))
    slider = person.eyes.find("slider", "Time in the video")
    assert abs(slider.value - 2800) < 2 * STEP_MS, slider.value
    person.sees_frame(int(slider.value) // STEP_MS)
    person.hands.click(_place(person, 600))
    assert abs(slider.value - 600) < 2 * STEP_MS, slider.value
    person.sees_frame(int(slider.value) // STEP_MS)
    person.photograph("clicked")
    person.quit()


def a_veil_lifted_while_a_key_is_held(person: Reviewer, media: Path) -> None:
    """A heavy clip is veiled, standing and playing; W shows it for as long as it is held, and the same frame."""
    person.prepare_clip(media / "clips", heavy=True)
    person.open()
    person.open_queue("Rejected")
    person.choose("festival.mp4")
    person.hands.press("Return")
    person.go_to_time(2440)
    time.sleep(1.0)
    person.hands.point(person.eyes.find("stage", "Large picture").point(0.5, 0.1))
    veiled = person.sees_in_the_picture()
    person.hands.hold("w")
    person.sees_frame(61)
    time.sleep(0.5)
    person.photograph("w-held")
    assert person.sees_in_the_picture() != veiled
    person.hands.release("w")
    eventually(lambda: person.sees_in_the_picture() == veiled, "the veil again, as it was before")
    person.photograph("w-released")
    person.go_to_time(0)
    person.hands.press("less", "less", "less")  # a quarter of the speed: sixteen seconds
    person.hands.press("space")
    seen = [edges(person) for _ in range(20)]
    assert max(seen) < SHARP_EDGE, f"a frame was sharp while it played: {seen}"
    person.photograph("veiled-while-it-plays")
    for key in ("w", "shift+w"):
        person.hands.hold(key)
        eventually(lambda: edges(person) > SHARP_EDGE, f"the frames sharp while {key} is held")
        person.photograph(f"{key}-held-while-it-plays")
        person.hands.release(key)
        eventually(lambda: edges(person) < SHARP_EDGE, "the frames veiled once it is released")
        seen = [edges(person) for _ in range(10)]
        assert max(seen) < SHARP_EDGE, f"a frame was sharp after the key was released: {seen}"
    person.hands.press("space")
    person.quit()


def edges(person: Reviewer) -> int:
    """How sharp the frame is that is painted now: the largest step between two pixels beside each other."""
    left, top, width, height = person.eyes.find("stage", "Large picture").rectangle
    row = person.screen.pixels((left + width // 2 - 300, top + height // 2 + 80, 600, 1))  # the lower bits of a number
    return max(abs(row[at + 5] - row[at + 1]) for at in range(0, len(row) - 8, 4))


def _open_clip(person: Reviewer, media: Path) -> None:
    person.prepare_clip(media / "clips")
    person.open()
    person.open_queue("Rejected")
    person.choose("festival.mp4")
    person.hands.press("Return")
    person.sees_frame(81)


def _says(person: Reviewer, words: str) -> None:
    eventually(lambda: f": {words}\n" in person.eyes.texts(), lambda: f"{words!r} among:\n{person.eyes.texts()}")


def _place(person: Reviewer, at_ms: int) -> tuple[float, float]:
    """Where a time is on the ruler of the timeline: right of the names of the lanes."""
    x, y, width, _ = person.eyes.find("slider", "Time in the video").rectangle
    names, margin = 176, 10
    left = names + margin
    return x + left + (width - left - margin) * at_ms / LASTS_MS, y + 12


def _played(person: Reviewer, seconds: float) -> int:
    """Play for a while; how many frames further it stands then."""
    before = _still(person)
    person.hands.press("space")
    time.sleep(seconds)
    person.hands.press("space")
    return _still(person) - before


def _still(person: Reviewer) -> int:
    """The frame that shows, once it has come to rest."""
    time.sleep(0.6)
    (number,) = person.frames([person.photograph_frame(100)])
    return number
