"""Reports at their ends: an empty library, one asset, midnight, the last day of the calendar, and everything twice."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.domain.reviewing import ReportWish
from rekreview.domain.serving import JudgedAgain
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui.preferences import Preferences
from rekreview.ui.reports.screen import ReportsScreen
from rekreview.ui.reports.top_bar import TopBar
from tests.unit.library.makers import explicit, fill, moderate

A, R = Status.APPROVED, Status.REJECTED
Open = Callable[[], ReportsScreen]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as made:
        yield made


@pytest.fixture
def opens(qtbot: QtBot, dispatcher: Dispatcher, library: Library, tmp_path: Path) -> Iterator[Open]:
    """Opens the screen on the library as it is then."""
    preferences = Preferences(Settings(reviewer="Ada"), dispatcher, tmp_path / "settings.json")
    feed = ChangeFeed(library, dispatcher)
    made: list[ReportsScreen] = []

    def show() -> ReportsScreen:
        screen = ReportsScreen(library=library, dispatcher=dispatcher, preferences=preferences)
        feed.changed.connect(screen.heed)
        screen.resize(1100, 800)
        screen.show()
        made.append(screen)
        qtbot.waitUntil(lambda: screen.shown is not None and dispatcher.idle(), timeout=30_000)
        # What was put into a layout shows once the event loop has come round.
        qtbot.waitUntil(lambda: all(one.isVisible() for one in screen.report.sections.values()), timeout=30_000)
        return screen

    yield show
    feed.stop()
    preferences.save_now()
    qtbot.waitUntil(dispatcher.idle, timeout=30_000)
    for screen in made:
        screen.close()
        screen.deleteLater()


def decided(library: Library, number: int) -> list[int]:
    """So many rejected pictures that Ada approved."""
    ids = fill(library, number)
    moderate(library, dict.fromkeys(ids, explicit(90)))
    library.commands.decide(ids, A, reviewer="Ada")
    return ids


# Little.


def test_an_empty_library_says_everywhere_why_there_is_nothing(opens: Open, tmp_path: Path, qtbot: QtBot) -> None:
    screen = opens()
    for name, section in screen.report.sections.items():
        assert section.empty.isVisible(), name
        assert len(section.empty.text()) > 20, name
        assert not section.chart.isVisible()
    screen.tabs.setCurrentIndex(1)
    assert "No sample yet" in screen.samples.words.text()
    assert not screen.disputes.settle.isEnabled()
    told: list[str] = []
    screen.told.connect(told.append)
    for form in ("html", "pdf"):
        screen.exporting.write(form, tmp_path / f"report.{form}")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=30_000)
    assert (tmp_path / "report.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_drawing_from_nothing_is_refused_in_words_and_may_be_tried_again(
    opens: Open, library: Library, qtbot: QtBot
) -> None:
    screen = opens()
    failed: list[Exception] = []
    screen.failed.connect(failed.append)
    for number in (1, 2):
        screen.samples.draw.click()
        qtbot.waitUntil(lambda number=number: len(failed) == number, timeout=30_000)
    assert "Decide on some assets first" in failed[0].hint  # type: ignore[attr-defined]
    decided(library, 1)
    screen.samples.draw.click()
    qtbot.waitUntil(lambda: len(library.queries.quality.samples()) == 1, timeout=30_000)
    assert len(library.queries.quality.samples()[0].asset_ids) == 1, "no more than there are"


def test_one_asset_is_enough_for_a_report_and_never_for_certainty(opens: Open, library: Library) -> None:
    decided(library, 1)
    screen = opens()
    assert screen.report.headlines[0].accessibleName() == "Decided: 1, assets"
    category = screen.report.sections["category"].table
    cells = [category.item(0, column).text() for column in range(category.columnCount())]
    assert cells[1] == "100 %"
    low, high = cells[2].split("–")
    assert int(low.removesuffix(" %")) < 50
    assert high == "100 %"


# Twice.


def test_a_pdf_and_a_page_asked_for_at_once_are_each_in_their_own_file(
    opens: Open, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    decided(library, 3)
    screen = opens()
    told: list[str] = []
    screen.told.connect(told.append)
    for name in ("first.pdf", "page.html", "second.pdf"):
        screen.exporting.write(name.rpartition(".")[2], tmp_path / name)
    qtbot.waitUntil(lambda: len(told) == 3, timeout=30_000)
    assert sorted(told) == sorted(f"Wrote {tmp_path / name}." for name in ("first.pdf", "page.html", "second.pdf"))
    assert (tmp_path / "page.html").read_bytes().startswith(b"<!DOC")
    for name in ("first.pdf", "second.pdf"):
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")


def test_a_screen_that_goes_while_a_pdf_is_painted_takes_it_along(
    opens: Open, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    decided(library, 3)
    screen = opens()
    screen.exporting.write("pdf", tmp_path / "report.pdf")
    assert screen.exporting._turn.isActive()
    screen.close()
    screen.exporting.deleteLater()
    qtbot.wait(50)
    assert list(tmp_path.glob("*report*")) == [], "whole or not there"


def test_a_double_click_draws_one_sample(opens: Open, library: Library, qtbot: QtBot) -> None:
    decided(library, 10)
    screen = opens()
    screen.tabs.setCurrentIndex(1)
    screen.samples.seed.setText("7")
    for _ in range(3):
        qtbot.mouseClick(screen.samples.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(screen.samples.samples.count()), timeout=30_000)
    qtbot.waitUntil(screen._dispatcher.idle, timeout=30_000)
    assert [one.seed for one in library.queries.quality.samples()] == [7]
    qtbot.mouseClick(screen.samples.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(library.queries.quality.samples()) == 2, timeout=30_000)


def test_what_another_program_decides_shows(opens: Open, library: Library, qtbot: QtBot) -> None:
    ids = decided(library, 4)
    screen = opens()
    qtbot.waitUntil(lambda: not library.foreign_writes(), timeout=30_000)
    with Library.open(library.directory) as other:
        other.commands.decide(ids[:1], R, reviewer="<b>Bo</b> & Co", again=JudgedAgain(frozenset(ids)))
    qtbot.waitUntil(lambda: screen.disputes.rows.topLevelItemCount() == 1, timeout=30_000)
    qtbot.waitUntil(lambda: screen.bar.reviewer.findData("<b>Bo</b> & Co") > 0, timeout=30_000)


# Time.


def test_the_last_days_end_today_although_the_window_was_opened_yesterday(qtbot: QtBot) -> None:
    today = [date(2026, 12, 31)]
    bar = TopBar(today=lambda: today[0])
    qtbot.addWidget(bar)
    assert bar.wish == ReportWish(date(2026, 12, 2), date(2026, 12, 31))
    today[0] = date(2027, 1, 1)
    assert bar.wish == ReportWish(date(2026, 12, 3), date(2027, 1, 1))
    bar.span.setCurrentIndex(bar.span.count() - 1)
    today[0] = date(2027, 1, 2)
    assert bar.wish == ReportWish(date(2026, 12, 3), date(2027, 1, 1)), "days a person chose stay"


@pytest.mark.parametrize("end", ["since", "until"])
@pytest.mark.parametrize("day", [QDate(9999, 12, 31), QDate(1752, 9, 14), QDate(1970, 1, 1)])
def test_the_ends_of_the_calendar_can_be_chosen(
    opens: Open, library: Library, qtbot: QtBot, end: str, day: QDate
) -> None:
    decided(library, 2)
    screen = opens()
    screen.bar.span.setCurrentIndex(screen.bar.span.count() - 1)
    getattr(screen.bar, end).setDate(day)
    qtbot.waitUntil(screen._dispatcher.idle, timeout=30_000)
    wish = screen.bar.wish
    assert wish.since is not None
    assert wish.until is not None
    assert wish.since <= wish.until
    holds_today = wish.since <= datetime.now(UTC).astimezone().date() <= wish.until
    expected = f"Decided: {2 if holds_today else 0}, assets"
    qtbot.waitUntil(lambda: screen.report.headlines[0].accessibleName() == expected, timeout=30_000)


def test_a_decision_counts_on_the_day_it_was_made_here(library: Library) -> None:
    decided(library, 1)
    quality = library.queries.quality
    today = datetime.now(UTC).astimezone().date()
    for wish, expected in (
        (ReportWish(today, today), 1),
        (ReportWish(until=today - timedelta(days=1)), 0),
        (ReportWish(since=today + timedelta(days=1)), 0),
        (ReportWish(date(1, 1, 2), date.max), 1),
        (ReportWish(until=date.max), 1),
    ):
        assert quality.figures(wish).decided == expected, wish
    (one,) = quality.figures(ReportWish()).reviewed
    assert one.day == today


# Names.


def test_a_report_can_be_called_as_long_as_a_file_can(
    opens: Open, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    decided(library, 1)
    screen = opens()
    told: list[str] = []
    screen.told.connect(told.append)
    target = tmp_path / ("ü" * 125 + ".html")
    screen.exporting.write("html", target)
    screen.history.write(tmp_path / ("x" * 251 + ".csv"))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=30_000)
    assert target.read_bytes().startswith(b"<!DOC")


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "-2", "a\nb", '"quoted", and more', "\u202eabc", "😀"])
def test_whatever_was_noted_stays_one_cell_of_the_table(
    opens: Open, library: Library, tmp_path: Path, qtbot: QtBot, note: str
) -> None:
    library.commands.note("report exported", reviewer=note, file=note)
    screen = opens()
    told: list[str] = []
    screen.told.connect(told.append)
    screen.history.write(tmp_path / "history.csv")
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    with (tmp_path / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert len(row) == len(head)
    assert row[1].removeprefix("'") == note
    assert not row[1].startswith(("=", "+", "-", "@"))
