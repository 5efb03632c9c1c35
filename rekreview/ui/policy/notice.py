"""A line that says what was just done, with a way to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from rekreview.ui import icons


class Notice(QFrame):
    """One sentence, perhaps a button, and a cross. It stays until it is closed or the next one comes.

    What was merely done goes when a person goes on; what can be taken back, and what could not be done, does not.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self._passing = False
        self.setProperty("tone", "card")
        self.setObjectName("policy-notice")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setObjectName("policy-notice-words")
        self.words.setToolTip(self.tr("What was just done. Numbers are of assets, but for those of versions"))
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.close_button = QToolButton()
        self.close_button.setIcon(icons.icon("x"))
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName(self.tr("Close the notice"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.button.clicked.connect(self._do)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def tell(self, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what was done; with `act`, offer a button that does it once."""
        self._show(words, None)
        self._act, self._passing = act, act is None
        self.button.setText(action)
        self.button.setVisible(act is not None)

    def warn(self, words: str) -> None:
        """Say what could not be done."""
        self._show(words, "reject")
        self._act, self._passing = None, False
        self.button.hide()

    def pass_by(self) -> None:
        """A person goes on with something else."""
        if self._passing:
            self.hide()

    def _show(self, words: str, tone: str | None) -> None:
        self.words.setText(words)
        self.words.setProperty("tone", tone)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.show()

    def _do(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
