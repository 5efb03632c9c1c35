"""Videos that are checked whole, when all goes well, and when it is stopped and goes on."""

from __future__ import annotations

import re
import threading
import time

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.calls import Price
from rekreview.domain.errors import BucketUnusable
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState
from rekreview.library.values import RunState
from rekreview.pipeline import scanning
from rekreview.pipeline.bucket_clearing import needless
from rekreview.pipeline.paying import Purse
from rekreview.pipeline.video_clip import Looks
from tests.contract.amazon import MIB, service_at, video_of
from tests.fakes.aws import clips
from tests.fakes.aws.faults import Fault
from tests.fakes.aws.marks import picture
from tests.media_samples import save
from tests.unit.pipeline.stored_videos.conftest import VIOLENT, stop_when
from tests.unit.pipeline.test_scanning import fill


def test_a_video_gets_its_labels_and_leaves_nothing_behind(desk):
    [asset] = desk.add([7, 20])
    seen = []
    desk.service.account.videos.job_seconds = 0.6
    summary = desk.run(each=lambda progress: seen.append(progress.current))
    assert desk.told(asset) == VIOLENT
    assert desk.library.queries.asset(asset).status is Status.REJECTED
    assert (summary.calls, summary.cost_usd) == (1, 0.1)
    assert desk.calls() == [("answered", "", 0.1)]
    [job] = desk.jobs()
    assert (job.state, job.object_left, desk.lying) == (JobState.SUCCEEDED, False, 0)
    assert "1 job running" in seen


def test_a_video_is_pending_while_its_job_runs(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.job_seconds = 0.6
    seen = set()
    desk.run(each=lambda _: seen.add(desk.library.queries.asset(asset).status))
    assert Status.PENDING in seen
    assert desk.library.queries.asset(asset).status is Status.REJECTED


def test_begun_minutes_are_paid(desk):
    desk.add([7] * 61, rate=2)
    summary = desk.run()
    assert (summary.cost_usd, desk.calls()) == (0.2, [("answered", "", 0.2)])


def test_pictures_go_on_while_jobs_run(desk, library, decoder, executor, cancel, folder):
    [clip] = desk.add([7])
    for number in range(6):
        save(picture(60 + number, 200, 150), folder / f"{number}.jpg")
    fill(library, decoder, executor, cancel, folder)
    desk.service.account.videos.job_seconds = 1.5
    waiting = []
    desk.run(each=lambda progress: waiting.append((progress.done, bool(desk.told(clip)))))
    assert (6, False) in waiting, "the pictures were done before the video"
    assert waiting[-1][0] == 7
    assert desk.told(clip)


def test_no_more_jobs_run_than_allowed_here_or_there(desk):
    assets = desk.add(*([7, number] for number in range(30, 36)))
    desk.service.account.videos.job_seconds = 0.3
    desk.run(jobs_at_once=3)
    assert desk.service.jobs.largest_open <= 3
    assert all(desk.told(asset) for asset in assets)


def test_an_account_that_allows_two_jobs_gets_the_rest_later(desk):
    assets = desk.add(*([7, number] for number in range(30, 36)))
    desk.service.account.videos.job_seconds = 0.3
    desk.service.account.videos.jobs_at_once = 2
    desk.run()
    assert (desk.service.jobs.largest_open, len(desk.service.jobs.jobs), desk.lying) == (2, 6, 0)
    assert all(desk.told(asset) for asset in assets)
    assert [state for state, *_ in desk.calls()] == ["answered"] * 6


def test_what_waits_for_room_when_it_is_stopped_is_not_counted_as_perhaps_paid(desk):
    desk.add([7, 30], [7, 31])
    desk.service.account.videos.job_seconds = 60.0
    desk.service.account.videos.jobs_at_once = 1
    cancel = CancelToken()
    refused = desk.service.ledger.refused
    stop_when(lambda: refused["LimitExceededException"] and time.sleep(0.5) is None, cancel)
    desk.run(cancel=cancel, looks=Looks(first=30, least=30))
    assert sorted(state for state, *_ in desk.calls()) == ["refused", "unanswered"]
    desk.service.account.videos.job_seconds = 0.0
    desk.run(desk.library.queries.unfinished_run().id)
    assert sorted(state for state, *_ in desk.calls()) == ["answered", "answered", "refused"]
    assert desk.service.jobs.paid_twice == 0


def test_pages_of_five_and_a_token_that_expires(desk):
    [asset] = desk.add([7] * 8)
    desk.service.account.videos.page = 5
    desk.service.faults.scripts["GetContentModeration"] = [None, None, Fault.TOKEN_EXPIRED, None]
    desk.run()
    assert len(desk.told(asset)) == 16


def test_a_stopped_run_finds_its_job_again_and_pays_once(desk):
    [asset] = desk.add([7, 20])
    desk.service.account.videos.job_seconds = 60.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[0].state is JobState.STARTED, cancel)
    assert desk.run(cancel=cancel).interrupted
    assert desk.calls() == [("unanswered", "interrupted", 0.1)]
    assert desk.lying == 1 == len(desk.library.queries.left_over_objects())
    assert desk.library.queries.asset(asset).status is Status.PENDING
    desk.service.account.videos.later = 60.0
    desk.run(desk.library.queries.unfinished_run().id)
    assert desk.calls() == [("answered", "", 0.1)]
    assert (desk.told(asset), desk.lying) == (VIOLENT, 0)
    assert (len(desk.service.jobs.jobs), desk.service.jobs.calls["StartContentModeration"]) == (1, 1)


