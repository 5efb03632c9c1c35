"""What a cell shows of each asset.

Asked on the driver itself, in plain SQL: the first page of the window need not wait for SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rekreview.domain.assets import DecidedBy, EngineName, MediaKind, Status, Tile
from rekreview.domain.video import JobState
from rekreview.library.moments import restored
from rekreview.library.queries.chunks import chunks, listed
from rekreview.library.queries.heaviness import Execute, weigh

# A job is looked for only where a tile would else say that nobody looked at the video yet; who put an asset aside, only
# of one that is.
_ASIDE: Final = """
    SELECT decision.{} FROM decision WHERE decision.id = (
        SELECT max(act.id) FROM decision AS act WHERE act.asset_id = asset.id AND act.act = 'look_again')"""
_TILE: Final = f"""
SELECT asset.id, asset.kind, asset.name, asset.status, asset.decided_by, asset.overturned, category.name,
    asset.top_confidence, asset.deciding_engine, asset.duration_ms, asset.has_thumbnail, asset.has_note,
    asset.second_look, asset.verdict,
    CASE WHEN asset.kind = 'video' AND asset.verdict = 'pending' THEN (
        SELECT video_job.state
        FROM video_job JOIN task ON task.id = video_job.task_id JOIN run ON run.id = video_job.run_id
        WHERE video_job.asset_id = asset.id AND video_job.state <> 'failed' AND task.state IN ('queued', 'active')
            AND run.state <> 'cancelled'
        ORDER BY video_job.id DESC LIMIT 1) END,
    CASE WHEN asset.second_look THEN ({_ASIDE.format("reviewer")}) END,
    CASE WHEN asset.second_look THEN ({_ASIDE.format("at")}) END,
    asset.top_category_id, asset.deciding_detection_id
FROM asset LEFT JOIN category ON category.id = asset.top_category_id
WHERE asset.id IN """  # noqa: S608


# Looked up by their values, a page at a time: several times as quick as having the enumeration look.
_KINDS: Final = {one.value: one for one in MediaKind}
_STATUSES: Final = {one.value: one for one in Status}
_DECIDERS: Final = {None: None, "": None} | {one.value: one for one in DecidedBy}


def tiles(execute: Execute, wanted: Sequence[int]) -> list[Tile]:
    """The cells of these assets, in the order asked for; an id the library does not have is left out."""
    rows = [row for some in chunks(wanted) for row in execute(_TILE + listed(some))]
    weighed = weigh(execute, [(row[0], row[18], row[1], row[13], row[17], row[7]) for row in rows])
    found = {row[0]: _tile(row, heavy=row[0] in weighed.heavy, unclear=row[0] in weighed.unclear) for row in rows}
    return [found[one] for asset_id in wanted if (one := int(asset_id)) in found]


def _tile(row: Sequence[Any], *, heavy: bool, unclear: bool) -> Tile:
    (asset_id, kind, name, status, decided_by, overturned, category, confidence, engine, duration_ms, *flags) = row
    return Tile(
        id=asset_id,
        kind=_KINDS[kind],
        name=name,
        status=_STATUSES[status],
        decided_by=_DECIDERS[decided_by],
        overturned=bool(overturned),
        category=category or "",
        confidence=confidence,
        estimate=engine == EngineName.ON_DEVICE,
        duration_ms=duration_ms,
        has_thumbnail=bool(flags[0]),
        has_note=bool(flags[1]),
        second_look=bool(flags[2]),
        verdict=_STATUSES[flags[3]],
        unchecked=flags[8] is None or unclear,
        heavy=heavy,
        job=JobState(flags[4]) if flags[4] else None,
        looker=flags[5] or "",
        aside_since=restored(flags[6]) if flags[6] else None,
    )
