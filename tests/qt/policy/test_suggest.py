"""Suggestions on the policy screen: a threshold or honest words, and the list that makes them better."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.evidence import Evidence, Ground, Judged
from rekreview.domain.queues import QueueFilter
from rekreview.domain.suggesting import Goal, suggest
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.knowledge import Knowledge
from rekreview.ui.policy.suggest_panel import SuggestPanel
from rekreview.ui.policy.suggest_words import more_words, suggestion_lines
from tests.qt.policy.screens import row

Settle = Callable[[], None]
IMAGE, REKOGNITION, ON_DEVICE = MediaKind.IMAGE, EngineName.REKOGNITION, EngineName.ON_DEVICE
WEAPONS = Judged.of([(number, 51.5 + number, number >= 20) for number in range(45)])
"""Right from 71.5 % on, wrong below: forty-five assets."""


def knowledge(**judged: Judged) -> Knowledge:
    return Knowledge(Evidence({Ground(IMAGE, REKOGNITION, slug): known for slug, known in judged.items()}))


@pytest.fixture
def panel(screen: PolicyScreen, settle: Settle) -> SuggestPanel:
    screen.panels.setCurrentWidget(screen.evidence)
    settle()
    screen.evidence.show_knowledge(knowledge(weapons=WEAPONS))
    return screen.evidence.suggest


def test_it_begins_with_the_category_most_is_known_of_and_suggests_its_threshold(panel: SuggestPanel) -> None:
    assert panel.slug == "weapons"
    assert panel.words.text().startswith("Weapons above 0.70: precision 96 % (81–99, of 26), recall 100 %")
    assert "It may well be less than the 95 % wanted" in panel.words.text()
    assert panel.use.text() == "Use 0.70"


def test_using_it_sets_the_threshold_and_applies_nothing(
    qtbot: QtBot, screen: PolicyScreen, panel: SuggestPanel, library: Library, settle: Settle
) -> None:
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    settle()
    assert row(screen, "weapons").standing.own == Decimal("0.70")
    assert screen.model.text == "aws_rek:weapons:0.7"
    assert not panel.use.isEnabled(), "it is used already"
    assert library.queries.policy().version == 1


def test_a_higher_goal_is_another_threshold(qtbot: QtBot, panel: SuggestPanel) -> None:
    panel.wanted.setFocus()
    panel.wanted.selectAll()
    qtbot.keyClicks(panel.wanted, "100")
    qtbot.keyClick(panel.wanted, Qt.Key.Key_Return)
    assert panel.use.text() == "Use 0.71"
    qtbot.keyClick(panel.goal, Qt.Key.Key_Down)
    assert panel.goal.currentData() == Goal.RECALL
    assert panel.wanted.toolTip().startswith("Recall: ")


def test_the_nearest_undecided_assets_are_one_click_away(qtbot: QtBot, panel: SuggestPanel) -> None:
    asked: list[QueueFilter] = []
    panel.list_asked.connect(asked.append)
    qtbot.mouseClick(panel.decide, Qt.MouseButton.LeftButton)
    assert asked == [QueueFilter(category="weapons", kind=IMAGE, boundary=70.0)]


def test_with_too_few_decisions_it_says_so_and_offers_those_near_the_threshold_there_is(
    qtbot: QtBot, screen: PolicyScreen, panel: SuggestPanel
) -> None:
    screen.evidence.show_knowledge(knowledge(weapons=Judged.of([(1, 60.0, True), (2, 80.0, False)])))
    assert panel.words.text().startswith(
        "Too few decisions to suggest a threshold of Weapons: persons spoke on 2 assets"
    )
    assert panel.use.isHidden()
    asked: list[QueueFilter] = []
    panel.list_asked.connect(asked.append)
    screen.model.choose("weapons", Decimal("0.8"))
    qtbot.mouseClick(panel.decide, Qt.MouseButton.LeftButton)
    assert asked[0].boundary == 80.0


def test_it_turns_to_the_category_whose_threshold_is_moved_and_stays(
    qtbot: QtBot, screen: PolicyScreen, panel: SuggestPanel
) -> None:
    slider = row(screen, "explicit").slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert panel.slug == "explicit"
    screen.evidence.show_knowledge(knowledge(weapons=WEAPONS))
    assert panel.slug == "explicit"
    assert panel.words.text().startswith("Nobody has marked")


def test_whose_labels_they_are_is_asked_only_where_there_is_a_choice(screen: PolicyScreen, panel: SuggestPanel) -> None:
    assert not panel.engine.isVisible()
    both = Evidence({Ground(IMAGE, REKOGNITION, "weapons"): WEAPONS, Ground(IMAGE, ON_DEVICE, "weapons"): WEAPONS})
    screen.evidence.show_knowledge(Knowledge(both))
    assert panel.engine.isVisible()
    assert [panel.engine.itemText(at) for at in range(2)] == ["Amazon Rekognition", "On-device estimate"]


def test_a_persons_decision_reaches_it_from_the_library(
    screen: PolicyScreen, panel: SuggestPanel, library: Library, qtbot: QtBot
) -> None:
    # The first picture is rejected by Weapons 62 alone.
    library.commands.decide([1], Status.REJECTED, reviewer="Ada")
    screen.evidence.suggest.show_category("weapons")
    qtbot.waitUntil(lambda: "persons spoke on 1 asset, and it is there in 1." in panel.words.text(), timeout=9_000)


def test_words_for_what_is_out_of_reach_and_for_how_many_more() -> None:
    wrong = Judged.of([(number, 60.0 + number, number % 2 == 0) for number in range(30)])
    found = suggest(wrong, Goal.PRECISION, 0.95)
    (line,) = suggestion_lines(found, "Violence")
    assert line.startswith(
        "No threshold of Violence reaches a precision of 95 % on what is known. The best there is has"
    )
    assert more_words(found, "Violence") == f"{found.more} more decisions bring Violence to ±5\u00a0%."
    sure = suggest(Judged.of([(number, 90.0, True) for number in range(400)]), Goal.PRECISION, 0.95)
    assert more_words(sure, "Violence") == ""


def test_a_row_says_nothing_of_an_engine_of_which_no_share_is_known() -> None:
    absent = knowledge(weapons=Judged.of([(1, 0.0, False)], marked=1))
    assert absent.accuracies(IMAGE, "weapons", Decimal("0.5")) == ()
    assert len(knowledge(weapons=WEAPONS).accuracies(IMAGE, "weapons", Decimal("0.5"))) == 1
