"""What persons' marks and decisions say of the engines, and the assets that could say more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, EngineName, MediaKind, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.evidence import Evidence, Scored, decided_truths, gather, together
from rekreview.domain.marks import Truth, marked_truths
from rekreview.domain.status_codes import NONE
from rekreview.domain.suggesting import boundary_first
from rekreview.domain.taxonomy import VERSIONS, known_anywhere, taxonomy
from rekreview.library import database
from rekreview.library.categories import stored_categories
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.columns import library_columns
from rekreview.library.queries.marks import marks
from rekreview.library.queries.policies import policy
from rekreview.library.tables import ASSET, CATEGORY, DETECTION, LABEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REVIEWED = ASSET.c.decided_by == DecidedBy.REVIEWER.value
_UNDECIDED = ASSET.c.decided_by.is_distinct_from(DecidedBy.REVIEWER.value)
_STRONGEST: Final = [("detection", "i8"), ("confidence", "f8")]


def evidence(connection: Connection) -> Evidence:
    """All that persons said, beside each engine's newest answer on the same assets."""
    truths = _truths(connection)
    ids = sorted({truth.asset_id for truth in truths})
    return gather(truths, _answers(connection, ids))


def _truths(connection: Connection) -> list[Truth]:
    marked = _marked(connection)
    judged = library_columns(
        connection, _REVIEWED & ASSET.c.status.in_((Status.APPROVED.value, Status.REJECTED.value))
    ).columns
    return together(marked, decided_truths(judged, policy(connection).pair))


def _marked(connection: Connection) -> list[Truth]:
    return marked_truths(marks(connection), {version: taxonomy(version) for version in VERSIONS})


def _answers(connection: Connection, ids: Sequence[int]) -> Iterator[Scored]:
    """Each engine's newest answer on each of these assets."""
    newest = func.max(DETECTION.c.id)
    for some in chunks(ids):
        found = connection.execute(
            select(newest, DETECTION.c.asset_id, DETECTION.c.engine, ASSET.c.kind)
            .select_from(DETECTION.join(ASSET, ASSET.c.id == DETECTION.c.asset_id))
            .where(DETECTION.c.asset_id.in_(some))
            .group_by(DETECTION.c.asset_id, DETECTION.c.engine, ASSET.c.kind)
        ).all()
        scores = _scores(connection, [detection_id for detection_id, *_ in found])
        for detection_id, asset_id, engine, kind in found:
            yield Scored(asset_id, MediaKind(kind), EngineName(engine), scores[detection_id])


def _scores(connection: Connection, detection_ids: Sequence[int]) -> dict[int, dict[str, float]]:
    """The highest confidence of each category of these detections."""
    scores: dict[int, dict[str, float]] = defaultdict(dict)
    for some in chunks(detection_ids):
        statement = (
            select(LABEL.c.detection_id, CATEGORY.c.slug, func.max(LABEL.c.confidence))
            .select_from(LABEL.join(CATEGORY))
            .where(LABEL.c.detection_id.in_(some))
            .group_by(LABEL.c.detection_id, CATEGORY.c.slug)
        )
        for detection_id, slug, confidence in connection.execute(statement):
            scores[detection_id][slug] = confidence
    return scores


def nearest_to(connection: Connection, category: str, boundary: float) -> NDArray[np.int64]:
    """The assets with a label of a category on which no person has said a word, nearest to a confidence first.

    Raises InvalidValue for an unknown category.
    """
    own = [one.id for one in stored_categories(connection) if one.slug == category]
    if not own and not known_anywhere(category):
        raise InvalidValue(f"There is no category called “{category}”.", "`policy check aws_rek` lists them all.")
    strongest = database.records(
        connection,
        select(LABEL.c.detection_id, func.max(LABEL.c.confidence))
        .where(LABEL.c.category_id.in_(own))
        .group_by(LABEL.c.detection_id)
        .order_by(LABEL.c.detection_id),
        np.dtype(_STRONGEST),
    )
    ids, deciding = database.integer_columns(
        connection, select(ASSET.c.id, func.coalesce(ASSET.c.deciding_detection_id, NONE)).where(_UNDECIDED)
    )
    spoken = [truth.asset_id for truth in _marked(connection) if truth.category == category]
    chosen = np.isin(deciding, strongest["detection"]) & ~np.isin(ids, spoken)
    scores = strongest["confidence"][np.searchsorted(strongest["detection"], deciding[chosen])]
    return boundary_first(ids[chosen], scores, boundary)
