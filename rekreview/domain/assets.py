"""Values that describe an asset: what the media is, what was said of it, and how it is shown in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from rekreview.domain.labels import Label
from rekreview.domain.sightings import Sighting
from rekreview.domain.video import JobState

if TYPE_CHECKING:
    from rekreview.domain.stack_lists import StackSummary


class MediaKind(StrEnum):
    """What an asset is: a picture or a video."""

    IMAGE = "image"
    VIDEO = "video"


class Status(StrEnum):
    """Where an asset stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    NOT_MODERATED = "not_moderated"
    QUEUED = "queued"
    ABORTED = "aborted"


class DecidedBy(StrEnum):
    """Who gave an asset its status."""

    POLICY = "policy"
    REVIEWER = "reviewer"


class EngineName(StrEnum):
    """What turned an asset into labels."""

    REKOGNITION = "rekognition"
    IMPORTED = "imported"
    ON_DEVICE = "on-device"

    @property
    def paid(self) -> bool:
        """Whether each call of it costs money."""
        return self is EngineName.REKOGNITION


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something could not be done to one asset: a code for programs and a message for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What opening a file told us.

    width, height: pixels of the upright picture (0 if unknown). duration_ms: length of a video or an animation, None
    for a still. frames: number of frames of an animation, 1 for a still, None if unknown. phash: 64-bit perceptual hash
    of the upright thumbnail, as a signed number. thumbnail and veiled: JPEG bytes, long side at most 256 px, upright,
    sRGB; `veiled` is the blurred grey one shown for heavy categories. fault: set when the kind is known but the content
    cannot be decoded.
    """

    kind: MediaKind
    format: str
    width: int = 0
    height: int = 0
    duration_ms: int | None = None
    frames: int | None = 1
    codec: str = ""
    frame_rate: float | None = None
    has_audio: bool = False
    phash: int | None = None
    thumbnail: bytes = b""
    veiled: bytes = b""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file ready to enter the library: where it lies, which bytes it has, and what it is."""

    path: str
    mtime_ns: int
    bytes: int
    sha256: str
    facts: MediaFacts


@dataclass(frozen=True, slots=True)
class Tile:
    """One asset as a cell of the grid shows it. `confidence` is 0–100; `category` the one that decides or leads;
    `verdict` what it would stand at without a person's word, None if that is not known. blind: what engine and policy
    say of it is hidden, since it is judged for a sample. job: how far the paid job has come that checks a video which
    has no verdict yet; None if no run waits for one. stack: of the near-duplicates behind it, if it stands for several.
    looker, aside_since: who put it aside for a second look, and when. unchecked: no engine has looked at it, or
    one named what nobody knows. heavy: it is hard to look at, see `domain.heaviness`. A blind tile tells neither.
    """

    id: int
    kind: MediaKind
    name: str
    status: Status
    decided_by: DecidedBy | None
    overturned: bool
    category: str
    confidence: float | None
    estimate: bool
    duration_ms: int | None
    has_thumbnail: bool
    has_note: bool = False
    second_look: bool = False
    verdict: Status | None = None
    blind: bool = False
    job: JobState | None = None
    looker: str = ""
    aside_since: datetime | None = None
    stack: StackSummary | None = None
    unchecked: bool = False
    heavy: bool = False

    def __post_init__(self) -> None:
        """What is judged blind tells nothing of its labels."""
        if self.blind:
            object.__setattr__(self, "unchecked", False)
            object.__setattr__(self, "heavy", False)


@dataclass(frozen=True, slots=True)
class DetectionView:
    """One engine's stored answer on one asset."""

    id: int
    engine: EngineName
    model_version: str
    adapter: str | None
    min_confidence: float
    labels: tuple[Label, ...]
    content_types: tuple[tuple[str, float], ...] = ()
    coverage: str = ""
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """Everything the library knows of one asset, except the history of its decisions.

    blind: what engine and policy say of it is hidden, since it is judged for a sample. heavy: hard to look at, see
    `domain.heaviness`; unclear: an engine named what nobody knows. A blind one tells neither.
    """

    id: int
    sha256: str
    kind: MediaKind
    format: str
    bytes: int
    width: int
    height: int
    duration_ms: int | None
    codec: str
    paths: tuple[str, ...]
    missing_paths: tuple[str, ...]
    status: Status
    decided_by: DecidedBy | None
    detections: tuple[DetectionView, ...]
    deciding_detection: int | None
    fault: Fault | None
    imported: datetime
    second_look: bool = False
    looker: str = ""
    aside_since: datetime | None = None
    queued: bool = False
    blind: bool = False
    heavy: bool = False
    unclear: bool = False

    def __post_init__(self) -> None:
        """What is judged blind tells nothing of its labels."""
        if self.blind:
            object.__setattr__(self, "heavy", False)
            object.__setattr__(self, "unclear", False)

    @property
    def unchecked(self) -> bool:
        """Whether no engine has looked at it, or one named what nobody knows."""
        return self.deciding_detection is None or self.unclear

    @property
    def deciding(self) -> DetectionView | None:
        """The detection whose labels count; None while nothing was detected."""
        return next((one for one in self.detections if one.id == self.deciding_detection), None)


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One entry of an asset's history: what a person decided, and whether it was taken back since.

    seen: how the asset was painted at that moment. unseen: it is known not to have been on the screen, as in a batch.
    Neither is known of what was decided before sightings were kept, nor of a decision that was taken away.
    """

    at: datetime
    reviewer: str
    from_status: Status
    to_status: Status | None
    reason: str
    note: str
    undone: bool
    seen: Sighting | None = None
    unseen: bool = False
