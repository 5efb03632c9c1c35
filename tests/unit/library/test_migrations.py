"""The schema: what a new library gets is what the migrations lead to."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.facets import Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library, database, schema
from rekreview.library.tables import METADATA
from tests.unit.library.makers import detection, explicit, fill, moderate, spread


def shape(file: Path) -> dict[tuple[str, str], frozenset[str]]:
    """Every table and index of a file, with the words that made it, blanks aside."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    connection.close()
    return {(kind, name): clauses(sql) for kind, name, sql in rows if name != "alembic_version"}


def clauses(sql: str) -> frozenset[str]:
    """The parts of a statement; in which order the constraints come does not matter."""
    bare = "".join(sign for sign in sql if not sign.isspace() and sign not in "()")
    return frozenset(part.rstrip(",") for part in bare.replace("WITHOUT", "CONSTRAINTWITHOUT").split("CONSTRAINT"))


def migrated(file: Path) -> Connection:
    """A connection to a file that was built by the migrations alone."""
    engine = create_engine(f"sqlite:///{file}")
    connection = engine.connect()
    schema.migrate(connection)
    connection.commit()
    return connection


def test_a_new_library_and_a_migrated_one_have_the_same_tables(tmp_path: Path) -> None:
    Library.open(tmp_path / "new", create=True).close()
    connection = migrated(tmp_path / "migrated.sqlite")
    connection.close()
    connection.engine.dispose()
    assert shape(tmp_path / "migrated.sqlite") == shape(tmp_path / "new" / database.FILE_NAME)


def test_the_migrations_lead_to_the_tables_in_the_code(tmp_path: Path) -> None:
    connection = migrated(tmp_path / "migrated.sqlite")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, METADATA) == []
    connection.close()
    connection.engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    assert scripts.get_current_head() == schema.HEAD


def test_revisions_sort_as_they_follow_each_other() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_a_library_built_by_migrations_works(tmp_path: Path) -> None:
    place = tmp_path / "library"
    place.mkdir()
    database.make_file(place / database.FILE_NAME)
    connection = migrated(place / database.FILE_NAME)
    connection.close()
    connection.engine.dispose()
    with Library.open(place) as library:
        assert library.queries.policy().name == "Default"
        assert fill(library, 3)


def test_an_older_library_is_migrated_when_it_is_opened(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 3)
    head, steps = schema.HEAD, list[str | None]()

    def add_a_column(connection: Connection, to: str = "head") -> None:
        steps.append(schema.revision(connection))
        connection.exec_driver_sql("ALTER TABLE asset ADD COLUMN mood VARCHAR")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    monkeypatch.setattr(schema, "HEAD", "9999")
    monkeypatch.setattr(schema, "migrate", add_a_column)
    with Library.open(place) as library:
        assert library.queries.totals().assets == len(ids)
    assert steps == [head]
    with Library.open(place):
        assert steps == [head]


def test_a_library_from_before_the_index_of_content_types_gets_it_and_keeps_what_it_says(place: Path) -> None:
    with Library.open(place, create=True) as library:
        drawn, plain = fill(library, 2)
        answers = {drawn: replace(detection(), content_types=(("Animated", 81.5),)), plain: detection()}
        moderate(library, dict(answers))
    former = sqlite3.connect(place / database.FILE_NAME)
    forget_opinions(former)
    forget_sightings(former)
    former.executescript(
        "DROP TABLE video_job; ALTER TABLE label DROP COLUMN peak_ms; DROP INDEX ix_detection_content_types; "
        "ALTER TABLE run DROP COLUMN again; DROP TABLE label_mark; DROP TABLE lottery_ticket; DROP TABLE lottery; "
        "UPDATE alembic_version SET version_num = '0003'; VACUUM"
    )
    former.close()
    with Library.open(place) as library:
        assert library.queries.ids(QueueFilter(content_type="animated")).tolist() == [drawn]
        assert library.queries.asset(drawn).detections[0].content_types == (("Animated", 81.5),)
        assert not library.queries.runs()[0].again, "a run of before asked nothing anew that went on later"
    assert ("index", "ix_detection_content_types") in shape(place / database.FILE_NAME)


def test_of_decisions_from_before_sightings_nothing_is_known(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 2)
        library.commands.decide(ids, Status.REJECTED, reviewer="Ann", note="before")
    former = sqlite3.connect(place / database.FILE_NAME)
    forget_opinions(former)
    forget_sightings(former)
    former.execute("UPDATE alembic_version SET version_num = :before", {"before": revision_before("0008")})
    former.commit()
    former.close()
    with Library.open(place) as library:
        (entry,) = library.queries.history(ids[0])
        assert (entry.note, entry.seen, entry.unseen) == ("before", None, False)
        library.commands.decide(ids[:1], Status.APPROVED, reviewer="Ann")
        assert library.queries.history(ids[0])[-1].unseen
        assert library.commands.undo().ids == (ids[0],)


