"""Stacks on the desk: real pictures that are near-duplicates, in a real library, decided on by real keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from rekreview.domain.assets import Status
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueName
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui import live_keys
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.grid.stack_rows import StackRows
from rekreview.ui.keytable.presets import KeyPreset, preset_keymap
from tests.fakes.near_pictures import motif, near_duplicates
from tests.qt.desk.conftest import Desk
from tests.unit.library.makers import detection, moderate

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CATS, ALONE, DOGS = 4, 1, 3


@pytest.fixture(scope="module")
def near_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cats, one alone, three dogs, and another one alone, in the order of their names."""
    folder = tmp_path_factory.mktemp("near")
    near_duplicates(folder, "a-cat", 1, CATS)
    motif(7).save(folder / "b-alone.jpg")
    near_duplicates(folder, "c-dog", 3, DOGS)
    motif(11).save(folder / "d-alone.jpg")
    return folder


def take_in(library: Library, decoder: Cage, *paths: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(library, decoder, list(paths), executor=executor, cancel=CancelToken()):
            pass


@pytest.fixture
def library(tmp_path: Path, near_pictures: Path, decoder: Cage) -> Iterator[Library]:
    """Those pictures, none of them checked."""
    made = Library.open(tmp_path / "library", create=True)
    take_in(made, decoder, near_pictures)
    yield made
    made.close()


def stack(desk: Desk, *, queue: QueueName = QueueName.ALL) -> Stacks:
    """Show a queue stack by stack, by the key."""
    desk.show(queue)
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: isinstance(desk.desk.model.rows, StackRows), timeout=10_000)
    desk.wait_until_shown()
    return desk.desk.feature(Stacks)


@pytest.fixture
def stacked(make_desk: Callable[..., Desk]) -> Desk:
    made = make_desk()
    stack(made)
    return made


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


def counts(desk: Desk) -> list[int]:
    rows = desk.desk.model.rows
    return [rows.count(row) for row in range(len(rows))]


def all_ids(desk: Desk) -> list[int]:
    from rekreview.domain.queues import QueueFilter

    return desk.library.queries.ids(QueueFilter()).tolist()


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


def test_the_asset_at_hand_stays_so_when_stacks_come_and_go(make_desk):
    desk = make_desk()
    desk.show()
    desk.desk.grid.go_to(6)
    asset = desk.current
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: isinstance(desk.desk.model.rows, StackRows))
    assert desk.desk.grid.selector.current == 2, "the tile that stands for it"
    assert asset in desk.desk.model.rows.members(2)
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: len(desk.desk.model.rows) == 9)
    assert desk.desk.grid.selector.current == 5, "the one that showed for the stack"


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


def test_a_stack_that_could_not_be_seen_yet_when_the_key_was_pressed_is_not_decided(stacked: Desk, monkeypatch):
    stacked.desk.open_loupe()
    stacked.wait_until_shown()
    came = stacked.desk.loupe.canvas.came_at
    monkeypatch.setattr(stacked.desk.verdicts, "_pressed_at", lambda: came - 0.001)
    stacked.press(KEY.Key_A, SHIFT)
    assert stacked.told[-1] == "Not taken: the key was pressed before a-cat-1.jpg could be seen. Press it again."
    stacked.settle()
    assert {stacked.status(one) for one in range(1, 1 + CATS)} == {Status.PENDING}


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


def test_enter_opens_a_stack_and_escape_leads_back(stacked: Desk):
    stacked.desk.grid.go_to(2)
    stacked.wait_until_shown()
    stacked.press(KEY.Key_Return)
    assert stacked.names() == ["c-dog-1.jpg", "c-dog-2.jpg", "c-dog-3.jpg"]
    feature = stacked.desk.feature(Stacks)
    assert not feature.bar.back.isHidden()
    assert feature.bar.back.text() == "Stack of 3"
    stacked.desk.grid.go_to(1)
    stacked.wait_until_shown()
    stacked.press(KEY.Key_X)
    stacked.settle()
    stacked.press(KEY.Key_Escape)
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]
    assert stacked.desk.grid.selector.current == 2
    assert feature.bar.back.isHidden()
    stacked.qtbot.waitUntil(lambda: (tile := stacked.desk.model.tile(2)) is not None and tile.stack.mixed)


def test_enter_on_a_single_asset_shows_it_large(stacked: Desk):
    stacked.desk.grid.go_to(1)
    stacked.press(KEY.Key_Return)
    assert stacked.desk.stage.in_loupe


