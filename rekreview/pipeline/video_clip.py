"""One video on its way through a service that checks it whole."""

from __future__ import annotations

import random
from concurrent.futures import Future
from dataclasses import dataclass

from rekreview.domain.ports import Detection
from rekreview.domain.video import JobState, StoredVideo, VideoJob
from rekreview.library.values import ClaimedTask

_SPREAD = 0.2
_GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Looks:
    """When a job is looked at: seconds after its start, and then between two looks, from the least to the most."""

    first: float = 3.0
    least: float = 5.0
    most: float = 30.0

    def pause(self, looks: int) -> float:
        """Seconds until the next look after so many; a little at random, so that not all jobs are asked at once."""
        wait = min(self.most, self.least * _GROWTH ** min(looks, 20))
        return wait * (1 - _SPREAD + random.random() * 2 * _SPREAD)  # noqa: S311


@dataclass(slots=True)
class Clip:
    """One video on its way.

    due: when its next step may be taken. looks: how often its job was looked at. setbacks, bad_answers: in a row.
    forgotten: jobs on it that the service knows no longer. refused: the last try to start its job was turned down for
    certain. sent: bytes uploaded, of `size`. converts: a copy of it is sent, which is being made while `converting`.
    told: its outcome is known; what is left is to tidy up.
    """

    task: ClaimedTask
    video: StoredVideo | None = None
    job: VideoJob | None = None
    due: float = 0.0
    looks: int = 0
    setbacks: int = 0
    bad_answers: int = 0
    forgotten: int = 0
    refused: bool = False
    sent: int = 0
    size: int = 0
    converts: bool = False
    converting: bool = False
    step: Future[Detection | None] | None = None
    told: bool = False

    @property
    def state(self) -> JobState | None:
        """How far its job has come; None before it is known."""
        return self.job.state if self.job else None

    @property
    def may_run(self) -> bool:
        """Whether its job may be at the service now, which then still needs the object."""
        if self.job is None:
            return False
        asked = self.state is JobState.UPLOADED and self.job.call_id is not None and not self.refused
        return asked or self.state is JobState.STARTED
