"""Reasons and notes on the review desk, before a verdict and after it."""

from __future__ import annotations

from PySide6.QtCore import Qt

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_reason_before_the_verdict_on_a_selection_names_all_of_it(desk):
    desk.press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.press(KEY.Key_2)
    assert desk.told[-1] == "Reason “Harmless context” will go with your verdict on 2 assets."


def test_a_reason_before_the_verdict_goes_with_it(desk):
    first = desk.current
    desk.press(KEY.Key_2)
    assert desk.told[-1] == "Reason “Harmless context” will go with your verdict on asset0.jpg."
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].reason == "Harmless context"


def test_a_reason_right_after_the_verdict_goes_to_what_was_decided(desk):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_4)
    desk.settle()
    assert desk.decisions(first)[-1].reason == "Art or education"
    assert desk.decisions(desk.current) == []
    assert desk.told[-1] == "Reason “Art or education” for asset0.jpg."


def test_a_key_without_a_reason_says_so_and_goes_with_nothing(desk):
    first = desk.current
    desk.press(KEY.Key_3)
    desk.press(KEY.Key_9)
    assert ["No reason stands on this key" in said for said in desk.told[-2:]] == [True, True]
    desk.press(KEY.Key_A)
    desk.settle()
    assert [one.reason for one in desk.decisions(first)] == [""]


def test_a_note_goes_with_the_verdict(desk):
    first = desk.current
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None)
    desk.press(KEY.Key_N)
    desk.qtbot.keyClicks(desk.desk.detail.note, "axe is a toy")
    desk.press(KEY.Key_Return)
    assert desk.desk.grid.hasFocus()
    assert desk.decisions(first) == []
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].note == "axe is a toy"


def test_a_note_on_a_decided_asset_keeps_its_reason(desk):
    first = desk.current
    desk.press(KEY.Key_2)
    desk.press(KEY.Key_A)
    desk.settle()
    desk.desk.grid.go_to(0)
    desk.qtbot.waitUntil(lambda: desk.desk.detail.card is not None and desk.desk.detail.card.decision is not None)
    desk.desk.detail.note.setFocus()
    desk.qtbot.keyClicks(desk.desk.detail.note, "later")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert (desk.decisions(first)[-1].reason, desk.decisions(first)[-1].note) == ("Harmless context", "later")
