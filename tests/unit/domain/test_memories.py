"""What is remembered is the newest decision, with how many others agree."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.memories import Precedent, memory

A, X = Status.APPROVED, Status.REJECTED
DAY = datetime(2026, 3, 3, tzinfo=UTC)


def precedent(asset_id: int, status: Status) -> Precedent:
    return Precedent(asset_id, f"{asset_id}.jpg", status, "Harmless context", "Ada", DAY)


def test_of_nothing_nothing_is_remembered() -> None:
    assert memory([]) is None


@given(st.lists(st.sampled_from([A, X]), min_size=1, max_size=12))
def test_the_newest_counts_and_all_others_are_numbered(statuses: list[Status]) -> None:
    told = memory([precedent(number, status) for number, status in enumerate(statuses)])
    assert told is not None
    assert told.newest == precedent(0, statuses[0])
    assert told.agreeing + told.differing == len(statuses) - 1
    assert told.differing == sum(status is not statuses[0] for status in statuses)
