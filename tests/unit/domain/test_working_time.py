"""How long a person worked: pauses do not count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.working_time import PAUSE, hourly, worked

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAPS = st.lists(st.integers(0, 600), max_size=20)


def moments(gaps: list[int]) -> list[datetime]:
    found = [NOON]
    for gap in gaps:
        found.append(found[-1] + timedelta(seconds=gap))
    return found


@given(GAPS, st.randoms())
def test_only_gaps_within_a_pause_count_in_whatever_order_they_are_told(gaps: list[int], chance) -> None:
    told = moments(gaps)
    chance.shuffle(told)
    assert worked(told) == timedelta(seconds=sum(gap for gap in gaps if gap <= PAUSE.total_seconds()))


@given(GAPS, GAPS)
def test_a_pause_between_two_spells_adds_nothing(first: list[int], second: list[int]) -> None:
    spell = moments(first)
    later = [one + timedelta(hours=9) for one in moments(second)]
    assert worked([*spell, *later]) == worked(spell) + worked(later)


def test_a_rate_is_told_from_the_first_twenty_seconds_on() -> None:
    assert hourly(10, timedelta(seconds=19)) is None
    assert hourly(0, timedelta()) is None
    assert hourly(20, timedelta(seconds=20)) == 3600
    assert hourly(0, timedelta(minutes=5)) == 0
