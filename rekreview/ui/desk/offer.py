"""The strip that offers a decision made on a near-duplicate, in the detail pane and in the large view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from rekreview.ui import naming
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.verdict_buttons import KeyedButton
from rekreview.ui.wording import status_word, tr

if TYPE_CHECKING:
    from rekreview.domain.memories import Memory


class MemoryOffer(QFrame):
    """Says what was decided, by whom, when and why. taken: the reviewer wants the same here."""

    taken = Signal()

    def __init__(self, parent: QWidget, *, in_a_row: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("memory-offer")
        self.setProperty("tone", "card")
        self._words = QLabel(self)
        self._words.setObjectName("memory-words")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        wide = self._words.sizePolicy()
        wide.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._words.setSizePolicy(wide)
        self.use = KeyedButton("use_memory", "text", self)
        self.use.clicked.connect(self.taken)
        self.use.setMinimumWidth(110)
        line = QHBoxLayout(self) if in_a_row else QVBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        if in_a_row:
            line.addWidget(IconLabel(18, "history", parent=self))
        line.addWidget(self._words, 1)
        line.addWidget(self.use)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._words.text()

    def offer(self, memory: Memory | None, reviewer: str, *, writable: bool) -> None:
        """Offer this, or nothing. reviewer: who works here."""
        self.setVisible(memory is not None)
        if memory is not None:
            self._words.setText(words(memory, reviewer))
            self.use.setEnabled(writable)
            self.setAccessibleName(self._words.text())


def words(memory: Memory, reviewer: str) -> str:
    """What was decided: "You approved a near-duplicate (cat.jpg) on 3 March 2026: Harmless context."."""
    one = memory.newest
    who = tr("You") if one.reviewer == reviewer else one.reviewer or tr("Somebody")
    text = tr("{who} {decided} a near-duplicate ({name}) on {day}")
    told = text.format(who=who, decided=status_word(one.status).lower(), name=one.name, day=naming.day(one.at))
    told += f": {one.reason}." if one.reason else "."
    if memory.differing:
        told += " " + tr("Decided otherwise: {assets} like it.").format(assets=naming.assets(memory.differing))
    elif memory.agreeing:
        told += " " + tr("Decided the same: {assets} more like it.").format(assets=naming.assets(memory.agreeing))
    return told
