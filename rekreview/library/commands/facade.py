"""The one object that changes a library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from rekreview.domain.assets import ImportedFile
from rekreview.domain.changes import ChangeSet
from rekreview.library.categories import Categories
from rekreview.library.commands import importing
from rekreview.library.database import Database
from rekreview.library.thumbnails import ThumbnailStore
from rekreview.library.values import Added

Answer = TypeVar("Answer")
Announce = Callable[[ChangeSet], None]


class Commands:
    """Changes the library. Every call is one transaction (a long batch several); calls from several threads and
    processes go one after another; listeners hear of each change once it is saved.
    """

    def __init__(
        self, database: Database, thumbnails: ThumbnailStore, categories: Categories, announce: Announce
    ) -> None:
        self._database = database
        self._thumbnails = thumbnails
        self._categories = categories
        self._announce = announce

    def _write(self, change: Callable[[Connection], tuple[Answer, ChangeSet]], *, durable: bool = False) -> Answer:
        """Run one change in a transaction of its own and tell what it changed."""
        try:
            with self._database.writing(durable=durable) as connection:
                answer, changes = change(connection)
        except BaseException:
            self._categories.forget()
            raise
        if changes:
            self._announce(changes)
        return answer

    def add_assets(self, files: Sequence[ImportedFile]) -> Added:
        """Take files into the library: new bytes become assets, known ones get one more location.

        A file that changed since it was last seen becomes a new asset, and its place is marked missing for the old
        one; a file that was moved is found again by its bytes.
        """
        vanished = importing.vanished_locations(self._database, files)
        return self._write(lambda connection: importing.add_assets(connection, self._thumbnails, files, vanished))
