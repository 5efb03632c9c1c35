"""The settings of Amazon Rekognition: whose account, where, how fast, and for how much. Keys are never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget
from shiboken6 import isValid

from rekreview.engines.rekognition.regions import REGIONS
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.dialogs.settings_form import Question, SettingsForm, Trial
from rekreview.ui.number_fields import WholeNumberField
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.engines.rekognition.connection import Tested

MOST_CALLS_AT_ONCE = 64


class RekognitionPage(SettingsForm):
    """Every change counts at once. AWS's own library is loaded when the page is first seen, in a thread."""

    def __init__(self, preferences: Preferences, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__("rekognition-page", preferences, dispatcher, parent)
        self._asked = False
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
        self._test = Trial(
            self,
            self.tr("Test connection"),
            self.tr("Make one call that costs nothing, and say in words what came back"),
            name="test-connection",
            answer="connection-answer",
            question=self._question,
        )

    def _show_profiles(self, names: Sequence[str]) -> None:
        """Put the profiles into the box, and keep the one that is chosen, even if it is not there any more."""
        if not isValid(self):  # the dialog may be closed while its question is on the way
            return
        chosen = self._preferences.settings.aws_profile
        self._profile.blockSignals(True)
        self._fill(self._profile, names, chosen)
        self._profile.blockSignals(False)

    def _question(self) -> Question:
        settings = self._preferences.settings
        account = (settings.aws_profile, settings.aws_region, settings.aws_endpoint)
        return lambda: _check(*account, settings.adapter)

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
        at_once = WholeNumberField(self)
        at_once.setRange(1, MOST_CALLS_AT_ONCE)
        self._keep(at_once, "calls_at_once", self.tr("Calls at once"), settings.calls_at_once)
        self._form.addRow(self.tr("Calls at &once"), at_once)
        self._switch("send_originals", self.tr("Send the files' own bytes when the service takes them"))
        self._hint(
            self.tr(
                "Otherwise a JPEG copy without metadata, at most 1280 pixels a side. Own bytes carry their metadata."
            )
        )

    # For how much

    def _add_money(self) -> None:
        self._line_across()
        budget = self._number("budget_usd", self.tr("Budget of one run in US dollars"), most=100_000.0, decimals=2)
        budget.setSuffix(" USD")
        budget.setSpecialValueText(self.tr("No limit"))
        self._form.addRow(self.tr("&Budget of a run"), budget)
        spoken = self.tr("Price of a call in US dollars")
        price = self._price("price_per_call_usd", spoken, most=1.0, day="price_as_of")
        price.setSingleStep(0.0001)
        self._form.addRow(self.tr("Price of a &call"), price)
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


def _profiles() -> tuple[str, ...]:
    from rekreview.engines.rekognition.connection import profiles

    return profiles()


def _check(profile: str, region: str, endpoint: str, adapter: str) -> Tested:
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.connection import check_connection

    return check_connection(Account(profile, region, endpoint), adapter or None)
