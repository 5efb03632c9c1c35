"""Moderation of stored videos as Amazon Rekognition does it: jobs that are started, polled and read page by page."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.aws import video_content
from tests.fakes.aws.signature import Refused
from tests.fakes.aws.storage import Storage, StorageError

if TYPE_CHECKING:
    from tests.fakes.aws.rekognition import Account

WEEK_SECONDS = 7 * 86_400.0
MOST_LABELS = 1000
DEFAULT_FLOOR = 50
CONTAINER = "mov,mp4,m4a,3gp,3g2,mj2"


@dataclass
class VideoRules:
    """How jobs go.

    labels: SHA-256 of a video → entries as GetContentModeration gives them; for the others the numbers in their frames
    tell. failing: SHA-256 → the StatusMessage of its jobs. job_seconds: from the start until a job is done. page: the
    most labels of an answer. pages: the same for the videos with these SHA-256. later: seconds added to the clock.
    """

    labels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    job_seconds: float = 0.0
    jobs_at_once: int = 20
    page: int = MOST_LABELS
    pages: dict[str, int] = field(default_factory=dict)
    most_bytes: int = 10 * 1024**3
    most_ms: int = 6 * 3_600_000
    results_seconds: float = WEEK_SECONDS
    token_seconds: float = 86_400.0
    later: float = 0.0

    def now(self) -> float:
        """Seconds since the epoch, as the service's clock says."""
        return time.time() + self.later


@dataclass
class Job:
    """One started job."""

    job_id: str
    request: dict[str, Any]
    sha256: str
    looked: video_content.Looked
    labels: list[dict[str, Any]]
    started: float
    failure: str = ""


