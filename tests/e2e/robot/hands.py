"""Keys, clicks and drags, by xdotool. Positions are pixels of the screen."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping

Point = tuple[float, float]


class Hands:
    """One mouse and one keyboard on one screen."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    def _do(self, *words: object) -> str:
        command = ["xdotool", *(str(word) for word in words)]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False).stdout

    def press(self, *keys: str) -> None:
        """Press keys one after another: "a", "ctrl+z", "Return"."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(0.1)

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        self._do("keydown", key)
        time.sleep(0.1)

    def release(self, key: str) -> None:
        """Let go of a key that is held."""
        self._do("keyup", key)
        time.sleep(0.1)

    def type(self, text: str) -> None:
        """Type a text as on a US keyboard."""
        self._do("type", "--delay", 12, text)
        time.sleep(0.1)

    def point(self, at: Point) -> None:
        """Move the mouse there, in two steps so that what lies beneath sees it move."""
        x, y = round(at[0]), round(at[1])
        self._do("mousemove", x + 3, y + 3)
        time.sleep(0.05)
        self._do("mousemove", x, y)
        time.sleep(0.1)

    def click(self, at: Point, *, times: int = 1, holding: str = "") -> None:
        """Click there, `holding` a key such as "ctrl"."""
        self.point(at)
        if holding:
            self._do("keydown", holding)
        self._do("click", "--repeat", times, "--delay", 60, 1)
        if holding:
            self._do("keyup", holding)
        time.sleep(0.15)

    def click_here(self) -> None:
        """Click where the mouse is, and wait for nothing."""
        self._do("click", 1)

    def turn_wheel(self, at: Point, *, down: bool) -> None:
        """Turn the wheel by one step there."""
        self.point(at)
        self._do("click", 5 if down else 4)
        time.sleep(0.2)

    def drag(self, start: Point, stop: Point, steps: int = 14) -> None:
        """Drag from one place to another, slowly enough that programs on both sides can follow."""
        self.point(start)
        self._do("mousedown", 1)
        time.sleep(0.15)
        for step in range(1, steps + 1):
            share = step / steps
            x, y = (round(a + (b - a) * share) for a, b in zip(start, stop, strict=True))
            self._do("mousemove", x, y)
            time.sleep(0.04)
        time.sleep(0.3)
        self._do("mouseup", 1)
        time.sleep(0.3)

    def raise_window(self, title: str) -> None:
        """Bring the window whose title has these words to the front and give it the keyboard."""
        windows = self._do("search", "--onlyvisible", "--name", title).split()
        if windows:
            self._do("windowactivate", "--sync", windows[0])
            time.sleep(0.2)
