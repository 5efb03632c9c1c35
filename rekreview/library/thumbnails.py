"""Thumbnails and storyboards: JPEG bytes, sharp and veiled, in a file of their own so that the library stays small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, delete, select

from rekreview.domain.video import Cell
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
_THUMBNAILS = frozenset(_CATALOGUE.tables)
# What was drawn is kept apart from what there is of it, so that a video of which nothing can be drawn is tried once.
_STORYBOARD = Table("storyboard", _CATALOGUE, Column("asset_id", Integer, primary_key=True))
_CELL = Table(
    "cell",
    _CATALOGUE,
    Column("asset_id", Integer, primary_key=True),
    Column("at_ms", Integer, primary_key=True),
    Column("sharp", LargeBinary, nullable=False),
    Column("veiled", LargeBinary, nullable=False),
)


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
        # A library that is only looked at may have lost its thumbnails, or be older than storyboards.
        tables = self._find_or_make_tables()
        self._has_tables = tables >= _THUMBNAILS
        self._has_storyboards = tables >= set(_CATALOGUE.tables)

    def _find_or_make_tables(self) -> set[str]:
        with self._database.reading() as connection:
            found = table_names(connection)
        if self._database.read_only or found >= set(_CATALOGUE.tables):
            return found
        with self._database.writing() as connection:
            _CATALOGUE.create_all(connection)
        return set(_CATALOGUE.tables)

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

    def put_storyboard(self, asset_id: int, cells: Iterable[Cell]) -> None:
        """Keep the storyboard of a video, in the place of a former one; one without cells counts as drawn too."""
        rows = [
            {"asset_id": asset_id, "at_ms": cell.at_ms, "sharp": cell.sharp, "veiled": cell.veiled} for cell in cells
        ]
        with self._database.writing() as connection:
            for table in (_STORYBOARD, _CELL):
                connection.execute(delete(table).where(table.c.asset_id == asset_id))
            connection.execute(_STORYBOARD.insert(), {"asset_id": asset_id})
            if rows:
                connection.execute(_CELL.insert(), rows)

    def add_cells(self, asset_id: int, cells: Iterable[Cell]) -> None:
        """Add cells to the storyboard of a video, in the place of those of the same times."""
        drawn = list(cells)
        if not drawn:
            return
        rows = [{"asset_id": asset_id, "at_ms": one.at_ms, "sharp": one.sharp, "veiled": one.veiled} for one in drawn]
        with self._database.writing() as connection:
            for some in chunks([one.at_ms for one in drawn]):
                connection.execute(delete(_CELL).where(_CELL.c.asset_id == asset_id, _CELL.c.at_ms.in_(some)))
            connection.execute(_CELL.insert(), rows)

    def cell_times(self, asset_id: int) -> list[int]:
        """The times (ms) of the cells of a video's storyboard; none if it was not drawn yet."""
        if not self._has_storyboards:
            return []
        wanted = select(_CELL.c.at_ms).where(_CELL.c.asset_id == asset_id).order_by(_CELL.c.at_ms)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def storyboard(self, asset_id: int, *, veiled: bool = False) -> list[tuple[int, bytes]]:
        """The cells of a video's storyboard by their time (ms), as JPEG; none if it was not drawn yet."""
        if not self._has_storyboards:
            return []
        picture = _CELL.c.veiled if veiled else _CELL.c.sharp
        wanted = select(_CELL.c.at_ms, picture).where(_CELL.c.asset_id == asset_id).order_by(_CELL.c.at_ms)
        with self._database.reading() as connection:
            return [(at_ms, jpeg) for at_ms, jpeg in connection.execute(wanted)]

    def without_storyboard(self, ids: Sequence[int]) -> list[int]:
        """Those of these assets for which no storyboard was drawn, in order."""
        drawn: set[int] = set()
        if self._has_storyboards:
            with self._database.reading() as connection:
                for some in chunks(ids):
                    wanted = select(_STORYBOARD.c.asset_id).where(_STORYBOARD.c.asset_id.in_(some))
                    drawn.update(connection.execute(wanted).scalars())
        return [one for one in ids if one not in drawn]

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def open_store(directory: Path, *, read_only: bool) -> ThumbnailStore:
    """The thumbnails of the library in this folder, made if there are none yet."""
    file = directory / FILE_NAME
    if not file.exists() and not read_only:
        make_file(file, page_bytes=_PAGE_BYTES)
    return ThumbnailStore(Database(file, read_only=read_only))
