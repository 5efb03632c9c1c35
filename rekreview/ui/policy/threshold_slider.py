"""The slider of one category: the library's confidences as a histogram, with the threshold as a line to drag."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from rekreview.domain.thresholds import IGNORE, Threshold
from rekreview.ui import theme

STEPS = 100
FINE_STEP = Decimal("0.001")
GRIP_WIDTH = 8.0


class ThresholdSlider(QSlider):
    """A threshold from 0.00 to 1.00 in steps of 0.01. `chosen` tells only what a person chose, never what was shown."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._bins: Sequence[int] = ()
        self._tallest = 1
        # The ground with its bars as it is left of the line and right of it: only the line between them moves.
        self._sides: tuple[QPixmap, QPixmap] | None = None
        self._sides_of: object = None
        self._own = False
        self._ignored = False
        self._showing = False
        self._exact = 0.5
        self._floor = 0.0
        self.setValue(round(self._exact * STEPS))
        self.valueChanged.connect(self._tell)

    def show_threshold(self, threshold: Threshold, *, own: bool) -> None:
        """Show an effective threshold without telling anybody."""
        ignored = threshold is IGNORE
        exact = 1.0 if threshold is IGNORE else float(threshold)
        if (exact, own, ignored) == (self._exact, self._own, self._ignored):
            return
        self._exact, self._own, self._ignored = exact, own, ignored
        self._showing = True
        self.setValue(round(exact * STEPS))
        self._showing = False
        self.update()

    def show_confidences(self, bins: Sequence[int], tallest: int) -> None:
        """Show how many of the library's items lie in each equal bin of confidence; `tallest` is the common scale."""
        if list(bins) != list(self._bins) or tallest != self._tallest:
            self._bins, self._tallest, self._sides_of = bins, max(1, tallest), None
            self.update()

    def show_floor(self, floor: float) -> None:
        """Show below which confidence (0–1) labels were not asked for, of some assets at least: unknown ground."""
        if floor != self._floor:
            self._floor = floor
            self.update()

    def sizeHint(self) -> QSize:
        """As high as a row leaves room for."""
        return QSize(220, 26)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a narrow window."""
        return QSize(60, 22)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line: it jumps to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._drag_to(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the line along."""
        if self.isSliderDown():
            self._drag_to(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the line go."""
        self.setSliderDown(False)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list: scrolling past a slider must not change a policy."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by 0.01, with Shift by 0.001, Page keys by 0.10, Home and End to the ends; up is more, whatever
        the layout says.
        """
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._step_finely(step)
        else:
            self.setValue(self.value() + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with the histogram, and the threshold line with its grip."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        passes, rejects = self._both_sides()
        line, height = self.width() if self._ignored else self._line_x(), self.height()
        scale = passes.devicePixelRatio()
        for side, left, right in ((passes, 0.0, line), (rejects, line, float(self.width()))):
            stretch = QRectF(left, 0, right - left, height)
            painter.drawPixmap(stretch, side, QRectF(left * scale, 0, stretch.width() * scale, height * scale))
        if not self._ignored:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_line(painter)
        painter.end()

    def _tell(self, value: int) -> None:
        if not self._showing:
            self._exact, self._own, self._ignored = value / STEPS, True, False
            self.update()
            self.chosen.emit(Decimal(value).scaleb(-2))

    def _step_finely(self, steps: int) -> None:
        """Move by less than a tick: the slider stands on the nearest one, and the line where the threshold is."""
        exact = Decimal(repr(self._exact)) + steps * FINE_STEP
        exact = max(Decimal(0), min(Decimal(1), exact))
        self.show_threshold(exact, own=True)
        self.chosen.emit(exact)

    def _ground(self) -> QRectF:
        return QRectF(self.rect()).adjusted(GRIP_WIDTH / 2 + 1, 2, -GRIP_WIDTH / 2 - 1, -2)

    def _drag_to(self, event: QMouseEvent) -> None:
        ground = self._ground()
        share = (event.position().x() - ground.left()) / max(1.0, ground.width())
        self.setValue(round(max(0.0, min(1.0, share)) * STEPS))

    def _line_x(self) -> float:
        ground = self._ground()
        return ground.left() + ground.width() * self._exact

    def _both_sides(self) -> tuple[QPixmap, QPixmap]:
        """The whole ground as it looks where labels pass, and as it looks where they reject; kept until it changes."""
        reaches = not self._ignored and self._exact < self._floor
        tokens, scale = theme.current(), self.devicePixelRatioF()
        key = (self.width(), self.height(), scale, tokens, self._own, self._floor, reaches)
        if self._sides is None or key != self._sides_of:
            self._sides_of = key
            self._sides = self._side("", tokens.outline), self._side(tokens.reject, tokens.reject)
        return self._sides

    def _side(self, tint: str, bars: str) -> QPixmap:
        scale = self.devicePixelRatioF()
        side = QPixmap(math.ceil(self.width() * scale), math.ceil(self.height() * scale))
        side.setDevicePixelRatio(scale)
        side.fill(Qt.GlobalColor.transparent)
        painter = QPainter(side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_ground(painter, tint)
        painter.setBrush(QColor(bars))
        painter.drawRects(self._bars())
        painter.end()
        return side

    def _paint_ground(self, painter: QPainter, tint: str) -> None:
        ground = self._ground()
        painter.setBrush(_faded(theme.current().outline, 0.16))
        painter.drawRoundedRect(ground, 3, 3)
        if tint:
            painter.setBrush(_faded(tint, 0.22 if self._own else 0.13))
            painter.drawRoundedRect(ground, 3, 3)
        if self._floor:
            self._paint_unknown(painter)

    def _paint_unknown(self, painter: QPainter) -> None:
        """Hatch what was not asked for; where the threshold reaches into it, in the colour of caution."""
        ground, tokens = self._ground(), theme.current()
        unknown = QRectF(ground.left(), ground.top(), ground.width() * self._floor, ground.height())
        reaches = not self._ignored and self._exact < self._floor
        painter.setBrush(QBrush(QColor(tokens.caution if reaches else tokens.outline), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(unknown)

    def _bars(self) -> list[QRectF]:
        """The bars of the histogram, from left to right."""
        ground, bars = self._ground(), []
        for position, count in enumerate(self._bins):
            if count:
                # The square root keeps one item visible beside a thousand.
                height = max(2.0, math.sqrt(min(1.0, count / self._tallest)) * ground.height())
                width = ground.width() / len(self._bins)
                left = ground.left() + position * width
                bars.append(QRectF(left, ground.bottom() - height, max(1.0, width - 0.5), height))
        return bars

    def _paint_line(self, painter: QPainter) -> None:
        ground, line, tokens = self._ground(), self._line_x(), theme.current()
        colour = QColor(tokens.accent if self._own else tokens.muted)
        painter.setPen(QPen(colour, 2.0))
        painter.drawLine(QPointF(line, ground.top()), QPointF(line, ground.bottom()))
        grip = QRectF(line - GRIP_WIDTH / 2, ground.center().y() - 7, GRIP_WIDTH, 14)
        painter.setBrush(colour if self._own else QColor(tokens.surface))
        painter.setPen(QPen(colour, 1.5))
        painter.drawRoundedRect(grip, 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2.0))
            painter.drawRoundedRect(grip.adjusted(-3, -3, 3, 3), 5, 5)


def _faded(colour: str, share: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(share)
    return faded
