"""The session's statistics, the day's summary, and the note that waits for the next reviewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from rekreview.domain.assets import Status
from rekreview.domain.errors import DiskFull
from rekreview.domain.facets import Facet
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from rekreview.settings import load
from rekreview.ui.day.dialog import DayDialog
from rekreview.ui.day.handing_over import BANNER, HandingOver
from rekreview.ui.session_statistics import SessionLabel
from tests.qt.queueing.conftest import Shown, chosen


def numbers(shown: Shown) -> str:
    return shown.window.parts.status.session.text()


def dialog(shown: Shown) -> DayDialog:
    """Open the day's summary."""
    shown.window.parts.actions["day"].trigger()
    shown.wait(lambda: any(one.isVisible() for one in shown.window.findChildren(DayDialog)))
    return next(one for one in shown.window.findChildren(DayDialog) if one.isVisible())


def test_decided_and_left_are_told_and_undo_takes_one_away(shown: Shown) -> None:
    shown.wait(lambda: numbers(shown) == "0 decided · 10 left")
    shown.library.commands.decide(shown.ids[5:8], Status.REJECTED, reviewer="Ada")
    shown.wait(lambda: numbers(shown) == "3 decided · 7 left")
    shown.show(chosen((Facet.CATEGORY, "weapons")))
    shown.wait(lambda: numbers(shown) == "3 decided · 2 left")
    shown.window.undo()
    shown.wait(lambda: numbers(shown) == "0 decided · 3 left")


def test_what_others_decide_is_not_of_this_session(shown: Shown) -> None:
    shown.library.commands.decide(shown.ids[5:8], Status.REJECTED, reviewer="Bob")
    shown.wait(lambda: numbers(shown) == "0 decided · 7 left")


def test_the_rate_is_told_once_there_is_one(qtbot) -> None:
    label = SessionLabel()
    qtbot.addWidget(label)
    label.show_work(1204, 312, 2340)
    assert label.text() == "1,204 decided · 312 left · 2,340 an hour"
    label.show_work(3, None, None)
    assert label.text() == "3 decided"


def test_statistics_are_hidden_by_menu_or_setting_and_stay_so(open_window: Callable[..., Shown]) -> None:
    first = open_window()
    assert not first.window.parts.status.session.isHidden()
    first.window.parts.actions["statistics"].trigger()
    assert first.window.parts.status.session.isHidden()
    again = open_window()
    assert again.window.parts.status.session.isHidden()
    again.preferences.choose(replace(again.preferences.settings, show_statistics=True))
    assert not again.window.parts.status.session.isHidden()


def test_the_day_is_told_in_plain_words(shown: Shown) -> None:
    shown.library.commands.second_look(shown.ids[8:10], True, "Ada")
    text = dialog(shown).findChild(QPlainTextEdit, "day-summary").toPlainText()
    assert "2 assets decided, 1 rejected and 1 approved." in text
    assert "By reviewer: Bob 2." in text
    assert "overturned on 2 assets" in text
    assert "By reason: Medical 1, without a reason 1." in text
    assert "Second looks open: 2." in text
    assert "Disagreeing engines 1" in text


def test_a_note_is_shown_to_who_opens_the_library_next_until_it_is_put_away(open_window: Callable[..., Shown]) -> None:
    first = open_window()
    day = dialog(first)
    day.findChild(QPlainTextEdit, "hand-over-note").setPlainText("Go on with the street.")
    day.findChild(QPushButton, "copy-day").click()
    assert QGuiApplication.clipboard().text().startswith("Go on with the street.\n\n20")
    day.findChild(QPushButton, "hand-over").click()
    first.wait(lambda: bool(first.library.queries.hand_overs()))
    second = open_window(replace(first.preferences.settings, reviewer="Bob"))
    banners = second.window.parts.banners
    second.wait(lambda: banners.shown(BANNER) is not None)
    banner = banners.shown(BANNER)
    assert banner.text.startswith("Ada left this on 20")
    assert banner.text.endswith("Go on with the street.")
    buttons = {button.text(): button for button in banner.findChildren(QPushButton)}
    buttons["Copy as text"].click()
    assert "2 assets decided" in QGuiApplication.clipboard().text()
    buttons["Put away"].click()
    second.wait(lambda: second.library.queries.hand_overs() == [])
    third = open_window()
    third.qtbot.wait(200)
    assert third.window.parts.banners.shown(BANNER) is None


