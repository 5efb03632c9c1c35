"""What the pipeline needs of a service that checks whole videos in a bucket, without knowing which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo, VideoJob


@dataclass(frozen=True, slots=True)
class JobReport:
    """What the service says of a job: STARTED while it works, SUCCEEDED, or FAILED with its own words.

    gone: it failed only in that the service no longer knows it; another job may well succeed.
    """

    state: JobState
    message: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something of ours in the bucket: an object, or with upload_id the parts of an upload that was never ended."""

    key: str
    upload_id: str = ""


class VideoService(Protocol):
    """Puts videos into a bucket and has them checked there. Safe to call from several threads once open.

    Every method that asks the service raises EngineError: Throttled or Unavailable for what time may mend (JobLimit
    when as many jobs run as the account allows), another for what stops the run; and Cancelled when asked to stop.
    """

    @property
    def bucket(self) -> str:
        """Where videos are put."""

    @property
    def min_confidence(self) -> float:
        """The floor that jobs are started with, 0–100."""

    def open(self) -> None:
        """Make the clients and look at the bucket: that it is there, in the region of the service, and ours to use."""

    def close(self) -> None:
        """Give back what `open` took."""

    def refused(self, video: StoredVideo) -> str:
        """Why the service would not take this video, in words; "" if it would. Nothing is sent."""

    def wish(self, video: StoredVideo, attempt: int = 0) -> tuple[str, str]:
        """The token and the key of this video: the same for the same bytes, bucket and floor, on every machine.

        attempt: how many jobs on it are over and will not be asked again.
        """

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

        remember: told the id of the upload before its first part. progressed: told bytes sent and bytes in all, from
        any thread. An object that is there already with the same bytes is not sent again.
        """

    def start(self, job: VideoJob, cancel: CancelToken = ...) -> str:
        """Start the job, or find the one that was started with this token; its id. Raises ObjectGone."""

    def report(self, job: VideoJob, cancel: CancelToken = ...) -> JobReport:
        """How the job stands."""

    def answer(self, job: VideoJob, cancel: CancelToken) -> Detection:
        """All that a succeeded job found. Raises BadAnswer if it makes no sense, JobGone if it is known no longer."""

    def remove(self, job: VideoJob, cancel: CancelToken = ...) -> None:
        """Take the object and what was uploaded of it out of the bucket; nothing there is no error."""

    def left_over(self) -> list[LeftOver]:
        """What lies under our prefix in the bucket now."""
