"""A veil is lifted in steps while a key is held, of one picture, and comes down whenever the release may go unheard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from rekreview.domain.queues import QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.ui import live_keys
from rekreview.ui.desk.reveal import RevealKey, steps_of
from rekreview.ui.keytable.keymap import Keymap
from rekreview.ui.wellness import Profile

KEY, SHIFT, NONE = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
VEILED, GREY, SHARP = FilterStep.VEILED, FilterStep.GREY, FilterStep.SHARP


@pytest.fixture
def heavy(make_desk):
    """A desk on which every picture is veiled."""
    made = make_desk()
    made.desk.set_profile(Profile.STRONG)
    made.show(QueueName.REJECTED)
    return made


@pytest.fixture
def page(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.fixture
def steps(page: QWidget) -> list[FilterStep]:
    """The steps that a page was told, in turn."""
    told: list[FilterStep] = []
    page.key = RevealKey(page, told.append)  # type: ignore[attr-defined]
    return told


def send(page: QWidget, kind: QEvent.Type, key: Qt.Key, modifiers: Qt.KeyboardModifier, *, again: bool = False) -> None:
    QApplication.sendEvent(page, QKeyEvent(kind, key, modifiers, "w", again))


def press(page: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    send(page, QEvent.Type.KeyPress, key, modifiers)


def release(page: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    send(page, QEvent.Type.KeyRelease, key, modifiers)


def test_w_lifts_the_veil_and_leaves_the_colours_out(page: QWidget, steps: list[FilterStep]):
    press(page, KEY.Key_W)
    assert steps == [GREY]
    release(page, KEY.Key_W)
    assert steps == [GREY, VEILED]


def test_shift_is_a_step_up_and_down(page: QWidget, steps: list[FilterStep]):
    press(page, KEY.Key_Shift, SHIFT)
    press(page, KEY.Key_W, SHIFT)
    release(page, KEY.Key_Shift)
    press(page, KEY.Key_Shift, SHIFT)
    release(page, KEY.Key_W, SHIFT)
    assert steps == [SHARP, GREY, SHARP, VEILED]


def test_another_modifier_is_no_step(page: QWidget, steps: list[FilterStep]):
    press(page, KEY.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert steps == []
    press(page, KEY.Key_W)
    press(page, KEY.Key_Control)
    assert steps == [GREY, VEILED]


def test_a_key_that_repeats_reveals_nothing_anew(page: QWidget, steps: list[FilterStep]):
    press(page, KEY.Key_W)
    page.key.veil()  # type: ignore[attr-defined]
    send(page, QEvent.Type.KeyPress, KEY.Key_W, NONE, again=True)
    send(page, QEvent.Type.KeyRelease, KEY.Key_W, NONE, again=True)
    assert steps == [GREY, VEILED], "the next picture would be revealed by a key pressed for the one before"


@pytest.mark.parametrize(
    "kind", [QEvent.Type.WindowDeactivate, QEvent.Type.WindowBlocked, QEvent.Type.FocusOut, QEvent.Type.Hide]
)
def test_whatever_takes_the_keys_away_veils(page: QWidget, steps: list[FilterStep], kind: QEvent.Type):
    press(page, KEY.Key_W)
    if kind is QEvent.Type.Hide:
        page.hide()
    else:
        QApplication.sendEvent(page, QEvent(kind))
    assert steps[-1] is VEILED
    count = len(steps)
    release(page, KEY.Key_W)
    assert len(steps) == count, "it is over already"


@pytest.mark.parametrize("make", [QDialog, QMenu, QWidget])
def test_another_window_of_the_app_veils(qtbot, page: QWidget, steps: list[FilterStep], make: Callable[[], QWidget]):
    other = make()
    qtbot.addWidget(other)
    press(page, KEY.Key_W)
    other.show()
    assert steps[-1] is VEILED


def test_a_tool_tip_does_not(qtbot, page: QWidget, steps: list[FilterStep]):
    tip = QWidget(None, Qt.WindowType.ToolTip)
    qtbot.addWidget(tip)
    press(page, KEY.Key_W)
    tip.show()
    assert steps == [GREY]
    page.key.veil()  # type: ignore[attr-defined]


def test_the_reviewers_own_keys_lift_it():
    own = steps_of(Keymap({"reveal": ("Ctrl+Y",), "reveal_colour": ()}))
    assert own == {(KEY.Key_Y, Qt.KeyboardModifier.ControlModifier): GREY}


def test_only_the_current_tile_is_revealed(heavy):
    desk, first = heavy.desk, heavy.current
    heavy.qtbot.keyPress(desk.grid, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: desk.grid.sighting(first).step is GREY)
    others = [one for one in desk.model.rows.ids.tolist() if one != first]
    assert others
    assert {desk.grid.sighting(one).step for one in others} == {VEILED}
    assert desk.detail.picture.filter_step is VEILED, "the same picture beside it, and larger, would be more to see"
    heavy.qtbot.keyRelease(desk.grid, KEY.Key_W)
    desk.grid.grab()
    assert desk.grid.sighting(first).step is VEILED


def test_the_tile_under_a_pointer_that_moved_last_is_the_one(heavy):
    grid = heavy.desk.grid
    third = heavy.desk.model.asset_id(2)
    heavy.qtbot.mouseMove(grid.viewport(), grid.visualRect(heavy.desk.model.index(2)).center() + QPoint(0, -20))
    heavy.qtbot.keyPress(grid, KEY.Key_W)
    assert grid.revealed.asset_id == third
    heavy.qtbot.mouseMove(grid.viewport(), grid.visualRect(heavy.desk.model.index(1)).center() + QPoint(0, -20))
    assert grid.revealed.asset_id == -1, "it was left"
    heavy.qtbot.keyRelease(grid, KEY.Key_W)
    heavy.press(KEY.Key_Right)
    heavy.qtbot.keyPress(grid, KEY.Key_W)
    assert grid.revealed.asset_id == heavy.current
    heavy.qtbot.keyRelease(grid, KEY.Key_W)


def test_the_panes_picture_is_revealed_where_the_keyboard_is_on_it(heavy):
    desk = heavy.desk
    heavy.qtbot.waitUntil(lambda: desk.detail.picture.has_picture)
    desk.detail.picture.setFocus()
    heavy.qtbot.keyPress(desk.detail.picture, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: desk.detail.picture.filter_step is GREY)
    assert desk.grid.revealed.asset_id == -1
    heavy.qtbot.keyRelease(desk.detail.picture, KEY.Key_W)
    assert desk.detail.picture.filter_step is VEILED


def test_the_loupe_goes_from_veiled_to_grey_to_colour_and_back(heavy):
    desk, first = heavy.desk, heavy.current
    heavy.press(KEY.Key_Return)
    heavy.wait_until_shown()
    canvas = desk.loupe.canvas
    assert canvas.filter_step is VEILED
    assert "Hold W" in canvas.accessibleDescription()
    heavy.qtbot.keyPress(desk.loupe, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: canvas.filter_step is GREY)
    assert saturation(heavy) == 0
    heavy.qtbot.keyPress(desk.loupe, KEY.Key_Shift, SHIFT)
    heavy.qtbot.waitUntil(lambda: canvas.filter_step is SHARP)
    assert saturation(heavy) > 100
    assert desk.loupe.sighting(first).step is SHARP
    heavy.qtbot.keyRelease(desk.loupe, KEY.Key_Shift)
    assert canvas.filter_step is GREY, "the colours go at once, without a decoder"
    heavy.qtbot.keyRelease(desk.loupe, KEY.Key_W)
    assert canvas.filter_step is VEILED


def test_a_verdict_while_the_key_is_held_does_not_reveal_the_next(heavy):
    desk = heavy.desk
    heavy.press(KEY.Key_Return)
    heavy.wait_until_shown()
    heavy.qtbot.keyPress(desk.loupe, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: desk.loupe.canvas.filter_step is GREY)
    heavy.press(KEY.Key_A)
    heavy.wait_until_shown()
    assert desk.loupe.canvas.filter_step is VEILED
    send(desk.loupe, QEvent.Type.KeyPress, KEY.Key_W, NONE, again=True)
    heavy.settle()
    assert desk.loupe.canvas.filter_step is VEILED
    heavy.qtbot.keyRelease(desk.loupe, KEY.Key_W)


def saturation(heavy) -> int:
    """The strongest colour along the middle of the picture that the loupe paints."""
    canvas = heavy.desk.loupe.canvas
    shown, area = canvas.grab().toImage(), canvas.zoom.target.toRect().adjusted(60, 60, -60, -60)
    return max(
        shown.pixelColor(x, y).saturation()
        for x in range(area.left(), area.right(), 9)
        for y in range(area.top(), area.bottom(), 25)
    )


def test_another_key_reveals_from_the_moment_it_is_chosen(page: QWidget, steps: list[FilterStep]):
    press(page, Qt.Key.Key_W)
    live_keys.put(Keymap({"reveal": ("Q",), "second_look": ()}))
    assert steps[-1] is FilterStep.VEILED, "what was held under the former key is let go"
    press(page, Qt.Key.Key_W)
    assert steps[-1] is FilterStep.VEILED
    press(page, Qt.Key.Key_Q)
    assert steps[-1] is FilterStep.GREY
    release(page, Qt.Key.Key_Q)
    assert steps[-1] is FilterStep.VEILED


def test_a_button_that_is_held_is_as_a_key(page: QWidget, steps: list[FilterStep]):
    told: list[FilterStep] = []
    page.key.revealed.connect(told.append)  # type: ignore[attr-defined]
    page.key.hold(SHARP)  # type: ignore[attr-defined]
    press(page, KEY.Key_Shift, SHIFT)
    release(page, KEY.Key_Shift)
    assert steps == told == [SHARP], "Shift is a step of the key alone"
    page.key.let_go()  # type: ignore[attr-defined]
    assert steps == told == [SHARP, VEILED]
    page.key.let_go()  # type: ignore[attr-defined]
    assert steps == told == [SHARP, VEILED]


def test_a_key_that_is_pressed_beside_a_button_is_let_go_by_itself(page: QWidget, steps: list[FilterStep]):
    page.key.hold(SHARP)  # type: ignore[attr-defined]
    press(page, KEY.Key_W)
    page.key.let_go()  # type: ignore[attr-defined]
    assert steps == [SHARP, GREY]
    release(page, KEY.Key_W)
    assert steps == [SHARP, GREY, VEILED]


@pytest.mark.parametrize("kind", [QEvent.Type.WindowDeactivate, QEvent.Type.WindowBlocked, QEvent.Type.FocusOut])
def test_whatever_takes_the_keys_away_ends_a_held_button_too(page: QWidget, steps: list[FilterStep], kind: QEvent.Type):
    page.key.hold(SHARP)  # type: ignore[attr-defined]
    QApplication.sendEvent(page, QEvent(kind))
    page.key.let_go()  # type: ignore[attr-defined]
    assert steps == [SHARP, VEILED]
