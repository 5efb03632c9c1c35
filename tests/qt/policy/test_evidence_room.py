"""The panels have room for what is in them, as narrow as they get."""

from __future__ import annotations

from collections.abc import Callable

from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.notice import Notice
from rekreview.ui.policy.screen import PANEL_LEAST
from tests.qt.policy.screens import Settle, row


def narrow(screen: PolicyScreen, settle: Callable[[], None]) -> None:
    screen.resize(900, 560)
    screen.split.setSizes([screen.width(), PANEL_LEAST])
    settle()
    assert screen.panels.width() == PANEL_LEAST


def test_the_evidence_is_not_cut_at_its_side(screen: PolicyScreen, settle: Settle) -> None:
    screen.panels.setCurrentWidget(screen.evidence)
    narrow(screen, settle)
    assert screen.evidence.widget().width() <= screen.evidence.viewport().width()


def test_how_many_are_over_shows_in_a_small_window(screen: PolicyScreen, settle: Settle) -> None:
    screen.resize(768, 560)  # what a window of 1,000 leaves
    screen.split.setSizes([screen.width(), PANEL_LEAST])
    settle()
    assert row(screen, "violence")._columns.count is not None


def test_every_tab_is_in_sight(screen: PolicyScreen, settle: Settle) -> None:
    narrow(screen, settle)
    assert screen.panels.tabBar().sizeHint().width() <= screen.panels.width()


def test_the_counts_are_not_squeezed_by_the_strips(screen: PolicyScreen, settle: Settle) -> None:
    narrow(screen, settle)
    screen.model.choose("violence", screen.model.standings["violence"].effective)
    screen.field.edit.setFocus()
    settle()
    heading = screen.effect.heading
    assert heading.height() >= heading.sizeHint().height()


def test_what_was_merely_done_goes_when_a_person_goes_on(screen: PolicyScreen, settle: Settle) -> None:
    notice: Notice = screen.notice
    notice.tell("Imported.")
    screen.model.ignore("violence", True)
    assert notice.isHidden()
    for stays in (lambda: notice.tell("Applied.", "Undo", lambda: None), lambda: notice.warn("The disk is full.")):
        stays()
        screen.model.reset("violence")
        screen.model.ignore("violence", True)
        assert not notice.isHidden()
    settle()
