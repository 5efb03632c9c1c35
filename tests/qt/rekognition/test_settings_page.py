"""The settings of Amazon Rekognition: real profiles, a real test of the connection, and no keys anywhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.preferences import Preferences
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.rekognition import StandIn

Settle = Callable[[], None]


@pytest.fixture
def preferences(dispatcher: Dispatcher, tmp_path: Path) -> Iterator[Preferences]:
    made = Preferences(Settings(reviewer="Ada", workers=1), dispatcher, tmp_path / "settings.json")
    yield made
    made.save_now()


@pytest.fixture
def dialog(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher, home: Path) -> Iterator[SettingsDialog]:
    made = SettingsDialog(preferences, dispatcher, page="account")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)
    yield made
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)


def field(dialog: SettingsDialog, kind: type[QWidget], name: str) -> QWidget:
    found = dialog.findChild(kind, f"setting-{name}")
    assert found is not None, name
    return found


def combo(dialog: SettingsDialog, name: str) -> QComboBox:
    found = field(dialog, QComboBox, name)
    assert isinstance(found, QComboBox)
    return found


def test_it_opens_on_the_page_of_the_account(dialog: SettingsDialog) -> None:
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    assert tabs.tabText(tabs.currentIndex()) == "Amazon Rekognition"


def test_the_profiles_of_this_computer_are_offered(dialog: SettingsDialog, preferences: Preferences) -> None:
    box = combo(dialog, "aws_profile")
    assert [box.itemText(row) for row in range(box.count())] == ["As AWS's own variables and files say", "reviews"]
    box.setCurrentIndex(1)
    assert preferences.settings.aws_profile == "reviews"
    box.setCurrentIndex(0)
    assert preferences.settings.aws_profile == ""


def test_a_profile_that_is_gone_stays_chosen(
    qtbot: QtBot, dispatcher: Dispatcher, preferences: Preferences, home: Path
) -> None:
    from dataclasses import replace

    preferences.choose(replace(preferences.settings, aws_profile="gone"))
    made = SettingsDialog(preferences, dispatcher, page="account")
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)
    assert combo(made, "aws_profile").currentData() == "gone"
    assert preferences.settings.aws_profile == "gone"


def test_looking_at_the_settings_changes_none(dialog: SettingsDialog, preferences: Preferences) -> None:
    assert asdict(preferences.settings) == asdict(Settings(reviewer="Ada", workers=1))


def test_every_choice_counts_at_once(dialog: SettingsDialog, preferences: Preferences, qtbot: QtBot) -> None:
    region = combo(dialog, "aws_region")
    region.setCurrentIndex(region.findData("us-west-2"))
    qtbot.keyClicks(field(dialog, QLineEdit, "aws_endpoint"), "http://127.0.0.1:1")
    qtbot.keyClicks(field(dialog, QLineEdit, "adapter"), " arn:aws:x ")
    numbers = {"min_confidence": 35.5, "calls_per_second": 12.5, "budget_usd": 4.25}
    for name, value in numbers.items():
        box = field(dialog, QDoubleSpinBox, name)
        assert isinstance(box, QDoubleSpinBox)
        box.setValue(value)
    at_once = field(dialog, QSpinBox, "calls_at_once")
    assert isinstance(at_once, QSpinBox)
    at_once.setValue(7)
    originals = field(dialog, QCheckBox, "send_originals")
    assert isinstance(originals, QCheckBox)
    originals.setChecked(True)
    chosen = preferences.settings
    assert (chosen.aws_region, chosen.aws_endpoint, chosen.adapter) == ("us-west-2", "http://127.0.0.1:1", "arn:aws:x")
    assert (chosen.min_confidence, chosen.calls_per_second, chosen.budget_usd) == (35.5, 12.5, 4.25)
    assert (chosen.calls_at_once, chosen.send_originals) == (7, True)


def test_a_new_price_is_one_of_today_unless_a_person_says_otherwise(
    dialog: SettingsDialog, preferences: Preferences
) -> None:
    price, day = field(dialog, QDoubleSpinBox, "price_per_call_usd"), field(dialog, QDateEdit, "price_as_of")
    assert isinstance(price, QDoubleSpinBox)
    assert isinstance(day, QDateEdit)
    assert preferences.settings.price_as_of == "2026-10-07"
    price.setValue(0.0008)
    assert preferences.settings.price_per_call_usd == pytest.approx(0.0008)
    assert preferences.settings.price_as_of > "2026-10-07"
    day.setDate(QDate(2026, 3, 1))
    assert preferences.settings.price_as_of == "2026-03-01"


def ask(dialog: SettingsDialog, dispatcher: Dispatcher, qtbot: QtBot) -> str:
    button, answer = dialog.findChild(QPushButton, "test-connection"), dialog.findChild(QLabel, "connection-answer")
    assert button is not None
    assert answer is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert answer.text() == "Asking…"
    qtbot.waitUntil(lambda: answer.text() != "Asking…", timeout=30_000)
    return answer.text()


def choose(preferences: Preferences, **values: object) -> None:
    from dataclasses import replace

    preferences.choose(replace(preferences.settings, **values))  # type: ignore[arg-type]


def test_the_connection_works(
    dialog: SettingsDialog, preferences: Preferences, service: StandIn, dispatcher: Dispatcher, qtbot: QtBot
) -> None:
    choose(preferences, aws_profile="reviews", aws_endpoint=service.url)
    said = ask(dialog, dispatcher, qtbot)
    assert said.startswith("It works.")
    assert "Nothing was billed" in said
    assert service.ledger.billed == 0


def test_the_keyboard_stays_on_the_test_so_that_it_can_be_made_again(
    dialog: SettingsDialog, dispatcher: Dispatcher, qtbot: QtBot
) -> None:
    button = dialog.findChild(QPushButton, "test-connection")
    assert button is not None
    button.setFocus()
    ask(dialog, dispatcher, qtbot)
    assert dialog.focusWidget() is button, "a blank typed now must not end up in the adapter's name"


@pytest.mark.parametrize("faults", [Faults(rates={Fault.ACCESS_DENIED: 1.0})])
def test_the_connection_is_refused_in_words(
    dialog: SettingsDialog, preferences: Preferences, service: StandIn, dispatcher: Dispatcher, qtbot: QtBot
) -> None:
    choose(preferences, aws_profile="reviews", aws_endpoint=service.url)
    said = ask(dialog, dispatcher, qtbot)
    assert said.startswith("It does not work yet.")
    assert "rekognition:DetectModerationLabels" in said


def test_no_credentials_are_told_in_words(dialog: SettingsDialog, dispatcher: Dispatcher, qtbot: QtBot) -> None:
    said = ask(dialog, dispatcher, qtbot)
    assert "no credentials" in said
    assert "aws configure" in said


def test_every_field_has_a_name_to_be_spoken(dialog: SettingsDialog) -> None:
    kinds = (QComboBox, QLineEdit, QDoubleSpinBox, QSpinBox, QDateEdit, QCheckBox, QPushButton)
    page = dialog.findChild(QWidget, "rekognition-page")
    assert page is not None
    for kind in kinds:
        for widget in page.findChildren(kind):
            if widget.objectName() == "qt_spinbox_lineedit":
                continue
            read = QAccessible.queryAccessibleInterface(widget)
            assert read is not None
            assert read.text(QAccessible.Text.Name), widget.objectName()


def test_closing_while_a_question_is_on_the_way_harms_nothing(
    qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher, home: Path
) -> None:
    made = SettingsDialog(preferences, dispatcher, page="account")
    made.show()
    made.close()
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)


PROBE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from rekreview.app import make_app
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import open_library
from rekreview.ui.preferences import Preferences

app, place = make_app([]), Path(sys.argv[1])
dispatcher = Dispatcher()
preferences = Preferences(Settings(workers=1, engine="rekognition"), dispatcher, place / "settings.json")
window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=place / "library")
window.show()
window.compose()
opened = open_library(preferences.settings, place / "library")
window.show_library(opened)
dialog = SettingsDialog(preferences, dispatcher, window)
dialog.show()
app.processEvents()
print(sorted(name for name in sys.modules if name in ("boto3", "botocore")))
window.close()
dispatcher.shutdown()
opened.close()
"""


def test_aws_is_not_loaded_before_it_is_wanted(tmp_path: Path) -> None:
    """A window, its library and the settings on another page: none of them needs AWS's library."""
    told = subprocess.run([sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "[]", told.stderr
