"""Videos that a service does not take as they are: copies are sent, kept no longer than needed, and paid once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.errors import Undecodable
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, StoredVideo
from rekreview.pipeline.converting import Copies, as_copy
from tests.fakes.aws import clips
from tests.unit.pipeline.stored_videos.conftest import VIOLENT, stop_when


def film(path: Path) -> StoredVideo:
    return StoredVideo(str(path), "ab" * 32, 5, "mkv", "vp9", 4000)


def test_a_copy_is_made_once_and_dropped(tmp_path):
    made = []

    def convert(path: str, to: Path, _cancel: CancelToken) -> None:
        made.append(path)
        to.write_bytes(b"copy")

    copies = Copies(tmp_path / "converted", convert)
    video = film(tmp_path / "a.mkv")
    copy = copies.of(video, CancelToken())
    assert copies.of(video, CancelToken()) == copy
    assert made == [video.path]
    assert (copy.bytes, copy.format, copy.codec, copy.duration_ms) == (4, "mp4", "h264", 4000)
    assert copy.sha256 != video.sha256
    copies.drop(video.sha256)
    assert not Path(copy.path).exists()
    copies.drop(video.sha256)


def test_only_what_is_needed_is_kept(tmp_path):
    copies = Copies(tmp_path, lambda path, to, cancel: None)
    for name in ("aa.mp4", "bb.mp4"):
        (tmp_path / name).write_bytes(b"copy")
    copies.drop_but(["bb"])
    assert [file.name for file in tmp_path.iterdir()] == ["bb.mp4"]
    Copies(tmp_path / "nowhere", copies.convert).drop_but([])


def test_of_a_copy_form_and_length_are_known_beforehand():
    copy = as_copy(film(Path("a.mkv")))
    assert (copy.codec, copy.format, copy.duration_ms, copy.sha256) == ("h264", "mp4", 4000, "ab" * 32)


def test_a_video_in_another_form_is_sent_as_a_copy(desk):
    [asset] = desk.add([7, 20], name="{}.mkv")
    desk.run(converts=True)
    assert desk.told(asset) == VIOLENT
    assert desk.library.queries.asset(asset).status is Status.REJECTED
    [job] = desk.jobs()
    assert job.key.endswith(f"{desk.library.queries.asset(asset).sha256}.mp4")
    assert (job.state, desk.lying) == (JobState.SUCCEEDED, 0)
    assert len(desk.calls()) == 1
    assert not list((desk.library.directory / "converted").iterdir())


def test_without_that_choice_it_is_refused(desk):
    [asset] = desk.add([7], name="{}.mkv")
    desk.run()
    assert desk.library.queries.asset(asset).status is Status.NOT_MODERATED
    assert desk.jobs() == []


def test_a_run_that_was_stopped_goes_on_with_the_same_job(desk):
    [asset] = desk.add([7, 7], name="{}.mkv")
    desk.service.account.videos.job_seconds = 2.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[-1].state is JobState.STARTED, cancel)
    desk.run(converts=True, cancel=cancel)
    desk.run(desk.library.queries.unfinished_run().id, converts=True)
    assert desk.told(asset)
    assert len(desk.service.jobs.jobs) == 1
    assert len(desk.calls()) == 1


@pytest.mark.parametrize("ended", [True, False])
def test_a_job_that_is_paid_is_answered_also_when_nothing_is_converted_any_more(desk, ended):
    [asset] = desk.add([7, 20], name="{}.mkv")
    desk.service.account.videos.job_seconds = 60.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[-1].state is JobState.STARTED, cancel)
    desk.run(converts=True, cancel=cancel)
    desk.service.account.videos.job_seconds = 0.0 if ended else 1.0
    summary = desk.run(desk.library.queries.unfinished_run().id)
    assert desk.told(asset) == VIOLENT
    assert (summary.not_moderated, len(desk.service.jobs.jobs), len(desk.calls()), desk.lying) == ([], 1, 1, 0)


def test_a_copy_that_is_gone_is_not_made_again_against_the_settings(desk):
    [asset] = desk.add([7], name="{}.mkv")
    desk.service.account.videos.job_seconds = 60.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[-1].state is JobState.STARTED, cancel)
    desk.run(converts=True, cancel=cancel)
    desk.library.commands.advance_video_job(desk.jobs()[-1].id, state=JobState.UPLOADED, job_id="")
    desk.service.account.storage.buckets["mine"].objects.clear()
    desk.service.jobs.jobs.clear()
    desk.service.jobs._tokens.clear()
    [fault] = desk.run(desk.library.queries.unfinished_run().id).not_moderated
    assert (fault.id, fault.code) == (asset, "video_refused")
    assert "gone from the bucket" in fault.message


def test_one_that_cannot_be_converted_is_not_moderated_with_the_reason(desk, monkeypatch):
    [asset] = desk.add([7], name="{}.mkv")

    def broken(path: str, to: Path, cancel: CancelToken) -> None:
        raise Undecodable("The video is damaged.")

    monkeypatch.setattr(desk.decoder, "convert", broken)
    desk.run(converts=True)
    found = desk.library.queries.asset(asset)
    assert (found.status, found.fault.message) == (Status.NOT_MODERATED, "The video is damaged.")
    assert desk.calls() == []
    assert desk.lying == 0


@pytest.mark.parametrize("given_up", [True, False])
def test_copies_that_nobody_waits_for_are_removed_by_the_next_run(desk, given_up):
    folder = desk.library.directory / "converted"
    folder.mkdir()
    (folder / ("00" * 32 + ".mp4")).write_bytes(b"copy")
    desk.take_in(clips.write(desk.place / "a.mp4", [7]))
    desk.run(converts=given_up)
    assert bool(list(folder.iterdir())) is not given_up
