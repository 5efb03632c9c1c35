"""What the calls of each month cost, and what they may cost besides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from rekreview.library.values import MonthLedger
from rekreview.ui import naming
from rekreview.ui.tree_rows import explain

_FIGURES = range(2, 7)


class LedgerTable(QWidget):
    """One row a month and engine, the newest first; not there while nothing was ever paid for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger")
        self._rows = self._table()
        title = QLabel(self.tr("Calls and cost per month (UTC)"), self)
        title.setProperty("tone", "section")
        note = QLabel(
            self.tr("At the price set when each call was made. What Amazon bills is what counts; compare it there."),
            self,
        )
        note.setProperty("tone", "muted")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.addWidget(title)
        column.addWidget(self._rows, 1)
        column.addWidget(note)
        self.hide()

    def show_months(self, months: Sequence[MonthLedger]) -> None:
        """Show these months instead."""
        self._rows.clear()
        for month in months:
            row = QTreeWidgetItem(self._rows, _cells(month))
            for column in _FIGURES:
                row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            explain(row, self._meanings)
        self.setVisible(bool(months))

    def _table(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("ledger-months")
        rows.setAccessibleName(self.tr("Calls and cost per month"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setAllColumnsShowFocus(True)
        rows.setMinimumHeight(96)
        titles = [
            self.tr("Month"),
            self.tr("Engine"),
            self.tr("Answered"),
            self.tr("Refused"),
            self.tr("Without an answer"),
            self.tr("Cost"),
            self.tr("May be billed"),
        ]
        rows.setHeaderLabels(titles)
        self._meanings = {
            2: self.tr("Calls that brought an answer"),
            3: self.tr("Calls that Amazon refused"),
            4: self.tr("Calls of which nobody knows whether they were answered"),
            5: self.tr("What the answered calls cost"),
            6: self.tr("What the calls without an answer may cost besides"),
        }
        explain(rows.headerItem(), self._meanings)
        rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in _FIGURES:
            rows.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return rows


def _cells(month: MonthLedger) -> list[str]:
    counts = month.counts
    return [
        month.month,
        naming.engine(month.engine),
        naming.number(counts.answered),
        naming.number(counts.refused),
        naming.number(counts.unanswered),
        naming.usd(counts.cost_usd),
        naming.usd(counts.may_cost_usd),
    ]
