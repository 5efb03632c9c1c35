"""An icon that stands alone, in the colours of the look worn at the moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from rekreview.ui import icons, theme


class IconLabel(QWidget):
    """Shows one icon. It is drawn at each painting, so that it never keeps the colour of a look that was left.

    colour: a token of the theme ("approve"); that of text if none is told.
    """

    def __init__(self, side: int, name: str = "", colour: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._name = name
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, colour: str = "") -> None:
        """Show this icon instead."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the icon."""
        if self._name:
            painter = QPainter(self)
            icons.paint(painter, self._name, QRectF(self.rect()), self._ink())
            painter.end()

    def _ink(self) -> QColor:
        if self._colour:
            return QColor(getattr(theme.current(), self._colour))
        return self.palette().color(QPalette.ColorRole.WindowText)
