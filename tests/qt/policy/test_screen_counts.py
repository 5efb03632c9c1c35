"""The policy screen: what would change side, counted as if each asset were decided by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from tests.qt.policy.conftest import imported, moderate, seen
from tests.qt.policy.screens import Settle, brute_force, change, count, field_of, row


@pytest.mark.parametrize(
    "text",
    [
        "aws_rek",
        "aws_rek:violence:0.7",
        "aws_rek:violence:0.1:alcohol:ignore",
        "aws_rek:explicit:0.3",
        "aws_rek:explicit:0.29",
        "aws_rek:blood_&_gore:ignore",
    ],
)
@pytest.mark.parametrize("parents", list(Parents))
def test_counts_are_those_of_deciding_one_by_one(
    qtbot: QtBot, screen: PolicyScreen, settle: Settle, text: str, parents: Parents
) -> None:
    screen.model.read_parents(parents)
    screen.model.type_text(text)
    screen.model.take_text()
    settle()
    wanted = brute_force(PolicyPair(text, parents=parents))
    assert {status: count(screen, status) for status in wanted} == wanted
    assert count(screen, Status.PENDING) == 1


def test_changes_and_flips_are_told_in_both_directions(screen: PolicyScreen, settle: Settle) -> None:
    row(screen, "violence").slider.setValue(90)
    row(screen, "explicit").slider.setValue(10)
    settle()
    assert screen.effect.to_approved.heading.text() == "1 asset would be approved"
    assert screen.effect.to_rejected.heading.text() == "1 asset would be rejected"
    assert change(screen, Status.APPROVED) == ""
    row(screen, "explicit").slider.setValue(50)
    settle()
    assert change(screen, Status.APPROVED) == "+1"
    assert change(screen, Status.REJECTED) == "−1"
    assert screen.effect.to_rejected.heading.text() == "0 assets would be rejected"
    assert screen.effect.to_rejected.view.isHidden()


def test_how_many_are_over_each_threshold_is_told_row_by_row(screen: PolicyScreen, settle: Settle) -> None:
    assert "2 over the threshold" in row(screen, "violence").slider.accessibleDescription()
    assert "1 over the threshold" in row(screen, "weapons").slider.accessibleDescription()
    row(screen, "violence").slider.setValue(44)
    settle()
    assert "3 over the threshold" in row(screen, "violence").slider.accessibleDescription()


def test_a_persons_decision_stands_and_never_flips(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    library.commands.decide([1], Status.APPROVED, reviewer="me")
    qtbot.waitUntil(lambda: count(screen, Status.REJECTED) == 3, timeout=5000)
    row(screen, "violence").slider.setValue(5)
    settle()
    assert screen.effect.to_rejected.heading.text() == "1 asset would be rejected"
    assert count(screen, Status.REJECTED) == 4


def test_counts_follow_what_a_run_adds(qtbot: QtBot, screen: PolicyScreen, library: Library) -> None:
    added = library.commands.add_assets([imported(90)]).added
    moderate(library, [(added[0], seen("Weapons", 99.0))])
    qtbot.waitUntil(lambda: count(screen, Status.REJECTED) == 5, timeout=5000)
    qtbot.waitUntil(lambda: "3 over" in row(screen, "violence").slider.accessibleDescription(), timeout=5000)


def test_a_hidden_screen_does_not_count(qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle) -> None:
    screen.hide()
    library.commands.decide([1], Status.APPROVED, reviewer="me")
    qtbot.wait(900)
    settle()
    assert count(screen, Status.REJECTED) == 4
    screen.show()
    qtbot.waitUntil(lambda: count(screen, Status.REJECTED) == 3, timeout=5000)


def test_videos_have_a_policy_of_their_own(qtbot: QtBot, screen: PolicyScreen, settle: Settle) -> None:
    qtbot.mouseClick(screen.bar.videos, Qt.MouseButton.LeftButton)
    assert field_of(screen).edit.text() == "aws_rek_video"
    settle()
    assert "1 over the threshold" in row(screen, "weapons").slider.accessibleDescription()
    row(screen, "weapons").slider.setValue(70)
    row(screen, "violence").slider.setValue(70)
    settle()
    assert screen.effect.to_approved.heading.text() == "1 asset would be approved"
    assert screen.model.draft.pair == PolicyPair("aws_rek", "aws_rek_video:weapons:0.7:violence:0.7")
    qtbot.mouseClick(screen.bar.pictures, Qt.MouseButton.LeftButton)
    assert field_of(screen).edit.text() == "aws_rek"
    assert "•" in screen.bar.videos.text()
    assert "•" not in screen.bar.pictures.text()
