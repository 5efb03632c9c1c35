"""Perform one story on a screen of its own:  python3 -m robot.perform STORY --app PROGRAM --media DIR --place DIR"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from pathlib import Path

from robot.screen import Screen

STORY_BOOKS = (
    "stories",
    "stack_stories",
    "paid_stories",
    "keyboard_stories",
    "key_stories",
    "policy_stories",
    "evidence_stories",
    "player_stories",
    "film_stories",
    "codec_stories",
    "export_stories",
    "quality_stories",
    "queue_stories",
    "calm_stories",
)


def main() -> int:
    """Perform the story; end with 0 if all went as told, else with 1, a trace and a photograph of that moment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("story")
    parser.add_argument("--app", required=True, help="the program to start")
    parser.add_argument("--media", type=Path, required=True, help="a folder of pictures and videos")
    parser.add_argument("--place", type=Path, required=True, help="where the library, photographs and logs go")
    parser.add_argument("--size", default="1400x900", help="of the screen, in pixels")
    parser.add_argument("--scale", default="", help="how many of them the app takes for one")
    chosen = parser.parse_args()
    with Screen(chosen.size) as screen:
        if chosen.scale:
            screen.environment["QT_SCALE_FACTOR"] = chosen.scale
        os.environ.clear()
        os.environ.update(screen.environment)  # before the accessibility library connects
        eyes = importlib.import_module("robot.eyes")
        told = [importlib.import_module(f"robot.{name}") for name in STORY_BOOKS]
        reviewer = importlib.import_module("robot.reviewer")
        eyes.open_eyes()
        photographs = chosen.place / "photographs"
        person = reviewer.Reviewer(screen, chosen.app, chosen.place / "library", photographs)
        try:
            next(getattr(book, chosen.story) for book in told if hasattr(book, chosen.story))(person, chosen.media)
        except Exception:
            traceback.print_exc()
            person.photograph("when-it-failed")
            print(f"\nThe screen at that moment is in {photographs}. The app wrote:\n{person.log()}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
