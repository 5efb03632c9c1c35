"""What reports are counted from: nothing is lost, nothing twice."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.agreement import Agreement
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.reviewing import (
    Period,
    ReportWish,
    Reviewed,
    ReviewFigures,
    Twice,
    agreements,
    band_name,
    by_pair,
    over_time,
    period_of,
    reversals,
    start_of,
)

A, R = Status.APPROVED, Status.REJECTED
FIRST = date(2026, 1, 1)
days = st.integers(0, 500).map(lambda day: FIRST + timedelta(days=day))
sides = st.sampled_from([A, R])
reviewed = st.lists(
    st.builds(
        Reviewed,
        days,
        st.sampled_from(["Ada", "Bo"]),
        st.sampled_from([None, *EngineName]),
        st.sampled_from(["", "Explicit", "Alcohol"]),
        st.integers(-1, 9),
        st.sampled_from([A, R, None, Status.PENDING]),
        sides,
        st.integers(1, 50),
    ),
    max_size=40,
)
names = st.sampled_from(["Ada", "Bo", "Cy"])
twice = st.lists(
    st.builds(Twice, names, names, st.sampled_from(["", "Explicit"]), sides, sides, st.booleans(), st.integers(1, 30)),
    max_size=30,
)


@given(reviewed, st.sampled_from(Period))
def test_every_decision_is_in_one_period_and_periods_follow_each_other(rows, period) -> None:
    told = over_time(rows, period)
    assert sum(one.decided for one in told) == sum(one.assets for one in rows)
    judged = sum(one.assets for one in rows if one.verdict in (A, R))
    assert sum(one.confirmed + one.overturned for one in told) == judged
    starts = [one.start for one in told]
    assert starts == sorted(set(starts))
    assert all(start == start_of(start, period) for start in starts)
    if starts:
        assert starts[0] == start_of(min(one.day for one in rows), period)
        assert starts[-1] == start_of(max(one.day for one in rows), period)


@given(reviewed)
def test_the_plot_stays_readable(rows) -> None:
    assert len(over_time(rows, period_of(rows))) <= 63


@given(reviewed)
def test_reversals_count_each_verdict_that_was_looked_at_once(rows) -> None:
    told = reversals(rows, lambda one: one.category)
    assert sum(one.all.counted for one in told) == sum(one.assets for one in rows if one.verdict in (A, R))
    assert sum(one.all.hits for one in told) == sum(one.assets for one in rows if one.overturned)
    for one in told:
        assert one.all.hits == one.of_rejected.hits + one.of_approved.hits
        assert one.all.counted == one.of_rejected.counted + one.of_approved.counted
    assert [one.all.counted for one in told] == sorted((one.all.counted for one in told), reverse=True)


def test_a_rate_of_two_rejections_and_one_approval() -> None:
    def row(verdict: Status | None, decided: Status, assets: int) -> Reviewed:
        return Reviewed(FIRST, "Ada", None, "Explicit", 9, verdict, decided, assets)

    rows = [row(R, A, 2), row(R, R, 6), row(A, R, 1), row(None, A, 100), row(Status.PENDING, R, 7)]
    (one,) = reversals(rows, lambda one: one.category)
    assert (one.all.hits, one.all.counted) == (3, 9)
    assert (one.of_rejected.hits, one.of_rejected.counted) == (2, 8)
    assert (one.of_approved.hits, one.of_approved.counted) == (1, 1)
    figures = ReviewFigures(ReportWish(), tuple(rows))
    assert (figures.decided, figures.without_verdict) == (116, 107)
    assert reversals(rows, lambda one: None) == []


@given(twice)
def test_pairs_hold_every_judgement_of_a_sample_whoever_was_first(rows) -> None:
    pairs = by_pair(rows)
    assert sum(one.counted for one in pairs.values()) == sum(one.assets for one in rows if not one.own)
    assert all(first <= second for first, second in pairs)
    own = agreements((one for one in rows if one.own), lambda one: one.second_reviewer)
    assert sum(one.counted for one in own.values()) == sum(one.assets for one in rows if one.own)


def test_a_pair_is_turned_so_that_the_same_person_is_first() -> None:
    rows = [Twice("Bo", "Ada", "", A, R, False, 3), Twice("Ada", "Bo", "", A, R, False, 5)]
    assert by_pair(rows) == {("Ada", "Bo"): Agreement(0, 5, 3, 0)}


def test_weeks_begin_on_mondays_and_bands_are_tens() -> None:
    assert start_of(date(2026, 11, 22), Period.WEEK) == date(2026, 11, 16)
    assert start_of(date(2026, 11, 22), Period.MONTH) == date(2026, 11, 1)
    assert [
        one.start
        for one in over_time([Reviewed(date(2026, m, 3), "", None, "", 1, A, A, 1) for m in (1, 4)], Period.MONTH)
    ] == [date(2026, m, 1) for m in (1, 2, 3, 4)]
    assert (band_name(0), band_name(9)) == ("0–10", "90–100")
