"""Precision and recall of the category at hand: engine by engine, at a glance, also in a small window."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.estimates import NOTHING_COUNTED, Share
from rekreview.domain.evidence import Evidence, Ground, Judged
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.at_hand import RowAtHand
from rekreview.ui.policy.knowledge import Accuracy, Knowledge
from tests.qt.policy.screens import name_of, row

IMAGE, REKOGNITION, ON_DEVICE = MediaKind.IMAGE, EngineName.REKOGNITION, EngineName.ON_DEVICE
JUDGED = Judged.of([(1, 90.0, True), (2, 80.0, True), (3, 70.0, False), (4, 10.0, True)], marked=3)
TWO = Knowledge(Evidence({Ground(IMAGE, REKOGNITION, "weapons"): JUDGED, Ground(IMAGE, ON_DEVICE, "weapons"): JUDGED}))


@pytest.fixture
def hand(qtbot: QtBot) -> RowAtHand:
    made = RowAtHand()
    qtbot.addWidget(made)
    made.resize(480, 80)
    return made


def lines(hand: RowAtHand) -> list[tuple[str, ...]]:
    return [tuple(part.text() for part in line.parts) for line in hand.lines if line.engine.isVisibleTo(hand)]


def test_each_engine_has_its_line_with_intervals_and_what_they_rest_on(hand: RowAtHand) -> None:
    hand.show_row(
        "Weapons",
        (
            Accuracy(REKOGNITION, Share(1, 1), Share(3, 4), 4, 1),
            Accuracy(ON_DEVICE, NOTHING_COUNTED, Share(0, 2), 2, 0),
        ),
    )
    assert hand.name.text() == "Weapons"
    assert lines(hand) == [
        ("Amazon Rekognition", "100 % (21–100, of 1)", "75 % (30–95, of 4)"),
        ("On-device estimate", "unknown", "0 % (0–66, of 2)"),
    ]
    assert not hand.nothing.isVisibleTo(hand)
    assert "of the assets over the threshold, so many are right" in hand.lines[0].precision.toolTip()
    assert "4 assets that persons judged, 1 by label marks" in hand.lines[0].recall.toolTip()
    assert name_of(hand.lines[1].recall) == "On-device estimate, Recall: 0 % (0–66, of 2)"
    hand.show_row("Drugs", ())
    assert lines(hand) == []
    assert "Not known yet" in hand.nothing.text()


def test_nothing_is_cut_off_where_there_is_little_room(hand: RowAtHand) -> None:
    long = Accuracy(REKOGNITION, Share(1_120, 1_204), Share(1_120, 2_000), 10_000, 3)
    hand.show_row("Weapons", (long,))
    hand.show()
    for part in hand.lines[0].parts:
        assert part.fontMetrics().horizontalAdvance(part.text()) <= part.contentsRect().width(), part.text()


def test_it_follows_the_keyboard_the_pointer_and_the_threshold(screen: PolicyScreen, qtbot: QtBot) -> None:
    screen._show_knowledge(TWO)
    hand = screen.categories.hand
    assert hand.name.text() == "Weapons", "before anybody was at a row it is the one most is known of"
    assert {engine for engine, *_ in lines(hand)} == {"Amazon Rekognition", "On-device estimate"}
    before = lines(hand)
    screen.model.choose("weapons", Decimal("0.85"))
    assert lines(hand) != before
    assert lines(hand)[0][1] == "100 % (21–100, of 1)"
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    row(screen, "violence").slider.setFocus()
    assert hand.name.text() == "Violence"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert hand.name.text() != "Violence"
    at = QPointF(5, 5)
    QApplication.sendEvent(row(screen, "weapons"), QEnterEvent(at, at, at))
    assert hand.name.text() == "Weapons"
    QApplication.sendEvent(row(screen, "weapons"), QEvent(QEvent.Type.Leave))
    assert hand.name.text() == "Weapons", "it stays until another row is at hand"


def test_what_persons_decide_shows_there(
    screen: PolicyScreen, library: Library, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    screen.categories.take_in_hand(row(screen, "weapons"))
    assert "Not known yet" in screen.categories.hand.nothing.text()
    library.commands.decide([1], Status.REJECTED, reviewer="Ada")
    qtbot.waitUntil(lambda: bool(lines(screen.categories.hand)), timeout=8_000)
    assert lines(screen.categories.hand)[0][1] == "100 % (21–100, of 1)"


def test_another_taxonomy_has_its_own_row_at_hand(screen: PolicyScreen) -> None:
    from rekreview.domain.taxonomy import taxonomy

    screen.categories.take_in_hand(row(screen, "weapons"))
    screen.model.show_taxonomy(taxonomy("v6"))
    assert screen.categories.hand.name.text() in {one.category.name for one in screen.categories.tree.rows()}
