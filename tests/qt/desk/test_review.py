"""The review desk as a person meets it: real keys and clicks on a real library."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.queues import QueueFilter, QueueName, SortKey

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_the_first_asset_is_current_and_shows_in_the_pane(desk):
    assert desk.desk.model.rowCount() == 9
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None)
    desk.qtbot.waitUntil(lambda: desk.desk.detail.picture.has_picture)
    assert desk.desk.detail.card.asset.id == desk.current


def test_a_approves_and_goes_on(desk):
    first = desk.current
    assert desk.status(first) is Status.REJECTED
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.status(first) is Status.APPROVED
    assert desk.current == desk.desk.model.asset_id(1)
    assert desk.told[-1] == "Approved: asset0.jpg."
    assert desk.decisions(first)[-1].reviewer == "Ada"


def test_x_rejects_and_goes_on(desk):
    desk.desk.grid.go_to(1)
    desk.wait_until_shown()
    second = desk.current
    desk.press(KEY.Key_X)
    desk.settle()
    assert desk.status(second) is Status.REJECTED


def test_a_verdict_key_sets_and_never_toggles(desk):
    first = desk.current
    for _ in range(2):
        desk.desk.grid.go_to(0)
        desk.wait_until_shown()
        desk.press(KEY.Key_A)
        desk.settle()
    assert desk.status(first) is Status.APPROVED
    assert len(desk.decisions(first)) == 1
    others = [tile for tile in desk.library.queries.tiles(desk.desk.model.rows.ids) if tile.id != first]
    assert all(tile.decided_by is not DecidedBy.REVIEWER for tile in others)


def test_a_key_pressed_before_the_picture_shows_waits_for_it(make_desk):
    desk = make_desk()
    with desk.qtbot.waitSignal(desk.desk.listing.glanced):
        desk.desk.set_filter(QueueFilter())
    first = desk.current
    assert not desk.desk.stage.is_shown(first)
    desk.press(KEY.Key_A)
    assert desk.decisions(first) == []
    assert desk.told[-1].startswith("Waits until the picture of")
    desk.qtbot.waitUntil(lambda: bool(desk.decisions(first)), timeout=10_000)
    desk.settle()
    assert desk.status(first) is Status.APPROVED


def test_a_key_that_waits_is_forgotten_when_the_person_moves_on(make_desk):
    desk = make_desk()
    with desk.qtbot.waitSignal(desk.desk.listing.glanced):
        desk.desk.set_filter(QueueFilter())
    first = desk.current
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Right)
    desk.wait_until_shown()
    desk.settle()
    assert desk.decisions(first) == []
    assert desk.decisions(desk.current) == []


def test_the_target_is_the_selection_if_it_is_more_than_one(desk):
    desk.press(KEY.Key_Right, SHIFT)
    desk.press(KEY.Key_Right, SHIFT)
    ids = desk.desk.model.rows.ids[:3].tolist()
    desk.press(KEY.Key_X)
    desk.settle()
    assert [desk.status(wanted) for wanted in ids] == [Status.REJECTED] * 3
    assert desk.told[-1] == "Rejected: 3 assets."
    assert desk.current == desk.desk.model.asset_id(3)
    assert desk.desk.grid.selector.count == 1


def test_a_label_always_says_how_many(desk):
    heard: list[int] = []
    desk.desk.targeted.connect(heard.append)
    desk.press(KEY.Key_A, CONTROL)
    assert heard[-1] == 9
    assert desk.desk.detail.buttons._target.toolTip() == "Acts on 9 assets"
    desk.press(KEY.Key_Escape)
    assert heard[-1] == 1
    assert desk.desk.detail.buttons._target.toolTip() == "Acts on asset0.jpg"


def test_a_batch_is_one_step_to_undo(desk):
    desk.press(KEY.Key_A, CONTROL)
    desk.press(KEY.Key_X)
    desk.settle()
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert all(not [d for d in desk.decisions(wanted) if not d.undone] for wanted in desk.desk.model.rows.ids.tolist())


def test_u_clears_an_override(desk):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.desk.grid.go_to(0)
    desk.press(KEY.Key_U)
    desk.settle()
    assert desk.status(first) is Status.REJECTED
    assert "Cleared" in desk.told[-1]
    desk.press(KEY.Key_U)
    desk.settle()
    assert desk.told[-1] == "No decision to clear on asset0.jpg."


def test_backspace_undoes_and_returns(desk):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Right)
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert desk.current == first
    assert desk.status(first) is Status.REJECTED
    assert not desk.desk.model.has_left(0)
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert desk.told[-1] == "There is nothing to undo."


def test_an_undo_in_the_menu_shows_in_the_grid(desk):
    desk.press(KEY.Key_A)
    desk.settle()
    restored = desk.library.commands.undo()
    desk.desk.taken_back(restored.ids)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.desk.model.tile(0).status is Status.REJECTED)
    assert not desk.desk.model.has_left(0)


def test_e_puts_aside_for_a_second_look_and_stays(desk):
    first = desk.current
    desk.press(KEY.Key_E)
    desk.settle()
    assert desk.library.queries.asset(first).second_look
    assert desk.current == first
    desk.qtbot.waitUntil(desk.desk.detail.second_look.isChecked)
    desk.desk.detail.second_look.click()
    desk.settle()
    assert not desk.library.queries.asset(first).second_look


def test_decided_tiles_stay_in_place_until_the_refresh(make_desk):
    desk = make_desk()
    desk.show(QueueName.REJECTED)
    before = desk.desk.model.rows.ids.tolist()
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.desk.model.rows.ids.tolist() == before
    assert desk.desk.model.has_left(0)
    desk.qtbot.waitUntil(lambda: not desk.desk.head.refresh.isHidden())
    assert desk.desk.head.refresh.text() == "Refresh: 1 asset leaves"
    current = desk.current
    with desk.qtbot.waitSignal(desk.desk.listing.replaced):
        desk.press(KEY.Key_F5)
    assert desk.desk.model.rows.ids.tolist() == before[1:]
    assert desk.current == current
    assert desk.desk.head.refresh.isHidden()


def test_one_click_on_a_tile_decides_and_nothing_moves(desk):
    grid = desk.desk.grid
    desk.qtbot.waitUntil(lambda: grid.is_shown(desk.desk.model.asset_id(2)))
    third = desk.desk.model.asset_id(2)
    cell = grid.visualRect(desk.desk.model.index(2))
    point = cell.topLeft() + grid._parts().approve.center()
    desk.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=point)
    desk.settle()
    assert desk.status(third) is Status.APPROVED
    assert desk.current == third
    assert grid.visualRect(desk.desk.model.index(2)) == cell


def test_the_buttons_of_the_pane_decide(desk):
    first = desk.current
    desk.desk.detail.buttons.approve.click()
    desk.settle()
    assert desk.status(first) is Status.APPROVED
    desk.desk.grid.go_to(0)
    desk.desk.detail.buttons.clear.click()
    desk.settle()
    assert desk.status(first) is Status.REJECTED


@pytest.mark.parametrize("name", ["Approve", "Reject", "Clear override"])
def test_the_buttons_have_the_names_robots_look_for(desk, name: str):
    buttons = desk.desk.detail.buttons
    found = {
        QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        for button in (buttons.approve, buttons.reject, buttons.clear)
    }
    assert name in found


def test_an_asset_that_could_not_be_checked_says_why_and_what_to_do(make_desk):
    desk = make_desk()
    desk.show(QueueName.NOT_MODERATED)
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None)
    pane = desk.desk.detail
    assert pane._why.text().startswith("It could not be checked:")
    assert pane._remedy.text().startswith("Mend or replace the file")
    assert pane._status.text() == "Not moderated"
    desk.qtbot.waitUntil(lambda: bool(pane.picture.text))


def test_why_it_was_rejected_is_said_in_words(desk):
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None)
    assert desk.desk.detail._why.text() == (
        "Rejected because Alcoholic Beverages 97.4 % is over its threshold of 50 %. Also over: Alcohol."
    )
    assert not desk.desk.detail._estimate.isHidden()
    assert desk.desk.detail._estimate.text() == "On-device estimate – not Amazon Rekognition"


def test_a_weak_label_is_folded_away_and_can_be_shown(desk):
    desk.desk.grid.go_to(1)
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None and desk.desk.detail.card.asset.id == desk.current)
    section = desk.desk.detail.labels
    assert section._nothing.text() == "Nothing found by the on-device check."
    assert "Safe" not in section._nothing.text()
    section.more.click()
    assert section.tree.topLevelItemCount() == 1
    assert section._nothing.isHidden()


@pytest.mark.parametrize(
    ("filters", "title"),
    [
        ({"queue": QueueName.SECOND_LOOK}, "Nothing to look at again"),
        ({"search": "nowhere"}, "No file name has “nowhere” in it"),
        ({"category": "gambling"}, "Nothing matches the filters"),
    ],
)
def test_an_empty_list_says_what_that_means(make_desk, filters, title: str):
    desk = make_desk()
    desk.show(**filters)
    assert desk.desk.pages.empty._title.text() == title
    assert not desk.desk.pages.empty.isHidden()
    assert desk.current == -1
    desk.press(KEY.Key_A)
    assert desk.told[-1] == "There is no asset here to decide on."


def test_search_and_order_are_those_asked_for(make_desk):
    desk = make_desk()
    desk.show(search="asset", sort=SortKey.NAME, descending=True)
    assert desk.names() == [f"asset{number}.jpg" for number in range(7, -1, -1)]


def test_another_queue_begins_at_its_beginning(desk):
    desk.desk.grid.go_to(5)
    desk.show(QueueName.REJECTED)
    assert desk.desk.grid.selector.current == 0


def test_where_the_reviewer_was_survives_a_restart(desk, make_desk):
    desk.desk.grid.go_to(4)
    desk.press(KEY.Key_Right, SHIFT)
    state = desk.desk.to_state()
    current, selected = desk.current, desk.desk.grid.selector.rows().tolist()
    import json

    again = make_desk(state=json.loads(json.dumps(state)))
    again.show()
    assert again.current == current
    assert again.desk.grid.selector.rows().tolist() == selected


@pytest.mark.parametrize("state", [{}, {"current": "x", "selected": 3, "top": None}, {"current": 10**9, "top": 10**9}])
def test_a_senseless_state_is_no_trouble(make_desk, state: dict):
    desk = make_desk(state=state)
    desk.show()
    assert desk.desk.grid.selector.current == 0


def test_a_window_that_may_only_look_decides_nothing(make_desk):
    desk = make_desk(read_only=True)
    desk.show()
    first = desk.current
    for key in (KEY.Key_A, KEY.Key_X, KEY.Key_U, KEY.Key_E, KEY.Key_Backspace):
        desk.press(key)
    desk.desk.deciding.click(first, Status.APPROVED)
    desk.settle()
    assert desk.decisions(first) == []
    assert not desk.desk.detail.buttons.approve.isEnabled()


def test_w_reveals_while_it_is_held(desk):
    from rekreview.ui.wellness import Profile

    desk.desk.set_profile(Profile.STRONG)
    grid = desk.desk.grid
    desk.qtbot.keyPress(grid, KEY.Key_W)
    assert grid.revealed.asset_id == desk.current
    desk.qtbot.keyRelease(grid, KEY.Key_W)
    assert grid.revealed.asset_id == -1
    desk.qtbot.keyPress(grid, KEY.Key_W)
    desk.press(KEY.Key_Right)
    assert grid.revealed.asset_id == -1


def test_a_library_that_gets_longer_moves_nothing(desk, pictures, tmp_path):
    from shutil import copy

    from PIL import Image

    desk.desk.grid.go_to(3)
    current, before = desk.current, desk.desk.model.rows.ids.tolist()
    place = desk.desk.grid.visualRect(desk.desk.model.index(3))
    Image.open(pictures / "asset0.jpg").rotate(90).save(tmp_path / "new.jpg")
    copy(tmp_path / "new.jpg", tmp_path / "copy.jpg")
    from concurrent.futures import ThreadPoolExecutor

    from rekreview.domain.progress import CancelToken
    from rekreview.pipeline.importing import import_paths

    with ThreadPoolExecutor(1) as executor:
        decoder = desk.desk.detail._shown.pictures._decoder
        for _ in import_paths(desk.library, decoder, [tmp_path / "new.jpg"], executor=executor, cancel=CancelToken()):
            pass
    desk.qtbot.waitUntil(lambda: desk.desk.model.rowCount() == 10, timeout=5000)
    assert desk.desk.model.rows.ids.tolist()[:9] == before
    assert desk.current == current
    assert desk.desk.grid.visualRect(desk.desk.model.index(3)) == place


def test_tiles_and_zoom_share_their_keys(desk):
    size = desk.desk.grid.tile_size
    desk.press(KEY.Key_Plus)
    assert desk.desk.grid.tile_size > size
    desk.press(KEY.Key_Minus)
    assert desk.desk.grid.tile_size == size
    assert desk.desk.head.tile_size.value() > 0
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    factor = desk.desk.loupe.canvas.zoom.factor
    desk.press(KEY.Key_Plus)
    assert desk.desk.loupe.canvas.zoom.factor > factor
    desk.press(KEY.Key_F)
    assert desk.desk.loupe.canvas.zoom.factor == factor


def test_the_pane_follows_what_is_decided(desk):
    desk.press(KEY.Key_A)
    desk.desk.grid.go_to(0)
    desk.qtbot.waitUntil(lambda: desk.desk.detail._status.text() == "Approved", timeout=5000)
    assert "Ada decided: approved." in desk.desk.detail._why.text()
    assert "The policy would reject it" in desk.desk.detail._why.text()
    assert "Ada" in desk.desk.detail.history._text.text()


def test_a_click_on_the_picture_opens_the_loupe(desk):
    desk.qtbot.waitUntil(lambda: desk.desk.detail.picture.has_picture)
    middle = QPoint(40, 40)
    desk.qtbot.mouseClick(desk.desk.detail.picture, Qt.MouseButton.LeftButton, pos=middle)
    assert desk.desk.stage.in_loupe
