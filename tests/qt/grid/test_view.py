"""The grid on a screen: what it shows, what it says, and what the pointer does."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QCursor, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep
from rekreview.ui import theme
from rekreview.ui.grid.rows import Rows
from rekreview.ui.wellness import Profile

KEY = Qt.Key


def at(stand, row: int) -> QPoint:
    """The middle of a tile's caption, where no button is."""
    cell = stand.grid.visualRect(stand.model.index(row))
    return QPoint(cell.center().x(), cell.bottom() - 12)


def button(stand, row: int, status: Status) -> QPoint:
    cell = stand.grid.visualRect(stand.model.index(row))
    parts = stand.grid._parts()
    place = parts.approve if status is Status.APPROVED else parts.reject
    return cell.topLeft() + place.center()


def click(stand, point: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    stand.qtbot.mouseClick(stand.grid.viewport(), Qt.MouseButton.LeftButton, modifiers, point)


def picture_of(stand, row: int) -> QImage:
    return stand.grid.viewport().grab(stand.grid.visualRect(stand.model.index(row))).toImage()


def test_tiles_come_with_their_pictures(stand):
    one = stand()
    skeleton = picture_of(one, 0)
    one.wait_for_pictures()
    assert picture_of(one, 0) != skeleton


def test_a_screen_reader_finds_a_list_of_named_cells(stand):
    one = stand(40)
    one.wait_for_pictures()
    said = QAccessible.queryAccessibleInterface(one.grid)
    assert said.role() is QAccessible.Role.List
    assert said.text(QAccessible.Text.Name) == "Assets"
    assert said.childCount() == 40
    cell = said.child(0)
    assert cell.role() is QAccessible.Role.ListItem
    assert cell.text(QAccessible.Text.Name) == "holiday in the mountains 0000001.jpg, approved"
    rect = one.grid.visualRect(one.model.index(0)).translated(one.grid.viewport().mapToGlobal(QPoint()))
    assert cell.rect() == rect


def test_a_place_on_the_screen_is_found_again(stand):
    one = stand(5000)
    one.grid.go_to(4321)
    for row in one.grid.visible_rows():
        middle = one.grid.visualRect(one.model.index(row)).center()
        if one.grid.viewport().rect().contains(middle):
            assert one.grid.indexAt(middle).row() == row
    assert not one.grid.indexAt(QPoint(1, 1)).isValid() or one.grid.verticalOffset()


def test_only_what_shows_is_read(stand):
    one = stand(100_000)
    one.wait_for_pictures()
    assert len(one.shelf.asked) < 1000


def test_what_is_scrolled_away_is_told_once_it_was_in_sight(stand):
    one = stand(1000)
    one.wait_for_pictures()
    gone: list[int] = []
    one.grid.scrolled_away.connect(gone.extend)
    first, bar = one.visible_ids(), one.grid.verticalScrollBar()
    bar.setValue(1)
    assert gone == []
    bar.setValue(bar.maximum() // 2)
    assert gone == first
    bar.setValue(bar.maximum())
    assert gone == first, "nothing was painted on the way"


def test_the_view_goes_where_it_is_told(stand):
    one = stand(1000)
    one.grid.go_to(999)
    assert one.grid.selector.current == 999
    assert 999 in one.grid.visible_rows()
    one.wait_for_pictures()
    one.grid.go_to(5000)
    assert one.grid.selector.current == 999


def test_what_comes_while_the_large_view_hides_the_grid_can_be_gone_to(stand):
    one = stand(300)
    one.grid.go_to(299)
    one.grid.hide()
    one.model.extend(Rows.of(np.arange(1, 601)))
    one.grid.go_to(300)
    assert one.grid.selector.current == 300
    one.grid.show()
    one.qtbot.waitUntil(lambda: 300 in one.grid.visible_rows())


def test_arrow_keys_move_and_scroll(stand):
    one = stand(1000)
    one.grid.go_to(0)
    one.qtbot.keyClick(one.grid, KEY.Key_Down)
    assert one.grid.selector.current == one.grid.grid.columns
    one.qtbot.keyClick(one.grid, KEY.Key_End)
    assert one.grid.verticalOffset() == one.grid.grid.scroll_limit
    one.qtbot.keyClick(one.grid, KEY.Key_Home)
    assert one.grid.verticalOffset() == 0


def test_space_shift_and_ctrl_a_select(stand):
    one = stand(100)
    one.grid.go_to(0)
    one.qtbot.keyClick(one.grid, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert one.grid.selector.count == 2
    one.qtbot.keyClick(one.grid, KEY.Key_Escape)
    assert one.grid.selector.count == 1
    one.qtbot.keyClick(one.grid, KEY.Key_Space)
    one.qtbot.keyClick(one.grid, KEY.Key_Right)
    one.qtbot.keyClick(one.grid, KEY.Key_Space)
    assert one.grid.selector.rows().tolist() == [1, 2]
    one.qtbot.keyClick(one.grid, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert one.grid.selector.count == 100


def test_a_click_selects_and_a_click_beside_lets_go(stand):
    one = stand(100)
    click(one, at(one, 2))
    assert one.grid.current_id() == 3
    click(one, at(one, 4), Qt.KeyboardModifier.ShiftModifier)
    assert one.grid.selector.count == 3
    click(one, QPoint(2, 2))
    assert one.grid.selector.count == 1


def test_one_click_on_a_tiles_own_button_decides(stand):
    one = stand(100)
    one.wait_for_pictures()
    for status in (Status.APPROVED, Status.REJECTED):
        with one.qtbot.waitSignal(one.grid.verdict_clicked) as clicked:
            click(one, button(one, 3, status))
        assert clicked.args == [4, status]


def test_a_press_that_leaves_the_button_decides_nothing(stand):
    one = stand(100)
    one.wait_for_pictures()
    with one.qtbot.assertNotEmitted(one.grid.verdict_clicked):
        one.qtbot.mousePress(one.grid.viewport(), Qt.MouseButton.LeftButton, pos=button(one, 3, Status.APPROVED))
        one.qtbot.mouseRelease(one.grid.viewport(), Qt.MouseButton.LeftButton, pos=button(one, 3, Status.REJECTED))


def test_the_buttons_show_under_the_pointer_only(stand):
    one = stand(100)
    one.wait_for_pictures()
    plain = picture_of(one, 1)
    one.qtbot.mouseMove(one.grid.viewport(), at(one, 1))
    one.qtbot.waitUntil(lambda: one.grid.pointer.under.row == 1)
    assert picture_of(one, 1) != plain
    one.qtbot.mouseMove(one.grid.viewport(), at(one, 2))
    one.qtbot.waitUntil(lambda: one.grid.pointer.under.row == 2)
    assert picture_of(one, 1) == plain


def test_the_buttons_show_where_something_above_the_pointer_went_away(stand):
    one = stand(100)
    one.wait_for_pictures()
    point = QPointF(at(one, 1))
    plain = picture_of(one, 1)
    QCoreApplication.sendEvent(one.grid.viewport(), QEnterEvent(point, point, point))
    assert one.grid.pointer.under.row == 1
    one.qtbot.waitUntil(lambda: picture_of(one, 1) != plain)


def test_a_list_that_is_read_anew_keeps_the_buttons_under_a_pointer_that_stands_still(stand):
    one = stand(100)
    one.wait_for_pictures()
    QCursor.setPos(one.grid.viewport().mapToGlobal(button(one, 1, Status.REJECTED)))
    one.qtbot.mouseMove(one.grid.viewport(), button(one, 1, Status.REJECTED))
    one.qtbot.waitUntil(lambda: one.grid.pointer.under.button is Status.REJECTED)
    shown = picture_of(one, 1)
    one.model.put(one.model.rows)
    one.wait_for_pictures()
    one.qtbot.waitUntil(lambda: picture_of(one, 1) == shown)
    assert one.grid.pointer.under.button is Status.REJECTED


def test_a_double_click_opens_but_not_on_a_button(stand):
    one = stand(100)
    one.wait_for_pictures()
    with one.qtbot.waitSignal(one.grid.opened) as opened:
        one.qtbot.mouseDClick(one.grid.viewport(), Qt.MouseButton.LeftButton, pos=at(one, 1))
    assert opened.args == [2]
    with one.qtbot.assertNotEmitted(one.grid.opened):
        one.qtbot.mouseDClick(one.grid.viewport(), Qt.MouseButton.LeftButton, pos=button(one, 1, Status.APPROVED))


def test_a_decided_tile_is_greyed_in_its_place(stand):
    one = stand(100)
    one.wait_for_pictures()
    before, where = picture_of(one, 1), one.grid.visualRect(one.model.index(1))
    one.model.show_decided([2], Status.APPROVED)
    assert picture_of(one, 1) != before
    assert one.grid.visualRect(one.model.index(1)) == where


def test_a_picture_is_only_said_to_be_shown_while_it_is(stand):
    one = stand(5000)
    one.wait_for_pictures()
    first = one.model.asset_id(0)
    assert one.grid.is_shown(first)
    one.grid.go_to(4000)
    assert not one.grid.is_shown(first)
    one.grid.hide()
    assert not any(one.grid.is_shown(shown) for shown in one.visible_ids())


def test_an_asset_without_a_picture_is_not_waited_for(stand):
    one = stand(100, shown=False)
    one.shelf.change(1, has_thumbnail=False)
    one.grid.show()
    one.qtbot.waitUntil(lambda: one.grid.is_shown(1))


def test_tiles_grow_and_shrink_and_the_asset_at_hand_stays_in_view(stand):
    one = stand(5000)
    one.grid.go_to(2500)
    for _ in range(4):
        one.grid.step_tile_size(-1)
        assert 2500 in one.grid.visible_rows()
    with one.qtbot.waitSignal(one.grid.tile_size_changed) as changed:
        one.grid.set_tile_size(1000)
    assert changed.args == [304]
    assert 2500 in one.grid.visible_rows()


def test_a_wider_view_has_more_columns_and_keeps_its_place(stand):
    one = stand(5000)
    one.grid.go_to(2500)
    columns = one.grid.grid.columns
    one.grid.resize(1500, 700)
    one.qtbot.waitUntil(lambda: one.grid.grid.columns > columns)
    assert 2500 in one.grid.visible_rows()


def test_heavy_and_unanalysed_pictures_are_veiled_until_revealed(stand):
    one = stand(100, shown=False)
    one.shelf.change(1, status=Status.PENDING, category="")
    asked: list[tuple[int, bool]] = []
    get = one.shelf.get
    one.shelf.get = lambda ids, veiled=False: asked.extend((wanted, veiled) for wanted in ids) or get(ids, veiled)
    one.grid.show()
    one.wait_for_pictures()
    assert (1, True) in asked
    assert (1, False) not in asked
    one.grid.go_to(0)
    one.grid.reveal(FilterStep.SHARP)
    one.qtbot.waitUntil(lambda: (1, False) in asked)
    one.wait_for_pictures()
    one.grid.reveal(FilterStep.VEILED)
    one.grid.set_profile(Profile.OFF)
    one.wait_for_pictures()
    assert (7, False) in asked


def test_the_wheel_scrolls_and_with_ctrl_changes_the_tiles(stand):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    def wheel(delta: int, modifiers: Qt.KeyboardModifier) -> None:
        point = QPointF(100, 100)
        event = QWheelEvent(
            point, one.grid.mapToGlobal(point), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(one.grid.viewport(), event)

    one = stand(1000)
    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert one.grid.verticalOffset() > 0
    size = one.grid.tile_size
    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert one.grid.tile_size > size


def test_letters_are_left_to_the_desk(stand):
    one = stand(100)
    one.grid.go_to(3)
    one.grid.keyboardSearch("holiday in the mountains 0000009")
    one.qtbot.keyClick(one.grid, KEY.Key_H)
    assert one.grid.selector.current == 3


def test_rows_that_come_at_the_end_move_nothing(stand):
    one = stand(100)
    one.grid.go_to(50)
    scroll = one.grid.verticalOffset()
    one.grid.selector.move(52, Qt.KeyboardModifier.ShiftModifier)
    one.model.extend(Rows.of(np.arange(1, 300)))
    one.qtbot.waitUntil(lambda: one.grid.grid.count == 299)
    assert one.grid.verticalOffset() == scroll
    assert one.grid.selector.rows().tolist() == [50, 51, 52]


def test_another_look_is_worn_at_once(stand, qapp):
    one = stand(40)
    one.wait_for_pictures()
    light = picture_of(one, 0)
    theme.apply(qapp, "dark")
    assert picture_of(one, 0) != light
    theme.apply(qapp, "light")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_or_no_assets_are_no_trouble(stand, count: int):
    one = stand(count)
    one.qtbot.keyClick(one.grid, KEY.Key_Down)
    one.qtbot.keyClick(one.grid, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert one.grid.selector.count == count
    assert one.grid.sizeHint().isValid()
    assert one.grid.minimumSizeHint() != QSize(0, 0)


def test_selecting_everything_of_a_million_is_one_range(stand):
    one = stand(1_000_000)
    one.grid.selector.select_all()
    assert one.grid.selector.count == 1_000_000
    one.grid.grab()
