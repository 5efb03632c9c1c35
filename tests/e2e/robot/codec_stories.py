"""Journeys through clips of every codec and container: each frame that is painted is the one that was asked for."""

from __future__ import annotations

import time
from pathlib import Path

from robot.eyes import Unseen, eventually
from robot.reviewer import Reviewer

FRAMES = 100
HITS = (12, 37, 81)
"""At which frames the three things begin for which each clip is rejected."""
LARGE = ("h264-4k.mp4", "vp9-4k.webm")
PAINT_SECONDS = 6.0


def each_frame_by_its_key(person: Reviewer, media: Path) -> None:
    """A clip in VP9 opens where it was decided, H goes to each hit, frames come by their key; approved, undone."""
    person.prepare_clips(media / "clips", "vp9.webm")
    person.open()
    assert not every_frame(person, "vp9.webm", count=40)
    decided_from_the_reel(person, "vp9.webm", clips=1)
    person.quit()


def every_codec_frame_by_frame(person: Reviewer, media: Path) -> None:
    """The same with all clips there are, and all their frames."""
    person.prepare_clips(media / "clips")
    person.open()
    names = sorted(path.name for path in (media / "clips").iterdir())
    wrong = {name: every_frame(person, name) for name in names}
    assert not any(wrong.values()), {name: found for name, found in wrong.items() if found}
    decided_from_the_reel(person, names[0], clips=len(names))
    person.quit()


def every_frame(person: Reviewer, name: str, count: int = FRAMES) -> list[tuple[str, int, int]]:
    """Go through a clip by its keys; what was painted instead of what was asked for: how, wanted, painted."""
    size = (3840, 1920) if name in LARGE else (320, 160)
    choose_by_keys(person, name)
    person.hands.press("Return")
    wrong: list[tuple[str, int, int]] = []

    def look(how: str, wanted: int) -> None:
        deadline = time.monotonic() + PAINT_SECONDS
        while (painted := person.number_painted(*size)) != wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        if painted != wanted:
            wrong.append((how, wanted, painted))

    begun = time.monotonic()
    look("opened", HITS[-1])
    person.go_to_time(0)
    look("to the start", 0)
    for hit in HITS:
        person.hands.press("h")
        look("H", hit)
    person.hands.press("shift+h")
    look("Shift+H", HITS[1])
    person.go_to_time(0)
    look("to the start", 0)
    for number in range(1, count):
        person.hands.press("period")
        look("forwards", number)
    for number in range(count - 2, max(0, count - 12), -1):
        person.hands.press("comma")
        look("backwards", number)
    seen = count + 9 + min(10, count - 2)
    print(f"{name:14} {seen - len(wrong)} of {seen} frames exact, {time.monotonic() - begun:.0f} s {wrong}", flush=True)
    person.hands.press("Escape")
    return wrong


def choose_by_keys(person: Reviewer, name: str) -> None:
    """Go to a clip in the grid, wherever the grid is scrolled to."""
    person.open_queue("Rejected")
    tiles = person.tiles()
    person.hands.press("Home", *["Right"] * next(at for at, tile in enumerate(tiles) if tile.startswith(name)))
    eventually(lambda: person.tile(name).has("selected"), f"{name!r} chosen by keys")


def decided_from_the_reel(person: Reviewer, name: str, clips: int) -> None:
    """The reel shows three hits of each clip; one is rejected there as a whole clip, and that is undone."""
    person.open_queue("Rejected")
    person.hands.press("ctrl+h")
    hits = person.eyes.find("list", "Hits")
    eventually(lambda: hits.count == 3 * clips, f"{3 * clips} hits in the reel, not {hits.count}")
    told = [cell.name for cell in hits.parts() if name in cell.name]
    if len(told) != 3:
        raise Unseen(f"three hits of {name} among {[cell.name for cell in hits.parts()]}")
    person.photograph("hit-reel")
    cell = next(cell for cell in hits.parts() if name in cell.name)
    person.hands.click(cell.point())
    person.hands.press("a")
    person.sees_count("Approved", 1)
    person.sees_count("Rejected", clips - 1)
    person.hands.press("ctrl+z")
    person.sees_count("Rejected", clips)
    person.sees_count("Approved", 0)
