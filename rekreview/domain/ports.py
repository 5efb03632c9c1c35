"""What the pipeline needs of an engine and of the decoder, without knowing either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rekreview.domain.assets import EngineName, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.progress import CancelToken

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
class EngineLimits:
    """What an engine can take.

    short_side: pixels of the short side it needs; the decoder may shrink while decoding but not below it. min_side:
    pixels; a smaller picture is not sent. frame_interval_ms: time between sampled frames of a video. encoded: wants
    JPEG or PNG bytes (Prepared.encoded) instead of pixels.
    """

    short_side: int = 448
    min_side: int = 1
    frame_interval_ms: int = 1000
    encoded: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """An asset made ready for one engine. frames may be lazy: a video's frames arrive while it is decoded.

    sha256: of the bytes that were decoded; empty for a video, which is not read whole for it.
    frames_total: frames the video holds, if known, so that "checked 60 of 1,800 frames" can be said.
    """

    kind: MediaKind
    sha256: str
    frames: Iterator[Frame]
    frames_total: int | None = None
    duration_ms: int | None = None
    encoded: bytes = b""


@dataclass(frozen=True, slots=True)
class Detection:
    """One engine's answer on one asset.

    min_confidence: the floor asked for, 0–100; no label below it is kept. raw: the answer as it came, kept as JSON.
    coverage: what was looked at, for people, such as "checked 60 of 1,800 frames".
    """

    engine: EngineName
    model_version: str
    adapter: str | None
    min_confidence: float
    labels: tuple[Label, ...]
    content_types: tuple[tuple[str, float], ...] = ()
    raw: dict[str, Any] = field(default_factory=dict)
    coverage: str = ""


class Engine(Protocol):
    """Turns prepared media into labels. Safe to call from several threads once open."""

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

    def close(self) -> None:
        """End the worker processes."""
