"""A keymap counts at once, wherever its keys are shown or heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview import settings
from rekreview.domain.errors import InvalidValue
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui import actions, live_keys
from rekreview.ui.keymap_keeping import KeymapKeeping
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap, portable
from rekreview.ui.keytable.presets import LEFT_HAND, KeyPreset, changes, keymap_of, preset_keymap
from rekreview.ui.keytable.spec import Place
from rekreview.ui.preferences import Preferences
from rekreview.ui.verdict_buttons import KeyedButton

SHIFT, CONTROL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
# What one decision takes: a verdict, a reason, a move, a look, and the way back.
ONE_HANDED = (
    "approve", "reject", "clear", "second_look", "undo_last", "note", "reveal", "select", "open_loupe", "close_loupe",
    "move_left", "move_right", "move_up", "move_down", "next", "previous", "next_hit", "previous_hit", "mark_wrong",
    *(f"reason_{number}" for number in range(1, 11)),
)  # fmt: skip
LEFT_OF_THE_KEYBOARD = {*"12345QWERTASDFGZXCVB", "Esc", "Tab", "Space"}


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, kind: QEvent.Type = QEvent.Type.KeyPress) -> QKeyEvent:
    return QKeyEvent(kind, key, modifiers)


def test_an_action_hears_its_new_key_and_says_it(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    action = actions.make("approve", widget, lambda: None)
    live_keys.put(Keymap({"approve": ("G", "Shift+G")}))
    assert [key.toString() for key in action.shortcuts()] == ["G", "Shift+G"]
    assert action.toolTip().endswith("(G)")
    live_keys.put(DEFAULT_KEYS)
    assert action.shortcut() == QKeySequence("A")


def test_a_button_shows_and_tells_its_new_key(qtbot: QtBot) -> None:
    button = KeyedButton("approve", "reject")
    qtbot.addWidget(button)
    button.resize(200, 34)
    live_keys.put(Keymap({"approve": ()}))
    without = button.grab().toImage()
    live_keys.put(Keymap({"approve": ("F8",)}))
    assert button.toolTip().endswith("(F8)")
    assert button.grab().toImage() != without


def test_who_is_gone_follows_no_more(qtbot: QtBot) -> None:
    said: list[str] = []
    button = QPushButton()
    live_keys.follow(button, lambda _button: said.append("shown"))
    button.deleteLater()
    qtbot.wait(1)
    live_keys.put(Keymap({"approve": ("G",)}))
    assert said == ["shown"]


def test_a_shortcut_of_another_part_follows_too(qtbot: QtBot) -> None:
    widget, heard = QWidget(), []
    qtbot.addWidget(widget)
    actions.hear("approve", widget, lambda: heard.append("approve"))
    widget.show()
    live_keys.put(Keymap({"approve": ("G",)}))
    with qtbot.waitActive(widget):
        widget.activateWindow()
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A)
    assert heard == []
    qtbot.keyClick(widget, Qt.Key.Key_G)
    assert heard == ["approve"]


def test_a_widget_asks_which_of_its_own_keys_was_pressed() -> None:
    assert live_keys.heard(press(Qt.Key.Key_Left), Place.GRID) == "move_left"
    assert live_keys.heard(press(Qt.Key.Key_Left, Qt.KeyboardModifier.KeypadModifier), Place.GRID) == "move_left"
    assert live_keys.heard(press(Qt.Key.Key_Left), Place.LOUPE) == ""
    assert live_keys.heard(press(Qt.Key.Key_A, CONTROL), Place.GRID) == "select_all"
    live_keys.put(Keymap({"move_left": ("Alt+S",)}))
    assert live_keys.heard(press(Qt.Key.Key_Left), Place.GRID) == ""
    assert live_keys.heard(press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier), Place.GRID) == "move_left"


def test_a_held_key_is_let_go_whatever_else_is_held() -> None:
    let_go = press(Qt.Key.Key_W, SHIFT, QEvent.Type.KeyRelease)
    assert live_keys.is_key_of(let_go, "reveal", released=True)
    assert not live_keys.is_key_of(press(Qt.Key.Key_W, SHIFT), "reveal")


def test_a_key_knows_whom_it_would_be_taken_from() -> None:
    other = DEFAULT_KEYS.taken("reject", "A")
    assert other is not None
    assert other.name == "approve"
    assert DEFAULT_KEYS.taken("approve", "A") is None
    assert DEFAULT_KEYS.taken("approve", "F9") is None
    given_away = DEFAULT_KEYS.without("approve", "a").given("reject", ("A", "X"))
    assert given_away.spec("approve").keys == ()
    assert given_away.spec("reject").hint == "A"


def test_fixed_keys_and_keys_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InvalidValue, match="cannot be changed"):
        Keymap({"extend": ("G",)})
    for strange in ("", "Ctrl+", "Hyper+Q", "A, B"):
        with pytest.raises(InvalidValue, match="There is no key"):
            Keymap({"approve": (strange,)})


@pytest.mark.parametrize("preset", KeyPreset)
def test_no_preset_gives_one_key_to_two_actions(preset: KeyPreset) -> None:
    keymap = preset_keymap(preset)  # it would refuse to be made
    assert changes(preset, keymap) == {}
    assert keymap_of(preset.value, {}) == keymap


def test_the_left_hand_reaches_all_of_a_decision() -> None:
    keymap = preset_keymap(KeyPreset.LEFT_HAND)
    for name in ONE_HANDED:
        reached = [key.rpartition("+")[2] in LEFT_OF_THE_KEYBOARD for key in keymap.spec(name).keys]
        assert any(reached), name
    assert {name for name in LEFT_HAND if name.startswith("reason_")} == {f"reason_{n}" for n in range(6, 11)}


def test_a_preset_takes_its_keys_from_whoever_had_them() -> None:
    keymap = preset_keymap(KeyPreset.LEFT_HAND)
    assert keymap.spec("second_look").keys == ("Q",)
    assert keymap.spec("move_up").keys[0] == "E"
    assert all(portable(key) for spec in keymap.specs for key in spec.keys)


@given(
    st.dictionaries(
        st.sampled_from([spec.name for spec in ACTIONS if not spec.fixed]),
        st.lists(st.sampled_from(["F9", "F10", "Ctrl+J", "Alt+G", "Meta+Q"]), max_size=2, unique=True).map(tuple),
        max_size=3,
    ),
    st.sampled_from(KeyPreset),
)
def test_what_was_changed_comes_back_from_the_settings(own: dict[str, tuple[str, ...]], preset: KeyPreset) -> None:
    try:
        keymap = Keymap({**preset_keymap(preset).own, **own})
    except InvalidValue:
        return
    assert keymap_of(preset.value, changes(preset, keymap)).specs == keymap.specs


@pytest.mark.parametrize(
    ("preset", "own", "why"),
    [
        ("upside_down", {}, "no preset"),
        ("default", {"fly": ["G"]}, "no action 'fly'"),
        ("default", {"approve": "G"}, "no list of keys"),
        ("default", {"approve": [7]}, "no list of keys"),
        ("default", {"approve": ["X"]}, "cannot mean both “Approve” and “Reject”"),
        ("default", {"approve": ["Wild"]}, "no key 'Wild'"),
    ],
)
def test_a_broken_keymap_in_the_settings_gives_the_usual_keys_and_a_message(
    preset: str,
    own: dict[str, object],
    why: str,
    qtbot: QtBot,
    dispatcher: Dispatcher,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    live_keys.put(Keymap({"approve": ("G",)}))
    preferences = Preferences(Settings(key_preset=preset, keys=own), dispatcher, tmp_path / "settings.json")
    keeping = KeymapKeeping(preferences, dispatcher)
    with qtbot.waitSignal(keeping.refused) as told:
        keeping.heed(preferences.settings)
    assert why in str(told.args[0])
    assert live_keys.current() == DEFAULT_KEYS
    caplog.clear()  # the log tells of it too


def test_the_keymap_follows_the_settings_and_survives_them(dispatcher: Dispatcher, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    preferences = Preferences(Settings(), dispatcher, file)
    keeping = KeymapKeeping(preferences, dispatcher)
    keeping.heed(preferences.settings)
    preferences.choose(replace(preferences.settings, key_preset="left_hand", keys={"approve": ["F9"]}))
    assert live_keys.current().spec("approve").keys == ("F9",)
    assert live_keys.current().spec("second_look").keys == ("Q",)
    preferences.save_now()
    again = settings.load(file)
    assert (again.key_preset, again.keys) == ("left_hand", {"approve": ["F9"]})
