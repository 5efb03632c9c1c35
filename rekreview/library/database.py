"""The database file: connections, transactions, and whatever only SQLite knows. Beside it only `folding` says PRAGMA.

Readers take a connection from a pool, any thread at any time, and see one state for the length of a query. Writers go
one after another through the write lane, on one connection of its own.

SQLAlchemy is loaded when the first statement of its language is run: it takes longer than opening a library of a
million assets and showing its first page, which are asked for on the driver itself.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rekreview.domain.arrays import np
from rekreview.domain.errors import ReadOnly
from rekreview.library.faults import told
from rekreview.library.folding import LogFolder

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine, Select

FILE_NAME = "library.sqlite"
BUSY_SECONDS = 10.0
_READERS_KEPT = 8
_READERS_AT_MOST = 64
# Enough for the index every queue is read from, at 100,000 assets.
_CACHE_BYTES = 32 * 1024 * 1024
# A long step touches more of it than that, over and over.
_LONG_CACHE_BYTES = 128 * 1024 * 1024
_READ_AT_ONCE = 64 * 1024
_WRITE_AHEAD_BYTES = 64 * 1024 * 1024


class WriteLane:
    """Lets writers in one at a time, in the order they came, so that a long batch cannot starve a single decision."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @property
    def taken(self) -> bool:
        """Whether somebody is writing."""
        return self._taken

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        try:
            turn.wait()
        except BaseException:
            self._give_up(turn)
            raise

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._taken = False

    def _give_up(self, turn: threading.Event) -> None:
        """Who is interrupted while waiting (Ctrl+C) leaves the line; if it was called up just then, the next one is."""
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._pass_on()


