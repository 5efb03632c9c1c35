"""What is seen is wanted first, then what the scrolling leads to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rekreview.ui.grid.prefetch import AHEAD_SCREENS, BEHIND_SCREENS, wanted_rows

places = st.tuples(st.integers(0, 1_000_000), st.integers(1, 60), st.integers(0, 500))


@given(places, st.booleans())
def test_each_row_once_and_never_more_than_five_screens(place: tuple[int, int, int], upwards: bool) -> None:
    first, shown, beyond = place
    visible, count = range(first, first + shown), first + shown + beyond
    rows = wanted_rows(visible, count, upwards=upwards)
    assert rows[:shown] == list(visible)
    assert len(set(rows)) == len(rows) <= (1 + AHEAD_SCREENS + BEHIND_SCREENS) * shown
    assert all(0 <= row < count for row in rows)


@given(places, st.booleans())
def test_more_is_wanted_where_the_scrolling_leads(place: tuple[int, int, int], upwards: bool) -> None:
    first, shown, beyond = place
    visible, count = range(first, first + shown), first + shown + beyond
    rest = wanted_rows(visible, count, upwards=upwards)[shown:]
    leads = [row < first if upwards else row >= visible.stop for row in rest]
    assert leads == sorted(leads, reverse=True), "none behind comes before one ahead"
    room = first if upwards else beyond
    assert sum(leads) == min(AHEAD_SCREENS * shown, room)


def test_nothing_shows_nothing_is_wanted() -> None:
    assert wanted_rows(range(0), 100) == []