def test_a_click_on_the_badge_opens_the_stack(stacked: Desk):
    grid = stacked.desk.grid
    corner = grid.visualRect(stacked.desk.model.index(0)).topLeft()
    at = corner + grid._parts().badge.topLeft() + QPoint(6, 6)
    stacked.qtbot.mouseMove(grid.viewport(), at)
    stacked.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(stacked.names()) == CATS
    stacked.desk.feature(Stacks).bar.back.click()
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]


def test_brackets_go_from_stack_to_stack(stacked: Desk):
    stacked.press(KEY.Key_BracketRight)
    assert stacked.desk.grid.selector.current == 2
    stacked.press(KEY.Key_BracketRight)
    assert stacked.told[-1] == "There is no stack after this one."
    stacked.press(KEY.Key_BracketLeft)
    assert stacked.desk.grid.selector.current == 0
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_BracketRight)
    assert stacked.names()[0] == "c-dog-1.jpg", "from within one into the next"
    stacked.press(KEY.Key_Escape)
    assert stacked.desk.grid.selector.current == 2


def test_in_the_large_view_one_sees_where_in_the_stack_one_is(stacked: Desk):
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_Right)
    assert stacked.desk.loupe._place.text() == "2 of 4 in this stack"
    stacked.press(KEY.Key_BracketRight)
    assert stacked.desk.loupe._place.text() == "1 of 3 in this stack"
    stacked.press(KEY.Key_X, SHIFT)
    stacked.settle()
    dogs = all_ids(stacked)[CATS + 1 : CATS + 1 + DOGS]
    assert [stacked.status(one) for one in dogs] == DOGS * [Status.REJECTED]
    assert stacked.desk.stage.in_loupe
    assert stacked.desk.loupe._place.text() == "4 of 4"


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


def test_whether_stacks_are_shown_survives_a_restart(stacked: Desk, make_desk):
    state = json.loads(json.dumps(stacked.desk.to_state()))
    again = make_desk(state=state)
    again.desk.set_filter(stacked.desk.listing.filter)
    again.qtbot.waitUntil(lambda: counts(again) == [CATS, ALONE, DOGS, ALONE], timeout=10_000)


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


def test_a_verdict_on_a_stack_right_after_another_verdict_is_not_lost(make_desk):
    desk = make_desk()
    desk.show()
    ids = all_ids(desk)
    desk.press(KEY.Key_A, SHIFT)
    desk.qtbot.waitUntil(lambda: desk.status(ids[CATS - 1]) is Status.APPROVED, timeout=10_000)
    desk.settle()
    desk.desk.grid.go_to(CATS)
    desk.settle()
    desk.press(KEY.Key_X)
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.status(ids[CATS + DOGS]) is Status.APPROVED, timeout=10_000)
    assert [desk.status(one) for one in ids[CATS:]] == [Status.REJECTED] + DOGS * [Status.APPROVED] + [Status.PENDING]


@pytest.fixture
def comparing(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Event]]:
    """A desk without stacks, that knows of no near-duplicates until this is set."""
    desk, go = make_desk(), Event()
    queries = desk.desk.near._queries
    make = queries.make_stacks
    monkeypatch.setattr(queries, "make_stacks", lambda distance: (go.wait(30), make(distance))[1])
    desk.show()
    desk.press(KEY.Key_X, SHIFT)
    yield desk, go
    go.set()


def until_known(desk: Desk, go: Event) -> None:
    go.set()
    desk.qtbot.waitUntil(lambda: desk.desk.near.ready, timeout=10_000)
    desk.settle()


