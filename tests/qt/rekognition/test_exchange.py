"""What was sent and what came back, per asset, per run and per month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QTreeWidget

from rekreview.domain.assets import DetectionView, EngineName
from rekreview.domain.queues import QueueName
from rekreview.library.values import RunState
from rekreview.ui.detail import exchange_words
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.marks import picture
from tests.qt.rekognition.conftest import ADAPTER, Desk


def moderate_all(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.queue(2) == "Pending, 0")
    desk.settle()


def look_at(desk: Desk, queue: QueueName) -> str:
    """Choose the first asset of a queue; what the pane says of its exchange."""
    desk.window.parts.side.show_queue(queue)
    desk.settle()
    pane = desk.window._screens.review.detail  # type: ignore[union-attr]
    desk.wait(lambda: pane.card is not None)
    return "\n".join(label.text() for label in pane.exchange.findChildren(QLabel) if not label.isHidden())


def test_the_pane_tells_what_was_sent_and_what_came_back(desk: Desk) -> None:
    moderate_all(desk)
    told = look_at(desk, QueueName.APPROVED)
    assert "JPEG · 480 × 360" in told
    assert "a copy without metadata" in told
    assert "labels from 20 % on" in told
    assert "7.0" in told
    assert "Illustrated" not in told, "picture 1 is none of those that are drawn"


def test_the_kind_of_picture_is_shown(desk: Desk) -> None:
    desk.service.account.content_types = {number: [{"Name": "Illustrated", "Confidence": 88.5}] for number in range(9)}
    moderate_all(desk)
    assert "Illustrated 88.5 %" in look_at(desk, QueueName.REJECTED)


def test_the_answer_can_be_read_and_copied(desk: Desk) -> None:
    moderate_all(desk)
    look_at(desk, QueueName.REJECTED)
    desk.find(QPushButton, "read-answer").click()
    dialog = desk.find(QDialog, "raw-answer")
    text = desk.find(QPlainTextEdit, "raw-answer-text")
    assert '"ModerationModelVersion": "7.0"' in text.toPlainText()
    assert text.isReadOnly()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy").click()
    assert '"Weapons"' in QApplication.clipboard().text()
    dialog.close()


def test_an_asset_that_stayed_here_has_no_such_section(desk: Desk) -> None:
    look_at(desk, QueueName.ALL)
    assert desk.window._screens.review.detail.exchange.isHidden()  # type: ignore[union-attr]


def test_an_adapter_that_is_ignored_is_told_and_not_asked_again(desk: Desk) -> None:
    desk.preferences.choose(replace(desk.preferences.settings, adapter=ADAPTER, calls_at_once=1))
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: "did not use the adapter" in desk.banner("resume"))
    desk.settle()
    banner = desk.window.parts.banners.shown("resume")
    assert banner is not None
    assert [button.text() for button in banner.findChildren(QPushButton)] == ["Settings…", "Discard"]
    desk.preferences.choose(replace(desk.preferences.settings, adapter=""))
    told = look_at(desk, QueueName.REJECTED if desk.queue(0) != "Rejected, 0" else QueueName.APPROVED)
    assert f"The adapter {ADAPTER} was asked for" in told
    assert "its base model" in told
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-start"))
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(2) == "Pending, 0")
    desk.settle()
    assert desk.service.ledger.billed_twice == 0


def test_a_moving_picture_tells_its_frames(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "moving"
    place.mkdir()
    frames = [picture(number) for number in (20, 21, 22)]
    frames[0].save(place / "moving.gif", save_all=True, append_images=frames[1:], duration=1000)
    for path in (tmp_path / "numbered").iterdir():
        path.unlink()
    desk.window.import_paths([place])
    desk.wait(lambda: desk.queue("All") == "All, 7")
    desk.settle()
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.queue(2) == "Pending, 0")
    desk.settle()
    told = look_at(desk, QueueName.REJECTED)
    assert told.count("Frame at") == 3
    assert desk.library.queries.runs()[0].failed == 6, "the files that are gone are named, not judged"


@pytest.mark.parametrize("faults", [Faults(rates={Fault.RESET_AFTER: 0.3}, seed=3)])
def test_runs_and_months_tell_what_it_cost_and_may_cost(desk: Desk) -> None:
    moderate_all(desk)
    desk.window.show_screen("runs")
    desk.settle()
    run = desk.library.queries.runs()[0]
    assert run.state is RunState.FINISHED
    told = desk.find(QLabel, "run-told").text()
    assert "6 of 6 assets moderated by Amazon Rekognition." in told
    assert "6 calls answered, 0.006 USD." in told
    assert run.calls.unanswered == desk.service.ledger.billed_without_answer > 0
    assert "may have been billed without an answer" in told
    months = desk.find(QTreeWidget, "ledger-months")
    row = months.topLevelItem(0)
    assert row is not None
    assert row.text(1) == "Amazon Rekognition"
    assert (row.text(2), row.text(5)) == ("6", "0.006 USD")
    assert row.text(4) == str(run.calls.unanswered)


def test_there_is_no_ledger_before_anything_was_paid(desk: Desk) -> None:
    desk.window.show_screen("runs")
    desk.settle()
    assert not desk.find(QTreeWidget, "ledger-months").isVisible()


def detection(adapter: str | None = None) -> DetectionView:
    return DetectionView(
        1,
        EngineName.REKOGNITION,
        "7.0",
        adapter,
        20.0,
        (),
        (("Animated", 70.0),),
        created=datetime(2026, 3, 1, tzinfo=UTC),
    )


def exchange(timestamp_ms: int | None = None, version: str = "7.0", *, original: bool = False) -> dict[str, object]:
    sent = {"format": "png", "width": 1280, "height": 90, "bytes": 2_500_000, "original": original}
    return {"sent": {**sent, "timestamp_ms": timestamp_ms}, "answer": {"ModerationModelVersion": version}}


def test_words_of_one_picture() -> None:
    lines = exchange_words.sent_lines({"exchanges": [exchange(original=True)]})
    assert lines == ["PNG · 1,280 × 90 · 2.5 MB · the file's own bytes"]


def test_words_of_many_frames_are_cut_short() -> None:
    lines = exchange_words.sent_lines({"exchanges": [exchange(n * 1000) for n in range(9)]})
    assert len(lines) == 7
    assert lines[1].startswith("Frame at 0:01 · PNG")
    assert lines[-1] == "and 3 more"


@pytest.mark.parametrize("raw", [{}, {"exchanges": 3}, {"exchanges": ["odd"]}, {"asked": 5}])
def test_an_answer_from_elsewhere_has_nothing_to_tell(raw: dict[str, object]) -> None:
    assert exchange_words.sent_lines(raw) == []
    assert exchange_words.ignored_adapter(detection(), raw) == ""
    assert exchange_words.changed_model(raw) == ""


def test_facts_of_an_answer() -> None:
    told = dict(exchange_words.facts(detection("arn:x"), {}))
    assert told["Asked for"] == "labels from 20 % on"
    assert told["Adapter"] == "arn:x"
    assert told["Content"] == "Animated 70.0 %"


def test_an_adapter_that_answered_is_no_warning() -> None:
    assert exchange_words.ignored_adapter(detection("arn:x"), {"asked": {"adapter": "arn:x"}}) == ""
    assert "arn:y" in exchange_words.ignored_adapter(detection("arn:x"), {"asked": {"adapter": "arn:y"}})


def test_a_model_that_changed_between_frames_is_a_warning() -> None:
    raw = {"exchanges": [exchange(0), exchange(1000, "7.1")]}
    assert "7.0, 7.1" in exchange_words.changed_model(raw)
