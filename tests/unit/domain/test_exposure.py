"""The private meter's value: of one day, never negative, and it asks for a pause no more often than wanted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.exposure import Exposure, exposure_from

TODAY = date(2026, 11, 21)
seconds = st.floats(0, 3600)


def test_seconds_add_up_for_the_day_and_for_the_session():
    grown = Exposure(TODAY).grown(2.0, TODAY).grown(3.5, TODAY)
    assert (grown.today, grown.session) == (5.5, 5.5)


def test_another_day_begins_at_nothing_and_the_session_goes_on():
    grown = Exposure(TODAY, 40.0, 30.0, 40.0).grown(1.0, TODAY + timedelta(days=1))
    assert (grown.day, grown.today, grown.session, grown.suggested) == (TODAY + timedelta(days=1), 1.0, 31.0, 0.0)


def test_a_pause_is_asked_for_after_so_many_minutes_and_then_after_as_many_more():
    seen = Exposure(TODAY).grown(599, TODAY)
    assert not seen.asks_for_pause(10)
    seen = seen.grown(1, TODAY)
    assert seen.asks_for_pause(10)
    seen = seen.having_suggested()
    assert not seen.asks_for_pause(10)
    assert not seen.grown(599, TODAY).asks_for_pause(10)
    assert seen.grown(600, TODAY).asks_for_pause(10)


@given(seconds)
def test_with_no_minutes_it_never_asks(amount: float):
    assert not Exposure(TODAY).grown(amount, TODAY).asks_for_pause(0)


@given(st.lists(seconds, max_size=8))
def test_what_is_kept_comes_back_on_the_same_day_and_on_no_other(amounts: list[float]):
    seen = Exposure(TODAY)
    for amount in amounts:
        seen = seen.grown(amount, TODAY)
    kept = seen.having_suggested().to_dict()
    back = exposure_from(kept, TODAY)
    assert back.today == pytest.approx(min(seen.today, 24 * 3600), abs=0.06) or seen.today > 24 * 3600
    assert back.session == 0
    assert back.suggested <= back.today
    assert exposure_from(kept, TODAY + timedelta(days=1)) == Exposure(TODAY + timedelta(days=1))
    assert set(kept) == {"day", "seconds", "suggested"}, "nothing else of a person is kept"


@pytest.mark.parametrize(
    "kept",
    [{}, {"day": 3}, {"day": "2026-11-21", "seconds": "many"}, {"day": "2026-11-21", "seconds": -4, "suggested": True}],
)
def test_what_makes_no_sense_counts_as_nothing(kept: dict):
    assert exposure_from(kept, TODAY) == Exposure(TODAY)
