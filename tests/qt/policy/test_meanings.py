"""Reader's test: every number on the screen says in its tool tip what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.column_words import MEANINGS, TITLES, hint
from rekreview.ui.policy.replay import ReplayDialog
from tests.qt.policy.screens import row, type_string

Settle = Callable[[], None]
NUMBER = re.compile(r"\d")


def said(widget: QWidget) -> str:
    """The words of a widget in which a number can be."""
    if isinstance(widget, QLabel | QAbstractButton | QAbstractSpinBox):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def silent(root: QWidget) -> list[str]:
    """Numbers that show on the screen and do not say what they mean."""
    shown = [widget for widget in root.findChildren(QWidget) if widget.isVisible()]
    widgets = [f"{type(one).__name__} {said(one)!r}" for one in shown if NUMBER.search(said(one)) and not one.toolTip()]
    return [*widgets, *_silent_lines(shown), *_silent_numbers(shown)]


def _silent_lines(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, QListWidget):
            entries = [widget.item(at) for at in range(widget.count())]
            yield from (entry.text() for entry in entries if NUMBER.search(entry.text()) and not entry.toolTip())


def _silent_numbers(shown: list[QWidget]) -> Iterator[str]:
    """Numbers a row paints: the words at their place begin with its name and go on."""
    for widget in shown:
        if isinstance(widget, CategoryRow):
            place = widget._columns
            for column in MEANINGS:
                span = getattr(place, column)
                if span is None:
                    continue
                meaning = widget.meaning_at(QPoint(span.left + span.width // 2, 10))
                if not re.match(rf"{re.escape(widget.category.name)}: .*\w{{4}}", meaning):
                    yield f"{column} of {widget.category.name}: {meaning!r}"


def test_the_walk_finds_a_number_that_says_nothing(screen: PolicyScreen) -> None:
    count = screen.findChild(QLabel, f"count-{Status.APPROVED.value}")
    assert count is not None
    count.setToolTip("")
    assert any(line.startswith("StillLabel") for line in silent(screen))


def test_as_the_policy_stands(screen: PolicyScreen) -> None:
    assert silent(screen) == []


def test_with_a_threshold_moved(screen: PolicyScreen, settle: Settle) -> None:
    screen.model.choose("violence", Decimal("0.7"))
    screen.model.choose("weapons", Decimal("0.2"))
    settle()
    assert screen.effect.to_approved.isVisible()
    assert silent(screen) == []
    row(screen, "violence").resize(1200, 34)
    assert silent(screen) == []


@pytest.mark.parametrize("text", ["aws_rek:violence:2", "aws_rek:weapons:0.9:blood_&_gore:0.8:alcoholic_beverages:0.9"])
def test_with_remarks_on_the_string(qtbot: QtBot, screen: PolicyScreen, text: str) -> None:
    type_string(qtbot, screen, text)
    assert screen.field.remarks.isVisible()
    assert silent(screen) == []


def test_what_is_known_from_persons(screen: PolicyScreen, library: Library, qtbot: QtBot, settle: Settle) -> None:
    screen.panels.setCurrentWidget(screen.evidence)
    library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    library.commands.decide(library.queries.lotteries()[0].asset_ids, Status.REJECTED, reviewer="Ada")
    samples = screen.evidence.samples
    qtbot.waitUntil(lambda: "It misses about" in samples.words.text(), timeout=9_000)
    screen.evidence.suggest.show_category("weapons")
    assert NUMBER.search(screen.evidence.suggest.words.text())
    assert silent(screen) == []
    known = row(screen, "weapons")
    assert "precision" in known.meaning_at(QPoint(20, 10))


def test_presets_and_history(screen: PolicyScreen, library: Library, settle: Settle) -> None:
    library.commands.save_preset("Forum", screen.model.draft.pair)
    screen.model.choose("violence", Decimal("0.7"))
    apply(screen, settle)
    for panel in (screen.presets, screen.history):
        screen.panels.setCurrentWidget(panel)
        settle()
        assert silent(screen) == []
    assert screen.history.flips.isVisible()


def apply(screen: PolicyScreen, settle: Settle) -> None:
    screen.bar.apply.click()
    settle()
    assert screen.notice.isVisible()


def test_what_a_pasted_string_would_do(screen: PolicyScreen, settle: Settle) -> None:
    screen.try_a_string()
    dialog = screen.findChild(ReplayDialog)
    assert dialog is not None
    dialog.show_text("aws_rek:explicit_nudity:0.6:revealing_clothes:ignore")
    settle()
    unexplained = silent(dialog)
    assert dialog.renamed.isVisible()
    dialog.close()
    assert unexplained == []


@pytest.mark.parametrize("column", TITLES)
def test_every_column_says_what_it_tells(column: str) -> None:
    assert len(hint(column)) > 30
