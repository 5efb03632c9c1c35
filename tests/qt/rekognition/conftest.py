"""A window, a folder of numbered pictures, and a strict stand-in for Amazon Rekognition to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.settings import Settings
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences
from tests.fakes.aws.faults import Faults
from tests.fakes.aws.marks import picture
from tests.fakes.aws.rekognition import Account, StandIn

KEY, RENEWED = "AKIDEXAMPLE0000000001", "AKIDRENEWED0000000001"
KEYS = {KEY: "secret-one", RENEWED: "secret-two"}
ADAPTER = "arn:aws:rekognition:eu-west-1:123456789012:project/ads/version/ads.2026-01-01T00.00.00/1767225600000"
W = TypeVar("W", bound=QWidget)


def sign_in(home: Path, key: str = KEY) -> None:
    """Write the keys of the profile "reviews" into AWS's own file, as `aws configure` does."""
    text = f"[reviews]\naws_access_key_id = {key}\naws_secret_access_key = {KEYS[key]}\n"
    (home / "credentials").write_text(text)


def violence(number: int) -> list[dict[str, object]]:
    """What the stand-in sees in every even picture."""
    if number % 2:
        return []
    return [
        {"Name": "Violence", "ParentName": "", "Confidence": 91.25, "TaxonomyLevel": 1},
        {"Name": "Weapons", "ParentName": "Violence", "Confidence": 91.25, "TaxonomyLevel": 2},
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """AWS's own files, in a folder of the test."""
    place = tmp_path / "aws"
    place.mkdir()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(place / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(place / "credentials"))
    (place / "config").write_text("[profile reviews]\nregion = eu-west-1\n")
    sign_in(place)
    return place


@pytest.fixture
def faults() -> Faults:
    """Nothing goes wrong, unless a test says otherwise."""
    return Faults()


@pytest.fixture
def account() -> Account:
    """An account in which even pictures show a weapon, and every third is drawn."""
    drawn = [{"Name": "Illustrated", "Confidence": 88.5}]
    return Account(
        keys=dict(KEYS),
        labels={number: violence(number) for number in range(1, 61)},
        content_types=dict.fromkeys(range(3, 61, 3), drawn),
        adapters={ADAPTER: False},
        renewed_keys={RENEWED},
    )


@pytest.fixture
def service(account: Account, faults: Faults) -> Iterator[StandIn]:
    with StandIn(account, faults) as running:
        yield running


@pytest.fixture
def count() -> int:
    """How many pictures there are."""
    return 6


@pytest.fixture
def numbered(tmp_path: Path, count: int) -> Path:
    """A folder of pictures that carry their numbers, from 1 on."""
    folder = tmp_path / "numbered"
    folder.mkdir()
    for number in range(1, count + 1):
        picture(number).save(folder / f"{number:03}.png")
    return folder


@dataclass
class Desk:
    """A window on an open library, and how a person uses it."""

    window: MainWindow
    dispatcher: Dispatcher
    preferences: Preferences
    library: Library
    service: StandIn
    home: Path
    qtbot: QtBot
    waits: list[str] = field(default_factory=list)

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {kind.__name__} {name!r}"
        return found

    def wait(self, holds: Callable[[], object], seconds: float = 30) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=round(seconds * 1000))

    def settle(self) -> None:
        self.wait(self.dispatcher.idle)

    def click(self, button: QPushButton) -> None:
        assert button.isEnabled(), f"{button.text()} cannot be pressed"
        self.wait(lambda: not button.visibleRegion().isEmpty())
        QApplication.sendPostedEvents()  # what was shown just now gets its place
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.click(self.find(QPushButton, name))

    def offered(self, banner: str, text: str) -> QPushButton:
        """A button of a banner."""
        shown = self.window.parts.banners.shown(banner)
        assert shown is not None
        return next(button for button in shown.findChildren(QPushButton) if button.text() == text)

    def banner(self, name: str) -> str:
        """What a banner says, "" if it does not show."""
        shown = self.window.parts.banners.shown(name)
        return shown.text if shown is not None else ""

    def choose_engine(self) -> None:
        """Choose Amazon Rekognition in the engine's menu, as a person does."""
        button = self.window.parts.engine
        chosen = next(action for action in button.menu().actions() if action.text() == "Amazon Rekognition")
        chosen.trigger()

    def start(self) -> None:
        """Press Moderate and agree to what the sheet says."""
        self.press("button-moderate")
        self.wait(lambda: self.window.findChild(QPushButton, "paid-run-start"))
        self.press("paid-run-start")

    def queue(self, which: int | str) -> str:
        """What the list of queues says in one row, or in the one that begins with a word."""
        entries = self.window.parts.side.queues
        told = [entries.item(row).text() for row in range(entries.count())]
        return told[which] if isinstance(which, int) else next(text for text in told if text.startswith(which))


@pytest.fixture
def desk(
    qtbot: QtBot,
    qapp: QApplication,
    dispatcher: Dispatcher,
    service: StandIn,
    home: Path,
    numbered: Path,
    count: int,
    tmp_path: Path,
) -> Iterator[Desk]:
    """A window whose library holds the numbered pictures, none of them moderated."""
    settings = Settings(
        reviewer="Ada",
        workers=2,
        moderate_after_import=False,
        aws_profile="reviews",
        aws_endpoint=service.url,
        calls_per_second=40.0,
    )
    preferences = Preferences(settings, dispatcher, tmp_path / "settings.json")
    opened: OpenLibrary = open_library(settings, tmp_path / "library")
    window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=tmp_path / "library")
    window.resize(1280, 820)
    window.show()
    window.compose()
    window.show_library(opened)
    made = Desk(window, dispatcher, preferences, opened.library, service, home, qtbot)
    window.import_paths([numbered])
    made.wait(lambda: made.queue("All") == f"All, {count}")
    made.settle()
    yield made
    window.close()
    dispatcher.shutdown(12)
    opened.close()
    window.deleteLater()