class Database:
    """One library file and the connections to it. Safe to use from any thread."""

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file = file
        self.read_only = read_only
        self.lane = WriteLane()
        self._making = threading.Lock()
        self._reading_engine: Engine | None = None
        self._writing_engine: Engine | None = None
        self._folder = LogFolder(file, self.lane)
        self._driver: sqlite3.Connection | None = None
        self._durable: bool | None = None
        self._askers: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._watch = threading.Lock()
        self._watcher: sqlite3.Connection | None = None
        self._seen_version: int | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the library until the block ends."""
        with told(self.file.parent), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Connection]:
        """One transaction in the write lane, committed when the block ends and undone if it raises.

        durable: on the disk when the block has ended, whatever happens to the computer then (a person's decision).
        Otherwise a crash of the program loses nothing, but a power cut may lose the last moments.
        """
        with self.lane, told(self.file.parent), self._writers.connect() as connection:
            self._set_durability(self._own_driver(), durable=durable)
            with connection.begin():
                yield connection
        self._folder.written()

    def flush(self) -> None:
        """Have the disk take what was written so far: after a bulk write, so that the next decision need not wait."""
        self._folder.flush()

    @contextmanager
    def writing_bare(self) -> Iterator[sqlite3.Connection]:
        """A transaction as `writing` makes it, on the driver itself: for what is `Prepared`."""
        with self.lane, told(self.file.parent):
            driver = self._own_driver()
            self._set_durability(driver, durable=False)
            driver.execute("BEGIN IMMEDIATE")
            try:
                yield driver
                driver.execute("COMMIT")
            except BaseException:
                driver.rollback()
                raise
        self._folder.written()

    @contextmanager
    def easing(self) -> Iterator[None]:
        """For a long write in many transactions, which come back to the same pages over and over."""
        self._cache(_LONG_CACHE_BYTES)
        try:
            yield
        finally:
            self._cache(_CACHE_BYTES)

    def _cache(self, size: int) -> None:
        """How many bytes the connection that writes may keep in memory."""
        with self.lane, told(self.file.parent):
            self._own_driver().execute(f"PRAGMA cache_size=-{size // 1024}")

    def _own_driver(self) -> sqlite3.Connection:
        """The driver of the one connection that writes. Only for who is in the lane."""
        if self.read_only:
            raise ReadOnly("This window may only look: the library is open for writing elsewhere.", "Close it there.")
        if self._driver is None:
            self._driver = _connected(self.file, for_writing=True)
        return self._driver

    @contextmanager
    def reading_bare(self) -> Iterator[sqlite3.Connection]:
        """The driver of a connection to read with, for statements that are plain text or `Prepared`.

        All of them see one state of the library, as in `reading`.
        """
        with told(self.file.parent):
            asker = self._lend_asker()
            try:
                asker.execute("BEGIN")
                try:
                    yield asker
                finally:
                    asker.rollback()
            finally:
                self._take_back(asker)

    def _lend_asker(self) -> sqlite3.Connection:
        try:
            return self._askers.pop()
        except IndexError:
            return _connected(self.file, for_writing=False)

    def _take_back(self, asker: sqlite3.Connection) -> None:
        if self._closed:
            asker.close()
        else:
            self._askers.append(asker)

    @property
    def _readers(self) -> Engine:
        with self._making:
            if self._reading_engine is None:
                self._reading_engine = _engine(partial(_connected, self.file, for_writing=False), for_writing=False)
            return self._reading_engine

    @property
    def _writers(self) -> Engine:
        """SQLAlchemy's view of the one connection that writes. Only for who is in the lane."""
        driver = self._own_driver()
        with self._making:
            if self._writing_engine is None:
                self._writing_engine = _engine(lambda: driver, for_writing=True)
            return self._writing_engine

    def _set_durability(self, driver: sqlite3.Connection, *, durable: bool) -> None:
        """SQLite takes `synchronous` only between transactions."""
        if self._durable != durable:
            driver.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable

    def foreign_writes(self) -> bool:
        """Whether another process wrote since this was last asked.

        SQLite counts the commits of all other connections. Our own come through one connection alone, so that asking
        on that one leaves only strangers; while it is busy the answer is put off.
        """
        if self.read_only:
            return self._moved(self._own_watcher())
        if self.lane.taken:
            return False
        with self.lane, told(self.file.parent):
            return self._moved(self._own_driver())

    def _own_watcher(self) -> sqlite3.Connection:
        with self._watch:
            if self._watcher is None:
                self._watcher = sqlite3.connect(self.file, check_same_thread=False, isolation_level=None)
            return self._watcher

    def _moved(self, driver: sqlite3.Connection) -> bool:
        with self._watch:
            version = int(driver.execute("PRAGMA data_version").fetchone()[0])
            before, self._seen_version = self._seen_version, version
            return before is not None and before != version

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._closed = True
        self._folder.close()
        for engine in (self._reading_engine, self._writing_engine):
            if engine is not None:
                engine.dispose()
        with self._watch:
            for connection in (self._driver, self._watcher):
                if connection is not None:
                    connection.close()
            self._driver = self._watcher = None
        while (
            True
        ):  # one by one: whoever asks just now may have been lent one meanwhile, and it is closed when it is back
            try:
                self._askers.pop().close()
            except IndexError:
                return


def _engine(connected: Callable[[], sqlite3.Connection], *, for_writing: bool) -> Engine:
    """SQLAlchemy's view of such connections; each says how its transactions begin."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import QueuePool, StaticPool

    from rekreview.library.prepared import compact_json

    pool: dict[str, Any] = (
        {"poolclass": StaticPool}
        if for_writing
        else {
            "poolclass": QueuePool,
            "pool_size": _READERS_KEPT,
            "max_overflow": _READERS_AT_MOST,
            "pool_use_lifo": True,
        }
    )
    engine = create_engine(
        "sqlite://",
        creator=connected,
        json_serializer=compact_json,
        **pool,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if for_writing else "BEGIN")

    return engine


def _connected(file: Path, *, for_writing: bool) -> sqlite3.Connection:
    """A connection to the file. It starts no transaction by itself."""
    driver = sqlite3.connect(file, BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    driver.execute("PRAGMA foreign_keys=ON")
    driver.execute("PRAGMA temp_store=MEMORY")
    driver.execute(f"PRAGMA cache_size=-{_CACHE_BYTES // 1024}")
    driver.execute(f"PRAGMA journal_size_limit={_WRITE_AHEAD_BYTES}")
    driver.execute("PRAGMA wal_autocheckpoint=0")  # see folding
    if not for_writing:
        driver.execute("PRAGMA query_only=ON")
    return driver


def make_file(file: Path, *, page_bytes: int = 4096) -> None:
    """Make an empty database in which readers and a writer work side by side; the file remembers it."""
    with told(file.parent):
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
        try:
            connection.execute(f"PRAGMA page_size={page_bytes}")
            _write_ahead(connection)
        finally:
            connection.close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file keep a write-ahead log. SQLite does not wait where two programs ask for it at once, so we do."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
        time.sleep(0.02)


def table_names(connection: Connection) -> set[str]:
    """The tables the file holds."""
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in rows}


def integers(connection: Connection, statement: Select[Any]) -> NDArray[np.int64]:
    """The one column of a query as an array, in its order."""
    return integer_columns(connection, statement)[0]


def integer_columns(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[NDArray[np.int64]]:
    """The columns of a query as arrays, in its order; what is empty (NULL) is left out.

    Each comes as one text that SQLite strings together: four times as fast as a Python object for each row, and a
    queue may hold a million ids.
    """
    from sqlalchemy import func, select

    rows = statement.subquery()
    texts = connection.execute(select(*(func.group_concat(column) for column in rows.c))).one()
    return [_numbers(text or "") for text in texts]


def _numbers(text: str) -> NDArray[np.int64]:
    """The numbers of a text, parted by commas.

    A piece at a time: numpy lets no other thread run while it reads, and a window would stand still for a tenth of a
    second while a million are read.
    """
    pieces, begin = [], 0
    while begin < len(text):
        comma = text.find(",", begin + _READ_AT_ONCE)
        end = len(text) if comma < 0 else comma
        pieces.append(np.fromstring(text[begin:end], dtype=np.int64, sep=","))
        begin = end + 1
    return np.concatenate(pieces) if pieces else np.empty(0, np.int64)


def rows(connection: Connection, statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver tells them, one by one: for hundreds of thousands."""
    cursor = connection.execute(statement).cursor
    assert cursor is not None
    return cast("Iterator[tuple[Any, ...]]", cursor)


def records(connection: Connection, statement: Select[Any], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """The rows of a query as records. No column may be empty (NULL)."""
    return np.fromiter(rows(connection, statement), dtype=dtype)


def integrity(file: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with the file; nothing for a sound one."""
    with told(file.parent):
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
        try:
            rows = connection.execute("PRAGMA integrity_check").fetchall()
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            with suppress(sqlite3.Error):
                connection.close()
    remarks = [str(row[0]) for row in rows if row[0] != "ok"]
    return (*remarks, *(f"a row of {stray[0]} points nowhere" for stray in strays))
