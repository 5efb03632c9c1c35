"""A library of numbered pictures, on some of which the robot decided yesterday: they come back for a second opinion."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.domain.serving import LARGEST_SHARE
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library.database import FILE_NAME
from rekreview.library.library import Library
from rekreview.settings import Settings
from tests.e2e.moderator import numbered_library
from tests.e2e.moderator.window import rejected_first

REVIEWER = "robot"
_DAYS = 2
_SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 240, 180, 900)


def make(directory: Path, media: Path, undecided: int, decided: int) -> None:
    """A library of pictures numbered from 1, all rejected; the first `decided` of them were approved one by one."""
    numbered_library.make(directory, media, decided + undecided)
    with closing(Library.open(directory)) as library:
        for asset_id in library.queries.ids(QueueFilter())[:decided].tolist():
            library.commands.decide([asset_id], Status.APPROVED, reviewer=REVIEWER, seen=_SEEN)
    with closing(sqlite3.connect(directory / FILE_NAME)) as connection, connection:
        connection.execute(f"UPDATE decision SET at = datetime(at, '-{_DAYS} days') || '.000000'")


def settings(library: Path) -> Settings:
    """A person to whom as many of their own decisions come back as can be chosen."""
    return replace(rejected_first(library), reviewer=REVIEWER, second_opinion_percent=100 * LARGEST_SHARE)
