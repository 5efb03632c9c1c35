"""Videos frame by frame: a few calls at a time, in order, and what they found merged into segments."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rekreview.domain.calls import Sent
from rekreview.domain.errors import BlackFrame, RekreviewError, Undecodable
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection, Encoded, EncodedLimits, Engine, EngineLimits, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.segments import Kind, Moment, merged
from rekreview.domain.video import FrameChoice, FrameCounts
from rekreview.engines.rekognition.answers import Answer, ContentTypes

FRAMES_AT_ONCE: Final = 4
"""Of one video: so many frames are held in memory, beside the one that is being decoded."""
ATTEMPTS: Final = 6
_FIRST_PAUSE_SECONDS: Final = 0.5
_MOST_PAUSE_SECONDS: Final = 8.0

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Checked:
    """A frame that was sent, and what was said of it. called: False if the answer was known already."""

    sent: Sent
    answer: Answer
    called: bool

    @property
    def at_ms(self) -> int:
        """Its time in the video."""
        return self.sent.timestamp_ms or 0

    def record(self) -> dict[str, Any]:
        """The frame as the raw answer keeps it; the whole answer is in the book, under the bytes that were sent."""
        return {
            "at": self.at_ms,
            "sha256": self.sent.sha256,
            "labels": [[one.name, one.parent_name, one.confidence] for one in self.answer.labels],
            "content_types": [list(one) for one in self.answer.content_types],
        }


def limits(encoded: EncodedLimits, choice: FrameChoice | None) -> EngineLimits:
    """What the engine takes; videos only where it was chosen which of their frames are sent."""
    chosen = choice or FrameChoice()
    return EngineLimits(
        min_side=encoded.min_side,
        encoded=encoded,
        videos=choice is not None,
        frame_interval_ms=chosen.interval_ms,
        key_frames_only=chosen.key_frames_only,
        at_least_every_ms=chosen.at_least_every_ms,
    )


def detection(found: Sequence[Checked], prepared: Prepared, engine: Engine) -> Detection:
    """The answer on a video. Raises BlackFrame or Undecodable if there was no frame to send."""
    if not found:
        if prepared.counts.black:
            raise BlackFrame("Black frames, not checked. The asset is not moderated.", "Look at it yourself.")
        raise Undecodable("No frame could be read. The asset is not moderated.", "Look at it yourself.")
    told = [(one.at_ms, one.answer) for one in found]
    chosen, last = engine.limits, found[-1].answer
    # Frames that show nothing new are passed over for no longer than this; key frames may lie farther apart.
    reach_ms = None if chosen.key_frames_only else chosen.at_least_every_ms + chosen.frame_interval_ms
    return Detection(
        engine=engine.name,
        model_version=last.model_version,
        adapter=last.adapter,
        min_confidence=engine.min_confidence,
        labels=video_labels(told, prepared.duration_ms, reach_ms),
        content_types=common_types(told),
        raw={"asked": {"adapter": engine.adapter}, "frames": [one.record() for one in found]},
        coverage=_coverage(found, prepared),
        calls=sum(one.called for one in found),
        sent=tuple(one.sent for one in found),
    )


def each(
    frames: Iterator[Encoded], ask: Callable[[Encoded], Found], cancel: CancelToken, *, at_once: int = FRAMES_AT_ONCE
) -> Iterator[Found]:
    """What `ask` says of each frame, in order, some of them asked at the same time; frames are taken as needed.

    A frame whose call fails in a way that may pass is asked again here: to begin the whole video again would mean to
    decode it again. Raises what does not pass, after the calls under way have ended; Cancelled at once.
    """
    waiting: deque[Future[Found]] = deque()
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="rekognition-frame")
    try:
        for frame in frames:
            cancel.check()
            waiting.append(pool.submit(_patiently, ask, frame, cancel))
            if len(waiting) == at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _patiently(ask: Callable[[Encoded], Found], frame: Encoded, cancel: CancelToken) -> Found:
    for attempt in range(ATTEMPTS):
        try:
            return ask(frame)
        except RekreviewError as error:
            if not error.retryable or attempt + 1 == ATTEMPTS:
                raise
        longest = min(_MOST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0**attempt)
        cancel.wait(longest * (0.5 + random.random() / 2))  # noqa: S311
    raise AssertionError("the last attempt returns or raises")


def video_labels(
    told: Sequence[tuple[int, Answer]], duration_ms: int | None, reach_ms: int | None = None
) -> tuple[Label, ...]:
    """What was told of the frames at these times (ms), as labels from when to when, each with its peak.

    reach_ms: a frame stands no longer than this. Where a parent is no surer than what is below it, and where it is
    alone, are two segments, since a policy may count only the second.
    """
    levels = {(one.name, one.parent_name): one.level for _, answer in told for one in answer.labels}
    explained, alone = [], []
    for at_ms, answer in told:
        seen = {(one.name, one.parent_name): one.confidence for one in answer.labels}
        below = _explained(seen)
        explained.append(Moment(at_ms, {kind: seen[kind] for kind in below}))
        alone.append(Moment(at_ms, {kind: seen[kind] for kind in seen if kind not in below}))
    found = [one for moments in (explained, alone) for one in merged(moments, duration_ms, reach_ms=reach_ms)]
    found.sort(key=lambda one: (one.start_ms, levels[one.kind] or 0, -one.peak))
    return tuple(one.label(levels[one.kind]) for one in found)


def common_types(told: Sequence[tuple[int, Answer]]) -> ContentTypes:
    """The content types that every frame has, as sure as the least sure one: only those hold for the whole video."""
    frames = [dict(answer.content_types) for _, answer in told]
    shared = [name for name in (frames[0] if frames else {}) if all(name in frame for frame in frames)]
    return tuple((name, min(frame[name] for frame in frames)) for name in shared)


def _coverage(found: Sequence[Checked], prepared: Prepared) -> str:
    """What was looked at; where nobody counted the frames that were passed over, those that were sent."""
    counts = prepared.counts if prepared.counts.sampled else FrameCounts(sampled=len(found))
    return counts.coverage(prepared.frames_total)


def _explained(seen: dict[Kind, float]) -> set[Kind]:
    """The categories beside which one directly below is at least as sure."""
    return {
        (name, parent)
        for name, parent in seen
        if any(
            above == name and confidence >= seen[name, parent]
            for (below, above), confidence in seen.items()
            if (below, above) != (name, parent)
        )
    }
