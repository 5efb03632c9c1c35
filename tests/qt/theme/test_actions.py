"""The table of keys: complete, free of conflicts, and the source of every hint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from rekreview.domain.errors import InvalidValue
from rekreview.ui import actions
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap, conflicts
from rekreview.ui.keytable.spec import ActionSpec, Place


def test_every_action_has_a_name_of_its_own():
    names = [spec.name for spec in ACTIONS]
    assert len(names) == len(set(names))


def test_no_key_means_two_things():
    assert conflicts(ACTIONS) == []


def test_every_key_is_one_that_qt_knows():
    for spec in ACTIONS:
        for key in spec.keys:
            assert not QKeySequence(key).isEmpty(), (spec.name, key)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("approve", "A"), ("reject", "X"), ("clear", "U"), ("second_look", "E"), ("undo_last", "Backspace"),
        ("undo", "Ctrl+Z"), ("redo", "Ctrl+Shift+Z"), ("note", "N"), ("open_loupe", "Return"), ("close_loupe", "Esc"),
        ("reveal", "W"), ("search", "/"), ("keys", "?"), ("refresh", "F5"), ("select_all", "Ctrl+A"),
        ("reason_1", "1"), ("reason_9", "9"), ("reason_10", "0"), ("larger", "+"), ("smaller", "-"),
        ("mark_wrong", "R"), ("mark_missing", "Shift+R"),
    ],
)  # fmt: skip
def test_the_keys_are_those_of_the_product(name: str, key: str):
    assert actions.spec(name).keys[0] == key


def test_a_hint_is_the_first_key():
    assert actions.spec("approve").hint == "A"
    assert ActionSpec("x", "X", ()).hint == ""


def test_a_tool_tip_ends_with_the_key():
    assert actions.tip("approve") == "Approve, and go to the next asset (A)"
    assert actions.with_hint("Text", "quit", Keymap({"quit": ()})) == "Text"


def test_a_reviewer_may_choose_other_keys():
    own = Keymap({"approve": ("G",)})
    assert own.spec("approve").hint == "G"
    assert own.spec("reject").keys == ("X",)


def test_a_key_that_is_taken_is_refused():
    with pytest.raises(InvalidValue, match=r"key X cannot mean both “Approve” and “Reject”"):
        Keymap({"approve": ("X",)})


def test_two_keys_may_change_places():
    swapped = Keymap({"approve": ("X",), "reject": ("A",)})
    assert swapped.spec("approve").hint == "X"


def test_an_unknown_action_is_refused():
    with pytest.raises(InvalidValue, match="no action 'fly'"):
        Keymap({"fly": ("Y",)})


def test_places_that_never_show_together_may_share_a_key():
    grid = ActionSpec("one", "One", ("Q",), Place.GRID)
    loupe = ActionSpec("two", "Two", ("Q",), Place.LOUPE)
    desk = ActionSpec("three", "Three", ("Q",), Place.DESK)
    assert conflicts([grid, loupe]) == []
    assert len(conflicts([grid, desk])) == 1
    assert len(conflicts([loupe, desk])) == 1


def test_an_action_is_made_with_text_icon_tip_and_key(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    heard: list[str] = []
    action = actions.make("reject", widget, lambda: heard.append("x"))
    assert action.text() == "Reject"
    assert action.toolTip().endswith("(X)")
    assert not action.icon().isNull()
    assert action.shortcut() == QKeySequence("X")
    action.trigger()
    assert heard == ["x"]


def test_what_a_widget_handles_itself_has_no_shortcut(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    assert actions.make("select", widget, lambda: None).shortcuts() == []


def test_letters_typed_into_a_field_are_no_keys(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    QVBoxLayout(window).addWidget(field)
    heard: list[str] = []
    window.addAction(actions.make("approve", window, lambda: heard.append("a")))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.keyClicks(field, "banana")
    assert field.text() == "banana"
    assert heard == []
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert heard == ["a"]


def test_every_action_can_be_found_by_name():
    for spec in ACTIONS:
        assert DEFAULT_KEYS.spec(spec.name) == spec
        assert actions.text(spec.name) == spec.text


@pytest.mark.parametrize(("name", "goes_on"), [("approve", False), ("reject", False), ("undo", False), ("next", True)])
def test_a_key_that_is_held_moves_but_never_decides_again(qapp, name: str, goes_on: bool):
    assert actions.make(name, qapp, lambda: None).autoRepeat() is goes_on
