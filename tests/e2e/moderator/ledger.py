"""Holds what the library kept against what the robot saw when it pressed: each row has to be about what was painted."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rekreview.library import Library
from rekreview.library.database import FILE_NAME
from rekreview.library.sightings import NOWHERE
from tests.e2e.moderator.diary import Deed, Diary

NUMBERED = "name GLOB '[0-9]*.jpg'"
"""Which assets are the robot's own: their names are their numbers."""
STATE = "id, verdict, status, decided_by, overturned, second_look, has_note, decision_id"
"""What a person's decisions change of an asset."""
VERDICTS = (Deed.APPROVE, Deed.REJECT, Deed.UNDO)


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of the decisions: which picture, what was done to it, and what was before the eyes."""

    number: int
    deed: str
    seen_in: str | None
    step: str | None
    sha256: str | None
    width: int | None
    height: int | None
    dwell_ms: int | None


@dataclass
class Findings:
    """What is wrong. Nothing is when all lists are empty."""

    misattributed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every row is right and none is missing."""
        return not (self.misattributed or self.lost or self.unproven)

    def told(self) -> str:
        """The figures, and the first of each kind."""
        kinds = {"misattributed": self.misattributed, "lost": self.lost, "not proven to be seen": self.unproven}
        return "; ".join(f"{len(found)} {name}" + (f" ({found[0]})" if found else "") for name, found in kinds.items())


@contextmanager
def opened(library: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a library, to look at only; also while the app writes to it, or after it was killed."""
    with closing(sqlite3.connect(f"file:{library / FILE_NAME}?mode=ro", uri=True)) as connection:
        yield connection


def rows(library: Path, after: int = 0) -> list[Kept]:
    """The decisions after the row of this id, in the order in which they were written."""
    wanted = (
        "SELECT asset.name, act, to_status, undoes, seen_in, seen_step, seen_sha256, seen_width, seen_height, seen_ms "
        "FROM decision JOIN asset ON asset.id = asset_id WHERE decision.id > ? ORDER BY decision.id"
    )
    with opened(library) as connection:
        found = connection.execute(wanted, (after,)).fetchall()
    return [
        Kept(int(name.split(".")[0]), Deed.UNDO if undoes is not None else status, *seen)
        for name, _act, status, undoes, *seen in found
    ]


def newest(library: Path) -> int:
    """The id of the last decision, 0 if there is none."""
    with opened(library) as connection:
        return connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0]  # type: ignore[no-any-return]


def steps(library: Path) -> int:
    """How many steps of a person there are to be taken back."""
    with opened(library) as connection:
        return connection.execute("SELECT count(*) FROM step WHERE state = 'done'").fetchone()[0]  # type: ignore[no-any-return]


def state(library: Path) -> list[tuple[object, ...]]:
    """What stands of each numbered asset: it is the same again when everything was taken back."""
    with opened(library) as connection:
        return connection.execute(f"SELECT {STATE} FROM asset WHERE {NUMBERED} ORDER BY id").fetchall()


def imported(library: Path) -> int:
    """How many of the files that come meanwhile are in the library."""
    with opened(library) as connection:
        return connection.execute("SELECT count(*) FROM asset WHERE name LIKE 'camera%'").fetchone()[0]  # type: ignore[no-any-return]


def order(library: Path) -> list[int]:
    """The numbers of the pictures in the order of their ids, in which the lists show them."""
    with opened(library) as connection:
        found = connection.execute(f"SELECT name FROM asset WHERE {NUMBERED} ORDER BY id").fetchall()
    return [int(name.split(".")[0]) for (name,) in found]


def compare(diary: Diary, library: Path, after: int = 0) -> Findings:
    """Hold every row after `after` against the inputs of the diary, in their order."""
    kept, findings = rows(library, after), Findings()
    groups = list(_groups(diary))
    meant = [one for group in groups for one in sorted(group)]
    wanted = Counter(meant)
    found = Counter((row.number, row.deed) for row in kept)
    findings.lost = [f"{deed} of picture {number}" for number, deed in (wanted - found).elements()]
    findings.misattributed = [f"{deed} of picture {number}" for number, deed in (found - wanted).elements()]
    if not findings.lost and not findings.misattributed:
        written = iter((row.number, row.deed) for row in kept)
        found_in_order = [one for group in groups for one in sorted(islice(written, len(group)))]
        swapped = [a for a, b in zip(meant, found_in_order, strict=True) if a != b]
        findings.misattributed = [f"{deed} of picture {number}, in another order" for number, deed in swapped]
    findings.unproven = list(unproven(kept, library, _behind(diary)))
    return findings


def pressed(diary: Diary) -> list[tuple[int, str]]:
    """What was pressed for which picture; a key that was pressed early is meant for the one that was to come.

    One that was refused left no row, and one that did would be found to be misattributed.
    """
    return [one for group in _groups(diary) for one in group]


def _groups(diary: Diary) -> Iterator[list[tuple[int, str]]]:
    """For each input that was taken what it was for: the rows of one step have no order."""
    for one in diary.inputs:
        number = one.number if one.number is not None else one.meant
        if not one.refused and one.deed in VERDICTS and number is not None:
            yield [(each, one.deed) for each in (number, *one.beside, *one.behind)]


def decided(diary: Diary) -> set[int]:
    """The pictures that were decided on."""
    return {number for number, _deed in pressed(diary)}


def taken_back(diary: Diary) -> int:
    """How often something was taken back."""
    return sum(one.deed is Deed.UNDO for one in diary.inputs)


def _behind(diary: Diary) -> Counter[int]:
    """How often each picture was decided that was not to be seen then."""
    return Counter(number for one in diary.decisions for number in one.behind)


def unproven(kept: list[Kept], library: Path, behind: Counter[int]) -> Iterator[str]:
    """Decisions that are not kept with how their own picture was painted, or with that of one nobody saw."""
    sources = _sources(library, {row.number for row in kept})
    unseen = Counter(row.number for row in kept if row.seen_in == NOWHERE)
    for number in behind - unseen:
        yield f"picture {number} was decided unseen, and is said to have been seen"
    for row in kept:
        if row.deed == Deed.UNDO or (row.seen_in == NOWHERE and behind[row.number]):
            behind[row.number] -= row.deed != Deed.UNDO
            continue
        file, thumbnail = sources[row.number]
        if row.seen_in not in ("grid", "loupe"):
            yield f"picture {row.number} was decided unseen ({row.seen_in})"
        elif row.sha256 != (file if row.seen_in == "loupe" else thumbnail):
            yield f"picture {row.number} was decided on other bytes"
        elif row.step != "sharp" or not row.width or not row.height or row.dwell_ms is None:
            yield f"picture {row.number}: {row}"


def _sources(library: Path, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """The SHA-256 of the file and of the thumbnail of each picture."""
    with opened(library) as connection:
        found = {
            int(name.split(".")[0]): (asset_id, sha256)
            for asset_id, name, sha256 in connection.execute(f"SELECT id, name, sha256 FROM asset WHERE {NUMBERED}")
        }
    with closing(Library.open(library, read_only=True)) as read:
        ids = [found[number][0] for number in numbers]
        held = {
            asset_id: hashlib.sha256(content).hexdigest()
            for start in range(0, len(ids), 500)
            for asset_id, content in read.thumbnails.get(ids[start : start + 500]).items()
        }
    return {number: (found[number][1], held[found[number][0]]) for number in numbers}
