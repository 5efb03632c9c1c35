"""Videos that a service checks whole: put into a bucket, waited for and answered beside the other work of a run."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from rekreview.domain.assets import Fault, MediaKind
from rekreview.domain.calls import Price
from rekreview.domain.errors import (
    BadAnswer,
    Cancelled,
    EngineError,
    JobFailed,
    JobLimit,
    MediaError,
    RekreviewError,
    Throttled,
    Unavailable,
)
from rekreview.domain.ports import Decoder, Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo
from rekreview.domain.video_service import VideoService
from rekreview.library.values import ClaimedTask, TaskOutcome
from rekreview.pipeline.bucket_clearing import clear, needless
from rekreview.pipeline.converting import FOLDER, Copies, as_copy
from rekreview.pipeline.flow import drop
from rekreview.pipeline.lane_words import SendingPace, doing
from rekreview.pipeline.patience import Patience
from rekreview.pipeline.paying import RunBook
from rekreview.pipeline.paying_videos import VideoPurse
from rekreview.pipeline.video_clip import Clip, Looks
from rekreview.pipeline.video_steps import VideoSteps

log = logging.getLogger(__name__)

UPLOADS_AT_ONCE: Final = 2
JOBS_AT_ONCE: Final = 10
"""Half of what an account may run by default: another program may check videos too."""
CLAIM_SECONDS: Final = 1.0
_BAD_ANSWERS: Final = 3
_PAID: Final = (JobState.STARTED, JobState.SUCCEEDED)

Ended = tuple[ClaimedTask, TaskOutcome]


@dataclass(frozen=True, slots=True)
class StoredVideoWork:
    """How videos are checked whole. price: of one minute. jobs_at_once: how many jobs may run at the service. keep:
    leave the objects in the bucket. looks: when jobs are looked at. converts: have copies made of videos that the
    service does not take as they are.
    """

    service: VideoService
    price: Price
    jobs_at_once: int = JOBS_AT_ONCE
    keep: bool = False
    looks: Looks = field(default_factory=Looks)
    converts: bool = False

    def refused(self, video: StoredVideo) -> str:
        """Why a video would not be sent, in words; "" if it would, or a copy of it."""
        why = self.service.refused(video)
        return why if why and not (self.converts and self.takes_copy(video)) else ""

    def takes_copy(self, video: StoredVideo) -> bool:
        """Whether the service would take a copy of a video in another form."""
        return not self.service.refused(as_copy(video))

    def lane(self, book: RunBook, cancel: CancelToken, patience: Patience, decoder: Decoder) -> VideoLane:
        """The lane for the videos of one run."""
        copies = Copies(book.library.directory / FOLDER, decoder.convert) if self.converts else None
        service, library = self.service, book.library
        purse = VideoPurse(library, book.run, book.engine.name, service.min_confidence, book.purse, self.price)
        steps = VideoSteps(
            library,
            service,
            decoder,
            book.run,
            purse,
            cancel,
            again=book.again,
            adapter=book.engine.adapter,
            copies=copies,
            looks=self.looks,
        )
        return VideoLane(steps, patience, jobs_at_once=self.jobs_at_once, keep=self.keep)


class VideoLane:
    """The videos of one run. Each step of a video is one short job on the run's executor, except its upload.

    jobs_at_once: how many jobs may run at the service. keep: leave the objects in the bucket. clock: seconds.
    """

    def __init__(
        self,
        steps: VideoSteps,
        patience: Patience,
        *,
        jobs_at_once: int = JOBS_AT_ONCE,
        keep: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._steps = steps
        self._cancel = steps.cancel
        self._patience = patience
        self._jobs_at_once = jobs_at_once
        self._keep = keep
        self._clock = clock
        self._clips: list[Clip] = []
        self._ended: list[Ended] = []
        self._claim_after = 0.0
        self._start_after = 0.0
        self._closed = False
        self._swept: Future[None] | None = None
        self._queued = 0
        self._sending = SendingPace(clock)

    @property
    def busy(self) -> bool:
        """Whether any video is on its way, or an object is being removed."""
        return bool(self._clips or self._ended) or not (self._swept is None or self._swept.done())

    @property
    def doing(self) -> str:
        """What is going on, for people; "" if nothing is."""
        return doing(self._clips, self._queued, self._sending)

    def fill(self, executor: Executor) -> None:
        """Set as many videos on their way as there is room for: the next are uploaded while others are checked."""
        if self._closed or self._cancel.paused:
            return
        if self._swept is None:
            self._swept = executor.submit(self._sweep)
        room = self._jobs_at_once + UPLOADS_AT_ONCE - sum(not clip.told for clip in self._clips)
        if room > 0 and self._clock() >= self._claim_after:
            claimed = self._steps.library.commands.claim(self._steps.run, room, MediaKind.VIDEO)
            self._clips += [Clip(task) for task in claimed]
            self._claim_after = 0.0 if claimed else self._clock() + CLAIM_SECONDS
            self._queued = self._steps.library.queries.queued_videos(self._steps.run) if claimed else self._queued

    def advance(self, executor: Executor) -> list[Ended]:
        """Take the steps that are due; the videos that are done with. Raises EngineError for what stops the run."""
        for clip in list(self._clips):
            self._hear(clip)
        if not self._cancel.paused and not self._cancel.cancelled:
            for clip in self._clips:
                if clip.step is None and clip.due <= self._clock() and self._may(clip):
                    clip.step = executor.submit(self._steps.take, clip)
        return self._taken()

    def close(self) -> None:
        """Begin nothing more that costs money; what is paid for goes on to its end."""
        self._closed = True
        self._steps.uploads.cancel()
        self._clips = [clip for clip in self._clips if clip.step or clip.told or clip.state in _PAID]

    def finish(self) -> list[Ended]:
        """Wait for the steps under way; the videos that are done with.

        What is at the service goes on there, and is found again by its token.
        """
        self._steps.uploads.cancel()
        drop([clip.step for clip in self._clips if clip.step is not None])
        if self._swept is not None:
            drop([self._swept])
        for clip in list(self._clips):
            with suppress(RekreviewError):
                self._hear(clip)
        for clip in self._clips:
            self._steps.withdraw(clip)
        self._clips = []
        self._steps.purse.leave()
        return self._taken()

    def _taken(self) -> list[Ended]:
        ended, self._ended = self._ended, []
        return ended

    def _sweep(self) -> None:
        """Remove what earlier runs left in this bucket; what cannot be removed stays listed."""
        service, library = self._steps.service, self._steps.library
        if self._steps.copies is not None:
            wanted = (job for job in library.queries.left_over_objects() if job.state is JobState.UPLOADING)
            self._steps.copies.drop_but(PurePosixPath(job.key).stem for job in wanted)
        if not (jobs := needless(library, service.bucket)):
            return
        try:
            service.open()
            clear(library, service, jobs, self._cancel)
        except (EngineError, Cancelled) as error:
            log.info("What lies in the bucket %s is not removed now: %s", service.bucket, error.message)

    # What may be done now.

    def _may(self, clip: Clip) -> bool:
        """Whether the next step of a video keeps within what may go on at once."""
        if clip.told:
            return True
        if self._patience.hold_seconds > 0 or (self._closed and clip.state not in _PAID):
            return False
        if clip.state in (None, JobState.UPLOADING):
            swept = self._swept is None or self._swept.done()  # what it removes may be what this one is to put there
            return swept and self._under_way(None, JobState.UPLOADING) < UPLOADS_AT_ONCE
        if clip.state is JobState.UPLOADED:
            running = sum(other.state is JobState.STARTED for other in self._clips)
            room = running + self._under_way(JobState.UPLOADED) < self._jobs_at_once
            return room and self._clock() >= self._start_after
        return True

    def _under_way(self, *states: JobState | None) -> int:
        return sum(clip.step is not None and not clip.told and clip.state in states for clip in self._clips)

    # What came of a step.

    def _hear(self, clip: Clip) -> None:
        """Take note of a step that has ended. Raises EngineError for what stops the run."""
        if clip.step is None or not clip.step.done():
            return
        step, clip.step = clip.step, None
        if step.cancelled():
            return
        try:
            self._go_on(clip, step.result())
        except Cancelled:
            if self._closed:
                self._clips.remove(clip)
        except JobLimit:
            self._start_after = self._clock() + self._steps.looks.pause(0)
        except (Throttled, Unavailable, BadAnswer) as error:
            self._put_back(clip, error)
        except (MediaError, JobFailed) as error:
            self._start_after = 0.0
            self._end(clip, Fault(error.code, error.message))
        except RekreviewError:
            raise
        except Exception as error:
            log.exception("A bug stopped the moderation of %s", clip.task.path)
            message = f"The app failed on this file ({type(error).__name__}); the log has the details."
            self._end(clip, Fault("internal", message))

    def _go_on(self, clip: Clip, detection: Detection | None) -> None:
        if clip.told:
            self._clips.remove(clip)
            return
        self._patience.answered()
        clip.setbacks = clip.bad_answers = 0
        if clip.state is JobState.SUCCEEDED:
            self._start_after = 0.0
        if detection is not None:
            self._end(clip, detection)
        elif self._closed and clip.state not in _PAID:
            self._clips.remove(clip)

    def _put_back(self, clip: Clip, error: EngineError) -> None:
        """A step failed in a way that time may mend. It is given up where only this video fails, again and again."""
        self._patience.failed(error)
        clip.bad_answers += isinstance(error, BadAnswer)
        if self._patience.is_final(error, clip.setbacks) or clip.bad_answers >= _BAD_ANSWERS:
            self._end(clip, Fault(error.code, error.message))
            return
        clip.due, clip.setbacks = self._clock() + self._patience.delay(clip.setbacks), clip.setbacks + 1

    def _end(self, clip: Clip, outcome: Detection | Fault) -> None:
        """The video is done with but for what it left in the bucket."""
        if clip.told:
            self._clips.remove(clip)
            return
        self._steps.withdraw(clip)
        detection, fault = (None, outcome) if isinstance(outcome, Fault) else (outcome, None)
        self._ended.append((clip.task, TaskOutcome(clip.task.task_id, clip.task.asset_id, detection, fault)))
        clip.told, clip.due = True, 0.0
        keep = self._keep and detection is not None
        if keep and clip.job is not None and clip.job.object_left:
            self._steps.note(clip, kept=True)
        if keep or clip.may_run or clip.job is None or not clip.job.object_left:
            self._clips.remove(clip)
