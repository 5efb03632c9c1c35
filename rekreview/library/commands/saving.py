"""Filters saved under a name, renamed, put in another order, taken off the list and brought back."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import Connection, Update, func, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.queues import QueueFilter
from rekreview.domain.saved_filters import SavedFilter, filter_document
from rekreview.library.columns import now
from rekreview.library.queries.saved_filters import saved_filters
from rekreview.library.tables import SAVED_FILTER

_SAVED = ChangeSet(filters=True)


def save_filter(connection: Connection, name: str, wanted: QueueFilter, reviewer: str) -> tuple[SavedFilter, ChangeSet]:
    """Save a filter under a name, as the last of the list; under a name that is there already, in its place.

    Raises InvalidValue for no name, and for a blind sample, which is no queue.
    """
    name = _named(name)
    if wanted.asks_for_evidence and wanted.boundary is None:
        raise InvalidValue("A blind sample cannot be saved as a queue.", "It stays on the policy screen.")
    known = next((one for one in saved_filters(connection) if one.name.casefold() == name.casefold()), None)
    document = filter_document(wanted)
    if known is not None:
        connection.execute(_row(known.id).values(name=name, document=document))
        return SavedFilter(known.id, name, wanted), _SAVED
    last = connection.execute(select(func.max(SAVED_FILTER.c.position))).scalar() or 0
    row = {"name": name, "document": document, "position": last + 1, "deleted": False, "reviewer": reviewer}
    key = connection.execute(SAVED_FILTER.insert(), row | {"created": now()}).inserted_primary_key
    assert key is not None
    return SavedFilter(int(key[0]), name, wanted), _SAVED


def rename_filter(connection: Connection, number: int, name: str) -> tuple[None, ChangeSet]:
    """Give a saved filter another name. Raises InvalidValue for none, or for that of another one."""
    name = _named(name)
    if any(one.name.casefold() == name.casefold() and one.id != number for one in saved_filters(connection)):
        raise InvalidValue(f"There is a queue called “{name}” already.", "Choose another name.")
    connection.execute(_row(number).values(name=name))
    return None, _SAVED


def delete_filter(connection: Connection, number: int, *, deleted: bool) -> tuple[None, ChangeSet]:
    """Take a saved filter off the list, or bring it back to its place there: by another name, if its own is taken."""
    if not deleted:
        statement = select(SAVED_FILTER.c.name).where(SAVED_FILTER.c.id == number)
        for name in connection.execute(statement).scalars().all():
            others = {one.name.casefold() for one in saved_filters(connection) if one.id != number}
            connection.execute(_row(number).values(name=_free(name, others)))
    connection.execute(_row(number).values(deleted=deleted))
    return None, _SAVED


def _free(name: str, taken: Set[str]) -> str:
    """The name, or with the first number behind it that none of the others has."""
    tries = (name, *(f"{name} ({at})" for at in range(2, len(taken) + 3)))
    return next(one for one in tries if one.casefold() not in taken)


def move_filter(connection: Connection, number: int, by: int) -> tuple[None, ChangeSet]:
    """Move a saved filter down the list by so many places, or up; at its ends it stays."""
    order = [one.id for one in saved_filters(connection)]
    if number in order:
        at = order.index(number)
        order.insert(max(0, min(len(order) - 1, at + by)), order.pop(at))
        for position, one in enumerate(order, start=1):
            connection.execute(_row(one).values(position=position))
    return None, _SAVED


def _row(number: int) -> Update:
    return update(SAVED_FILTER).where(SAVED_FILTER.c.id == number)


def _named(name: str) -> str:
    if not name.strip():
        raise InvalidValue("A queue needs a name.", "Give it one that says what is in it.")
    return name.strip()
