"""The button that copies the moderation string: alone with a click, and as an argument from its menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rekreview.domain.sdk_calls import CopyForm
from rekreview.ui import icons

THANKS_MS = 2500


class CopyButton(QToolButton):
    """Copies what `written` gives for a form, and thanks with a tick."""

    def __init__(self, written: Callable[[CopyForm], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written = written
        self.choices = QMenu(self)
        self._thanks = QTimer(self, interval=THANKS_MS, singleShot=True)
        self._thanks.timeout.connect(lambda: self.setIcon(icons.icon("copy")))
        self.setIcon(icons.icon("copy"))
        self.setIconSize(QSize(16, 16))
        self.setText(self.tr("Copy"))
        self.setAccessibleName(self.tr("Copy moderation string"))
        self.setToolTip(self.tr("Copy the string as it stands, for Cloudinary's `moderation` parameter"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setMenu(self.choices)
        for form, words in self._forms().items():
            self._offer(form, words)
        self.clicked.connect(lambda: self.copy(CopyForm.STRING))

    def copy(self, form: CopyForm) -> None:
        """Put the string onto the clipboard in this form."""
        QGuiApplication.clipboard().setText(self._written(form))
        self.setIcon(icons.icon("check"))
        self._thanks.start()

    def _forms(self) -> dict[CopyForm, str]:
        return {
            CopyForm.STRING: self.tr("Copy the string"),
            CopyForm.PYTHON: self.tr("Copy for Python"),
            CopyForm.NODE: self.tr("Copy for Node"),
            CopyForm.CURL: self.tr("Copy for curl"),
        }

    def _offer(self, form: CopyForm, words: str) -> None:
        action = QAction(words, self)
        action.setObjectName(f"copy-{form.value}")
        action.triggered.connect(lambda: self.copy(form))
        self.choices.addAction(action)
