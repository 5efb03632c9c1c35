"""The chips above the grid: everything that narrows the list, each to be taken away by a click or a key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from rekreview.domain.queues import QueueFilter
from rekreview.ui import actions, icons
from rekreview.ui.as_written import in_tip, on_button
from rekreview.ui.filtering.flow import FlowLayout
from rekreview.ui.filtering.parts import parts, widened

if TYPE_CHECKING:
    from rekreview.domain.facets import FacetCounts

_GOES_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_GOES_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_TAKES_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FilterChips(QFrame):
    """Emits filter_wanted(QueueFilter) with the list that one chip less leaves, open_wanted for the panel of facets,
    and left when a person wants back to the assets.
    """

    filter_wanted = Signal(object)
    open_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter-chips")
        self.setAccessibleName(self.tr("Filters of this list"))
        self.setProperty("tone", "head")
        self._shown = QueueFilter()
        self._chips: list[QToolButton] = []
        self._row = FlowLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self.hide()

    def show_filter(self, shown: QueueFilter, told: FacetCounts | None = None) -> None:
        """Show what narrows this list. told: what the library says of values, for those that are numbers."""
        self._shown = shown
        wanted = [] if shown.asks_for_evidence else [(part.text, part.without) for part in parts(shown, told)]
        had_focus = self.focusWidget() in self._chips and self.isAncestorOf(self.focusWidget())
        self._remove()
        for text, without in wanted:
            self._add(text, self.tr("Take this filter away: {}").format(text), without)
        if len(wanted) > 1:
            self._add(self.tr("Clear all"), self.tr("Take all filters away"), widened(shown), icon="eraser")
        self.setVisible(bool(wanted))
        if had_focus and self._chips:
            self._chips[0].setFocus()
        elif had_focus:
            self.left.emit()  # a keyboard that is nowhere decides nothing

    @property
    def texts(self) -> Sequence[str]:
        """What the chips say."""
        return [chip.text() for chip in self._chips]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from chip to chip, Delete takes one away, Esc leads back to the assets."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched in self._chips:
            at, key = self._chips.index(watched), Qt.Key(event.key())
            if key in _GOES_ON or key in _GOES_BACK:
                self._chips[(at + (1 if key in _GOES_ON else -1)) % len(self._chips)].setFocus()
                return True
            if key in _TAKES_AWAY:
                self._chips[at].click()
                return True
            if key is Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _add(self, text: str, name: str, without: QueueFilter, icon: str = "x") -> None:
        chip = QToolButton(self)
        chip.setProperty("tone", "chip")
        chip.setText(on_button(text))
        chip.setAccessibleName(name)
        chip.setToolTip(in_tip(actions.with_hint(name, "remove")))
        chip.setIcon(icons.icon(icon))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(partial(self.filter_wanted.emit, without))
        chip.installEventFilter(self)
        self._row.addWidget(chip)
        self._chips.append(chip)
        chip.show()

    def _remove(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
