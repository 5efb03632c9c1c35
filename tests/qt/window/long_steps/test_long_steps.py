"""A batch over a whole queue: a bar tells how far it is, everything else goes on, and Cancel leaves what is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from rekreview.domain.assets import Status
from rekreview.domain.progress import Progress
from rekreview.domain.queues import QueueName
from rekreview.library.step_values import Act
from rekreview.pipeline.long_steps import LongStep
from rekreview.ui import step_words
from rekreview.ui.desk.many import ManyAtOnce
from rekreview.ui.panels.step_bar import figures
from tests.qt.window.long_steps.conftest import KEY, NUMBER, Desk


def name(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    assert read is not None
    return read.text(QAccessible.Text.Name)


def test_select_all_and_a_approve_the_whole_queue(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.isVisible() and desk.bar.bar.value() > 0)
    assert desk.bar.title.text() == "Approving"
    assert "of 6,100" in desk.bar.figures.text()
    assert (name(desk.bar.bar), name(desk.bar.cancel)) == ("Batch progress", "Cancel the batch")
    desk.ended()
    assert desk.bar.isHidden()
    assert desk.all_of(QueueName.APPROVED) == NUMBER
    assert desk.told() == "Approved: 6,100 assets."
    assert desk.toast.text == "Approved: 6,100 assets."
    desk.wait_until(lambda: desk.review.model.has_left(0))
    marked = desk.review.feature(ManyAtOnce)
    desk.wait_until(lambda: not marked._marking)


def test_cancel_keeps_what_is_done_and_says_how_much(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_X)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    QTest.mouseClick(desk.bar.cancel, Qt.MouseButton.LeftButton)
    assert not desk.bar.cancel.isEnabled()
    assert desk.bar.title.text() == "Stopping…"
    desk.ended()
    done = desk.all_of(QueueName.REJECTED)
    assert 0 < done < NUMBER
    assert desk.toast.text == f"Stopped: {done:,} assets of 6,100 were rejected, and stay so. Undo takes them back."
    offer = desk.toast.findChild(QPushButton, "toast-offer")
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: desk.all_of(QueueName.REJECTED) == 0)


def test_a_single_decision_goes_between_and_counts(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts._operations.decide([desk.ids[-1]], Status.REJECTED, "", "", lambda _: None, lambda _: None)
    desk.wait_until(lambda: desk.library.queries.asset(desk.ids[-1]).status is Status.REJECTED)
    assert desk.long_steps.job is not None, "the batch goes on"
    desk.ended()
    assert desk.all_of(QueueName.APPROVED) == NUMBER - 1
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.library.queries.asset(desk.ids[-1]).status is Status.PENDING)
    assert desk.all_of(QueueName.APPROVED) == NUMBER - 1


def test_a_second_batch_is_refused_in_words_while_one_is_under_way(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.press(KEY.Key_X)
    assert desk.told() == "Not taken: another batch is under way (approving). Wait for its end, or cancel it."
    desk.ended()
    assert desk.all_of(QueueName.APPROVED) == NUMBER


def test_clear_and_unsure_of_a_whole_queue_are_batches_too(desk: Desk) -> None:
    desk.review.grid.selector.select_all()
    desk.review.verdicts.second_look()
    assert desk.long_steps.job is not None
    desk.ended()
    assert desk.all_of(QueueName.SECOND_LOOK) == NUMBER
    assert desk.told() == "Put aside for a second look: 6,100 assets."
    desk.review.verdicts.second_look(False)
    desk.ended()
    assert desk.all_of(QueueName.SECOND_LOOK) == 0
    desk.review.verdicts.clear()
    desk.ended()
    assert desk.told() == "Nothing had to change: all of them stood so already."


def test_a_reason_chosen_before_goes_with_the_batch(desk: Desk) -> None:
    desk.review.grid.selector.select_all()
    desk.review.verdicts.press_reason("Harmless context")
    assert "6,100 assets" in desk.told()
    desk.press(KEY.Key_A)
    desk.ended()
    for asset_id in (desk.ids[0], desk.ids[-1]):
        assert desk.library.queries.history(asset_id)[-1].reason == "Harmless context"


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(0, 1_000_000), "0 of 1,000,000"),
        (Progress(120_000, 1_000_000, 110_000, 8.0), "120,000 of 1,000,000 · 8 s left"),
        (Progress(5, 5, 1.0, 0.0), "5 of 5"),
        (Progress(0, None), ""),
    ],
)
def test_the_figures(progress: Progress, words: str, qapp: object) -> None:
    assert figures(progress) == words


@pytest.mark.parametrize("act", [Act.DECIDE, Act.CLEAR, Act.LOOK_AGAIN, Act.LOOKED])
@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED])
def test_every_step_has_words_for_its_ends(act: Act, status: Status, qapp: object) -> None:
    words = step_words.deciding(act, status)
    assert "2,000 assets of 9,000" in words.ended(LongStep(1, 2_000, 2_000, 9_000))
    assert words.ended(LongStep(1, 9_000, 9_000, 9_000)).endswith(": 9,000 assets.")
    assert words.ended(LongStep(None, 0, 9_000, 9_000)).startswith("Nothing had to change")
    assert "{" not in words.refusal
