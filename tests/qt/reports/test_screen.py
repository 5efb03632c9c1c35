"""The Reports screen on a real library: counted off the GUI thread, told in plots and tables, written into files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.audit import AuditKind
from rekreview.domain.queues import QueueFilter
from rekreview.domain.serving import JudgedAgain
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui.preferences import Preferences
from rekreview.ui.reports.screen import ReportsScreen
from tests.unit.library.makers import explicit, fill, moderate

A, R = Status.APPROVED, Status.REJECTED


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Thirty pictures, half of them rejected by the policy; Ada overturned five, and Bo judged six again."""
    with Library.open(tmp_path / "library", create=True) as made:
        ids = fill(made, 30)
        moderate(made, {one: explicit(90 if at < 15 else 10) for at, one in enumerate(ids)})
        made.commands.decide(ids[:5], A, reviewer="Ada")
        made.commands.decide(ids[5:20], R, reviewer="Ada")
        made.commands.draw_second_look(6, seed=1, reviewer="Ada")
        again = JudgedAgain(frozenset(ids), 1)
        made.commands.decide(made.queries.quality.sample(1).asset_ids, R, reviewer="Bo", again=again)
        yield made


@pytest.fixture
def screen(qtbot: QtBot, dispatcher: Dispatcher, library: Library, tmp_path: Path) -> Iterator[ReportsScreen]:
    preferences = Preferences(Settings(reviewer="Ada"), dispatcher, tmp_path / "settings.json")
    feed = ChangeFeed(library, dispatcher)
    made = ReportsScreen(library=library, dispatcher=dispatcher, preferences=preferences)
    feed.changed.connect(made.heed)
    made.resize(1100, 800)
    made.show()
    qtbot.waitUntil(lambda: made.shown is not None and dispatcher.idle())
    yield made
    feed.stop()
    preferences.save_now()
    qtbot.waitUntil(dispatcher.idle)
    made.close()
    made.deleteLater()


def table(screen: ReportsScreen, name: str) -> list[list[str]]:
    shown = screen.report.sections[name].table
    cells = [[shown.item(row, column) for column in range(shown.columnCount())] for row in range(shown.rowCount())]
    return [[cell.text() if cell else "" for cell in row] for row in cells]


def headlines(screen: ReportsScreen) -> list[str]:
    return [one.accessibleName() for one in screen.report.headlines]


def test_it_tells_what_was_decided_and_how_far_judgements_agree(screen: ReportsScreen) -> None:
    assert headlines(screen)[0] == "Decided: 20, assets"
    assert headlines(screen)[1].startswith("Overturned: 50 %")
    assert table(screen, "category") == [["Explicit Nudity", "50 %", "30 %–70 %", "10", "20", "33 %", "100 %"]]
    assert table(screen, "pairs")[0][0] == "Ada and Bo"
    assert "Too few to go by" in table(screen, "pairs")[0][-1]


def test_each_plot_is_a_table_too_and_can_be_copied(screen: ReportsScreen, qapp: QApplication) -> None:
    section = screen.report.sections["category"]
    assert section.chart.isVisible()
    assert section.chart.accessibleDescription() == "Explicit Nudity 50 % · 10/20"
    section.as_table.click()
    assert section.table.isVisible()
    assert not section.chart.isVisible()
    assert section.table.item(0, 1).toolTip().startswith("Explicit Nudity: persons overturned 10 of 20 verdicts")
    section.copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[1].split("\t")[:2] == ["Explicit Nudity", "50 %"]


def test_marks_say_what_they_mean(screen: ReportsScreen) -> None:
    chart = screen.report.sections["category"].chart
    assert "certainty of 95 % (Wilson)" in chart.tip_at(chart.width() / 2, 20)
    assert chart.tip_at(-5, -5) == ""
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(200, 20), chart.mapToGlobal(QPoint(200, 20)))
    assert chart.event(event)


def test_reviewer_engine_and_days_narrow_it(screen: ReportsScreen, qtbot: QtBot) -> None:
    screen.bar.reviewer.setCurrentIndex(screen.bar.reviewer.findData("Bo"))
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 0, assets")
    assert screen.report.sections["decisions"].empty.isVisible()
    assert "approve and reject assets on the desk" in screen.report.sections["decisions"].empty.text()
    screen.bar.reviewer.setCurrentIndex(0)
    screen.bar.engine.setCurrentIndex(screen.bar.engine.findData(EngineName.IMPORTED))
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 0, assets")
    assert screen.bar.wish.engine is EngineName.IMPORTED
    screen.bar.engine.setCurrentIndex(screen.bar.engine.findData(EngineName.ON_DEVICE))
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 20, assets")
    screen.bar.engine.setCurrentIndex(0)
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 20, assets")
    screen.bar.span.setCurrentIndex(screen.bar.span.count() - 1)
    assert screen.bar.since.isVisible()
    screen.bar.until.setDate(screen.bar.until.date().addDays(-1))
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 0, assets")
    screen.bar.until.setDate(screen.bar.since.date().addDays(-9))
    assert screen.bar.wish.since == screen.bar.wish.until, "the last day is never before the first"


