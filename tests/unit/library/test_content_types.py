"""Content types as they are stored: found by name without reading every answer, and read back as they were told."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from sqlalchemy import Select, select
from sqlalchemy.dialects import sqlite

from rekreview.domain.content_types import ContentTypes, content_types_of
from rekreview.domain.labels import Label
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library, database
from rekreview.library.content_types import ANY_TOLD, by_time, overall, storable, tells, untimed, with_moments
from rekreview.library.tables import DETECTION
from tests.unit.domain.strategies import content_types, told_by_moment
from tests.unit.library.makers import detection, fill, moderate


def told(library: Library, *answers: ContentTypes) -> list[int]:
    """Pictures whose answers told these content types."""
    ids = fill(library, len(answers))
    moderate(
        library,
        {one: replace(detection(), content_types=told) for one, told in zip(ids, answers, strict=True)},
    )
    return ids


def found(library: Library, content_type: str) -> list[int]:
    return [int(one) for one in library.queries.ids(QueueFilter(content_type=content_type))]


def test_a_content_type_is_found_by_its_name_however_sure(library: Library) -> None:
    both, animated, _ = told(library, (("Illustrated", 50.0), ("Animated", 99.0)), (("Animated", 0.5),), ())
    assert found(library, "animated") == found(library, "ANIMATED") == [both, animated]
    assert found(library, "Illustrated") == [both]


@pytest.mark.parametrize("name", ["anim", "%", "_nimated", 'Animated", 99', "", "[]"])
def test_only_a_whole_name_finds_and_no_sign_is_a_wildcard(library: Library, name: str) -> None:
    told(library, (("Animated", 99.0),))
    assert found(library, name) == []


def test_only_the_detection_that_decides_counts(library: Library) -> None:
    [asset] = told(library, (("Animated", 99.0),))
    moderate(library, {asset: replace(detection(), min_confidence=0.5)})
    assert library.queries.asset(asset).detections[0].content_types
    assert found(library, "animated") == []


def plan(place: Path, statement: Select[tuple[int]]) -> str:
    """How SQLite goes about a query."""
    words = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    connection = sqlite3.connect(place / database.FILE_NAME)
    steps = connection.execute(f"EXPLAIN QUERY PLAN {words}").fetchall()
    connection.close()
    return " ".join(str(step[-1]) for step in steps)


@pytest.mark.parametrize("wanted", [tells("animated"), ANY_TOLD], ids=["one", "any"])
def test_the_few_answers_that_tell_any_are_read_from_their_index(place: Path, library: Library, wanted: object) -> None:
    told(library, (("Animated", 99.0),), ())
    statement = select(DETECTION.c.id).where(wanted)  # type: ignore[arg-type]
    assert plan(place, statement) == "SCAN detection USING COVERING INDEX ix_detection_content_types"


def test_the_index_holds_only_those_that_tell_any(place: Path, library: Library) -> None:
    told(library, *[()] * 300, (("Animated", 99.0),))
    connection = sqlite3.connect(place / database.FILE_NAME)
    query = "SELECT count(*) FROM detection INDEXED BY ix_detection_content_types WHERE "
    assert connection.execute(query + "CAST(content_types AS VARCHAR) != '[]'").fetchone() == (1,)
    connection.close()


@given(told_by_moment(), content_types())
def test_what_was_told_for_each_moment_is_read_back(labels: list[Label], whole: ContentTypes) -> None:
    stored = storable(labels, whole)
    assert untimed(stored) == whole
    read = with_moments([replace(label, content_types=()) for label in labels], stored)
    if by_time(stored):
        expected = content_types_of(labels, ())
        assert [one.content_types for one in read] == list(expected)
    names = {name for name, *_ in stored}
    assert {name for name, _ in overall(stored)} == names
