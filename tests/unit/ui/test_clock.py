"""Which frame is due when, at every speed, forwards and backwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.ui.player.clock import SHUTTLE, SPEEDS, Clock, shuttled, slower_or_faster

speeds = st.sampled_from([*SPEEDS, *SHUTTLE])
moments = st.floats(0, 1e5, allow_nan=False)
spans = st.floats(0, 3600, allow_nan=False)


@given(speeds, moments, spans, spans)
def test_a_frame_is_late_by_what_the_clock_has_passed_it(speed: float, began: float, second: float, passed: float):
    clock = Clock(began, second, speed)
    assert clock.lateness(clock.second_at(began + passed), began + passed) == pytest.approx(0, abs=1e-6)
    assert clock.lateness(second, began + passed) == pytest.approx(passed, abs=1e-6)


@given(speeds, moments, spans, st.floats(0.01, 100))
def test_a_frame_to_come_is_not_due_and_one_that_was_is(speed: float, began: float, second: float, away: float):
    clock = Clock(began, second, speed)
    assert not clock.is_due(second + away * speed, began)
    assert clock.is_due(second - away * speed, began)
    assert clock.is_due(second + away * speed, began + away)


def test_a_frame_is_shown_rather_a_tick_early_than_a_tick_late():
    clock = Clock(0.0, 0.0, 1.0)
    assert clock.is_due(0.042, 0.040)
    assert not clock.is_due(0.044, 0.040)


def test_the_shuttle_begins_plainly_goes_faster_and_turns_at_once():
    assert shuttled(0.25, 1, playing=False) == 1.0
    assert shuttled(1.0, 1, playing=True) == 2.0
    assert shuttled(2.0, 1, playing=True) == 4.0
    assert shuttled(4.0, 1, playing=True) == 4.0
    assert shuttled(4.0, -1, playing=True) == -1.0
    assert shuttled(-1.0, -1, playing=True) == -2.0
    assert shuttled(-2.0, -1, playing=True) == -2.0
    assert shuttled(-2.0, 1, playing=True) == 1.0
    assert shuttled(1.0, -1, playing=False) == -1.0
    assert shuttled(0.5, 1, playing=True) == 1.0


@given(speeds, st.sampled_from([1, -1]), st.booleans())
def test_the_shuttle_goes_the_way_it_is_told(speed: float, towards: int, playing: bool):
    wanted = shuttled(speed, towards, playing)
    assert wanted * towards > 0
    assert wanted in (*SHUTTLE, *SPEEDS)


def test_speeds_are_taken_one_after_another_and_end():
    up = [1.0]
    while len(up) < 2 or up[-1] != up[-2]:
        up.append(slower_or_faster(up[-1], 1))
    assert up == [1.0, 2.0, 4.0, 4.0]
    assert slower_or_faster(0.5, -1) == 0.25
    assert slower_or_faster(0.25, -1) == 0.25
    assert slower_or_faster(-2.0, 1) == 4.0
