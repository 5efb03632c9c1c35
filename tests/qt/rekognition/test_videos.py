"""Videos moderated by Amazon Rekognition in the window: whole in a bucket, or frame by frame."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QTreeWidget, QWidget

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.settings import Settings
from rekreview.ui.detail.card import read_card
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.opening import open_library
from rekreview.ui.video_jobs import under_way
from rekreview.ui.work import WorkKind
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
    desk.wait(lambda: desk.queue("All") == f"All, {2 + len(paths)}")
    desk.settle()


def the_video(desk: Desk) -> int:
    """The one video of the library."""
    return int(desk.library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))[0])


def asked(desk: Desk) -> QDialog:
    """Press Moderate, and wait for the sheet."""
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    return desk.find(QDialog, "paid-run")


def shown_sheet(desk: Desk) -> QDialog:
    """The sheet that is seen; one that was closed may not be gone yet."""
    desk.wait(lambda: any(sheet.isVisible() for sheet in desk.window.findChildren(QDialog, "paid-run")))
    return next(sheet for sheet in desk.window.findChildren(QDialog, "paid-run") if sheet.isVisible())


def told(desk: Desk) -> str:
    """All that the sheet says."""
    return "\n".join(label.text() for label in shown_sheet(desk).findChildren(QLabel))


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
    asked(desk)
    assert "no bucket is chosen" in desk.find(QLabel, "paid-run-videos").text()
    assert "Videos are not sent." in told(desk)
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(0) == "Rejected, 1")
    desk.settle()
    assert not desk.service.jobs.jobs
    assert desk.service.ledger.billed == 2


def test_the_sheet_tells_minutes_and_their_price(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk, price_per_video_minute_usd=0.125, video_price_as_of="2026-11-01")
    asked(desk)
    assert desk.find(QLabel, "paid-run-videos").text() == "1 video, whole, in the bucket mine: at most 1 minute"
    cost = desk.find(QLabel, "paid-run-cost").text()
    assert cost.startswith("0.127 USD at 0.001 USD a call, the price of ")
    assert cost.endswith("and 0.125 USD a minute of video, the price of 2026-11-01")
    assert "with their sound and metadata, and removed" in told(desk)
    desk.press("paid-run-cancel")
    desk.settle()
    assert desk.service.storage_ledger.received == 0


def test_the_sheet_tells_frames_at_most(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk, video_mode="frames", frame_interval_ms=500)
    asked(desk)
    assert desk.find(QLabel, "paid-run-videos").text() == "1 video, by single frames: at most 8 frames, 2 a second"
    assert desk.find(QLabel, "paid-run-calls").text() == "about 10"
    assert desk.find(QLabel, "paid-run-cost").text().startswith("0.010 USD")
    desk.press("paid-run-cancel")
    desk.settle()


def test_videos_that_would_be_refused_are_named_with_the_offer_of_frames(
    desk: Desk, clip: Path, tmp_path: Path
) -> None:
    bring(desk, clip, clips.write(tmp_path / "other.mkv", [7, 7]))
    set_up(desk)
    asked(desk)
    assert "1 video, whole" in desk.find(QLabel, "paid-run-videos").text()
    named = desk.find(QPlainTextEdit, "paid-run-refused").toPlainText()
    assert named.startswith("other.mkv: Amazon Rekognition takes stored videos as H.264 in MP4 or MOV")
    assert "clip.mp4" not in named
    assert "1 video is not sent:" in told(desk)
    lines, offer = desk.find(QPlainTextEdit, "paid-run-refused"), desk.find(QPushButton, "paid-run-frames")
    assert lines.geometry().bottom() < offer.geometry().top(), "the sheet is as high as it needs to be"
    desk.press("paid-run-frames")
    assert "2 videos, by single frames" in told(desk)
    assert desk.preferences.settings.video_mode == ""
    start = shown_sheet(desk).findChild(QPushButton, "paid-run-start")
    assert start is not None
    desk.click(start)
    assert desk.preferences.settings.video_mode == "frames"
    desk.wait(lambda: desk.queue(0) == "Rejected, 3")
    desk.settle()
    assert not desk.service.jobs.jobs


def test_videos_that_would_be_refused_are_converted_if_a_person_wants_that(
    desk: Desk, clip: Path, tmp_path: Path
) -> None:
    bring(desk, clip, clips.write(tmp_path / "other.mkv", [7, 7]))
    set_up(desk)
    asked(desk)
    desk.press("paid-run-copies")
    desk.wait(lambda: "1 video converted to H.264 first" in told(desk))
    assert "2 videos, whole, in the bucket mine: at most 2 minutes" in told(desk)
    assert "a copy is, without sound" in told(desk)
    assert not desk.preferences.settings.convert_videos
    start = shown_sheet(desk).findChild(QPushButton, "paid-run-start")
    assert start is not None
    desk.click(start)
    assert desk.preferences.settings.convert_videos
    desk.wait(lambda: desk.queue(0) == "Rejected, 3")
    desk.settle()
    assert len(desk.service.jobs.jobs) == 2
    assert not list((tmp_path / "library" / "converted").iterdir())


def test_who_declines_by_frames_has_chosen_nothing(desk: Desk, clip: Path, tmp_path: Path) -> None:
    bring(desk, clip, clips.write(tmp_path / "other.mkv", [7, 7]))
    set_up(desk)
    before = chosen(desk)
    for offer, words in (("paid-run-frames", "by single frames"), ("paid-run-copies", "converted to H.264 first")):
        asked(desk)
        button = shown_sheet(desk).findChild(QPushButton, offer)
        assert button is not None
        desk.click(button)
        desk.wait(lambda words=words: words in told(desk))
        cancel = shown_sheet(desk).findChild(QPushButton, "paid-run-cancel")
        assert cancel is not None
        desk.click(cancel)
        desk.settle()
        desk.wait(lambda: not desk.window.findChildren(QDialog, "paid-run"))
        assert chosen(desk) == before


def chosen(desk: Desk) -> Settings:
    """The settings, without the place where one is, which is kept beside them now and then."""
    return replace(desk.preferences.settings, state={})


def test_refused_videos_are_not_moderated_with_the_reason(desk: Desk, clip: Path, tmp_path: Path) -> None:
    bring(desk, clip, clips.write(tmp_path / "other.mkv", [7, 7]))
    set_up(desk)
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    assert desk.queue(3) == "Not moderated, 1"
    assert len(desk.service.jobs.jobs) == 1


# While a job runs, and afterwards


def why(desk: Desk) -> str:
    """What the detail pane says of the current asset."""
    return desk.find(QLabel, "why").text()


def look_at(desk: Desk, asset: int) -> None:
    """Make an asset the current one."""
    assert desk.window._screens is not None
    desk.window._screens.review.restore_state({"current": asset, "top": asset})
    desk.window._show_queue(QueueName.ALL)
    desk.wait(lambda: (card := desk.find(DetailPane, "detail").card) is not None and card.asset.id == asset)


def test_while_its_job_runs_a_video_is_pending_and_says_so_also_after_a_restart(
    desk: Desk, clip: Path, tmp_path: Path
) -> None:
    desk.service.account.videos.job_seconds = 3600
    bring(desk, clip)
    set_up(desk)
    desk.start()
    desk.wait(lambda: len(desk.service.jobs.jobs) == 1)
    look_at(desk, the_video(desk))
    desk.wait(lambda: why(desk).startswith("Its job runs at Amazon since "))
    assert re.search(r"since \d\d:\d\d\.", why(desk))
    assert desk.library.queries.asset(the_video(desk)).status is Status.PENDING
    figures = desk.window.parts.bars[WorkKind.MODERATION]._figures
    desk.wait(lambda: "1 job running" in figures.text())
    desk.press("moderation-cancel")
    desk.wait(lambda: desk.window._screens.work.job(WorkKind.MODERATION) is None)  # type: ignore[union-attr]
    desk.settle()
    again = open_library(desk.preferences.settings, tmp_path / "library")
    card = read_card(again.library.queries, the_video(desk))
    again.close()
    assert card.job is not None
    assert under_way(card.job).startswith("Its job runs at Amazon since ")
    assert card.asset.status is Status.PENDING


def test_a_stopped_run_goes_on_only_in_the_way_that_is_paid(desk: Desk, clip: Path) -> None:
    desk.service.account.videos.job_seconds = 3600
    bring(desk, clip)
    set_up(desk)
    stop_once_it_runs(desk)
    calls = desk.service.ledger.calls
    ways = ({"video_mode": "frames"}, {"aws_bucket": "far"}, {"aws_bucket": ""}, {"min_confidence": 10.0})
    for changes in ways:  # with the last, no run goes on of itself: a new one would be asked for
        set_up(desk, **{"video_mode": "stored", **changes})
        if "min_confidence" in changes:
            desk.window._screens.work.moderate()  # type: ignore[union-attr]
        else:
            desk.click(desk.offered("resume", "Resume"))
        desk.wait(lambda: "1 video at Amazon Rekognition" in desk.banner("resume"))
        assert "from the bucket mine. That is paid;" in desk.banner("resume")
        assert "whole to the bucket mine, with 20 % as the lowest confidence" in desk.banner("resume")
        desk.settle()
        desk.window._screens.outcomes._stopped_by = None  # type: ignore[union-attr]
        desk.window._screens.standing.ask_for_unfinished()  # type: ignore[union-attr]
        desk.wait(lambda: desk.banner("resume").startswith("A moderation was stopped"))
    assert not desk.window.findChildren(QDialog, "paid-run")
    assert (len(desk.service.jobs.jobs), desk.service.ledger.calls) == (1, calls)
    set_up(desk, video_mode="stored", min_confidence=20.0)
    desk.service.account.videos.job_seconds = 0
    desk.click(desk.offered("resume", "Resume"))
    desk.wait(lambda: desk.library.queries.asset(the_video(desk)).status is Status.REJECTED)
    assert len(desk.service.jobs.jobs) == 1


def test_going_on_after_a_restart_tells_that_nothing_more_is_paid(desk: Desk, clip: Path) -> None:
    desk.service.account.videos.job_seconds = 3600
    bring(desk, clip)
    set_up(desk)
    stop_once_it_runs(desk)
    desk.wait(lambda: desk.queue(0) == "Rejected, 1")
    desk.window._screens.work._purses.clear()  # type: ignore[union-attr]  # as in a window that was just opened
    desk.click(desk.offered("resume", "Resume"))
    read = desk.wait(lambda: desk.window.findChild(QDialog, "paid-run")) or told(desk)
    assert "Read the answers on 1 video from" in read
    assert "Nothing more is sent." in read
    assert desk.find(QLabel, "paid-run-videos").text() == (
        "1 video with Amazon already: paid before, and only the answer is read"
    )
    assert desk.find(QLabel, "paid-run-cost").text() == "nothing more"
    assert "are put into the bucket" not in read
    assert "copy of each picture" not in read
    desk.service.account.videos.job_seconds = 0
    desk.press("paid-run-start")
    desk.wait(lambda: desk.library.queries.asset(the_video(desk)).status is Status.REJECTED)
    assert len(desk.service.jobs.jobs) == 1


def stop_once_it_runs(desk: Desk) -> None:
    """Begin a run, and stop it when its first job runs."""
    desk.start()
    desk.wait(lambda: len(desk.service.jobs.jobs) == 1)
    desk.wait(lambda: desk.library.queries.awaited_video_jobs())
    desk.press("moderation-cancel")
    desk.wait(lambda: desk.window._screens.work.job(WorkKind.MODERATION) is None)  # type: ignore[union-attr]
    desk.settle()


def test_the_run_tells_its_jobs(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk)
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    desk.window.show_screen("runs")
    desk.settle()
    jobs = desk.find(QTreeWidget, "video-jobs")
    row = jobs.topLevelItem(0)
    assert row is not None
    assert jobs.topLevelItemCount() == 1
    assert [row.text(at) for at in (0, 1, 2, 3, 6)] == ["clip.mp4", "Checked", "1", "0.100 USD", "Nothing"]
    assert desk.find(QWidget, "left-over").isHidden()


def test_a_job_that_came_to_nothing_is_told_in_the_words_of_the_service(desk: Desk, clip: Path) -> None:
    said = "The video could not be decoded."
    desk.service.account.videos.failing[hashlib.sha256(clip.read_bytes()).hexdigest()] = said
    bring(desk, clip)
    set_up(desk)
    desk.start()
    desk.wait(lambda: desk.queue(3) == "Not moderated, 1")
    desk.settle()
    desk.window.show_screen("runs")
    desk.settle()
    row = desk.find(QTreeWidget, "video-jobs").topLevelItem(0)
    assert row is not None
    assert row.text(1) == f"Came to nothing: {said}" == row.toolTip(1)
    assert row.text(3) == "up to 0.100 USD", "nobody knows whether Amazon bills it"


def test_what_was_left_in_the_bucket_is_told_and_removed(desk: Desk, clip: Path) -> None:
    desk.service.account.denied.add("s3:DeleteObject")
    bring(desk, clip)
    set_up(desk)
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    desk.window.show_screen("runs")
    left = desk.find(QLabel, "left-over-told")
    desk.wait(lambda: left.text() == "1 object left in mine, which no job needs any more." and left.isVisible())
    outcome = desk.find(QLabel, "left-over-outcome")
    desk.press("remove-left-over")
    desk.wait(lambda: outcome.text().startswith("1 object could not be removed: "))
    assert "refuses" in outcome.text()
    desk.service.account.denied.clear()
    desk.press("remove-left-over")
    desk.wait(lambda: outcome.text() == "1 object removed.")
    desk.wait(lambda: not left.isVisible())
    assert not desk.service.account.storage.buckets["mine"].objects
    assert desk.library.queries.left_over_objects() == []


def test_what_is_kept_by_choice_is_told_apart(desk: Desk, clip: Path) -> None:
    bring(desk, clip)
    set_up(desk, keep_uploaded_videos=True)
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 2")
    desk.settle()
    desk.window.show_screen("runs")
    kept = desk.find(QLabel, "kept-told")
    desk.wait(lambda: kept.text() == "1 object kept in mine, as the settings said.")
    assert not desk.find(QPushButton, "remove-left-over").isVisible()
    assert desk.service.account.storage.buckets["mine"].objects
    desk.press("remove-kept")
    desk.wait(lambda: not desk.service.account.storage.buckets["mine"].objects)
    desk.wait(lambda: not kept.isVisible())
