"""What there is to a video beyond a picture: how it is checked, its storyboard, and the paid jobs that check it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STORYBOARD_CELLS = 100
"""The most cells a storyboard has."""
STORYBOARD_SIDE = 160
"""Pixels of the long side of a cell, at most."""


class VideoMode(StrEnum):
    """How a paid engine is given a video: as a stored file that it checks itself, or as single frames."""

    STORED = "stored"
    FRAMES = "frames"


@dataclass(frozen=True, slots=True)
class FrameChoice:
    """Which frames of a video are looked at.

    One for each interval_ms, or only the key frames, which are quick to find but may lie seconds apart. Of those, a
    frame that shows nothing new is passed over, yet never for longer than at_least_every_ms.
    """

    interval_ms: int = 1000
    key_frames_only: bool = False
    at_least_every_ms: int = 10_000


class FrameState(StrEnum):
    """What is done with a frame."""

    ANALYSED = "analysed"
    UNCHANGED = "unchanged"
    BLACK = "black"


@dataclass(slots=True)
class FrameCounts:
    """How many frames of a video were looked for, and what became of them. It grows while the frames are read.

    sampled: all of them. unchanged: those that stand with the answer of an earlier one. black: those on which no engine
    has anything to say. frames: how many the video turned out to hold, None if it was not read to its end.
    """

    sampled: int = 0
    unchanged: int = 0
    black: int = 0
    frames: int | None = None

    @property
    def checked(self) -> int:
        """How many there is an answer for."""
        return self.sampled - self.black

    @property
    def analysed(self) -> int:
        """How many an engine looks at."""
        return self.checked - self.unchanged

    def add(self, state: FrameState) -> None:
        """Count one frame."""
        self.sampled += 1
        self.unchanged += state is FrameState.UNCHANGED
        self.black += state is FrameState.BLACK

    def coverage(self, frames_total: int | None) -> str:
        """What was looked at, for people: "checked 60 of 1,800 frames".

        frames_total: how many the file says it holds; what was met counts more, if it was read to its end.
        """
        total = self.frames or frames_total
        of = f" of {total:,}" if total else ""
        text = f"checked {self.checked:,}{of} frames"
        return f"{text}, {self.black:,} black not checked" if self.black else text


@dataclass(frozen=True, slots=True)
class Cell:
    """One small picture of a storyboard, as JPEG: as it is, and blurred and grey for heavy categories.

    at_ms: the time of the frame. width, height: pixels, upright, long side at most STORYBOARD_SIDE.
    """

    at_ms: int
    width: int
    height: int
    sharp: bytes
    veiled: bytes


@dataclass(frozen=True, slots=True)
class StoredVideo:
    """A video file as it is before anything of it is sent. codec: as FFmpeg names it, such as "h264"."""

    path: str
    sha256: str
    bytes: int
    format: str
    codec: str
    duration_ms: int | None


class JobState(StrEnum):
    """How far a paid job has come. failed: it came to nothing, for whatever reason."""

    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class VideoJob:
    """One paid job as the library keeps it, so that a crash neither pays for it twice nor leaves an object unseen.

    token: what makes starting it again the same job. bucket, key: where the video was put. upload_id: of the upload in
    parts, "" if there is none. job_id: the service's, "" before it was started. object_left: something of it may still
    lie in the bucket. kept: and shall, by choice. message: what the service said of a failure. call_id: its line in the
    book of calls that cost money, None until it is about to be started. retried: it failed, and another one may be paid
    for in its place.
    """

    id: int
    task_id: int
    run_id: int
    asset_id: int
    token: str
    bucket: str
    key: str
    upload_id: str = ""
    job_id: str = ""
    state: JobState = JobState.UPLOADING
    object_left: bool = True
    kept: bool = False
    message: str = ""
    call_id: int | None = None
    retried: bool = False


@dataclass(frozen=True, slots=True)
class AwaitedJob:
    """A job on a video that is paid, or may be, and whose answer its run still waits for. floor: that it was asked
    with.
    """

    run_id: int
    asset_id: int
    bucket: str
    floor: float
