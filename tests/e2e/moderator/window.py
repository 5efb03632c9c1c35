"""The app's window on a virtual screen of its own: started, looked at, ended well or killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.settings import Settings
from tests.e2e.moderator.fingers import Fingers
from tests.e2e.moderator.glass import Glass, until
from tests.e2e.moderator.numbered import Place
from tests.e2e.moderator.numbered_library import settle
from tests.e2e.robot.screen import Screen

PROJECT = Path(__file__).parents[3]
START_SECONDS = 60
WIDTH, HEIGHT = 1400, 900
STATUS_HEIGHT, TITLE_HEIGHT = 22, 30


class NotSeen(AssertionError):
    """The window does not show what it should."""


class Window:
    """One app on one screen, which fills it. Use it as a context; `open` starts the app, again after it ended."""

    def __init__(self, library: Path, log: Path, settings: Settings | None = None) -> None:
        self.screen = Screen(f"{WIDTH}x{HEIGHT}")
        self.screen.environment["PYTHONPATH"] = str(PROJECT)
        self.screen.environment.pop("QT_LINUX_ACCESSIBILITY_ALWAYS_ON")  # nobody listens to it here
        self.glass = Glass(self.screen.place / "Xvfb_screen0")
        self.fingers = Fingers(self.screen.environment["DISPLAY"])
        self.app: subprocess.Popen[bytes] | None = None
        self.status_line = Place(0, HEIGHT - TITLE_HEIGHT - STATUS_HEIGHT, WIDTH // 2, STATUS_HEIGHT - 2)
        """Where the line is that says what was done."""
        self.library = library
        self._log = log
        self.notes = log.parent
        """Where diaries and photographs go."""
        settle(self.screen.place / "home", settings or rejected_first(library))

    def open(self, paths: Sequence[Path] = (), slow: tuple[int, float] | None = None) -> None:
        """Start the app and wait until pictures are painted. slow: seed and most seconds of a wait, see `slow_app`."""
        module = ["tests.e2e.moderator.slow_app", *map(str, slow)] if slow else ["rekreview"]
        words = [sys.executable, "-m", *module, "--library", str(self.library), *map(str, paths)]
        self.app = self.screen.start(*words, log=self._log)
        if until(self._is_there, START_SECONDS, 0.2) is None:
            raise NotSeen(f"no window in {START_SECONDS} s:\n{self.log()}")
        self._fill_the_screen()
        if until(self.glass.places, START_SECONDS, 0.05) is None:
            self.glass.photograph(self._log.with_suffix(".png"))
            raise NotSeen(f"no picture in {START_SECONDS} s:\n{self.log()}")
        self.fingers.press("Home")  # the app goes on where it was left
        time.sleep(0.3)  # what is laid out anew after the window was enlarged

    def close(self) -> None:
        """Leave by the keyboard, and see that the app ended well."""
        assert self.app is not None
        self.fingers.press("ctrl+q")
        try:
            status = self.app.wait(20)
        except subprocess.TimeoutExpired:
            raise NotSeen(f"Ctrl+Q did not end the app:\n{self.log()}") from None
        if status:
            raise NotSeen(f"the app ended with {status}:\n{self.log()}")

    def kill(self) -> None:
        """End the app as a power cut does."""
        assert self.app is not None
        self.app.kill()
        self.app.wait()

    def photograph(self, name: str) -> None:
        """Keep what the screen shows, for whoever looks why something was not seen."""
        self.glass.photograph(self.notes / f"{name}.png")

    def log(self) -> str:
        """The end of what the app wrote."""
        return self._log.read_text(errors="replace")[-3000:] if self._log.exists() else ""

    def _is_there(self) -> bool:
        assert self.app is not None
        if self.app.poll() is not None:
            raise NotSeen(f"the app ended with {self.app.returncode}:\n{self.log()}")
        return bool(self._xdotool("search", "--onlyvisible", "--name", "rekreview"))

    def _fill_the_screen(self) -> None:
        window = self._xdotool("search", "--onlyvisible", "--name", "rekreview").split()[-1]
        self._xdotool("windowactivate", "--sync", window)
        self._xdotool("windowmove", window, "0", "0", "windowsize", window, str(WIDTH), str(HEIGHT - TITLE_HEIGHT))
        self.fingers.point(WIDTH - 1, HEIGHT - 1)  # where nothing is under the mouse
        time.sleep(0.5)

    def _xdotool(self, *words: str) -> str:
        asked = ["xdotool", *words]
        return subprocess.run(
            asked, env=self.screen.environment, capture_output=True, text=True, check=False, timeout=20
        ).stdout

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        self.fingers.close()
        self.screen.close()


def rejected_first(library: Path, *, newest: bool = False) -> Settings:
    """A person who works through what was rejected in this library, and has nothing moderated by itself."""
    shown = asdict(QueueFilter(queue=QueueName.REJECTED, descending=newest))
    state = {"filter": {str(library.resolve()): shown}}
    return Settings(reviewer="robot", theme="dark", moderate_after_import=False, state=state)
