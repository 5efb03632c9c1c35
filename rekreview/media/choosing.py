"""The frames of a video that are worth an engine's look, told before anything larger than a stamp is made of them."""

from __future__ import annotations

from collections.abc import Iterator

from av.video.frame import VideoFrame

from rekreview.domain.frame_choice import FrameChooser, is_black, sketch_of
from rekreview.domain.video import FrameChoice, FrameCounts, FrameState
from rekreview.media.videos import Video


def worth_looking_at(video: Video, choice: FrameChoice, counts: FrameCounts) -> Iterator[tuple[int, VideoFrame]]:
    """The chosen frames with their times in ms; the others are only counted. `counts` grows on the way.

    Raises Undecodable where the rest of the video cannot be read.
    """
    chooser = FrameChooser(choice.at_least_every_ms)
    for at_ms, frame in video.sampled_frames(choice.interval_ms, key_frames_only=choice.key_frames_only):
        state = _state(chooser, at_ms, video, frame)
        counts.add(state)
        if state is FrameState.ANALYSED:
            yield at_ms, frame
    counts.frames = video.frames_passed


def _state(chooser: FrameChooser, at_ms: int, video: Video, frame: VideoFrame) -> FrameState:
    levels = video.grey(frame)
    return chooser.judge(at_ms, sketch_of(levels), lambda: is_black(levels))
