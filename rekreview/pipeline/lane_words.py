"""What is going on with the videos of a run, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rekreview.domain.video import JobState
from rekreview.pipeline.video_clip import Clip

_MEGABYTE: Final = 1_000_000
_WINDOW_SECONDS: Final = 15.0
_LEAST_SECONDS: Final = 2.0
"""What was sent in less time than this tells nothing of how fast it goes."""


@dataclass(slots=True)
class SendingPace:
    """How fast videos are sent, over the recent past. clock: seconds."""

    clock: Callable[[], float]
    _marks: list[tuple[float, int]] = field(default_factory=list)

    def seconds_left(self, sent: int, size: int) -> float | None:
        """How long the rest takes, None while that is not known. sent: bytes of `size`, of all that is being sent."""
        now = self.clock()
        if self._marks and sent < self._marks[-1][1]:
            self._marks.clear()  # a video has arrived, so that others are being sent now
        self._marks.append((now, sent))
        while now - self._marks[0][0] > _WINDOW_SECONDS:
            self._marks.pop(0)
        began, before = self._marks[0]
        if now - began < _LEAST_SECONDS or sent <= before:
            return None
        return (size - sent) * (now - began) / (sent - before)


def doing(clips: Sequence[Clip], queued: int, pace: SendingPace) -> str:
    """What is being done: "uploading 3 of 40 MB, 12 s left, 2 jobs running, 5 wait"; "" if nothing is.

    queued: videos that nobody has begun with.
    """
    running = sum(clip.state is JobState.STARTED and not clip.told for clip in clips)
    busy = [clip for clip in clips if clip.state is JobState.UPLOADING and clip.step is not None and not clip.told]
    converting = sum(clip.converting for clip in busy)
    sending = [clip for clip in busy if not clip.converting]
    waiting = queued + sum(_waits(clip) for clip in clips)
    parts = [f"converting {converting}"] if converting else []
    parts += _uploading(sending, pace)
    if running:
        parts.append("1 job running" if running == 1 else f"{running} jobs running")
    if waiting:
        parts.append(f"{waiting:,} wait" if waiting != 1 else "1 waits")
    return ", ".join(parts)


def _waits(clip: Clip) -> bool:
    """Whether nothing is being done for a video now, here or at the service."""
    return not clip.told and clip.step is None and clip.state in (None, JobState.UPLOADING, JobState.UPLOADED)


def _uploading(sending: Iterable[Clip], pace: SendingPace) -> Iterable[str]:
    sent, size = 0, 0
    for clip in sending:
        sent, size = sent + clip.sent, size + (clip.size or clip.task.bytes)
    left = pace.seconds_left(sent, size)
    if 0 < size < _MEGABYTE // 10:
        yield "uploading"
    elif size:
        yield f"uploading {_amount(sent, size)} of {_amount(size, size)} MB"
        if left is not None:
            yield f"{_span(left)} left"


def _amount(count: int, of: int) -> str:
    return f"{count / _MEGABYTE:,.0f}" if of >= 10 * _MEGABYTE else f"{count / _MEGABYTE:.1f}"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