class VideoJobs:
    """All jobs of the account. Safe to use from several threads."""

    def __init__(self, rules: VideoRules, storage: Storage, account: Account) -> None:
        self.rules, self.storage, self.account = rules, storage, account
        self.jobs: dict[str, Job] = {}
        self.calls: Counter[str] = Counter()
        self.largest_open = 0
        self._tokens: dict[str, tuple[str, str, float]] = {}
        self._guard = threading.RLock()
        self._numbers = itertools.count(1)

    @property
    def minutes(self) -> float:
        """Minutes of video that are paid for."""
        return sum(job.looked.duration_ms for job in self.jobs.values() if not job.failure) / 60_000

    @property
    def paid_twice(self) -> int:
        """Jobs for a video that had been paid for before."""
        paid = Counter(job.sha256 for job in self.jobs.values() if not job.failure)
        return sum(count - 1 for count in paid.values())

    def count(self, operation: str) -> int:
        """Count a call in; its number, from 1."""
        with self._guard:
            self.calls[operation] += 1
            return self.calls[operation]

    def start(self, body: dict[str, Any]) -> dict[str, Any]:
        """StartContentModeration. Raises Refused."""
        with self._guard:
            token = body.get("ClientRequestToken")
            asked = json.dumps({name: value for name, value in body.items() if name != "ClientRequestToken"})
            if token and (known := self._tokens.get(token)) and self.rules.now() - known[2] < WEEK_SECONDS:
                if known[0] != asked:
                    words = "A ClientRequestToken input parameter was reused with other parameters."
                    raise Refused("IdempotentParameterMismatchException", words)
                return {"JobId": known[1]}
            job = self._begin(body)
            if token:
                self._tokens[token] = (asked, job.job_id, job.started)
            return {"JobId": job.job_id}

    def get(self, body: dict[str, Any]) -> dict[str, Any]:
        """GetContentModeration. Raises Refused."""
        with self._guard:
            job = self.jobs.get(body["JobId"])
            now = self.rules.now()
            if job is None or now - job.started > self.rules.results_seconds:
                raise Refused("ResourceNotFoundException", "Could not find JobId.")
            answer = {"JobId": job.job_id, "Video": job.request["Video"], "JobStatus": self._status(job)}
            if tag := job.request.get("JobTag"):
                answer["JobTag"] = tag
            if answer["JobStatus"] == "FAILED":
                return {**answer, "StatusMessage": job.failure}
            return answer if answer["JobStatus"] == "IN_PROGRESS" else {**answer, **self._page(job, body, now)}

    def _begin(self, body: dict[str, Any]) -> Job:
        content = self._object(body["Video"].get("S3Object", {}))
        if sum(self._status(job) == "IN_PROGRESS" for job in self.jobs.values()) >= self.rules.jobs_at_once:
            raise Refused("LimitExceededException", "Subscriber limit exceeded: too many open jobs.")
        looked, failure = self._looked(content)
        sha256 = hashlib.sha256(content).hexdigest()
        number = next(self._numbers)
        job_id = hashlib.sha256(f"job {number} {sha256}".encode()).hexdigest()
        labels = self.rules.labels.get(sha256)
        if labels is None:
            labels = self._seen(looked)
        failure = failure or self.rules.failing.get(sha256, "")
        job = self.jobs[job_id] = Job(job_id, body, sha256, looked, labels, self.rules.now(), failure)
        opened = sum(self._status(one) == "IN_PROGRESS" for one in self.jobs.values())
        self.largest_open = max(self.largest_open, opened)
        return job

    def _object(self, place: dict[str, Any]) -> bytes:
        words = "Unable to get object metadata from S3. Check object key, region and/or access permissions."
        try:
            bucket = self.storage.bucket(place.get("Bucket", ""))
            stored = self.storage.object(place.get("Bucket", ""), place.get("Name", ""))
        except StorageError as error:
            raise Refused("InvalidS3ObjectException", words) from error
        if bucket.region != self.account.region or "s3:GetObject" in self.account.denied:
            raise Refused("InvalidS3ObjectException", words)
        if len(stored.content) > self.rules.most_bytes:
            raise Refused("VideoTooLargeException", "The video is larger than 10 GB.")
        return stored.content

    def _looked(self, content: bytes) -> tuple[video_content.Looked, str]:
        """What the video is, and why its job will fail."""
        try:
            looked = video_content.look(content)
        except video_content.NoVideo:
            return video_content.Looked("", "", 0, 0, 0, 0.0, ()), "Unable to process the video."
        if looked.duration_ms > self.rules.most_ms:
            raise Refused("VideoTooLargeException", "The video is longer than 6 hours.")
        if looked.codec != "h264" or looked.container != CONTAINER:
            return looked, "Unsupported codec/format. Supported codecs: [h264]. Supported formats: [MOV, MP4]."
        return looked, ""

    def _seen(self, looked: video_content.Looked) -> list[dict[str, Any]]:
        """What the numbers in the frames stand for."""
        return [
            {
                "Timestamp": at,
                "ModerationLabel": label,
                "ContentTypes": self.account.content_types.get(number, []),
            }
            for at, number in looked.numbers
            for label in self.account.labels.get(number, [])
        ]

    def _status(self, job: Job) -> str:
        if self.rules.now() - job.started < self.rules.job_seconds:
            return "IN_PROGRESS"
        return "FAILED" if job.failure else "SUCCEEDED"

    def _page(self, job: Job, body: dict[str, Any], now: float) -> dict[str, Any]:
        order, view = body.get("SortBy", "TIMESTAMP"), body.get("AggregateBy", "TIMESTAMPS")
        entries = _sorted(self._view(job, view), order)
        offset = self._offset(job, order, view, body.get("NextToken"), now)
        size = min(body.get("MaxResults", MOST_LABELS), MOST_LABELS, self.rules.pages.get(job.sha256, self.rules.page))
        looked = job.looked
        page: dict[str, Any] = {
            "ModerationLabels": entries[offset : offset + size],
            "ModerationModelVersion": self.account.model_version,
            "VideoMetadata": {
                "Codec": looked.codec,
                "DurationMillis": looked.duration_ms,
                "Format": "QuickTime / MOV",
                "FrameRate": looked.frame_rate,
                "FrameHeight": looked.height,
                "FrameWidth": looked.width,
                "ColorRange": "LIMITED",
            },
            "GetRequestMetadata": {"SortBy": order, "AggregateBy": view},
        }
        if offset + size < len(entries):
            page["NextToken"] = f"{job.job_id}:{order}:{view}:{offset + size}:{now:.3f}"
        return page

    def _view(self, job: Job, view: str) -> list[dict[str, Any]]:
        floor = job.request.get("MinConfidence", DEFAULT_FLOOR)
        told = [one for one in job.labels if one["ModerationLabel"]["Confidence"] >= floor]
        return told if view == "TIMESTAMPS" else segments(told, job.looked.duration_ms)

    def _offset(self, job: Job, order: str, view: str, token: str | None, now: float) -> int:
        if token is None:
            return 0
        parts = token.split(":")
        sound = len(parts) == 5 and parts[:3] == [job.job_id, order, view]
        if not sound or now - float(parts[4]) > self.rules.token_seconds:
            raise Refused("InvalidPaginationTokenException", "The pagination token is not valid, or has expired.")
        return int(parts[3])


def segments(entries: list[dict[str, Any]], duration_ms: int) -> list[dict[str, Any]]:
    """Entries by timestamp as the service tells them by segment: joined while the next second has the label too."""
    joined: list[dict[str, Any]] = []
    running: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(entries, key=lambda entry: entry["Timestamp"]):
        label, at = one["ModerationLabel"], one["Timestamp"]
        kind = (label["Name"], label["ParentName"])
        end = min(at + video_content.STEP_MS, max(duration_ms, at))
        segment = running.get(kind)
        if segment is None or at > segment["EndTimestampMillis"] + video_content.STEP_MS // 2:
            segment = running[kind] = {**one, "StartTimestampMillis": at}
            joined.append(segment)
        if label["Confidence"] > segment["ModerationLabel"]["Confidence"]:
            segment["ModerationLabel"] = label
        segment["EndTimestampMillis"] = end
        segment["DurationMillis"] = end - segment["StartTimestampMillis"]
    return joined


def _sorted(entries: list[dict[str, Any]], order: str) -> list[dict[str, Any]]:
    if order == "NAME":
        return sorted(entries, key=lambda one: (one["ModerationLabel"]["Name"], one["Timestamp"]))
    return sorted(entries, key=lambda one: one["Timestamp"])
