"""A sentence below a field, that says what it does."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class HintLabel(QLabel):
    """Muted, on as many lines as its width makes it. Qt's own label would keep the height it has where it is narrow."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("tone", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        wide = self.sizePolicy()  # one made anew would forget that wrapped text is as high as its width makes it
        wide.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(wide)

    def minimumSizeHint(self) -> QSize:
        """One line: how many there are follows from the width."""
        return QSize(120, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """The same; it takes what width there is."""
        return self.minimumSizeHint()
