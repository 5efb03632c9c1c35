"""The steps by which a video is checked whole: each is one short job, noted in the library before it is taken."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from rekreview.domain.assets import Asset, MediaFacts
from rekreview.domain.calls import CallEnd, CallState
from rekreview.domain.errors import (
    AccessDenied,
    BadAnswer,
    Cancelled,
    EngineError,
    JobFailed,
    JobGone,
    JobLimit,
    ObjectGone,
    RekreviewError,
    Throttled,
    Unavailable,
    VideoRefused,
)
from rekreview.domain.ports import Decoder, Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo, VideoJob
from rekreview.domain.video_service import VideoService
from rekreview.library.library import Library
from rekreview.pipeline.bucket_clearing import take_away
from rekreview.pipeline.converting import Copies, as_copy
from rekreview.pipeline.opening_again import open_again
from rekreview.pipeline.paying_videos import VideoPurse
from rekreview.pipeline.unchanged import require_unchanged
from rekreview.pipeline.video_clip import Clip, Looks

log = logging.getLogger(__name__)

NOT_ASKED_AGAIN: Final = (
    "It was not asked again, which may be billed again: “Retry failed” under Runs, or scan --retry-failed, does that."
)
_FORGOTTEN: Final = 1
"""So many jobs of a video the service may have forgotten before another one is no longer paid."""


@dataclass(slots=True)
class VideoSteps:
    """Takes the steps of one run's videos. Safe to use from several threads, each with a clip of its own.

    again: jobs of other runs do not count. adapter: of the run, which looks at pictures only. cancel: stops all steps.
    uploads: stops uploads only, which may take hours. copies: of what the service does not take as it is; None if such
    videos are refused. clock: seconds.
    """

    library: Library
    service: VideoService
    decoder: Decoder
    run: int
    purse: VideoPurse
    cancel: CancelToken
    again: bool = False
    adapter: str | None = None
    copies: Copies | None = None
    looks: Looks = field(default_factory=Looks)
    clock: Callable[[], float] = time.monotonic
    uploads: CancelToken = field(default_factory=CancelToken)

    def take(self, clip: Clip) -> Detection | None:
        """Take the next step of a video; its detection after the last but one."""
        self.cancel.check()
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

    def withdraw(self, clip: Clip) -> None:
        """Note that a job which the service turned down is not under way, so that nobody counts it as perhaps paid."""
        if clip.job is not None and clip.refused and clip.job.call_id is not None:
            self.purse.end(clip.job.call_id, CallEnd(CallState.REFUSED, JobLimit.code))
            self.note(clip, call_id=None)
            clip.refused = False

    def note(self, clip: Clip, **changes: object) -> VideoJob:
        """Keep how far a video has come."""
        assert clip.job is not None
        clip.job = self.library.commands.advance_video_job(clip.job.id, **changes)
        return clip.job

    def _opened(self, clip: Clip) -> VideoJob:
        """The job of a video, once it is sure that the service would take it; nothing of it has been sent by then.

        A job that is past its upload needs neither the file nor money any more.
        """
        task = clip.task
        asset = self.library.queries.asset(task.asset_id)
        known_as: Asset | MediaFacts = asset
        if asset.fault is not None and not asset.codec:
            known_as = open_again(
                self.library, self.decoder, task, self.cancel
            )  # else nobody knows what it is, nor whether it is refused
        video = StoredVideo(task.path, asset.sha256, asset.bytes, known_as.format, known_as.codec, known_as.duration_ms)
        self._require_no_failure(task.asset_id)
        ended = self.library.queries.ended_video_jobs(task.asset_id, self.run if self.again else None)
        if why := self.service.refused(video):
            copy = as_copy(video)
            if self.service.refused(copy) or not (self.copies or self._is_paid(copy, ended)):
                raise VideoRefused(why)
            clip.converts, video = True, copy
        if self.adapter:
            raise VideoRefused(
                "An adapter of Amazon Rekognition looks at pictures, not at whole videos. Nothing was sent. Moderate "
                "videos without it, or check single frames of them (video mode “frames”)."
            )
        token, key = self.service.wish(video, ended)
        known = self.library.queries.video_job(token)
        self._require_no_other(task.asset_id, token)
        if known is None or known.state is JobState.UPLOADING:
            require_unchanged(task)
        if known is None or known.call_id is None:
            self.purse.require(video)
        self.service.open()
        clip.video = video
        if known is not None and known.state is JobState.UPLOADING and not known.upload_id:
            known = self._adopted(known)
        return self.library.commands.open_video_job(
            run_id=self.run,
            task_id=task.task_id,
            asset_id=task.asset_id,
            token=token,
            bucket=self.service.bucket,
            key=key,
        )

    def _is_paid(self, video: StoredVideo, ended: int) -> bool:
        """Whether a job on this video is past its upload, so that its answer may be had without the file."""
        known = self.library.queries.video_job(self.service.wish(video, ended)[0])
        return known is not None and known.state is not JobState.UPLOADING and known.call_id is not None

    def _require_no_other(self, asset_id: int, token: str) -> None:
        """Raise VideoRefused while the same run has a job on the video that was asked otherwise: it is paid."""
        newest = self.library.queries.video_job_of(asset_id)
        if newest is None or newest.job.run_id != self.run or newest.job.token == token:
            return
        if newest.job.state is JobState.STARTED:
            raise VideoRefused(
                f"Amazon Rekognition checks this video already, from the bucket {newest.job.bucket}, as the run was "
                "set up before. That is paid; nothing more was sent. Choose that bucket and the lowest confidence of "
                "then, and moderate again to get the answer."
            )

    def _require_no_failure(self, asset_id: int) -> None:
        """Raise JobFailed if the service said that it could not check the video and nobody asked to try again: another
        job may be billed as the failed one may.
        """
        failed = self.library.queries.failed_video_jobs([asset_id], self.run if self.again else None)
        if asset_id in failed:
            raise job_failed(failed[asset_id], again=False)

    def _adopted(self, known: VideoJob) -> VideoJob:
        """An upload that was begun by a process that was killed before it could note its number goes on."""
        try:
            begun = [one for one in self.service.left_over() if one.key == known.key and one.upload_id]
        except AccessDenied:
            return known
        for one in begun[1:]:
            self.service.remove(replace(known, upload_id=one.upload_id))
        if not begun:
            return known
        return self.library.commands.advance_video_job(known.id, upload_id=begun[0].upload_id)

    def _upload(self, clip: Clip, job: VideoJob) -> None:
        def progressed(sent: int, size: int) -> None:
            clip.sent, clip.size = sent, size

        def remember(upload: str) -> None:
            self.note(clip, upload_id=upload)

        assert clip.video is not None
        require_unchanged(clip.task)
        if clip.converts and self.copies is None:
            raise VideoRefused(
                "What was uploaded of this video is gone from the bucket. It has to be converted to be sent again, and "
                "the settings no longer say so."
            )
        with self.cancel.heard_by(self.uploads.cancel):
            sent = self._copy(clip, clip.video) if clip.converts else clip.video
            self.service.upload(sent, job, remember=remember, progressed=progressed, cancel=self.uploads)
        self.note(clip, state=JobState.UPLOADED, upload_id="")
        if clip.converts and self.copies is not None:
            self.copies.drop(clip.video.sha256)

    def _copy(self, clip: Clip, video: StoredVideo) -> StoredVideo:
        """What is sent of a video that the service does not take as it is."""
        assert self.copies is not None
        clip.converting = True
        try:
            return self.copies.of(video, self.uploads)
        finally:
            clip.converting = False

    def _start(self, clip: Clip, job: VideoJob) -> None:
        """The call is noted before it is made. One whose reply was lost is the same job when it is started again."""
        if job.call_id is None:
            assert clip.video is not None
            call = self.purse.begin(clip.task.asset_id, clip.video)
            job = self.note(clip, call_id=call)
        clip.refused = False
        try:
            started = self.service.start(job, self.cancel)
        except ObjectGone:
            clip.refused = True
            self.note(clip, state=JobState.UPLOADING, upload_id="", object_left=True)
            return
        except RekreviewError as error:
            clip.refused = _is_refusal(error)
            raise
        self.note(clip, job_id=started, state=JobState.STARTED)
        clip.due = self.clock() + self.looks.first

    def _look(self, clip: Clip, job: VideoJob) -> None:
        report = self.service.report(job, self.cancel)
        if report.state is JobState.FAILED and report.gone:
            self._forget(clip, job, report.message)
        elif report.state is JobState.FAILED:
            self._fail(clip, job, JobFailed.code, report.message)
            raise job_failed(report.message)
        elif report.state is JobState.SUCCEEDED:
            self.note(clip, state=JobState.SUCCEEDED)
        else:
            clip.looks += 1
            clip.due = self.clock() + self.looks.pause(clip.looks)

    def _answer(self, clip: Clip, job: VideoJob) -> Detection | None:
        """Its labels; None if the service has forgotten them since, so that it has to be checked anew."""
        try:
            detection = self.service.answer(job, self.cancel)
        except JobGone as error:
            self._forget(clip, job, error.message)
            return None
        self.purse.end(job.call_id, CallEnd(CallState.ANSWERED, model_version=detection.model_version))
        return detection

    def _forget(self, clip: Clip, job: VideoJob, message: str) -> None:
        """The service knows the job no longer. Raises JobFailed if that was not the first time."""
        clip.forgotten += 1
        self._fail(clip, job, JobGone.code, message, retried=clip.forgotten <= _FORGOTTEN)
        if clip.forgotten > _FORGOTTEN:
            raise JobFailed(f"Amazon Rekognition forgets the jobs on this video: {message}")
        clip.job, clip.looks = None, 0

    def _fail(self, clip: Clip, job: VideoJob, code: str, message: str, *, retried: bool = False) -> None:
        """A job came to nothing, and may be billed all the same. retried: another one may be paid for at once."""
        self.note(clip, state=JobState.FAILED, message=message, retried=retried)
        self.purse.end(job.call_id, CallEnd(CallState.UNANSWERED, code))

    def _clean_up(self, clip: Clip) -> None:
        """What cannot be removed now stays noted in the library, and fails no asset."""
        assert clip.job is not None
        try:
            take_away(self.library, self.service, clip.job, self.cancel)
        except EngineError as error:
            log.info("%s stays in the bucket %s: %s", clip.job.key, clip.job.bucket, error.message)


def job_failed(message: str, *, again: bool = True) -> JobFailed:
    """Why a video was not checked, in the service's words. again: it was asked now, not only before."""
    told = f"Amazon Rekognition could not check the video: {message or 'it does not say why'}"
    return JobFailed(told if again else f"{told}{'' if told.endswith('.') else '.'} {NOT_ASKED_AGAIN}")


def _is_refusal(error: RekreviewError) -> bool:
    """Whether it is certain that no job was started: a reply that is lost, or makes no sense, may mean that one was."""
    if isinstance(error, JobLimit):
        return True
    return not isinstance(error, Throttled | Unavailable | BadAnswer | Cancelled)
