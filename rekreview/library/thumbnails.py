"""The thumbnails: JPEG bytes by asset, sharp and veiled, in a file of their own so that the library stays small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, delete, select

from rekreview.library.database import Database, make_file, table_names
from rekreview.library.queries.chunks import chunks

FILE_NAME = "thumbnails.sqlite"
# A thumbnail fits into one page, so that it is read at once.
_PAGE_BYTES = 16 * 1024


def _pictures(name: str, catalogue: MetaData) -> Table:
    return Table(
        name,
        catalogue,
        Column("asset_id", Integer, primary_key=True),
        Column("jpeg", LargeBinary, nullable=False),
    )


_CATALOGUE = MetaData()
_SHARP = _pictures("sharp", _CATALOGUE)
_VEILED = _pictures("veiled", _CATALOGUE)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small pictures of one asset, as JPEG: as it is, and blurred and grey for heavy categories."""

    asset_id: int
    sharp: bytes
    veiled: bytes = b""


class ThumbnailStore:
    """Keeps thumbnails by asset id. Safe to use from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._has_tables = self._find_or_make_tables()

    def _find_or_make_tables(self) -> bool:
        """Whether there is anything to read: a library that is only looked at may have lost its thumbnails."""
        with self._database.reading() as connection:
            if table_names(connection) >= set(_CATALOGUE.tables):
                return True
        if self._database.read_only:
            return False
        with self._database.writing() as connection:
            _CATALOGUE.create_all(connection)
        return True

    def put(self, many: Iterable[Thumbnail]) -> None:
        """Keep these thumbnails, in the place of former ones; an asset without pictures has none then."""
        pictures = list(many)
        if not pictures:
            return
        sharp = [{"asset_id": one.asset_id, "jpeg": one.sharp} for one in pictures if one.sharp]
        veiled = [{"asset_id": one.asset_id, "jpeg": one.veiled} for one in pictures if one.veiled]
        with self._database.writing() as connection:
            for table, rows in ((_SHARP, sharp), (_VEILED, veiled)):
                for some in chunks([one.asset_id for one in pictures]):
                    connection.execute(delete(table).where(table.c.asset_id.in_(some)))
                if rows:
                    connection.execute(table.insert(), rows)

    def get(self, ids: Sequence[int], *, veiled: bool = False) -> dict[int, bytes]:
        """The thumbnails there are among these assets, as JPEG bytes by id."""
        table = _VEILED if veiled else _SHARP
        found: dict[int, bytes] = {}
        if not self._has_tables:
            return found
        with self._database.reading() as connection:
            for some in chunks(ids):
                rows = connection.execute(select(table.c.asset_id, table.c.jpeg).where(table.c.asset_id.in_(some)))
                found.update((asset_id, jpeg) for asset_id, jpeg in rows)
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def open_store(directory: Path, *, read_only: bool) -> ThumbnailStore:
    """The thumbnails of the library in this folder, made if there are none yet."""
    file = directory / FILE_NAME
    if not file.exists() and not read_only:
        make_file(file, page_bytes=_PAGE_BYTES)
    return ThumbnailStore(Database(file, read_only=read_only))
