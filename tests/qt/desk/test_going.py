"""From borderline asset to borderline asset: as the library is now, in stacks, and in the large view."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import EngineName
from rekreview.domain.labels import Label
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import TaskOutcome
from rekreview.ui.desk.landmarks import Landmarks
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.grid.stack_rows import StackRows
from tests.qt.desk.conftest import Desk

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE_NEAR = "No asset of this list lies near a threshold."


def answer(desk: Desk, confidence: float, *names: str) -> None:
    """Let an engine say this of the assets with these names, or of all."""
    commands, queries = desk.library.commands, desk.library.queries
    run = commands.start_run(EngineName.ON_DEVICE, f"on-device-{confidence}", None, 0.5, queries.ids(QueueFilter()))
    labels = (Label("Alcoholic Beverages", "Alcohol", confidence, 2), Label("Alcohol", "", confidence, 1))
    commands.record(
        run,
        [
            TaskOutcome(
                task.task_id,
                task.asset_id,
                Detection(EngineName.ON_DEVICE, f"on-device-{confidence}", None, 0.5, labels),
                None,
            )
            for task in commands.claim(run, 100)
            if (Path(task.path).stem in names if names else Path(task.path).stem != "broken")
        ],
    )


def test_what_an_engine_answered_meanwhile_counts(desk: Desk) -> None:
    desk.press(KEY.Key_H)
    desk.qtbot.waitUntil(lambda: NONE_NEAR in desk.told, timeout=10_000)
    first = desk.current
    answer(desk, 51.0)
    assert len(desk.library.queries.borderline()) > 1

    def goes() -> bool:
        desk.press(KEY.Key_H)  # the change reaches the desk a moment after it is written
        desk.settle()
        return desk.current != first

    desk.qtbot.waitUntil(goes, timeout=10_000)


def near(desk: Desk) -> list[int]:
    """The borderline assets in the order of the list."""
    found = set(desk.library.queries.borderline().tolist())
    return [one for one in desk.desk.model.rows.ids.tolist() if one in found]


@pytest.fixture
def bordering(desk: Desk) -> Desk:
    """A desk in which every asset but one that cannot be read is borderline; the first is shown."""
    answer(desk, 51.0)
    desk.show()
    desk.desk.grid.go_to(0)
    desk.wait_until_shown()
    return desk


def test_the_large_view_goes_from_picture_to_borderline_picture(bordering: Desk) -> None:
    desk = bordering
    first, second = near(desk)[:2]
    desk.press(KEY.Key_Return)
    desk.desk.grid.make_current(first)
    desk.wait_until_shown()
    desk.press(KEY.Key_H)
    desk.qtbot.waitUntil(lambda: desk.current == second, timeout=10_000)
    assert desk.desk.stage.in_loupe
    desk.wait_until_shown()
    desk.press(KEY.Key_H, SHIFT)
    desk.qtbot.waitUntil(lambda: desk.current == first, timeout=10_000)
    desk.settle()


def test_the_large_view_says_when_there_is_none(desk: Desk) -> None:
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    desk.press(KEY.Key_H)
    desk.qtbot.waitUntil(lambda: NONE_NEAR in desk.told, timeout=10_000)


class Near:
    """A library with these borderline assets, whose answer may be held up."""

    def __init__(self, *ids: int) -> None:
        self.ids = ids
        self.go_on = threading.Event()
        self.go_on.set()

    def borderline(self) -> Ids:
        found = np.array(self.ids, np.int64)
        assert self.go_on.wait(20)
        return found


def landmarks(near_ones: Near, rows: Rows, dispatcher: Dispatcher, parent: object, current: int = 0) -> Landmarks:
    return Landmarks(near_ones, dispatcher, lambda: rows, lambda: current, parent)  # type: ignore[arg-type]


def test_a_stack_counts_by_any_of_its_assets_and_once(qtbot, qapp, dispatcher: Dispatcher) -> None:
    stacks = StackRows.of_stacks(QueueStacks(np.array([9, 4, 7, 3, 5, 8]), np.array([0, 1, 4, 5, 6])))
    made = landmarks(Near(7, 3, 8), stacks, dispatcher, qapp)
    for current, row in ((0, 1), (1, 3)):
        made._current = lambda at=current: at
        with qtbot.waitSignal(made.go, timeout=10_000) as gone:
            made.step(1)
        assert gone.args == [row]
    made.deleteLater()


def test_an_answer_the_library_has_moved_on_from_is_not_kept(qtbot, qapp, dispatcher: Dispatcher) -> None:
    library = Near()
    made = landmarks(library, Rows.of(np.array([1, 2, 3])), dispatcher, qapp)
    library.go_on.clear()
    with qtbot.waitSignal(made.told, timeout=10_000):
        made.step(1)
        made.forget()
        library.go_on.set()
    library.ids = (2,)
    with qtbot.waitSignal(made.go, timeout=10_000) as gone:
        made.step(1)
    assert gone.args == [1]
    made.deleteLater()
