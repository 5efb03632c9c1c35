"""Which assets are heavy to look at, by all labels of the detections that decide them.

In plain SQL on the driver, as the tiles that need it are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.heaviness import LIKELY_ENOUGH, counts, heavy_slugs, makes_heavy, surely_heavy, violent_slugs
from rekreview.domain.places import known_place
from rekreview.domain.policy import Policy
from rekreview.domain.taxonomy import TaxonomyVersion, taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE, Threshold, percent
from rekreview.library.queries.chunks import chunks, listed

Execute: TypeAlias = Callable[..., Iterable[Sequence[Any]]]
"""Runs a statement with its values: what a driver can, and a connection of SQLAlchemy by `exec_driver_sql`."""

_REJECTED: Final = Status.REJECTED.value
_CATEGORY: Final = "SELECT id, slug, taxonomy, name, parent_name FROM category"
_POLICY: Final = "SELECT image, video FROM policy WHERE NOT undone ORDER BY id DESC LIMIT 1"
# The plus sign has the labels of each detection read where they lie beside each other, a few rows; by the index of
# categories there would be a search for each category and detection.
_LABEL: Final = """
SELECT detection_id, category_id, confidence FROM label
WHERE detection_id IN {} AND +category_id IN {} AND confidence >= {}"""


Judged: TypeAlias = tuple[int, int | None, str, str, int | None, float | None]
"""Of an asset: its id, the detection that decides it, medium, verdict, and category and confidence of what leads."""


def heavy(execute: Execute, asked: Iterable[Judged]) -> set[int]:
    """Those of these assets that are hard to look at."""
    bounds = _bounds(tuple(execute(_CATEGORY)), *next(iter(execute(_POLICY)), ("", "")))
    told: set[int] = set()
    if not bounds.slugs:
        return told
    others: dict[int, Judged] = {}
    for one in asked:
        asset_id, detection_id, _, verdict, category_id, confidence = one
        # What leads a rejected asset is over its threshold; of any other asset it is the strongest label.
        if detection_id is None or confidence is None or (confidence < LIKELY_ENOUGH and verdict != _REJECTED):
            continue
        if category_id in bounds.surely:
            told.add(asset_id)
        else:
            others[detection_id] = one
    return told | _by_other_labels(execute, others, bounds) if others else told


def _by_other_labels(execute: Execute, of: Mapping[int, Judged], bounds: _Bounds) -> set[int]:
    categories = listed(list(bounds.slugs))
    found: dict[int, set[str]] = defaultdict(set)
    for some in chunks(list(of)):
        for detection_id, category_id, confidence in execute(_LABEL.format(listed(some), categories, bounds.lowest)):
            if confidence >= LIKELY_ENOUGH or bounds.rejects(of[detection_id], category_id, confidence):
                found[detection_id].add(bounds.slugs[category_id])
    return {of[detection_id][0] for detection_id, slugs in found.items() if makes_heavy(slugs)}


@dataclass(frozen=True, slots=True)
class _Bounds:
    """slugs: of the categories that tell. surely: those that are heavy whatever else is named. thresholds: theirs, by
    medium and id. lowest: no label below it counts.
    """

    slugs: dict[int, str]
    surely: frozenset[int]
    thresholds: dict[tuple[str, int], Threshold]
    lowest: float

    def rejects(self, judged: Judged, category_id: int, confidence: float) -> bool:
        """Whether a weak label may be why an asset is rejected."""
        _, _, kind, verdict, _, _ = judged
        return verdict == _REJECTED and counts(confidence, self.thresholds[kind, category_id])


@lru_cache(maxsize=8)
def _bounds(categories: tuple[tuple[int, str, str, str, str], ...], image: str, video: str) -> _Bounds:
    telling = [one for one in categories if one[1] in heavy_slugs() | violent_slugs()]
    policies = {kind.value: Policy.of(text) for kind, text in _media(image, video)}
    thresholds = {(kind, one[0]): _threshold(policies[kind], *one[2:]) for kind in policies for one in telling}
    strict = [float(percent(one)) for one in thresholds.values() if one is not IGNORE]
    slugs = {one[0]: one[1] for one in telling}
    surely = frozenset(one for one, slug in slugs.items() if surely_heavy(slug))
    return _Bounds(slugs, surely, thresholds, min([LIKELY_ENOUGH, *strict]))


def _media(image: str, video: str) -> Iterable[tuple[MediaKind, str]]:
    return ((MediaKind.IMAGE, image or "aws_rek"), (MediaKind.VIDEO, video or "aws_rek_video"))


def _threshold(policy: Policy, version: str, name: str, parent_name: str) -> Threshold:
    spoken = taxonomy(cast("TaxonomyVersion", version))
    place = known_place(name, parent_name, spoken)
    if not policy.judges:
        return IGNORE
    return DEFAULT_THRESHOLD if place is None else policy.threshold(place, spoken)
