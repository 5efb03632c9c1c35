"""A note goes with the batch over its asset, once, or waits on where that did not come to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.library.commands import deciding
from rekreview.library.commands.long_steps import LongSteps as LongStepCommands
from rekreview.library.values import Decided
from tests.qt.window.long_steps.conftest import KEY, Desk


def test_a_note_goes_with_a_batch_over_a_whole_queue(desk: Desk) -> None:
    noted = desk.ids[4_000]
    desk.review.verdicts.put_note(noted, "a toy")
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_X)
    desk.ended()
    assert desk.library.queries.history(noted)[-1].note == "a toy"
    assert desk.library.queries.history(desk.ids[4_001])[-1].note == ""
    assert desk.review.verdicts.note_on(noted) == ""


def test_a_note_waits_on_where_a_batch_was_stopped_or_refused(desk: Desk, slow: None) -> None:
    desk.review.verdicts.put_note(desk.ids[0], "a knife")
    desk.review.verdicts.put_note(desk.ids[-1], "a toy")
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_X)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts.put_note(desk.ids[-2], "a doll")
    desk.press(KEY.Key_A)
    assert desk.told().startswith("Not taken: another batch is under way")
    assert desk.review.verdicts.note_on(desk.ids[-2]) == "a doll"
    QTest.mouseClick(desk.bar.cancel, Qt.MouseButton.LeftButton)
    desk.ended()
    assert desk.library.queries.history(desk.ids[-1]) == []
    assert desk.review.verdicts.note_on(desk.ids[-1]) == "a toy"
    assert desk.library.queries.history(desk.ids[0])[-1].note == "a knife"
    assert desk.review.verdicts.note_on(desk.ids[0]) == "", "it was written"


def test_a_note_goes_with_the_single_decision_that_overtakes_its_batch(desk: Desk, slow: None) -> None:
    noted, other, cleared = desk.ids[-1], desk.ids[-2], desk.ids[-3]
    for one, words in ((noted, "a toy"), (other, "a doll"), (cleared, "a knife")):
        desk.review.verdicts.put_note(one, words)
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts.decide_together(-1, [noted], Status.REJECTED, "", advance=False)
    desk.library.commands.second_look([cleared], True, reviewer="Grace")
    assert desk.long_steps.job is not None, "the batch goes on"
    desk.ended()
    said = [(entry.to_status, entry.note) for entry in desk.library.queries.history(noted)]
    assert said == [(Status.REJECTED, "a toy")], "the later press counts, and has the note"
    assert [entry.note for entry in desk.library.queries.history(other)] == ["a doll"]
    notes = [desk.review.verdicts.note_on(one) for one in (noted, other, cleared)]
    assert notes == ["", "", "a knife"], "what the batch left alone waits for a verdict still"


def test_a_note_goes_on_with_its_batch_where_the_decision_that_overtook_it_failed(
    desk: Desk, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = desk.ids[-1]
    desk.review.verdicts.put_note(noted, "a toy")
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)

    def locked(*_ids: object, **_more: object) -> None:
        raise Locked("The library is busy.", "Try again.")

    monkeypatch.setattr(type(desk.library.commands), "decide", locked)
    desk.review.verdicts.decide_together(-1, [noted], Status.REJECTED, "", advance=False)
    desk.ended()
    said = [(entry.to_status, entry.note) for entry in desk.library.queries.history(noted)]
    assert said == [(Status.APPROVED, "a toy")]
    assert desk.review.verdicts.note_on(noted) == ""


def interrupt(monkeypatch: pytest.MonkeyPatch, aside: int, following: Callable[[], object]) -> None:
    """Have somebody put this asset aside before a batch writes its first piece, and this done before each later one."""
    carry_out = LongStepCommands._carry_out

    def piece(commands: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None, **named: Any) -> Decided:
        if pressed_after is not None and batch is None:
            commands.second_look([aside], True, reviewer="Grace")
        elif pressed_after is not None:
            following()
        return carry_out(commands, intent, ids, batch, pressed_after, **named)

    monkeypatch.setattr(LongStepCommands, "_carry_out", piece)


def reject_meanwhile(desk: Desk, go: Event, *ids: int) -> list[list[tuple[Status | None, str]]]:
    """Reject assets while the batch is held, let it go on to its end, and read what was decided on each, with notes."""
    for one in ids:
        desk.review.verdicts.decide_together(-1, [one], Status.REJECTED, "", advance=False)
    go.set()
    desk.ended()
    desk.shown.settle()
    return [[(entry.to_status, entry.note) for entry in desk.library.queries.history(one)] for one in ids]


def test_a_note_that_its_batch_has_written_goes_with_no_later_verdict(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, aside = desk.ids[:2]
    second, go = Event(), Event()
    interrupt(monkeypatch, aside, lambda: (second.set(), go.wait(30)))
    desk.review.verdicts.put_note(written, "a toy")
    desk.review.verdicts.put_note(aside, "a knife")
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(second.is_set)
    said = reject_meanwhile(desk, go, written, aside)
    assert said[0] == [(Status.APPROVED, "a toy"), (Status.REJECTED, "")]
    assert said[1] == [(Status.REJECTED, "a knife")], "the batch had left it alone"
    assert [desk.review.verdicts.note_on(one) for one in (written, aside)] == ["", ""]


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Whether the first piece of a batch is being written, and what lets it be on the disk."""
    begun, go, carry_out = Event(), Event(), deciding.carry_out

    def held(connection: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None = None) -> Any:
        written = carry_out(connection, intent, ids, batch, pressed_after)
        if pressed_after is not None and batch is None:
            begun.set()
            go.wait(30)
        return written

    monkeypatch.setattr(deciding, "carry_out", held)
    yield begun, go
    go.set()


def test_a_note_that_its_batch_is_writing_goes_with_no_later_verdict(desk: Desk, writing: tuple[Event, Event]) -> None:
    begun, go = writing
    at_hand, ahead = desk.ids[0], desk.ids[-1]
    for one, words in ((at_hand, "a toy"), (ahead, "a doll")):
        desk.review.verdicts.put_note(one, words)
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.wait_until(begun.is_set)
    said = reject_meanwhile(desk, go, at_hand, ahead)
    assert said[0] == [(Status.APPROVED, "a toy"), (Status.REJECTED, "")], "it is written once"
    assert said[1] == [(Status.REJECTED, "a doll")], "what the batch has not come to yet goes with the later press"
    assert [desk.review.verdicts.note_on(one) for one in (at_hand, ahead)] == ["", ""]


def test_a_note_waits_on_where_a_batch_failed_before_it_was_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, aside, ahead = desk.ids[0], desk.ids[1], desk.ids[-1]
    for one, words in ((written, "a toy"), (aside, "a knife"), (ahead, "a doll")):
        desk.review.verdicts.put_note(one, words)

    def locked() -> None:
        raise Locked("The library is busy.", "Try again.")

    interrupt(monkeypatch, aside, locked)
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
    desk.ended()
    desk.shown.settle()
    assert [entry.note for entry in desk.library.queries.history(written)] == ["a toy"]
    assert desk.library.queries.history(aside) == desk.library.queries.history(ahead) == []
    waiting = [desk.review.verdicts.note_on(one) for one in (written, aside, ahead)]
    assert waiting == ["", "a knife", "a doll"], "what was written waits no more, and nothing is lost"
