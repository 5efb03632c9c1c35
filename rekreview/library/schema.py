"""Which shape the tables have: made new, brought up to date, or refused because a later version of the app wrote them.

Alembic is imported only when something has to be migrated, and SQLAlchemy only when the tables are not in the newest
shape: a command that lists assets must not wait for the one, nor the window's first page for the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.domain.errors import TooNew
from rekreview.library import database
from rekreview.library.faults import corrupt

if TYPE_CHECKING:
    import sqlite3

    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0013"
MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"


def is_newest(driver: sqlite3.Connection) -> bool:
    """Whether the tables are in the newest shape and a policy counts, so that nothing has to be made or migrated."""
    known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN (?, 'policy')"
    if driver.execute(known, (_VERSION_TABLE,)).fetchone()[0] < len((_VERSION_TABLE, "policy")):
        return False
    found = driver.execute(f"SELECT version_num, EXISTS (SELECT 1 FROM policy) FROM {_VERSION_TABLE}")  # noqa: S608
    return found.fetchall() == [(HEAD, 1)]


def revision(connection: Connection) -> str | None:
    """The revision the tables are in; None for a file without tables of ours."""
    if _VERSION_TABLE not in database.table_names(connection):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()  # noqa: S608
    return None if found is None else str(found)


def check(connection: Connection, place: Path) -> bool:
    """Whether the tables can be used as they are; False if they must be made or migrated first.

    Raises TooNew for a library of a later app, Corrupt for a database that is none of ours.
    """
    found = revision(connection)
    if found is None and database.table_names(connection):
        raise corrupt(place, "its file holds something else")
    if found is not None and found > HEAD:
        raise TooNew(
            f"The library in {place} was written by a later version of rekreview. It was not changed.",
            "Install the newest version of rekreview, or choose another library.",
        )
    return found == HEAD


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables of a new library, or migrate those of an older one, within the caller's transaction."""
    from rekreview.library.tables import METADATA

    if revision(connection) is None:
        METADATA.create_all(connection)
        connection.exec_driver_sql(f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO {_VERSION_TABLE} VALUES ('{HEAD}')")  # noqa: S608
        return
    migrate(connection)


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a revision."""
    from alembic import command

    command.upgrade(configuration(connection), to)


def configuration(connection: Connection) -> Config:
    """Alembic's view of this library: our scripts, and the connection the transaction is on."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
