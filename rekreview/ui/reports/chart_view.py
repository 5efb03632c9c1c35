"""A plot on the screen: painted for its width, and each mark in it says what it means when it is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rekreview.ui import theme
from rekreview.ui.as_written import in_tip
from rekreview.ui.reports.figure import Draw, Figure
from rekreview.ui.reports.painting import paint

_LEAST = 360


class ChartView(QWidget):
    """Shows one drawing, laid out anew for every width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw: Draw | None = None
        self._figure = Figure(0, 0)
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_drawing(self, draw: Draw | None, name: str, summary: str) -> None:
        """Show this drawing instead. name, summary: what a screen reader says of it."""
        self._draw = draw
        self.setAccessibleName(name)
        self.setAccessibleDescription(summary)
        self._lay_out()

    def tip_at(self, x: float, y: float) -> str:
        """What there is to say of this place."""
        return next((spot.tip for spot in self._figure.spots if spot.holds(x, y)), "")

    def sizeHint(self) -> QSize:
        """As high as the drawing is."""
        return QSize(640, round(self._figure.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the drawing out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the colours worn now."""
        painter = QPainter(self)
        paint(painter, self._figure, theme.current(), self.font())
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell what is pointed at."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), in_tip(self.tip_at(event.pos().x(), event.pos().y())), self)
            return True
        return super().event(event)

    def _lay_out(self) -> None:
        self._figure = self._draw(max(_LEAST, self.width())) if self._draw else Figure(0, 0)
        self.setFixedHeight(max(1, round(self._figure.height)))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours, other letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
