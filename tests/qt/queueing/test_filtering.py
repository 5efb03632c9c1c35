"""Facets in the panel that F opens, and the chips above the grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from rekreview.domain.assets import Status
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.settings import Settings
from tests.qt.queueing.conftest import Shown, chosen

VIOLENCE = Choice(Facet.CATEGORY, "violence")


def opened(shown: Shown) -> None:
    """Open the panel by its key, and wait for its numbers."""
    shown.review.grid.setFocus()
    shown.qtbot.keyClick(shown.review.grid, Qt.Key.Key_F)
    panel = shown.queueing.filtering.panel
    shown.wait(lambda: panel.isVisible() and panel.left.text().endswith("in this list"))


def count(shown: Shown, choice: Choice) -> str:
    return shown.queueing.filtering.panel.tree._rows[choice].text(1)


def test_f_opens_the_facets_with_counts_and_esc_leads_back_to_the_grid(shown: Shown) -> None:
    opened(shown)
    panel = shown.queueing.filtering.panel
    assert panel.search.hasFocus()
    assert count(shown, VIOLENCE) == "8"
    assert count(shown, Choice(Facet.CATEGORY, "weapons")) == "4"
    assert count(shown, Choice(Facet.REVIEWER, "Bob")) == "2"
    assert count(shown, Choice(Facet.NOTE, "yes")) == "1"
    shown.qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    shown.wait(lambda: not panel.isVisible())
    assert shown.review.grid.hasFocus()


def test_a_value_is_found_and_ticked_by_keyboard_and_narrows_the_list(shown: Shown) -> None:
    opened(shown)
    panel = shown.queueing.filtering.panel
    shown.qtbot.keyClicks(panel.search, "weap")
    assert panel.tree.visible_values == [Choice(Facet.CATEGORY, "weapons")] or VIOLENCE in panel.tree.visible_values
    shown.qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.tree.hasFocus()
    panel.tree.setCurrentItem(panel.tree._rows[Choice(Facet.CATEGORY, "weapons")])
    shown.qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    shown.wait(lambda: shown.listed == [shown.ids[at] for at in (1, 4, 7, 10)])
    assert shown.queueing.filtering.chips.texts == ["Category: Weapons"]
    assert panel.tree.hasFocus(), "who ticks goes on ticking"
    shown.wait(lambda: panel.left.text() == "4 assets in this list")
    assert count(shown, Choice(Facet.REVIEWER, "Bob")) == "1"


def test_several_facets_at_once_and_each_chip_taken_away_by_itself(shown: Shown) -> None:
    wanted = chosen((Facet.CATEGORY, "violence"), (Facet.REVIEWER, "Bob"))
    shown.show(wanted)
    chips = shown.queueing.filtering.chips
    assert chips.texts == ["Category: Violence", "Reviewer: Bob", "Clear all"]
    chips._chips[0].setFocus()
    shown.qtbot.keyClick(chips._chips[0], Qt.Key.Key_Right)
    assert chips._chips[1].hasFocus()
    shown.qtbot.keyClick(chips._chips[1], Qt.Key.Key_Delete)
    shown.wait(lambda: len(shown.listed) == 8)
    assert shown.window.parts.side.filter == chosen((Facet.CATEGORY, "violence"))
    focused = QApplication.focusWidget()
    assert isinstance(focused, QToolButton)
    shown.qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert shown.review.grid.hasFocus()


def test_clear_all_keeps_queue_and_order(shown: Shown) -> None:
    shown.show(QueueFilter(QueueName.REJECTED, search="holiday", descending=True, facets=(VIOLENCE,)))
    shown.queueing.filtering.chips._chips[-1].click()
    assert shown.window.parts.side.filter == QueueFilter(QueueName.REJECTED, descending=True)
    shown.wait(lambda: shown.queueing.filtering.chips.isHidden())


def test_chips_of_imports_learn_their_names(shown: Shown) -> None:
    shown.show(chosen((Facet.IMPORT, "2")))
    shown.wait(lambda: "street" in shown.queueing.filtering.chips.texts[0])


def test_counts_follow_what_is_decided(shown: Shown) -> None:
    opened(shown)
    shown.library.commands.decide(shown.ids[5:7], Status.REJECTED, reviewer="Bob", reason="Medical")
    shown.wait(lambda: count(shown, Choice(Facet.REVIEWER, "Bob")) == "4")
    assert count(shown, Choice(Facet.REASON, "Medical")) == "3"


def test_filters_survive_a_restart(open_window) -> None:
    first = open_window()
    wanted = QueueFilter(QueueName.REJECTED, facets=(VIOLENCE, Choice(Facet.KIND, "image")))
    first.show(wanted)
    again = open_window()
    assert again.window.parts.side.filter == wanted.__class__(
        QueueName.REJECTED, facets=tuple(sorted(wanted.facets, key=lambda one: list(Facet).index(one.facet)))
    )
    again.wait(lambda: "Category: Violence" in again.queueing.filtering.chips.texts)


def test_a_blind_sample_is_not_narrowed_down(shown: Shown) -> None:
    lottery = shown.library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    shown.window._show_list(QueueFilter(lottery=lottery.id))
    shown.queueing.filtering.open()
    assert not shown.queueing.filtering.panel.isVisible()
    assert "cannot be narrowed down" in shown.window.parts.status._told.text()


def test_the_panel_keeps_within_a_small_window(shown: Shown) -> None:
    opened(shown)
    shown.window.resize(1000, 650)
    panel, left = shown.queueing.filtering.panel, shown.review.pages.left
    shown.wait(lambda: panel.geometry().bottom() <= left.height() and panel.geometry().right() <= left.width())


def test_what_is_served_again_counts_as_undecided_as_it_shows(
    open_window: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rekreview.ui.desk.asked_again.LARGEST_SHARE", 1.0)
    monkeypatch.setattr("rekreview.ui.desk.asked_again.FORGOTTEN_AFTER", timedelta(days=-2))
    shown = open_window(Settings(reviewer="Bob", workers=1, moderate_after_import=False, second_opinion_percent=100))
    seen = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 900)
    shown.library.commands.decide(shown.ids[3:4], Status.APPROVED, reviewer="Bob", reason="Art", seen=seen)
    opened(shown)
    wait = shown.wait
    shown.window.parts.side.show_filter(QueueFilter(QueueName.REJECTED))
    wait(lambda: shown.ids[3] in shown.listed)
    tree = shown.queueing.filtering.panel.tree
    wait(lambda: shown.queueing.filtering.panel.left.text() == f"{len(shown.listed)} assets in this list")
    wait(lambda: Choice(Facet.REASON, "Art") not in tree._rows)
