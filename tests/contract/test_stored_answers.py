"""The answer of a job on a stored video is read whole, with exactly the labels and times that the service told."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from rekreview.domain.errors import BadAnswer, Cancelled, Unavailable
from rekreview.domain.progress import CancelToken
from tests.contract.amazon import (
    ALCOHOL,
    ANIMATED,
    VIOLENCE,
    amazon_keys,  # noqa: F401 - a fixture
    clip,
    started,
    stored_videos,
)
from tests.fakes.aws.faults import Fault, Faults

pytestmark = pytest.mark.usefixtures("amazon_keys")


def found(detection):
    return [(one.name, one.timestamp_ms, one.end_ms, one.confidence) for one in detection.labels]


def test_the_labels_and_times_are_exactly_those_of_the_video(tmp_path: Path) -> None:
    with stored_videos() as (service, _):
        detection = service.answer(started(service, clip(tmp_path, [1, 7, 7, 1, 20])))
        assert found(detection) == [
            ("Violence", 1000, 2000, 91.5),
            ("Weapons", 1000, 2000, 91.5),
            ("Violence", 2000, 3000, 91.5),
            ("Weapons", 2000, 3000, 91.5),
            ("Alcohol", 4000, 5000, 70.5),
        ]
        assert [one.content_types for one in detection.labels] == [(), (), (), (), (("Animated", 77.5),)]
        assert (detection.model_version, detection.min_confidence, detection.adapter) == ("7.0", 20, None)
        assert detection.coverage == "checked the whole video"


def test_a_clean_video_is_an_answer(tmp_path: Path) -> None:
    with stored_videos() as (service, _):
        detection = service.answer(started(service, clip(tmp_path, [1, 2])))
        assert (detection.labels, detection.model_version) == ((), "7.0")


def test_both_views_are_kept_as_they_came(tmp_path: Path) -> None:
    with stored_videos(floor=5) as (service, _):
        raw = service.answer(started(service, clip(tmp_path, [7, 7]))).raw
        assert len(raw["by_timestamp"]["ModerationLabels"]) == 6
        assert [one["DurationMillis"] for one in raw["by_segment"]["ModerationLabels"]] == [2000] * 3
        assert raw["by_timestamp"]["VideoMetadata"]["Codec"] == "h264"
        assert raw["by_segment"]["GetRequestMetadata"]["AggregateBy"] == "SEGMENTS"
        assert "ResponseMetadata" not in raw["by_timestamp"]
        assert "NextToken" not in raw["by_timestamp"]


def many(count: int) -> list[dict]:
    return [
        {
            "Timestamp": at * 500,
            "ModerationLabel": {**(VIOLENCE if at % 3 else ALCOHOL), "Confidence": 50.0 + at % 40},
            "ContentTypes": [ANIMATED] if at % 2 else [],
        }
        for at in range(count)
    ]


@pytest.mark.parametrize(("count", "page"), [(2500, 1000), (1001, 1000), (1000, 1000), (103, 5)])
def test_every_page_counts(tmp_path: Path, count: int, page: int) -> None:
    with stored_videos() as (service, running):
        video = clip(tmp_path, [1])
        running.account.videos.labels[video.sha256] = many(count)
        running.account.videos.page = page
        detection = service.answer(started(service, video))
        assert [(one.timestamp_ms, one.confidence) for one in detection.labels] == [
            (at * 500, 50.0 + at % 40) for at in range(count)
        ]


def test_a_page_token_that_expires_costs_the_pages_not_the_answer(tmp_path: Path) -> None:
    faults = Faults()
    with stored_videos(faults) as (service, running):
        video = clip(tmp_path, [1])
        running.account.videos.labels[video.sha256] = many(60)
        running.account.videos.page = 5
        job = started(service, video)
        faults.scripts["GetContentModeration"] = [None, None, Fault.TOKEN_EXPIRED, None, Fault.THROTTLE, None]
        assert len(service.answer(job).labels) == 60
        running.account.videos.token_seconds = -1.0
        with pytest.raises(Unavailable, match="expire"):
            service.answer(job)


@pytest.mark.parametrize("fault", [Fault.GARBAGE, Fault.MISSING_FIELD, Fault.WILD_CONFIDENCE])
def test_an_answer_that_makes_no_sense_is_none(tmp_path: Path, fault: Fault) -> None:
    faults = Faults()
    with stored_videos(faults) as (service, _):
        job = started(service, clip(tmp_path, [7]))
        faults.operation_rates["GetContentModeration"] = {fault: 1.0}
        with pytest.raises(BadAnswer):
            service.answer(job)
        with pytest.raises(BadAnswer):
            service.report(job)


def test_who_stops_does_not_wait_for_the_pages(tmp_path: Path) -> None:
    faults = Faults()
    with stored_videos(faults) as (service, _):
        job, cancel = started(service, clip(tmp_path, [7])), CancelToken()
        faults.latency = (5.0, 5.0)
        threading.Timer(0.2, cancel.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            service.answer(job, cancel)
        assert time.monotonic() - begun < 2.0, "a busy machine takes its time, but not that of an answer"
