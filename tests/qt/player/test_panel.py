"""The player with its timeline and buttons: from hit to hit, in loops, and from one video to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from rekreview.domain.segments import Segment
from rekreview.domain.sightings import FilterStep
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.player.panel import PlayerPanel
from rekreview.ui.player.timeline_model import Story

STEADY = "steady.mp4"  # four seconds


def hit(start: int, end: int, peak: float = 90.0) -> Segment:
    return Segment("Weapons", "Violence", start, end, peak, (start + end) // 2)


STORY = Story(4_000, hits=(hit(400, 800), hit(2_000, 2_000), hit(3_520, 3_900)))


class Boards:
    """Storyboards of two videos; what is asked for is noted."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []

    def storyboard(self, asset_id: int, *, veiled: bool = False) -> tuple:
        self.asked.append((asset_id, veiled))
        return ()


@dataclass
class Watched:
    """A panel, what it said, and the ways a test waits for it."""

    panel: PlayerPanel
    dispatcher: Dispatcher
    qtbot: QtBot
    boards: Boards
    told: list[str] = field(default_factory=list)

    def press(self, name: str) -> None:
        self.panel.handlers()[name]()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.panel.player.settled and self.dispatcher.idle(), timeout=15_000)

    @property
    def at_ms(self) -> int:
        self.settle()
        return self.panel.timeline.value()


@pytest.fixture
def watched(qtbot: QtBot, dispatcher: Dispatcher) -> Iterator[Watched]:
    boards = Boards()
    panel = PlayerPanel(dispatcher, boards)
    panel.resize(700, 160)
    panel.set_view(QSize(160, 80), veiled=False, step=FilterStep.SHARP)
    made = Watched(panel, dispatcher, qtbot, boards)
    panel.told.connect(made.told.append)
    panel.show()
    yield made
    assert panel.close_player()
    panel.close()
    panel.deleteLater()


def test_from_hit_to_hit_and_no_further(watched: Watched, clip) -> None:
    watched.panel.open(1, clip(STEADY), STORY, 0)
    watched.settle()
    for start in (400, 2_000, 3_520):
        watched.press("next_hit")
        assert watched.at_ms == start
    watched.press("next_hit")
    assert watched.told == ["This is the last hit."]
    for start in (2_000, 400):
        watched.press("previous_hit")
        assert watched.at_ms == start
    watched.press("previous_hit")
    assert watched.told[-1] == "This is the first hit."
    assert watched.at_ms == 400


def test_hits_asked_for_faster_than_they_are_shown_all_count(watched: Watched, clip) -> None:
    watched.panel.open(1, clip(STEADY), STORY, 0)
    for _ in range(3):
        watched.press("next_hit")
    watched.settle()
    assert watched.at_ms == 3_520
    assert watched.panel.player.frame.at_ms == 3_520


def test_after_a_step_of_ones_own_the_next_hit_is_the_next_from_there(watched: Watched, clip) -> None:
    watched.panel.open(1, clip(STEADY), STORY, 0)
    watched.settle()
    watched.press("next_hit")
    watched.panel.timeline.setValue(2_600)
    assert watched.at_ms == 2_600
    watched.press("next_hit")
    assert watched.at_ms == 3_520
    watched.panel.timeline.setValue(1_200)
    watched.settle()
    watched.press("previous_hit")
    assert watched.at_ms == 400


def test_a_video_without_hits_says_so_and_stays(watched: Watched, clip) -> None:
    watched.panel.open(1, clip(STEADY), Story(4_000), 1_000)
    watched.settle()
    for name in ("next_hit", "previous_hit", "loop_hit"):
        watched.press(name)
    assert watched.told == [*["Nothing in this video is over its threshold."] * 2, watched.told[-1]]
    assert "hit first" in watched.told[-1]
    assert watched.at_ms == 1_000
    assert not watched.panel.player.playing


@pytest.mark.parametrize(
    ("story", "at", "least", "most"),
    [
        (Story(4_000, hits=(hit(2_000, 2_000),)), 2_000, 1_500, 2_500),
        (Story(4_000, hits=(hit(0, 0),)), 0, 0, 1_000),
        (Story(4_000, hits=(hit(3_990, 3_990),)), 3_990, 2_900, 4_000),
        (Story(4_000, hits=(hit(5_000, 9_000),)), 5_000, 2_900, 4_000),
        (Story(4_000, hits=(hit(0, 4_000),)), 0, 0, 4_000),
    ],
    ids=["a moment", "the beginning", "the end", "beyond the end", "all of it"],
)
def test_a_loop_lies_within_the_video_and_around_its_hit(
    watched: Watched, clip, story: Story, at: int, least: int, most: int
) -> None:
    watched.panel.open(1, clip(STEADY), story, 0)
    watched.settle()
    if at:
        watched.press("next_hit")
        watched.settle()
    watched.press("loop_hit")
    first, end = watched.panel.player.loop
    assert least <= first < end <= most
    assert end - first >= 500
    assert watched.panel.player.playing
    watched.press("loop_hit")
    assert watched.panel.player.loop is None
    watched.press("shuttle_stop")
    watched.settle()


def test_thresholds_that_move_while_a_hit_shows_lead_nowhere_wrong(watched: Watched, clip) -> None:
    watched.panel.open(1, clip(STEADY), STORY, 0)
    watched.settle()
    for _ in range(3):
        watched.press("next_hit")
    watched.settle()
    watched.panel.show_story(Story(4_000, hits=STORY.hits[:1]))
    watched.press("next_hit")
    assert watched.told == ["This is the last hit."]
    watched.press("previous_hit")
    assert watched.at_ms == 400
    watched.panel.show_story(Story(4_000))
    watched.press("loop_hit")
    assert watched.panel.player.loop is None


def test_another_video_takes_nothing_over_from_the_one_before(watched: Watched, clip) -> None:
    panel = watched.panel
    panel.open(1, clip(STEADY), STORY, 0)
    watched.settle()
    watched.press("next_hit")
    watched.press("loop_hit")
    watched.press("faster")
    panel.open(2, clip("reordered.mp4"), Story(4_000, hits=(hit(1_000, 1_200),)), 0)
    assert panel.player.loop is None
    assert panel.player.speed == 1.0
    assert not panel.player.playing
    watched.press("next_hit")
    assert watched.at_ms == 1_000
    assert [asset for asset, _ in watched.boards.asked][-1] == 2


def test_what_was_left_plays_and_asks_for_nothing(watched: Watched, clip) -> None:
    panel = watched.panel
    panel.open(1, clip(STEADY), STORY, 0)
    watched.settle()
    panel.leave()
    asked = len(watched.boards.asked)
    for name in panel.handlers():
        if name != "mute":
            panel.handlers()[name]()
    panel.set_view(QSize(80, 40), veiled=True, step=FilterStep.VEILED)
    watched.settle()
    assert not panel.player.is_open
    assert not panel.player.playing
    assert len(watched.boards.asked) == asked
    panel.leave()


def test_a_veil_that_comes_asks_for_the_veiled_storyboard(watched: Watched, clip) -> None:
    watched.panel.open(7, clip(STEADY), STORY, 0)
    watched.settle()
    watched.panel.set_view(QSize(160, 80), veiled=True, step=FilterStep.VEILED)
    watched.settle()
    watched.panel.set_view(QSize(160, 80), veiled=True, step=FilterStep.GREY)
    watched.settle()
    assert watched.boards.asked == [(7, False), (7, True)], "a reveal of the picture reveals no other moment"
