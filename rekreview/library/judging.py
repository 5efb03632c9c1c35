"""Works out where assets stand after their detections, or the rule which of them decides, changed."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from rekreview.domain.assets import DecidedBy, MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import STATUS_CODES
from rekreview.library.answers import NamedLabels, candidates, content_types_of, labels_of
from rekreview.library.content_types import Stored, untimed, with_moments
from rekreview.library.disagreeing import disagreeing
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.preferences import chosen_adapter
from rekreview.library.standing import Candidate, Judged, deciding, judge, write_judged
from rekreview.library.tables import ASSET

_ASSET = select(ASSET.c.id, ASSET.c.kind, ASSET.c.status, ASSET.c.decided_by, ASSET.c.fault_code)


def restand(connection: Connection, ids: Sequence[int], pair: PolicyPair) -> None:
    """Work out anew where these assets stand, and write it."""
    adapter = chosen_adapter(connection)
    for some in chunks(ids):
        rows = connection.execute(_ASSET.where(ASSET.c.id.in_(some))).all()
        there = candidates(connection, some)
        choice = {one: deciding(found, adapter) for one, found in there.items()}
        chosen = [one.id for one in choice.values() if one]
        told = content_types_of(connection, chosen)
        differing = disagreeing(connection, {row.id: row.kind for row in rows}, there, pair)
        write_judged(connection, _judged(rows, choice, labels_of(connection, chosen), told, pair, differing))


def decided_status(status: str, decided_by: str | None) -> Status | None:
    """What a person decided, read from an asset's row."""
    return Status(status) if decided_by == DecidedBy.REVIEWER else None


def undetected(fault_code: str) -> Status:
    """The verdict on an asset without a detection: pending, or not moderated if something prevented it."""
    return Status.NOT_MODERATED if fault_code else Status.PENDING


def _judged(
    rows: Sequence[Row[*tuple[Any, ...]]],
    choice: dict[int, Candidate | None],
    labels: NamedLabels,
    content_types: dict[int, Stored],
    pair: PolicyPair,
    differing: Collection[int],
) -> list[Judged]:
    builder = ColumnsBuilder()
    category_ids: list[int] = []
    for asset_id, kind, _, _, fault_code in rows:
        chosen = choice.get(asset_id)
        found = labels.get(chosen.id, []) if chosen else []
        told = content_types.get(chosen.id, ()) if chosen else ()
        builder.add(
            asset_id,
            MediaKind(kind),
            with_moments((label for _, label in found), told) if chosen else None,
            model_version=chosen.model_version if chosen else "",
            undetected=undetected(fault_code),
            content_types=untimed(told),
        )
        category_ids.extend(category_id for category_id, _ in found)
    columns = builder.build()
    judgement = judge(columns, pair)
    verdicts, tops, margins = judgement.verdict.tolist(), judgement.top.tolist(), judgement.margin.tolist()
    borderline, confidences = judgement.borderline.tolist(), columns.confidence.tolist()
    return [
        Judged(
            asset_id=row.id,
            verdict=STATUS_CODES[verdicts[index]],
            decided=decided_status(row.status, row.decided_by),
            detection=choice.get(row.id),
            category_id=category_ids[top] if top >= 0 else None,
            confidence=confidences[top] if top >= 0 else None,
            margin=None if math.isnan(margins[index]) else margins[index],
            borderline=borderline[index],
            disagreeing=row.id in differing,
        )
        for index, (row, top) in enumerate(zip(rows, tops, strict=True))
    ]
