"""A plain cover over a whole window, with one button that takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.ui import actions, live_keys, theme


class Cover(QWidget):
    """Hides everything in a window. lifted: a person pressed its button. With `button` False it has none."""

    lifted = Signal()

    def __init__(self, window: QWidget, *, button: bool = True) -> None:
        super().__init__(window)
        self.setObjectName("cover")
        self.setAccessibleName(self.tr("Everything is covered"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.button = QPushButton(self.tr("Show again"), self)
        actions.explain_as(self.button, self.tr("Show everything again"), "blank")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.lifted)
        hint = QLabel(self)
        live_keys.follow(hint, _show_key)
        hint.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (self.button, hint):
            part.setVisible(button)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        window.installEventFilter(self)

    def put_on(self) -> None:
        """Cover the window now, before this returns."""
        self._fit()
        self.show()
        self.raise_()
        self.repaint()

    def take_off(self) -> None:
        """Uncover the window."""
        self.window().removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover all of the window, however large it becomes."""
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing but one colour."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.current().window))
        painter.end()


def _show_key(hint: QLabel) -> None:
    key = actions.spec("blank").hint
    hint.setText(hint.tr("or press the key  {key}").format(key=key) if key else "")
