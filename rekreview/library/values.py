"""What the library answers with, beside the values of the domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rekreview.domain.calls import CallCounts, Sent

if TYPE_CHECKING:
    from rekreview.domain.assets import DecisionView, EngineName, Fault, MediaKind
    from rekreview.domain.lottery import RecallEstimate, Stratum
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.ports import Detection
    from rekreview.domain.queues import QueueCounts
    from rekreview.domain.video import VideoJob


class RunState(StrEnum):
    """Where a moderation run stands. A run that a crash cut off is still `running`; it is offered again.

    cancelled: a person gave up what was left of it.
    """

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class TaskState(StrEnum):
    """Where one asset stands in a run."""

    QUEUED = "queued"
    ACTIVE = "active"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch of files. ids_by_path names the asset of every file, new or known."""

    added: tuple[int, ...]
    duplicates: int
    ids_by_path: dict[str, int]


@dataclass(frozen=True, slots=True)
class KnownLocation:
    """What the library remembers of a path, to tell without reading it whether the file changed."""

    asset_id: int
    mtime_ns: int
    bytes: int
    missing: bool = False


@dataclass(frozen=True, slots=True)
class AppliedPolicy:
    """The pair of strings that gives the verdicts now, or gave them once. undone: it was applied, and taken back."""

    name: str
    version: int
    pair: PolicyPair
    created: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A saved policy, in one of its versions."""

    name: str
    version: int
    pair: PolicyPair
    created: datetime


@dataclass(frozen=True, slots=True)
class AppliedOutcome:
    """What applying a policy did: its version, and the assets whose status changed side."""

    policy: str
    version: int
    to_rejected: tuple[int, ...]
    to_approved: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FloorCount:
    """So many assets of a medium have an answer of this engine that holds labels from `floor` (0–100) on only."""

    kind: MediaKind
    engine: EngineName
    floor: float
    assets: int


@dataclass(frozen=True, slots=True)
class PolicyFlips:
    """The assets whose verdict changed side when a policy was applied; what a person decided stood all the same."""

    to_rejected: tuple[int, ...] = ()
    to_approved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimedTask:
    """One asset to moderate now. path: where its bytes were last seen, with the time and size the file had then.

    width, height: pixels, 0 if unknown. attempts: how often it was claimed, this time included. setbacks: how often a
    paid call for it was made in this run and not answered.
    """

    task_id: int
    asset_id: int
    kind: MediaKind
    path: str
    sha256: str
    attempts: int
    width: int = 0
    height: int = 0
    mtime_ns: int = 0
    bytes: int = 0
    setbacks: int = 0


@dataclass(frozen=True, slots=True)
class CallStart:
    """A call that is about to be made."""

    run_id: int
    asset_id: int
    engine: EngineName
    adapter: str | None
    floor: float
    sent: Sent
    price_usd: float


@dataclass(frozen=True, slots=True)
class MonthLedger:
    """The calls of one engine in one month, such as 2026-11."""

    month: str
    engine: EngineName
    counts: CallCounts


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """What came of one task: a detection, or the fault that prevented it."""

    task_id: int
    asset_id: int
    detection: Detection | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class TaskFault:
    """One asset a run could not moderate."""

    asset_id: int
    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RunView:
    """One moderation run with its counts. again: it asks anew about what was answered before."""

    id: int
    engine: EngineName
    engine_version: str
    adapter: str | None
    floor: float
    state: RunState
    created: datetime
    finished: datetime | None
    queued: int = 0
    active: int = 0
    done: int = 0
    failed: int = 0
    again: bool = False
    causes: dict[str, int] = field(default_factory=dict)
    calls: CallCounts = field(default_factory=CallCounts)

    @property
    def cost_usd(self) -> float:
        """What its answers cost; see `calls` for what may be billed besides."""
        return self.calls.cost_usd

    @property
    def total(self) -> int:
        """How many assets the run is about."""
        return self.queued + self.active + self.done + self.failed


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did. batch: the step to undo, None if nothing had to change."""

    batch: int | None
    changed: tuple[int, ...]
    unchanged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What tells where in an ordered list an asset stands. confidence: 0–100; margin: points over its threshold."""

    name: str
    confidence: float | None
    margin: float | None
    bytes: int
    imported: datetime


@dataclass(frozen=True, slots=True)
class VideoJobView:
    """One paid job on a video as a person is told of it.

    name: of the video's file. begun: when the job was started at the service; before that, when it was opened here.
    duration_ms: of the video. cost_usd: of the job, if it is `billed`, else at most; None where nothing can be billed.
    """

    job: VideoJob
    name: str
    begun: datetime
    ended: datetime | None = None
    duration_ms: int | None = None
    cost_usd: float | None = None
    billed: bool = False


@dataclass(frozen=True, slots=True)
class SessionWork:
    """What was decided since a session began. decided: the assets whose decisions of it stand. worked: the time of its
    steps, those too that were taken back, but for pauses.

    first, last: the steps between which the session lies, last_at: when the last of its own was; by them the next look
    at the session begins where this one ended.
    """

    decided: int
    worked: timedelta
    first: int
    last: int
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """What one reviewer left to the next: a note, and the day in words."""

    id: int
    reviewer: str
    at: datetime
    note: str
    summary: str


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What was decided on one day and stands, and what is left.

    decided: by reviewer. by_category, by_reason: of the overturned verdicts, the most frequent first; "" for none.
    """

    begun: datetime
    decided: dict[str, int]
    approved: int
    rejected: int
    overturned: int
    by_category: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """One decision in the list of what was decided lately."""

    asset_id: int
    name: str
    decision: DecisionView


@dataclass(frozen=True, slots=True)
class Lottery:
    """A blind sample of a library, and what persons said of it so far.

    policy, version: what was applied when it was drawn, which the estimate is about. asset_ids: in the order of
    judging; waiting: those of them nobody has decided on yet.
    """

    id: int
    seed: int
    policy: str
    version: int
    reviewer: str
    created: datetime
    asset_ids: tuple[int, ...]
    waiting: tuple[int, ...]
    strata: tuple[Stratum, ...]
    estimate: RecallEstimate


@dataclass(frozen=True, slots=True)
class Totals:
    """The library in numbers. decisions: all that were ever made, undone ones too."""

    assets: int
    images: int
    videos: int
    bytes: int
    locations: int
    detections: int
    decisions: int
