"""Which of a reviewer's own decisions come back to be judged again, and what was said of them the second time.

Asked in plain SQL: a part of a list is not shown before it is known what is served in it, and the window's first page
need not wait for SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from rekreview.domain.arrays import np
from rekreview.domain.assets import Status
from rekreview.domain.lots import drawn_by_lot
from rekreview.domain.serving import SEED
from rekreview.library.moments import kept, restored
from rekreview.library.queries.chunks import chunks, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rekreview.library.opinion_values import Opinion
    from rekreview.library.queries.heaviness import Execute

_MADE: Final = """
SELECT coalesce(group_concat(id), ''), coalesce(group_concat(asset_id), '') FROM decision
WHERE reviewer = ? AND act = 'decide' AND undoes IS NULL AND seen_in <> 'nowhere' AND at < ?"""
# What is put aside waits for somebody's second look, which any verdict ends: an opinion must not.
_STANDING: Final = "SELECT id, decision_id FROM asset WHERE decided_by = 'reviewer' AND NOT second_look AND id IN "
_REVIEWED: Final = "SELECT id FROM asset WHERE decided_by = 'reviewer' AND id IN "
_SAID: Final = """
SELECT opinion.asset_id, opinion.decision_id, opinion.status, opinion.reviewer, opinion.reason, opinion.note, opinion.at
FROM opinion JOIN step ON step.id = opinion.step_id
WHERE step.state = 'done' AND opinion.reviewer = ? AND opinion.sample_id IS ?{among} ORDER BY opinion.id"""


def said(
    execute: Execute, reviewer: str, *, sample: int | None = None, decisions: Sequence[int] | None = None
) -> dict[int, Opinion]:
    """What a reviewer said a second time, by asset: in one sample, or unmarked; on these decisions only."""
    if decisions is None:
        return _newest(execute(_SAID.format(among=""), (reviewer, sample)))
    found: dict[int, Opinion] = {}
    for some in chunks(decisions):
        among = f" AND opinion.decision_id IN {listed(some)}"
        found.update(_newest(execute(_SAID.format(among=among), (reviewer, sample))))
    return found


def _newest(rows: Any) -> dict[int, Opinion]:
    """The newest word on each decision, none that was taken away; by asset."""
    last = {row[1]: row for row in rows}
    return {row[0]: _opinion(row) for row in last.values() if row[2] is not None}


def _opinion(row: Sequence[Any]) -> Opinion:
    from rekreview.library.opinion_values import Opinion  # most lists are read by who said none

    asset_id, decision_id, status, reviewer, reason, note, at = row
    return Opinion(asset_id, decision_id, Status(status), reviewer, reason, note, restored(at))


def due(execute: Execute, reviewer: str, share: float, before: datetime) -> dict[int, int]:
    """Own decisions of before a moment whose lot says that they are to be judged again, by asset.

    Only those that stand, that were made on what was seen, and that were not judged again already; none on what is put
    aside, which waits for a second look of another kind.
    """
    ((decisions, assets),) = (
        [np.fromstring(text, dtype=np.int64, sep=",") for text in row]
        for row in execute(_MADE, (reviewer, kept(before)))
    )
    drawn = drawn_by_lot(decisions, share, SEED)
    return _still_to_judge(execute, reviewer, assets[drawn].tolist(), set(decisions[drawn].tolist()))


def still_due(execute: Execute, reviewer: str, known: Mapping[int, int]) -> dict[int, int]:
    """Those of the decisions that were due a while ago that are due still, by asset."""
    return _still_to_judge(execute, reviewer, list(known), set(known.values()))


def _still_to_judge(execute: Execute, reviewer: str, assets: Sequence[int], made: Container[int]) -> dict[int, int]:
    """The decisions that stand on these assets, if they are among those and were not judged again already."""
    found: dict[int, int] = {}
    for some in chunks(assets):
        found.update((asset_id, decision_id) for asset_id, decision_id in execute(_STANDING + listed(some)))
    judged = said(execute, reviewer, decisions=list(found.values()))
    return {one: decision for one, decision in found.items() if decision in made and one not in judged}


def undecided(execute: Execute, ids: Sequence[int]) -> NDArray[np.int64]:
    """Those of these assets no person has decided on, in their order."""
    reviewed: set[int] = set()
    for some in chunks(ids):
        reviewed.update(asset_id for (asset_id,) in execute(_REVIEWED + listed(some)))
    return np.array([one for one in ids if one not in reviewed], dtype=np.int64)