def test_nothing_decided_is_said_so(shown: Shown) -> None:
    shown.window.undo()
    shown.window.undo()
    shown.wait(lambda: not shown.library.queries.undo_state().can_undo)
    shown.show(QueueFilter())
    text = dialog(shown).findChild(QPlainTextEdit, "day-summary").toPlainText()
    assert "nothing was decided." in text


NOTE = "hand-over-note"


def written(day: DayDialog) -> QPlainTextEdit:
    field = day.findChild(QPlainTextEdit, NOTE)
    assert field is not None
    return field


def test_a_note_that_was_begun_is_there_again_after_esc_and_gone_once_it_is_handed_over(shown: Shown) -> None:
    day = dialog(shown)
    written(day).setPlainText("half a thou")
    day.reject()
    again = dialog(shown)
    assert written(again).toPlainText() == "half a thou"
    again.findChild(QPushButton, "hand-over").click()
    shown.wait(lambda: bool(shown.library.queries.hand_overs()))
    shown.wait(lambda: "Handed over" in shown.window.parts.status._told.text())
    assert written(dialog(shown)).toPlainText() == ""


def test_a_note_that_could_not_be_written_is_not_lost(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> int:
        raise DiskFull("There is no room.", "Make some.")

    day = dialog(shown)
    written(day).setPlainText("Look at the street.")
    with monkeypatch.context() as broken:
        broken.setattr(shown.library.commands, "leave_hand_over", full)
        day.findChild(QPushButton, "hand-over").click()
        shown.wait(lambda: shown.window.parts.banners.shown("fault") is not None)
    assert shown.library.queries.hand_overs() == []
    assert written(dialog(shown)).toPlainText() == "Look at the street."


@pytest.mark.parametrize(
    "note",
    ["line\n" * 300, "w" * 5_000, "\n\n\nx", "<h1>big</h1>", "😀" * 400],
    ids=["lines", "word", "gap", "h1", "smile"],
)
def test_no_note_takes_the_window_over(open_window: Callable[..., Shown], note: str) -> None:
    first = open_window()
    first.library.commands.leave_hand_over(reviewer="Ada", note=note, summary="")
    second = open_window()
    banners = second.window.parts.banners
    second.wait(lambda: banners.shown(BANNER) is not None)
    second.wait(lambda: banners.height() > 0)
    assert banners.shown(BANNER).sizeHint().height() < 400, "half of the window"
    assert second.window.width() == 1280
    assert second.window.height() == 800
    (kept,) = second.library.queries.hand_overs()
    assert kept.note == note.strip(), "all of it is a click away"


def test_a_window_that_only_looks_tells_the_day_and_takes_no_note(shown: Shown) -> None:
    handing = HandingOver(
        Library.open(shown.library.directory, read_only=True),
        shown.dispatcher,
        shown.preferences,
        shown.window.parts.banners,
        shown.window,
    )
    shown.library.commands.leave_hand_over(reviewer="Ada", note="Go on.", summary="")
    handing.open()
    shown.wait(lambda: any(one.isVisible() for one in shown.window.findChildren(DayDialog)))
    day = next(one for one in shown.window.findChildren(DayDialog) if one.isVisible())
    assert not written(day).isVisible()
    assert day.findChild(QPushButton, "hand-over") is None
    assert day.text.count("\n") > 1
    handing.show_note()
    shown.wait(lambda: shown.window.parts.banners.shown(BANNER) is not None)
    buttons = [one.text() for one in shown.window.parts.banners.shown(BANNER).findChildren(QPushButton)]
    assert "Put away" not in buttons
    handing._library.close()


def test_a_note_put_away_by_another_program_is_not_put_away_twice(shown: Shown) -> None:
    number = shown.library.commands.leave_hand_over(reviewer="Ada", note="Go on.", summary="")
    with Library.open(shown.library.directory) as other:
        other.commands.put_away_hand_over(number, reviewer="Bob")
        assert other.queries.hand_overs() == []
    shown.library.commands.put_away_hand_over(number, reviewer="Cy")
    assert shown.library.queries.hand_overs() == []
    assert shown.library.commands.leave_hand_over(reviewer="", note="Go.", summary="") > number
    (kept,) = shown.library.queries.hand_overs()
    assert (kept.reviewer, kept.note) == ("", "Go.")
    shown.library.commands.put_away_hand_over(kept.id, reviewer="")
    assert shown.library.queries.hand_overs() == []


def buttons(shown: Shown) -> dict[str, QPushButton]:
    return {button.text(): button for button in shown.window.parts.banners.shown(BANNER).findChildren(QPushButton)}


def test_no_note_hides_another_one_is_shown_after_the_other(open_window: Callable[..., Shown]) -> None:
    first = open_window()
    for reviewer, note in (("Ada", "Street 5 is with the police: touch nothing."), ("Bob", "Begin with the videos.")):
        first.library.commands.leave_hand_over(reviewer=reviewer, note=note, summary="3 decided")
    second = open_window(replace(first.preferences.settings, reviewer="Cy"))
    banners = second.window.parts.banners
    second.wait(lambda: banners.shown(BANNER) is not None)
    assert banners.shown(BANNER).text.startswith("Ada left this on 20")
    assert banners.shown(BANNER).text.endswith("Street 5 is with the police: touch nothing. (1 more note waits.)")
    buttons(second)["Put away"].click()
    assert banners.shown(BANNER).text.startswith("Bob left this on 20")
    assert banners.shown(BANNER).text.endswith("Begin with the videos.")
    second.wait(lambda: [one.reviewer for one in second.library.queries.hand_overs()] == ["Bob"])
    third = open_window()
    third.wait(lambda: third.window.parts.banners.shown(BANNER) is not None)
    assert "Bob left this" in third.window.parts.banners.shown(BANNER).text, "it was not put away"
    buttons(third)["Put away"].click()
    third.wait(lambda: third.library.queries.hand_overs() == [])
    assert third.window.parts.banners.shown(BANNER) is None


def test_a_window_that_only_looks_shows_every_note_too(shown: Shown) -> None:
    with Library.open(shown.library.directory, read_only=True) as library:
        banners = shown.window.parts.banners
        handing = HandingOver(library, shown.dispatcher, shown.preferences, banners, shown.window)
        for note in ("One.", "Two.", "Three."):
            shown.library.commands.leave_hand_over(reviewer="Ada", note=note, summary="")
        handing.show_note()
        shown.wait(lambda: banners.shown(BANNER) is not None)
        assert banners.shown(BANNER).text.endswith("One. (2 more notes wait.)")
        buttons(shown)["Next note"].click()
        buttons(shown)["Next note"].click()
        assert banners.shown(BANNER).text.endswith("Three.")
        assert "Next note" not in buttons(shown)
        assert len(library.queries.hand_overs()) == 3


def test_an_empty_note_is_not_handed_over_and_the_dialog_says_so(shown: Shown) -> None:
    day = dialog(shown)
    written(day).setPlainText(" \n ")
    day.findChild(QPushButton, "hand-over").click()
    assert day.isVisible()
    assert day.findChild(QLabel, "day-told").text() == "Write a note first: there is nothing to hand over yet."
    assert written(day).hasFocus()
    assert shown.library.queries.hand_overs() == []
    written(day).setPlainText("Go on.")
    day.findChild(QPushButton, "hand-over").click()
    shown.wait(lambda: [one.note for one in shown.library.queries.hand_overs()] == ["Go on."])


def test_a_note_that_was_begun_is_there_again_after_a_restart(
    open_window: Callable[..., Shown], tmp_path: Path
) -> None:
    first = open_window()
    day = dialog(first)
    written(day).setPlainText("Street 5: leave alone")
    first.preferences.save_now()
    assert list(load(tmp_path / "settings.json").state["hand-over notes"].values()) == ["Street 5: leave alone"]
    day.reject()
    second = open_window(load(tmp_path / "settings.json"))
    again = dialog(second)
    assert written(again).toPlainText() == "Street 5: leave alone"
    again.findChild(QPushButton, "hand-over").click()
    second.wait(lambda: not second.preferences.settings.state["hand-over notes"])
    second.preferences.save_now()
    third = open_window(load(tmp_path / "settings.json"))
    assert written(dialog(third)).toPlainText() == ""
