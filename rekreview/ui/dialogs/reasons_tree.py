"""The rows of the list of reasons: the key of each, and its words, which are written in place."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from rekreview.domain.reasons import MOST, Reasons
from rekreview.ui import actions
from rekreview.ui.as_written import in_tip
from rekreview.ui.key_words import keys_words

KEY, WORDS = 0, 1
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ReasonsTree(QTreeWidget):
    """written(int, str): a person wrote words into a row, the last one for a new reason. remove_wanted and
    move_wanted(int) are about the current row.
    """

    written = Signal(int, str)
    remove_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasons")
        self.setAccessibleName(self.tr("Reasons and their keys"))
        self.setColumnCount(2)
        self.setHeaderLabels([self.tr("Key"), self.tr("Reason")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(KEY, QHeaderView.ResizeMode.ResizeToContents)
        self._edited = -1
        self.itemDoubleClicked.connect(lambda _row, _column: self.start_renaming())
        self.itemDelegate().closeEditor.connect(self._soon_written)

    @property
    def row(self) -> int:
        """The number of the current row, -1 for none."""
        current = self.currentItem()
        return -1 if current is None else self.indexOfTopLevelItem(current)

    def go_to(self, at: int) -> None:
        """Make a row the current one."""
        row = self.topLevelItem(at)
        if row is not None:
            self.setCurrentItem(row)

    def show_reasons(self, shown: Reasons) -> None:
        """Show these, each with the key it has now. The current row stays."""
        at = self.row
        self.clear()
        for number, reason in enumerate(shown):
            self.addTopLevelItem(_row(number, reason))
        self.go_to(max(0, min(at, len(shown) - 1)))
        line = self.sizeHintForRow(0) if shown else self.fontMetrics().height() + 8
        self.setMinimumHeight(self.header().sizeHint().height() + line * MOST + 6)

    def start_renaming(self) -> None:
        """Let the words of the current row be written anew."""
        row = self.currentItem()
        if row is not None:
            self._edit(row)

    def start_adding(self) -> None:
        """Let words be written into a new row at the end."""
        row = _row(self.topLevelItemCount(), "")
        self.addTopLevelItem(row)
        self.setCurrentItem(row)
        self._edit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter rename, Delete removes, Alt and an arrow move."""
        by = _MOVES.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start_renaming()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(by)
        else:
            super().keyPressEvent(event)

    def _edit(self, row: QTreeWidgetItem) -> None:
        self._edited = self.indexOfTopLevelItem(row)
        self.editItem(row, WORDS)

    def _soon_written(self) -> None:
        # The editor is on its way out; its row may go only after it.
        QTimer.singleShot(0, self, self._tell_written)

    def _tell_written(self) -> None:
        at, self._edited = self._edited, -1
        row = self.topLevelItem(at)
        if row is not None:
            self.written.emit(at, row.text(WORDS))


def key_of(at: int) -> str:
    """What to press for the reason in this place, in words."""
    keys = keys_words(actions.spec(f"reason_{at + 1}"), between=", ")
    return _translate("key {key}").format(key=keys) if keys else _translate("no key")


def _row(at: int, reason: str) -> QTreeWidgetItem:
    keys = keys_words(actions.spec(f"reason_{at + 1}"), between=", ")
    row = QTreeWidgetItem([keys or "–", reason])
    row.setFlags(row.flags() | Qt.ItemFlag.ItemIsEditable)
    row.setData(KEY, Qt.ItemDataRole.AccessibleTextRole, key_of(at))
    row.setData(WORDS, Qt.ItemDataRole.AccessibleTextRole, f"{reason}, {key_of(at)}")
    row.setToolTip(KEY, _translate("What to press for this reason; the page Keys changes it"))
    row.setToolTip(WORDS, in_tip(reason))
    return row


def _translate(text: str) -> str:
    return QCoreApplication.translate("ReasonsTree", text)
