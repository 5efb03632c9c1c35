"""A report on the screen: its numbers at the head, its parts below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from rekreview.ui.as_written import in_tip
from rekreview.ui.reports.parts import Headline, Report
from rekreview.ui.reports.section_view import SectionView


class HeadlineView(QFrame):
    """One number with its title above and what it rests on below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "card")
        self._title, self._value, self._note = QLabel(self), QLabel(self), QLabel(self)
        self._value.setProperty("tone", "title")
        self._note.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        for label in (self._title, self._value, self._note):
            column.addWidget(label)

    def show_headline(self, one: Headline) -> None:
        """Show this number instead."""
        self._title.setText(one.title)
        self._value.setText(one.value)
        self._note.setText(one.note)
        self.setToolTip(in_tip(one.tip))
        self.setAccessibleName(f"{one.title}: {one.value}, {one.note}")
        self.setAccessibleDescription(one.tip)


class ReportView(QScrollArea):
    """Everything a report says, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.setAccessibleName(self.tr("Report"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 14, 16, 18)
        self._column.setSpacing(14)
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._column.addLayout(self._head)
        self._column.addStretch(1)
        self.headlines: list[HeadlineView] = []
        self.sections: dict[str, SectionView] = {}
        self.setWidget(page)

    def show_report(self, report: Report) -> None:
        """Show this report instead; where it is scrolled to stays."""
        self._show_headlines(report.headlines)
        for section in report.sections:
            if section.name not in self.sections:
                view = self.sections[section.name] = SectionView(section.name, self.widget())
                self._column.insertWidget(self._column.count() - 1, view)
            self.sections[section.name].show_section(section)

    def _show_headlines(self, headlines: Sequence[Headline]) -> None:
        while len(self.headlines) < len(headlines):
            self.headlines.append(HeadlineView(self.widget()))
            self._head.addWidget(self.headlines[-1], 1)
        for view, one in zip(self.headlines, headlines, strict=True):
            view.show_headline(one)
