"""The two buttons beside a label, right and wrong, and the row of a category that is marked as missing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from rekreview.domain.marks import MarkWord
from rekreview.ui import icons
from rekreview.ui.as_written import in_tip
from rekreview.ui.wording import tr

_SIDE = 20
WIDTH = 2 * _SIDE + 4


class MarkButtons(QWidget):
    """Says whether a label is right or wrong. Pressing the word that stands takes it away.

    marked(str, MarkWord or None): the label's name, and what is to be said of it.
    """

    marked = Signal(str, object)

    def __init__(self, name: str, word: MarkWord | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(0)
        self.right = self._button(MarkWord.RIGHT, "check")
        self.wrong = self._button(MarkWord.WRONG, "x")
        line.addWidget(self.right)
        line.addWidget(self.wrong)
        self.show_label(name, word)

    def show_label(self, name: str, word: MarkWord | None) -> None:
        """Be the buttons of this label, with what was said of it."""
        self._name = name
        self._show(self.right, tr("{} is right").format(name), on=word is MarkWord.RIGHT)
        self._show(self.wrong, tr("{} is wrong").format(name), on=word is MarkWord.WRONG)

    def _show(self, button: QToolButton, spoken: str, *, on: bool) -> None:
        button.setDown(False)  # a press that began on another label ends with it
        button.setChecked(on)
        button.setAccessibleName(spoken)
        button.setToolTip(tr("Marked so; press to take the mark away") if on else in_tip(spoken))

    def _button(self, means: MarkWord, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(14, 14))
        button.setProperty("tone", "small")
        button.setFixedSize(_SIDE, _SIDE)
        button.setAutoRaise(True)
        button.setCheckable(True)
        # The rows have a menu for the keyboard: two stops for each label would be in everyone's way.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda on: self.marked.emit(self._name, means if on else None))
        return button


class MissingRow(QWidget):
    """A category that a person marked as missing. taken_away(str): the mark is to go."""

    taken_away = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        told = QLabel(tr("Missing: {}").format(name), self)
        told.setObjectName("missing-label")
        line.addWidget(told, 1)
        self.button = QToolButton(self)
        self.button.setIcon(icons.icon("x"))
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setAccessibleName(tr("{} is not missing").format(name))
        self.button.setToolTip(tr("Take this mark away"))
        self.button.clicked.connect(lambda: self.taken_away.emit(name))
        line.addWidget(self.button)
