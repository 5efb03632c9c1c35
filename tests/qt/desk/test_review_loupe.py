"""The loupe over the review desk: the same keys, on the asset that shows."""

from __future__ import annotations

from PySide6.QtCore import Qt

from rekreview.domain.assets import Status

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_the_loupe_opens_on_the_current_asset_and_back(desk):
    desk.desk.grid.go_to(2)
    third = desk.current
    desk.press(KEY.Key_Return)
    assert desk.desk.stage.in_loupe
    desk.wait_until_shown()
    assert desk.desk.loupe.is_shown(third)
    assert desk.desk.loupe._scale.text() == f"{desk.desk.loupe.canvas.zoom.factor:.0%}".replace("%", " %")
    desk.press(KEY.Key_Escape)
    assert not desk.desk.stage.in_loupe
    assert desk.current == third
    assert desk.desk.grid.hasFocus()


def test_the_same_keys_decide_in_the_loupe(desk):
    first = desk.current
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.status(first) is Status.APPROVED
    assert desk.current == desk.desk.model.asset_id(1)
    desk.wait_until_shown()
    desk.press(KEY.Key_Left)
    assert desk.current == first
    desk.press(KEY.Key_End)
    assert desk.current == desk.desk.model.asset_id(8)


def test_in_the_loupe_a_key_waits_for_the_large_picture(desk):
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    desk.desk.grid.go_to(6)
    seventh = desk.current
    assert not desk.desk.stage.is_shown(seventh)
    desk.press(KEY.Key_X)
    assert desk.decisions(seventh) == []
    desk.qtbot.waitUntil(lambda: bool(desk.decisions(seventh)), timeout=10_000)
    desk.settle()


def test_in_the_loupe_only_the_asset_that_shows_is_acted_on(desk):
    desk.press(KEY.Key_A, CONTROL)
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    first = desk.current
    desk.press(KEY.Key_A)
    desk.settle()
    decided = [wanted for wanted in desk.desk.model.rows.ids.tolist() if desk.decisions(wanted)]
    assert decided == [first]
