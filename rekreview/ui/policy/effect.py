"""What a policy would do to the library, worked out on columns: counts, flips, and what each category does alone.

Pure numbers: it runs in the read pool, and agrees with `domain.policy.decide` because `domain.tuning` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain import tuning
from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import KINDS, VERSIONS, LabelColumns
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD

BINS: Final = 50
READINGS_KEPT: Final = 4

Reading = tuple[Parents, tuple[Exemption, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the library: a draft policy against the applied one, and which rows of the tree to count for."""

    draft: PolicyPair
    applied: PolicyPair
    kind: MediaKind
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft of a question would do.

    before, after: how many assets have each status under the applied policy and under the draft. to_rejected,
    to_approved: ids of the assets that would change side, in order of import. over: for each category, how many assets
    of the medium shown have a label over its threshold. assets: how many of that medium the library has.
    """

    question: Question
    before: Mapping[Status, int]
    after: Mapping[Status, int]
    to_rejected: NDArray[np.int64]
    to_approved: NDArray[np.int64]
    over: Mapping[str, int]
    assets: int


@dataclass(frozen=True)
class Evidence:
    """A library's columns with what is worth keeping of them between two questions."""

    columns: LabelColumns
    _peaks: dict[Reading, Peaks] = field(default_factory=dict)
    _applied: dict[PolicyPair, tuning.Codes] = field(default_factory=dict)

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The slug of each category code of the legend."""
        return tuple(place.slug for _version, place in self.columns.legend)

    def peaks(self, parents: Parents, exemptions: tuple[Exemption, ...] = ()) -> Peaks:
        """The strongest label of each asset in each category, of those that can decide under this reading."""
        reading = (parents, exemptions)
        if reading not in self._peaks:
            if len(self._peaks) >= READINGS_KEPT:
                del self._peaks[next(iter(self._peaks))]
            self._peaks[reading] = _peaks(self.columns, self._deciding(parents, exemptions))
        return self._peaks[reading]

    def answer(self, question: Question) -> Effect:
        """What the draft would do to every asset, against the applied policy."""
        before = self._under(question.applied)
        after = tuning.evaluate(self.columns, question.draft)
        flips = tuning.flips(before, after)
        return Effect(
            question,
            tuning.count(before),
            tuning.count(after),
            self.columns.asset_id[flips.to_rejected],
            self.columns.asset_id[flips.to_approved],
            self._over(question),
            int(np.count_nonzero(self.columns.kind == KINDS.index(question.kind))),
        )

    def histograms(self, kind: MediaKind, taxonomy: Taxonomy) -> dict[str, list[int]]:
        """For each category with labels: how many assets have their strongest label in each of BINS equal bins."""
        peaks = self.peaks(Parents.LITERAL)
        chosen = self._of(peaks, kind, taxonomy)
        category = peaks.category[chosen]
        position = np.minimum((peaks.confidence[chosen] * (BINS / 100)).astype(np.int64), BINS - 1)
        counts = np.bincount(category * BINS + position, minlength=len(self.slugs) * BINS)
        table = counts.reshape(len(self.slugs), BINS) if self.slugs else counts.reshape(0, BINS)
        found: dict[str, list[int]] = {}
        for code, slug in enumerate(self.slugs):
            if slug in taxonomy and table[code].any():
                former = found.get(slug, [0] * BINS)
                found[slug] = [old + int(new) for old, new in zip(former, table[code], strict=True)]
        return found

    def _under(self, applied: PolicyPair) -> tuning.Codes:
        """The statuses under the applied policy: the same for every question until another one is applied."""
        if applied not in self._applied:
            self._applied.clear()
            self._applied[applied] = tuning.evaluate(self.columns, applied)
        return self._applied[applied]

    def _deciding(self, parents: Parents, exemptions: tuple[Exemption, ...]) -> NDArray[np.bool_] | None:
        """Which labels can decide; None for all."""
        if parents is Parents.LITERAL and not exemptions:
            return None
        spared = tuning.exempt(self.columns, exemptions)
        return ~(spared | self.columns.explained) if parents is Parents.LEAF else ~spared

    def _over(self, question: Question) -> dict[str, int]:
        peaks = self.peaks(question.draft.parents, question.draft.exemptions)
        policy = question.draft.for_kind(question.kind)
        if not policy.judges:
            return {}
        bounds = np.full(len(self.slugs), np.inf)
        effective = policy.effective(question.taxonomy)
        for code, (_version, place) in enumerate(self.columns.legend):
            if place.known:
                bounds[code] = tuning.smallest_exceeding(effective.get(place.slug, DEFAULT_THRESHOLD))
        over = self._of(peaks, question.kind, question.taxonomy) & (peaks.confidence >= bounds[peaks.category])
        counts = np.bincount(peaks.category[over], minlength=len(self.slugs))
        totals: dict[str, int] = {}
        for code, slug in enumerate(self.slugs):
            if slug in question.taxonomy:
                totals[slug] = totals.get(slug, 0) + int(counts[code])
        return totals

    def _of(self, peaks: Peaks, kind: MediaKind, taxonomy: Taxonomy) -> NDArray[np.bool_]:
        spoken = VERSIONS.index(taxonomy.version)
        chosen: NDArray[np.bool_] = (self.columns.kind == KINDS.index(kind)) & (self.columns.taxonomy == spoken)
        return chosen[peaks.asset]


@dataclass(frozen=True, slots=True)
class Peaks:
    """One entry per asset and category it has a label in: the asset's row, the category's code, the confidence."""

    asset: NDArray[np.int32]
    category: NDArray[np.int32]
    confidence: NDArray[np.float64]


def _peaks(columns: LabelColumns, deciding: NDArray[np.bool_] | None) -> Peaks:
    asset, category, confidence = columns.asset, columns.category, columns.confidence
    if deciding is not None:
        asset, category, confidence = asset[deciding], category[deciding], confidence[deciding]
    order = np.lexsort((confidence, category, asset))
    asset, category, confidence = asset[order], category[order], confidence[order]
    last = np.ones(len(asset), dtype=np.bool_)
    last[:-1] = (asset[1:] != asset[:-1]) | (category[1:] != category[:-1])
    return Peaks(asset[last], category[last], confidence[last])
