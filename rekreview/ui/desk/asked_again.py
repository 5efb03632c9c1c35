"""One's own second opinion: a few decisions of before are served again, unmarked, in the lists a person works through.

Such an asset shows as it would if nobody had decided on it. What is said of it is kept as a second opinion and changes
nothing; from then on it shows as if it had been decided so, until another list is shown. Where it stands in the list
is settled here, so that nothing moves on the screen: among what is not painted yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from rekreview.domain.assets import Asset, DecidedBy, DecisionView, Status, Tile
from rekreview.domain.facets import NO_DECISION, OF_DECISION, ShownAs, hold_undecided, let_through
from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName
from rekreview.domain.seen_counts import Shown, as_seen, queues_of
from rekreview.domain.serving import FORGOTTEN_AFTER, LARGEST_SHARE, JudgedAgain, mixed, place
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.ui.grid.rows import Ids

if TYPE_CHECKING:
    from rekreview.library.opinion_values import Opinion

AHEAD: Final = 5_000
"""So many assets are looked through at most: more than a person gets through before the list is read again."""
_NONE: Final[frozenset[QueueName]] = frozenset()
_NOBODY: Final = frozenset({Status.APPROVED, Status.REJECTED})
SERVED_IN: Final[Mapping[QueueName, frozenset[Status]]] = {
    QueueName.REJECTED: frozenset({Status.REJECTED}),
    QueueName.APPROVED: frozenset({Status.APPROVED}),
    QueueName.ALL: _NOBODY,
}
"""The lists a person works through, and the verdicts of what is in them before anybody decides."""


class SecondOpinions(Protocol):
    """What is asked of a library's second opinions."""

    def due(self, reviewer: str, share: float, before: datetime) -> dict[int, int]:
        """The own decisions of before a moment that are to be judged again, by asset."""

    def still_due(self, reviewer: str, known: Mapping[int, int]) -> dict[int, int]:
        """Those of the decisions that were due a while ago that are due still, by asset."""

    def undecided(self, ids: Sequence[int]) -> Ids:
        """Those of these assets no person has decided on, in their order."""

    def opinions(
        self, reviewer: str, *, sample: int | None = None, decisions: Sequence[int] | None = None
    ) -> dict[int, Opinion]:
        """What a reviewer said a second time, by asset."""


class Lists(Protocol):
    """What is asked of a library's lists."""

    @property
    def quality(self) -> SecondOpinions:
        """Its second opinions."""

    def among(self, wanted: QueueFilter, ids: Sequence[int]) -> Ids:
        """Those of these assets that a queue holds."""

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""

    def doubts(self, ids: Sequence[int]) -> dict[int, frozenset[QueueName]]:
        """Which of these assets lie near a threshold, and on which engines disagree."""


@dataclass
class _Served:
    """What is served in one list. after: each asset and the one it comes right after; decisions: those judged again."""

    wanted: QueueFilter = field(default_factory=QueueFilter)
    reviewer: str = ""
    after: dict[int, int] = field(default_factory=dict)
    decisions: dict[int, int] = field(default_factory=dict)
    last: int | None = None
    whole: bool = False

    def leave_out(self, ids: Iterable[int]) -> None:
        """These show as what they are."""
        for one in ids:
            self.after.pop(one, None)
            self.decisions.pop(one, None)


