"""The tables of the desk: imports as batches, the reviewers' own queues, and the notes they hand over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from rekreview.library.columns import UtcDateTime
from rekreview.library.table import LibraryTable


class ImportBatchRow(LibraryTable, table=True):
    """One import: the assets it brought name it. source: what was imported, in a word or two for people."""

    __tablename__ = "import_batch"
    id: int | None = Field(default=None, primary_key=True)
    begun: datetime = Field(sa_type=UtcDateTime)
    source: str = ""


class SavedFilterRow(LibraryTable, table=True):
    """A queue of a reviewer's own: a filter under a name. position: its place among the others. deleted: taken off the
    list, from where it can be brought back.
    """

    __tablename__ = "saved_filter"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    document: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    position: int
    deleted: bool = False
    reviewer: str = ""
    created: datetime = Field(sa_type=UtcDateTime)


class HandOverRow(LibraryTable, table=True):
    """What one reviewer leaves to the next: a note, and the day in words. read_by: who put it away; "" while nobody."""

    __tablename__ = "hand_over"
    id: int | None = Field(default=None, primary_key=True)
    reviewer: str
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""
    summary: str = ""
    read_by: str = ""
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
