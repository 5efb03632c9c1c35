"""A note a person wrote is never lost, and never lands on another asset."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.ui.desk.sweeping import Sweeping

KEY = Qt.Key


@pytest.fixture
def note(desk):
    """The note field of a desk whose first asset is read."""
    wait_for_card(desk)
    return desk.desk.detail.note


def wait_for_card(desk) -> None:
    card = lambda: desk.desk.detail.card  # noqa: E731
    desk.qtbot.waitUntil(lambda: card() is not None and card().asset.id == desk.current)


def write(desk, text: str) -> None:
    desk.press(KEY.Key_N)
    assert desk.desk.detail.note.hasFocus()
    desk.qtbot.keyClicks(desk.desk.detail.note, text)


def test_a_note_that_waits_shows_again_when_the_person_comes_back(desk, note):
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Right)
    wait_for_card(desk)
    assert note.text() == ""
    desk.press(KEY.Key_Left)
    wait_for_card(desk)
    assert note.text() == "ask Grace"


def test_a_note_that_waits_stays_when_its_asset_changes(desk, note):
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_E)
    desk.settle()
    desk.qtbot.waitUntil(desk.desk.detail.second_look.isChecked)
    assert note.text() == "ask Grace"


def test_a_note_is_for_one_asset(desk, note):
    first = desk.current
    write(desk, "only this one")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_A)
    wait_for_card(desk)
    desk.wait_until_shown()
    second = desk.current
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].note == "only this one"
    assert desk.decisions(second)[-1].note == ""


def test_a_note_that_is_being_written_goes_with_the_click_on_a_verdict(desk, note):
    first = desk.current
    write(desk, "a toy")
    desk.qtbot.mouseClick(desk.desk.detail.buttons.approve, Qt.MouseButton.LeftButton)
    desk.settle()
    assert [(entry.to_status, entry.note) for entry in desk.decisions(first)] == [(Status.APPROVED, "a toy")]
    wait_for_card(desk)
    assert note.text() == ""


def test_a_note_that_is_being_written_goes_with_a_changed_decision(desk, note):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.settle()
    desk.desk.grid.go_to(0)
    wait_for_card(desk)
    write(desk, "looked twice")
    desk.qtbot.mouseClick(desk.desk.detail.buttons.reject, Qt.MouseButton.LeftButton)
    desk.settle()
    newest = desk.decisions(first)[-1]
    assert (newest.to_status, newest.note) == (Status.REJECTED, "looked twice")


def test_escape_gives_up_what_was_written(desk, note):
    first = desk.current
    write(desk, "never mind")
    desk.press(KEY.Key_Escape)
    assert desk.desk.grid.hasFocus()
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].note == ""


def test_an_emptied_note_goes_with_nothing(desk, note):
    first = desk.current
    write(desk, "wrong")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_N)
    note.clear()
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].note == ""


def test_letters_of_a_note_are_no_verdicts(desk, note):
    first = desk.current
    write(desk, "axe, unusual: examine")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.decisions(first) == []
    assert note.text() == "axe, unusual: examine"


def test_leaving_the_field_keeps_what_was_written(desk, note):
    first = desk.current
    write(desk, "left")
    desk.desk.grid.setFocus()
    assert desk.told[-1] == "The note will go with your verdict on asset0.jpg."
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.decisions(first)[-1].note == "left"


def test_what_is_being_written_survives_news_of_its_asset(desk, note):
    write(desk, "half a sen")
    desk.library.commands.second_look([desk.current], True, reviewer="Grace")
    desk.qtbot.waitUntil(desk.desk.detail.second_look.isChecked)
    assert note.text() == "half a sen"


def test_what_is_written_before_the_asset_is_read_stays(desk, note):
    desk.desk.grid.go_to(1)
    desk.press(KEY.Key_N)
    assert desk.desk.detail.card is None
    desk.qtbot.keyClicks(note, "quick")
    wait_for_card(desk)
    assert note.text() == "quick"


def test_from_the_loupe_the_note_key_leads_to_the_note_of_the_same_asset(desk, note):
    desk.press(KEY.Key_Right)
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    second = desk.current
    desk.press(KEY.Key_N)
    assert not desk.desk.stage.in_loupe
    assert note.hasFocus()
    assert desk.current == second


def test_a_note_taken_back_with_its_decision_is_not_in_the_field(desk, note):
    write(desk, "gone")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_A)
    desk.settle()
    desk.press(KEY.Key_Backspace)
    desk.settle()
    wait_for_card(desk)
    desk.qtbot.waitUntil(lambda: note.text() == "")


def test_a_note_written_before_the_asset_is_read_is_kept(desk):
    wait_for_card(desk)
    desk.press(KEY.Key_Right)
    assert desk.desk.detail.card is None
    write(desk, "quick")
    desk.press(KEY.Key_Return)
    wait_for_card(desk)
    desk.wait_until_shown()
    first = desk.current
    desk.press(KEY.Key_A)
    desk.settle()
    assert desk.library.queries.history(first)[0].note == "quick"


def test_a_note_that_is_kept_cannot_be_wiped_away_unsaid(desk, note):
    first = desk.current
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_A)
    desk.settle()
    desk.desk.grid.make_current(first)
    desk.qtbot.waitUntil(lambda: note.text() == "ask Grace")
    note.setFocus()
    note.clear()
    desk.press(KEY.Key_Return)
    desk.settle()
    assert note.text() == "ask Grace"
    assert desk.told[-1] == "The note stays with its decision. Clear the decision to take both away."


def test_a_note_goes_with_a_sweep_of_its_page(desk, note):
    ids = [int(one) for one in desk.desk.model.rows.ids]
    wait_for_page(desk)
    desk.desk.grid.go_to(1)
    wait_for_card(desk)
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert [desk.decisions(one)[-1].note for one in ids[:8]] == ["", "ask Grace", *(6 * [""])]
    assert desk.desk.verdicts.note_on(ids[1]) == "", "it waits no more"
    assert desk.library.queries.undo_state().undo.assets == 8, "one step"


def test_a_note_that_is_being_written_goes_with_the_sweep_of_a_click(desk, note):
    first = desk.current
    wait_for_page(desk)
    write(desk, "a toy")
    desk.desk.feature(Sweeping).button.click()
    desk.settle()
    assert [(entry.to_status, entry.note) for entry in desk.decisions(first)] == [(Status.REJECTED, "a toy")]


def test_a_note_outlives_a_sweep_that_was_not_written(desk, note, monkeypatch):
    first = desk.current
    wait_for_page(desk)
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)

    def locked(*_choices, **_more):
        raise Locked("The library is busy.", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(type(desk.library.commands), "confirm", locked)
        desk.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
    assert len(desk.failed) == 1
    assert desk.desk.verdicts.note_on(first) == "ask Grace"
    desk.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.decisions(first)[-1].note == "ask Grace"


def test_a_note_waits_on_where_its_asset_was_decided_before_the_sweep_was_written(desk, note):
    first = desk.current
    wait_for_page(desk)
    write(desk, "ask Grace")
    desk.press(KEY.Key_Return)
    desk.dispatcher.write(lambda: desk.library.commands.decide([first], Status.APPROVED, reviewer="Grace"))
    desk.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert [(entry.reviewer, entry.note) for entry in desk.decisions(first)] == [("Grace", "")]
    assert desk.desk.verdicts.note_on(first) == "ask Grace"


def test_notes_go_each_with_its_own_asset_of_a_batch(desk, note):
    ids = [int(one) for one in desk.desk.model.rows.ids]
    for row, words in ((0, "first"), (2, "third")):
        desk.desk.grid.go_to(row)
        wait_for_card(desk)
        write(desk, words)
        desk.press(KEY.Key_Return)
    desk.desk.grid.selector.select_all()
    desk.press(KEY.Key_X)
    desk.settle()
    assert [desk.decisions(one)[-1].note for one in ids] == ["first", "", "third", *(6 * [""])]
    desk.press(KEY.Key_1)
    desk.settle()
    assert [desk.decisions(one)[-1].note for one in ids[:3]] == ["first", "", "third"], "a reason keeps them"


def wait_for_page(desk) -> None:
    grid, rows = desk.desk.grid, desk.desk.model.rows.ids
    desk.qtbot.waitUntil(lambda: all(grid.is_shown(int(rows[row])) for row in grid.visible_rows()), timeout=10_000)
