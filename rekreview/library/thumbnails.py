"""The thumbnails: JPEG bytes by asset, sharp and veiled, in a file of their own so that the library stays small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, delete, select

from rekreview.library.database import Database

FILE_NAME = "thumbnails.sqlite"
_CHUNK = 500


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

    def make_tables(self) -> None:
        """Make the tables of a new file."""
        with self._database.writing() as connection:
            _CATALOGUE.create_all(connection)

    def put(self, many: Iterable[Thumbnail]) -> None:
        """Keep these thumbnails, in the place of former ones. Assets without pictures are passed over."""
        pictures = list(many)
        sharp = [{"asset_id": one.asset_id, "jpeg": one.sharp} for one in pictures if one.sharp]
        veiled = [{"asset_id": one.asset_id, "jpeg": one.veiled} for one in pictures if one.veiled]
        if not sharp and not veiled:
            return
        ids = [one.asset_id for one in pictures]
        with self._database.writing() as connection:
            for table, rows in ((_SHARP, sharp), (_VEILED, veiled)):
                connection.execute(delete(table).where(table.c.asset_id.in_(ids)))
                if rows:
                    connection.execute(table.insert(), rows)

    def get(self, ids: Sequence[int], *, veiled: bool = False) -> dict[int, bytes]:
        """The thumbnails there are among these assets, as JPEG bytes by id."""
        table = _VEILED if veiled else _SHARP
        found: dict[int, bytes] = {}
        with self._database.reading() as connection:
            for start in range(0, len(ids), _CHUNK):
                wanted = [int(one) for one in ids[start : start + _CHUNK]]
                rows = connection.execute(select(table.c.asset_id, table.c.jpeg).where(table.c.asset_id.in_(wanted)))
                found.update((asset_id, jpeg) for asset_id, jpeg in rows)
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def open_store(directory: Path, *, read_only: bool) -> ThumbnailStore:
    """The thumbnails of the library in this folder, made if there are none yet."""
    from rekreview.library.database import make_file

    file = directory / FILE_NAME
    fresh = not file.exists()
    if fresh and not read_only:
        make_file(file, page_bytes=16 * 1024)
    store = ThumbnailStore(Database(file, read_only=read_only))
    if not read_only:
        store.make_tables()
    return store
