"""The tree of facets: each value with a box to tick and how many assets it would leave."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from rekreview.domain.facets import Choice, Choices, Facet, FacetCounts, FacetValue
from rekreview.ui import naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.filtering import words
from rekreview.ui.tree_rows import move_row, rows_below

_CHOICE = int(Qt.ItemDataRole.UserRole)
_OPEN_AT_FIRST = (Facet.KIND, Facet.ENGINE, Facet.CATEGORY)
_FEW = 6


class FacetTree(QTreeWidget):
    """Emits toggled(Choice) when a person ticks a value, or takes the tick away."""

    toggled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self.setAccessibleName(self.tr("Facets"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._heads = {facet: self._head(facet) for facet in Facet}
        self._rows: dict[Choice, QTreeWidgetItem] = {}
        self._touched: set[Facet] = set()
        self._sought = ""
        self.itemChanged.connect(self._tell)
        self.itemActivated.connect(self._turn)
        self.itemExpanded.connect(self._touch)
        self.itemCollapsed.connect(self._touch)

    def show_counts(self, told: FacetCounts, chosen: Choices) -> None:
        """Show these values; who is on one stays there."""
        with QSignalBlocker(self):
            current = self._choice(self.currentItem())
            for facet in Facet:
                self._show_facet(facet, told.values.get(facet, ()), chosen)
            if current in self._rows:
                self.setCurrentItem(self._rows[current])
        self.seek(self._sought)

    def seek(self, text: str) -> None:
        """Show only values with this text in them, and what they lie below."""
        self._sought = text.strip().casefold()
        for head in self._heads.values():
            self._sift(head, self._sought in head.text(0).casefold())
            head.setHidden(head.isHidden() or not head.childCount())

    @property
    def visible_values(self) -> list[Choice]:
        """The values that can be seen or opened now."""
        return [choice for choice, row in self._rows.items() if not row.isHidden()]

    def enter(self) -> None:
        """Put the keyboard on the first value, or where it was."""
        current = self.currentItem()
        shown = [head for head in self._heads.values() if not head.isHidden()]
        if shown and (current is None or current.isHidden()):
            below = rows_below(shown[0]) if shown[0].isExpanded() else []
            self.setCurrentItem(next((row for row in below if not row.isHidden()), shown[0]))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks from any column; letters stay what they are, since they decide on assets elsewhere."""
        if event.key() == Qt.Key.Key_Space and self._choice(self.currentItem()) is not None:
            self._turn(self.currentItem())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """What is typed goes into the search field, not here."""

    def _show_facet(self, facet: Facet, values: Iterable[FacetValue], chosen: Choices) -> None:
        head, there = self._heads[facet], {Choice(facet, one.value): one for one in values}
        for gone in [one for one in self._rows if one.facet is facet and one not in there]:
            self._drop(gone)
        for at, (choice, told) in enumerate(there.items()):
            self._show_value(choice, told, at, ticked=choice in chosen)
        for choice, told in there.items():
            self._hang(choice, told)
        own = [choice for choice in chosen if choice.facet is facet]
        head.setText(1, naming.number(len(own)) if own else "")
        head.setToolTip(1, self.tr("How many values are ticked") if own else "")
        if facet not in self._touched:
            head.setExpanded(bool(own) or (facet in _OPEN_AT_FIRST and len(there) <= 2 * _FEW))

    def _show_value(self, choice: Choice, told: FacetValue, at: int, *, ticked: bool) -> None:
        row = self._rows.get(choice)
        if row is None:
            row = self._rows[choice] = QTreeWidgetItem()
            row.setData(0, _CHOICE, choice)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._heads[choice.facet].insertChild(min(at, self._heads[choice.facet].childCount()), row)
        text, count = words.value(choice, told), naming.number(told.count)
        row.setText(0, text)
        row.setToolTip(0, in_tip(text))
        row.setText(1, count)
        row.setToolTip(1, self.tr("So many assets this would leave, with what is ticked elsewhere"))
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}, {count}")
        row.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _hang(self, choice: Choice, told: FacetValue) -> None:
        """Below its parent, if that is there."""
        above = self._rows.get(Choice(choice.facet, told.parent)) if told.parent else None
        move_row(self._rows[choice], above or self._heads[choice.facet])
        if above is not None:
            above.setExpanded(True)

    def _drop(self, choice: Choice) -> None:
        row = self._rows.pop(choice)
        self._heads[choice.facet].addChildren(row.takeChildren())
        above = row.parent()
        if above is not None:
            above.removeChild(row)

    def _head(self, facet: Facet) -> QTreeWidgetItem:
        head = QTreeWidgetItem(self, [words.facet(facet), ""])
        head.setToolTip(0, words.facet_tip(facet))
        head.setData(0, int(Qt.ItemDataRole.UserRole) + 1, facet.value)
        head.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        head.setHidden(True)
        return head

    def _sift(self, row: QTreeWidgetItem, fits: bool) -> bool:
        """Hide a row unless it fits, or one below it does; whether it is shown."""
        fits = fits or (self._choice(row) is not None and self._sought in row.text(0).casefold())
        below = [self._sift(child, fits and bool(self._sought)) for child in rows_below(row)]
        shown = not self._sought or fits or any(below)
        row.setHidden(not shown)
        if self._sought and any(below):
            with QSignalBlocker(self):
                row.setExpanded(True)
        return shown

    def _choice(self, row: QTreeWidgetItem | None) -> Choice | None:
        found = None if row is None else row.data(0, _CHOICE)
        return found if isinstance(found, Choice) else None

    def _tell(self, row: QTreeWidgetItem, column: int) -> None:
        choice = self._choice(row)
        if choice is not None and column == 0:
            self.toggled.emit(choice)

    def _turn(self, row: QTreeWidgetItem | None) -> None:
        """Enter and Space do what a click on the box does; on a facet they open it."""
        if row is None:
            return
        if self._choice(row) is None:
            row.setExpanded(not row.isExpanded())
            return
        ticked = row.checkState(0) is Qt.CheckState.Checked
        row.setCheckState(0, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _touch(self, row: QTreeWidgetItem) -> None:
        """A facet a person opened or closed stays so."""
        facet = next((one for one, head in self._heads.items() if head is row), None)
        if facet is not None:
            self._touched.add(facet)
