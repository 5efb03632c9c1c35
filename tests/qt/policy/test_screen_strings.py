"""The policy screen: the tree and the string say the same, and faults are shown where they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy import PolicyScreen
from tests.qt.policy.conftest import V7
from tests.qt.policy.screens import Settle, count, field_of, name_of, row, type_string


def test_a_slider_writes_the_string(screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(70)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.7"
    assert row(screen, "violence").number.text() == "0.70"


def test_while_a_slider_moves_fast_the_string_follows_now_and_then_and_at_last(
    qtbot: QtBot, screen: PolicyScreen
) -> None:
    shown: list[str] = []
    screen.field.edit.textChanged.connect(lambda: shown.append(screen.field.edit.text()))
    for step in range(40):
        row(screen, "violence").slider.setValue(51 + step)
    assert len(shown) < 40
    assert field_of(screen).edit.text() == "aws_rek:violence:0.9"


def test_a_typed_string_moves_the_sliders_the_numbers_and_the_boxes(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:violence:0.35:alcohol:ignore")
    assert row(screen, "violence").slider.value() == 35
    assert row(screen, "weapons").slider.value() == 35
    assert row(screen, "weapons").number.value() == pytest.approx(0.35)
    assert row(screen, "alcohol").ignore.isChecked()
    assert row(screen, "drinking").ignore.isChecked()
    assert row(screen, "alcohol").number.text() == "–"
    assert not row(screen, "violence").ignore.isChecked()


def test_an_inherited_threshold_says_from_where_and_reset_inherits_again(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(70)
    weapons = row(screen, "weapons")
    weapons.describe()
    assert weapons.slider.accessibleDescription().startswith("from Violence")
    assert weapons.inherit.isHidden()
    weapons.slider.setValue(20)
    weapons.describe()
    assert weapons.slider.accessibleDescription().startswith("own")
    assert not weapons.inherit.isHidden()
    qtbot.mouseClick(weapons.inherit, Qt.MouseButton.LeftButton)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.7"
    assert weapons.slider.value() == 70


def test_ignoring_and_heeding_again_brings_back_what_was(screen: PolicyScreen) -> None:
    violence = row(screen, "violence")
    violence.slider.setValue(30)
    violence.ignore.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:ignore"
    violence.ignore.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:0.3"
    row(screen, "alcohol").ignore.click()
    row(screen, "alcohol").ignore.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:0.3"


def test_a_child_of_an_ignored_category_can_be_heeded_again(screen: PolicyScreen) -> None:
    row(screen, "violence").ignore.click()
    row(screen, "weapons").ignore.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:ignore:weapons:0.5"
    assert not row(screen, "weapons").ignore.isChecked()


def test_moving_the_slider_of_an_ignored_category_gives_it_a_number(screen: PolicyScreen) -> None:
    row(screen, "violence").ignore.click()
    row(screen, "violence").slider.setValue(40)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.4"
    assert not row(screen, "violence").ignore.isChecked()


def test_the_names_typed_are_the_names_written_back(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:female_underwear:0.75:alcohol:0.6|manual")
    row(screen, "female_swimwear_or_underwear").slider.setValue(80)
    assert field_of(screen).edit.text() == "aws_rek:female_underwear:0.8:alcohol:0.6|manual"


def test_typing_is_not_rewritten_until_it_is_finished(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek : violence : .6")
    assert field_of(screen).edit.text() == "aws_rek : violence : .6"
    assert row(screen, "violence").slider.value() == 60
    qtbot.keyClick(screen.field.edit, Qt.Key.Key_Return)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.6"
    assert "\n" not in field_of(screen).edit.text()


def test_an_error_is_shown_at_its_character_and_changes_nothing_else(
    qtbot: QtBot, screen: PolicyScreen, settle: Settle
) -> None:
    row(screen, "violence").slider.setValue(70)
    settle()
    before = count(screen, Status.REJECTED)
    type_string(qtbot, screen, "aws_rek:violence:0,6")
    settle()
    field_of(screen)
    error = screen.findChild(QLabel, "remark-error")
    assert error is not None
    assert error.text().startswith("Character 18: “0,6”")
    assert "0.6" in error.text()
    marks = [mark for mark in field_of(screen).edit.extraSelections() if mark.format.underlineStyle().value]
    assert [(mark.cursor.selectionStart(), mark.cursor.selectedText()) for mark in marks] == [(17, "0,6")]
    assert row(screen, "violence").slider.value() == 70
    assert screen.model.draft.pair.image == "aws_rek:violence:0.7"
    assert count(screen, Status.REJECTED) == before
    assert not screen.bar.apply.isEnabled()
    assert screen.bar.revert.isEnabled()


def test_what_is_passed_through_while_typing_does_not_count(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(70)
    screen.field.edit.setFocus()
    screen.field.edit.selectAll()
    passed = []
    screen.model.edited.connect(lambda: passed.append(screen.model.draft.pair.image))
    qtbot.keyClicks(screen.field.edit, "aws_rek:violence:0.75")
    assert passed == []
    qtbot.waitUntil(lambda: passed == ["aws_rek:violence:0.75"], timeout=2000)


def test_a_slider_moved_while_text_waits_takes_the_text_along(qtbot: QtBot, screen: PolicyScreen) -> None:
    screen.field.edit.selectAll()
    qtbot.keyClicks(screen.field.edit, "aws_rek:violence:0.75")
    row(screen, "alcohol").slider.setValue(20)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.75:alcohol:0.2"


def test_an_error_beyond_the_basic_plane_is_underlined_at_its_place(qtbot: QtBot, screen: PolicyScreen) -> None:
    screen.field.edit.setPlainText("aws_rek:🍷🍷:0.5:violence:2")
    marks = [mark for mark in field_of(screen).edit.extraSelections() if mark.format.underlineStyle().value]
    assert [mark.cursor.selectedText() for mark in marks] == ["2"]


def test_something_missing_is_underlined_at_the_character_before_it(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:violence:")
    marks = [mark for mark in field_of(screen).edit.extraSelections() if mark.format.underlineStyle().value]
    assert [mark.cursor.selectedText() for mark in marks] == [":"]


def test_go_there_puts_the_writing_mark_at_the_error(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:violence:7:alcohol:0.3")
    button = next(b for b in field_of(screen).remarks.findChildren(QPushButton) if b.text() == "Go there")
    button.click()
    assert field_of(screen).edit.textCursor().position() == len("aws_rek:violence:")


def test_the_string_of_the_other_medium_is_refused_by_name(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek_video:violence:0.6")
    field_of(screen)
    error = screen.findChild(QLabel, "remark-error")
    assert error is not None
    assert "aws_rek" in error.text()
    assert screen.model.draft.pair == PolicyPair()


def test_a_pasted_string_loses_its_line_breaks(qtbot: QtBot, screen: PolicyScreen) -> None:
    QGuiApplication.clipboard().setText("aws_rek:violence:0.6\n  :alcohol:ignore\n")
    screen.field.edit.selectAll()
    screen.field.edit.paste()
    assert screen.model.draft.pair.image == "aws_rek:violence:0.6:alcohol:ignore"


def test_copy_takes_the_string_as_it_stands(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(70)
    field_of(screen).copy.click()
    assert QGuiApplication.clipboard().text() == "aws_rek:violence:0.7"


def test_an_override_without_effect_is_told_and_mended_by_one_click(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "blood_&_gore").ignore.click()
    field_of(screen)
    warning = screen.findChild(QLabel, "remark-warning")
    assert warning is not None
    assert "cannot take effect" in warning.text()
    assert row(screen, "blood_&_gore").slider.accessibleDescription().startswith("own, no effect")
    mend = next(b for b in field_of(screen).remarks.findChildren(QPushButton) if b.text() == "Let it count")
    mend.click()
    assert field_of(screen).remarks.isHidden()
    effective = screen.model.draft.pair.for_kind(MediaKind.IMAGE).effective(V7)
    assert effective["violence"] is effective["graphic_violence"] is effective["blood_&_gore"] is IGNORE
    assert effective["weapons"] == effective["self-harm"] == Decimal("0.5")


def test_a_wrong_number_is_mended_by_one_click_where_it_stands(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:violence:0,6:alcohol:ignore")
    mend = next(b for b in field_of(screen).remarks.findChildren(QPushButton) if b.text() == "Write 0.6")
    assert "aws_rek:violence:0.6:alcohol:ignore" in mend.toolTip()
    mend.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:0.6:alcohol:ignore"
    assert screen.model.draft.pair.image == "aws_rek:violence:0.6:alcohol:ignore"
    assert field_of(screen).remarks.isHidden()


def test_a_category_of_version_6_is_renamed_by_one_click(qtbot: QtBot, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:drugs:0.3")
    dotted = [mark for mark in field_of(screen).edit.extraSelections() if mark.format.underlineStyle().value]
    assert [mark.cursor.selectedText() for mark in dotted] == ["drugs"]
    mend = next(b for b in field_of(screen).remarks.findChildren(QPushButton) if name_of(b) == "Write drugs_&_tobacco")
    mend.click()
    assert screen.model.draft.pair.image == "aws_rek:drugs_&_tobacco:0.3"
    assert row(screen, "drugs_&_tobacco").slider.value() == 30


def test_under_leaf_the_field_says_so_and_no_override_is_without_effect(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "blood_&_gore").ignore.click()
    assert field_of(screen).leaf_note.isHidden()
    screen.field.reading.setFocus()
    qtbot.keyClick(screen.field.reading, Qt.Key.Key_Down)
    assert screen.model.draft.pair.parents is Parents.LEAF
    assert not field_of(screen).leaf_note.isHidden()
    assert field_of(screen).remarks.isHidden()
    assert field_of(screen).edit.text() == "aws_rek:blood_&_gore:ignore"