class AskedAgain:
    """Which assets of the shown list are judged a second time. Any thread may ask; lists are begun on the GUI thread.

    A list that is being read has what is served in it beside; on the screen it is `show` that lets it count, with the
    list: until then a word is about what was shown before.

    reviewer: who works here at that moment. share: of their own decisions that come back, 0–1; 0 for none.
    """

    def __init__(
        self,
        queries: Lists,
        reviewer: Callable[[], str],
        share: Callable[[], float],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._queries = queries
        self._reviewer = reviewer
        self._share = share
        self._now = now
        self._guard = threading.RLock()
        self._due: dict[int, int] | None = None
        self._served = _Served()
        self._read: _Served | None = None  # that of the list that is being read, until it shows
        self._counted = False  # whether anything was counted as it shows
        self._anew: set[int] = set()  # decided on in this window: what was said of it before does not come back

    def begin(self, wanted: QueueFilter) -> None:
        """Another list is read; what is on the screen stays as it shows until `show`."""
        with self._guard:
            reviewer = self._reviewer()
            if reviewer != self._served.reviewer:
                self._due = None
            self._read = _Served(wanted, reviewer)

    def show(self) -> bool:
        """The list that was read takes its place on the screen; whether assets may show otherwise by that."""
        with self._guard:
            before, self._served = self._served, self._read or self._served
            self._read = None
            others = self._served is not before and bool(before.after or self._served.after)
        return others or before.wanted.second_sample != self._served.wanted.second_sample

    @property
    def sample(self) -> int | None:
        """The sample that is judged now, if it is one."""
        return self._served.wanted.second_sample

    def among(self, ids: Sequence[int] | Ids) -> JudgedAgain | None:
        """Those of these assets on which a word is a second opinion; None if there are none.

        What came back to somebody who no longer reviews here is no second opinion of whoever does now.
        """
        with self._guard:
            own = self._reviewer() == self._served.reviewer
            sample, asked = self.sample, self._served.after if own else {}
            if isinstance(ids, np.ndarray) and sample is None:
                ids = ids[np.isin(ids, list(asked))] if asked else ids[:0]  # one by one a million would take a while
            assets = frozenset(int(one) for one in ids if sample is not None or one in asked)
        return JudgedAgain(assets, sample) if assets else None

    def word_on(self, ids: Sequence[int] | Ids) -> JudgedAgain | None:
        """The same of assets of which something is said now. The others are decided on, and so do not come back: not
        even in a list that was read before that decision was written.
        """
        with self._guard:
            judged = self.among(ids)
            if len(ids) > STEP_ASSETS:  # of a whole queue only what might come back is remembered
                due = np.fromiter(self._due or (), np.int64)
                ids = due[np.isin(due, ids)]
            anew = {int(one) for one in ids} - (judged.assets if judged else frozenset())
            self._anew |= anew
            if self._read is not None:
                self._read.leave_out(anew)
        return judged

    def said(self, ids: Sequence[int]) -> dict[int, Opinion | None]:
        """Those of these assets that are judged a second time, and what was said of each so far."""
        with self._guard:
            sample, decisions = self.sample, self._served.decisions
            asked = ids if sample is not None else [one for one in ids if one in decisions]
            about = None if sample is not None else [decisions[int(one)] for one in asked]
        if not len(asked):
            return {}
        return self._opinions(asked, sample, about)

    def _opinions(
        self, asked: Sequence[int], sample: int | None, about: Sequence[int] | None
    ) -> dict[int, Opinion | None]:
        opinions = self._queries.quality.opinions(self._reviewer(), sample=sample, decisions=about)
        return {int(one): opinions.get(int(one)) for one in asked}

    @property
    def moves_counts(self) -> bool:
        """Whether the counts of queues are others now than when nothing comes back, or were when they were counted."""
        return self._counted or bool(self._served.after)

    def counted(self, counts: QueueCounts) -> QueueCounts:
        """The counts with what comes back where it shows: not decided, until it is decided again."""
        with self._guard:
            served = list(self._served.after)
            self._counted = bool(served)
        if not served:
            return counts
        said, doubts = self.said(served), self._queries.doubts(served)
        tiles = self._queries.tiles(np.array(served, dtype=np.int64))
        shown = (Shown(tile, seen_tile(tile, said.get(tile.id)), doubts.get(tile.id, _NONE)) for tile in tiles)
        return as_seen(counts, shown)

    def counted_in(self, wanted: QueueFilter, held: Ids) -> int:
        """How many assets a list holds, with what comes back where it shows. held: those it holds as they stand."""
        with self._guard:
            served = list(self._served.after)
        if not served or wanted.asks_for_evidence:
            return len(held)
        said, doubts = self.said(served), self._queries.doubts(served)
        others = tuple(one for one in wanted.facets if one.facet not in OF_DECISION)
        # Whatever is said of them does not change whether they fit here.
        fit = self._queries.among(replace(wanted, queue=QueueName.ALL, facets=others), served)
        shown = [
            tile
            for tile in self._queries.tiles(fit)
            if _shows_in(wanted, tile, said.get(tile.id), doubts.get(tile.id, _NONE))
        ]
        return len(held) - int(np.isin(served, held).sum()) + len(shown)

    def shown_as(self, wanted: QueueFilter) -> dict[int, ShownAs]:
        """The decisions that a list shows, in the place of those that come back in it."""
        with self._guard:
            served = list(self._served.after) if wanted == self._served.wanted else []
        return {one: _decision_shown(wanted.queue, opinion) for one, opinion in self.said(served).items()}

    def also_left(self, wanted: QueueFilter) -> int:
        """How many assets of a list wait to be judged again."""
        with self._guard:
            served = list(self._served.after) if wanted == self._served.wanted else []
        return sum(opinion is None for opinion in self.said(served).values())

    def served(self, wanted: QueueFilter, found: Ids, *, whole: bool) -> Ids:
        """A list, or the beginning of one, with what is served again in its places."""
        share = min(self._share(), LARGEST_SHARE)
        if share <= 0 or wanted.queue not in SERVED_IN or wanted.asks_for_evidence:
            return found
        if not hold_undecided(wanted.facets):  # where all are decided, one that is not would be told by that
            return found
        with self._guard:
            served = self._read or self._served
            if wanted != served.wanted:
                return found
            if whole or self._due is None:
                self._due = self._queries.quality.due(served.reviewer, share, self._now() - FORGOTTEN_AFTER)
            elif not served.whole:  # in the list before they may have been decided on anew, or judged again
                self._due = self._queries.quality.still_due(served.reviewer, self._due)
            if not served.whole and len(found):
                self._serve(served, found, self._due, share)
                served.whole = whole
            staying, away = self._standing(served)
        return mixed(found[~np.isin(found, away)] if away else found, staying)

    def _serve(self, served: _Served, found: Ids, due: Mapping[int, int], share: float) -> None:
        """Choose what is served after the part of a list that was looked through, since that may be painted."""
        seen = np.flatnonzero(found == served.last)
        ahead = found[seen[0] + 1 if len(seen) else 0 :][:AHEAD]
        passed_over = served.after.keys() | self._anew
        waiting = self._fitting(served.wanted, [one for one in due if one not in passed_over])
        if not len(waiting) or not len(ahead):
            return
        placed = place(self._queries.quality.undecided(ahead.tolist()), waiting, share)
        served.after.update(zip(placed.served, placed.after, strict=True))
        served.decisions.update((one, due[one]) for one in placed.served)
        served.last = int(ahead[-1])

    def _fitting(self, wanted: QueueFilter, waiting: Sequence[int]) -> Ids:
        """Those that would be in this list if nobody had decided on them."""
        if not waiting:
            return np.empty(0, np.int64)
        among = self._queries.among(replace(wanted, queue=QueueName.REVIEWED), waiting)
        fits = SERVED_IN[wanted.queue]
        return np.array([tile.id for tile in self._queries.tiles(among) if tile.verdict in fits], dtype=np.int64)

    def _standing(self, served: _Served) -> tuple[dict[int, int], list[int]]:
        """What is in its place, and what has left the list, as a decision like its opinion would have made it."""
        opinions = self._opinions(list(served.after), None, list(served.decisions.values()))
        away = [one for one, opinion in opinions.items() if opinion and not _stays(served.wanted.queue, opinion)]
        return {one: after for one, after in served.after.items() if one not in away}, away


def _stays(queue: QueueName, opinion: Opinion) -> bool:
    """Whether an asset decided like this would still be in the queue."""
    return queue is QueueName.ALL or opinion.status.value == queue.value


def _decision_shown(queue: QueueName, opinion: Opinion | None) -> ShownAs:
    if opinion is None:
        return NO_DECISION
    return ShownAs(_stays(queue, opinion), opinion.reviewer, opinion.reason, bool(opinion.note))


def _shows_in(wanted: QueueFilter, tile: Tile, opinion: Opinion | None, doubts: frozenset[QueueName]) -> bool:
    """Whether an asset that fits apart from what was decided on it is in a list, by how it shows."""
    if wanted.queue not in queues_of(seen_tile(tile, opinion), doubts):
        return False
    return let_through(wanted.facets, _decision_shown(wanted.queue, opinion))


def seen_tile(tile: Tile, opinion: Opinion | None) -> Tile:
    """A cell as it would be if this opinion were the only decision there ever was."""
    status, decided_by = seen_status(tile.verdict or Status.PENDING, opinion)
    return replace(
        tile,
        status=status,
        decided_by=decided_by,
        overturned=bool(opinion) and tile.verdict in _NOBODY and tile.verdict is not status,
        has_note=bool(opinion and opinion.note),
    )


def seen_asset(asset: Asset, verdict: Status, opinion: Opinion | None) -> Asset:
    """All that is known of an asset, as it would be then."""
    status, decided_by = seen_status(verdict, opinion)
    return replace(asset, status=status, decided_by=decided_by)


def seen_status(verdict: Status, opinion: Opinion | None) -> tuple[Status, DecidedBy | None]:
    """Where an asset would stand then, and by whom."""
    if opinion is not None:
        return opinion.status, DecidedBy.REVIEWER
    return verdict, DecidedBy.POLICY if verdict in _NOBODY else None


def seen_history(opinion: Opinion | None, before: Status) -> list[DecisionView]:
    """What an asset's history would be then. before: where it stood before that opinion."""
    if opinion is None:
        return []
    one = opinion
    return [DecisionView(one.at, one.reviewer, before, one.status, one.reason, one.note, undone=False)]
