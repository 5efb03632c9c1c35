"""Judges the whole library by a policy, and writes only the rows that change."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, case, func, select, update

from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import NONE, code_of, status_of
from rekreview.library import database
from rekreview.library.queries.columns import LibraryColumns
from rekreview.library.standing import judge, shown
from rekreview.library.tables import ASSET

_ROWS_AT_A_TIME: Final = 10_000
_NO_MARGIN: Final = -1e9
_DTYPE = np.dtype([("verdict", "i1"), ("category", "i4"), ("confidence", "f8"), ("margin", "f8"), ("borderline", "?")])
_STORED = select(
    case(*((ASSET.c.verdict == status.value, code_of(status)) for status in Status), else_=NONE),
    func.coalesce(ASSET.c.top_category_id, NONE),
    func.coalesce(ASSET.c.top_confidence, float(NONE)),
    func.coalesce(ASSET.c.margin, _NO_MARGIN),
    ASSET.c.borderline,
).order_by(ASSET.c.id)
_UPDATE = (
    update(ASSET)
    .where(ASSET.c.id == bindparam("asset"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "verdict",
                "status",
                "decided_by",
                "overturned",
                "top_category_id",
                "top_confidence",
                "margin",
                "borderline",
            )
        }
    )
)


def rejudge(connection: Connection, library: LibraryColumns, pair: PolicyPair) -> int:
    """Write what a policy says into the rows of all assets where it differs; how many did."""
    wanted = _wanted(library, pair)
    differing = np.flatnonzero(wanted != database.records(connection, _STORED, _DTYPE))
    for start in range(0, len(differing), _ROWS_AT_A_TIME):
        rows = differing[start : start + _ROWS_AT_A_TIME]
        assets = library.columns.asset_id[rows].tolist()
        decided = library.columns.standing[rows].tolist()
        fresh = zip(assets, wanted[rows].tolist(), decided, strict=True)
        connection.execute(_UPDATE, [_row(asset_id, record, code) for asset_id, record, code in fresh])
    return len(differing)


def _wanted(library: LibraryColumns, pair: PolicyPair) -> NDArray[np.void]:
    """What the rows should say, in the order of ids."""
    judgement = judge(library.columns, pair)
    has_top = judgement.top >= 0
    top = judgement.top[has_top]
    wanted = np.empty(len(library.columns), dtype=_DTYPE)
    wanted["verdict"] = judgement.verdict
    wanted["category"], wanted["confidence"] = NONE, NONE
    wanted["category"][has_top] = library.category_id[top]
    wanted["confidence"][has_top] = library.columns.confidence[top]
    wanted["margin"] = np.where(np.isnan(judgement.margin), _NO_MARGIN, judgement.margin)
    wanted["borderline"] = judgement.borderline
    return wanted


def _row(asset_id: int, record: tuple[int, int, float, float, bool], decided: int) -> dict[str, Any]:
    code, category_id, confidence, margin, borderline = record
    verdict = status_of(code)
    assert verdict is not None, "every asset has a verdict"
    status, decided_by, overturned = shown(verdict, status_of(decided))
    return {
        "asset": asset_id,
        "new_verdict": verdict.value,
        "new_status": status.value,
        "new_decided_by": decided_by.value if decided_by else None,
        "new_overturned": overturned,
        "new_top_category_id": None if category_id == NONE else category_id,
        "new_top_confidence": None if category_id == NONE else confidence,
        "new_margin": None if margin == _NO_MARGIN else margin,
        "new_borderline": borderline,
    }
