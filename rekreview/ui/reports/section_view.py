"""One part of a report on the screen: its words, its plot, and the same as a table to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.ui import icons
from rekreview.ui.as_written import in_tip
from rekreview.ui.reports.chart_view import ChartView
from rekreview.ui.reports.parts import Section

_ROW = 28
_MOST_ROWS = 14


class SectionView(QFrame):
    """Shows a section as a plot or as a table. Which of them stays when the numbers change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "card")
        self.setObjectName(f"report-{name}")
        self._section: Section | None = None
        self.title = QLabel(self)
        self.title.setProperty("tone", "heading")
        self.about = self._muted("about")
        self.empty = self._muted("empty")
        self.chart = ChartView(self)
        self.table = self._table()
        self.as_table = QPushButton(icons.icon("list"), self.tr("As a table"), self)
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_parts)
        self.copy = QPushButton(icons.icon("copy"), self.tr("Copy"), self)
        self.copy.setToolTip(self.tr("Copy the table, ready to be put into a spreadsheet"))
        self.copy.clicked.connect(self._copy)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.as_table)
        head.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self.about, self.empty, self.chart, self.table):
            column.addWidget(part)
        self._show_parts()

    def show_section(self, section: Section) -> None:
        """Show these numbers instead."""
        self._section = section
        self.title.setText(section.title)
        self.about.setText(section.about)
        self.empty.setText(section.empty)
        self.chart.show_drawing(section.draw, section.title, section.summary)
        self.as_table.setAccessibleName(self.tr("{}: as a table").format(section.title))
        self.as_table.setToolTip(self.tr("The same numbers as a table, to be read out or copied"))
        self.copy.setAccessibleName(self.tr("{}: copy").format(section.title))
        self.table.setAccessibleName(section.title)
        self._fill(section)
        self._show_parts()

    def _show_parts(self, *_checked: bool) -> None:
        there = self._section is not None and self._section.draw is not None
        tabular = self.as_table.isChecked()
        self.empty.setVisible(not there)
        self.chart.setVisible(there and not tabular)
        self.table.setVisible(there and tabular)
        self.as_table.setEnabled(there)
        self.copy.setEnabled(there)

    def _fill(self, section: Section) -> None:
        table = self.table
        table.clear()
        table.setColumnCount(len(section.headers))
        table.setHorizontalHeaderLabels(list(section.headers))
        table.setRowCount(len(section.rows))
        for row, cells in enumerate(section.rows):
            for column, cell in enumerate(cells):
                entry = QTableWidgetItem(cell.text)
                entry.setToolTip(in_tip(cell.tip))
                side = Qt.AlignmentFlag.AlignRight if cell.number else Qt.AlignmentFlag.AlignLeft
                entry.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, entry)
                title = table.horizontalHeaderItem(column)
                if title is not None:
                    title.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        table.resizeColumnsToContents()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows = min(_MOST_ROWS, len(section.rows))
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + rows * _ROW + 6)

    def _copy(self) -> None:
        if self._section is not None:
            rows = [self._section.headers, *([cell.text for cell in row] for row in self._section.rows)]
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))

    def _muted(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _table(self) -> QTableWidget:
        table = QTableWidget(self)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        return table
