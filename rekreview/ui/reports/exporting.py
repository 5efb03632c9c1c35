"""Writes a report into a file, as HTML or PDF, off the GUI thread."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.reports.sections import Report

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.ui.preferences import Preferences

_LAST_FOLDER = "report_to"


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
        if self.report is not None:
            self._preferences.remember(**{_LAST_FOLDER: str(path.parent)})
            reviewer = self._preferences.settings.reviewer
            job = partial(write_report, self.report, form, path, self._library, reviewer)
            self._dispatcher.write_at_length(job, self._tell, self.failed.emit)

    def _tell(self, path: Path) -> None:
        self.told.emit(self.tr("Wrote {file}.").format(file=path))


def write_report(report: Report, form: str, path: Path, library: Library, reviewer: str) -> Path:
    """Write a report in a form, and note it in the library's log. Blocks."""
    from rekreview.pipeline.writing import write_file
    from rekreview.ui.reports.page import Imprint, page

    imprint = Imprint(library.directory.name, reviewer, datetime.now(UTC))
    if form == "html":
        content = page(report, imprint).encode()
    else:
        from rekreview.ui.reports.paper import pdf

        content = pdf(report, imprint)
    write_file(path, content)
    if not library.read_only:
        library.commands.note("report exported", reviewer=reviewer, form=form, file=path.name)
    return path
