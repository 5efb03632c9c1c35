"""The list of every action with its keys, grouped by where they are heard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from rekreview.ui.key_words import PLACES, keys_words, name_of, place_words, says
from rekreview.ui.keytable.keymap import Keymap

_NAME = Qt.ItemDataRole.UserRole


class KeyTree(QTreeWidget):
    """chosen: another action is the current one. change_wanted: Enter or a double click on it."""

    chosen = Signal()
    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key-tree")
        self.setAccessibleName(self.tr("Actions and their keys"))
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Changed")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(1, 190)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._places = {place: self._place(place_words(place)) for place in PLACES}
        self.currentItemChanged.connect(lambda *_items: self.chosen.emit())
        self.itemDoubleClicked.connect(lambda *_item: self.change_wanted.emit())

    @property
    def name(self) -> str:
        """The current action, "" for none."""
        row = self.currentItem()
        return str(row.data(0, _NAME) or "") if row is not None else ""

    def choose(self, name: str) -> None:
        """Make this action the current one."""
        self.setCurrentItem(self._rows[name])

    def show_keymap(self, keymap: Keymap, usual: Keymap) -> None:
        """Show the keys every action has, and which differ from the usual ones."""
        for spec in keymap.specs:
            row = self._rows.get(spec.name)
            if row is None:
                row = self._rows[spec.name] = QTreeWidgetItem(self._places[spec.place], [f"    {name_of(spec)}"])
                row.setData(0, _NAME, spec.name)
                row.setToolTip(0, says(spec))
            row.setText(1, keys_words(spec, between=", ") or self.tr("none"))
            fixed = self.tr("fixed") if spec.fixed else ""
            row.setText(2, self.tr("yes") if spec.keys != usual.spec(spec.name).keys else fixed)
            row.setData(1, Qt.ItemDataRole.AccessibleTextRole, keys_words(spec, between=", ") or self.tr("no key"))

    def filter(self, text: str) -> None:
        """Show only actions whose words or keys hold every word of this text."""
        words = text.lower().split()
        for place in self._places.values():
            hidden = 0
            for row in (row for row in self._rows.values() if row.parent() is place):
                told = " ".join((row.text(0), row.text(1), row.toolTip(0))).lower()
                row.setHidden(not all(word in told for word in words))
                hidden += row.isHidden()
            place.setHidden(hidden == place.childCount())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes the key of the current action."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name:
            self.change_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _place(self, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [text])
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)
        return item
