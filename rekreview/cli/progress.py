"""Long work on the command line: one line of progress on a terminal, and a clean stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from rekreview.cli.text import duration, printable
from rekreview.domain.progress import CancelToken, Progress

Returned = TypeVar("Returned")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_REDRAW_SECONDS = 0.1


def drive(work: Generator[Progress, None, Returned], title: str) -> Returned:
    """Run long work to its end, showing its progress, and return what it returns."""
    line = ProgressLine(title)
    try:
        while True:
            line.show(next(work))
    except StopIteration as stop:
        returned: Returned = stop.value
        return returned
    finally:
        line.clear()


@contextmanager
def stoppable() -> Iterator[CancelToken]:
    """A token that Ctrl-C or SIGTERM cancels, so that work ends after what is in flight. A second one ends it hard."""
    cancel = CancelToken()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()

    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class ProgressLine:
    """One line on standard error that is written over; nothing at all where that is no terminal."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = sys.stderr.isatty()
        self._drawn = 0.0

    def show(self, progress: Progress) -> None:
        """Draw the line anew, but not more often than a person can read."""
        now = time.monotonic()
        if self._shown and now - self._drawn >= _REDRAW_SECONDS:
            self._drawn = now
            self._write(progress_text(self._title, progress))

    def clear(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._write("")

    def _write(self, text: str) -> None:
        # A terminal that does not know its width says 0.
        width = (os.get_terminal_size(sys.stderr.fileno()).columns or 80) - 1
        print(f"\r{printable(text)[:width]}\x1b[K", end="", file=sys.stderr, flush=True)


def progress_text(title: str, progress: Progress) -> str:
    """Progress in words: how many of how many, how fast, how long still, and what is being done."""
    if progress.total is None:
        return f"{title}: counting… {os.path.basename(progress.current)}"  # noqa: PTH119 (may hold any characters)
    parts = [f"{title}: {progress.done:,} of {progress.total:,}"]
    if progress.rate > 0:
        parts.append(f"{progress.rate:.1f} a second")
    if progress.seconds_left is not None:
        parts.append(f"{duration(progress.seconds_left)} left")
    if progress.failed:
        parts.append(f"{progress.failed:,} not possible")
    if progress.current:
        parts.append(os.path.basename(progress.current))  # noqa: PTH119
    return " · ".join(parts)
