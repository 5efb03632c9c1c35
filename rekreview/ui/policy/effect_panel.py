"""What applying the draft would do: counts with their change, and the flip theatre, whoever would change side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.ui import naming
from rekreview.ui.policy.difference_words import difference_lines
from rekreview.ui.policy.effect import Effect
from rekreview.ui.policy.flip_strip import FlipStrip, Stage
from rekreview.ui.still_label import StillLabel
from rekreview.ui.wellness import Profile

CHANGES_MOST: Final = 3
# A drag passes the applied threshold: all would be laid out anew twice, for one step on which nobody changes side.
STILL_MS: Final = 150
LINES: Final = (Status.APPROVED, Status.REJECTED, Status.PENDING, Status.NOT_MODERATED)
TONES: Final = {Status.APPROVED: "approve", Status.REJECTED: "reject"}


class EffectPanel(QWidget):
    """Counts and flips of the draft. `asset_asked` carries an asset to open, `told` what a person decided on here."""

    asset_asked = Signal(int)
    told = Signal(str)

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = {status: StillLabel("–", "1,000,000") for status in LINES}
        self._changes = {status: StillLabel("", "+100,000") for status in LINES}
        self.heading = QLabel(self.tr("Counting…"))
        self.changes = [StillLabel() for _line in range(CHANGES_MOST + 1)]
        self.note = QLabel()
        self.to_rejected = FlipStrip(Status.REJECTED, stage, self)
        self.to_approved = FlipStrip(Status.APPROVED, stage, self)
        self._still = QTimer(self, interval=STILL_MS, singleShot=True)
        self._still.timeout.connect(lambda: self._make_room(moved=False))
        self._lay_out()
        for part in (self.note, *self.strips):
            part.hide()  # until the first effect is known
        for strip in self.strips:
            strip.opened.connect(self.asset_asked)
            strip.decided.connect(self._tell_decided)
            strip.told.connect(self.told)

    @property
    def strips(self) -> tuple[FlipStrip, FlipStrip]:
        """Both sides of the theatre."""
        return self.to_rejected, self.to_approved

    def show_effect(self, effect: Effect) -> None:
        """Show what the draft of this effect would do."""
        edited = effect.question.draft != effect.question.applied
        self.heading.setText(self.tr("If you apply this policy") if edited else self.tr("As the policy stands"))
        self._show_changes(difference_lines(effect.question.applied, effect.question.draft, CHANGES_MOST))
        for status in LINES:
            now, then = effect.before.get(status, 0), effect.after.get(status, 0)
            self._counts[status].setText(naming.number(then))
            self._changes[status].setText(_signed(then - now))
        self.to_rejected.show_side(effect.to_rejected)
        self.to_approved.show_side(effect.to_approved)
        if effect.to_rejected.count or effect.to_approved.count:
            self._still.stop()
            self._make_room(moved=True)
        elif self.to_rejected.isHidden():
            self._make_room(moved=False)
        elif not self._still.isActive():
            self._still.start()

    def _make_room(self, *, moved: bool) -> None:
        """Show the strips, or in their place that nothing would change side."""
        self.note.setVisible(not moved)
        for strip in self.strips:
            strip.setVisible(moved)

    def _show_changes(self, lines: Sequence[str]) -> None:
        for position, label in enumerate(self.changes):
            words = lines[position] if position < len(lines) else ""
            label.setText(words)
            label.setVisible(bool(words))

    def set_profile(self, profile: Profile) -> None:
        """Veil the pictures by this wellness profile."""
        for strip in self.strips:
            strip.set_profile(profile)

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        for strip in self.strips:
            strip.heed(change)

    def stop(self) -> None:
        """Load no more pictures."""
        for strip in self.strips:
            strip.stop()

    def name_of(self, status: Status) -> str:
        """What a count is called."""
        return {
            Status.APPROVED: self.tr("Approved"),
            Status.REJECTED: self.tr("Rejected"),
            Status.PENDING: self.tr("Pending"),
            Status.NOT_MODERATED: self.tr("Not moderated"),
        }[status]

    def _tell_decided(self, name: str, status: Status) -> None:
        words = self.tr("{name} is {status} by you now, whatever the policy says. Undo takes it back.")
        self.told.emit(words.format(name=name, status=self.name_of(status).lower()))

    def _lay_out(self) -> None:
        self.heading.setProperty("tone", "heading")
        self.note.setText(self.tr("Nothing would change side. Move a threshold to see what would."))
        self.note.setProperty("tone", "muted")
        self.note.setWordWrap(True)
        card = QFrame(self)
        card.setProperty("tone", "card")
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.heading, 0, 0, 1, 3)
        for line, status in enumerate(LINES, 1):
            self._lay_line(grid, line, status)
        for line, label in enumerate(self.changes, len(LINES) + 1):
            label.setProperty("tone", "muted")
            label.setToolTip(self.tr("What differs from the applied policy: the threshold there → the one here"))
            grid.addWidget(label, line, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(card)
        layout.addWidget(self.note)
        layout.addWidget(self.to_rejected, 1)
        layout.addWidget(self.to_approved, 1)
        # Takes the room of the strips while there are none.
        layout.addStretch(0)

    def _lay_line(self, grid: QGridLayout, line: int, status: Status) -> None:
        count, change = self._counts[status], self._changes[status]
        name = QLabel(self.name_of(status))
        name.setProperty("tone", TONES.get(status, "muted"))
        count.setObjectName(f"count-{status.value}")
        change.setObjectName(f"change-{status.value}")
        count.setToolTip(
            self.tr("{status} under the policy being edited: assets of the whole library, pictures and videos").format(
                status=self.name_of(status)
            )
        )
        change.setToolTip(self.tr("How many more or fewer than under the applied policy"))
        for label in (count, change):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        change.setMinimumWidth(44)
        for column, told in enumerate((name, count, change)):
            grid.addWidget(told, line, column)


def _signed(change: int) -> str:
    """A change with its sign, nothing for none; the minus is as wide as the plus."""
    if not change:
        return ""
    return ("+" if change > 0 else "−") + naming.number(abs(change))
