"""The number of one category's threshold, typed or stepped."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from rekreview.domain.thresholds import IGNORE, Threshold
from rekreview.ui import theme

DIGITS = 5
FINE_STEP = 0.001
# One step above the scale stands for "ignored", so that typing 1.00 into an ignored box is a change like any other.
BEYOND = 1.01
FRAMES_KEPT = 64

_frames: dict[object, QPixmap] = {}


class NumberBox(QDoubleSpinBox):
    """A threshold from 0.00 to 1.00; shows a dash while its category is ignored. `chosen` tells what a person chose."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The moderation string knows one decimal point and no other sign, whatever the country.
        self.setLocale(QLocale(QLocale.Language.C))
        self.setDecimals(DIGITS)
        self.setRange(0.0, 1.0)
        self.setSingleStep(0.01)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._showing = False
        self.valueChanged.connect(self._tell)

    def show_threshold(self, threshold: Threshold) -> None:
        """Show an effective threshold without telling anybody, and without disturbing who types."""
        wanted = BEYOND if threshold is IGNORE else float(threshold)
        if round(wanted, DIGITS) == round(self.value(), DIGITS):
            return
        self._showing = True
        self._reach(BEYOND if threshold is IGNORE else 1.0)
        self.setValue(wanted)
        self._showing = False

    def textFromValue(self, value: float) -> str:
        """At least two decimals and no more than needed, or a dash."""
        return "–" if value > 1.0 else written(Decimal(str(round(value, DIGITS))))

    def valueFromText(self, text: str) -> float:
        """The number typed; a dash is what it stands for."""
        return BEYOND if text.strip() == "–" else super().valueFromText(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the frame; the number in it is a field of its own.

        Half the rows have another number at every step of a drag, and a style sheet takes long to draw the same frame
        again: so each frame is drawn once and kept.
        """
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        look = (self.size().toTuple(), self.devicePixelRatioF(), int(option.state.value), theme.current())
        parts = (int(option.activeSubControls.value), int(option.stepEnabled.value), option.direction)
        frame = _frames.get((look, parts))
        if frame is None:
            if len(_frames) >= FRAMES_KEPT:
                _frames.clear()
            frame = _frames[look, parts] = self._drawn(option)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, frame)
        painter.end()

    def _drawn(self, option: QStyleOptionSpinBox) -> QPixmap:
        """The frame with its buttons."""
        frame = QPixmap(self.size() * self.devicePixelRatioF())
        frame.setDevicePixelRatio(self.devicePixelRatioF())
        frame.fill(Qt.GlobalColor.transparent)
        painter = QPainter(frame)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_SpinBox, option, painter, self)
        painter.end()
        return frame

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down step by 0.01, with Shift by 0.001."""
        way = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if way is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        else:
            self.setValue(min(1.0, round(self.value() + way * FINE_STEP, DIGITS)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list: scrolling past a box must not change a policy."""
        event.ignore()

    def _reach(self, most: float) -> None:
        """Let the scale end here. Qt lays everything out anew for a maximum, also for the same one."""
        if self.maximum() != most:
            self.setMaximum(most)

    def _tell(self, value: float) -> None:
        if not self._showing and value <= 1.0:
            self._showing = True
            self._reach(1.0)
            self._showing = False
            self.chosen.emit(Decimal(str(round(value, DIGITS))))


def written(threshold: Decimal) -> str:
    """A threshold as people read it: at least two decimals, and no more than it needs."""
    whole, _, decimals = f"{threshold:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
