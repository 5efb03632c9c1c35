"""Names from outside that look like markup or like a marked key are shown as they are written, wherever they show."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Fault, Status
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.policy import DEFAULT_PAIR
from rekreview.domain.queues import QueueFilter
from rekreview.domain.serving import JudgedAgain
from rekreview.library import Library
from rekreview.library.values import RunState
from rekreview.pipeline.importing import ImportSummary, Skipped
from rekreview.ui.as_written import in_tip, on_button
from rekreview.ui.dialogs.import_report import ImportReport
from rekreview.ui.opening import OpenLibrary
from tests.qt.window.conftest import Shown
from tests.qt.written import MARK, is_markup, misshown, plain, told
from tests.unit.library.makers import detection, file, moderate

ODD = ["plain.jpg", MARK, "<img src='x'>\n&amp; y", "Drugs & Tobacco", "&", "&&", "<", "a < b > c", "<!-- ", "😀"]


@pytest.mark.parametrize("text", ODD)
def test_a_tool_tip_says_what_was_written(text: str) -> None:
    tip = in_tip(text)
    if is_markup(tip):
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText().rstrip() == text.rstrip()
    else:
        assert tip == text


@pytest.mark.parametrize("text", ODD)
def test_a_button_marks_no_key_that_nobody_meant(qapp: QApplication, text: str) -> None:
    from PySide6.QtWidgets import QPushButton

    button = QPushButton(on_button(text))
    assert button.shortcut().isEmpty()
    assert button.text().replace("&&", "&") == text
    button.deleteLater()


def fill_oddly(library: Library) -> list[int]:
    """Six pictures whose names, folder, label, reviewer, reason, note, queue, preset and policy all hold the mark."""
    batch = library.commands.begin_import(MARK)
    files = [file(f"/pictures/{MARK}/{at}{MARK}.jpg") for at in range(6)]
    ids = list(library.commands.add_assets(files, batch=batch).added)
    drugs = detection(("Drugs & Tobacco", "", 80.0), (MARK, "", 90.0))
    answers = dict.fromkeys(ids[:4], drugs) | {ids[4]: detection(), ids[5]: Fault("unreadable", MARK)}
    library.commands.set_run_state(moderate(library, answers), RunState.FINISHED)
    library.commands.apply_policy(DEFAULT_PAIR.with_string("aws_rek:drugs_&_tobacco:0.3"), name=MARK)
    library.commands.save_preset(MARK, DEFAULT_PAIR)
    for one in ids[:3]:
        library.commands.decide([one], Status.APPROVED, reviewer=MARK, reason=MARK, note=MARK)
    library.commands.second_look(ids[3:4], True, MARK)
    library.commands.decide(ids[:1], Status.REJECTED, reviewer="Bo", again=JudgedAgain(frozenset(ids[:1])))
    library.commands.draw_second_look(2, seed=1, whose=MARK, reviewer=MARK)
    library.commands.save_filter(MARK, QueueFilter(facets=(Choice(Facet.REVIEWER, MARK),)), reviewer=MARK)
    library.commands.leave_hand_over(reviewer=MARK, note=MARK, summary=MARK)
    return ids


@pytest.fixture
def odd(empty: Shown, opened: OpenLibrary) -> Shown:
    """A window on such a library, narrowed down by such a choice."""
    ids = fill_oddly(opened.library)
    empty.window.show_library(opened)
    empty.settle()
    screens = empty.window._screens
    assert screens is not None
    screens.queueing.more.open(("saved", *(facet.value for facet in (Facet.IMPORT, Facet.RUN, Facet.DATE))))
    empty.qtbot.waitUntil(lambda: screens.review.model.rows.ids.tolist() == ids, timeout=30_000)
    return empty


def test_nothing_in_the_window_takes_a_name_for_markup_or_for_a_key(odd: Shown) -> None:
    screens = odd.window._screens
    assert screens is not None
    narrowed = QueueFilter(
        search=MARK, facets=(Choice(Facet.REASON, MARK), Choice(Facet.IMPORT, "1"), Choice(Facet.REVIEWER, MARK))
    )
    odd.window.parts.side.show_filter(narrowed)
    odd.qtbot.waitUntil(lambda: len(screens.review.model.rows) == 3, timeout=30_000)
    screens.queueing.filtering.open()
    odd.settle()
    odd.qtbot.waitUntil(lambda: MARK in told(screens.queueing.filtering.panel), timeout=30_000)
    odd.qtbot.waitUntil(lambda: MARK in plain(told(screens.queueing.more)), timeout=30_000)
    assert MARK in plain(told(screens.review.detail))
    assert misshown(odd.window) == []
    boundary = QueueFilter(category="drugs_&_tobacco", boundary=50.0)
    odd.window._show_list(boundary)
    odd.settle()
    assert "Drugs && Tobacco" in screens.review.head.back.text()
    for name in ("policy", "runs", "reports"):
        odd.window.show_screen(name)
        odd.settle()
        screen = odd.window.parts.center.currentWidget()
        odd.qtbot.waitUntil(lambda screen=screen: MARK in plain(told(screen)), timeout=30_000)
        assert misshown(odd.window) == [], name


def test_what_was_skipped_is_listed_by_its_name(qtbot: QtBot) -> None:
    report = ImportReport(ImportSummary(skipped=[Skipped(f"/{MARK}/{MARK}", f"no media: {MARK}")]))
    qtbot.addWidget(report)
    assert MARK in told(report)
    assert misshown(report) == []


def test_no_name_is_too_long_for_the_window(empty: Shown, opened: OpenLibrary) -> None:
    endless = "w" * 250
    (one,) = opened.library.commands.add_assets([file(f"/pictures/{endless}/{endless}.jpg")]).added
    opened.library.commands.decide([one], Status.APPROVED, reviewer=endless, reason=endless, note=endless)
    opened.library.commands.save_filter(endless, QueueFilter())
    empty.window.show_library(opened)
    empty.settle()
    screens = empty.window._screens
    assert screens is not None
    for wanted in (
        QueueFilter(facets=(Choice(Facet.REVIEWER, endless), Choice(Facet.REASON, endless))),
        QueueFilter(search=endless),
        QueueFilter(search=endless * 20),
    ):
        empty.window.parts.side.show_filter(wanted)
        empty.qtbot.waitUntil(lambda wanted=wanted: screens.review.listing.filter == wanted, timeout=30_000)
        empty.settle()
        assert empty.window.minimumSizeHint().width() <= 1280
        assert empty.window.width() == 1280
    for name in ("policy", "runs", "reports"):
        empty.window.show_screen(name)
        empty.settle()
        assert empty.window.minimumSizeHint().width() <= 1280, name
