"""A page of settings with a word before each field: every change counts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import icons, messages
from rekreview.ui.dialogs.number_meanings import meaning
from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.hint_label import HintLabel
from rekreview.ui.number_fields import DayField, NumberField
from rekreview.ui.preferences import Preferences
from rekreview.ui.still_wheel import StillWheel

if TYPE_CHECKING:
    from rekreview.engines.rekognition.connection import Tested

_DAY = "yyyy-MM-dd"


class SettingsForm(QWidget):
    """The fields that such pages have in common. Each is called `setting-NAME` after the setting it changes."""

    def __init__(self, name: str, preferences: Preferences, dispatcher: Dispatcher, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._preferences = preferences
        self._dispatcher = dispatcher
        self._form = QFormLayout(self)
        self._form.setContentsMargins(16, 18, 16, 16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def _line(self, name: str, spoken: str, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setObjectName(f"setting-{name}")
        line.setAccessibleName(spoken)
        line.textEdited.connect(lambda written: self._choose(**{name: written.strip()}))
        return line

    def _number(self, name: str, spoken: str, *, most: float, decimals: int) -> NumberField:
        box = NumberField(self)
        box.setDecimals(decimals)
        box.setRange(0.0, most)
        self._keep(box, name, spoken, getattr(self._preferences.settings, name))
        return box

    def _keep(self, box: Any, name: str, spoken: str, value: float) -> None:
        """Name a number's field, fill it, and take what is put into it from then on."""
        box.setObjectName(f"setting-{name}")
        box.setAccessibleName(spoken)
        box.setToolTip(meaning(name))
        box.setValue(value)
        box.valueChanged.connect(lambda number: self._choose(**{name: number}))

    def _switch(self, name: str, text: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setObjectName(f"setting-{name}")
        box.setChecked(getattr(self._preferences.settings, name))
        box.toggled.connect(lambda on: self._choose(**{name: on}))
        self._form.addRow("", box)
        return box

    def _price(self, name: str, spoken: str, *, most: float, day: str) -> NumberField:
        """The field of a price with one of the day it was read; a new price is one of today. The word comes later."""
        price = self._number(name, spoken, most=most, decimals=6)
        price.setSuffix(" USD")
        self._day = DayField(self)
        self._day.setDate(QDate.fromString(getattr(self._preferences.settings, day), _DAY))
        self._day.setObjectName(f"setting-{day}")
        self._day.setAccessibleName(self.tr("Day the price was read"))
        self._day.setDisplayFormat(_DAY)
        self._day.dateChanged.connect(lambda chosen: self._choose(**{day: chosen.toString(_DAY)}))
        price.valueChanged.connect(lambda _value: self._day.setDate(_today()))
        return price

    def _hint(self, text: str) -> QLabel:
        label = HintLabel(text, self)
        self._form.addRow("", label)
        return label

    def _line_across(self) -> None:
        line = QFrame(self)
        line.setProperty("tone", "line")
        self._form.addRow(line)

    def _choose(self, **values: Any) -> None:
        self._preferences.choose(replace(self._preferences.settings, **values))


class Trial:
    """A button that tries something out at the service and costs nothing, and below it what came back, in words.

    name: of the button. answer: name of the words. question: made on the GUI thread, asked in another.
    """

    def __init__(
        self, form: SettingsForm, text: str, tip: str, *, name: str, answer: str, question: Callable[[], Question]
    ) -> None:
        self._form = form
        self._dispatcher = form._dispatcher
        self._name = name
        self._question = question
        self.button = QPushButton(icons.icon("refresh-cw"), text, form)
        self.button.setObjectName(name)
        self.button.setAutoDefault(False)
        self.button.setToolTip(tip)
        self.button.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        form._form.addRow("", row)
        self.answer = form._hint("")
        self.answer.setObjectName(answer)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.answer.hide()

    def _ask(self) -> None:
        """The button stays enabled: Qt would take the keyboard from it, to the next field. The newest answer counts."""
        self._tell(self._form.tr("Asking…"), "muted")
        self._dispatcher.newest(self._name, self._question(), self._show, self._show_fault)

    def _show(self, tested: Tested) -> None:
        if not isValid(self._form):  # the dialog may be closed while its question is on the way
            return
        word = self._form.tr("It works.") if tested.works else self._form.tr("It does not work yet.")
        parts = (word, tested.message, tested.hint)
        self._tell(" ".join(part for part in parts if part), "approve" if tested.works else "caution")

    def _show_fault(self, error: Exception) -> None:
        if isValid(self._form):
            self._tell(messages.of(error).whole, "caution")

    def _tell(self, text: str, tone: str) -> None:
        self.answer.setText(text)
        self.answer.setProperty("tone", tone)
        self.answer.style().polish(self.answer)
        self.answer.show()


Question = Callable[[], "Tested"]


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """A page in an area that scrolls where the dialog is too low for it."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the controls in it
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    FocusInSight(area)
    StillWheel(area)
    return area


def _today() -> QDate:
    now = datetime.now(UTC)
    return QDate(now.year, now.month, now.day)
