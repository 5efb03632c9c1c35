"""What the window asks before its first tiles are painted needs no SQLAlchemy, and gets the same answers."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library import Library, schema
from rekreview.library.late import late
from rekreview.library.moments import kept, restored
from tests.unit.library.makers import add, file, fill, moderate, spread

FIRST_PAGE = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from rekreview.domain.queues import QueueFilter
from rekreview.library import Library

with Library.open(Path(sys.argv[1]), read_only=sys.argv[2] == "only look") as library:
    ids = library.queries.glance(QueueFilter()).tolist()
    assert len(ids) == 20
    assert library.queries.glance(QueueFilter(), ids[7:9]).tolist() == ids[7:]
    assert len(library.queries.tiles(ids)) == 20
    assert library.thumbnails.get(ids) == {ids[0]: b"jpeg"}
    due = library.queries.quality.due("Ann", 1, datetime(2100, 1, 1, tzinfo=UTC))
    assert len(due) == 3
    assert library.queries.quality.opinions("Ann", decisions=list(due.values())) == {}
    assert len(library.queries.quality.undecided(ids)) == 17
    assert len(library.queries.among(QueueFilter(), list(due))) == 3
    assert not library.foreign_writes()
    assert not {"sqlalchemy", "numpy.ma"} & set(sys.modules)
    assert library.queries.counts().unmoderated == 0
    assert "sqlalchemy" in sys.modules
"""


@pytest.mark.parametrize("way", ["work", "only look"])
def test_the_first_page_needs_no_sqlalchemy(place: Path, way: str) -> None:
    with Library.open(place, create=True) as library:
        ids = add(library, *(file(f"{number}", thumbnail=b"jpeg" if number == 0 else b"") for number in range(20)))
        moderate(library, spread(ids, [(number * 37) % 100 for number in range(20)]))
        for one in ids[3:6]:
            seen = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 10, 10, 1_000)
            library.commands.decide([one], Status.APPROVED, reviewer="Ann", seen=seen)
    asked = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, str(place), way], check=False, capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stderr


def test_only_the_newest_shape_with_a_policy_is_opened_without_a_look_at_more(library: Library) -> None:
    store = library._database
    with store.reading_bare() as driver:
        assert schema.is_newest(driver)
    with store.writing_bare() as driver:
        policies = driver.execute("DELETE FROM policy").rowcount
        assert not schema.is_newest(driver)
        driver.execute("UPDATE alembic_version SET version_num = '0001'")
        assert not schema.is_newest(driver)
        driver.execute("DROP TABLE alembic_version")
        assert not schema.is_newest(driver)
    assert policies == 1


@given(
    moment=st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)),
    hours=st.integers(-12, 12),
)
def test_moments_come_back_as_they_were_kept(moment: datetime, hours: int) -> None:
    told = moment.replace(tzinfo=UTC)
    elsewhere = told.astimezone(timezone(timedelta(hours=hours))) + timedelta(microseconds=hours)
    assert restored(kept(told)) == told
    assert restored(kept(elsewhere)) == elsewhere
    assert (kept(told) < kept(elsewhere)) == (told < elsewhere), "they are compared as texts"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    queue=st.sampled_from(QueueName),
    kind=st.none() | st.sampled_from(MediaKind),
    least=st.none() | st.floats(1, 99),
    search=st.sampled_from(["", "3"]),
    chosen=st.sets(st.integers(1, 70)),
)
def test_those_among_a_queue_are_those_its_list_holds(
    thirty: Library, queue: QueueName, kind: MediaKind | None, least: float | None, search: str, chosen: set[int]
) -> None:
    wanted = QueueFilter(queue, kind=kind, min_confidence=least, search=search)
    held = set(thirty.queries.ids(wanted).tolist())
    assert thirty.queries.among(wanted, list(chosen)).tolist() == sorted(held & chosen)


@pytest.fixture
def thirty(library: Library) -> Library:
    """Thirty assets in all queues."""
    kinds = [MediaKind.VIDEO if number % 5 == 0 else MediaKind.IMAGE for number in range(30)]
    ids = add(library, *(file(f"{number}", kind=kind) for number, kind in enumerate(kinds)))
    moderate(library, spread(ids[:25], [(number * 37) % 100 for number in range(25)]))
    library.commands.decide(ids[3:9], Status.APPROVED, reviewer="Ann")
    library.commands.second_look(ids[20:23], True, "Ann")
    return library


def test_a_late_module_is_imported_when_something_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "xml.sax", raising=False)
    (sax,) = late("xml", "sax")
    assert "xml.sax" not in sys.modules
    assert sax.make_parser
    assert "xml.sax" in sys.modules
    with pytest.raises(AttributeError):
        assert sax.nothing_of_that_name


def test_a_reader_that_was_lent_before_sees_what_was_written_since(library: Library) -> None:
    store = library._database
    with store.reading_bare() as first, store.reading_bare() as second:
        assert first is not second
    fill(library, 3)
    with store.reading_bare() as again:
        assert again in (first, second)
        assert again.execute("SELECT count(*) FROM asset").fetchone() == (3,)
