"""The flip theatre: two strips on a real library, through real clicks and keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.domain.changes import ChangeSet
from rekreview.domain.marks import MarkWord
from rekreview.domain.sightings import FilterStep
from rekreview.domain.trial import Side
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui import live_keys
from rekreview.ui.keytable.keymap import DEFAULT_KEYS
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.flip_model import READ_MOST, FlipModel
from rekreview.ui.policy.flip_strip import FlipStrip
from rekreview.ui.wellness import Profile
from tests.fakes.shelf import tile
from tests.qt.policy.screens import Settle, count, row


def names(strip: FlipStrip) -> list[str]:
    """What assistive technology reads of a strip, tile by tile."""
    model = strip.model
    return [model.data(model.index(line, 0), Qt.ItemDataRole.AccessibleTextRole) for line in range(model.rowCount())]


@pytest.fixture
def strip(qtbot: QtBot, screen: PolicyScreen, settle: Settle) -> Iterator[FlipStrip]:
    """The strip of what would be approved, with two pictures of weapons in it."""
    row(screen, "violence").slider.setValue(95)
    strip = screen.effect.to_approved
    qtbot.waitUntil(lambda: len(names(strip)) == 2 and "Loading…" not in names(strip), timeout=5000)
    settle()
    qtbot.waitUntil(lambda: all(strip.view.is_shown(int(one)) for one in strip.model.rows.ids), timeout=5000)
    return strip


def tile_at(strip: FlipStrip, line: int) -> QPoint:
    """A point of a tile's picture, beside its verdict buttons."""
    return strip.view.visualRect(strip.model.index(line, 0)).topLeft() + QPoint(20, 20)


def test_those_nearest_to_their_threshold_come_first(strip: FlipStrip) -> None:
    assert [name.split(",")[0] for name in names(strip)] == ["asset-3.jpg", "asset-1.jpg"]


