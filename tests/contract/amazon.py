"""What the contract tests with Amazon's services have in common: keys, a quick service, and clips."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rekreview.domain.progress import CancelToken
from rekreview.domain.video import StoredVideo, VideoJob
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.videos.calling import Stubbornness
from rekreview.engines.rekognition.videos.service import StoredVideos, Storing
from tests.fakes.aws import clips
from tests.fakes.aws import rekognition as service_fake
from tests.fakes.aws.faults import Faults
from tests.fakes.aws.storage import Storage

KEY, SECRET = "AKIDEXAMPLE0000000001", "secret-one"
MIB = 1024 * 1024
VIOLENCE = {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1}
WEAPONS = {"Name": "Weapons", "ParentName": "Violence", "Confidence": 91.5, "TaxonomyLevel": 2}
ALCOHOL = {"Name": "Alcohol", "ParentName": "", "Confidence": 70.5, "TaxonomyLevel": 1}
FAINT = {"Name": "Gambling", "ParentName": "", "Confidence": 12.25, "TaxonomyLevel": 1}
ANIMATED = {"Name": "Animated", "Confidence": 77.5}


@pytest.fixture
def amazon_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keys by the standard variables alone, as boto3 finds them."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


def account(**changes: Any) -> service_fake.Account:
    """An account with two buckets here and one elsewhere; number 7 shows violence, 20 shows alcohol."""
    return service_fake.Account(
        labels={7: [VIOLENCE, WEAPONS, FAINT], 20: [ALCOHOL], 21: [{**VIOLENCE, "Confidence": 55.0}, ALCOHOL]},
        content_types={20: [ANIMATED]},
        storage=Storage(mine="eu-west-1", far="us-west-2"),
        **changes,
    )


@contextmanager
def stored_videos(
    faults: Faults | None = None, *, account_changes: dict[str, Any] | None = None, **choices: Any
) -> Iterator[tuple[StoredVideos, service_fake.StandIn]]:
    """A service for stored videos before a stand-in that plays these faults."""
    with service_fake.StandIn(account(**(account_changes or {})), faults) as running:
        made = service_at(running, **choices)
        try:
            yield made, running
        finally:
            made.close()


def service_at(running: service_fake.StandIn, **choices: Any) -> StoredVideos:
    """A service that asks this stand-in, quickly, and tries again soon."""
    chosen = {
        "bucket": "mine",
        "endpoint": running.url,
        "gets_a_second": 500.0,
        "starts_a_second": 500.0,
        "stubbornness": Stubbornness(attempts=4, first_pause=0.02),
        **choices,
    }
    return StoredVideos(Account(endpoint=running.url), Storing(**chosen))


def clip(directory: Path, numbers: list[int], name: str = "clip.mp4", **choices: Any) -> StoredVideo:
    """A real video whose frames show these numbers, a second each."""
    path = clips.write(directory / name, numbers, **choices)
    return video_of(path, codec="h264", duration_ms=len(numbers) * 1000)


def heavy(directory: Path, size: int, name: str = "heavy.mp4") -> StoredVideo:
    """A file of some size, of which no two parts are alike; no video, but nothing looks into it on the way up."""
    path = directory / name
    with path.open("wb") as file:
        for at in range(0, size, MIB):
            file.write(hashlib.sha256(str(at).encode()).digest() * (min(MIB, size - at) // 32))
    return video_of(path)


def video_of(path: Path, *, codec: str = "h264", duration_ms: int | None = 1000) -> StoredVideo:
    """A file as it is known before it is sent."""
    content = path.read_bytes()
    kind = path.suffix.removeprefix(".")
    return StoredVideo(str(path), hashlib.sha256(content).hexdigest(), len(content), kind, codec, duration_ms)


def job_for(service: StoredVideos, video: StoredVideo, **known: Any) -> VideoJob:
    """The job of a video as the library would open it."""
    token, key = service.wish(video)
    return VideoJob(1, 1, 1, 1, token, service.bucket, key, **known)


def put(service: StoredVideos, video: StoredVideo, **known: Any) -> VideoJob:
    """Upload a video; its job."""
    job = job_for(service, video, **known)
    service.upload(video, job, remember=lambda _: None, progressed=lambda _there, _all: None, cancel=CancelToken())
    return job


def started(service: StoredVideos, video: StoredVideo) -> VideoJob:
    """The job of a video that was uploaded and started."""
    job = put(service, video)
    return replace(job, job_id=service.start(job))
