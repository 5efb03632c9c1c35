"""The text field: one line of text however it comes, colours by grammar, and a cursor that counts like the parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview.ui import theme
from rekreview.ui.policy.string_edit import MOST_LINES, StringEdit, inserted


@pytest.fixture
def edit(qtbot: QtBot, qapp: QApplication) -> StringEdit:
    theme.apply(qapp, theme.ThemeMode.LIGHT)
    made = StringEdit()
    qtbot.addWidget(made)
    made.resize(500, made.height())
    made.show()
    return made


def heard(edit: StringEdit) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    edit.typed.connect(lambda text, at_once: found.append((text, at_once)))
    return found


def coloured(edit: StringEdit) -> dict[str, str]:
    """The colour of each part that has one."""
    return {
        mark.cursor.selectedText(): mark.format.foreground().color().name()
        for mark in edit.extraSelections()
        if not mark.format.underlineStyle().value
    }


def test_what_it_is_shown_it_does_not_tell(edit: StringEdit) -> None:
    told = heard(edit)
    edit.show_text("aws_rek:violence:0.6")
    edit.show_text("aws_rek")
    assert edit.text() == "aws_rek"
    assert told == []


def test_typing_tells_every_text_and_that_it_came_bit_by_bit(qtbot: QtBot, edit: StringEdit) -> None:
    told = heard(edit)
    qtbot.keyClicks(edit, "cld")
    assert told == [("c", False), ("cl", False), ("cld", False)]


def test_pasting_tells_that_it_came_at_once(edit: StringEdit) -> None:
    told = heard(edit)
    clip = QMimeData()
    clip.setText("  aws_rek:violence:0.6\n   :alcohol:ignore  \r\n")
    edit.insertFromMimeData(clip)
    assert told == [("aws_rek:violence:0.6:alcohol:ignore", True)]


def test_something_else_than_text_is_not_pasted(edit: StringEdit) -> None:
    told = heard(edit)
    edit.insertFromMimeData(QMimeData())
    assert told == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_says_done_and_breaks_no_line(qtbot: QtBot, edit: StringEdit, key: Qt.Key) -> None:
    edit.show_text("aws_rek")
    with qtbot.waitSignal(edit.finished):
        qtbot.keyClick(edit, key)
    assert edit.text() == "aws_rek"


def test_leaving_the_field_says_done(qtbot: QtBot, edit: StringEdit) -> None:
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    with qtbot.waitSignal(edit.finished):
        edit.clearFocus()


def test_tab_leaves_the_field(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    edit, button = StringEdit(window), QPushButton("next", window)
    window.show()
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.text() == ""
    qtbot.waitUntil(button.hasFocus, timeout=1000)


def test_undo_brings_back_what_was_typed_before_something_was_shown(qtbot: QtBot, edit: StringEdit) -> None:
    qtbot.keyClicks(edit, "manual")
    edit.show_text("aws_rek:violence:0.7")
    edit.undo()
    assert edit.text() == "manual"


def test_kinds_numbers_and_ignore_have_colours_and_names_have_none(edit: StringEdit) -> None:
    edit.show_text("aws_rek:violence:0.7:alcohol:ignore|manual")
    light = theme.LIGHT
    assert coloured(edit) == {
        "aws_rek": QColor(light.accent).name(),
        "0.7": QColor(light.caution).name(),
        "ignore": QColor(light.approve).name(),
        "manual": QColor(light.accent).name(),
    }


@given(st.text(max_size=40))
def test_any_text_can_be_coloured(text: str) -> None:
    edit = StringEdit()
    edit.setPlainText(text.replace("\x00", ""))
    assert all(mark.cursor.hasSelection() for mark in edit.extraSelections())
    edit.deleteLater()


def test_a_fault_is_underlined_until_the_text_changes(qtbot: QtBot, edit: StringEdit) -> None:
    edit.show_text("aws_rek:violence:7")
    edit.show_faults([(17, "7")])
    waves = [mark for mark in edit.extraSelections() if mark.format.underlineStyle().value]
    assert [wave.cursor.selectedText() for wave in waves] == ["7"]
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert not [mark for mark in edit.extraSelections() if mark.format.underlineStyle().value]


def test_a_fault_in_an_empty_field_is_no_trouble(edit: StringEdit) -> None:
    edit.show_faults([(0, "")])
    assert edit.text() == ""


def test_the_writing_mark_counts_code_points_as_the_parser_does(edit: StringEdit) -> None:
    edit.show_text("🍷🍷:x")
    edit.place_cursor(3)
    assert edit.textCursor().position() == 5
    edit.insertPlainText("!")
    assert edit.text() == "🍷🍷:!x"


def test_it_grows_with_its_text_within_limits(qtbot: QtBot, edit: StringEdit) -> None:
    low = edit.height()
    edit.show_text("aws_rek" + ":violence:0.7" * 12)
    middle = edit.height()
    edit.show_text("aws_rek" + ":violence:0.7" * 200)
    high = edit.height()
    assert low < middle < high
    assert high <= low + (MOST_LINES - 1) * edit.fontMetrics().lineSpacing()
    assert edit.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    edit.show_text("aws_rek")
    assert edit.height() == low
    assert edit.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_a_narrower_field_is_higher(qtbot: QtBot, edit: StringEdit) -> None:
    edit.show_text("aws_rek" + ":violence:0.7" * 5)
    wide = edit.height()
    edit.resize(180, edit.height())
    qtbot.waitUntil(lambda: edit.height() > wide, timeout=1000)


@pytest.mark.parametrize(
    ("former", "now", "count"),
    [
        ("", "", 0),
        ("", "a", 1),
        ("a", "", 0),
        ("aaa", "aaaa", 1),
        ("ab", "axyb", 2),
        ("abc", "x", 1),
        ("abc", "xyz", 3),
    ],
)
def test_how_much_of_a_text_is_new(former: str, now: str, count: int) -> None:
    assert inserted(former, now) == count


@given(st.text(max_size=12), st.text(max_size=12), st.text(min_size=1, max_size=5))
def test_an_insertion_is_never_counted_longer_than_it_is(before: str, after: str, middle: str) -> None:
    assert inserted(before + after, before + middle + after) == len(middle)


def test_what_is_coloured_already_is_not_coloured_again(edit: StringEdit, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured: list[int] = []
    put = edit.setExtraSelections
    monkeypatch.setattr(edit, "setExtraSelections", lambda marks: (coloured.append(len(marks)), put(marks)))
    edit.show_text("aws_rek:violence:0.7")
    edit.show_faults([])
    assert coloured == [2]
    edit.show_faults([(8, "violence")])
    assert coloured == [2, 3]


def test_undo_is_the_windows_where_there_is_no_typing_to_take_back(qtbot: QtBot) -> None:
    window = QMainWindow()
    edit, pressed = StringEdit(window), list[str]()
    window.setCentralWidget(edit)
    for key, name in ((QKeySequence.StandardKey.Undo, "undo"), (QKeySequence.StandardKey.Redo, "redo")):
        QShortcut(key, window, lambda name=name: pressed.append(name))
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    edit.setFocus()
    edit.show_text("aws_rek")
    qtbot.keyClicks(edit, ":weapons:0.3")
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (edit.text() != "aws_rek:weapons:0.3", pressed) == (True, [])
    edit.show_text("aws_rek:weapons:0.3")
    edit.forget_typing()
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (edit.text(), pressed) == ("aws_rek:weapons:0.3", ["undo", "redo"])
