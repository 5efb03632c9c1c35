"""Which frames of a video are looked at: what is new, and what was not looked at for too long; never black ones."""

import numpy as np
import pytest

from rekreview.domain.frame_choice import BLACK_SIDE, FrameChooser, is_black, is_unchanged, sketch_of
from rekreview.domain.video import FrameCounts, FrameState

ANALYSED, UNCHANGED, BLACK = FrameState.ANALYSED, FrameState.UNCHANGED, FrameState.BLACK


def flat(level):
    return np.full((BLACK_SIDE, BLACK_SIDE), level, np.uint8)


def judged(*frames, at_least_every_ms=10_000):
    chooser = FrameChooser(at_least_every_ms)
    return [chooser.judge(at, sketch_of(levels), lambda levels=levels: is_black(levels)) for at, levels in frames]


def test_what_stays_the_same_is_looked_at_once():
    assert judged((0, flat(90)), (1000, flat(91)), (2000, flat(99))) == [ANALYSED, UNCHANGED, ANALYSED]


def test_it_is_compared_with_the_last_analysed_frame_so_that_slow_change_shows():
    assert judged(*((at * 1000, flat(100 + at)) for at in range(5))) == [
        ANALYSED, UNCHANGED, ANALYSED, UNCHANGED, ANALYSED,
    ]  # fmt: skip


@pytest.mark.parametrize(("every_ms", "looked_at"), [(10_000, [0, 10, 20]), (3000, list(range(0, 22, 3)))])
def test_never_for_longer_than_was_asked(every_ms, looked_at):
    states = judged(*((at * 1000, flat(90)) for at in range(22)), at_least_every_ms=every_ms)
    assert [at for at, state in enumerate(states) if state is ANALYSED] == looked_at


def test_nothing_unanalysed_ever_lies_longer_than_that_after_an_analysed_frame():
    random = np.random.default_rng(3)
    times = np.cumsum(random.integers(1, 4000, 300)).tolist()
    states = judged(*((at, flat(90 + at % 2)) for at in times))
    last = 0
    for at, state in zip(times, states, strict=True):
        last = at if state is ANALYSED else last
        assert at - last < 10_000


def test_black_frames_are_passed_over_and_never_compared_with():
    frames = [(0, flat(0)), (1000, flat(1)), (2000, flat(90)), (3000, flat(0)), (4000, flat(90))]
    assert judged(*frames) == [BLACK, BLACK, ANALYSED, BLACK, UNCHANGED]


def test_whether_a_frame_is_black_is_asked_only_where_it_matters():
    chooser, asked = FrameChooser(), []
    for at in range(5):
        chooser.judge(at, sketch_of(flat(90)), lambda: bool(asked.append(1)))
    assert len(asked) == 1


@pytest.mark.parametrize(("level", "black"), [(0, True), (15, True), (16, False), (128, False)])
def test_black_is_dark_and_flat(level, black):
    assert is_black(flat(level)) is black


def test_a_dark_picture_is_not_black():
    levels = flat(4)
    levels[100:110, 100:110] = 90
    assert not is_black(levels)


def test_a_sketch_holds_the_means_of_blocks():
    levels = flat(10)
    levels[:7, :7] = 250
    levels[7:14, 7:10] = 17
    sketch = sketch_of(levels)
    assert sketch.shape == (32, 32)
    assert (sketch[0, 0], sketch[1, 1], sketch[2, 2]) == (250, 13, 10)


def test_a_change_below_two_levels_is_none():
    assert is_unchanged(sketch_of(flat(0)), sketch_of(flat(1)))
    assert not is_unchanged(sketch_of(flat(0)), sketch_of(flat(2)))
    assert not is_unchanged(sketch_of(flat(0)), sketch_of(flat(255)))  # no number runs over


def test_what_was_looked_at_is_said_in_words():
    counts = FrameCounts()
    for state in [ANALYSED, *[UNCHANGED] * 57, BLACK, BLACK]:
        counts.add(state)
    assert (counts.sampled, counts.checked, counts.analysed) == (60, 58, 1)
    assert counts.coverage(1800) == "checked 58 of 1,800 frames, 2 black not checked"
    assert counts.coverage(None) == "checked 58 frames, 2 black not checked"
    assert FrameCounts(60, 30).coverage(1800) == "checked 60 of 1,800 frames"


def test_frames_that_were_met_count_more_than_what_the_file_says():
    assert FrameCounts(60, frames=1780).coverage(1800) == "checked 60 of 1,780 frames"
