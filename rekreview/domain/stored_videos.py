"""What the pipeline needs of a service that checks stored videos: a bucket, uploads, and paid jobs that are waited for.

A job is named before it is started, by a token made of what is asked. So whoever asks again, after a lost reply or a
crash, is given the same job and pays once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from rekreview.domain.assets import EngineName
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo

PREFIX: Final = "rekreview/"
"""What the keys of uploaded videos begin with, unless a person chose something else."""

Progressed = Callable[[int, int], None]
"""Told the bytes that are there and all bytes; from several threads, one at a time, some times a second."""
Remember = Callable[[str], None]
"""Told the id of an upload before the first part is sent; also after who waited has gone, so it must not mind."""


def token_of(sha256: str, bucket: str, key: str, floor: float, attempt: int = 0) -> str:
    """The token that makes asking for the same again the same job, for the seven days the service keeps it.

    attempt: how many jobs for it ended without an answer worth keeping; they are over, so the next is another one.
    """
    wish = "\n".join((sha256, bucket, key, f"{floor:g}", *([str(attempt)] if attempt else [])))
    return hashlib.sha256(wish.encode()).hexdigest()


def key_of(video: StoredVideo, prefix: str = PREFIX) -> str:
    """Where a video is put in the bucket: by its content, so that the same video is never there twice."""
    return f"{prefix}{video.sha256}.{video.format}"


@dataclass(frozen=True, slots=True)
class JobStanding:
    """How far the service says a job has come: started, succeeded or failed. message: its words about a failure."""

    state: JobState
    message: str = ""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something of ours that lies in the bucket. upload_id: of an upload that was never finished, "" for a video.

    bytes: of a video, None for an upload. since: when it was put there.
    """

    key: str
    upload_id: str = ""
    bytes: int | None = None
    since: datetime | None = None


class VideoService(Protocol):
    """Checks stored videos for money. Safe to call from several threads; every wait ends at once on a cancel.

    Each method raises EngineError, in words that tell what to do; those with `retryable` are worth another try later,
    and each was tried a few times already.
    """

    @property
    def engine(self) -> EngineName:
        """Which engine answers."""

    @property
    def bucket(self) -> str:
        """Where videos are put, "" if none is chosen."""

    @property
    def prefix(self) -> str:
        """What the keys of videos begin with."""

    @property
    def min_confidence(self) -> float:
        """The floor that jobs are started with, 0–100."""

    def open(self) -> None:
        """Make the clients. Raises EngineError without credentials, a region or a sound address."""

    def close(self) -> None:
        """Let go of the clients, after a short wait for calls under way."""

    def check_bucket(self, cancel: CancelToken) -> None:
        """Find out, before anything is sent, whether videos can be put into the bucket and read from it.

        Raises BucketUnusable if it is missing, in another region or not chosen, AccessDenied with the action to allow.
        """

    def refuse(self, video: StoredVideo) -> str | None:
        """Why the service would not take a video, in words and with a way out; None if it would."""

    def upload(
        self,
        video: StoredVideo,
        key: str,
        *,
        remember: Remember,
        upload_id: str = "",
        progressed: Progressed | None = None,
        cancel: CancelToken,
    ) -> None:
        """Put a video into the bucket, or what is missing of it if `upload_id` names an upload that was broken off.

        Raises Unreadable if the file is gone or is no longer the one that was imported; then nothing is left behind.
        Cancelled leaves the parts that are there, for another `upload` or `abort` with the remembered id.
        """

    def start(self, key: str, token: str, cancel: CancelToken) -> str:
        """Start the paid job of a token and return the service's id of it; the same for the same token.

        Raises JobLimit while as many jobs run as the account allows, ObjectGone if the video is no longer in the
        bucket. Whatever else goes wrong, starting again with the same token never pays twice.
        """

    def poll(self, job_id: str, cancel: CancelToken) -> JobStanding:
        """How far a job has come. Raises JobGone if the service no longer knows it."""

    def answer(self, job_id: str, cancel: CancelToken) -> Detection:
        """The whole answer of a job that succeeded, all pages of it. Raises JobGone or BadAnswer."""

    def delete(self, key: str, cancel: CancelToken) -> None:
        """Delete a video from the bucket; one that is not there is no fault."""

    def abort(self, key: str, upload_id: str, cancel: CancelToken) -> None:
        """Throw away an upload's parts, all of them; one that is not there is no fault."""

    def left_over(self, cancel: CancelToken) -> list[LeftOver]:
        """Everything of ours that lies in the bucket now, videos and unfinished uploads, also by other libraries."""
