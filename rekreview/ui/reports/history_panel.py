"""The history of a library: who did what, when; filtered, and written as a table for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.audit import AuditEntry, AuditKind, AuditWish
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import naming
from rekreview.ui.reports.history_words import details_told, done_told, kind_told
from rekreview.ui.tree_rows import explain

if TYPE_CHECKING:
    from rekreview.library.library import Library

SHOWN = 1_000
_ALL = 2_000_000

_ASSETS = 3


class HistoryPanel(QWidget):
    """told: a sentence for the status line. failed: something could not be done (an exception)."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, *, library: Library, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self._library = library
        self._dispatcher = dispatcher
        self._entries: list[AuditEntry] = []
        self.kind, self.reviewer, self.search = QComboBox(self), QComboBox(self), QLineEdit(self)
        self.export = QPushButton(self.tr("Export CSV…"), self)
        self.rows = self._list()
        self.words = QLabel(self)
        self.words.setProperty("tone", "muted")
        self.words.setWordWrap(True)
        self._set_up()
        self._lay_out()

    @property
    def wish(self) -> AuditWish:
        """What is chosen."""
        kind = self.kind.currentData()  # Qt gives a word of ours back as plain text
        return AuditWish(kind=AuditKind(kind) if kind else None, reviewer=self.reviewer.currentData() or "")

    def refresh(self) -> None:
        """Read the log again."""
        wish, quality = self.wish, self._library.queries.quality
        self._dispatcher.newest("audit-log", lambda: quality.audit_log(wish, SHOWN), self.show_entries)

    def show_reviewers(self, names: Sequence[str]) -> None:
        """Offer what these did; the chosen one stays."""
        chosen = self.reviewer.currentData()
        self.reviewer.blockSignals(True)
        self.reviewer.clear()
        self.reviewer.addItem(self.tr("Everybody"), "")
        for name in names:
            self.reviewer.addItem(name, name)
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(chosen)))
        self.reviewer.blockSignals(False)

    def show_entries(self, entries: list[AuditEntry]) -> None:
        """Show these instead, those that the search finds."""
        self._entries = entries
        self._show_found()

    def write(self, path: Path) -> None:
        """Write all that is chosen, not only what shows, into a file."""
        job = partial(write_log, self._library, self.wish, self.search.text(), path)
        self._dispatcher.write_at_length(job, self._tell, self.failed.emit)

    def _show_found(self) -> None:
        wanted = self.search.text()
        found = [cells for cells in map(cells_of, self._entries) if _holds(cells, wanted)]
        self.rows.clear()
        rows = [QTreeWidgetItem(cells) for cells in found]
        for row in rows:
            row.setToolTip(_ASSETS, self._of_assets)
        self.rows.addTopLevelItems(rows)
        self.rows.setVisible(bool(found))
        if not self._entries:
            self.words.setText(self.tr("Nothing of this kind was done yet. Imports, decisions and policies show here."))
        elif not found:
            self.words.setText(self.tr("Nothing has “{}” in it. Change the search, or clear it.").format(wanted))
        elif len(self._entries) == SHOWN:
            more = self.tr("The newest {count} are shown; the export has all of them.")
            self.words.setText(more.format(count=naming.number(SHOWN)))
        else:
            self.words.setText(self.tr("Nothing is ever taken out of the history; what was undone stays in it."))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the history"), str(Path.home()))
        dialog.setObjectName("export-history")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("Table (*.csv)"))
        dialog.selectFile(f"rekreview-history-{datetime.now(UTC).astimezone():%Y-%m-%d}.csv")
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        dialog.open()

    def _tell(self, path: Path) -> None:
        self.told.emit(self.tr("Wrote {file}.").format(file=path))

    def _set_up(self) -> None:
        self.kind.addItem(self.tr("Everything"), None)
        for kind in AuditKind:
            self.kind.addItem(kind_told(kind), kind)
        self.kind.setAccessibleName(self.tr("Kind of event"))
        self.kind.setToolTip(self.tr("Only what is about this"))
        self.kind.currentIndexChanged.connect(self.refresh)
        self.reviewer.addItem(self.tr("Everybody"), "")
        self.reviewer.setAccessibleName(self.tr("Who did it"))
        self.reviewer.setToolTip(self.tr("Only what this reviewer did"))
        self.reviewer.currentIndexChanged.connect(self.refresh)
        self.search.setAccessibleName(self.tr("Search the history"))
        self.search.setPlaceholderText(self.tr("Search the history"))
        self.search.setToolTip(self.tr("Only lines with this text in them"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_found)
        self.export.setToolTip(self.tr("Write what is chosen as a table that spreadsheets open"))
        self.export.clicked.connect(self._ask_where)

    def _lay_out(self) -> None:
        head = QFrame(self)
        head.setProperty("tone", "head")
        line = QHBoxLayout(head)
        line.setContentsMargins(14, 6, 12, 6)
        for part in (self.kind, self.reviewer):
            line.addWidget(part)
        line.addWidget(self.search, 1)
        line.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.rows, 1)
        self.words.setContentsMargins(16, 10, 16, 10)
        column.addWidget(self.words)

    def _list(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("audit-log")
        rows.setAccessibleName(self.tr("History"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setAllColumnsShowFocus(True)
        rows.setHeaderLabels(titles())
        self._of_assets = self.tr("How many assets this was done to, or were on a run's list")
        explain(rows.headerItem(), {_ASSETS: self._of_assets})
        rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, wide in enumerate((140, 120, 240, 80)):
            rows.setColumnWidth(column, wide)
        rows.header().setStretchLastSection(True)
        return rows


def titles() -> list[str]:
    """The heads of the columns."""
    from rekreview.ui.reports.words import tr

    return [tr("When"), tr("Who"), tr("What"), tr("Assets"), tr("Details")]


def cells_of(entry: AuditEntry) -> list[str]:
    """One entry as texts."""
    assets = "" if entry.assets is None else naming.number(entry.assets)
    return [naming.moment(entry.at), entry.reviewer, done_told(entry), assets, details_told(entry)]


def _holds(cells: Sequence[str], wanted: str) -> bool:
    return wanted.strip().casefold() in " ".join(cells).casefold()


def write_log(library: Library, wish: AuditWish, wanted: str, path: Path) -> Path:
    """Write what is chosen of a library's log as CSV. Blocks."""
    from rekreview.pipeline.writing import write_file

    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([*titles(), "UTC"])
    for entry in library.queries.quality.audit_log(wish, _ALL):
        cells = cells_of(entry)
        if _holds(cells, wanted):
            cells[3] = "" if entry.assets is None else str(entry.assets)
            table.writerow([*map(_harmless, cells), entry.at.astimezone(UTC).isoformat(timespec="seconds")])
    # With the mark that tells a spreadsheet which letters these are.
    write_file(path, text.getvalue().encode("utf-8-sig"))
    return path


def _harmless(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula: names of files and notes are anybody's."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
