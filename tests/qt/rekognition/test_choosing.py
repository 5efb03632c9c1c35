"""Choosing the engine, agreeing or not, and the words of the run bar."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton

from rekreview.domain.progress import Progress, Spending
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.engine_button import ENGINES, what_leaves
from rekreview.ui.panels.run_bar import spending_words
from rekreview.ui.work import WorkKind
from tests.fakes.aws.faults import Faults
from tests.media_samples import video
from tests.qt.rekognition.conftest import Desk


def test_the_button_shows_the_engine_and_what_leaves_the_computer(desk: Desk) -> None:
    button = desk.window.parts.engine
    assert button.text() == "On-device estimate"
    assert "nothing is sent anywhere" in button.toolTip()
    desk.choose_engine()
    assert button.text() == "Amazon Rekognition"
    assert button.accessibleName() == "Engine: Amazon Rekognition"
    assert "Nothing is sent before you have seen what it costs" in button.toolTip()
    assert desk.preferences.settings.engine == "rekognition"


def test_every_engine_says_what_leaves_and_only_a_paid_one_costs() -> None:
    for engine in ENGINES:
        assert ("pays for each call" in what_leaves(engine)) is engine.paid


def test_button_and_settings_agree(desk: Desk) -> None:
    dialog = SettingsDialog(desk.preferences, desk.dispatcher, desk.window)
    dialog.show()
    box = dialog.findChild(QComboBox, "setting-engine")
    told = dialog.findChild(QLabel, "engine-told")
    assert box is not None
    assert told is not None
    box.setCurrentIndex(box.findData("rekognition"))
    assert desk.window.parts.engine.text() == "Amazon Rekognition"
    assert "Sends a copy of each picture to Amazon" in told.text()
    dialog.close()


def test_the_empty_window_says_which_engine_and_what_it_sends(desk: Desk) -> None:
    def told() -> str:
        first = desk.window.parts.center.first_start
        return "\n".join(label.text() for label in first.findChildren(QLabel))

    assert "Nothing leaves this computer" in told()
    desk.choose_engine()
    assert "Nothing leaves this computer" not in told()
    assert "An import sends nothing. Moderate first says what would be sent" in told()


def test_who_declines_is_not_asked_again_by_itself(desk: Desk) -> None:
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-cancel"))
    desk.press("paid-run-cancel")
    desk.window.import_sample()
    desk.wait(lambda: not desk.queue("All").endswith(", 6"))
    desk.settle()
    assert desk.window.findChild(QDialog, "paid-run") is None
    assert desk.service.ledger.calls == 0


def test_the_sheet_tells_the_adapter_the_budget_and_what_is_sent(desk: Desk) -> None:
    arn = "arn:aws:rekognition:eu-west-1:123456789012:project/ads/version/ads.1/1767225600000"
    chosen = replace(desk.preferences.settings, adapter=arn, budget_usd=2.5, send_originals=True, calls_per_second=0.0)
    desk.preferences.choose(chosen)
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    told = "\n".join(label.text() for label in desk.find(QDialog, "paid-run").findChildren(QLabel))
    assert arn in told
    assert "2.500 USD" in told
    assert "own bytes are sent" in told
    assert "learns what the account allows" in told
    assert "Videos are not sent" not in told
    desk.press("paid-run-cancel")
    desk.settle()


def test_the_sheet_tells_pictures_from_videos_that_are_not_sent(desk: Desk, tmp_path: Path) -> None:
    desk.preferences.choose(replace(desk.preferences.settings, video_mode="stored"))
    desk.window.import_paths([video(tmp_path / "film.mp4")])
    desk.wait(lambda: desk.queue("All") == "All, 7")
    desk.settle()
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    sheet = desk.find(QDialog, "paid-run")
    told = [label.text() for label in sheet.findChildren(QLabel)]
    assert any(one.startswith("Send 6 assets to ") for one in told)
    assert desk.find(QLabel, "paid-run-videos").text().startswith("1 video not sent, as no bucket is chosen")
    assert desk.find(QLabel, "paid-run-calls").text() == "about 6"
    desk.press("paid-run-cancel")
    desk.settle()


def test_a_second_press_while_it_asks_opens_no_second_sheet(desk: Desk) -> None:
    desk.choose_engine()
    desk.window.moderate()
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    desk.window.moderate()
    desk.settle()
    assert len(desk.window.findChildren(QDialog, "paid-run")) == 1
    desk.press("paid-run-cancel")
    desk.settle()


@pytest.mark.parametrize("count", [16])
@pytest.mark.parametrize("faults", [Faults(latency=(0.2, 0.4))])
def test_pause_holds_a_paid_run_and_resume_lets_it_go_on(desk: Desk) -> None:
    desk.preferences.choose(replace(desk.preferences.settings, calls_at_once=2))
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.service.ledger.answered >= 2)
    desk.press("moderation-pause")
    bar = desk.window.parts.bars[WorkKind.MODERATION]
    assert bar._title.text() == "Moderation paused"
    desk.qtbot.wait(900)
    standing = desk.service.ledger.calls
    desk.qtbot.wait(600)
    assert desk.service.ledger.calls == standing < 16
    desk.press("moderation-pause")
    desk.wait(lambda: desk.queue(0) == "Rejected, 8")
    desk.settle()
    assert desk.service.ledger.billed_twice == 0


@pytest.mark.parametrize(
    ("spending", "words"),
    [
        (Spending(), "0.000 USD so far for 0 calls"),
        (Spending(calls=1, cost_usd=0.001, rate=5.0), "0.001 USD so far for 1 call · up to 5.0 calls a second now"),
        (
            Spending(calls=14_000, cost_usd=14.0, rate=48.0, quota=50.2),
            "14.00 USD so far for 14,000 calls · up to 48 calls a second now · the account allows about 50 a second",
        ),
        (
            Spending(calls=9, cost_usd=0.007, unanswered=2, may_cost_usd=0.002),
            "0.007 USD so far for 9 calls · 2 calls without an answer may be billed too: 0.002 USD",
        ),
    ],
)
def test_words_of_the_spending(spending: Spending, words: str) -> None:
    assert spending_words(spending) == words
    assert Progress(1, 2, spending=spending).spending is spending