def test_imports_of_before_are_told_apart_by_pauses_and_doubles_are_judged_again(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 5)
        moderate(library, spread(ids[2:4], [90, 10]))
        moderate(library, {one: detection(engine=EngineName.REKOGNITION, version="7.0") for one in ids[2:4]})
    former = sqlite3.connect(place / database.FILE_NAME)
    forget_queues(former)
    former.execute("UPDATE asset SET imported = datetime(imported, '-1 hour') WHERE id <= :last", {"last": ids[1]})
    former.execute("UPDATE alembic_version SET version_num = :before", {"before": revision_before("0010")})
    former.commit()
    former.close()
    with Library.open(place) as library:
        offered = library.queries.facets(QueueFilter()).values[Facet.IMPORT]
        assert [(one.value, one.count) for one in offered] == [("2", 3), ("1", 2)]
        assert library.queries.ids(QueueFilter(queue=QueueName.DISAGREEING)).tolist() == [ids[2]]
        assert library.queries.judged_up_to() is None


def forget_queues(file: sqlite3.Connection) -> None:
    """Make a file as it was before imports were batches and reviewers had queues of their own."""
    forget_retries(file)
    for index in ("ix_asset_facets", "ix_asset_imported", "ix_asset_disagreeing"):
        file.execute(f"DROP INDEX {index}")
    for column in ("import_id", "disagreeing"):
        file.execute(f"ALTER TABLE asset DROP COLUMN {column}")
    for table in ("import_batch", "saved_filter", "hand_over"):
        file.execute(f"DROP TABLE {table}")


def test_of_decisions_from_before_it_is_not_known_what_the_machine_said(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 2)
        moderate(library, dict.fromkeys(ids, explicit(90)))
        library.commands.decide(ids, Status.APPROVED, reviewer="Ann")
    former = sqlite3.connect(place / database.FILE_NAME)
    forget_opinions(former)
    former.execute("UPDATE alembic_version SET version_num = :before", {"before": revision_before("0009")})
    former.commit()
    former.close()
    with Library.open(place) as library:
        library.commands.decide(ids[:1], Status.REJECTED, reviewer="Ann")
    told = sqlite3.connect(place / database.FILE_NAME)
    rows = told.execute(
        "SELECT machine_verdict, machine_engine, machine_confidence FROM decision ORDER BY id"
    ).fetchall()
    told.close()
    assert rows == [(None, None, None), (None, None, None), ("rejected", "on-device", 90.0)]


def forget_retries(file: sqlite3.Connection) -> None:
    """Make a file as it was before a job that failed was followed by another only where a person asks for it."""
    forget_policy_steps(file)
    file.execute("ALTER TABLE video_job DROP COLUMN retried")


def forget_decided(file: sqlite3.Connection) -> None:
    """Make a file as it was before what is decided had indexes of its own."""
    for index in ("ix_asset_decided", "ix_asset_noted", "ix_asset_facets"):
        file.execute(f"DROP INDEX {index}")
    file.execute("CREATE INDEX ix_asset_facets ON asset (import_id, kind, deciding_engine, top_category_id)")


def forget_policy_steps(file: sqlite3.Connection) -> None:
    """Make a file as it was before applying a policy could be undone."""
    forget_decided(file)
    for column in ("step_id", "undone"):
        file.execute(f"ALTER TABLE policy DROP COLUMN {column}")


def forget_opinions(file: sqlite3.Connection) -> None:
    """Make a file as it was before second opinions, and before what the machine said was kept with each decision."""
    forget_queues(file)
    for table in ("opinion", "opinion_ticket", "opinion_sample"):
        file.execute(f"DROP TABLE {table}")
    for column in ("machine_verdict", "machine_engine", "machine_category_id", "machine_confidence"):
        file.execute(f"ALTER TABLE decision DROP COLUMN {column}")


def forget_sightings(file: sqlite3.Connection) -> None:
    """Make a file as it was before what was seen was kept with each decision."""
    for column in ("seen_in", "seen_step", "seen_sha256", "seen_width", "seen_height", "seen_ms"):
        file.execute(f"ALTER TABLE decision DROP COLUMN {column}")


def revision_before(revision: str) -> str:
    """The migration another one follows on."""
    before = ScriptDirectory(str(schema.MIGRATIONS)).get_revision(revision).down_revision
    assert isinstance(before, str)
    return before


def test_every_constraint_and_index_has_a_name(tmp_path: Path) -> None:
    nameless = [
        (table.name, constraint)
        for table in METADATA.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []
    assert all(index.name for table in METADATA.sorted_tables for index in table.indexes)
