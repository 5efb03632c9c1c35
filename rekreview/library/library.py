"""The library: opened from a folder, asked through `queries`, changed through `commands`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import DiskFull, LibraryMissing, Locked
from rekreview.domain.policy import DEFAULT_PAIR
from rekreview.library import database, schema
from rekreview.library.database import Database
from rekreview.library.holding import Holds
from rekreview.library.queries import Queries
from rekreview.library.thumbnails import ThumbnailStore, open_store

if TYPE_CHECKING:
    from rekreview.library.commands import Commands

log = logging.getLogger(__name__)

FIRST_POLICY = "Default"
Listener = Callable[[ChangeSet], None]


class Library:
    """One open library. Safe to use from any thread; make it with `Library.open`."""

    def __init__(self, directory: Path, store: Database, thumbnails: ThumbnailStore) -> None:
        self.directory = directory
        self.thumbnails = thumbnails
        self.holds = Holds(directory)
        self._database = store
        self._listeners: list[Listener] = []
        self._guard = threading.Lock()
        self._commanding = threading.Lock()
        self._commands: Commands | None = None
        self.queries = Queries(store)

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, read_only: bool = False) -> Library:
        """Open the library in a folder; with `create`, make it if there is none.

        Raises LibraryMissing, TooNew, Corrupt, Locked or DiskFull, each with words for people.
        """
        directory = Path(directory)
        file = directory / database.FILE_NAME
        if not file.is_file():
            if not create or read_only:
                raise LibraryMissing(
                    f"There is no library in {directory}.", "Import something into it first, or choose another folder."
                )
            _make(directory, file)
        store = Database(file, read_only=read_only)
        try:
            _check(store, directory)
            library = cls(directory, store, open_store(directory, read_only=read_only))
        except BaseException:
            store.close()
            raise
        library._finish_policy()
        return library

    def _finish_policy(self) -> None:
        """Judge the rest of a library in which applying a policy was cut off, so that no two policies are mixed.

        Where that cannot be written, the library can be looked at all the same.
        """
        if self.read_only or self.queries.judged_up_to() is None:
            return
        log.info("A policy was not applied to all assets of %s; it is now.", self.directory)
        try:
            self.commands.finish_policy()
        except (DiskFull, Locked) as error:
            log.warning("Some assets still show what a former policy said: %s", error.message)

    @property
    def commands(self) -> Commands:
        """What changes the library. Imported when it is first asked for, which takes a third of a second: not on the
        GUI thread.
        """
        with self._commanding:
            if self._commands is None:
                from rekreview.library.commands import Commands

                self._commands = Commands(self._database, self.thumbnails, self._announce)
            return self._commands

    @property
    def read_only(self) -> bool:
        """Whether this opening may only look."""
        return self._database.read_only

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a function called after each saved change, on the thread that wrote. Returns what ends it."""
        with self._guard:
            self._listeners.append(listener)

        def end() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def foreign_writes(self) -> bool:
        """Whether another process wrote to the library since this was last asked."""
        return self._database.foreign_writes()

    def unsound(self) -> tuple[str, ...]:
        """What is wrong with the file itself, found by reading all of it; nothing for a sound library."""
        return database.integrity(self.directory / database.FILE_NAME)

    def close(self) -> None:
        """Close the files. Nothing is lost without it; it only tidies up."""
        self.thumbnails.close()
        self.holds.close()
        self._database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _announce(self, changes: ChangeSet) -> None:
        with self._guard:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(changes)


def _make(directory: Path, file: Path) -> None:
    """Make the folder and an empty file in it."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFull(
            f"The folder {directory} for the library cannot be made: {error.strerror}. Nothing was imported.",
            "Choose a place you may write to.",
        ) from error
    database.make_file(file)


def _check(store: Database, directory: Path) -> None:
    """Make or migrate the tables if need be; refuse what this app cannot read."""
    with store.reading_bare() as driver:
        if schema.is_newest(driver):
            return
    from rekreview.library.commands.policies import first_policy
    from rekreview.library.queries.policies import has_policy

    with store.reading() as connection:
        if schema.check(connection, directory) and has_policy(connection):
            return
    with store.writing(durable=True) as connection:
        if not schema.check(connection, directory):
            schema.bring_up_to_date(connection)
        if not has_policy(connection):
            first_policy(connection, FIRST_POLICY, DEFAULT_PAIR)
