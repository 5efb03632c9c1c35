"""The miss lottery on the policy screen: drawn, stored, repeated by its seed, judged, and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.sample_panel import SamplePanel
from rekreview.ui.policy.sample_words import drawn_words, sample_lines

Settle = Callable[[], None]


@pytest.fixture
def panel(screen: PolicyScreen, settle: Settle) -> SamplePanel:
    screen.panels.setCurrentWidget(screen.evidence)
    settle()
    return screen.evidence.samples


def draw(qtbot: QtBot, panel: SamplePanel, settle: Settle, seed: str = "") -> None:
    panel.seed.setFocus()
    qtbot.keyClicks(panel.seed, seed)
    qtbot.mouseClick(panel.draw, Qt.MouseButton.LeftButton)
    settle()


def test_before_the_first_there_is_nothing_but_the_way_to_draw_one(panel: SamplePanel) -> None:
    assert not panel.judge.isVisible()
    assert not panel.samples.isVisible()
    assert panel.draw.isVisible()


def test_a_drawn_sample_is_stored_and_can_be_drawn_again_by_its_seed(
    qtbot: QtBot, panel: SamplePanel, library: Library, settle: Settle
) -> None:
    draw(qtbot, panel, settle, "42")
    draw(qtbot, panel, settle, "42")
    again, first = library.queries.lotteries()
    assert again.asset_ids == first.asset_ids
    assert (first.seed, first.reviewer) == (42, "Ada")
    assert panel.samples.currentText() == f"Sample 2: 0 of {len(first.asset_ids)} judged"
    assert "seed 42" in panel.drawn.text()


def test_a_seed_is_digits_only_and_none_means_any(
    qtbot: QtBot, panel: SamplePanel, library: Library, settle: Settle
) -> None:
    qtbot.keyClicks(panel.seed, "-1a2")
    assert panel.seed.text() == "12"
    panel.seed.clear()
    draw(qtbot, panel, settle)
    draw(qtbot, panel, settle)
    second, first = library.queries.lotteries()
    assert second.seed != first.seed


def test_judging_asks_for_the_list_of_the_sample(
    qtbot: QtBot, screen: PolicyScreen, panel: SamplePanel, settle: Settle
) -> None:
    asked: list[QueueFilter] = []
    screen.list_asked.connect(asked.append)
    draw(qtbot, panel, settle, "1")
    qtbot.mouseClick(panel.judge, Qt.MouseButton.LeftButton)
    assert asked == [QueueFilter(lottery=1)]


def test_the_estimate_comes_once_all_is_judged(
    qtbot: QtBot, panel: SamplePanel, library: Library, settle: Settle
) -> None:
    draw(qtbot, panel, settle, "7")
    assert panel.words.text() == "No estimate yet: every part of the sample needs an answer first."
    (sample,) = library.queries.lotteries()
    for asset_id in sample.asset_ids:
        library.commands.decide([asset_id], Status.REJECTED, reviewer="Ada")
    qtbot.waitUntil(lambda: panel.judge.text() == "All judged", timeout=9_000)
    assert not panel.judge.isEnabled()
    assert panel.words.text().startswith("Default, version 1, rejects ")
    # All were judged, so nothing is left to chance.
    (judged,) = library.queries.lotteries()
    missed = round(judged.estimate.missed)
    assert f"It misses about {missed} assets ({missed} to {missed})" in panel.words.text()


def test_a_sample_of_a_former_policy_says_so(library: Library) -> None:
    sample = library.commands.draw_lottery(6, seed=3, reviewer="")
    applied = library.queries.policy()
    assert len(sample_lines(sample, applied)) == 1
    library.commands.apply_policy(PolicyPair("aws_rek:weapons:0.9", "aws_rek_video"), name="Other")
    *_, changed = sample_lines(sample, library.queries.policy())
    assert changed == "The policy changed since. Draw another sample to learn what it misses now."
    assert " by " not in drawn_words(sample)
    assert " by Ada, seed 3." in drawn_words(replace(sample, reviewer="Ada"))


def test_with_nothing_to_draw_from_the_screen_says_why(
    qtbot: QtBot, screen: PolicyScreen, panel: SamplePanel, library: Library, settle: Settle
) -> None:
    library.commands.decide(library.queries.ids(QueueFilter()).tolist(), Status.APPROVED, reviewer="Ada")
    draw(qtbot, panel, settle)
    assert screen.notice.isVisible()
    assert "nothing to draw a sample from" in screen.notice.words.text()


def test_what_can_be_done_with_a_new_sample_comes_into_sight(
    qtbot: QtBot, screen: PolicyScreen, panel: SamplePanel, settle: Settle
) -> None:
    screen.resize(1000, 520)
    settle()
    panel.draw.click()
    settle()
    qtbot.waitUntil(lambda: panel.judge.isVisible() and not panel.judge.visibleRegion().isEmpty(), timeout=5_000)
    qtbot.waitUntil(lambda: panel.judge.visibleRegion().boundingRect().height() == panel.judge.height(), timeout=5_000)


def test_a_double_click_draws_one_sample_and_the_next_click_another(
    qtbot: QtBot, panel: SamplePanel, library: Library, settle: Settle
) -> None:
    for number in (1, 2):
        for _ in range(3):
            qtbot.mouseClick(panel.draw, Qt.MouseButton.LeftButton)
        settle()
        assert len(library.queries.lotteries()) == number
