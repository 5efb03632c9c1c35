"""What keeps a running window honest: bugs in slots are told, and signals of the system end it in order."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType

from PySide6.QtCore import QTimer

log = logging.getLogger(__name__)

# Python only sees a signal when it runs, and inside Qt's loop it runs when a timer does.
SIGNAL_POLL_MS = 200
_ENDING = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def bugs_are_told(tell: Callable[[Exception], object]) -> Iterator[None]:
    """While this lasts, an exception in a slot is logged with its traceback and told, instead of vanishing."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            before(kind, error, trace)
            return
        log.critical("A bug in the window", exc_info=(kind, error, trace))
        tell(error)

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


@contextlib.contextmanager
def signals_end(end: Callable[[], object]) -> Iterator[None]:
    """While this lasts, Ctrl+C and a plain `kill` call `end` on the GUI thread."""

    def heed(_number: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, end)

    before = {number: signal.signal(number, heed) for number in _ENDING}
    alive = QTimer(interval=SIGNAL_POLL_MS)
    alive.timeout.connect(_let_python_run)
    alive.start()
    try:
        yield
    finally:
        alive.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _let_python_run() -> None:
    """Nothing to do: being called is the point."""
