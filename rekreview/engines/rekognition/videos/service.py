"""The service for stored videos itself: one bucket, its uploads, and the paid jobs of one account."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from rekreview.domain.assets import EngineName
from rekreview.domain.errors import BadAnswer, JobGone, Unavailable
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo, VideoJob
from rekreview.domain.video_service import JobReport, LeftOver
from rekreview.engines.rekognition.account import READ_SECONDS, Account, make_client
from rekreview.engines.rekognition.faults import Place
from rekreview.engines.rekognition.rate_limit import RateLimiter
from rekreview.engines.rekognition.videos import limits, pages, wishes
from rekreview.engines.rekognition.videos.bucket import Bucket
from rekreview.engines.rekognition.videos.calling import NEVER, Caller, Stubbornness
from rekreview.engines.rekognition.videos.faults import ObjectUnreadable, PageExpired
from rekreview.engines.rekognition.videos.upload import (
    PART_BYTES,
    PARTS_AT_ONCE,
    Uploader,
    Wanted,
    count_what_is_sent,
)

FLOOR: Final = 20.0
FIRST_GETS_A_SECOND: Final = 5.0
"""A quarter of what an account may ask by default (20), since other programs ask too; learned from then on."""
STARTS_A_SECOND: Final = 2.0
CLOSING_SECONDS: Final = 2.0
TAG: Final = "rekreview"
_CALLS_AT_ONCE: Final = 16
_START: Final = "rekognition:StartContentModeration"
_GET: Final = "rekognition:GetContentModeration"
_STATES: Final = {
    "IN_PROGRESS": JobState.STARTED,
    "SUCCEEDED": JobState.SUCCEEDED,
    "FAILED": JobState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Storing:
    """Where videos are put and how the service is asked.

    prefix: of the keys. endpoint: the address used instead of Amazon S3's, "" for what Amazon's own variables and files
    say. floor: 0–100. gets_a_second, starts_a_second: calls that are made at most;
    0 for the gets to learn what the account allows.
    """

    bucket: str = ""
    prefix: str = wishes.PREFIX
    endpoint: str = ""
    floor: float = FLOOR
    gets_a_second: float = 0.0
    starts_a_second: float = STARTS_A_SECOND
    part_bytes: int = PART_BYTES
    parts_at_once: int = PARTS_AT_ONCE
    read_seconds: float = READ_SECONDS
    stubbornness: Stubbornness = field(default_factory=Stubbornness)


class StoredVideos:
    """Amazon Rekognition's moderation of stored videos; a `VideoService`. Safe to call from several threads once open.

    Each method that asks the service may be given a token to stop it; without one it cannot be stopped.
    """

    engine = EngineName.REKOGNITION

    def __init__(self, account: Account, storing: Storing) -> None:
        self._account = account
        self._storing = storing
        self._guard = threading.Lock()
        self._opened: _Opened | None = None
        self._gets = RateLimiter(fixed=storing.gets_a_second or None, first=FIRST_GETS_A_SECOND)
        self._starts = RateLimiter(fixed=storing.starts_a_second)

    @property
    def bucket(self) -> str:
        """Where videos are put, "" if none is chosen."""
        return self._storing.bucket

    @property
    def region(self) -> str:
        """Where the service is asked. Raises as `open` does if that is not known."""
        return self._connected().region

    @property
    def prefix(self) -> str:
        """What the keys of videos begin with."""
        return self._storing.prefix

    @property
    def min_confidence(self) -> float:
        """The floor that jobs are started with, 0–100."""
        return self._storing.floor

    def open(self, cancel: CancelToken = NEVER) -> None:
        """Make the clients and look at the bucket, once. Raises EngineError, BucketUnusable among them."""
        opened = self._connected()
        if not opened.checked:
            opened.bucket.check(opened.region, cancel)
            opened.checked = True

    def close(self) -> None:
        """Let go of the clients, after a short wait for what is under way."""
        with self._guard:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def refused(self, video: StoredVideo) -> str:
        """Why the service would not take this video, in words and with a way out; "" if it would. Nothing is sent."""
        return limits.refusal(video)

    def wish(self, video: StoredVideo, attempt: int = 0) -> tuple[str, str]:
        """The token and the key of a video. attempt: how many jobs for it have failed or were forgotten."""
        key = wishes.key_of(video, self.prefix)
        return wishes.token_of(video.sha256, self.bucket, key, self.min_confidence, attempt), key

    def upload(
        self,
        video: StoredVideo,
        job: VideoJob,
        *,
        remember: Callable[[str], None],
        progressed: Callable[[int, int], None],
        cancel: CancelToken,
    ) -> None:
        """Put the video under the job's key, going on with the parts that `job.upload_id` has there already.

        Raises Unreadable if the file is gone or is no longer the one that was imported; then no part is left behind.
        Cancelled leaves the parts that are there. `remember` may be called after that, by a call that was under way.
        """
        opened = self._connected()
        uploader = Uploader(
            opened.bucket,
            part_bytes=self._storing.part_bytes,
            parts_at_once=self._storing.parts_at_once,
            stubbornness=self._storing.stubbornness,
        )
        uploader.upload(Wanted(video, job.key, job.upload_id, remember, progressed), cancel)

    def start(self, job: VideoJob, cancel: CancelToken = NEVER) -> str:
        """Start the job, or find the one that was started with this token; its id.

        Raises JobLimit while as many jobs run as the account allows, ObjectGone if the video is no longer there.
        """
        opened = self._connected()
        ask = partial(
            opened.client.start_content_moderation,
            Video={"S3Object": {"Bucket": job.bucket, "Name": job.key}},
            MinConfidence=self.min_confidence,
            ClientRequestToken=job.token,
            JobTag=TAG,
        )
        try:
            told = opened.caller.call(_START, ask, cancel, limiter=self._starts)
        except ObjectUnreadable:
            opened.bucket.require(job.key, cancel)
            raise
        if not told.get("JobId"):
            raise BadAnswer("The answer names no job.", "It is asked again.")
        return str(told["JobId"])

    def report(self, job: VideoJob, cancel: CancelToken = NEVER) -> JobReport:
        """How the job stands. One that the service no longer knows has failed."""
        try:
            told = self._get(job, cancel, MaxResults=1)
        except JobGone as error:
            return JobReport(JobState.FAILED, error.message, gone=True)
        except PageExpired as error:  # which was not asked with a token: a slip of the service, that must stop no run
            raise Unavailable(f"The service did not say how the job stands: {error.message}") from error
        state = _STATES.get(told.get("JobStatus", ""))
        if state is None:
            raise BadAnswer(f"The job has no known status: {told.get('JobStatus')!r}.", "It is asked again.")
        return JobReport(state, " ".join(str(told.get("StatusMessage", "")).split()))

    def answer(self, job: VideoJob, cancel: CancelToken = NEVER) -> Detection:
        """All that a succeeded job found, by moments; `raw` has every page of it by moments and by segments.

        Raises BadAnswer if it makes no sense, JobGone if the service no longer knows the job.
        """
        ask = partial(self._get, job, cancel)
        by_moment = pages.whole(ask, pages.TIMESTAMPS)
        by_segment = pages.whole(ask, pages.SEGMENTS)
        moments, model_version = pages.read_view(by_moment, self.min_confidence)
        segments, _ = pages.read_view(by_segment, self.min_confidence)
        return Detection(
            engine=self.engine,
            model_version=model_version,
            adapter=None,
            min_confidence=self.min_confidence,
            labels=pages.standing(moments, segments),
            raw={"by_timestamp": by_moment, "by_segment": by_segment},
            coverage="checked the whole video",
            calls=1,
        )

    def remove(self, job: VideoJob, cancel: CancelToken = NEVER) -> None:
        """Take the object and what was uploaded of it out of the bucket; nothing there is no error."""
        self.clear(LeftOver(job.key, job.upload_id), cancel)

    def clear(self, left: LeftOver, cancel: CancelToken = NEVER) -> None:
        """Take something that was left over out of the bucket: an object, and an upload if it names one."""
        bucket = self._connected().bucket
        if left.upload_id:
            bucket.abort(left.key, left.upload_id, cancel)
        bucket.delete(left.key, cancel)

    def left_over(self, cancel: CancelToken = NEVER) -> list[LeftOver]:
        """What lies under our prefix in the bucket now, by this library or another."""
        return self._connected().bucket.left_over(self.prefix, cancel)

    def _get(self, job: VideoJob, cancel: CancelToken, **asked: Any) -> dict[str, Any]:
        opened = self._connected()
        ask = partial(opened.client.get_content_moderation, JobId=job.job_id, **asked)
        return dict(opened.caller.call(_GET, ask, cancel, limiter=self._gets))

    def _connected(self) -> _Opened:
        with self._guard:
            if self._opened is None:
                self._opened = _Opened(self._account, self._storing)
            return self._opened


class _Opened:
    """The two clients. checked: whether the bucket was found to be of use."""

    def __init__(self, account: Account, storing: Storing) -> None:
        seconds = storing.read_seconds
        self.client = make_client(account, calls_at_once=_CALLS_AT_ONCE, read_seconds=seconds)
        self.region = str(self.client.meta.region_name or "")
        place = Place(account.profile, self.region, account.endpoint)
        self.caller = Caller(place, stubbornness=storing.stubbornness)
        at = replace(account, endpoint=storing.endpoint, region=self.region)
        store = make_client(at, calls_at_once=_CALLS_AT_ONCE, read_seconds=seconds, service="s3")
        count_what_is_sent(store)
        kept_at = Place(account.profile, self.region, storing.endpoint, "Amazon S3")
        self.bucket = Bucket(store, storing.bucket, Caller(kept_at, storing.bucket, storing.stubbornness))
        self.checked = False

    def close(self) -> None:
        """Wait a little for what is under way, and let go of both."""
        self.caller.settle(CLOSING_SECONDS)
        self.bucket.caller.settle(CLOSING_SECONDS)
        self.client.close()
        self.bucket.client.close()
