"""A short message over the window that goes away by itself, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from rekreview.ui.panels.shortened import shortened

# Long enough to read two lines twice; with something to do, long enough to reach for it.
TOLD_MS = 6_000
OFFERED_MS = 12_000
MARGIN = 16
LEAST_WIDTH = 280
_MOST_SIGNS = 300
# The verdict buttons lie at the bottom right, and along the bottom of the large view: no message may ever cover them.
KEPT_FREE = 380
FOOT = 56


class Toast(QFrame):
    """The one toast of a window: it lies at the bottom left of `over`, and waits while the pointer is on it."""

    def __init__(self, window: QWidget, over: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._over = over
        self.setObjectName("toast")
        self.setProperty("tone", "toast")
        self._text = QLabel(self)
        self._text.setObjectName("toast-text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._offer = QPushButton(self)
        self._offer.setObjectName("toast-offer")
        self._offer.clicked.connect(self._take_offer)
        self._accept: Callable[[], object] | None = None
        self._life = QTimer(self, singleShot=True)
        self._life.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(14)
        row.addWidget(self._text, 1)
        row.addWidget(self._offer)
        self.hide()
        over.installEventFilter(self)

    def tell(self, text: str, offer: str = "", accept: Callable[[], object] | None = None) -> None:
        """Show `text` instead of what was shown; `offer` names the button that calls `accept`."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 5 ms: not before the first tiles

        self._text.setText(shortened(text, signs=_MOST_SIGNS))
        self._accept = accept
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer and accept))
        self._life.start(OFFERED_MS if offer else TOLD_MS)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def text(self) -> str:
        """What is shown, "" when nothing is."""
        return self._text.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Stay at the bottom left."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is here."""
        self._life.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go away some time after the pointer left."""
        self._life.start(TOLD_MS)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        self._life.stop()
        super().hideEvent(event)

    def _place(self) -> None:
        below = self._over
        room = max(LEAST_WIDTH, below.width() - KEPT_FREE - 2 * MARGIN)
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + self._offer.sizeHint().width() + 60
        self.setFixedWidth(min(room, wanted, 640))
        self.adjustSize()
        corner = QPoint(MARGIN, below.height() - self.height() - MARGIN - FOOT)
        self.move(below.mapTo(self._window, corner))

    def _take_offer(self) -> None:
        accept, self._accept = self._accept, None
        self.hide()
        if accept is not None:
            accept()
