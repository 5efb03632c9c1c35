"""Judges the library by a policy, a part at a time, and writes only the rows that change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, case, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import NONE, code_of, status_of
from rekreview.domain.tuning import flips
from rekreview.library import database
from rekreview.library.disagreeing import disagreeing_within
from rekreview.library.queries.columns import LibraryColumns, between, library_columns
from rekreview.library.standing import JUDGED_COLUMNS, judge, new_status, updating
from rekreview.library.tables import ASSET

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NO_MARGIN: Final = -1e9
_FIELDS = [
    ("verdict", "i1"),
    ("category", "i4"),
    ("confidence", "f8"),
    ("margin", "f8"),
    ("borderline", "?"),
    ("disagreeing", "?"),
]
_STORED = select(
    case(*((ASSET.c.verdict == status.value, code_of(status)) for status in Status), else_=NONE),
    func.coalesce(ASSET.c.top_category_id, NONE),
    func.coalesce(ASSET.c.top_confidence, float(NONE)),
    func.coalesce(ASSET.c.margin, _NO_MARGIN),
    ASSET.c.borderline,
    ASSET.c.disagreeing,
).order_by(ASSET.c.id)
_UPDATE = updating(*JUDGED_COLUMNS)


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What judging a part of the library anew did.

    following: the asset after which to go on, None at the end. changed: how many rows had to be written. to_rejected,
    to_approved: the ids of the assets that changed side.
    """

    following: int | None = None
    changed: int = 0
    to_rejected: tuple[int, ...] = ()
    to_approved: tuple[int, ...] = ()


def rejudge(connection: Connection, pair: PolicyPair, after: int, size: int) -> Rejudged:
    """Write what a policy says into the rows where it differs, of the `size` assets that follow on `after`."""
    following = select(ASSET.c.id).where(ASSET.c.id > after).order_by(ASSET.c.id).limit(size)
    ids = database.integers(connection, following)
    if not len(ids):
        return Rejudged()
    last = int(ids[-1])
    part = between(after, last)
    library = library_columns(connection, part)
    stored, wanted = database.records(connection, _STORED.where(part), np.dtype(_FIELDS)), _wanted(library, pair)
    wanted["disagreeing"] = np.isin(ids, list(disagreeing_within(connection, part, pair)))
    differing = np.flatnonzero(wanted != stored)
    if len(differing):
        _write(connection, library, wanted, differing)
    undecided = library.columns.standing == NONE
    moved = flips(np.where(undecided, stored["verdict"], NONE), np.where(undecided, wanted["verdict"], NONE))
    to_rejected, to_approved = ids[moved.to_rejected].tolist(), ids[moved.to_approved].tolist()
    return Rejudged(last if len(ids) == size else None, len(differing), tuple(to_rejected), tuple(to_approved))


def _write(connection: Connection, library: LibraryColumns, wanted: NDArray[np.void], rows: NDArray[np.intp]) -> None:
    assets = library.columns.asset_id[rows].tolist()
    decided = library.columns.standing[rows].tolist()
    fresh = zip(assets, wanted[rows].tolist(), decided, strict=True)
    connection.execute(_UPDATE, [_row(asset_id, record, code) for asset_id, record, code in fresh])


def _wanted(library: LibraryColumns, pair: PolicyPair) -> NDArray[np.void]:
    """What the rows should say, in the order of ids; whether engines disagree is left open."""
    judgement = judge(library.columns, pair)
    has_top = judgement.top >= 0
    top = judgement.top[has_top]
    wanted = np.empty(len(library.columns), dtype=_FIELDS)
    wanted["verdict"] = judgement.verdict
    wanted["category"], wanted["confidence"] = NONE, NONE
    wanted["category"][has_top] = library.category_id[top]
    wanted["confidence"][has_top] = library.columns.confidence[top]
    wanted["margin"] = np.where(np.isnan(judgement.margin), _NO_MARGIN, judgement.margin)
    wanted["borderline"] = judgement.borderline
    wanted["disagreeing"] = False
    return wanted


def _row(asset_id: int, record: tuple[int, int, float, float, bool, bool], decided: int) -> dict[str, Any]:
    code, category_id, confidence, margin, borderline, disagreeing = record
    verdict = status_of(code)
    assert verdict is not None, "every asset has a verdict"
    return {
        "asset": asset_id,
        "new_verdict": verdict.value,
        **new_status(verdict, status_of(decided)),
        "new_top_category_id": None if category_id == NONE else category_id,
        "new_top_confidence": None if category_id == NONE else confidence,
        "new_margin": None if margin == _NO_MARGIN else margin,
        "new_borderline": borderline,
        "new_disagreeing": disagreeing,
    }
