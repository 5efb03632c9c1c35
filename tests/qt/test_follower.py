"""A question that is asked again and again: also after a while in which there was nothing to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.follower import Follower


class Asker(QObject):
    """What is asked, and the answers that came."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = True
        self.asked = 0
        self.answers: list[int] = []

    def question(self) -> Callable[[], int] | None:
        if not self.wanted:
            return None
        self.asked += 1
        number = self.asked
        return lambda: number


@pytest.fixture
def asker(qapp: object) -> Asker:
    return Asker()


@pytest.fixture
def follower(asker: Asker, dispatcher: Dispatcher) -> Iterator[Follower]:
    made = Follower(dispatcher, asker.question, asker.answers.append, asker)
    yield made
    made.stop()


def test_after_nothing_was_to_be_asked_the_next_question_is_asked(
    qtbot: QtBot, asker: Asker, follower: Follower
) -> None:
    follower.ask()
    asker.wanted = False
    follower.ask_anew()
    asker.wanted = True
    follower.ask()
    qtbot.waitUntil(lambda: asker.answers == [2], timeout=10_000)


def test_a_question_that_was_given_up_while_it_rested_leaves_no_rest(
    qtbot: QtBot, asker: Asker, follower: Follower
) -> None:
    follower.ask()
    qtbot.waitUntil(lambda: asker.answers == [1], timeout=10_000)
    follower.ask()
    asker.wanted = False
    follower.ask_anew()
    asker.wanted = True
    follower.ask()
    qtbot.waitUntil(lambda: asker.answers == [1, 2], timeout=10_000)


def test_what_changes_meanwhile_is_asked_once_more(qtbot: QtBot, asker: Asker, follower: Follower) -> None:
    follower.ask()
    follower.ask()
    follower.ask()
    qtbot.waitUntil(lambda: asker.answers == [1, 2], timeout=10_000)


def test_who_stopped_asks_nothing_more(asker: Asker, follower: Follower) -> None:
    follower.stop()
    follower.ask()
    follower.ask_anew()
    assert asker.asked == 0
