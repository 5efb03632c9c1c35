"""A screen that is imported and made when it is first shown: what nobody looks at costs the start nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

S = TypeVar("S", bound=QWidget)


class LaterScreen(QWidget, Generic[S]):
    """Stands in the place of a screen, and holds it as soon as it is shown or asked for.

    make: imports the screen, makes it and connects it. Called once, on the GUI thread. `came` says that it is there.
    """

    came = Signal()

    def __init__(self, make: Callable[[], S], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._screen: S | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def made(self) -> S | None:
        """The screen, if somebody has looked at it yet."""
        return self._screen

    @property
    def screen_itself(self) -> S:
        """The screen, made now if it is not there yet."""
        if self._screen is None:
            self._screen = self._make()
            self._column.addWidget(self._screen)
            self.came.emit()
        return self._screen

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        if self._screen is None:
            self.screen_itself.show()
