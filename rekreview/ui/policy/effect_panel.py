"""What applying the draft would do: counts with their change, and the assets that would change side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import Status
from rekreview.ui import naming
from rekreview.ui.policy.effect import Effect
from rekreview.ui.policy.flip_list import SHOWN_MOST, Flip, FlipList

LINES: Final = (Status.APPROVED, Status.REJECTED, Status.PENDING, Status.NOT_MODERATED)
TONES: Final = {Status.APPROVED: "approve", Status.REJECTED: "reject"}


class EffectPanel(QWidget):
    """Counts and flips of the draft.

    `flips_wanted` carries the ids to be shown in the list, an empty sequence for none; `asset_asked` an asset to open.
    """

    flips_wanted = Signal(object)
    asset_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._effect: Effect | None = None
        self._wanted: tuple[int, ...] = ()
        self._counts = {status: QLabel("–") for status in LINES}
        self._changes = {status: QLabel("") for status in LINES}
        self.heading = QLabel(self.tr("Counting…"))
        self.to_rejected = self._direction("to-rejected")
        self.to_approved = self._direction("to-approved")
        self.list = FlipList(self)
        self.note = QLabel()
        self._lay_out()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for button in (self.to_rejected, self.to_approved):
            self._group.addButton(button)
            button.toggled.connect(lambda on, which=button: self._choose(which, on))
        self.list.asset_asked.connect(self.asset_asked)

    def show_effect(self, effect: Effect) -> None:
        """Show what the draft of this effect would do."""
        self._effect = effect
        edited = effect.question.draft != effect.question.applied
        self.heading.setText(self.tr("If you apply this policy") if edited else self.tr("As the policy stands"))
        for status in LINES:
            now, then = effect.before.get(status, 0), effect.after.get(status, 0)
            self._counts[status].setText(naming.number(then))
            self._changes[status].setText(_signed(then - now))
        self._count_flips(effect)
        self._ask()

    def show_flips(self, flips: Sequence[Flip]) -> None:
        """Fill the list with the assets that were asked for."""
        self.list.flips.show_flips(flips)

    def name_of(self, status: Status) -> str:
        """What a count is called."""
        return {
            Status.APPROVED: self.tr("Approved"),
            Status.REJECTED: self.tr("Rejected"),
            Status.PENDING: self.tr("Pending"),
            Status.NOT_MODERATED: self.tr("Not moderated"),
        }[status]

    def _direction(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setObjectName(name)
        button.setEnabled(False)
        return button

    def _lay_out(self) -> None:
        self.heading.setProperty("tone", "heading")
        self.note.setProperty("tone", "muted")
        self.note.setWordWrap(True)
        card = QFrame(self)
        card.setProperty("tone", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(8)
        grid.addWidget(self.heading, 0, 0, 1, 3)
        for line, status in enumerate(LINES, 1):
            self._lay_line(grid, line, status)
        grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(card)
        # One below the other: side by side, their words do not fit into a narrow panel.
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.to_rejected)
        buttons.addWidget(self.to_approved)
        layout.addLayout(buttons)
        layout.addWidget(self.note)
        layout.addWidget(self.list, 1)
        # Takes the room of the list while there is none.
        layout.addStretch(0)
        self.list.hide()

    def _lay_line(self, grid: QGridLayout, line: int, status: Status) -> None:
        name = QLabel(self.name_of(status))
        count, change = self._counts[status], self._changes[status]
        name.setProperty("tone", TONES.get(status, "muted"))
        count.setObjectName(f"count-{status.value}")
        change.setObjectName(f"change-{status.value}")
        count.setToolTip(self.tr("Assets of the whole library with this status, under the policy being edited"))
        change.setToolTip(self.tr("The change against the applied policy"))
        count.setAlignment(Qt.AlignmentFlag.AlignRight)
        change.setAlignment(Qt.AlignmentFlag.AlignRight)
        change.setMinimumWidth(44)
        for column, label in enumerate((name, count, change)):
            grid.addWidget(label, line, column)

    def _count_flips(self, effect: Effect) -> None:
        rejected, approved = len(effect.to_rejected), len(effect.to_approved)
        self.to_rejected.setText(self.tr("{count} to rejected").format(count=naming.number(rejected)))
        self.to_approved.setText(self.tr("{count} to approved").format(count=naming.number(approved)))
        self.to_rejected.setToolTip(self.tr("Show the assets that would become rejected"))
        self.to_approved.setToolTip(self.tr("Show the assets that would become approved"))
        self.to_rejected.setEnabled(rejected > 0)
        self.to_approved.setEnabled(approved > 0)

    def _choose(self, which: QPushButton, on: bool) -> None:
        if on:
            other = self.to_approved if which is self.to_rejected else self.to_rejected
            other.setChecked(False)
        self._ask()

    def _ask(self) -> None:
        """Ask for the assets of the direction that is chosen, if they are others than those shown."""
        chosen = self._chosen()
        ids = tuple(chosen[:SHOWN_MOST].tolist())
        note = self._note(len(chosen))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.list.setVisible(len(chosen) > 0)
        if ids != self._wanted:
            self._wanted = ids
            self.flips_wanted.emit(ids)

    def _chosen(self) -> NDArray[np.int64]:
        if self._effect is not None and self.to_rejected.isChecked():
            return self._effect.to_rejected
        if self._effect is not None and self.to_approved.isChecked():
            return self._effect.to_approved
        return np.empty(0, dtype=np.int64)

    def _note(self, chosen: int) -> str:
        if chosen > SHOWN_MOST:
            return self.tr("The first {shown} of {count}").format(shown=SHOWN_MOST, count=naming.number(chosen))
        if chosen or self._effect is None:
            return ""
        if len(self._effect.to_rejected) or len(self._effect.to_approved):
            return self.tr("Press a count to see these assets.")
        return self.tr("Nothing would change side. Move a threshold to see what would.")


def _signed(change: int) -> str:
    """A change with its sign, nothing for none; the minus is as wide as the plus."""
    if not change:
        return ""
    return ("+" if change > 0 else "−") + naming.number(abs(change))
