"""Counting the frames of a video while it is read, each once, also where a part of it is read again."""

from __future__ import annotations

import math

import av
from av.video.stream import VideoStream


class FrameCount:
    """met: how many frames were met since the beginning; None once the video was read otherwise."""

    def __init__(self) -> None:
        self.met: int | None = 0
        self._furthest = self._known_to = -math.inf

    def note(self, packet: av.Packet[VideoStream]) -> None:
        """Count a frame in that is met for the first time, and that is shown: an edit list may leave frames out."""
        if self.met is None or packet.size == 0 or packet.is_discard:
            return
        at = packet.pts if packet.dts is None else packet.dts
        if at is None or at > self._known_to:
            self.met += 1
            self._furthest = self._furthest if at is None else max(self._furthest, at)

    def go_on(self, met: int | None) -> None:
        """So many were met already: what comes up to there is read once more."""
        self.met, self._known_to = met, self._furthest
