"""The settings of Amazon Rekognition: whose account, where, how fast, and for how much. Keys are never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

from rekreview.engines.rekognition.regions import REGIONS
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import icons, messages
from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.engines.rekognition.connection import Tested

MOST_CALLS_AT_ONCE = 64
_DAY = "yyyy-MM-dd"


class RekognitionPage(QWidget):
    """Every change counts at once. AWS's own library is loaded when the page is first seen, in a thread."""

    def __init__(self, preferences: Preferences, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rekognition-page")
        self._preferences = preferences
        self._dispatcher = dispatcher
        self._asked = False
        self._form = QFormLayout(self)
        self._form.setContentsMargins(16, 18, 16, 16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._add_account()
        self._add_asking()
        self._add_money()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for the profiles of this computer, the first time somebody wants to see them."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._dispatcher.newest("aws-profiles", _profiles, self._show_profiles, lambda _error: None)

    # Whose account

    def _add_account(self) -> None:
        settings = self._preferences.settings
        self._hint(
            self.tr(
                "rekreview never stores, shows or logs keys. It uses AWS's own: the AWS_… variables, and the files"
                " ~/.aws/config and ~/.aws/credentials. `aws configure` or `aws configure sso` makes a profile there."
            )
        )
        self._profile = self._combo("aws_profile", self.tr("AWS profile"), (), settings.aws_profile)
        self._form.addRow(self.tr("&Profile"), self._profile)
        region = self._combo("aws_region", self.tr("AWS region"), REGIONS, settings.aws_region)
        self._form.addRow(self.tr("&Region"), region)
        endpoint = self._line("aws_endpoint", self.tr("Endpoint"), settings.aws_endpoint)
        endpoint.setPlaceholderText(self.tr("Amazon's own, or as AWS_ENDPOINT_URL_REKOGNITION says"))
        self._form.addRow(self.tr("&Endpoint"), endpoint)
        self._test = QPushButton(icons.icon("refresh-cw"), self.tr("Test connection"), self)
        self._test.setObjectName("test-connection")
        self._test.setAutoDefault(False)
        self._test.setToolTip(self.tr("Make one call that costs nothing, and say in words what came back"))
        self._test.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self._test)
        row.addStretch(1)
        self._form.addRow("", row)
        self._answer = self._hint("")
        self._answer.setObjectName("connection-answer")
        self._answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._answer.hide()

    def _show_profiles(self, names: Sequence[str]) -> None:
        """Put the profiles into the box, and keep the one that is chosen, even if it is not there any more."""
        if not isValid(self):  # the dialog may be closed while its question is on the way
            return
        chosen = self._preferences.settings.aws_profile
        self._profile.blockSignals(True)
        self._fill(self._profile, names, chosen)
        self._profile.blockSignals(False)

    def _ask(self) -> None:
        """The button stays enabled: Qt would take the keyboard from it, to the next field. The newest answer counts."""
        settings = self._preferences.settings
        account = (settings.aws_profile, settings.aws_region, settings.aws_endpoint)
        self._tell(self.tr("Asking…"), "muted")
        self._dispatcher.newest(
            "aws-test", lambda: _check(*account, settings.adapter), self._show_answer, self._show_fault
        )

    def _show_answer(self, tested: Tested) -> None:
        if not isValid(self):
            return
        word = self.tr("It works.") if tested.works else self.tr("It does not work yet.")
        parts = (word, tested.message, tested.hint)
        self._tell(" ".join(part for part in parts if part), "approve" if tested.works else "caution")

    def _show_fault(self, error: Exception) -> None:
        if not isValid(self):
            return
        self._tell(messages.of(error).whole, "caution")

    def _tell(self, text: str, tone: str) -> None:
        self._answer.setText(text)
        self._answer.setProperty("tone", tone)
        self._answer.style().polish(self._answer)
        self._answer.show()

    # How it is asked

    def _add_asking(self) -> None:
        settings = self._preferences.settings
        self._line_across()
        adapter = self._line("adapter", self.tr("Adapter ARN"), settings.adapter)
        adapter.setPlaceholderText(self.tr("None: Amazon's base model"))
        self._form.addRow(self.tr("&Adapter ARN"), adapter)
        floor = self._number("min_confidence", self.tr("Lowest confidence asked for"), most=100.0, decimals=1)
        floor.setSuffix(" %")
        self._form.addRow(self.tr("Labels &from"), floor)
        self._hint(self.tr("The lower, the further thresholds can be moved later without paying for another answer."))
        rate = self._number("calls_per_second", self.tr("Calls a second"), most=500.0, decimals=1)
        rate.setSpecialValueText(self.tr("Learned from the account's quota"))
        self._form.addRow(self.tr("Calls a &second"), rate)
        at_once = QSpinBox(self)
        at_once.setRange(1, MOST_CALLS_AT_ONCE)
        self._keep(at_once, "calls_at_once", self.tr("Calls at once"), settings.calls_at_once)
        self._form.addRow(self.tr("Calls at &once"), at_once)
        originals = QCheckBox(self.tr("Send the files' own bytes when the service takes them"), self)
        originals.setObjectName("setting-send_originals")
        originals.setChecked(settings.send_originals)
        originals.toggled.connect(lambda on: self._choose(send_originals=on))
        self._form.addRow("", originals)
        self._hint(
            self.tr(
                "Otherwise a JPEG copy without metadata, at most 1280 pixels a side. Own bytes carry their metadata."
            )
        )

    # For how much

    def _add_money(self) -> None:
        settings = self._preferences.settings
        self._line_across()
        budget = self._number("budget_usd", self.tr("Budget of one run in US dollars"), most=100_000.0, decimals=2)
        budget.setSuffix(" USD")
        budget.setSpecialValueText(self.tr("No limit"))
        self._form.addRow(self.tr("&Budget of a run"), budget)
        price = self._number("price_per_call_usd", self.tr("Price of a call in US dollars"), most=1.0, decimals=6)
        price.setSingleStep(0.0001)
        price.setSuffix(" USD")
        self._form.addRow(self.tr("Price of a &call"), price)
        self._day = QDateEdit(QDate.fromString(settings.price_as_of, _DAY), self)
        self._day.setObjectName("setting-price_as_of")
        self._day.setAccessibleName(self.tr("Day the price was read"))
        self._day.setDisplayFormat(_DAY)
        self._day.dateChanged.connect(lambda day: self._choose(price_as_of=day.toString(_DAY)))
        price.valueChanged.connect(lambda _value: self._day.setDate(_today()))
        self._form.addRow(self.tr("Price as of"), self._day)
        self._hint(
            self.tr("Prices differ between regions and change: compare with aws.amazon.com/rekognition/pricing.")
        )

    # Fields

    def _combo(self, name: str, spoken: str, choices: Sequence[str], chosen: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"setting-{name}")
        box.setAccessibleName(spoken)
        self._fill(box, choices, chosen)
        box.currentIndexChanged.connect(lambda _row: self._choose(**{name: box.currentData() or ""}))
        return box

    def _fill(self, box: QComboBox, choices: Sequence[str], chosen: str) -> None:
        box.clear()
        box.addItem(self.tr("As AWS's own variables and files say"), "")
        for choice in choices if not chosen or chosen in choices else (chosen, *choices):
            box.addItem(choice, choice)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _line(self, name: str, spoken: str, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setObjectName(f"setting-{name}")
        line.setAccessibleName(spoken)
        line.textEdited.connect(lambda written: self._choose(**{name: written.strip()}))
        return line

    def _number(self, name: str, spoken: str, *, most: float, decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setDecimals(decimals)
        box.setRange(0.0, most)
        self._keep(box, name, spoken, getattr(self._preferences.settings, name))
        return box

    def _keep(self, box: Any, name: str, spoken: str, value: float) -> None:
        """Name a number's field, fill it, and take what is put into it from then on."""
        box.setObjectName(f"setting-{name}")
        box.setAccessibleName(spoken)
        box.setValue(value)
        box.valueChanged.connect(lambda number: self._choose(**{name: number}))

    def _hint(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "muted")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._form.addRow("", label)
        return label

    def _line_across(self) -> None:
        line = QFrame(self)
        line.setProperty("tone", "line")
        self._form.addRow(line)

    def _choose(self, **values: Any) -> None:
        self._preferences.choose(replace(self._preferences.settings, **values))


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """A page in an area that scrolls where the dialog is too low for it."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    FocusInSight(area)
    return area


def _profiles() -> tuple[str, ...]:
    from rekreview.engines.rekognition.connection import profiles

    return profiles()


def _check(profile: str, region: str, endpoint: str, adapter: str) -> Tested:
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.connection import check_connection

    return check_connection(Account(profile, region, endpoint), adapter or None)


def _today() -> QDate:
    now = datetime.now(UTC)
    return QDate(now.year, now.month, now.day)