def test_it_follows_the_library_while_it_shows(screen: ReportsScreen, library: Library, qtbot: QtBot) -> None:
    library.commands.undo(reviewer="Ada")
    library.commands.undo(reviewer="Ada")
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 5, assets")
    screen.hide()
    library.commands.undo(reviewer="Ada")
    qtbot.wait(400)
    assert headlines(screen)[0] == "Decided: 5, assets"
    screen.show()
    qtbot.waitUntil(lambda: headlines(screen)[0] == "Decided: 0, assets")


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_it_is_written_into_one_file(
    screen: ReportsScreen, library: Library, tmp_path: Path, qtbot: QtBot, form: str
) -> None:
    told: list[str] = []
    screen.told.connect(told.append)
    file = tmp_path / f"report.{form}"
    screen.exporting.write(form, file)
    qtbot.waitUntil(lambda: told == [f"Wrote {file}."])
    assert file.read_bytes()[:5] == (b"<!DOC" if form == "html" else b"%PDF-")
    assert sorted(one.name for one in tmp_path.iterdir() if "report" in one.name) == [file.name]
    newest = library.queries.quality.audit_log(screen.history.wish, 1)[0]
    assert (newest.action, newest.reviewer, newest.details["file"]) == ("report exported", "Ada", file.name)
    screen.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: lines(screen)[0][1] == "Report exported")


def test_a_place_that_cannot_be_written_to_is_told(screen: ReportsScreen, tmp_path: Path, qtbot: QtBot) -> None:
    failed: list[Exception] = []
    screen.failed.connect(failed.append)
    screen.exporting.write("html", tmp_path / "nowhere" / "report.html")
    qtbot.waitUntil(lambda: bool(failed))
    assert "could not be written" in str(failed[0])


def test_a_sample_is_drawn_and_asked_for_on_the_desk(screen: ReportsScreen, qtbot: QtBot) -> None:
    asked: list[QueueFilter] = []
    screen.list_asked.connect(asked.append)
    panel = screen.samples
    screen.tabs.setCurrentIndex(1)
    assert panel.samples.currentText() == "Sample 1: 0 of 6 judged by you"
    panel.size_box.setValue(7)
    panel.seed.setText("11")
    panel.whose.setCurrentIndex(panel.whose.findData("Ada"))
    panel.draw.click()
    qtbot.waitUntil(lambda: panel.samples.currentText() == "Sample 2: 0 of 7 judged by you")
    assert "from 20 assets decided by Ada, seed 11" in panel.words.text()
    panel.judge.click()
    assert asked == [QueueFilter(second_sample=2, judge="Ada")]


def test_disagreements_are_listed_and_go_to_the_desk(screen: ReportsScreen, library: Library, qtbot: QtBot) -> None:
    asked: list[QueueFilter] = []
    screen.list_asked.connect(asked.append)
    screen.tabs.setCurrentIndex(1)
    differing = len(library.queries.quality.disputes())
    assert differing
    rows = screen.disputes.rows
    assert rows.topLevelItemCount() == differing
    first = rows.topLevelItem(0)
    assert [first.text(2), first.text(3), first.text(4)] == ["Approved · Ada", "Rejected · Bo", "blind sample"]
    screen.disputes.settle.click()
    assert asked == [QueueFilter(disputed=True)]
    ids = library.queries.ids(QueueFilter(disputed=True))
    library.commands.decide(ids, A, reviewer="Cy")
    qtbot.waitUntil(lambda: rows.topLevelItemCount() == 0)
    assert not screen.disputes.settle.isEnabled()
    assert screen.disputes.words.text().startswith("No second opinion differs")


def lines(screen: ReportsScreen) -> list[list[str]]:
    rows = screen.history.rows
    return [[rows.topLevelItem(at).text(column) for column in range(1, 5)] for at in range(rows.topLevelItemCount())]


def test_the_history_tells_who_did_what(screen: ReportsScreen, library: Library, qtbot: QtBot) -> None:
    library.commands.undo(reviewer="Cy")
    screen.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: lines(screen)[0][:2] == ["Cy", "Undone"])
    said = lines(screen)
    assert ["Ada", "Approved", "5", ""] in said
    assert ["Bo", "Rejected (taken back)", "6", ""] in said
    assert [what for _, what, *_ in said].count("Moderation started") == 1
    history = screen.history
    history.kind.setCurrentIndex(history.kind.findData(AuditKind.DECISIONS))
    qtbot.waitUntil(lambda: len(lines(screen)) == 3)
    history.reviewer.setCurrentIndex(history.reviewer.findData("Ada"))
    qtbot.waitUntil(lambda: len(lines(screen)) == 2)
    qtbot.keyClicks(history.search, "appr")
    assert [what for _, what, *_ in lines(screen)] == ["Approved"]
    qtbot.keyClicks(history.search, "x")
    assert lines(screen) == []
    assert history.words.text().startswith("Nothing has “apprx” in it")
    assert Qt.FocusPolicy.NoFocus is not history.search.focusPolicy()


def test_the_history_is_written_as_a_table(
    screen: ReportsScreen, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    library.commands.note("thing exported", reviewer="=HYPERLINK(1)", file="x")
    told: list[str] = []
    screen.told.connect(told.append)
    screen.history.write(tmp_path / "history.csv")
    qtbot.waitUntil(lambda: bool(told))
    with (tmp_path / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        head, first, *rest = csv.reader(file)
    assert head == ["When", "Who", "What", "Assets", "Details", "UTC"]
    assert first[1] == "'=HYPERLINK(1)", "no spreadsheet takes it for a formula"
    assert len(rest) + 1 == len(library.queries.quality.audit_log(screen.history.wish, 1_000))
    assert {row[1] for row in rest} >= {"Ada", "Bo"}
