"""A long step is written in pieces: whatever was pressed after it counts, and waits for one piece at most."""

from __future__ import annotations

import threading
import time

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.library import Library
from rekreview.library.commands import long_steps, undoing
from rekreview.library.values import Decided
from tests.unit.library.makers import fill, statuses

A, R = Status.APPROVED, Status.REJECTED


def decide(library: Library, ids: list[int], status: Status) -> Decided:
    return library.commands.decide(ids, status, reviewer="Ann")


@pytest.mark.parametrize("act", ["clear", "undo", "unsure"])
def test_whatever_was_pressed_later_than_a_batch_counts(
    library: Library, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 30)
    first = decide(library, [ids[-1]], R).batch
    pressed: list[str] = []

    def press(changes: ChangeSet) -> None:
        if not pressed and changes.changed:
            pressed.append(act)
            {
                "clear": lambda: library.commands.clear([ids[-1]], reviewer="Bob"),
                "undo": lambda: undo_step(library, first),
                "unsure": lambda: library.commands.second_look([ids[-1]], True, "Bob"),
            }[act]()

    library.subscribe(press)
    batch = decide(library, ids, A)
    assert batch.unchanged == (ids[-1],)
    assert set(statuses(library, ids[:-1])) == {"approved"}
    assert statuses(library, [ids[-1]]) == ["rejected" if act == "unsure" else "pending"]
    assert library.queries.asset(ids[-1]).second_look is (act == "unsure")


def undo_step(library: Library, step: int | None) -> None:
    """Take back one step out of turn, as somebody else does who pressed Undo just before the batch began."""
    assert step is not None
    library.commands._move(undoing.undo, step, 0, "Bob")


def test_what_was_pressed_before_a_batch_is_decided_by_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 30)
    decide(library, ids[5:25], R)
    assert decide(library, ids, A).changed == tuple(ids)
    assert set(statuses(library, ids)) == {"approved"}


@pytest.mark.parametrize("undone", [False, True])
def test_a_single_decision_waits_for_a_piece_and_not_for_the_whole(library: Library, undone: bool) -> None:
    ids = fill(library, 8 * long_steps.STEP_ASSETS + 1)
    if undone:
        decide(library, ids[:-1], A)
    ended = threading.Event()

    def work() -> None:
        library.commands.undo() if undone else decide(library, ids[:-1], A)
        ended.set()

    begun = threading.Event()
    library.subscribe(lambda changes: begun.set())
    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(10)
    decided, started = 0, time.monotonic()
    while not ended.is_set():
        decide(library, ids[-1:], (A, R)[decided % 2])
        decided += not ended.is_set()
    thread.join()
    whole = time.monotonic() - started
    assert decided >= 4, f"{decided} decisions in {whole:.2f} s between eight pieces"
