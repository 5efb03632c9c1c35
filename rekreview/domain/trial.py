"""One policy tried on a whole library, kept true while its thresholds move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import KINDS
from rekreview.domain.lines import OFF, Folds, Lines
from rekreview.domain.policy import PolicyPair
from rekreview.domain.reading import Cuts, Found, Reading
from rekreview.domain.shelves import MEDIA
from rekreview.domain.sorted_labels import Mask
from rekreview.domain.status_codes import NONE, STATUS_CODES, code_of
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.tuning import Codes
from rekreview.domain.tuning_index import TuningIndex

_APPROVED: Final = code_of(Status.APPROVED)
_REJECTED: Final = code_of(Status.REJECTED)
_HIGHEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Side:
    """The assets that would change to one side.

    count: how many. nearest: ids of the first of them, those first whose label is nearest to its threshold.
    """

    count: int
    nearest: NDArray[np.int64]

    @staticmethod
    def nobody() -> Side:
        """No asset changes to this side."""
        return Side(0, np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class CategoryEffect:
    """What one category does to the assets of one medium.

    over: assets with a label over its threshold that counts in this reading. alone: of those, the ones nobody decided
    in which every label over its threshold is of this category or of one above it, however far; they would be approved
    if these labels were not there. An asset counts for one category at most, the lowest. to_rejected: assets that would
    become rejected, with a label here that rejects them. to_approved: assets that would become approved, with a label
    here that rejects them under the applied policy.
    """

    over: int = 0
    alone: int = 0
    to_rejected: int = 0
    to_approved: int = 0


class Trial:
    """A draft policy tried on a library against the applied one. Not for two threads at once.

    Agrees with `policy.decide` on every asset. Making one takes some 30 ms at a million assets, so make it in the read
    pool; `move` on a slider's step takes a fraction of a millisecond and may run on the GUI thread.

    How it works: for every asset it keeps in how many groups the draft rejects it (hits) and, their numbers folded into
    one by exclusive or, in which (folds: while they lie on one line, `Lines` knows it by this); and of those that the
    policy judges, which the applied policy does not reject (held) and which the draft does not (open). A move walks
    over the labels between the old bound and the new one, and over nothing else.
    """

    def __init__(self, index: TuningIndex, applied: PolicyPair, draft: PolicyPair) -> None:
        self.index = index
        self.applied = applied
        self._latest = (applied, index.shelves.bounds(applied))
        self._planned: tuple[PolicyPair, Cuts] | None = None
        self._asked = Reading.of(index, applied)
        self._asked_cuts = self._asked.cuts(self._latest[1])
        self._lines = Lines.of(index.shelves.groups)
        hits, _ = _hits(self._asked, self._asked_cuts, self._lines)
        fixed = index.assets.fixed
        self._held: Mask = (fixed == NONE) & (hits == 0)
        self._fixed = np.bincount(fixed[fixed >= 0], minlength=len(STATUS_CODES))
        self._approved_before = _approves(applied)
        self._start(draft)

    def _start(self, draft: PolicyPair) -> None:
        """Work everything out from scratch."""
        index = self.index
        self._adopt(draft)
        self._reading = self._asked if self._asked.reads(draft) else Reading.of(index, draft)
        self._bounds = self._bounds_of(draft)
        self._cuts = self._reading.cuts(self._bounds)
        self._hits, self._folds = _hits(self._reading, self._cuts, self._lines)
        free = index.assets.fixed == NONE
        # Nobody's fold from here on, whatever comes and goes: a person decides there.
        self._folds[~free] ^= self._folds.dtype.type(OFF)
        self._open: Mask = free & (self._hits == 0)
        media = [free & (index.assets.kind == code) for code in range(MEDIA)]
        self._judged = [int(np.count_nonzero(one)) for one in media]
        self._rejected = [int(np.count_nonzero(one & ~self._open)) for one in media]
        self._newly = [int(np.count_nonzero(one & ~self._open & self._held)) for one in media]
        self._freed = [int(np.count_nonzero(one & self._open & ~self._held)) for one in media]
        self._alone = np.zeros(len(index.shelves), dtype=np.int64)
        for code in range(MEDIA):
            here = index.assets.kind == code
            self._alone[code::MEDIA] = self._lines.counts(self._folds[here], self._hits[here])
        self._newly_in = [self._newly_over(shelf) for shelf in range(len(index.shelves))]

    def cost(self, draft: PolicyPair) -> int:
        """How many labels have to be looked at to try another draft and tell its effect (some 6 ns each)."""
        if self._reading is not self._asked or not self._reading.reads(draft):
            return len(self._reading)
        planned = zip(self._cuts_of(draft), self._cuts, self._asked_cuts, strict=True)
        return sum(
            int(np.abs(cuts - now).sum() + np.maximum(cuts - applied, 0).sum()) for cuts, now, applied in planned
        )

    def move(self, draft: PolicyPair) -> None:
        """Try another draft instead. One that counts parents or exempts otherwise is worked out from scratch."""
        if not self._reading.reads(draft):
            self._start(draft)
            return
        self._adopt(draft)
        for batch, cuts in enumerate(self._cuts_of(draft)):
            for shelf in np.flatnonzero(cuts != self._cuts[batch]).tolist():
                self._cut(batch, shelf, int(cuts[shelf]))
        self._bounds = self._bounds_of(draft)

    @property
    def before(self) -> Mapping[Status, int]:
        """How many assets have each status under the applied policy."""
        rejected = [r - n + f for r, n, f in zip(self._rejected, self._newly, self._freed, strict=True)]
        return self._counts(self.applied, rejected)

    @property
    def after(self) -> Mapping[Status, int]:
        """How many assets have each status under the draft."""
        return self._counts(self.draft, self._rejected)

    def to_rejected(self, most: int) -> Side:
        """The assets that would become rejected, with the ids of the `most` nearest to the threshold they passed."""
        count = sum(self._newly)
        found = [self._newly_near(shelf, most) for shelf in self._moved(np.less)] if count and most else []
        return Side(count, self.index.assets.asset_id[Found.joined(found).nearest(most)])

    def to_approved(self, most: int) -> Side:
        """The assets that would become approved, with the ids of the `most` nearest to the threshold that held them.

        Those that only waited for a person, under a policy with `manual`, come last.
        """
        count = sum(self._freed_or_released(code) for code in range(MEDIA))
        found = [self._freed_near(shelf, most) for shelf in self._moved(np.greater)] if count and most else []
        rows = Found.joined(found).nearest(most)
        if len(rows) < min(most, count):
            waited = np.flatnonzero(self._released)
            rows = np.concatenate((rows, waited[~np.isin(waited, rows)].astype(rows.dtype)))[:most]
        return Side(count, self.index.assets.asset_id[rows])

    def categories(self, kind: MediaKind, taxonomy: Taxonomy) -> dict[str, CategoryEffect]:
        """What each category with labels does, by slug; nothing if the draft judges nothing."""
        if not self.draft.for_kind(kind).judges:
            return {}
        over = np.sum([self._reading.counts(batch, cuts) for batch, cuts in enumerate(self._cuts)], axis=0).tolist()
        alone, moved = self._alone.tolist(), frozenset(self._moved(np.not_equal))
        return {
            slug: CategoryEffect(over[shelf], alone[shelf], *(self._flips(shelf) if shelf in moved else (0, 0)))
            for slug, shelf in self.index.shelves.slugs(kind, taxonomy)
        }

    def codes(self) -> tuple[NDArray[np.int64], Codes]:
        """The id of every asset, and its status code under the draft."""
        codes = self.index.assets.fixed.copy()
        for code, approval in enumerate(_approvals(self.draft)):
            judged = (self.index.assets.fixed == NONE) & (self.index.assets.kind == code)
            codes[judged] = np.where(self._hits[judged] > 0, _REJECTED, approval)
        alive = self.index.assets.alive
        return self.index.assets.asset_id[alive], codes[alive]

    # Moving

    def _adopt(self, draft: PolicyPair) -> None:
        self.draft = draft
        self._approved = _approves(draft)

    def _bounds_of(self, draft: PolicyPair) -> NDArray[np.float64]:
        """The bounds of a draft; asked for twice, for what a move costs and for the move."""
        if self._latest[0] != draft:
            self._latest = (draft, self.index.shelves.bounds(draft))
        return self._latest[1]

    def _cuts_of(self, draft: PolicyPair) -> Cuts:
        """Where a draft cuts each shelf; asked for twice too."""
        if self._planned is None or self._planned[0] != draft:
            bounds = self._bounds_of(draft)
            moved = np.flatnonzero(bounds != self._bounds).tolist()
            planned = []
            for labels, now in zip(self.index.batches, self._cuts, strict=True):
                cuts = now.copy()
                cuts[moved] = [labels.cut(shelf, bounds[shelf]) for shelf in moved]
                planned.append(cuts)
            self._planned = draft, tuple(planned)
        return self._planned[1]

    def _cut(self, batch: int, shelf: int, cut: int) -> None:
        """Let a shelf reject from another place on."""
        before = int(self._cuts[batch][shelf])
        self._cuts[batch][shelf] = cut
        if cut < before:
            self._reject(shelf, self._reading.rows(batch, cut, before))
        elif cut > before:
            self._release(shelf, self._reading.rows(batch, before, cut))

    def _reject(self, shelf: int, row: NDArray[np.int32]) -> None:
        """These assets, each named once, are rejected in one group more."""
        hits, medium = self._hits.take(row), shelf % MEDIA
        self._fold(shelf, row, hits, hits + 1)
        opened, held = self._open.take(row), self._held.take(row)
        self._open[row] = False
        fresh, newly = int(np.count_nonzero(opened)), int(np.count_nonzero(opened & held))
        self._rejected[medium] += fresh
        self._freed[medium] -= fresh - newly
        self._newly[medium] += newly
        self._newly_in[shelf] += int(np.count_nonzero(held))

    def _release(self, shelf: int, row: NDArray[np.int32]) -> None:
        """These assets, each named once, are rejected in one group less."""
        hits, medium = self._hits.take(row), shelf % MEDIA
        self._fold(shelf, row, hits, hits - 1)
        self._newly_in[shelf] -= int(np.count_nonzero(self._held.take(row)))
        gone = row[hits == 1]
        gone = gone[self.index.assets.fixed.take(gone) == NONE]
        self._open[gone] = True
        held = int(np.count_nonzero(self._held.take(gone)))
        self._rejected[medium] -= len(gone)
        self._freed[medium] += len(gone) - held
        self._newly[medium] -= held

    def _fold(self, shelf: int, row: NDArray[np.int32], before: Folds, after: Folds) -> None:
        """One group more or less rejects these assets: so many before, so many after."""
        group, medium = divmod(shelf, MEDIA)
        folds = self._folds.take(row)
        folded = folds ^ self._folds.dtype.type(self._lines.numbers[group])
        self._hits[row], self._folds[row] = after, folded
        self._alone[medium::MEDIA] += self._lines.counts(folded, after) - self._lines.counts(folds, before)

    # Telling

    def _counts(self, pair: PolicyPair, rejected: Sequence[int]) -> dict[Status, int]:
        counts = self._fixed.tolist()
        for approval, judged, part in zip(_approvals(pair), self._judged, rejected, strict=True):
            counts[_REJECTED] += part
            counts[approval] += judged - part
        return dict(zip(STATUS_CODES, counts, strict=True))

    def _freed_or_released(self, medium: int) -> int:
        """How many assets of a medium would become approved."""
        if not self._approved[medium]:
            return 0
        held = self._approved_before[medium]
        return self._freed[medium] if held else self._judged[medium] - self._rejected[medium]

    @property
    def _released(self) -> Mask:
        """The rows of assets that waited for a person and would be approved."""
        assets, released = self.index.assets, np.zeros(len(self.index.assets), dtype=np.bool_)
        for medium in range(MEDIA):
            if self._approved[medium] and not self._approved_before[medium]:
                released |= assets.kind == medium
        return released & self._open

    def _moved(self, way: np.ufunc) -> Sequence[int]:
        """The shelves in which an asset may have passed a threshold that moved this way."""
        if self._reading is not self._asked:
            return range(len(self.index.shelves))
        moved = [way(new, old) for new, old in zip(self._cuts, self._asked_cuts, strict=True)]
        shelves: Sequence[int] = np.flatnonzero(np.logical_or.reduce(moved)).tolist()
        return shelves

    def _fresh(self, row: NDArray[np.int32]) -> Mask:
        """Which assets the applied policy does not reject; asked of such as the draft rejects."""
        return self._held.take(row)

    def _gone(self, row: NDArray[np.int32]) -> Mask:
        """Which assets the draft does not reject; asked of such as the applied policy rejects."""
        return self._open.take(row)

    def _over_now(self, batch: int, shelf: int) -> tuple[int, int]:
        """The stretch of labels over the draft's threshold that may not have been over the applied one."""
        cut, end = int(self._cuts[batch][shelf]), self.index.batches[batch].bounds_of(shelf)[1]
        return cut, max(cut, int(self._asked_cuts[batch][shelf])) if self._reading is self._asked else end

    def _over_before(self, batch: int, shelf: int) -> tuple[int, int]:
        """The stretch of labels over the applied threshold that may not be over the draft's."""
        cut, end = int(self._asked_cuts[batch][shelf]), self.index.batches[batch].bounds_of(shelf)[1]
        return cut, max(cut, int(self._cuts[batch][shelf])) if self._reading is self._asked else end

    def _newly_over(self, shelf: int) -> int:
        """How many assets with a label over the draft's threshold here the applied policy does not reject."""
        stretches = ((batch, *self._over_now(batch, shelf)) for batch in range(len(self.index.batches)))
        return sum(int(np.count_nonzero(self._fresh(self._reading.rows(*one)))) for one in stretches)

    def _flips(self, shelf: int) -> tuple[int, int]:
        """How many assets with a label here would become rejected, and how many approved."""
        freed = 0
        for batch in range(len(self.index.batches)) if self._approved[shelf % MEDIA] else ():
            start, end = self._over_before(batch, shelf)
            freed += int(np.count_nonzero(self._gone(self._asked.rows(batch, start, end)))) if start < end else 0
        return self._newly_in[shelf], freed

    def _newly_near(self, shelf: int, most: int) -> Found:
        bound = min(self._bounds[shelf], _HIGHEST)
        look = partial(self._reading.walk, bound=bound, upward=True, most=most, wanted=self._fresh)
        return Found.joined([look(b, *self._over_now(b, shelf)) for b in range(len(self.index.batches))])

    def _freed_near(self, shelf: int, most: int) -> Found:
        if not self._approved[shelf % MEDIA]:
            return Found.joined([])
        look = partial(self._asked.walk, bound=min(self._bounds[shelf], _HIGHEST), most=most, wanted=self._gone)
        found = []
        for batch in range(len(self.index.batches)):
            start, end = self._over_before(batch, shelf)
            middle = min(max(start, int(self._cuts[batch][shelf])), end)
            found += [look(batch, start, middle, upward=False), look(batch, middle, end, upward=True)]
        return Found.joined(found)


def _approvals(pair: PolicyPair) -> list[int]:
    """For each medium, the status code of what the policy judges and does not reject."""
    return [code_of(pair.for_kind(kind).approval) for kind in KINDS]


def _approves(pair: PolicyPair) -> list[bool]:
    """For each medium, whether what is not rejected is approved."""
    return [code == _APPROVED for code in _approvals(pair)]


def _hits(reading: Reading, cuts: Cuts, lines: Lines) -> tuple[Folds, Folds]:
    """For each row, in how many groups it is rejected, and their fold."""
    room = np.min_scalar_type(max(1, len(lines.numbers)))
    hits, folds = (np.zeros(len(reading.index.assets), dtype=kind) for kind in (room, lines.room))
    for batch, labels in enumerate(reading.index.batches):
        for shelf, cut in enumerate(cuts[batch].tolist()):
            row = reading.rows(batch, cut, labels.bounds_of(shelf)[1])
            hits[row] += 1
            folds[row] ^= folds.dtype.type(lines.numbers[shelf // MEDIA])
    return hits, folds
