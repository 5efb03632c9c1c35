"""A day's work in numbers, and what the reviewers left to each other."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, func, select

from rekreview.domain.assets import Status
from rekreview.library.queries.queues import counts
from rekreview.library.tables import ASSET, CATEGORY, DECISION, HAND_OVER
from rekreview.library.values import DaySummary, HandOver


def day_summary(connection: Connection, begun: datetime) -> DaySummary:
    """What was decided since a moment and stands, and what is left now."""
    columns = (DECISION.c.reviewer, ASSET.c.status, ASSET.c.overturned, CATEGORY.c.name, DECISION.c.reason)
    joined = DECISION.join(ASSET, ASSET.c.decision_id == DECISION.c.id).outerjoin(
        CATEGORY, CATEGORY.c.id == ASSET.c.top_category_id
    )
    standing = (DECISION.c.at >= begun, ASSET.c.id == DECISION.c.asset_id)
    rows = connection.execute(select(*columns, func.count()).select_from(joined).where(*standing).group_by(*columns))
    decided: Counter[str] = Counter()
    statuses: Counter[Status] = Counter()
    categories: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for reviewer, status, overturned, category, reason, number in rows:
        decided[reviewer] += number
        statuses[Status(status)] += number
        if overturned:
            categories[category or ""] += number
            reasons[reason] += number
    return DaySummary(
        begun=begun,
        decided=dict(decided.most_common()),
        approved=statuses[Status.APPROVED],
        rejected=statuses[Status.REJECTED],
        overturned=categories.total(),
        by_category=tuple(categories.most_common()),
        by_reason=tuple(reasons.most_common()),
        counts=counts(connection),
    )


def hand_overs(connection: Connection) -> list[HandOver]:
    """The notes that nobody has put away yet, the oldest first. A day that was left without a note is none of them."""
    waiting = select(HAND_OVER).where(HAND_OVER.c.read_by == "", HAND_OVER.c.note != "").order_by(HAND_OVER.c.id)
    return [HandOver(row.id, row.reviewer, row.at, row.note, row.summary) for row in connection.execute(waiting)]
