"""All labels of a library as columns of numbers, so that a policy can be tried on every asset at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.content_types import ContentTypes, content_types_of
from rekreview.domain.labels import Label
from rekreview.domain.legend import Legend, LegendBuilder
from rekreview.domain.moments import Moments, MomentsBuilder
from rekreview.domain.status_codes import NONE, code_of
from rekreview.domain.taxonomy import VERSIONS as TAXONOMY_VERSIONS
from rekreview.domain.taxonomy import for_model_version

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Codes of a medium and of a taxonomy are their places here.
KINDS: Final = (MediaKind.IMAGE, MediaKind.VIDEO)
VERSIONS: Final = TAXONOMY_VERSIONS


@dataclass(frozen=True)
class LabelColumns:
    """Labels of the deciding detections and the assets they belong to; build it with `ColumnsBuilder`.

    One entry for each asset (a row): asset_id; kind (place in KINDS); taxonomy (place in VERSIONS); has_detection;
    floor of that detection, 0–100; undetected: the status code it has without one; standing: the status code a person
    gave it, -1 for none. One entry for each label: asset (its row); category (place in the legend); confidence, 0–100;
    timestamp in milliseconds, -1 for a picture. The legend tells the taxonomy and the place of each category code, and
    moments the content types that hold for each label.
    """

    asset_id: NDArray[np.int64]
    kind: NDArray[np.int8]
    taxonomy: NDArray[np.int8]
    has_detection: NDArray[np.bool_]
    floor: NDArray[np.float64]
    undetected: NDArray[np.int8]
    standing: NDArray[np.int8]
    asset: NDArray[np.int32]
    category: NDArray[np.int32]
    confidence: NDArray[np.float64]
    timestamp: NDArray[np.int64]
    legend: Legend
    moments: Moments

    def __len__(self) -> int:
        return len(self.asset_id)

    @cached_property
    def bound_code(self) -> NDArray[np.intp]:
        """For each label, where its bound stands in a table of bounds by (medium, category) laid out in one row."""
        return self.kind[self.asset].astype(np.intp) * len(self.legend) + self.category

    @cached_property
    def explained(self) -> NDArray[np.bool_]:
        """Which labels a descendant explains, as `places.explained` says. Thresholds play no part, so it is kept."""
        explained = np.zeros(len(self.asset), dtype=np.bool_)
        below = _descendants(self.legend)
        if not any(below) or not len(self.asset):
            return explained
        of_code = _by_code(self.category, len(self.legend))
        scene = _scenes(self.asset, self.timestamp)
        strongest = np.full(int(scene.max()) + 1, -1.0)
        for code, descendants in enumerate(below):
            own, touched = of_code[code], [of_code[one] for one in descendants] if len(of_code[code]) else []
            for labels in touched:
                np.maximum.at(strongest, scene[labels], self.confidence[labels])
            explained[own] = strongest[scene[own]] >= self.confidence[own]
            for labels in touched:
                strongest[scene[labels]] = -1.0
        return explained


def _descendants(legend: Legend) -> list[list[int]]:
    """For each category code, the codes below it."""
    codes: dict[tuple[str, object], list[int]] = {}
    for code, (version, place) in enumerate(legend):
        codes.setdefault((version, place.node), []).append(code)
    below: list[list[int]] = [[] for _ in legend]
    for code, (version, place) in enumerate(legend):
        for above in (above for node in place.ancestors for above in codes.get((version, node), ())):
            below[above].append(code)
    return below


def _by_code(category: NDArray[np.int32], codes: int) -> list[NDArray[np.intp]]:
    """For each category code, where its labels are."""
    order = np.argsort(category.astype(np.min_scalar_type(max(0, codes - 1))), kind="stable")
    return np.split(order, np.cumsum(np.bincount(category, minlength=codes))[:-1])


def _scenes(asset: NDArray[np.int32], timestamp: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.int32]:
    """A number for each label that it shares with the labels of the same asset at the same time."""
    if not (timestamp >= 0).any():
        return asset
    order = np.lexsort((timestamp, asset))
    changes = (np.diff(asset[order]) != 0) | (np.diff(timestamp[order]) != 0)
    scenes = np.empty(len(asset), dtype=np.int64)
    scenes[order] = np.concatenate(([0], np.cumsum(changes)))
    return scenes


@dataclass(slots=True)
class ColumnsBuilder:
    """Gathers assets one by one and turns them into columns."""

    _assets: list[tuple[int, int, int, bool, float, int, int]] = field(default_factory=list)
    _labels: list[tuple[int, int, float, int, int]] = field(default_factory=list)
    _moments: MomentsBuilder = field(default_factory=MomentsBuilder)
    _legend: LegendBuilder = field(default_factory=LegendBuilder)

    def add(
        self,
        asset_id: int,
        kind: MediaKind,
        labels: Sequence[Label] | None,
        *,
        model_version: str = "",
        floor: float = 0.0,
        standing: Status | None = None,
        undetected: Status = Status.PENDING,
        content_types: ContentTypes = (),
    ) -> None:
        """Add one asset with the labels of its deciding detection, None if it has none.

        standing: what a person decided; undetected: the status it has as long as nothing was detected.
        content_types: of that detection.
        """
        version = for_model_version(model_version).version
        row = len(self._assets)
        codes = (code_of(undetected), code_of(standing))
        self._assets.append((asset_id, KINDS.index(kind), VERSIONS.index(version), labels is not None, floor, *codes))
        labels = labels or ()
        told = self._told(labels, content_types)
        for label, code, moment in zip(labels, self._legend.answer(version, labels), told, strict=True):
            timestamp = NONE if label.timestamp_ms is None else label.timestamp_ms
            self._labels.append((row, code, label.confidence, timestamp, moment))

    def build(self) -> LabelColumns:
        """The columns of everything that was added."""
        asset_id, kind, version, detected, floor, undetected, standing = _columns(self._assets, 7)
        asset, category, confidence, timestamp, moment = _columns(self._labels, 5)
        return LabelColumns(
            asset_id=np.array(asset_id, dtype=np.int64),
            kind=np.array(kind, dtype=np.int8),
            taxonomy=np.array(version, dtype=np.int8),
            has_detection=np.array(detected, dtype=np.bool_),
            floor=np.array(floor, dtype=np.float64),
            undetected=np.array(undetected, dtype=np.int8),
            standing=np.array(standing, dtype=np.int8),
            asset=np.array(asset, dtype=np.int32),
            category=np.array(category, dtype=np.int32),
            confidence=np.array(confidence, dtype=np.float64),
            timestamp=np.array(timestamp, dtype=np.int64),
            legend=self._legend.build(),
            moments=self._moments.build(np.array(moment, dtype=np.int32)),
        )

    def _told(self, labels: Sequence[Label], content_types: ContentTypes) -> list[int]:
        """The moment of each label of one answer."""
        known: dict[ContentTypes, int] = {}
        held = content_types_of(labels, content_types)
        return [known[one] if one in known else known.setdefault(one, self._moments.add(one)) for one in held]


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> Sequence[Sequence[object]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width
