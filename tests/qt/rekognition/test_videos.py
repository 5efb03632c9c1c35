"""Videos moderated by Amazon Rekognition in the window: whole in a bucket, or frame by frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueFilter
from tests.fakes.aws import clips
from tests.fakes.aws.rekognition import Account
from tests.fakes.aws.storage import Storage
from tests.qt.rekognition.conftest import Desk, violence


@pytest.fixture
def count() -> int:
    """Two pictures beside the clips."""
    return 2


@pytest.fixture
def account(account: Account) -> Account:
    """The account has a bucket where the service is, and one far away."""
    return replace(
        account, storage=Storage(mine="eu-west-1", far="us-west-2"), labels={**account.labels, 7: violence(2)}
    )


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A clip of four seconds that shows a weapon from second 1 to 3."""
    return clips.write(tmp_path / "clip.mp4", [1, 7, 7, 1])


def set_up(desk: Desk, **changes: object) -> None:
    """Amazon Rekognition, with the bucket of the stand-in."""
    chosen = replace(desk.preferences.settings, aws_bucket="mine", aws_s3_endpoint=desk.service.url)
    desk.preferences.choose(replace(chosen, **changes))  # type: ignore[arg-type]
    desk.choose_engine()


def bring(desk: Desk, *paths: Path) -> None:
    """Import these files."""
    desk.window.import_paths(list(paths))
    desk.wait(lambda: desk.queue(8) == f"All, {2 + len(paths)}")
    desk.settle()


def the_video(desk: Desk) -> int:
    """The one video of the library."""
    return int(desk.library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))[0])


def test_a_video_is_put_into_the_bucket_checked_whole_and_taken_out_again(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk)
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    asset = desk.library.queries.asset(the_video(desk))
    assert asset.detections[0].coverage == "checked the whole video"
    assert {label.name for label in asset.detections[0].labels} == {"Violence", "Weapons"}
    assert len(desk.service.jobs.jobs) == 1
    assert desk.service.ledger.billed == 2, "the pictures, and no frame"
    desk.wait(lambda: not desk.service.account.storage.buckets["mine"].objects)
    desk.wait(lambda: not desk.library.queries.left_over_objects())


def test_without_a_bucket_single_frames_are_sent(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk, aws_bucket="")
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    detection = desk.library.queries.asset(the_video(desk)).detections[0]
    assert "of 40 frames" in detection.coverage
    assert not desk.service.jobs.jobs
    assert desk.service.ledger.billed > 3


def test_stored_without_a_bucket_leaves_videos_out(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk, aws_bucket="", video_mode="stored")
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(0) == "Rejected, 1")
    desk.settle()
    assert not desk.service.jobs.jobs
    assert desk.service.ledger.billed == 2