def test_a_verdict_on_a_stack_that_is_not_known_yet_waits_and_says_so(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    assert desk.told[-1] == (
        "Waits until near-duplicates are known: the stack of a-cat-1.jpg. Moving on or deciding calls it off."
    )
    until_known(desk, go)
    assert [desk.status(one) for one in all_ids(desk)] == CATS * [Status.REJECTED] + 5 * [Status.PENDING]


def test_going_away_and_back_calls_a_late_verdict_off(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Left)
    desk.qtbot.waitUntil(lambda: desk.status(cats[0]) is Status.APPROVED)
    assert desk.current == cats[0]
    until_known(desk, go)
    assert [desk.status(one) for one in cats] == [Status.APPROVED] + 3 * [Status.PENDING]


def test_another_verdict_calls_a_late_one_off_though_nothing_moves(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.desk.verdicts.click(cats[0], Status.APPROVED)
    assert desk.current == cats[0]
    until_known(desk, go)
    assert [desk.status(one) for one in cats] == [Status.APPROVED] + 3 * [Status.PENDING]


def test_another_key_that_waits_says_that_it_drops_a_late_one(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.desk.grid._shown.clear()
    desk.press(KEY.Key_A)
    assert desk.told[-1] == (
        "Waits until the picture of a-cat-1.jpg shows. "
        "Dropped, since another key was pressed: rejected for the stack of a-cat-1.jpg."
    )
    until_known(desk, go)
    assert {desk.status(one) for one in cats} == {Status.PENDING}
    desk.desk.grid.viewport().update()
    desk.qtbot.waitUntil(lambda: desk.status(cats[0]) is Status.APPROVED)
    assert [desk.status(one) for one in cats[1:]] == 3 * [Status.PENDING]


def test_the_stack_pressed_last_counts_and_not_the_key_that_waited(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    grid = desk.desk.grid
    grid._shown.clear()
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_X, SHIFT)
    assert desk.told[-1].startswith("Waits until near-duplicates are known: the stack of a-cat-1.jpg.")
    assert desk.told[-1].endswith("Dropped, since another key was pressed: approved for a-cat-1.jpg.")
    grid.viewport().update()
    desk.wait_until_shown()
    desk.qtbot.wait(50)
    assert {desk.status(one) for one in cats} == {Status.PENDING}, "the key pressed before does not act any more"
    until_known(desk, go)
    desk.qtbot.waitUntil(lambda: {desk.status(one) for one in cats} == {Status.REJECTED}, timeout=10_000)


def test_a_stack_found_before_its_picture_shows_waits_for_that(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats, grid = all_ids(desk)[:CATS], desk.desk.grid
    grid._shown.clear()
    grid.setUpdatesEnabled(False)
    until_known(desk, go)
    assert {desk.status(one) for one in cats} == {Status.PENDING}, "it was not painted"
    grid.setUpdatesEnabled(True)
    grid.viewport().update()
    desk.qtbot.waitUntil(lambda: {desk.status(one) for one in cats} == {Status.REJECTED}, timeout=10_000)


@pytest.mark.parametrize("row", [0, CATS], ids=["of several", "of one"])
def test_the_same_stack_pressed_twice_before_its_picture_shows_is_one_verdict(make_desk: Callable[..., Desk], row: int):
    desk = make_desk()
    desk.show()
    asked = all_ids(desk)[row]
    desk.press(KEY.Key_A, SHIFT)  # near-duplicates are known from now on
    desk.settle()
    desk.press(KEY.Key_Backspace)
    desk.settle()
    grid = desk.desk.grid
    grid.go_to(row)
    desk.wait_until_shown()
    grid._shown.clear()
    grid.setUpdatesEnabled(False)
    desk.told.clear()
    for _ in range(2):
        desk.press(KEY.Key_A, SHIFT)
        desk.settle()
    assert desk.told == 2 * [f"Waits until the picture of {desk.desk.stage.name_of(asked)} shows."]
    grid.setUpdatesEnabled(True)
    grid.viewport().update()
    desk.qtbot.waitUntil(lambda: desk.status(asked) is Status.APPROVED, timeout=10_000)
    assert [one.undone for one in desk.decisions(asked)].count(False) == 1


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


@pytest.mark.parametrize(("scrolled", "left"), [(-60, "cut at the edge"), (-400, "out of sight")])
def test_after_a_stack_the_next_asset_is_in_sight_however_its_tile_was_left(
    make_desk: Callable[..., Desk], scrolled: int, left: str
):
    desk = make_desk()
    desk.desk.grid.step_tile_size(20)
    stack(desk)
    desk.desk.resize(760, 760)
    grid, bar = desk.desk.grid, desk.desk.grid.verticalScrollBar()
    desk.qtbot.waitUntil(lambda: grid.grid.columns == 1)
    grid.go_to(2)
    desk.wait_until_shown()
    bar.setValue(bar.value() + scrolled)
    tile, view = grid.visualRect(grid.currentIndex()), grid.viewport().rect()
    assert tile.bottom() > view.bottom()
    assert (left == "cut at the edge") == view.intersects(tile)
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    assert grid.selector.current == 3
    assert desk.desk.stage.in_sight(desk.current)