def test_the_strips_follow_the_slider(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> None:
    row(screen, "violence").slider.setValue(90)
    assert len(strip.model.rows) == 1, "at once, before anything else is painted"
    assert strip.heading.text() == "1 asset would be approved"
    assert "Loading…" not in names(strip), "what was shown before is known still"
    row(screen, "violence").slider.setValue(40)
    assert strip.view.isHidden()
    other = screen.effect.to_rejected
    qtbot.waitUntil(lambda: [name.split(",")[0] for name in names(other)] == ["asset-2.jpg"], timeout=5000)


def test_a_click_on_a_tile_opens_it(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> None:
    with qtbot.waitSignal(screen.asset_asked) as asked:
        qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=tile_at(strip, 1))
    assert asked.args == [1]


def test_a_press_that_ends_elsewhere_opens_nothing(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> None:
    with qtbot.assertNotEmitted(screen.asset_asked):
        qtbot.mousePress(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=tile_at(strip, 0))
        qtbot.mouseRelease(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def test_enter_opens_the_current_one(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> None:
    strip.view.setFocus()
    strip.view.make_current(3)
    with qtbot.waitSignal(screen.asset_asked) as asked:
        qtbot.keyClick(strip.view, Qt.Key.Key_Return)
    assert asked.args == [3]


@pytest.mark.parametrize(("key", "status"), [(Qt.Key.Key_A, Status.APPROVED), (Qt.Key.Key_X, Status.REJECTED)])
def test_the_desk_s_keys_decide_on_the_current_one(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip, key: Qt.Key, status: Status
) -> None:
    strip.view.setFocus()
    strip.view.make_current(3)
    with qtbot.waitSignal(screen.told) as told:
        qtbot.keyClick(strip.view, key)
    assert told.args is not None
    assert f"asset-3.jpg is {status.value} by you now" in told.args[0]
    (tile,) = library.queries.tiles(np.array([3]))
    assert (tile.status, tile.decided_by) == (status, DecidedBy.REVIEWER)
    entry = library.queries.history(3)[0]
    assert (entry.reviewer, entry.unseen) == ("Ada", False), "it was before the eyes"
    assert entry.seen is not None
    qtbot.waitUntil(lambda: strip.model.rows.ids.tolist() == [1], timeout=5000)


def test_the_button_of_a_tile_decides_and_does_not_open(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip
) -> None:
    parts = strip.view._parts()
    cell = strip.view.visualRect(strip.model.index(0, 0))
    with qtbot.assertNotEmitted(screen.asset_asked), qtbot.waitSignal(screen.told):
        qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + parts.approve.center())
    assert library.queries.tiles(np.array([3]))[0].status is Status.APPROVED


def test_a_decision_shows_at_once_and_counts_when_the_labels_are_read(
    qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip
) -> None:
    before = count(screen, Status.REJECTED)
    strip.decide(Status.REJECTED, 3)
    assert strip.model.has_left(0)
    tile = strip.model.tile(0)
    assert tile is not None
    assert (tile.status, tile.decided_by) == (Status.REJECTED, DecidedBy.REVIEWER)
    qtbot.waitUntil(lambda: count(screen, Status.REJECTED) == before + 1, timeout=5000)


def test_a_decision_that_cannot_be_written_is_taken_back_and_told(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip
) -> None:
    with closing(sqlite3.connect(library.directory / "library.sqlite")) as other, other:
        other.execute("BEGIN IMMEDIATE")  # somebody else writes, for longer than anybody waits
        strip.decide(Status.APPROVED, 3)
        assert strip.model.has_left(0)
        qtbot.waitUntil(lambda: not screen.notice.isHidden(), timeout=20_000)
    assert not strip.model.has_left(0)
    assert library.queries.totals().decisions == 0


def test_what_is_not_on_the_screen_is_not_decided_on(library: Library, strip: FlipStrip) -> None:
    strip.view.hide()
    strip.decide(Status.APPROVED, 3)
    strip.decide(Status.APPROVED, 99)
    assert library.queries.totals().decisions == 0


def test_heavy_pictures_are_veiled_by_the_profile(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> None:
    tile = strip.model.tile(0)
    assert tile is not None
    assert "Blood" in tile.category
    assert strip.view.revealed.step_of(tile) is FilterStep.VEILED
    screen.set_wellness(Profile.OFF)
    assert strip.view.revealed.step_of(tile) is FilterStep.SHARP


def test_tiles_stay_known_while_the_list_changes_and_are_read_anew_when_told(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher
) -> None:
    asked: list[list[int]] = []

    def read(ids: object) -> object:
        asked.append(list(ids))  # type: ignore[call-overload]
        return library.queries.tiles(np.array(ids))

    model = FlipModel("test", read, dispatcher)  # type: ignore[arg-type]
    model.show_ids(np.array([1, 2]))
    assert model.tile(0) is None
    qtbot.waitUntil(lambda: model.tile(1) is not None, timeout=5000)
    model.show_ids(np.array([2, 1, 4]))
    assert model.tile(0) is not None
    qtbot.waitUntil(lambda: model.tile(2) is not None, timeout=5000)
    assert asked == [[1, 2], [4]], "only what is new is read"
    model.forget([2])
    qtbot.waitUntil(lambda: len(asked) == 3 and model.tile(0) is not None, timeout=5000)
    assert asked[-1] == [2]


def test_tiles_are_read_a_few_at_a_time_the_nearest_first(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    asked: list[list[int]] = []

    def read(ids: object) -> list[Tile]:
        asked.append(list(ids))  # type: ignore[call-overload]
        return [tile(asset_id) for asset_id in asked[-1]]

    model = FlipModel("few", read, dispatcher)  # type: ignore[arg-type]
    told: list[tuple[int, int]] = []
    model.tiles_changed.connect(lambda first, last: told.append((first, last)))
    nearest = [*range(60, 0, -1)]
    model.show_ids(np.array(nearest))
    qtbot.waitUntil(lambda: all(model.tile(place) is not None for place in range(60)), timeout=5000)
    assert asked == [nearest[:READ_MOST], nearest[READ_MOST : 2 * READ_MOST], nearest[2 * READ_MOST :]]
    assert told == [(0, READ_MOST - 1), (READ_MOST, 2 * READ_MOST - 1), (2 * READ_MOST, 59)], (
        "and only they are painted"
    )


def test_a_strip_of_nobody_shows_no_tiles(strip: FlipStrip) -> None:
    strip.show_side(Side(0, np.empty(0, np.int64)))
    assert names(strip) == []
    assert strip.view.isHidden()
    strip.heed(ChangeSet(everything=True))
    assert strip.heading.toolTip()


def test_the_label_of_the_current_one_is_marked_wrong_by_the_desk_s_key(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip
) -> None:
    strip.view.setFocus()
    strip.view.make_current(1)
    with qtbot.waitSignal(screen.told) as told:
        qtbot.keyClick(strip.view, Qt.Key.Key_R)
    assert told.args == ["Marked wrong: “Weapons” of asset-1.jpg."]
    (mark,) = library.queries.marks(1)
    assert (mark.category, mark.word, mark.reviewer) == ("weapons", MarkWord.WRONG, "Ada")


def test_a_missing_category_is_picked_from_a_menu(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip
) -> None:
    strip.view.setFocus()
    strip.view.make_current(3)
    qtbot.keyClick(strip.view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    menu = screen.findChild(QMenu, "missing-category")
    assert menu is not None
    (gambling,) = (action for action in menu.actions() if action.text() == "Gambling")
    with qtbot.waitSignal(screen.told):
        gambling.trigger()
    menu.close()
    assert [(mark.category, mark.word) for mark in library.queries.marks(3)] == [("gambling", MarkWord.MISSING)]


def test_nothing_is_marked_while_no_picture_shows(screen: PolicyScreen, library: Library, strip: FlipStrip) -> None:
    heard: list[str] = []
    screen.told.connect(heard.append)
    strip.view.make_current(3)
    strip.view.hide()
    strip.marks.top_is_wrong()
    strip.marks.pick_missing()
    assert heard == ["Nothing marked: the picture of asset-3.jpg does not show yet."] * 2
    assert library.queries.marks(3) == []


def test_nothing_is_marked_that_was_scrolled_out_of_sight(
    qtbot: QtBot, screen: PolicyScreen, library: Library, strip: FlipStrip
) -> None:
    strip.view.setFixedSize(strip.view.grid.cell_width + 40, strip.view.grid.cell_height)
    strip.view.setFocus()
    qtbot.waitUntil(lambda: len(strip.view.visible_rows()) < strip.model.rowCount())
    strip.view.make_current(1)
    strip.view.verticalScrollBar().setValue(0)
    row = strip.model.rows.row_of(1)
    assert row not in strip.view.visible_rows()
    with qtbot.waitSignal(screen.told) as told:
        qtbot.keyClick(strip.view, Qt.Key.Key_R)
    assert told.args == ["Not taken: asset-1.jpg was out of sight. Here it is: press the key again."]
    assert library.queries.marks(1) == []
    assert row in strip.view.visible_rows()
    with qtbot.waitSignal(screen.told):
        qtbot.waitUntil(lambda: strip.view.is_shown(1))
        qtbot.keyClick(strip.view, Qt.Key.Key_R)
    assert [mark.word for mark in library.queries.marks(1)] == [MarkWord.WRONG]


def test_a_side_with_nobody_leaves_its_room_to_the_other(screen: PolicyScreen, strip: FlipStrip) -> None:
    empty = screen.effect.to_rejected
    assert empty.view.isHidden()
    assert empty.height() <= empty.sizeHint().height()
    assert strip.height() > 200


# Veiled pictures, revealed while a key is held


def steps(strip: FlipStrip) -> dict[int, FilterStep]:
    """How far each tile of a strip is shown, by asset."""
    tiles = [strip.model.tile(line) for line in range(strip.model.rowCount())]
    return {tile.id: strip.view.revealed.step_of(tile) for tile in tiles if tile is not None}


@pytest.fixture
def veiled(qtbot: QtBot, screen: PolicyScreen, strip: FlipStrip) -> FlipStrip:
    """That strip with the keyboard on its first tile, both of them veiled."""
    screen.set_wellness(Profile.STRONG)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    strip.view.setFocus()
    strip.view.make_current(3)
    assert steps(strip) == {3: FilterStep.VEILED, 1: FilterStep.VEILED}
    return strip


def test_a_held_key_shows_the_current_one_and_no_other(qtbot: QtBot, veiled: FlipStrip) -> None:
    qtbot.keyPress(veiled.view, Qt.Key.Key_W)
    assert steps(veiled) == {3: FilterStep.GREY, 1: FilterStep.VEILED}
    qtbot.waitUntil(lambda: [tile.id for tile in veiled.view.tiles_with_detail()] == [3], timeout=5000)
    qtbot.keyPress(veiled.view, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    assert steps(veiled)[3] is FilterStep.SHARP
    qtbot.keyRelease(veiled.view, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert set(steps(veiled).values()) == {FilterStep.VEILED}


def test_the_one_under_the_pointer_goes_first_wherever_the_keyboard_is(
    qtbot: QtBot, screen: PolicyScreen, veiled: FlipStrip
) -> None:
    slider = row(screen, "violence").slider
    slider.setFocus()
    qtbot.keyPress(slider, Qt.Key.Key_W)
    assert set(steps(veiled).values()) == {FilterStep.VEILED}, "neither pointer nor keyboard is at any"
    qtbot.keyRelease(slider, Qt.Key.Key_W)
    qtbot.mouseMove(veiled.view.viewport(), tile_at(veiled, 1))
    qtbot.waitUntil(lambda: veiled.view.is_pointed_at)
    qtbot.keyPress(slider, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert steps(veiled) == {3: FilterStep.VEILED, 1: FilterStep.SHARP}
    qtbot.keyRelease(slider, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert set(steps(veiled).values()) == {FilterStep.VEILED}


@pytest.mark.parametrize("kind", [QEvent.Type.WindowDeactivate, QEvent.Type.FocusOut, QEvent.Type.Hide])
def test_whatever_takes_the_keys_away_veils_it_again(
    qtbot: QtBot, screen: PolicyScreen, veiled: FlipStrip, kind: QEvent.Type
) -> None:
    qtbot.keyPress(veiled.view, Qt.Key.Key_W)
    assert steps(veiled)[3] is FilterStep.GREY
    if kind is QEvent.Type.Hide:
        screen.hide()
    else:
        QApplication.sendEvent(screen, QEvent(kind))
    assert set(steps(veiled).values()) == {FilterStep.VEILED}


def mouse_buttons(strip: FlipStrip) -> dict[str, QToolButton]:
    """What a strip offers to a mouse alone, by accessible name."""
    found = strip.buttons.findChildren(QToolButton)
    return {one.accessibleName(): one for one in found if one.isVisible()}


def test_with_a_mouse_alone_each_strip_has_buttons_that_reveal_its_current_tile(
    qtbot: QtBot, screen: PolicyScreen, veiled: FlipStrip
) -> None:
    assert mouse_buttons(veiled) == {}
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    row(screen, "violence").slider.setFocus()  # the keyboard is in neither strip
    buttons, told = mouse_buttons(veiled), []
    screen.revealing.key.revealed.connect(told.append)
    for name, step in (("Hold: grey", FilterStep.GREY), ("Hold: colour", FilterStep.SHARP)):
        held = buttons[f"{name} (Would be approved)"]
        qtbot.mousePress(held, Qt.MouseButton.LeftButton)
        assert steps(veiled) == {3: step, 1: FilterStep.VEILED}
        qtbot.mouseRelease(held, Qt.MouseButton.LeftButton)
        assert set(steps(veiled).values()) == {FilterStep.VEILED}
    assert told == [FilterStep.GREY, FilterStep.VEILED, FilterStep.SHARP, FilterStep.VEILED], "the meter hears it"
    qtbot.mouseClick(buttons["Next asset (Would be approved)"], Qt.MouseButton.LeftButton)
    qtbot.mousePress(buttons["Hold: grey (Would be approved)"], Qt.MouseButton.LeftButton)
    assert steps(veiled) == {3: FilterStep.VEILED, 1: FilterStep.GREY}
    QApplication.sendEvent(screen, QEvent(QEvent.Type.WindowDeactivate))
    assert set(steps(veiled).values()) == {FilterStep.VEILED}
    assert mouse_buttons(screen.effect.to_rejected) == {}, "nobody is there"


def test_another_current_one_has_to_be_revealed_anew(qtbot: QtBot, veiled: FlipStrip) -> None:
    qtbot.keyPress(veiled.view, Qt.Key.Key_W)
    qtbot.keyClick(veiled.view, Qt.Key.Key_Right)
    assert veiled.view.current_id() == 1
    assert set(steps(veiled).values()) == {FilterStep.VEILED}


def test_a_letter_typed_elsewhere_reveals_nothing(qtbot: QtBot, screen: PolicyScreen, veiled: FlipStrip) -> None:
    qtbot.mouseMove(veiled.view.viewport(), tile_at(veiled, 1))
    screen.field.edit.setFocus()
    qtbot.keyPress(screen.field.edit, Qt.Key.Key_W)
    assert set(steps(veiled).values()) == {FilterStep.VEILED}


def test_the_keys_that_reveal_are_told(veiled: FlipStrip) -> None:
    assert "Hold W to see a veiled picture" in veiled.heading.toolTip()
