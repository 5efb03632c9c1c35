"""Frames that show nothing new are not looked at twice, and black ones not at all."""

import numpy as np
import pytest

from rekreview.domain.errors import Cancelled
from rekreview.domain.ports import Frame
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.video import FrameState
from rekreview.engines.on_device.preparation import Look
from rekreview.engines.on_device.sampling import analyse, samples
from tests.unit.engines.frames import flat, gradient, pattern

V7 = taxonomy("v7")
ANALYSED, UNCHANGED, BLACK = FrameState.ANALYSED, FrameState.UNCHANGED, FrameState.BLACK


@pytest.fixture
def states(safety):
    def of(*frames):
        made = [Frame(pixels, at) for at, pixels in frames]
        return [sample.state for sample in samples([safety], V7, made, CancelToken())]

    return of


def test_what_stays_the_same_is_looked_at_once(states):
    assert states((0, gradient()), (1000, gradient()), (2000, pattern())) == [ANALYSED, UNCHANGED, ANALYSED]


def test_it_is_compared_with_the_last_analysed_frame_so_that_slow_change_shows(states):
    frames = [(at * 1000, flat(100 + at)) for at in range(5)]
    assert states(*frames) == [ANALYSED, UNCHANGED, ANALYSED, UNCHANGED, ANALYSED]


def test_every_ten_seconds_it_is_looked_at_again(states):
    frames = [(at * 1000, gradient()) for at in range(22)]
    assert [at for at, state in enumerate(states(*frames)) if state is ANALYSED] == [0, 10, 20]


def test_a_frame_after_a_long_gap_is_looked_at(states):
    assert states((0, gradient()), (30_000, gradient())) == [ANALYSED, ANALYSED]


def test_black_frames_are_skipped_and_never_reused(states):
    assert states((0, flat(0)), (1000, flat(1)), (2000, gradient()), (3000, flat(0)), (4000, gradient())) == [
        BLACK, BLACK, ANALYSED, BLACK, UNCHANGED,
    ]  # fmt: skip


def test_an_unchanged_frame_has_the_answer_of_the_one_it_resembles(safety):
    frames = [Frame(gradient(), 0), Frame(gradient(), 1000)]
    first, second = samples([safety], V7, frames, CancelToken())
    assert second.found == first.found
    assert second.checked
    assert second.raw == {}


def test_pictures_without_times_are_always_looked_at(safety):
    frames = [Frame(gradient()), Frame(gradient())]
    assert [one.state for one in samples([safety], V7, frames, CancelToken())] == [ANALYSED, ANALYSED]


def test_frames_are_taken_one_by_one_and_not_after_a_stop(safety):
    taken, cancel = [], CancelToken()

    def frames():
        for at in range(10):
            taken.append(at)
            yield Frame(pattern(64 + at), at * 1000)

    found = samples([safety], V7, frames(), cancel)
    next(found)
    assert taken == [0]
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(found)
    assert taken == [0, 1]


def test_the_record_keeps_what_the_model_said(safety):
    sample = analyse([safety], V7, Frame(gradient(), 2000))
    record = sample.record()
    assert record["at"] == 2000
    assert record["state"] == "analysed"
    assert record["safety-s"][0] == pytest.approx([0.0314, 0.0270], abs=0.002)


def test_both_halves_of_a_panorama_are_looked_at_and_the_higher_counts(objects):
    left, right = gradient(256), pattern(256)
    whole = objects.look(Look(np.concatenate([left, right], axis=1)))
    (of_left,), (of_right,) = objects.look(Look(left)), objects.look(Look(right))
    assert whole == (of_left, of_right)
    alone = [{name: value for name, _, value in objects.shown([part])} for part in whole]
    for name, _, value in objects.shown(whole):
        assert value == max(shown[name] for shown in alone)
