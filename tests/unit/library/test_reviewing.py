"""What a library tells for reports: last decisions, the machine's word at that moment, days of this place."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rekreview.domain.agreement import Agreement
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.reviewing import ReportWish, Reviewed, by_pair, reversals
from rekreview.domain.serving import JudgedAgain
from rekreview.library import Library, database
from rekreview.library.queries.reviewing import _days
from tests.unit.library.makers import detection, explicit, fill, moderate

A, R = Status.APPROVED, Status.REJECTED


@pytest.fixture
def ids(library: Library) -> list[int]:
    """Ten pictures: five rejected for what is explicit, five approved."""
    found = fill(library, 10)
    moderate(library, {one: explicit(93 if at < 5 else 12) for at, one in enumerate(found)})
    return found


def told(library: Library, wish: ReportWish | None = None) -> tuple[Reviewed, ...]:
    return library.queries.quality.figures(wish or ReportWish()).reviewed


def test_what_the_machine_said_is_kept_with_each_decision(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:2], A, reviewer="Ada")
    library.commands.decide(ids[5:7], A, reviewer="Ada")
    today = datetime.now().astimezone().date()
    common = {"day": today, "reviewer": "Ada", "engine": EngineName.ON_DEVICE, "category": "Explicit Nudity"}
    assert set(told(library)) == {
        Reviewed(**common, band=9, verdict=R, decided=A, assets=2),
        Reviewed(**common, band=1, verdict=A, decided=A, assets=2),
    }


def test_a_later_policy_changes_no_reversal(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:5], A, reviewer="Ada")
    before = told(library)
    library.commands.apply_policy(PolicyPair("aws_rek:explicit:ignore"), name="Lenient")
    assert told(library) == before
    (rate,) = reversals(before, lambda one: one.category)
    assert (rate.all.hits, rate.all.counted) == (5, 5)


def test_an_asset_counts_once_with_its_last_decision(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ada")
    library.commands.decide(ids[:1], A, reviewer="Ada", note="the same, with a note")
    library.commands.decide(ids[:1], R, reviewer="Bo")
    (one,) = told(library)
    assert (one.reviewer, one.decided, one.assets) == ("Bo", R, 1)
    (one,) = told(library, ReportWish(reviewer="Ada"))
    assert (one.reviewer, one.decided) == ("Ada", A)
    library.commands.undo()
    (one,) = told(library)
    assert one.reviewer == "Ada"
    library.commands.clear(ids[:1], reviewer="Ada")
    assert told(library) == ()
    library.commands.undo()
    assert len(told(library)) == 1


def test_what_was_taken_back_by_itself_does_not_count(library: Library, ids: list[int]) -> None:
    first = library.commands.decide(ids[:1], A, reviewer="Ada")
    library.commands.decide(ids[1:3], A, reviewer="Ada")
    assert first.batch is not None
    library.commands.revert(first.batch, reviewer="Ada")
    assert sum(one.assets for one in told(library)) == 2
    library.commands.undo()
    assert sum(one.assets for one in told(library)) == 3


def test_a_second_look_is_no_decision(library: Library, ids: list[int]) -> None:
    library.commands.second_look(ids[:3], True, reviewer="Ada")
    assert told(library) == ()


def test_only_the_days_engine_and_reviewer_that_were_asked_for(library: Library, ids: list[int], place: Path) -> None:
    answer = detection(("Violence", "", 99.0), engine=EngineName.REKOGNITION, version="7.0", floor=20.0)
    moderate(library, {ids[9]: answer})
    library.commands.decide(ids, R, reviewer="Ada")
    move(place, ids[:4], days=3)
    today = datetime.now().astimezone().date()
    assert sum(one.assets for one in told(library)) == 10
    assert sum(one.assets for one in told(library, ReportWish(since=today))) == 6
    assert sum(one.assets for one in told(library, ReportWish(until=today - timedelta(days=1)))) == 4
    three = today - timedelta(days=3)
    assert {one.day for one in told(library, ReportWish(since=three, until=three))} == {three}
    assert sum(one.assets for one in told(library, ReportWish(engine=EngineName.REKOGNITION))) == 1
    assert told(library, ReportWish(reviewer="Nobody")) == ()
    assert library.queries.quality.reviewers() == ["Ada"]


def move(place: Path, ids: list[int], *, days: int) -> None:
    """Have decisions been made so many days before."""
    file = sqlite3.connect(place / database.FILE_NAME)
    marks = ",".join("?" * len(ids))
    file.execute(f"UPDATE decision SET at = datetime(at, '-{days} days') || '.000000' WHERE asset_id IN ({marks})", ids)
    file.commit()
    file.close()


def test_second_opinions_stand_beside_what_was_said_first(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:6], R, reviewer="Ada")
    drawn = library.commands.draw_second_look(6, seed=1, reviewer="Bo")
    again = JudgedAgain(frozenset(ids), drawn.id)
    library.commands.decide(ids[:4], R, reviewer="Bo", again=again)
    library.commands.decide(ids[4:6], A, reviewer="Bo", again=again)
    library.commands.decide(ids[:1], A, reviewer="Ada", again=JudgedAgain(frozenset(ids)))
    figures = library.queries.quality.figures(ReportWish())
    assert by_pair(figures.twice) == {("Ada", "Bo"): Agreement(0, 0, 2, 4)}
    (own,) = [one for one in figures.twice if one.own]
    assert (own.first_reviewer, own.second_reviewer, own.first, own.second, own.assets) == ("Ada", "Ada", R, A, 1)
    assert own.category == "Explicit Nudity"
    assert library.queries.quality.figures(ReportWish(reviewer="Bo")).twice != ()
    assert all(not one.own for one in library.queries.quality.figures(ReportWish(reviewer="Bo")).twice)
    assert library.queries.quality.figures(ReportWish(until=date(2020, 1, 1))).twice == ()
    assert library.queries.quality.figures(ReportWish(engine=EngineName.IMPORTED)).twice == ()


@pytest.fixture
def kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place whose clocks are 5 hours and 45 minutes ahead."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("kathmandu")
def test_days_are_those_of_this_place() -> None:
    moments = [
        datetime(2026, 11, 21, hour, minute, tzinfo=UTC) for hour, minute in ((0, 0), (18, 14), (18, 15), (23, 59))
    ]
    days = _days([moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in moments])
    assert days == [(moment.astimezone().date() - date(1970, 1, 1)).days for moment in moments]
    assert days[2] == days[1] + 1
    assert _days([]) == []
