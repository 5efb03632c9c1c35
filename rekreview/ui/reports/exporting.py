"""Writes a report into a file, as HTML or PDF: painted a part at a time, written off the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.reports.page import Imprint, page
from rekreview.ui.reports.paper import pages
from rekreview.ui.reports.parts import Report

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.ui.preferences import Preferences

_LAST_FOLDER = "report_to"


@dataclass(frozen=True, slots=True)
class Note:
    """Who writes a report, in which form, and where."""

    reviewer: str
    form: str
    path: Path


class ReportExporting(QObject):
    """told: where a report was written. failed: it could not be (an exception). report: what shows now."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, *, dispatcher: Dispatcher, preferences: Preferences, library: Library, window: QWidget) -> None:
        super().__init__(window)
        self._dispatcher = dispatcher
        self._preferences = preferences
        self._library = library
        self._window = window
        self.report: Report | None = None
        self._waiting: deque[tuple[Note, Generator[None, None, bytes]]] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._paint_some)

    def ask(self, form: str) -> None:
        """Ask where to write the report in this form, "html" or "pdf"."""
        if self.report is None:
            return
        folder = self._preferences.remembered(_LAST_FOLDER, str(Path.home()))
        dialog = QFileDialog(self._window, self.tr("Export the report"), folder)
        dialog.setObjectName("export-report")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.setNameFilter(self.tr("Page of HTML (*.html)") if form == "html" else self.tr("PDF (*.pdf)"))
        dialog.selectFile(f"rekreview-report-{datetime.now(UTC).astimezone():%Y-%m-%d}.{form}")
        dialog.fileSelected.connect(lambda chosen: self.write(form, Path(chosen)))
        dialog.open()

    def write(self, form: str, path: Path) -> None:
        """Write the report that shows now into a file."""
        if self.report is None:
            return
        self._preferences.remember(**{_LAST_FOLDER: str(path.parent)})
        note = Note(self._preferences.settings.reviewer, form, path)
        imprint = Imprint(self._library.directory.name, note.reviewer, datetime.now(UTC))
        if form == "html":
            self._store(note, partial(written_page, self.report, imprint))
        else:
            self._waiting.append((note, pages(self.report, imprint)))
            self._turn.start()

    def _paint_some(self) -> None:
        """A part of a PDF at a time, one PDF after the other, so that the window goes on meanwhile."""
        note, steps = self._waiting[0]
        try:
            next(steps)
        except StopIteration as end:
            self._begin_next()
            content: bytes = end.value
            self._store(note, lambda: content)
        except Exception as error:  # a bug, which must not be met again at every turn
            self._begin_next()
            self.failed.emit(error)

    def _begin_next(self) -> None:
        self._waiting.popleft()
        if not self._waiting:
            self._turn.stop()

    def _store(self, note: Note, make: Callable[[], bytes]) -> None:
        job = partial(store, self._library, note, make)
        self._dispatcher.write_at_length(job, self._tell, self.failed.emit)

    def _tell(self, path: Path) -> None:
        self.told.emit(self.tr("Wrote {file}.").format(file=path))


def written_page(report: Report, imprint: Imprint) -> bytes:
    """A report as the bytes of a page."""
    return page(report, imprint).encode()


def store(library: Library, note: Note, make: Callable[[], bytes]) -> Path:
    """Write a report into its file, and note it in the library's history. Blocks."""
    from rekreview.pipeline.writing import write_file

    write_file(note.path, make())
    if not library.read_only:
        library.commands.note("report exported", reviewer=note.reviewer, form=note.form, file=note.path.name)
    return note.path
