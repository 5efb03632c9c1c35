"""Intervals of shares, against scipy and against their own promise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rekreview.domain.estimates import NOTHING_COUNTED, UNKNOWN, Interval, Share, bounds_in_a_whole, wilson

PAIRS = st.integers(1, 3_000).flatmap(lambda counted: st.tuples(st.integers(0, counted), st.just(counted)))


@given(PAIRS)
def test_wilsons_interval_is_scipys(pair: tuple[int, int]) -> None:
    hits, counted = pair
    reference = stats.binomtest(hits, counted).proportion_ci(0.95, method="wilson")
    found = wilson(hits, counted)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-12)


@given(PAIRS)
def test_an_interval_lies_within_the_scale_around_its_share_and_has_a_width(pair: tuple[int, int]) -> None:
    share = Share(*pair)
    assert share.value is not None
    assert 0.0 <= share.interval.low <= share.value <= share.interval.high <= 1.0
    assert share.value in share.interval
    assert share.interval.half_width > 0


def test_while_nothing_is_counted_nothing_is_known() -> None:
    assert NOTHING_COUNTED.value is None
    assert NOTHING_COUNTED.interval == UNKNOWN == Interval(0.0, 1.0)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("counted", [15, 40, 120])
def test_wilsons_intervals_hold_the_truth_about_nineteen_times_in_twenty(share: float, counted: int) -> None:
    chance = sum(stats.binom.pmf(hits, counted, share) for hits in range(counted + 1) if share in wilson(hits, counted))
    assert chance >= 0.92


WHOLES = st.integers(1, 400).flatmap(
    lambda whole: st.integers(0, whole).flatmap(
        lambda drawn: st.tuples(st.integers(0, drawn), st.just(drawn), st.just(whole))
    )
)


@settings(deadline=None)  # scipy takes its time over a large whole
@given(WHOLES)
def test_bounds_in_a_whole_are_those_a_search_with_scipy_finds(found: tuple[int, int, int]) -> None:
    hits, drawn, whole = found
    low, high = bounds_in_a_whole(hits, drawn, whole)
    possible = range(hits, whole - drawn + hits + 1)
    lows = [having for having in possible if stats.hypergeom.sf(hits - 1, whole, having, drawn) > 0.025]
    highs = [having for having in possible if stats.hypergeom.cdf(hits, whole, having, drawn) > 0.025]
    assert (low, high) == (min(lows), max(highs))


def test_bounds_in_a_large_whole_are_clopper_and_pearsons() -> None:
    for hits, drawn in ((0, 100), (1, 100), (7, 60), (60, 60)):
        reference = stats.binomtest(hits, drawn).proportion_ci(0.95, method="exact")
        low, high = bounds_in_a_whole(hits, drawn, 10_000_000)
        assert (low / 1e7, high / 1e7) == pytest.approx((reference.low, reference.high), abs=2e-4)


def test_once_all_are_counted_the_number_is_known() -> None:
    assert bounds_in_a_whole(3, 20, 20) == (3, 3)
    assert bounds_in_a_whole(0, 0, 20) == (0, 20)


@given(PAIRS, st.sampled_from([0.03, 0.05, 0.1]))
def test_so_many_more_bring_the_interval_to_a_width_and_one_fewer_do_not(
    pair: tuple[int, int], half_width: float
) -> None:
    share = Share(*pair)
    more = share.more_for(half_width)
    assert share.value is not None
    after = share.counted + more
    assert wilson(share.value * after, after).half_width <= half_width
    if more:
        assert wilson(share.value * (after - 1), after - 1).half_width > half_width


def test_how_many_more_in_figures_a_person_can_check() -> None:
    assert NOTHING_COUNTED.more_for() == 381, "Wilson's half width at one half is 0.98 / √(n + 3.84)"
    assert Share(90, 100).more_for() == 41
    assert Share(95, 1000).more_for() == 0
