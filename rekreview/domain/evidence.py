"""What persons' words say of the engines: how often a category is right where a label names it, how often it is seen.

The truth of a category comes from label marks. Where an asset has none, it comes from a person's decision on it, but
only if a single label was over its threshold: who rejects then says that the label is right, who approves that it is
wrong. The labels of the categories above, which an engine adds to every label, do not count as further ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rekreview.domain.arrays import np
from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.columns import LabelColumns
from rekreview.domain.estimates import Share
from rekreview.domain.marks import Truth
from rekreview.domain.places import Place
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import code_of
from rekreview.domain.taxonomy import Category
from rekreview.domain.thresholds import Threshold
from rekreview.domain.tuning import offending, smallest_exceeding

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Ground(NamedTuple):
    """What an estimate is about: one category (slug), as one engine sees it in one medium."""

    kind: MediaKind
    engine: EngineName
    category: str


@dataclass(frozen=True)
class Judged:
    """The assets of which it is known whether one category is there, as one engine scored them; lowest score first.

    score: the confidence (0–100) of the strongest label of this category, 0 without one. marked: how many are known
    from label marks; the others are known from decisions.
    """

    asset_id: NDArray[np.int64]
    score: NDArray[np.float64]
    present: NDArray[np.bool_]
    marked: int = 0

    @staticmethod
    def of(known: Iterable[tuple[int, float, bool]], marked: int = 0) -> Judged:
        """From (asset, score, present), in any order."""
        rows = sorted(known, key=lambda one: one[1])
        ids, scores, present = zip(*rows, strict=True) if rows else ((), (), ())
        return Judged(
            np.array(ids, dtype=np.int64),
            np.array(scores, dtype=np.float64),
            np.array(present, dtype=np.bool_),
            marked,
        )

    def __len__(self) -> int:
        return len(self.score)

    @cached_property
    def _present_below(self) -> NDArray[np.int64]:
        """How many of the first so many are there; one more entry than assets."""
        return np.concatenate(([0], np.cumsum(self.present, dtype=np.int64)))

    def precision(self, threshold: Threshold) -> Share:
        """Of the assets with a label over a threshold, those where the category is there indeed."""
        under = self._under(threshold)
        return Share(self._all_present - int(self._present_below[under]), len(self) - under)

    def recall(self, threshold: Threshold) -> Share:
        """Of the assets where the category is there, those with a label over a threshold."""
        found = self._all_present - int(self._present_below[self._under(threshold)])
        return Share(found, self._all_present)

    @property
    def _all_present(self) -> int:
        return int(self._present_below[-1])

    def _under(self, threshold: Threshold) -> int:
        return int(np.searchsorted(self.score, smallest_exceeding(threshold)))


@dataclass(frozen=True)
class Evidence:
    """All that persons' words say of the engines of a library, ready to be asked on every tick of a slider."""

    judged: Mapping[Ground, Judged] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, kind: MediaKind, engine: EngineName, category: str) -> Judged:
        """What is known of one category as one engine sees it; empty if nothing is."""
        return self.judged.get(Ground(kind, engine, category)) or Judged.of(())

    def best_known(self, kind: MediaKind) -> str:
        """The category of which most assets of a medium are known, "" if none is."""
        known = {ground: len(judged) for ground, judged in self.judged.items() if ground.kind is kind}
        return max(known, key=lambda ground: (known[ground], ground.category)).category if known else ""

    def engines(self, kind: MediaKind, category: str) -> tuple[EngineName, ...]:
        """The engines of which something is known here, in the order of their weight."""
        return tuple(engine for engine in EngineName if Ground(kind, engine, category) in self.judged)


@dataclass(frozen=True, slots=True)
class Scored:
    """One engine's newest answer on one asset: the highest confidence of each category, by slug."""

    asset_id: int
    kind: MediaKind
    engine: EngineName
    scores: Mapping[str, float]


def gather(truths: Iterable[Truth], answers: Iterable[Scored]) -> Evidence:
    """Set what is true of each asset beside what each engine answered on it."""
    known: dict[int, list[Truth]] = {}
    for truth in truths:
        known.setdefault(truth.asset_id, []).append(truth)
    rows: dict[Ground, list[tuple[int, float, bool]]] = {}
    marked: dict[Ground, int] = {}
    for answer in answers:
        for truth in known.get(answer.asset_id, ()):
            ground = Ground(answer.kind, answer.engine, truth.category)
            score = answer.scores.get(truth.category, 0.0)
            rows.setdefault(ground, []).append((answer.asset_id, score, truth.present))
            marked[ground] = marked.get(ground, 0) + truth.marked
    return Evidence({ground: Judged.of(found, marked[ground]) for ground, found in rows.items()})


def together(marked: Sequence[Truth], decided: Iterable[Truth]) -> list[Truth]:
    """Marks, and beside them what decisions say where no mark says anything of the same category of an asset."""
    spoken = {(truth.asset_id, truth.category) for truth in marked}
    return [*marked, *(truth for truth in decided if (truth.asset_id, truth.category) not in spoken)]


def decided_truths(columns: LabelColumns, pair: PolicyPair) -> list[Truth]:
    """What persons' decisions say of the single label that was over its threshold, and of those above it."""
    over = offending(columns, pair)
    rejected, approved = code_of(Status.REJECTED), code_of(Status.APPROVED)
    over &= np.isin(columns.standing, (rejected, approved))[columns.asset]
    codes: dict[int, set[int]] = {}
    for row, code in zip(columns.asset[over].tolist(), columns.category[over].tolist(), strict=True):
        codes.setdefault(row, set()).add(code)
    truths: list[Truth] = []
    for row, found in codes.items():
        line = _single([columns.legend[code][1] for code in sorted(found)])
        present = bool(columns.standing[row] == rejected)
        truths.extend(Truth(int(columns.asset_id[row]), slug, present, marked=False) for slug in line)
    return truths


def _single(places: Sequence[Place]) -> list[str]:
    """The slugs of one label and of those above it, if these places are that and nothing else; else nothing."""
    lowest = max(places, key=lambda place: len(place.ancestors))
    if any(place is not lowest and place.node not in lowest.ancestors for place in places):
        return []
    return list(dict.fromkeys(place.slug for place in places if isinstance(place.node, Category)))
