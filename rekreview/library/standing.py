"""Where assets stand: from detections, the applied policy and what a person decided.

Every write that touches one of these calls `settle` or `restand` in the same transaction, so that what the tables say
of an asset is never out of step with why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Update, bindparam, update

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, EngineName, Status
from rekreview.domain.columns import KINDS
from rekreview.domain.policy import Parents, Policy, PolicyPair
from rekreview.domain.status_codes import NONE
from rekreview.domain.taxonomy import Category, taxonomy
from rekreview.domain.thresholds import IGNORE, percent
from rekreview.domain.tuning import Codes, LabelColumns, evaluate, exempt, offending
from rekreview.library.prepared import Prepared
from rekreview.library.tables import ASSET

if TYPE_CHECKING:
    from numpy.typing import NDArray

BORDERLINE_POINTS: Final = 10.0
"""An asset is borderline if a shift of its thresholds by this many points (of 100) could change its side."""

_ENGINES_BY_RANK: Final = (EngineName.REKOGNITION, EngineName.IMPORTED, EngineName.ON_DEVICE)
_JUDGED: Final = (Status.APPROVED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A detection that may decide an asset."""

    id: int
    engine: str
    model_version: str
    adapter: str
    floor: float


def deciding(candidates: Iterable[Candidate], adapter: str | None) -> Candidate | None:
    """The detection that decides: the newest of the first kind there is.

    The order of kinds: rekognition with the chosen adapter, rekognition, imported, on-device; so an estimate never
    overrules Rekognition. Newer detections have higher ids.
    """
    return min(candidates, key=lambda one: (_rank(one, adapter), -one.id), default=None)


def _rank(candidate: Candidate, adapter: str | None) -> int:
    if candidate.engine == EngineName.REKOGNITION and adapter and candidate.adapter == adapter:
        return -1
    return _ENGINES_BY_RANK.index(EngineName(candidate.engine))


def shown(verdict: Status, decided: Status | None) -> tuple[Status, DecidedBy | None, bool]:
    """What an asset shows: its status, who gave it, and whether a person overturned the verdict."""
    if decided is not None:
        return decided, DecidedBy.REVIEWER, verdict in _JUDGED and verdict is not decided
    return verdict, DecidedBy.POLICY if verdict in _JUDGED else None, False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a policy says of the assets of some columns, one entry each.

    verdict: status codes, whatever persons decided. top: the label that rejects the strongest, else the strongest
    label, as its place among the labels; -1 without any. margin: by how many points of confidence that counts most
    its threshold is exceeded (positive: rejected), NaN if no label is compared with a threshold.
    """

    verdict: Codes
    top: NDArray[np.int64]
    margin: NDArray[np.float64]

    @property
    def borderline(self) -> NDArray[np.bool_]:
        """Which assets a small shift of the thresholds would move to the other side."""
        near: NDArray[np.bool_] = np.abs(self.margin) <= BORDERLINE_POINTS
        return near


def judge(columns: LabelColumns, pair: PolicyPair) -> Judgement:
    """What a policy says of every asset of these columns, and how near each is to the other side."""
    unmoved = replace(columns, standing=np.full(len(columns), NONE, dtype=np.int8))
    return Judgement(evaluate(unmoved, pair), _top(columns, pair), _margins(columns, pair))


def _top(columns: LabelColumns, pair: PolicyPair) -> NDArray[np.int64]:
    """Offending labels before others, then the higher confidence, then the more specific, then the earlier one."""
    levels = np.array([_level(place.node, len(place.ancestors)) for _, place in columns.legend], dtype=np.int64)
    position = -np.arange(len(columns.asset))
    level = levels[columns.category] if len(levels) else position
    order = np.lexsort((position, level, columns.confidence, offending(columns, pair), columns.asset))
    top = np.full(len(columns), -1, dtype=np.int64)
    top[columns.asset[order]] = order
    return top


def _level(node: Category | str, ancestors: int) -> int:
    return node.level if isinstance(node, Category) else ancestors + 1


def _margins(columns: LabelColumns, pair: PolicyPair) -> NDArray[np.float64]:
    bounds = np.full((len(KINDS), len(columns.legend)), math.inf)
    for kind_code, kind in enumerate(KINDS):
        policy = pair.for_kind(kind)
        if policy.judges:
            bounds[kind_code] = _percents(columns, policy)
    beyond = columns.confidence - bounds[columns.kind[columns.asset], columns.category]
    if pair.parents is Parents.LEAF:
        beyond[columns.explained] = -math.inf
    if pair.exemptions:
        beyond[exempt(columns, pair.exemptions)] = -math.inf
    margin = np.full(len(columns), -math.inf)
    np.maximum.at(margin, columns.asset, beyond)
    margin[np.isinf(margin)] = math.nan
    return margin


def _percents(columns: LabelColumns, policy: Policy) -> list[float]:
    thresholds = (policy.threshold(place, taxonomy(version)) for version, place in columns.legend)
    return [math.inf if one is IGNORE else float(percent(one)) for one in thresholds]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person's steps leave of an asset: the decision that stands (None: the verdict counts) and its flags."""

    asset_id: int
    verdict: Status
    decided: Status | None
    decision_id: int | None
    has_note: bool
    second_look: bool


