"""The middle of the window: one screen at a time, and what stands there while there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.ui.messages import Message
from rekreview.ui.panels.first_start import FirstStart

# Opening takes less than this as a rule; a text that flashes up would only unsettle.
OPENING_TOLD_MS = 400


class Center(QStackedWidget):
    """Shows one screen by its name. An empty library shows the first start instead of the review desk."""

    import_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("center")
        self.setMinimumWidth(420)
        self.shown = "review"
        self.first_start = FirstStart(self)
        self._empty = False
        self._pages: Mapping[str, QWidget] = {}
        self._opening = _Page(self)
        for page in (self._opening, self.first_start):
            self.addWidget(page)
        self.first_start.import_wanted.connect(self.import_wanted)
        self.first_start.folder_wanted.connect(self.folder_wanted)
        self.first_start.sample_wanted.connect(self.sample_wanted)
        self._soon = QTimer(self, singleShot=True, interval=OPENING_TOLD_MS)
        self._soon.timeout.connect(lambda: self._opening.tell(self.tr("Opening the library…")))
        self._soon.start()

    def fill(self, pages: Mapping[str, QWidget]) -> None:
        """Put the screens of an open library in their places, by name."""
        self._soon.stop()
        self._pages = pages
        for page in pages.values():
            self.addWidget(page)

    def show_screen(self, name: str) -> None:
        """Show this screen."""
        if name in self._pages:
            self.shown = name
            self._show()

    def show_counts(self, counts: QueueCounts) -> None:
        """Show the first start for as long as the library is empty."""
        empty = not counts.counts.get(QueueName.ALL, 0)
        if empty != self._empty:
            self._empty = empty
            self._show()

    def show_fault(self, message: Message) -> None:
        """Say why the library cannot be opened."""
        self._soon.stop()
        self._opening.tell(message.title, f"{message.text} {message.hint}".strip())
        self._opening.offer(self.tr("Try again"), self.reopen_wanted)
        self.setCurrentWidget(self._opening)

    def _show(self) -> None:
        if self.shown in self._pages:
            empty = self.shown == "review" and self._empty
            self.setCurrentWidget(self.first_start if empty else self._pages[self.shown])


class _Page(QWidget):
    """A text in the middle of nothing, with at most one thing to do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setProperty("tone", "heading")
        self._text = QLabel(self)
        self._text.setProperty("tone", "muted")
        self._button: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(60, 40, 60, 40)
        self._column.addStretch(1)
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._below = QHBoxLayout()
        self._column.addLayout(self._below)
        self._column.addStretch(1)

    def tell(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)

    def offer(self, text: str, taken: SignalInstance) -> None:
        if self._button is None:
            self._button = QPushButton(text, self)
            self._button.clicked.connect(taken)
            self._below.addStretch(1)
            self._below.addWidget(self._button)
            self._below.addStretch(1)
            self._button.show()
