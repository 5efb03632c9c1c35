"""What paid jobs left in a bucket, with a button that removes it, and what came of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.video import VideoJob
from rekreview.ui import icons
from rekreview.ui.video_jobs import kept_told, left_told


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The jobs of which something lies in a bucket. needless: that no job needs any more. kept: by choice."""

    needless: Sequence[VideoJob] = ()
    kept: Sequence[VideoJob] = ()


class LeftOverBar(QFrame):
    """Not there while nothing was left. Emits removal_wanted(bool): True for what was kept by choice too."""

    removal_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left-over")
        self.setProperty("tone", "head")
        self._left, self._remove = self._line("left-over", self.tr("Remove from the bucket"), kept=False)
        self._kept, self._remove_kept = self._line("kept", self.tr("Remove these too"), kept=True)
        self._outcome = self._label("left-over-outcome")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        for label, button in ((self._left, self._remove), (self._kept, self._remove_kept)):
            line = QHBoxLayout()
            line.addWidget(label, 1)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(line)
        column.addWidget(self._outcome)
        self.show_left(Leftovers(), writable=False)

    def show_left(self, left: Leftovers, *, writable: bool) -> None:
        """Show what there is; it can be removed where the library may be written to."""
        self._left.setText(left_told(left.needless))
        self._kept.setText(kept_told(left.kept))
        for label, button in ((self._left, self._remove), (self._kept, self._remove_kept)):
            label.setVisible(bool(label.text()))
            button.setVisible(bool(label.text()))
            button.setEnabled(writable)
        self.setVisible(bool(left.needless or left.kept or self._outcome.text()))

    def tell(self, outcome: str) -> None:
        """Say what comes, or came, of removing it."""
        self._outcome.setText(outcome)
        self._outcome.setVisible(bool(outcome))
        self.setVisible(bool(outcome) or not self.isHidden())

    def _ask(self, kept: bool) -> None:
        self.tell(self.tr("Asking Amazon…"))
        self.removal_wanted.emit(kept)

    def _line(self, name: str, text: str, *, kept: bool) -> tuple[QLabel, QPushButton]:
        button = QPushButton(icons.icon("eraser"), text, self)
        button.setObjectName(f"remove-{name}")
        button.clicked.connect(lambda: self._ask(kept))
        return self._label(f"{name}-told"), button

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.hide()
        return label
