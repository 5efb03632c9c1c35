"""Marks by key, button and menu on a real library: on the asset that shows, undone like decisions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueName
from rekreview.ui.detail.mark_buttons import MarkButtons, MissingRow
from tests.qt.desk.conftest import Desk

Make = Callable[..., Desk]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def words(one: Desk, asset_id: int | None = None) -> dict[str, str]:
    marks = one.library.queries.marks(one.current if asset_id is None else asset_id)
    return {mark.name: mark.word.value for mark in marks}


def shown_buttons(one: Desk, name: str) -> MarkButtons:
    """The buttons beside a label, once the pane shows the asset with them."""
    found: list[MarkButtons] = []

    def there() -> bool:
        wanted = f"{name} is right"
        buttons = one.desk.detail.labels.tree.findChildren(MarkButtons)
        found[:] = [row for row in buttons if row.right.accessibleName() == wanted and row.isVisible()]
        return bool(found)

    one.qtbot.waitUntil(there)
    return found[0]


def test_the_key_marks_the_label_the_tile_names_and_leaves_the_verdict(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    asset, other = one.current, one.desk.model.rows.ids.tolist()[1]
    one.press(Qt.Key.Key_R)
    one.settle()
    assert words(one) == {"Alcoholic Beverages": "wrong"}
    assert one.library.queries.marks(asset)[0].reviewer == "Ada"
    assert one.status(asset) is Status.REJECTED
    assert one.current == asset, "a mark goes on to no other asset"
    assert words(one, other) == {}
    assert one.told[-1] == "Marked wrong: “Alcoholic Beverages” of asset0.jpg."
    one.press(Qt.Key.Key_R)
    one.settle()
    assert one.told[-1] == "“Alcoholic Beverages” of asset0.jpg was marked so already."


def test_undo_takes_a_mark_back(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    asset = one.current
    one.press(Qt.Key.Key_R)
    one.settle()
    one.press(Qt.Key.Key_Backspace)
    one.settle()
    assert words(one, asset) == {}
    assert one.current == asset
    assert one.status(asset) is Status.REJECTED


def test_the_pane_shows_a_mark_and_its_buttons_set_and_take_it_away(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    one.qtbot.mouseClick(shown_buttons(one, "Alcohol").right, Qt.MouseButton.LeftButton)
    one.settle()
    assert words(one) == {"Alcohol": "right"}
    one.qtbot.waitUntil(lambda: shown_buttons(one, "Alcohol").right.isChecked())
    assert not shown_buttons(one, "Alcohol").wrong.isChecked()
    one.qtbot.mouseClick(shown_buttons(one, "Alcohol").wrong, Qt.MouseButton.LeftButton)
    one.settle()
    assert words(one) == {"Alcohol": "wrong"}
    one.qtbot.waitUntil(lambda: shown_buttons(one, "Alcohol").wrong.isChecked())
    one.qtbot.mouseClick(shown_buttons(one, "Alcohol").wrong, Qt.MouseButton.LeftButton)
    one.settle()
    assert words(one) == {}
    assert one.told[-1] == "No mark any more: “Alcohol” of asset0.jpg."


def menu(one: Desk, name: str) -> QMenu:
    one.qtbot.waitUntil(lambda: bool(one.desk.findChild(QMenu, name)))
    found = one.desk.findChild(QMenu, name)
    assert isinstance(found, QMenu)
    return found


def test_the_other_key_offers_the_taxonomy_and_marks_what_is_picked(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    shown_buttons(one, "Alcohol")
    one.press(Qt.Key.Key_R, SHIFT)
    shown = menu(one, "missing-category")
    assert shown.isVisible()
    texts = [action.text() for action in shown.actions()]
    assert "Violence" in texts
    assert "Drugs && Tobacco" in texts
    violence = next(action.menu() for action in shown.actions() if action.text() == "Violence")
    next(action for action in violence.actions() if action.text() == "Weapons").trigger()
    shown.close()
    one.settle()
    assert words(one) == {"Weapons": "missing"}
    assert one.told[-1] == "Marked missing: “Weapons” in asset0.jpg."
    one.qtbot.waitUntil(lambda: bool(one.desk.detail.labels.findChildren(MissingRow)))
    (row,) = one.desk.detail.labels.findChildren(MissingRow)
    one.qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    one.settle()
    assert words(one) == {}


def test_why_no_category_can_be_picked_yet_is_told(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    shown_buttons(one, "Alcohol")
    other = one.desk.model.rows.ids.tolist()[1]
    one.desk.detail.show_asset(other)
    one.press(Qt.Key.Key_R, SHIFT)
    assert one.told[-1] == "Nothing marked: the labels of asset0.jpg are not read yet. Press Shift+R again."
    assert one.desk.findChild(QMenu, "missing-category") is None


def test_the_menu_of_a_label_works_without_a_pointer(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    shown_buttons(one, "Alcohol")
    tree = one.desk.detail.labels.tree
    tree.setCurrentItem(tree.topLevelItem(0))
    QApplication.sendEvent(
        tree.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), tree.mapToGlobal(QPoint()))
    )
    shown = menu(one, "mark-menu")
    assert [action.text() for action in shown.actions()] == ["Right", "Wrong", "No mark"]
    assert [action.isChecked() for action in shown.actions()] == [False, False, True]
    shown.actions()[0].trigger()
    shown.close()
    one.settle()
    assert words(one) == {"Alcohol": "right"}


def test_in_the_large_view_the_keys_do_the_same(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    one.press(Qt.Key.Key_Return)
    one.wait_until_shown()
    one.press(Qt.Key.Key_R)
    one.settle()
    assert words(one) == {"Alcoholic Beverages": "wrong"}


def test_an_asset_without_a_label_is_not_marked(make_desk: Make):
    one = make_desk()
    one.show(QueueName.NOT_MODERATED)
    before = one.library.queries.undo_state()
    one.press(Qt.Key.Key_R)
    one.settle()
    assert one.library.queries.undo_state() == before


def test_a_window_that_may_only_look_marks_nothing(make_desk: Make):
    one = make_desk(read_only=True)
    one.show(QueueName.REJECTED)
    one.press(Qt.Key.Key_R)
    one.press(Qt.Key.Key_R, SHIFT)
    one.settle()
    assert words(one) == {}
    assert one.desk.findChild(QMenu, "missing-category") is None
    assert not shown_buttons(one, "Alcohol").isEnabled()
