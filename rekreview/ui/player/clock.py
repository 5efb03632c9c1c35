"""Which frame of a video is due at which moment, for every speed. Plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""The speeds a person can choose."""

SHUTTLE = (-2.0, -1.0, 1.0, 2.0, 4.0)
"""The speeds of the shuttle keys, from fast backwards to fast forwards."""

# A frame may be shown this much before its time (s): the timer's own step.
_EARLY = 0.0025


@dataclass(frozen=True, slots=True)
class Clock:
    """Runs from `second` of the video, which was shown at `moment` (s of any steady clock), at `speed`."""

    moment: float
    second: float
    speed: float

    def second_at(self, moment: float) -> float:
        """Which second of the video belongs on the screen at a moment."""
        return self.second + (moment - self.moment) * self.speed

    def is_due(self, second: float, moment: float) -> bool:
        """Whether the frame of this second belongs on the screen by now, or did before."""
        ahead = (second - self.second) / self.speed - (moment - self.moment)
        return ahead <= _EARLY

    def lateness(self, second: float, moment: float) -> float:
        """How long ago (s) the frame of this second belonged on the screen; below 0 if that is to come."""
        return (moment - self.moment) - (second - self.second) / self.speed


def shuttled(speed: float, towards: int, playing: bool) -> float:
    """The speed after one more press of the shuttle key forwards (1) or backwards (-1).

    From a standstill it is the plain speed that way; each further press that way is faster, up to the end; the other
    key turns round at once.
    """
    if not playing or speed * towards < 0:
        return float(towards)
    faster = [step for step in SHUTTLE if step * towards > abs(speed)]
    if not faster:
        return speed
    return min(faster, key=abs)


def slower_or_faster(speed: float, steps: int) -> float:
    """The next of the speeds, `steps` further on."""
    nearest = min(range(len(SPEEDS)), key=lambda at: abs(SPEEDS[at] - abs(speed)))
    return SPEEDS[max(0, min(nearest + steps, len(SPEEDS) - 1))]