def test_the_file_may_be_gone_once_its_job_runs(desk, folder):
    [asset] = desk.add([7])
    desk.service.account.videos.job_seconds = 60.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[0].state is JobState.STARTED, cancel)
    desk.run(cancel=cancel)
    next(folder.iterdir()).unlink()
    desk.service.account.videos.later = 60.0
    desk.run(desk.library.queries.unfinished_run().id)
    assert desk.told(asset)


def test_a_run_that_was_given_up_leaves_its_job_to_the_next(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.job_seconds = 60.0
    cancel = CancelToken()
    stop_when(lambda: desk.jobs() and desk.jobs()[0].state is JobState.STARTED, cancel)
    desk.run(cancel=cancel)
    scanning.give_up(desk.library, desk.library.queries.unfinished_run().id)
    desk.service.account.videos.later = 60.0
    desk.run()
    assert desk.told(asset)
    assert (len(desk.service.jobs.jobs), desk.lying) == (1, 0)


def test_asking_anew_is_another_job_and_is_resumed_as_that(desk):
    [asset] = desk.add([7])
    desk.run()
    desk.service.account.videos.job_seconds = 60.0
    number, cancel = desk.begin(again=True), CancelToken()
    stop_when(lambda: len(desk.jobs()) == 2 and desk.jobs()[1].state is JobState.STARTED, cancel)
    desk.run(number, cancel=cancel)
    desk.service.account.videos.later = 60.0
    desk.run(number)
    assert len(desk.service.jobs.jobs) == 2
    assert [state for state, *_ in desk.calls()] == ["answered", "answered"]
    assert desk.told(asset)
    assert desk.lying == 0


def test_an_upload_that_was_stopped_goes_on(desk, library):
    path = clips.write(desk.place / "long.mp4", [7])
    with path.open("ab") as file:  # players pass over this box
        file.write((24 * MIB).to_bytes(4, "big") + b"free" + bytes(24 * MIB - 8))
    [asset] = desk.take_in(path)
    desk.service.account.bytes_per_second = 16 * MIB
    cancel, seen = CancelToken(), []
    stop_when(lambda: desk.jobs() and desk.jobs()[-1].upload_id and _parts(desk) >= 1, cancel)
    began = time.monotonic()
    desk.run(cancel=cancel, each=lambda progress: seen.append(progress.current))
    assert time.monotonic() - began < 10
    assert any(re.match(r"uploading \d+ of 25 MB", one) for one in seen)
    assert desk.lying == 1 == len(library.queries.left_over_objects())
    desk.run(library.queries.unfinished_run().id)
    assert desk.told(asset)
    assert desk.lying == 0


def _parts(desk):
    return sum(len(upload.parts) for upload in desk.service.account.storage.buckets["mine"].uploads.values())


def test_an_upload_whose_number_nobody_noted_is_adopted(desk, library):
    """As a process leaves it that is killed between beginning an upload and noting it."""
    [asset] = desk.add([7])
    number = desk.begin()
    [task] = library.commands.claim(number, 1)
    service = service_at(desk.service)
    token, key = service.wish(video_of(next(desk.place.iterdir())))
    library.commands.open_video_job(
        run_id=number, task_id=task.task_id, asset_id=asset, token=token, bucket="mine", key=key
    )
    service._connected().bucket.client.create_multipart_upload(Bucket="mine", Key=key)
    service.close()
    assert desk.lying == 1
    desk.run(number)
    assert desk.told(asset)
    assert desk.lying == 0


def test_the_budget_stops_before_a_job_and_before_its_upload(desk):
    assets = desk.add([7, 30], [7, 31], [7, 32])
    summary = desk.run(purse=Purse(Price(0.001), 0.25))
    assert summary.budget_reached
    assert (len(desk.service.jobs.jobs), summary.cost_usd) == (2, 0.2)
    assert sum(bool(desk.told(asset)) for asset in assets) == 2, "what is paid for is waited for"
    assert desk.library.queries.unfinished_run().state is RunState.PAUSED
    desk.run(desk.library.queries.unfinished_run().id)
    assert all(desk.told(asset) for asset in assets)
    assert desk.lying == 0


def test_with_no_money_for_one_video_nothing_is_sent(desk):
    desk.add([7])
    assert desk.run(purse=Purse(Price(0.001), 0.05)).budget_reached
    assert (desk.lying, desk.calls(), desk.service.storage_ledger.calls["CreateMultipartUpload"]) == (0, [], 0)


def test_a_pause_begins_nothing_and_goes_on(desk):
    [asset] = desk.add([7])
    cancel = CancelToken()
    cancel.pause()
    threading.Timer(1.0, cancel.resume).start()
    began = time.monotonic()
    desk.run(cancel=cancel)
    assert time.monotonic() - began > 1.0
    assert desk.told(asset)


def test_kept_by_choice_is_kept_also_by_the_next_run(desk):
    desk.add([7])
    desk.run(keep=True)
    desk.add([20])
    desk.run()
    assert desk.lying == 1
    [job] = desk.library.queries.left_over_objects()
    assert (job.kept, job.object_left) == (True, True)
    assert needless(desk.library) == []
    assert needless(desk.library, kept=True) == [job]


def test_an_unusable_bucket_stops_the_run_before_anything_is_sent(desk):
    desk.add([7])
    with pytest.raises(BucketUnusable, match="us-west-2"):
        desk.run(bucket="far")
    assert desk.calls() == []
    assert desk.library.queries.unfinished_run().state is RunState.PAUSED
