"""Videos that a service checks whole: put into a bucket, waited for and answered beside the other work of a run."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Final

from rekreview.domain.assets import Fault, MediaKind
from rekreview.domain.calls import CallEnd, CallState, Price
from rekreview.domain.errors import (
    BadAnswer,
    Cancelled,
    EngineError,
    JobFailed,
    JobGone,
    JobLimit,
    MediaError,
    ObjectGone,
    Throttled,
    Unavailable,
    VideoRefused,
)
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo, VideoJob
from rekreview.domain.video_service import VideoService
from rekreview.library.library import Library
from rekreview.library.values import ClaimedTask, TaskOutcome
from rekreview.pipeline.flow import drop
from rekreview.pipeline.patience import Patience
from rekreview.pipeline.paying import RunBook
from rekreview.pipeline.paying_videos import VideoPurse
from rekreview.pipeline.unchanged import require_unchanged

log = logging.getLogger(__name__)

UPLOADS_AT_ONCE: Final = 2
JOBS_AT_ONCE: Final = 10
"""Half of what an account may run by default: another program may check videos too."""
FIRST_LOOK_SECONDS: Final = 3.0
LEAST_LOOK_SECONDS: Final = 5.0
MOST_LOOK_SECONDS: Final = 30.0
CLAIM_SECONDS: Final = 1.0
_BAD_ANSWERS: Final = 3


@dataclass(slots=True)
class _Clip:
    """One video on its way. due: when its next step may be taken. looks: how often its job was looked at."""

    task: ClaimedTask
    video: StoredVideo | None = None
    job: VideoJob | None = None
    due: float = 0.0
    looks: int = 0
    setbacks: int = 0
    bad_answers: int = 0
    sent: int = 0
    step: Future[Detection | None] | None = None
    told: bool = False

    @property
    def state(self) -> JobState | None:
        """How far its job has come; None before it is known."""
        return self.job.state if self.job else None


@dataclass(frozen=True, slots=True)
class StoredVideoWork:
    """How videos are checked whole. price: of one minute. jobs_at_once: how many jobs may run at the service. keep:
    leave the objects in the bucket.
    """

    service: VideoService
    price: Price
    jobs_at_once: int = JOBS_AT_ONCE
    keep: bool = False

    def lane(self, book: RunBook, cancel: CancelToken, patience: Patience) -> VideoLane:
        """The lane for the videos of one run."""
        service = self.service
        purse = VideoPurse(book.library, book.run, book.engine.name, service.min_confidence, book.purse, self.price)
        return VideoLane(
            book.library,
            service,
            book.run,
            purse,
            cancel,
            patience,
            again=book.again,
            jobs_at_once=self.jobs_at_once,
            keep=self.keep,
        )


class VideoLane:
    """The videos of one run. Each step of a video is one short job on the run's executor, except its upload.

    again: jobs of other runs do not count. jobs_at_once: how many jobs may run at the service. keep: leave the objects
    in the bucket. clock: seconds, for tests.
    """

    def __init__(
        self,
        library: Library,
        service: VideoService,
        run: int,
        purse: VideoPurse,
        cancel: CancelToken,
        patience: Patience,
        *,
        again: bool = False,
        jobs_at_once: int = JOBS_AT_ONCE,
        keep: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._service = service
        self._run = run
        self._purse = purse
        self._cancel = cancel
        self._patience = patience
        self._again = again
        self._jobs_at_once = jobs_at_once
        self._keep = keep
        self._clock = clock
        self._clips: list[_Clip] = []
        self._claim_after = 0.0

    @property
    def busy(self) -> bool:
        """Whether any video is on its way."""
        return bool(self._clips)

    @property
    def doing(self) -> str:
        """What is going on, for people; "" if nothing is."""
        uploading = [clip for clip in self._clips if clip.state is JobState.UPLOADING and clip.video]
        checking = sum(clip.state is JobState.STARTED for clip in self._clips)
        parts = []
        if uploading:
            sent, size = sum(clip.sent for clip in uploading), sum(clip.task.bytes for clip in uploading) or 1
            parts.append(f"uploading {len(uploading)} ({100 * sent // size} %)")
        if checking:
            parts.append(f"{checking} being checked by the service")
        return ", ".join(parts)

    def fill(self) -> None:
        """Set as many videos on their way as there is room for: the next are uploaded while others are checked."""
        room = self._jobs_at_once + UPLOADS_AT_ONCE - sum(not clip.told for clip in self._clips)
        if room > 0 and self._clock() >= self._claim_after and not self._cancel.paused:
            claimed = self._library.commands.claim(self._run, room, MediaKind.VIDEO)
            self._clips += [_Clip(task) for task in claimed]
            self._claim_after = 0.0 if claimed else self._clock() + CLAIM_SECONDS

    def advance(self, executor: Executor) -> list[tuple[ClaimedTask, TaskOutcome]]:
        """Take the steps that are due; the videos that are done with. Raises EngineError for what stops the run."""
        done = [outcome for clip in list(self._clips) if (outcome := self._ended(clip)) is not None]
        if not self._cancel.paused and not self._cancel.cancelled:
            for clip in self._clips:
                if clip.step is None and clip.due <= self._clock() and self._may(clip):
                    clip.step = executor.submit(self._step, clip)
        return done

    def finish(self) -> None:
        """Wait for the steps under way; what is at the service goes on there, and is found again by its token."""
        drop([clip.step for clip in self._clips if clip.step is not None])
        self._clips = []
        self._purse.leave()

    # What may be done now.

    def _may(self, clip: _Clip) -> bool:
        """Whether the next step of a video keeps within what may go on at once."""
        if self._patience.hold_seconds > 0:
            return False
        if clip.state in (None, JobState.UPLOADING):
            return self._under_way(None, JobState.UPLOADING) < UPLOADS_AT_ONCE
        if clip.state is JobState.UPLOADED:
            running = sum(other.state is JobState.STARTED for other in self._clips)
            return running + self._under_way(JobState.UPLOADED) < self._jobs_at_once
        return True

    def _under_way(self, *states: JobState | None) -> int:
        return sum(clip.step is not None and clip.state in states for clip in self._clips)

    # The steps, each on the executor.

    def _step(self, clip: _Clip) -> Detection | None:
        """One step of a video; its detection after the last but one."""
        self._cancel.check()
        if clip.told:
            self._clean_up(clip)
        elif clip.job is None:
            clip.job = self._opened(clip)
        elif clip.state is JobState.UPLOADING:
            self._upload(clip, clip.job)
        elif clip.state is JobState.UPLOADED:
            self._start(clip, clip.job)
        elif clip.state is JobState.STARTED:
            self._look(clip, clip.job)
        else:
            return self._answer(clip, clip.job)
        return None

    def _opened(self, clip: _Clip) -> VideoJob:
        """The job of a video, once it is sure that the service would take it; nothing of it has been sent by then."""
        task = clip.task
        require_unchanged(task)
        asset = self._library.queries.asset(task.asset_id)
        clip.video = StoredVideo(task.path, asset.sha256, asset.bytes, asset.format, asset.codec, asset.duration_ms)
        if why := self._service.refused(clip.video):
            raise VideoRefused(why)
        self._service.open()
        ended = self._library.queries.ended_video_jobs(task.asset_id, self._run if self._again else None)
        token, key = self._service.wish(clip.video, ended)
        return self._library.commands.open_video_job(
            run_id=self._run,
            task_id=task.task_id,
            asset_id=task.asset_id,
            token=token,
            bucket=self._service.bucket,
            key=key,
        )

    def _upload(self, clip: _Clip, job: VideoJob) -> None:
        def progressed(sent: int, _size: int) -> None:
            clip.sent = sent

        def remember(upload: str) -> None:
            self._note(clip, upload_id=upload)

        assert clip.video is not None
        require_unchanged(clip.task)
        self._service.upload(
            clip.video,
            job,
            remember=remember,
            progressed=progressed,
            cancel=self._cancel,
        )
        self._note(clip, state=JobState.UPLOADED, upload_id="")

    def _start(self, clip: _Clip, job: VideoJob) -> None:
        """The call is noted before it is made. One whose reply was lost is the same job when it is started again."""
        if job.call_id is None:
            assert clip.video is not None
            call = self._purse.begin(clip.task.asset_id, clip.video)
            job = self._note(clip, call_id=call)
        try:
            started = self._service.start(job, self._cancel)
        except ObjectGone:
            self._note(clip, state=JobState.UPLOADING, upload_id="")
            return
        self._note(clip, job_id=started, state=JobState.STARTED)
        clip.due = self._clock() + FIRST_LOOK_SECONDS

    def _look(self, clip: _Clip, job: VideoJob) -> None:
        report = self._service.report(job, self._cancel)
        if report.state is JobState.FAILED:
            self._failed(clip, job, "job_failed", report.message)
            raise JobFailed(f"Amazon Rekognition could not check the video: {report.message or 'it does not say why'}")
        if report.state is JobState.SUCCEEDED:
            self._note(clip, state=JobState.SUCCEEDED)
            return
        clip.looks += 1
        wait = min(MOST_LOOK_SECONDS, LEAST_LOOK_SECONDS * 1.3**clip.looks)
        clip.due = self._clock() + wait * (0.8 + random.random() * 0.4)  # noqa: S311

    def _answer(self, clip: _Clip, job: VideoJob) -> Detection | None:
        """Its labels; None if the service has forgotten them since, so that it has to be checked anew."""
        try:
            detection = self._service.answer(job, self._cancel)
        except JobGone as error:
            self._failed(clip, job, error.code, error.message)
            clip.job = None
            return None
        self._purse.end(job.call_id, CallEnd(CallState.ANSWERED, model_version=detection.model_version))
        return detection

    def _failed(self, clip: _Clip, job: VideoJob, code: str, message: str) -> None:
        """A job came to nothing, and may be billed all the same."""
        self._note(clip, state=JobState.FAILED, message=message)
        self._purse.end(job.call_id, CallEnd(CallState.UNANSWERED, code))

    def _clean_up(self, clip: _Clip) -> None:
        """What cannot be removed now stays noted in the library, and fails no asset."""
        assert clip.job is not None
        try:
            self._service.remove(clip.job, self._cancel)
        except EngineError as error:
            log.warning("%s stays in the bucket %s: %s", clip.job.key, clip.job.bucket, error.message)
        else:
            self._note(clip, object_left=False)

    def _note(self, clip: _Clip, **changes: object) -> VideoJob:
        assert clip.job is not None
        clip.job = self._library.commands.advance_video_job(clip.job.id, **changes)
        return clip.job

    # What came of a step.

    def _ended(self, clip: _Clip) -> tuple[ClaimedTask, TaskOutcome] | None:
        """Take note of a step that has ended; the outcome if the video is done with."""
        if clip.step is None or not clip.step.done():
            return None
        step, clip.step = clip.step, None
        task = clip.task
        try:
            detection = step.result()
        except Cancelled:
            return None
        except JobLimit:
            clip.due = self._clock() + LEAST_LOOK_SECONDS
            return None
        except (Throttled, Unavailable) as error:
            self._patience.failed(error)
            clip.due, clip.setbacks = self._clock() + self._patience.delay(clip.setbacks), clip.setbacks + 1
            return None
        except BadAnswer as error:
            clip.bad_answers += 1
            if clip.bad_answers < _BAD_ANSWERS:
                clip.due = self._clock() + self._patience.delay(clip.bad_answers)
                return None
            return self._done(clip, TaskOutcome(task.task_id, task.asset_id, None, Fault(error.code, error.message)))
        except (MediaError, JobFailed) as error:
            return self._done(clip, TaskOutcome(task.task_id, task.asset_id, None, Fault(error.code, error.message)))
        if clip.told:
            self._clips.remove(clip)
            return None
        self._patience.answered()
        clip.setbacks = 0
        if detection is None:
            return None
        return self._done(clip, TaskOutcome(task.task_id, task.asset_id, detection, None))

    def _done(self, clip: _Clip, outcome: TaskOutcome) -> tuple[ClaimedTask, TaskOutcome]:
        """The video is done with but for what it left in the bucket."""
        clip.told, clip.due = True, 0.0
        if self._keep or clip.job is None or not clip.job.object_left:
            self._clips.remove(clip)
        return clip.task, outcome
