"""Queues beside those every library has: saved ones, and by import, by run and by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from rekreview.domain.facets import Choice, Facet, FacetCounts
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.saved_filters import SavedFilter
from rekreview.ui import actions, icons, live_keys, naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.filtering import words
from rekreview.ui.tree_rows import rows_below

SAVED: Final = "saved"
BATCHES: Final = (Facet.IMPORT, Facet.RUN, Facet.DATE)
SECTIONS: Final = (SAVED, *(facet.value for facet in BATCHES))
_OWN = int(Qt.ItemDataRole.UserRole)
_ICONS = {SAVED: "bookmark", Facet.IMPORT.value: "import", Facet.RUN.value: "play", Facet.DATE.value: "calendar"}


@dataclass(frozen=True, slots=True)
class CountedQueue:
    """A saved queue with how many assets it holds; None for one that cannot be counted any more."""

    saved: SavedFilter
    count: int | None


class MoreQueues(QTreeWidget):
    """chosen(QueueFilter): a person wants to see this list. left: and to work on it. renamed(int, str), deleted(int),
    moved(int, int): of a saved queue. opened: other sections are open, whose counts are wanted now.
    """

    chosen = Signal(object)
    left = Signal()
    renamed = Signal(int, str)
    deleted = Signal(int)
    moved = Signal(int, int)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("more-queues")
        self.setAccessibleName(self.tr("More queues"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(16, 16))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(10)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.writable = True
        self._shown = QueueFilter()
        self._sections = {name: self._section(name) for name in SECTIONS}
        self.itemExpanded.connect(self._resize)
        self.itemCollapsed.connect(self._resize)
        self.itemClicked.connect(lambda row, _column: self._take(row, leaving=True))
        self.itemActivated.connect(lambda row, _column: self._take(row, leaving=True))
        self.itemChanged.connect(self._rename)
        live_keys.follow(self, MoreQueues._show_key)
        self._fit()

    def _show_key(self) -> None:
        text = self.tr("Queues of your own: any list can be saved as one")
        self._sections[SAVED].setToolTip(0, actions.with_hint(text, "save_filter"))

    def show_saved(self, queues: Sequence[CountedQueue]) -> None:
        """Show the saved queues with their counts."""
        rows = [(one.saved, one.saved.name, "–" if one.count is None else naming.number(one.count)) for one in queues]
        self._fill(self._sections[SAVED], rows, editable=self.writable)

    def show_batches(self, told: FacetCounts) -> None:
        """Show imports, runs and days, as far as they are told."""
        for facet in BATCHES:
            if facet in told.values:
                rows = [
                    (Choice(facet, one.value), words.value(Choice(facet, one.value), one), naming.number(one.count))
                    for one in told.values[facet]
                ]
                self._fill(self._sections[facet.value], rows, editable=False)

    def show_filter(self, shown: QueueFilter) -> None:
        """Mark the queue that is shown, if it is one of these."""
        self._shown = shown
        with QSignalBlocker(self):
            self.clearSelection()
            for row in self._rows():
                if self._matches(row, shown):
                    row.setSelected(True)
                    break

    @property
    def open_sections(self) -> tuple[str, ...]:
        """The sections that are open."""
        return tuple(name for name, head in self._sections.items() if head.isExpanded())

    def open(self, sections: Iterable[str]) -> None:
        """Open these sections, and close the others."""
        wanted = {one for one in sections if isinstance(one, str)}  # what is remembered may be anything
        for name, head in self._sections.items():
            head.setExpanded(name in wanted)
        self._fit()

    def rename_current(self) -> None:
        """Have the name of the current saved queue written anew, in its place."""
        row = self.currentItem()
        if row is not None and self._saved(row) is not None and self.writable:
            self.editItem(row, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Delete deletes, Alt and an arrow move; Enter and Space take."""
        row, saved = self.currentItem(), self._saved(self.currentItem())
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if saved is not None and self.writable and event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif saved is not None and self.writable and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(saved.id)
        elif saved is not None and self.writable and by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(saved.id, by)
        elif row is not None and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(row, leaving=event.key() != Qt.Key.Key_Space)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are verdict keys in this window; they must never choose a queue by its first letter."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done to a saved queue."""
        row = self.itemAt(event.pos())
        saved = self._saved(row)
        if row is not None and saved is not None and self.writable:
            self.setCurrentItem(row)
            self._menu(saved).popup(event.globalPos())

    def _menu(self, saved: SavedFilter) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, key, act in (
            (self.tr("Rename"), "F2", self.rename_current),
            (self.tr("Move up"), "Alt+Up", lambda: self.moved.emit(saved.id, -1)),
            (self.tr("Move down"), "Alt+Down", lambda: self.moved.emit(saved.id, 1)),
            (self.tr("Delete"), "Delete", lambda: self.deleted.emit(saved.id)),
        ):
            action = QAction(f"{text}\t{key}", menu)
            action.triggered.connect(lambda _checked=False, act=act: act())
            menu.addAction(action)
        return menu

    def _take(self, row: QTreeWidgetItem, *, leaving: bool) -> None:
        saved, own = self._saved(row), row.data(0, _OWN)
        if saved is not None:
            self.chosen.emit(saved.filter)
        elif isinstance(own, Choice):
            order = self._shown
            self.chosen.emit(QueueFilter(facets=(own,), sort=order.sort, descending=order.descending))
        else:
            row.setExpanded(not row.isExpanded())
            return
        if leaving:
            self.left.emit()

    def _rename(self, row: QTreeWidgetItem, column: int) -> None:
        saved = self._saved(row)
        if saved is not None and column == 0 and row.text(0).strip() != saved.name:
            self.renamed.emit(saved.id, row.text(0))

    def _matches(self, row: QTreeWidgetItem, shown: QueueFilter) -> bool:
        own, saved = row.data(0, _OWN), self._saved(row)
        if saved is not None:
            return saved.filter == shown
        plain = replace(shown, sort=SortKey.IMPORTED, descending=False)
        return isinstance(own, Choice) and plain == QueueFilter(facets=(own,))

    def _fill(self, head: QTreeWidgetItem, rows: Sequence[tuple[object, str, str]], *, editable: bool) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            return  # what is being written would be lost; the next count shows it
        with QSignalBlocker(self):
            row = self.currentItem()
            current = head.indexOfChild(row) if row is not None else -1
            own = row.data(0, _OWN) if row is not None and current >= 0 else None
            current = next((at for at, one in enumerate(rows) if _is_same(one[0], own)), current)
            while head.childCount() > len(rows):
                head.takeChild(head.childCount() - 1)
            while head.childCount() < len(rows):
                head.addChild(self._row())
            for child, (own, text, count) in zip(rows_below(head), rows, strict=True):
                self._show(child, own, text, count, editable=editable)
            if 0 <= current < len(rows):
                self.setCurrentItem(rows_below(head)[current])
        self.show_filter(self._shown)
        self._fit()

    def _row(self) -> QTreeWidgetItem:
        row = QTreeWidgetItem()
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return row

    def _show(self, row: QTreeWidgetItem, own: object, text: str, count: str, *, editable: bool) -> None:
        row.setData(0, _OWN, own)
        row.setText(0, text)
        row.setText(1, count)
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}, {count}")
        hint = self.tr("{name}: F2 renames, Delete deletes, Alt with an arrow moves it") if editable else "{name}"
        row.setToolTip(0, in_tip(hint.format(name=text)))
        row.setToolTip(1, self.tr("How many assets this queue holds"))
        flags = row.flags() | Qt.ItemFlag.ItemIsEditable if editable else row.flags() & ~Qt.ItemFlag.ItemIsEditable
        row.setFlags(flags)

    def _section(self, name: str) -> QTreeWidgetItem:
        texts = {
            SAVED: self.tr("Saved"),
            Facet.IMPORT.value: self.tr("Imports"),
            Facet.RUN.value: self.tr("Runs"),
            Facet.DATE.value: self.tr("Days"),
        }
        tips = {
            SAVED: "",
            Facet.IMPORT.value: self.tr("What each import brought"),
            Facet.RUN.value: self.tr("What each moderation run had on its list"),
            Facet.DATE.value: self.tr("What was imported on each day"),
        }
        head = QTreeWidgetItem(self, [texts[name], ""])
        head.setIcon(0, icons.icon(_ICONS[name]))
        head.setToolTip(0, tips[name])
        head.setFlags(head.flags() & ~Qt.ItemFlag.ItemIsEditable)
        if name != SAVED:  # what is in the others is not known before they are opened
            head.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return head

    def _saved(self, row: QTreeWidgetItem | None) -> SavedFilter | None:
        own = None if row is None else row.data(0, _OWN)
        return own if isinstance(own, SavedFilter) else None

    def _rows(self) -> Iterable[QTreeWidgetItem]:
        return (row for head in self._sections.values() for row in rows_below(head))

    def _resize(self, _row: QTreeWidgetItem) -> None:
        self._fit()
        self.opened.emit()

    def _fit(self) -> None:
        """As high as what is open: the panel around it scrolls."""
        shown = len(self._sections) + sum(head.childCount() for head in self._sections.values() if head.isExpanded())
        high = max(24, self.sizeHintForRow(0))
        self.setFixedHeight(shown * high + 4)


def _is_same(one: object, other: object) -> bool:
    """Whether both are the same queue, though it may have been moved or renamed."""
    if isinstance(one, SavedFilter) and isinstance(other, SavedFilter):
        return one.id == other.id
    return one == other
