"""One piece of long work: a generator that yields its progress, driven by a thread, told about on the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Signal

from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken, Progress

Work: TypeAlias = Callable[[CancelToken], Generator[Progress, None, Any]]
Post: TypeAlias = Callable[[Callable[[], None]], None]

# A progress bar that moves 20 times a second is smooth; more would only keep the GUI thread busy.
REPORT_SECONDS = 0.05


class Job(QObject):
    """Long work that is under way. Its signals arrive on the GUI thread, also if it ends before they are connected.

    Exactly one of finished (with the generator's return value), failed and stopped (cancelled by a person) is emitted,
    and then `ended`.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    paused_changed = Signal(bool)
    ended = Signal()

    def __init__(self, work: Work, post: Post, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cancel_token = CancelToken()
        self.progress = Progress(0, None)
        self.running = True
        self._work = work
        self._post = post
        self._last_report = 0.0

    def cancel(self) -> None:
        """Ask the work to stop; what it has done stays done."""
        self.cancel_token.cancel()

    def pause(self) -> None:
        """Ask the work to stand still before its next asset."""
        self.cancel_token.pause()
        self.paused_changed.emit(self.paused)

    def resume(self) -> None:
        """Let paused work go on."""
        self.cancel_token.resume()
        self.paused_changed.emit(self.paused)

    @property
    def paused(self) -> bool:
        """Whether the work was asked to stand still."""
        return self.cancel_token.paused

    def drive(self) -> None:
        """Run the generator to its end, in the calling thread. Raises nothing but bugs, which it has also reported."""
        try:
            outcome = self._exhaust(self._work(self.cancel_token))
        except Cancelled:
            self._post(lambda: self._end(self.stopped.emit))
        except Exception as error:
            fault = error
            self._post(lambda: self._end(lambda: self.failed.emit(fault)))
            raise
        else:
            self._post(lambda: self._end(lambda: self.finished.emit(outcome)))

    def _exhaust(self, steps: Generator[Progress, None, Any]) -> object:
        latest: Progress | None = None
        try:
            while True:
                latest = next(steps)
                if self._report_is_due():
                    self._report(latest)
        except StopIteration as stop:
            if latest is not None:
                self._report(latest)
            return stop.value
        finally:
            steps.close()

    def _report_is_due(self) -> bool:
        now = time.monotonic()
        if now - self._last_report < REPORT_SECONDS:
            return False
        self._last_report = now
        return True

    def _report(self, progress: Progress) -> None:
        self._post(lambda: self._advance(progress))

    def _advance(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit(progress)

    def _end(self, announce: Callable[[], None]) -> None:
        self.running = False
        announce()
        self.ended.emit()
