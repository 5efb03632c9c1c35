"""Bar 5: how often the next picture is ready when a verdict key is pressed in sequential review.

    python -m tests.benchmarks.next_picture [DECISIONS [MILLISECONDS]]

The whole app off the screen, pictures of 12 megapixels seen large one after the other. A key is pressed so many
milliseconds after its picture was painted: 200 is the quickest a person presses, 1,550 what one thinks and presses.
Ready: it is decoded and waits in memory, so that it is painted without a look at the disk.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer

from rekreview import settings
from rekreview.app import SWITCH_SECONDS, App, Wishes, make_app
from rekreview.domain.assets import Status
from rekreview.ui.review import ReviewDesk
from tests.benchmarks.table import Case, print_table
from tests.e2e.moderator import numbered_library
from tests.e2e.moderator.window import rejected_first

DECISIONS, AFTER_MS = 1000, 200
SIZE = (4000, 3000)
READY = 99.9
LOOK_MS = 20
MOST_SECONDS = 60.0


class Person(QObject):
    """Opens the first asset large, decides on it some time after it shows, and so on; then closes the window."""

    def __init__(self, running: App, decisions: int, after_ms: int) -> None:
        super().__init__()
        self.ready: list[bool] = []
        self.waited_ms: list[float] = []
        self._window = running.window
        self._left, self._after_ms = decisions, after_ms
        self._desk: ReviewDesk | None = None
        self._pressed = 0.0
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._begin)
        self._look.start()
        self._end = QTimer(self, singleShot=True, interval=round(MOST_SECONDS * 1000 + decisions * (after_ms + 500)))
        self._end.timeout.connect(self._window.close)
        self._end.start()

    def _begin(self) -> None:
        desk = self._window.findChild(ReviewDesk)
        if desk is None or desk.stage.current() < 0 or not desk.grid.is_shown(desk.stage.current()):
            return
        self._look.stop()
        self._desk = desk
        desk.loupe.picture_shown.connect(self._seen)
        desk.open_loupe()

    def _seen(self, asset_id: int) -> None:
        if self._pressed:
            self.waited_ms.append((time.perf_counter() - self._pressed) * 1000)
        QTimer.singleShot(self._after_ms, lambda: self._press(asset_id))

    def _press(self, asset_id: int) -> None:
        desk = self._desk
        assert desk is not None
        if desk.stage.current() != asset_id:
            return
        if not self._left:
            self._window.close()
            return
        self._left -= 1
        coming = desk.model.asset_id(desk.grid.selector.current + 1)
        self.ready.append(any(kept.asset_id == coming for kept in desk.loupe.shown.pictures._kept))
        self._pressed = time.perf_counter()
        desk.verdicts.press(Status.REJECTED)


def main(arguments: list[int]) -> int:
    """Measure and print; 1 if the bar is missed."""
    decisions, after_ms = [*arguments, *(DECISIONS, AFTER_MS)[len(arguments) :]][:2]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for kind in ("CONFIG", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(place / kind.lower())
        settings.save(rejected_first(place / "library"))
        numbered_library.make(place / "library", place / "media", decisions + 2, SIZE)
        sys.setswitchinterval(SWITCH_SECONDS)
        running = App(make_app([]), Wishes(library=place / "library"))
        person = Person(running, decisions, after_ms)
        running.run()
    cases = [
        Case("next picture ready", [100.0 * sum(person.ready) / max(len(person.ready), 1)], "%", READY, at_least=True),
        Case("from the key to the next picture", person.waited_ms or [0.0]),
        Case("decisions", [float(len(person.ready))], ""),
    ]
    return 0 if print_table(f"Sequential review, a key {after_ms:,} ms after each picture", cases) else 1


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]]))
