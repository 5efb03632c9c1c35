"""Two boxes for the lowest and the highest confidence, in percent, that cannot cross."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rekreview.ui.number_fields import WholeNumberField

LOWEST, HIGHEST = 0, 100


class ConfidenceRange(QWidget):
    """Lets a person keep only confidences within a range. Emits `changed`; an end left open says "any"."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confidence-range")
        self._low = self._box(self.tr("Lowest confidence"), LOWEST)
        self._high = self._box(self.tr("Highest confidence"), HIGHEST)
        # The open end of a spin box can only be its least value, so "no highest" is written as 100 %.
        self._low.setSpecialValueText(self.tr("0 %"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._low, 1)
        row.addWidget(QLabel(self.tr("to"), self))
        row.addWidget(self._high, 1)
        self._low.valueChanged.connect(self._keep_order)
        self._high.valueChanged.connect(self._keep_order)

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The lowest and highest confidence, 0–100; None where the range is open."""
        low, high = self._low.value(), self._high.value()
        return (float(low) if low > LOWEST else None, float(high) if high < HIGHEST else None)

    def set_ends(self, low: float | None, high: float | None) -> None:
        """Show this range without telling of it."""
        for box, value in (
            (self._low, LOWEST if low is None else low),
            (self._high, HIGHEST if high is None else high),
        ):
            box.blockSignals(True)
            box.setValue(round(value))
            box.blockSignals(False)

    def _box(self, name: str, value: int) -> WholeNumberField:
        box = WholeNumberField(self)
        box.setRange(LOWEST, HIGHEST)
        box.setSingleStep(5)
        box.setSuffix(self.tr(" %"))
        box.setValue(value)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setKeyboardTracking(False)
        box.setMinimumWidth(72)
        box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return box

    def _keep_order(self) -> None:
        """The end a person moves pushes the other before it."""
        low, high = self._low.value(), self._high.value()
        if low > high:
            moved_low = self.sender() is self._low
            self.set_ends(low if moved_low else high, low if moved_low else high)
        self.changed.emit()