def updating(*names: str) -> Update:
    """What writes these columns of the assets named by `asset`, each from a value called new_ and its name."""
    return update(ASSET).where(ASSET.c.id == bindparam("asset")).values({one: bindparam(f"new_{one}") for one in names})


def new_status(verdict: Status, decided: Status | None) -> dict[str, Any]:
    """The values for the columns that say what an asset shows."""
    status, decided_by, overturned = shown(verdict, decided)
    return {
        "new_status": status.value,
        "new_decided_by": decided_by.value if decided_by else None,
        "new_overturned": overturned,
    }


STATUS_COLUMNS: Final = ("status", "decided_by", "overturned")
JUDGED_COLUMNS: Final = (
    "verdict",
    *STATUS_COLUMNS,
    "top_category_id",
    "top_confidence",
    "margin",
    "borderline",
    "disagreeing",
)

_SETTLE: Final = updating(*STATUS_COLUMNS, "decision_id", "has_note", "second_look")
_SETTLE_ONE: Final = Prepared(_SETTLE)


def settle(connection: Connection, assets: Sequence[Settled]) -> None:
    """Write what persons decided into the assets' rows."""
    if len(assets) == 1:
        _SETTLE_ONE.within(connection, _settled_row(assets[0]))
    elif assets:
        connection.execute(_SETTLE, [_settled_row(one) for one in assets])


def _settled_row(one: Settled) -> dict[str, Any]:
    return {
        "asset": one.asset_id,
        **new_status(one.verdict, one.decided),
        "new_decision_id": one.decision_id,
        "new_has_note": one.has_note,
        "new_second_look": one.second_look,
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """The machine's side of one asset, ready to be written."""

    asset_id: int
    verdict: Status
    decided: Status | None
    detection: Candidate | None
    category_id: int | None
    confidence: float | None
    margin: float | None
    borderline: bool
    disagreeing: bool


_WRITE_JUDGED = updating(*JUDGED_COLUMNS, "deciding_detection_id", "deciding_engine")


def write_judged(connection: Connection, assets: Sequence[Judged]) -> None:
    """Write what the policy says into the assets' rows; a person's decision stands."""
    if assets:
        connection.execute(_WRITE_JUDGED, [_judged_row(one) for one in assets])


def _judged_row(one: Judged) -> dict[str, Any]:
    return {
        "asset": one.asset_id,
        "new_verdict": one.verdict.value,
        **new_status(one.verdict, one.decided),
        "new_deciding_detection_id": one.detection.id if one.detection else None,
        "new_deciding_engine": one.detection.engine if one.detection else None,
        "new_top_category_id": one.category_id,
        "new_top_confidence": one.confidence,
        "new_margin": one.margin,
        "new_borderline": one.borderline,
        "new_disagreeing": one.disagreeing,
    }
