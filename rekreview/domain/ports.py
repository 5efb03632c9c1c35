"""What the pipeline needs of an engine and of the decoder, without knowing either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from rekreview.domain.assets import EngineName, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.calls import CallBook, Sent
from rekreview.domain.labels import Label
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import Cell, FrameCounts

if TYPE_CHECKING:  # it takes a while to load, and who only starts the decoder has no use for it yet
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright sRGB picture, or one frame of a video or animation.

    pixels: uint8, shape (height, width, 3), RGB, alpha flattened on white. timestamp_ms: None for a still.
    """

    pixels: NDArray[np.uint8]
    timestamp_ms: int | None = None


@dataclass(frozen=True, slots=True)
class EncodedLimits:
    """What an engine takes that is sent bytes of a picture instead of pixels.

    long_side, quality: of the JPEG made by default, in pixels and 1–100. most_bytes: no more is sent. min_side,
    max_side: pixels; what is smaller on one side is not sent, what is larger is shrunk. keep_original: send a file's
    own bytes where they are taken as they are. frames: how many frames of an animation, or pages of a file, are sent.
    """

    long_side: int = 1280
    quality: int = 85
    most_bytes: int = 5_242_880
    min_side: int = 80
    max_side: int = 10_000
    keep_original: bool = False
    frames: int = 5


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """What an engine can take.

    short_side: pixels of the short side it needs; the decoder may shrink while decoding but not below it. min_side:
    pixels; a smaller picture is not sent. frame_interval_ms, key_frames_only, at_least_every_ms: which frames of a
    video it looks at, see `video.FrameChoice`. encoded: set where it wants JPEG or PNG bytes (Prepared.encoded) instead
    of pixels. videos: whether it takes videos at all.
    """

    short_side: int = 448
    min_side: int = 1
    frame_interval_ms: int = 1000
    encoded: EncodedLimits | None = None
    videos: bool = True
    key_frames_only: bool = False
    at_least_every_ms: int = 10_000


@dataclass(frozen=True, slots=True)
class Encoded:
    """One picture as it is sent: JPEG or PNG bytes, upright, 8-bit sRGB.

    timestamp_ms: of a frame of an animation; of a page its number times 1000. None for a still. original: the file's
    own bytes.
    """

    content: bytes
    format: str
    width: int
    height: int
    timestamp_ms: int | None = None
    original: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """An asset made ready for one engine. frames may be lazy: a video's frames arrive while it is decoded.

    frames_total: frames the video holds, if known, so that "checked 60 of 1,800 frames" can be said. encoded: what is
    sent, for an engine whose limits ask for it; then there are no frames. Of a video only the frames worth sending
    come, decoded as they are asked for; close the iterator to free the decoder early. counts: of those frames, and of
    those passed over; complete once the last one was read. book: where its calls are noted if they cost money.
    """

    kind: MediaKind
    frames: Iterator[Frame]
    frames_total: int | None = None
    duration_ms: int | None = None
    encoded: Iterator[Encoded] = field(default_factory=lambda: iter(()))
    book: CallBook | None = None
    counts: FrameCounts = field(default_factory=FrameCounts)


@dataclass(frozen=True, slots=True)
class Detection:
    """One engine's answer on one asset.

    min_confidence: the floor asked for, 0–100; no label below it is kept. raw: the answer as it came, kept as JSON.
    coverage: what was looked at, for people, such as "checked 60 of 1,800 frames". calls: how many were made for it;
    fewer than were sent if an answer was known already. sent: what was sent, one for each picture or frame.
    """

    engine: EngineName
    model_version: str
    adapter: str | None
    min_confidence: float
    labels: tuple[Label, ...]
    content_types: tuple[tuple[str, float], ...] = ()
    raw: dict[str, Any] = field(default_factory=dict)
    coverage: str = ""
    calls: int = 0
    sent: tuple[Sent, ...] = ()


class Engine(Protocol):
    """Turns prepared media into labels. Safe to call from several threads once open.

    version: of its model; "" for an engine that tells it only with each answer.
    """

    @property
    def name(self) -> EngineName: ...
    @property
    def version(self) -> str: ...
    @property
    def adapter(self) -> str | None: ...
    @property
    def min_confidence(self) -> float: ...
    @property
    def limits(self) -> EngineLimits: ...

    def open(self) -> None:
        """Load models or make a client. Raises EngineError if the engine cannot be used."""

    def detect(self, prepared: Prepared, cancel: CancelToken) -> Detection:
        """Labels of one asset. Raises EngineError or MediaError for this asset, Cancelled when asked to stop."""

    def close(self) -> None:
        """Give back what `open` took."""


@runtime_checkable
class PacedEngine(Protocol):
    """An engine that takes only so many calls a second."""

    @property
    def rate(self) -> float:
        """Calls a second that may start now."""

    @property
    def learned_quota(self) -> float | None:
        """Calls a second the account seems to allow; None while that is not known."""


class Decoder(Protocol):
    """Opens untrusted media, in worker processes with limits on time and memory. Calls block the calling thread."""

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity (SHA-256, size, time) and facts of one file, whose bytes are read once.

        Raises Unsupported for no known signature, Unreadable if it cannot be opened or changes while it is read. A
        known kind that cannot be decoded, or whose worker hangs or dies, comes back with `facts.fault` set.
        """

    def facts(self, path: str, cancel: CancelToken) -> MediaFacts:
        """Kind, size, thumbnail and hash of one file. Raises Unsupported for no known signature, Unreadable if it
        cannot be opened; a known kind that cannot be decoded comes back with `fault` set.
        """

    def frames(self, path: str, limits: EngineLimits, cancel: CancelToken) -> Prepared:
        """The picture, or the sampled frames, of one file for an engine. Raises MediaError."""

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        """One upright sRGB picture for the screen, long side at most `max_side` (a video: the frame at `at_ms`)."""

    def storyboard(self, path: str, cells: int, cancel: CancelToken) -> Iterator[Cell]:
        """At most so many small pictures spread over a video, as they are made, behind all other work.

        Raises MediaError; what came before it is sound.
        """

    def moments(self, path: str, times_ms: Sequence[int], cancel: CancelToken) -> Iterator[Cell]:
        """Small pictures of these moments of a video, likewise; what cannot be decoded is left out."""

    def convert(self, path: str, to: Path, cancel: CancelToken) -> None:
        """Write a video anew as H.264 in MP4, without its sound, behind all other work; `to` is whole or not there.

        Raises MediaError, TooLarge for one that becomes too large or takes hours; DiskFull.
        """

    def close(self) -> None:
        """End the worker processes."""
