"""Thumbnails and storyboards: JPEG bytes, sharp and veiled, in a file of their own so that the library stays small.

Four tables without history, asked on the driver itself: the first tiles of the window need not wait for SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rekreview.library.database import Database, make_file
from rekreview.library.queries.chunks import chunks, listed

if TYPE_CHECKING:
    from rekreview.domain.video import Cell

FILE_NAME = "thumbnails.sqlite"
# A thumbnail fits into one page, so that it is read at once.
_PAGE_BYTES = 16 * 1024
_PICTURES: Final = "(asset_id INTEGER NOT NULL, jpeg BLOB NOT NULL, PRIMARY KEY (asset_id))"
# What was drawn is kept apart from what there is of it, so that a video of which nothing can be drawn is tried once.
_TABLES: Final = {
    "sharp": _PICTURES,
    "veiled": _PICTURES,
    "storyboard": "(asset_id INTEGER NOT NULL, PRIMARY KEY (asset_id))",
    "cell": "(asset_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, sharp BLOB NOT NULL, veiled BLOB NOT NULL, "
    "PRIMARY KEY (asset_id, at_ms))",
}
_THUMBNAILS: Final = frozenset({"sharp", "veiled"})
_GET: Final = {name: f"SELECT asset_id, jpeg FROM {name} WHERE asset_id IN " for name in _THUMBNAILS}  # noqa: S608
_PUT: Final = {name: f"INSERT OR REPLACE INTO {name} VALUES (?, ?)" for name in _THUMBNAILS}  # noqa: S608
_CELLS: Final = {
    name: f"SELECT at_ms, {name} FROM cell WHERE asset_id = ? ORDER BY at_ms"  # noqa: S608
    for name in _THUMBNAILS
}


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
        self._has_storyboards = tables >= set(_TABLES)

    def _find_or_make_tables(self) -> set[str]:
        with self._database.reading_bare() as driver:
            found = {str(name) for (name,) in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if self._database.read_only or found >= set(_TABLES):
            return found
        with self._database.writing_bare() as driver:
            for name, columns in _TABLES.items():
                driver.execute(f"CREATE TABLE IF NOT EXISTS {name} {columns}")
        return set(_TABLES)

    def put(self, many: Iterable[Thumbnail]) -> None:
        """Keep these thumbnails, in the place of former ones; an asset without pictures has none then."""
        pictures = list(many)
        if not pictures:
            return
        jpegs = {
            "sharp": [(one.asset_id, one.sharp) for one in pictures],
            "veiled": [(one.asset_id, one.veiled) for one in pictures],
        }
        with self._database.writing_bare() as driver:
            for table, rows in jpegs.items():
                for some in chunks([asset_id for asset_id, jpeg in rows if not jpeg]):
                    driver.execute(f"DELETE FROM {table} WHERE asset_id IN {listed(some)}")  # noqa: S608
                driver.executemany(_PUT[table], [row for row in rows if row[1]])

    def get(self, ids: Sequence[int], *, veiled: bool = False) -> dict[int, bytes]:
        """The thumbnails there are among these assets, as JPEG bytes by id."""
        found: dict[int, bytes] = {}
        if not self._has_tables:
            return found
        with self._database.reading_bare() as driver:
            for some in chunks(ids):
                found.update(driver.execute(_GET["veiled" if veiled else "sharp"] + listed(some)).fetchall())
        return found

    def put_storyboard(self, asset_id: int, cells: Iterable[Cell]) -> None:
        """Keep the storyboard of a video, in the place of a former one; one without cells counts as drawn too."""
        rows = [(asset_id, cell.at_ms, cell.sharp, cell.veiled) for cell in cells]
        with self._database.writing_bare() as driver:
            driver.execute("DELETE FROM cell WHERE asset_id = ?", (asset_id,))
            driver.execute("INSERT OR REPLACE INTO storyboard VALUES (?)", (asset_id,))
            driver.executemany("INSERT INTO cell VALUES (?, ?, ?, ?)", rows)

    def add_cells(self, asset_id: int, cells: Iterable[Cell]) -> None:
        """Add cells to the storyboard of a video, in the place of those of the same times."""
        rows = [(asset_id, cell.at_ms, cell.sharp, cell.veiled) for cell in cells]
        if rows:
            with self._database.writing_bare() as driver:
                driver.executemany("INSERT OR REPLACE INTO cell VALUES (?, ?, ?, ?)", rows)

    def cell_times(self, asset_id: int) -> list[int]:
        """The times (ms) of the cells of a video's storyboard; none if it was not drawn yet."""
        if not self._has_storyboards:
            return []
        with self._database.reading_bare() as driver:
            found = driver.execute("SELECT at_ms FROM cell WHERE asset_id = ? ORDER BY at_ms", (asset_id,))
            return [at_ms for (at_ms,) in found]

    def storyboard(self, asset_id: int, *, veiled: bool = False) -> list[tuple[int, bytes]]:
        """The cells of a video's storyboard by their time (ms), as JPEG; none if it was not drawn yet."""
        if not self._has_storyboards:
            return []
        with self._database.reading_bare() as driver:
            return driver.execute(_CELLS["veiled" if veiled else "sharp"], (asset_id,)).fetchall()

    def without_storyboard(self, ids: Sequence[int]) -> list[int]:
        """Those of these assets for which no storyboard was drawn, in order."""
        drawn: set[int] = set()
        if self._has_storyboards:
            with self._database.reading_bare() as driver:
                for some in chunks(ids):
                    wanted = f"SELECT asset_id FROM storyboard WHERE asset_id IN {listed(some)}"  # noqa: S608
                    drawn.update(asset_id for (asset_id,) in driver.execute(wanted))
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
