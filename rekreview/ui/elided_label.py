"""A label that shortens its text by "…" instead of widening the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rekreview.ui.as_written import in_tip


class ElidedLabel(QLabel):
    """One line of plain text, cut at the right where there is no room; the whole of it is in the tool tip."""

    def __init__(self, parent: QWidget | None = None, tone: str = "muted") -> None:
        super().__init__(parent)
        self._meaning = ""
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_meaning(self, meaning: str) -> None:
        """Say in the tool tip what it means too, whether it is cut or not."""
        self._meaning = meaning
        self.setToolTip(in_tip(meaning))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one letter and "…"."""
        return QSize(self.fontMetrics().horizontalAdvance("m…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw as much as fits."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, room, int(self.alignment()), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()
        whole = self.text() if shown != self.text() else ""
        told = in_tip("\n".join(part for part in (whole, self._meaning) if part))
        if self.toolTip() != told:
            self.setToolTip(told)
