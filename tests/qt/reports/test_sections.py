"""What a report says: every number explained, honest where little is known, and something to do where nothing is."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from PySide6.QtWidgets import QApplication

from rekreview.domain.agreement import Agreement
from rekreview.domain.estimates import Interval, Share
from rekreview.domain.reviewing import ReportWish, ReviewFigures
from rekreview.ui.reports import words
from rekreview.ui.reports.page import Imprint, page
from rekreview.ui.reports.paper import pdf
from rekreview.ui.reports.parts import Report
from rekreview.ui.reports.sections import report
from tests.qt.reports.made import figures

IMPRINT = Imprint("My library", "Ada", datetime(2026, 3, 12, 10, tzinfo=UTC))


@pytest.fixture
def told() -> Report:
    return report(figures())


def test_every_number_says_what_it_means(told: Report) -> None:
    for section in told.sections:
        assert section.title
        assert section.about
        for row in section.rows:
            assert len(row) == len(section.headers)
            assert all(cell.tip for cell in row if cell.number), section.name
    assert all(one.tip for one in told.headlines)


def test_the_headlines_add_up(told: Report) -> None:
    decided, overturned, agreed, own = told.headlines
    assert (decided.value, overturned.value, overturned.note) == ("900", "11 %", "of 450 verdicts")
    assert (agreed.value, agreed.note) == ("92 %", "κ 0.83, of 60")
    assert (own.value, own.note) == ("90 %", "κ 0.00, of 10")
    assert "450 of them had no verdict to compare with" in decided.tip
    assert "Too few to go by: 10 of at least 30." in own.tip


def test_the_tables_hold_what_the_plots_show(told: Report) -> None:
    sections = {one.name: one for one in told.sections}
    assert [row[0].text for row in sections["category"].rows] == ["Weapons & <Blades>"]
    assert [cell.text for cell in sections["category"].rows[0][1:5]] == ["11 %", "8.5 %–14 %", "50", "450"]
    assert sections["band"].rows[0][0].text == "70–80"
    assert [row[0].text for row in sections["engine"].rows] == ["On-device estimate"]
    assert sections["pairs"].rows[0][0].text == "Ada and Bo"
    assert [row[0].text for row in sections["own"].rows] == ["Ada", "· Alcohol"]
    assert len(sections["decisions"].rows) == 10
    assert all(section.draw is not None for section in told.sections)


def test_where_nothing_is_known_it_says_what_to_do() -> None:
    empty = report(ReviewFigures(ReportWish()))
    assert empty.is_empty
    for section in empty.sections:
        assert section.draw is None
        assert not section.rows
        assert len(section.empty) > 40
    assert {one.value for one in empty.headlines} == {"0", "–"}


def test_a_rate_over_time_is_told_by_weeks_where_days_hold_too_few() -> None:
    few = figures(21)
    thinner = ReviewFigures(few.wish, tuple(one for one in few.reviewed if one.reviewer == "Bo"))
    section = {one.name: one for one in report(thinner).sections}["rate"]
    assert section.headers[0] == "Week"
    assert section.rows[0][0].text == "Week from 2026-03-02"


def test_the_page_is_one_sound_file_with_everything_in_it(told: Report) -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []
            self.links: list[str] = []
            self.text = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
            if tag != "meta":
                self.open.append(tag)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

        def handle_data(self, data: str) -> None:
            self.text += data + "\n"

    html = page(told, IMPRINT)
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    assert reader.links == [], "nothing is fetched"
    for word in ("script", "<img", "@import", "http://", "https://"):
        assert word not in html.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert html.count("<svg") == len(told.sections)
    for section in told.sections:
        assert section.title in reader.text
        assert all(cell.text in reader.text for row in section.rows for cell in row)
    assert "<Blades>" not in html, "names of categories are anybody's"
    assert "Made by Ada with rekreview" in reader.text
    assert "exposure" not in html.lower()


def test_an_empty_page_says_what_to_do() -> None:
    html = page(report(ReviewFigures(ReportWish())), IMPRINT)
    assert "<svg" not in html
    assert "Draw a blind second look" in html


def test_the_pdf_has_pages(told: Report, qapp: QApplication) -> None:
    content = pdf(told, IMPRINT)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") >= 3
    assert b"/Subtype /Image" not in content, "no picture ever goes into a report"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.0004, "< 0.1 %"),
        (0.9996, "> 99.9 %"),
        (0.043, "4.3 %"),
        (0.27, "27 %"),
        (0.995, "99.5 %"),
    ],
)
def test_shares_are_never_rounded_to_all_or_nothing(share: float, told: str) -> None:
    assert words.percent(share) == told


def test_kappas_are_told_with_their_doubts() -> None:
    assert words.kappa(None) == "–"
    assert words.kappa(-0.204) == "−0.20"
    assert words.kappa(-0.001) == "0.00"
    assert words.kappa_range(Agreement()) == "–"
    assert "no kappa" in words.agreement_tip("Ada and Bo", Agreement(40, 0, 0, 0))
    assert words.few_told(Agreement(500, 0, 1, 0)).startswith("Nearly all were judged the same way")
    assert words.few_told(Agreement(50, 3, 2, 40)) == ""
    assert words.share_of(Share(0, 0)) == "–"
    assert words.range_of(Interval(0.1, 0.2)) == "10 %–20 %"
    assert words.wish_told(ReportWish()) == "all days · all reviewers · all engines"
