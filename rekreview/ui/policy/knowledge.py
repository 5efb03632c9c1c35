"""What is known of the engines beside their labels: how often they were right, and how far down they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.changes import ChangeSet
from rekreview.domain.estimates import Share
from rekreview.domain.evidence import Evidence
from rekreview.domain.thresholds import Threshold
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import FloorCount, Lottery

# A reviewer who decides twice a second, or a run, must not have it read each time.
AGAIN_MS: Final = 2_500


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How an engine does in one category at one threshold, as far as persons' words tell. marked: of `judged`, how many
    assets are known from label marks; the others from decisions.
    """

    engine: EngineName
    precision: Share
    recall: Share
    judged: int
    marked: int


@dataclass(frozen=True)
class Knowledge:
    """Evidence, floors and blind samples of a library, as they were read together."""

    evidence: Evidence = field(default_factory=Evidence)
    floors: Sequence[FloorCount] = ()
    samples: Sequence[Lottery] = ()

    def accuracies(self, kind: MediaKind, category: str, threshold: Threshold) -> tuple[Accuracy, ...]:
        """How each engine of which a share is known does here, in the order of their weight."""
        found = []
        for engine in self.evidence.engines(kind, category):
            judged = self.evidence.of(kind, engine, category)
            precision, recall = judged.precision(threshold), judged.recall(threshold)
            if precision.counted or recall.counted:
                found.append(Accuracy(engine, precision, recall, len(judged), judged.marked))
        return tuple(found)

    def floors_of(self, kind: MediaKind) -> tuple[FloorCount, ...]:
        """How far down was asked for one medium."""
        return tuple(one for one in self.floors if one.kind is kind)


class KnowledgeFeed(QObject):
    """Reads what is known in the background, again some time after the library changed. `came` carries a Knowledge.

    It works only while awake.
    """

    came = Signal(object)

    def __init__(
        self,
        read_evidence: Callable[[], Evidence],
        read_floors: Callable[[], Sequence[FloorCount]],
        dispatcher: Dispatcher,
        changes: ChangeFeed,
        parent: QObject | None = None,
        *,
        read_samples: Callable[[], Sequence[Lottery]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._read_evidence = read_evidence
        self._read_floors = read_floors
        self._read_samples = read_samples
        self._dispatcher = dispatcher
        self._awake = False
        self._stale = True
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._read)
        changes.changed.connect(self._heed)

    def wake(self) -> None:
        """Start working."""
        self._awake = True
        if self._stale and not self._again.isActive():
            self._read()

    def sleep(self) -> None:
        """Stop working until `wake`."""
        self._awake = False

    def read_now(self) -> None:
        """Read again without waiting: a person asked for something that will be in it."""
        self._again.stop()
        self._read()

    def _heed(self, change: ChangeSet) -> None:
        if change.added or change.changed or change.policy or change.history or change.everything:
            self._stale = True
            if self._awake and not self._again.isActive():
                self._again.start()

    def _read(self) -> None:
        if self._awake:
            self._stale = False
            evidence, floors, samples = self._read_evidence, self._read_floors, self._read_samples
            self._dispatcher.newest(
                "policy-knowledge",
                lambda: Knowledge(evidence(), tuple(floors()), tuple(samples())),
                self.came.emit,
            )
