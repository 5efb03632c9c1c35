"""Which assets are heavy to look at: by all labels of the detections that decide them, and by what persons say.

In plain SQL on the driver, as the tiles that need it are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias, cast

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.heaviness import (
    LIKELY_ENOUGH,
    counts,
    heavy_slugs,
    makes_heavy,
    spoken_for,
    surely_heavy,
    violent_slugs,
)
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord, undone_marks
from rekreview.domain.places import Place, places
from rekreview.domain.policy import Policy
from rekreview.domain.taxonomy import Taxonomy, TaxonomyVersion, taxonomy
from rekreview.domain.thresholds import IGNORE, Threshold, percent
from rekreview.library.queries.chunks import chunks, listed

Execute: TypeAlias = Callable[..., Iterable[Sequence[Any]]]
"""Runs a statement with its values: what a driver can, and a connection of SQLAlchemy by `exec_driver_sql`."""

_REJECTED: Final = Status.REJECTED.value
_PRESENT: Final = frozenset(word.value for word in MarkWord if word.present)
_CATEGORY: Final = "SELECT id, taxonomy, name, parent_name FROM category"
_POLICY: Final = "SELECT image, video FROM policy WHERE NOT undone ORDER BY id DESC LIMIT 1"
# The plus sign has the labels of each detection read where they lie beside each other, a few rows; by the index of
# categories there would be a search for each category and detection.
_LABEL: Final = """
SELECT detection_id, category_id, confidence FROM label
WHERE detection_id IN {} AND +category_id IN {} AND confidence >= {}"""
# What undoes a mark is of its category.
_MARK: Final = """
SELECT id, undoes, asset_id, category_id, word FROM label_mark
WHERE asset_id IN {} AND category_id IN {} ORDER BY id DESC"""


Judged: TypeAlias = tuple[int, int | None, str, str, int | None, float | None]
"""Of an asset: its id, the detection that decides it, medium, verdict, and category and confidence of what leads."""


class Weighed(NamedTuple):
    """Of the assets asked for, those that are hard to look at, and others with a label nobody knows."""

    heavy: set[int]
    unclear: set[int]


def weigh(execute: Execute, asked: Sequence[Judged]) -> Weighed:
    """Which of these assets are hard to look at, and of which nobody knows."""
    bounds = _bounds(tuple(execute(_CATEGORY)), *next(iter(execute(_POLICY)), ("", "")))
    found = Weighed(set(), set())
    if not bounds.slugs:
        return found
    others: dict[int, Judged] = {}
    for one in asked:
        asset_id, detection_id, _, verdict, category_id, confidence = one
        # What leads a rejected asset is over its threshold; of any other asset it is the strongest label.
        if detection_id is None or confidence is None or (confidence < LIKELY_ENOUGH and verdict != _REJECTED):
            continue
        if category_id in bounds.surely:
            found.heavy.add(asset_id)
        else:
            others[detection_id] = one
    _sort_in(found, _said_there(execute, [one[0] for one in asked if one[0] not in found.heavy], bounds))
    _sort_in(found, _named(execute, others, bounds))
    return found


def _sort_in(found: Weighed, named: Mapping[int, set[str]]) -> None:
    for asset_id, slugs in named.items():
        if makes_heavy(slugs):
            found.heavy.add(asset_id)
        elif "" in slugs:
            found.unclear.add(asset_id)


def _named(execute: Execute, of: Mapping[int, Judged], bounds: _Bounds) -> dict[int, set[str]]:
    """What labels that count name, by asset."""
    categories = listed(list(bounds.slugs))
    found: dict[int, set[str]] = defaultdict(set)
    for some in chunks(list(of)):
        for detection_id, category_id, confidence in execute(_LABEL.format(listed(some), categories, bounds.lowest)):
            if confidence >= LIKELY_ENOUGH or bounds.rejects(of[detection_id], category_id, confidence):
                found[of[detection_id][0]].add(bounds.slugs[category_id])
    return found


def _said_there(execute: Execute, ids: Sequence[int], bounds: _Bounds) -> dict[int, set[str]]:
    """What persons say is there, by asset: by the newest word on each category that was not undone."""
    categories = listed(list(bounds.slugs))
    found: dict[int, set[str]] = defaultdict(set)
    for some in chunks(ids):
        rows = list(execute(_MARK.format(listed(some), categories)))
        undone = undone_marks((row[0], row[1]) for row in rows)
        words: dict[tuple[int, int], str | None] = {}
        for mark_id, undoes, asset_id, category_id, word in rows:
            if undoes is None and mark_id not in undone:
                words.setdefault((asset_id, category_id), word)
        for (asset_id, category_id), word in words.items():
            if word in _PRESENT:
                found[asset_id].add(bounds.slugs[category_id])
    return found


@dataclass(frozen=True, slots=True)
class _Bounds:
    """slugs: by which known categories those are judged that tell, "" where nobody knows. surely: those that are heavy
    whatever else is named. thresholds: theirs, by medium and id. lowest: no label below it counts.
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
def _bounds(categories: tuple[tuple[int, str, str, str], ...], image: str, video: str) -> _Bounds:
    telling = heavy_slugs() | violent_slugs() | {""}
    placed = {one: at for one, at in _placed(categories) if spoken_for(at[0]) in telling}
    policies = {kind.value: Policy.of(text) for kind, text in _media(image, video)}
    thresholds = {(kind, one): _threshold(policies[kind], *at) for kind in policies for one, at in placed.items()}
    strict = [float(percent(one)) for one in thresholds.values() if one is not IGNORE]
    slugs = {one: spoken_for(place) for one, (place, _) in placed.items()}
    surely = frozenset(one for one, slug in slugs.items() if surely_heavy(slug))
    return _Bounds(slugs, surely, thresholds, min([LIKELY_ENOUGH, *strict]))


def _placed(categories: Iterable[tuple[int, str, str, str]]) -> Iterator[tuple[int, tuple[Place, Taxonomy]]]:
    """Where each category stands, by its id, in its taxonomy. What lies above one that nobody knows is followed."""
    by_version: dict[str, list[tuple[int, Label]]] = defaultdict(list)
    for category_id, version, name, parent_name in categories:
        by_version[version].append((category_id, Label(name, parent_name, 0.0)))
    for version, named in by_version.items():
        spoken = taxonomy(cast("TaxonomyVersion", version))
        for (category_id, _), place in zip(named, places([label for _, label in named], spoken), strict=True):
            yield category_id, (place, spoken)


def _media(image: str, video: str) -> Iterable[tuple[MediaKind, str]]:
    return ((MediaKind.IMAGE, image or "aws_rek"), (MediaKind.VIDEO, video or "aws_rek_video"))


def _threshold(policy: Policy, place: Place, spoken: Taxonomy) -> Threshold:
    return policy.threshold(place, spoken) if policy.judges else IGNORE
