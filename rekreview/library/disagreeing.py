"""Assets on which two engines' verdicts differ under the applied policy: one of them has to be wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import STATUS_CODES
from rekreview.domain.tuning import evaluate
from rekreview.library.answers import candidates, content_types_of, labels_of
from rekreview.library.content_types import untimed, with_moments
from rekreview.library.queries.preferences import chosen_adapter
from rekreview.library.standing import Candidate, deciding
from rekreview.library.tables import ASSET, DETECTION

_JUDGED: Final = (Status.APPROVED, Status.REJECTED)


def disagreeing(
    connection: Connection, kinds: Mapping[int, str], there: Mapping[int, Sequence[Candidate]], pair: PolicyPair
) -> set[int]:
    """Those of some assets (each with its kind and detections) on which one engine says approved, another rejected.

    Each engine speaks through the detection that would decide if it were the only one.
    """
    speaking = [(asset_id, one) for asset_id, one in _spokesmen(connection, there)]
    if not speaking:
        return set()
    verdicts: dict[int, set[Status]] = defaultdict(set)
    for (asset_id, _), verdict in zip(speaking, _verdicts(connection, kinds, speaking, pair), strict=True):
        verdicts[asset_id].add(verdict)
    return {asset_id for asset_id, said in verdicts.items() if said.issuperset(_JUDGED)}


def disagreeing_within(connection: Connection, part: ColumnElement[bool], pair: PolicyPair) -> set[int]:
    """Those of the assets in a part of the library on which two engines' verdicts differ."""
    several = (
        select(DETECTION.c.asset_id)
        .where(DETECTION.c.asset_id.in_(select(ASSET.c.id).where(part)))
        .group_by(DETECTION.c.asset_id)
        .having(func.count(distinct(DETECTION.c.engine)) > 1)
    )
    ids = list(connection.execute(several).scalars())
    if not ids:
        return set()
    rows = connection.execute(select(ASSET.c.id, ASSET.c.kind).where(part))
    return disagreeing(connection, {row.id: row.kind for row in rows}, candidates(connection, ids), pair)


def _spokesmen(connection: Connection, there: Mapping[int, Sequence[Candidate]]) -> list[tuple[int, Candidate]]:
    """Each engine's own detection on each asset that has several engines'."""
    adapter = chosen_adapter(connection)
    found: list[tuple[int, Candidate]] = []
    for asset_id, all_there in there.items():
        if len({one.engine for one in all_there}) > 1:
            by_engine = groupby(sorted(all_there, key=lambda one: one.engine), key=lambda one: one.engine)
            chosen = (deciding(list(own), adapter) for _, own in by_engine)
            found.extend((asset_id, one) for one in chosen if one is not None)
    return found


def _verdicts(
    connection: Connection, kinds: Mapping[int, str], speaking: Sequence[tuple[int, Candidate]], pair: PolicyPair
) -> list[Status]:
    """What the policy says of each of these detections, as if it were the only one of its asset."""
    ids = [one.id for _, one in speaking]
    labels, told = labels_of(connection, ids), content_types_of(connection, ids)
    builder = ColumnsBuilder()
    for asset_id, one in speaking:
        stored = told.get(one.id, ())
        builder.add(
            one.id,
            MediaKind(kinds[asset_id]),
            with_moments((label for _, label in labels.get(one.id, [])), stored),
            model_version=one.model_version,
            content_types=untimed(stored),
        )
    return [STATUS_CODES[code] for code in evaluate(builder.build(), pair).tolist()]
