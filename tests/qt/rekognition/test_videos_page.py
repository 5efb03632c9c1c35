"""The settings of videos: what each says, and the bucket tried out before anything is put into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

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
    QWidget,
)
from pytestqt.qtbot import QtBot

from rekreview.domain.video import VideoMode
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings, load
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.dialogs.videos_page import VideosPage, mode_told
from rekreview.ui.preferences import Preferences
from tests.fakes.aws.rekognition import Account, StandIn
from tests.fakes.aws.storage import Storage

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def account(account: Account) -> Account:
    return replace(account, storage=Storage(mine="eu-west-1", far="us-west-2"))


@pytest.fixture
def preferences(dispatcher: Dispatcher, tmp_path: Path) -> Iterator[Preferences]:
    made = Preferences(Settings(reviewer="Ada", workers=1), dispatcher, tmp_path / "settings.json")
    yield made
    made.save_now()


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher, home: Path) -> Iterator[VideosPage]:
    made = VideosPage(preferences, dispatcher)
    qtbot.addWidget(made)
    made.show()
    yield made
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)


def field(page: QWidget, kind: type[W], name: str) -> W:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def test_the_settings_have_a_page_for_videos(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher) -> None:
    dialog = SettingsDialog(preferences, dispatcher)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    assert dialog.findChild(VideosPage) is not None


def test_looking_at_it_changes_nothing(page: VideosPage, preferences: Preferences) -> None:
    assert asdict(preferences.settings) == asdict(Settings(reviewer="Ada", workers=1))


def test_every_choice_counts_at_once_and_is_kept(
    page: VideosPage, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    field(page, QDoubleSpinBox, "setting-frame_interval_ms").setValue(4)
    field(page, QCheckBox, "setting-key_frames_only").setChecked(True)
    mode = field(page, QComboBox, "setting-video_mode")
    mode.setCurrentIndex(mode.findData(VideoMode.STORED.value))
    qtbot.keyClicks(field(page, QLineEdit, "setting-aws_bucket"), " mine ")
    field(page, QLineEdit, "setting-aws_bucket_prefix").clear()
    qtbot.keyClicks(field(page, QLineEdit, "setting-aws_bucket_prefix"), "clips/")
    qtbot.keyClicks(field(page, QLineEdit, "setting-aws_s3_endpoint"), "http://127.0.0.1:1")
    field(page, QCheckBox, "setting-keep_uploaded_videos").setChecked(True)
    field(page, QCheckBox, "setting-convert_videos").setChecked(True)
    field(page, QSpinBox, "setting-video_jobs_at_once").setValue(3)
    assert preferences.settings.video_polls_per_second == 0
    field(page, QDoubleSpinBox, "setting-video_polls_per_second").setValue(12.5)
    preferences.save_now()
    kept = load(tmp_path / "settings.json")
    assert kept.video_polls_per_second == pytest.approx(12.5)
    assert (kept.frame_interval_ms, kept.key_frames_only, kept.video_mode) == (250, True, "stored")
    assert (kept.aws_bucket, kept.aws_bucket_prefix, kept.aws_s3_endpoint) == ("mine", "clips/", "http://127.0.0.1:1")
    assert (kept.keep_uploaded_videos, kept.convert_videos, kept.video_jobs_at_once) == (True, True, 3)


def test_a_new_price_is_one_of_today_unless_a_person_says_otherwise(page: VideosPage, preferences: Preferences) -> None:
    before = preferences.settings
    field(page, QDoubleSpinBox, "setting-price_per_video_minute_usd").setValue(0.12)
    assert preferences.settings.price_per_video_minute_usd == pytest.approx(0.12)
    assert preferences.settings.video_price_as_of >= before.video_price_as_of
    field(page, QDateEdit, "setting-video_price_as_of").setDate(QDate(2026, 3, 1))
    assert preferences.settings.video_price_as_of == "2026-03-01"
    assert preferences.settings.price_as_of == before.price_as_of, "the price of a call is another one"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Settings(), "checked by frames"),
        (Settings(aws_bucket="mine"), "checked whole"),
        (Settings(aws_bucket="mine", video_mode="frames"), "checked by frames"),
        (Settings(video_mode="stored"), "No bucket is chosen"),
    ],
)
def test_it_says_what_counts_now(chosen: Settings, words: str) -> None:
    assert words in mode_told(chosen)


def test_the_words_follow_what_is_chosen(page: VideosPage, qtbot: QtBot) -> None:
    told = field(page, QLabel, "video-mode-told")
    assert "by frames" in told.text()
    qtbot.keyClicks(field(page, QLineEdit, "setting-aws_bucket"), "m")
    assert "checked whole" in told.text()
    mode = field(page, QComboBox, "setting-video_mode")
    mode.setCurrentIndex(mode.findData(VideoMode.FRAMES.value))
    assert "by frames" in told.text()


def ask(page: VideosPage, qtbot: QtBot) -> str:
    qtbot.mouseClick(field(page, QPushButton, "test-bucket"), Qt.MouseButton.LeftButton)
    answer = field(page, QLabel, "bucket-answer")
    qtbot.waitUntil(lambda: answer.text() != "Asking…", timeout=30_000)
    return answer.text()


@pytest.mark.parametrize(
    ("bucket", "words"),
    [
        ("mine", "It works. The bucket “mine” is in eu-west-1"),
        ("far", "It does not work yet. "),
        ("far", "us-west-2"),
        ("nobodys", "There is no bucket “nobodys”"),
        ("", "No bucket is chosen"),
    ],
)
def test_the_bucket_is_tried_in_words(
    page: VideosPage, preferences: Preferences, service: StandIn, qtbot: QtBot, bucket: str, words: str
) -> None:
    chosen = replace(preferences.settings, aws_profile="reviews", aws_endpoint=service.url, aws_s3_endpoint=service.url)
    preferences.choose(replace(chosen, aws_bucket=bucket))
    assert words in ask(page, qtbot)
    assert service.storage_ledger.received == 0, "nothing is put into it"


def test_without_credentials_it_says_so(page: VideosPage, preferences: Preferences, qtbot: QtBot, home: Path) -> None:
    (home / "credentials").unlink()
    preferences.choose(replace(preferences.settings, aws_bucket="mine", aws_region="eu-west-1"))
    assert "no credentials" in ask(page, qtbot)


def test_every_field_has_a_name_to_be_spoken(page: VideosPage) -> None:
    for kind in (QComboBox, QLineEdit, QDoubleSpinBox, QSpinBox, QDateEdit, QCheckBox, QPushButton):
        for widget in page.findChildren(kind):
            if widget.objectName() == "qt_spinbox_lineedit":
                continue
            read = QAccessible.queryAccessibleInterface(widget)
            assert read is not None
            assert read.text(QAccessible.Text.Name), widget.objectName()
