"""Stacks on the desk: real pictures that are near-duplicates, in a real library, decided on by real keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.queues import QueueName
from rekreview.media.cage import Cage
from rekreview.ui import live_keys
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.grid.stack_rows import StackRows
from rekreview.ui.keytable.presets import KeyPreset, preset_keymap
from tests.fakes.near_pictures import motif, near_duplicates
from tests.qt.desk.conftest import Desk
from tests.qt.desk.stacks.conftest import ALONE, CATS, DOGS, KEY, SHIFT, all_ids, counts, stack, take_in
from tests.unit.library.makers import detection, moderate


def test_that_pictures_are_compared_is_told_and_can_be_called_off(make_desk: Callable[..., Desk]) -> None:
    desk, told = make_desk(), []
    desk.show(QueueName.ALL)
    desk.desk.told.connect(told.append)
    desk.press(KEY.Key_S)
    assert told[-1].startswith("Comparing pictures…")
    bar = desk.desk.feature(Stacks).bar
    assert bar.toggle.toolTip().startswith("Comparing pictures…")
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: desk.desk.parts.near.ready, timeout=10_000)
    assert not isinstance(desk.desk.model.rows, StackRows)


def test_the_left_hand_makes_stacks_and_decides_likewise(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.show(QueueName.ALL)
    live_keys.put(preset_keymap(KeyPreset.LEFT_HAND))
    try:
        desk.press(KEY.Key_S, SHIFT)
        desk.qtbot.waitUntil(lambda: isinstance(desk.desk.model.rows, StackRows), timeout=10_000)
        desk.press(KEY.Key_E, SHIFT)
        assert desk.told, "the key is heard, and says what it would have to do with"
    finally:
        live_keys.put(preset_keymap(KeyPreset.DEFAULT))
    desk.settle()


def test_each_stack_is_one_tile_with_its_count(stacked: Desk):
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]
    assert stacked.names() == ["a-cat-1.jpg", "b-alone.jpg", "c-dog-1.jpg", "d-alone.jpg"]
    bar = stacked.desk.feature(Stacks).bar
    assert bar.toggle.isChecked()
    assert bar.toggle.text() == "Stacks 2"
    assert stacked.desk.head._count.text() == "9 assets"
    assert "stack of 4: 4 pending" in stacked.desk.model.data(
        stacked.desk.model.index(0), Qt.ItemDataRole.AccessibleTextRole
    )


def test_a_plain_verdict_decides_only_the_one_that_shows_and_says_so(stacked: Desk):
    first = stacked.current
    stacked.press(KEY.Key_A)
    stacked.settle()
    assert stacked.told[-1] == "Approved: a-cat-1.jpg. That is one of 4 in its stack; Shift+A decides them all."
    assert [stacked.status(one) for one in all_ids(stacked)[:CATS]] == [Status.APPROVED] + 3 * [Status.PENDING]
    assert stacked.decisions(first)[-1].seen is not None
    assert stacked.desk.grid.selector.current == 1
    assert not stacked.desk.model.has_left(0), "three of it are still to be decided"


def test_a_stack_whose_members_differ_says_so(stacked: Desk):
    stacked.press(KEY.Key_A)
    stacked.settle()
    tile = stacked.desk.model.tile(0)
    stacked.qtbot.waitUntil(lambda: (tile := stacked.desk.model.tile(0)) is not None and tile.stack.mixed)
    assert tile is not None
    text = stacked.desk.model.data(stacked.desk.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert text.endswith("stack of 4: 3 pending, 1 approved")


def test_the_whole_stack_is_one_batch_of_which_only_the_tile_that_stands_for_it_was_seen(stacked: Desk):
    ids = stacked.desk.model.rows.members(0)
    stacked.press(KEY.Key_X, SHIFT)
    stacked.settle()
    assert stacked.desk.model.has_left(0), "painted without reading the list again"
    assert stacked.told[-1] == "Rejected: the whole stack of 4."
    assert [stacked.status(one) for one in ids] == 4 * [Status.REJECTED]
    head, *behind = (stacked.decisions(one)[-1] for one in ids)
    assert head.seen is not None
    assert not head.unseen
    assert all(one.unseen and one.seen is None for one in behind)
    assert stacked.desk.grid.selector.current == 1
    stacked.press(KEY.Key_Backspace)
    stacked.settle()
    assert [stacked.status(one) for one in ids] == 4 * [Status.PENDING], "one step"
    assert stacked.desk.grid.selector.current == 0


def test_a_note_goes_with_the_whole_stack_its_asset_is_in_and_with_no_other_of_it(stacked: Desk):
    ids = stacked.desk.model.rows.members(0)
    detail = stacked.desk.detail
    stacked.qtbot.waitUntil(lambda: detail.card is not None and detail.card.asset.id == ids[0])
    stacked.press(KEY.Key_N)
    stacked.qtbot.keyClicks(detail.note, "a toy")
    stacked.press(KEY.Key_Return)
    assert stacked.told[-1] == "The note will go with your verdict on a-cat-1.jpg."
    stacked.press(KEY.Key_X, SHIFT)
    stacked.settle()
    assert [stacked.decisions(one)[-1].note for one in ids] == ["a toy", "", "", ""]


def test_an_open_stack_is_seen_tile_by_tile(stacked: Desk):
    ids = stacked.desk.model.rows.members(0)
    stacked.desk.feature(Stacks).open(ids[0])
    stacked.qtbot.waitUntil(lambda: all(stacked.desk.grid.is_shown(one) for one in ids))
    stacked.press(KEY.Key_X, SHIFT)
    stacked.settle()
    seen = [stacked.decisions(one)[-1].seen for one in ids]
    assert len({one.source_sha256 for one in seen}) == CATS, "each by its own picture"


def test_a_stack_of_one_is_decided_as_what_it_is(stacked: Desk):
    stacked.desk.grid.go_to(1)
    stacked.wait_until_shown()
    asset = stacked.current
    stacked.press(KEY.Key_A, SHIFT)
    stacked.settle()
    assert stacked.told[-1] == "Approved: b-alone.jpg."
    assert stacked.decisions(asset)[-1].seen is not None


def test_selected_stacks_are_decided_wholly_or_as_they_show(stacked: Desk):
    stacked.press(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    stacked.press(KEY.Key_A)
    stacked.settle()
    assert stacked.told[-1].startswith("Approved: 4 assets. Of 2 stacks only the asset that shows; Shift+A")
    assert sum(stacked.status(one) is Status.APPROVED for one in all_ids(stacked)) == 4
    stacked.press(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    stacked.press(KEY.Key_A, SHIFT)
    stacked.settle()
    assert stacked.told[-1] == "Approved: all 9 assets of 4 tiles."
    assert all(stacked.status(one) is Status.APPROVED for one in all_ids(stacked))


def test_a_stack_decided_from_within_is_greyed_in_the_list(stacked: Desk):
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_A, SHIFT)
    stacked.settle()
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]
    assert stacked.desk.grid.selector.current == 1
    stacked.qtbot.waitUntil(lambda: stacked.desk.model.tile(0) is not None and stacked.desk.model.has_left(0))


def test_what_is_imported_joins_its_stack_where_that_stands(stacked: Desk, decoder: Cage, tmp_path: Path):
    (tmp_path / "more").mkdir()
    late = near_duplicates(tmp_path / "more", "z-cat", 1, 6)[-1]
    other = tmp_path / "more" / "z-other.jpg"
    motif(23).save(other)
    take_in(stacked.library, decoder, late, other)
    stacked.qtbot.waitUntil(lambda: counts(stacked) == [CATS + 1, ALONE, DOGS, ALONE, ALONE], timeout=10_000)
    stacked.qtbot.waitUntil(lambda: (tile := stacked.desk.model.tile(0)) is not None and tile.stack.count == CATS + 1)


def test_a_stack_that_left_the_queue_goes_at_the_refresh(make_desk):
    desk = make_desk()
    stack(desk, queue=QueueName.PENDING)
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.desk.head.refresh.text() == "Refresh: 4 assets leave")
    assert counts(desk) == [CATS, ALONE, DOGS, ALONE]
    desk.press(KEY.Key_F5)
    desk.qtbot.waitUntil(lambda: counts(desk) == [ALONE, DOGS, ALONE])


def test_without_stacks_the_keys_say_what_to_do_and_the_stack_is_still_found(make_desk):
    desk = make_desk()
    desk.show()
    desk.press(KEY.Key_BracketRight)
    assert desk.told[-1].startswith("There are no stacks here")
    ids = all_ids(desk)
    desk.press(KEY.Key_A, SHIFT)
    desk.qtbot.waitUntil(lambda: desk.status(ids[CATS - 1]) is Status.APPROVED, timeout=10_000)
    assert [desk.status(one) for one in ids] == CATS * [Status.APPROVED] + 5 * [Status.PENDING]
    assert desk.desk.grid.selector.current == 1


def test_very_many_stacks_are_never_made_a_list_of(stacked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = 6_000
    members = np.arange(1, number + 1, dtype=np.int64)
    begins = np.append(np.arange(0, number, 2, dtype=np.int64), number)
    stacked.desk._list._put(StackRows.of_stacks(QueueStacks(members, begins)))
    stacked.desk.grid.selector.select_all()
    asked: list[tuple[object, Status]] = []
    monkeypatch.setattr(
        stacked.desk.verdicts._operations, "decide_many", lambda ids, status, *_said: asked.append((ids, status))
    )
    monkeypatch.setattr(stacked.desk.stage, "targets", lambda: pytest.fail("a list of a million"))
    stacked.press(KEY.Key_X, SHIFT)
    ((ids, status),) = asked
    assert status is Status.REJECTED
    assert isinstance(ids, np.ndarray)
    assert np.array_equal(ids, members)


def test_another_distance_makes_other_stacks(stacked: Desk):
    stacked.desk.near.set_distance(0)
    stacked.qtbot.waitUntil(lambda: counts(stacked) != [CATS, ALONE, DOGS, ALONE], timeout=10_000)
    assert len(stacked.desk.model.rows) > 4


def test_a_window_that_may_only_look_decides_on_no_stack(make_desk):
    desk = make_desk(read_only=True)
    stack(desk)
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    assert all(desk.status(one) is Status.PENDING for one in all_ids(desk))


def test_a_sweep_confirms_only_what_shows_of_each_stack(make_desk):
    desk = make_desk()
    ids = all_ids(desk)
    moderate(desk.library, dict.fromkeys(ids, detection()))
    stack(desk)
    grid = desk.desk.grid
    desk.qtbot.waitUntil(lambda: all(grid.is_shown(int(one)) for one in desk.desk.model.rows.ids), timeout=10_000)
    desk.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.told[-1] == "Confirmed 4: 4 approved. Of 2 stacks only the asset that shows. That was the last page."
    decided = [bool(desk.decisions(one)) for one in ids]
    assert decided == [True, False, False, False, True, True, False, False, True]
