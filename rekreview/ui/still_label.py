"""A label for a number that changes while somebody drags: it keeps its place, so that nothing is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class StillLabel(QLabel):
    """One line of plain text as wide as `widest`, or as the layout makes it, whatever it says.

    A QLabel asks for a new layout with every text, and everything around it is painted anew then.
    """

    def __init__(self, words: str = "", widest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._widest = widest
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if widest else QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )
        self.setText(words)

    def text(self) -> str:
        """What it says."""
        return self._words

    def setText(self, words: str) -> None:
        """Say something else."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the widest text."""
        metrics, margins = self.fontMetrics(), self.contentsMargins()
        return QSize(metrics.horizontalAdvance(self._widest), metrics.height() + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw as much as fits."""
        room = self.contentsRect()
        shown = self._words
        if len(shown) >= len(self._widest):  # what is shorter fits, and measuring takes longer than painting
            shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)
        painter.end()
