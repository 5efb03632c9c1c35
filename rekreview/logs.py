"""Where log lines go: a rotating file for the record, standard error for what a person should see at once."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from rekreview import paths

LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
MAX_BYTES = 1_000_000
KEPT_FILES = 3


def configure(*, verbose: bool = False, to_file: bool = True) -> None:
    """Set up logging for this process. A log folder that cannot be written is said once and otherwise no matter."""
    root = logging.getLogger("rekreview")
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    root.propagate = False
    root.handlers.clear()
    on_screen = logging.StreamHandler(sys.stderr)
    on_screen.setLevel(logging.DEBUG if verbose else logging.WARNING)
    on_screen.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    root.addHandler(on_screen)
    if to_file:
        _add_file(root)


def log_file() -> Path:
    """The file log lines are written to."""
    return paths.log_directory() / "rekreview.log"


def _add_file(root: logging.Logger) -> None:
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        root.warning("No log file can be written: %s", error)
        return
    root.addHandler(_LateFile())


class _LateFile(logging.Handler):
    """The file, whose handler is imported with the first line: a start that says nothing need not wait for it.

    When it cannot be written any more that is said once, and each line is tried all the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None
        self._lost = False  # the line that was written last
        self._said = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line. Called by one thread at a time."""
        try:
            if self._file is None:
                from logging.handlers import RotatingFileHandler

                self._file = RotatingFileHandler(
                    log_file(), maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
                )
                self._file.setFormatter(logging.Formatter(LINE))
                self._file.handleError = self.handleError  # type: ignore[method-assign]
            self._lost = False
            self._file.handle(record)
        except Exception:  # as a handler does: what logs must not fail for it
            self.handleError(record)
        self._said = self._lost

    def handleError(self, record: logging.LogRecord) -> None:
        """Say that lines are lost; anything but a fault of the disk is a bug, shown with its traceback."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._lost = True
        if not self._said:
            print(f"WARNING: No log file can be written: {error}", file=sys.stderr)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()
