"""The three buttons that decide, with their keys on them, and the line that says on how many assets."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from rekreview.domain.assets import Status
from rekreview.ui import actions, icons, live_keys, naming, theme
from rekreview.ui.as_written import in_tip

_HEIGHT = 34
_MOUSE_HEIGHT = 60


class KeyedButton(QPushButton):
    """A button that shows its key at its right end. Its accessible name is its text alone."""

    def __init__(self, name: str, ink: str, parent: QWidget | None = None) -> None:
        spec = actions.spec(name)
        super().__init__(actions.text(name), parent)
        self.setObjectName(f"button-{name}")
        self.setAccessibleName(self.text())
        actions.explain(self, name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        live_keys.follow(self, KeyedButton._fit_hand)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name = name
        self._ink = ink
        if spec.icon:
            self.setIcon(icons.icon(spec.icon, ink))

    def _fit_hand(self) -> None:
        """Larger for whoever decides with the mouse alone; the key it shows may be another."""
        self.setFixedHeight(_MOUSE_HEIGHT if live_keys.mouse_only() else _HEIGHT)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and its key."""
        super().paintEvent(event)
        hint = actions.spec(self._name).hint
        if not hint or not self.isEnabled():
            return
        painter = QPainter(self)
        ink = QColor(getattr(theme.current(), self._ink))
        ink.setAlphaF(0.85)
        painter.setPen(ink)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -11, 0), right, hint)
        painter.end()


class VerdictButtons(QWidget):
    """Approve, Reject and Clear override. decided(Status), cleared."""

    decided = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None, *, in_a_row: bool = False) -> None:
        super().__init__(parent)
        self.approve = KeyedButton("approve", "on_approve", self)
        self.reject = KeyedButton("reject", "on_reject", self)
        self.clear = KeyedButton("clear", "text", self)
        self.approve.setProperty("tone", "approve")
        self.reject.setProperty("tone", "reject")
        self._target = QLabel(self)
        self._target.setTextFormat(Qt.TextFormat.PlainText)
        self._target.setObjectName("verdict-target")
        self._target.setProperty("tone", "muted")
        self.approve.clicked.connect(lambda: self.decided.emit(Status.APPROVED))
        self.reject.clicked.connect(lambda: self.decided.emit(Status.REJECTED))
        self.clear.clicked.connect(self.cleared)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        if in_a_row:
            for column, part in enumerate((self.approve, self.reject, self.clear)):
                grid.addWidget(part, 0, column)
            self._target.hide()
        else:
            grid.addWidget(self._target, 0, 0, 1, 2)
            grid.addWidget(self.approve, 1, 0)
            grid.addWidget(self.reject, 1, 1)
            grid.addWidget(self.clear, 2, 0, 1, 2)
        self._writable = True
        self._count = 0
        self._shown: tuple[int, str, int] | None = None
        self.show_target(0)

    def show_target(self, count: int, name: str = "") -> None:
        """Say what a verdict would act on: nothing, one asset by its name, or so many."""
        width = max(120, self.width() - 8)
        if (count, name, width) == self._shown:
            return
        self._shown = count, name, width
        self._count = count
        self._enable()
        if self._target.isHidden():
            return
        if not count:
            text = self.tr("No asset chosen")
        elif count == 1:
            text = self.tr("Acts on {name}").format(name=name or naming.assets(1))
        else:
            text = self.tr("Acts on {assets}").format(assets=naming.assets(count))
        self._target.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width))
        self._target.setToolTip(in_tip(text))

    def set_writable(self, on: bool) -> None:
        """Whether anything may be decided in this window."""
        self._writable = on
        self._enable()

    def _enable(self) -> None:
        for button in (self.approve, self.reject, self.clear):
            button.setEnabled(self._writable and self._count > 0)
