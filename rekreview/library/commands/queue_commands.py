"""The part of `Commands` that is about the reviewers' own queues and what they hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.domain.saved_filters import SavedFilter
from rekreview.library.commands import handing_over, saving
from rekreview.library.database import Database
from rekreview.library.thumbnails import ThumbnailStore

Answer = TypeVar("Answer")
Announce = Callable[[ChangeSet], None]


class QueueCommands:
    """Runs changes in transactions of their own and tells of them; and those on queues and notes."""

    def __init__(self, database: Database, thumbnails: ThumbnailStore, announce: Announce) -> None:
        self._database = database
        self._thumbnails = thumbnails
        self._announce = announce

    def _write(self, change: Callable[[Connection], tuple[Answer, ChangeSet]], *, durable: bool = False) -> Answer:
        """Run one change in a transaction of its own and tell what it changed."""
        with self._database.writing(durable=durable) as connection:
            answer, changes = change(connection)
        if changes:
            self._announce(changes)
        return answer

    def save_filter(self, name: str, wanted: QueueFilter, *, reviewer: str = "") -> SavedFilter:
        """Save a filter as a queue under a name, in the place of one that has it. Raises InvalidValue."""
        return self._write(lambda connection: saving.save_filter(connection, name, wanted, reviewer), durable=True)

    def rename_filter(self, number: int, name: str) -> None:
        """Give a saved filter another name. Raises InvalidValue for none, or one that is taken."""
        self._write(lambda connection: saving.rename_filter(connection, number, name), durable=True)

    def delete_filter(self, number: int) -> None:
        """Take a saved filter off the list; `restore_filter` brings it back."""
        self._write(lambda connection: saving.delete_filter(connection, number, deleted=True), durable=True)

    def restore_filter(self, number: int) -> None:
        """Bring a deleted filter back to its place."""
        self._write(lambda connection: saving.delete_filter(connection, number, deleted=False), durable=True)

    def move_filter(self, number: int, by: int) -> None:
        """Move a saved filter down the list by so many places, or up."""
        self._write(lambda connection: saving.move_filter(connection, number, by), durable=True)

    def leave_hand_over(self, *, reviewer: str, note: str, summary: str) -> int:
        """Leave a note and the day in words to whoever opens the library next; its number. Raises InvalidValue for
        none.
        """
        return self._write(lambda connection: handing_over.leave(connection, reviewer, note, summary), durable=True)

    def put_away_hand_over(self, number: int, *, reviewer: str) -> None:
        """Somebody has read a note: it is not shown again."""
        self._write(lambda connection: handing_over.put_away(connection, number, reviewer))
