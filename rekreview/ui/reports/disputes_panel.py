"""Where a second opinion differs from the decision that stands: a list for a person to settle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.queues import QueueFilter
from rekreview.library.opinion_values import Dispute
from rekreview.ui import icons, naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.wording import status_word

_NAME_WIDE = 140


class DisputesPanel(QFrame):
    """list_asked(QueueFilter): the disagreements, to be settled on the desk."""

    list_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "card")
        self.setObjectName("disputes")
        self.words = QLabel(self)
        self.words.setProperty("tone", "muted")
        self.words.setWordWrap(True)
        self.rows = self._list()
        self.settle = QPushButton(icons.icon("scale"), self.tr("Settle on the desk"), self)
        self.settle.setToolTip(
            self.tr("Open these assets on the desk, with all that was said: who approves or rejects one settles it")
        )
        self.settle.clicked.connect(lambda: self.list_asked.emit(QueueFilter(disputed=True)))
        heading = QLabel(self.tr("Disagreements"), self)
        heading.setProperty("tone", "heading")
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        self.show_disputes(())

    def show_disputes(self, disputes: Sequence[Dispute]) -> None:
        """Show these instead."""
        self.rows.clear()
        for one in disputes:
            entry = QTreeWidgetItem(self.rows, self._cells(one))
            for column in range(entry.columnCount()):
                entry.setToolTip(column, in_tip(self._tip(one)))
        self.rows.setVisible(bool(disputes))
        self.settle.setEnabled(bool(disputes))
        self.words.setText(self._told(len(disputes)))

    def _told(self, count: int) -> str:
        if not count:
            return self.tr("No second opinion differs from a decision that stands.")
        stands = self.tr("The first decision stands until a person decides once more, either way.")
        if count == 1:
            return self.tr("1 second opinion differs.") + " " + stands
        return self.tr("{} second opinions differ.").format(naming.number(count)) + " " + stands

    def _cells(self, one: Dispute) -> list[str]:
        return [
            one.name,
            one.category,
            f"{status_word(one.decided)} · {one.reviewer}",
            f"{status_word(one.opinion.status)} · {one.opinion.reviewer}",
            self.tr("own, unmarked") if one.own else self.tr("blind sample"),
        ]

    def _tip(self, one: Dispute) -> str:
        said = self.tr("{name}: {decided} by {reviewer} on {at}; {second} by {judge} on {then}.")
        text = said.format(
            name=one.name,
            decided=status_word(one.decided).lower(),
            reviewer=one.reviewer,
            at=naming.moment(one.at),
            second=status_word(one.opinion.status).lower(),
            judge=one.opinion.reviewer,
            then=naming.moment(one.opinion.at),
        )
        extra = (one.opinion.reason, f"“{one.opinion.note}”" if one.opinion.note else "")
        return " ".join(filter(None, (text, *extra)))

    def _list(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("dispute-list")
        rows.setAccessibleName(self.tr("Disagreements"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setAllColumnsShowFocus(True)
        rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        rows.setHeaderLabels(
            [self.tr("Asset"), self.tr("Category"), self.tr("Decided"), self.tr("Second opinion"), self.tr("How")]
        )
        rows.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)  # a name may be of any length
        rows.setColumnWidth(0, _NAME_WIDE)
        return rows
