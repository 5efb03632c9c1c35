"""Uploads reach the bucket whole through every fault of the line, and are never forgotten when they stop."""

from __future__ import annotations

import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from rekreview.domain.errors import AccessDenied, Cancelled, Throttled, Unavailable, Unreadable
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.videos.calling import NEVER
from tests.contract.amazon import (
    MIB,
    amazon_keys,  # noqa: F401 - a fixture
    clip,
    heavy,
    job_for,
    put,
    service_at,
    stored_videos,
    video_of,
)
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.storage import Part, StoredObject, crc32_of, etag_of

pytestmark = pytest.mark.usefixtures("amazon_keys")


def objects(running):
    return running.account.storage.buckets["mine"].objects


def uploads(running):
    return running.account.storage.buckets["mine"].uploads


def upload(service, video, *, upload_id="", cancel=NEVER, remembered=None, told=None):
    service.upload(
        video,
        job_for(service, video, upload_id=upload_id),
        remember=(remembered if remembered is not None else []).append,
        progressed=lambda there, size: (told if told is not None else []).append((there, size)),
        cancel=cancel,
    )


def test_a_video_arrives_whole_under_its_content(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video, remembered, told = heavy(tmp_path, 20 * MIB), [], []
        upload(service, video, remembered=remembered, told=told)
        [(key, stored)] = objects(running).items()
        assert (key, stored.sha256) == (f"rekreview/{video.sha256}.mp4", video.sha256)
        assert (stored.metadata, stored.content_type) == ({"sha256": video.sha256}, "video/mp4")
        assert (len(remembered), uploads(running)) == (1, {})
        assert told[-1] == (video.bytes, video.bytes)
        assert [there for there, _ in told] == sorted(there for there, _ in told)
        assert running.storage_ledger.calls["UploadPart"] == 3


def test_at_most_so_many_parts_go_at_a_time(tmp_path: Path) -> None:
    with stored_videos(account_changes={"bytes_per_second": 40 * MIB}, parts_at_once=2) as (service, running):
        upload(service, heavy(tmp_path, 50 * MIB))
        assert running.storage_ledger.largest_concurrency["UploadPart"] == 2
        assert running.storage_ledger.calls["UploadPart"] == 7


def test_what_is_there_already_is_not_sent_again(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video, told = clip(tmp_path, [1]), []
        upload(service, video)
        received = running.storage_ledger.received
        upload(service, video, told=told)
        assert running.storage_ledger.received == received
        assert told == [(video.bytes, video.bytes)]


@pytest.mark.parametrize("fault", [Fault.RESET_BEFORE, Fault.RESET_MIDWAY, Fault.RESET_AFTER, Fault.THROTTLE])
@pytest.mark.parametrize("operation", ["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "HeadObject"])
def test_a_broken_line_costs_a_part_at_most(tmp_path: Path, operation: str, fault: Fault) -> None:
    with stored_videos(Faults(scripts={operation: [fault, None, fault]})) as (service, running):
        video, remembered, told = heavy(tmp_path, 17 * MIB), [], []
        upload(service, video, remembered=remembered, told=told)
        assert [one.sha256 for one in objects(running).values()] == [video.sha256]
        assert uploads(running) == {}, "no second upload was begun and forgotten"
        assert len(set(remembered)) == 1
        assert told[-1] == (video.bytes, video.bytes)


def test_an_upload_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    faults = Faults(scripts={"UploadPart": [None, None, *[Fault.RESET_MIDWAY] * 40]})
    with stored_videos(faults, parts_at_once=1) as (service, running):
        video, remembered, told = heavy(tmp_path, 30 * MIB), [], []
        with pytest.raises(Unavailable):
            upload(service, video, remembered=remembered)
        faults.scripts.clear()
        received = running.storage_ledger.received
        other = service_at(running)
        upload(other, video, upload_id=remembered[0], remembered=remembered, told=told)
        other.close()
        assert running.storage_ledger.received - received < 14.1 * MIB + 1000, "only what was missing"
        assert [one.sha256 for one in objects(running).values()] == [video.sha256]
        assert (len(remembered), uploads(running), told[-1][0]) == (1, {}, video.bytes)


def test_parts_that_are_other_than_the_file_are_sent_again(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video = heavy(tmp_path, 17 * MIB)
        key = job_for(service, video).key
        begun = running.account.storage.begin("mine", key, content_type="", metadata={}, checksum="CRC32")
        running.account.storage.put_part("mine", key, begun.upload_id, 1, bytes(8 * MIB))
        upload(service, video, upload_id=begun.upload_id)
        assert objects(running)[key].sha256 == video.sha256
        assert running.storage_ledger.calls["UploadPart"] == 3


def test_an_upload_that_was_swept_up_is_begun_again(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video, remembered = heavy(tmp_path, 9 * MIB), []
        upload(service, video, upload_id="f" * 64, remembered=remembered)
        assert len(objects(running)) == len(remembered) == 1


def test_an_upload_whose_last_reply_was_lost_in_a_crash_is_done(tmp_path: Path) -> None:
    faults = Faults(scripts={"CompleteMultipartUpload": [Fault.RESET_AFTER]})
    with stored_videos(faults) as (service, running):
        video, remembered = heavy(tmp_path, 9 * MIB), []
        upload(service, video, remembered=remembered)
        received = running.storage_ledger.received
        upload(service, video, upload_id=remembered[0], remembered=remembered)
        assert running.storage_ledger.received == received
        assert len(remembered) == 1


@pytest.mark.parametrize("speed", [MIB // 4, 4 * MIB])
def test_who_stops_does_not_wait_and_the_parts_are_known(tmp_path: Path, speed: int) -> None:
    with stored_videos(account_changes={"bytes_per_second": speed}) as (service, running):
        video, remembered, cancel, stopped = heavy(tmp_path, 60 * MIB), [], CancelToken(), []

        def stop() -> None:
            while running.storage_ledger.received < MIB // 2:
                time.sleep(0.005)
            stopped.append(time.monotonic())
            cancel.cancel()

        threading.Thread(target=stop).start()
        with pytest.raises(Cancelled):
            upload(service, video, remembered=remembered, cancel=cancel)
        assert time.monotonic() - stopped[0] < 0.2
        received = running.storage_ledger.received
        running.account.bytes_per_second = None
        time.sleep(0.5)
        assert running.storage_ledger.received - received < 12 * MIB, "what was on its way breaks off"
        assert [one.upload_id for one in uploads(running).values()] == remembered
        assert [(left.key, left.upload_id) for left in service.left_over()] == [
            (job_for(service, video).key, remembered[0])
        ]
        service.remove(job_for(service, video, upload_id=remembered[0]))
        assert (uploads(running), service.left_over()) == ({}, [])


def test_an_upload_begun_while_somebody_stops_is_remembered_all_the_same(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        service.open()
        video, remembered, cancel = heavy(tmp_path, 9 * MIB), [], CancelToken()
        slow, begin = threading.Event(), running.account.storage.begin

        def begun(*given, **more):
            cancel.cancel()
            slow.wait(1)
            return begin(*given, **more)

        running.account.storage.begin = begun
        with pytest.raises(Cancelled):
            upload(service, video, remembered=remembered, cancel=cancel)
        assert remembered == []
        slow.set()
        service.close()
        assert remembered == list(uploads(running))


def test_a_file_that_changed_leaves_nothing_behind(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video = heavy(tmp_path, 9 * MIB)
        with Path(video.path).open("r+b") as file:
            file.seek(8 * MIB + 5)
            file.write(b"changed")
        with pytest.raises(Unreadable, match="changed"):
            upload(service, video)
        Path(video.path).write_bytes(b"shorter")
        with pytest.raises(Unreadable, match="changed"):
            upload(service, video)
        Path(video.path).unlink()
        with pytest.raises(Unreadable, match="No such file"):
            upload(service, video)
        assert (objects(running), uploads(running)) == ({}, {})


@pytest.mark.parametrize(
    ("operation", "fault", "error"),
    [
        ("UploadPart", Fault.THROTTLE, Throttled),
        ("UploadPart", Fault.INTERNAL, Unavailable),
        ("CreateMultipartUpload", Fault.ACCESS_DENIED, AccessDenied),
        ("CompleteMultipartUpload", Fault.UNAVAILABLE, Throttled),
    ],
)
def test_what_does_not_pass_is_told_after_a_few_attempts(tmp_path: Path, operation, fault, error) -> None:
    with stored_videos(Faults(operation_rates={operation: {fault: 1.0}})) as (service, running):
        with pytest.raises(error) as caught:
            upload(service, heavy(tmp_path, 2 * MIB))
        assert running.storage_ledger.calls[operation] == (1 if error is AccessDenied else 4)
        if error is AccessDenied:
            assert "s3:PutObject on arn:aws:s3:::mine/*" in caught.value.hint


def test_memory_stays_within_a_few_parts(tmp_path: Path) -> None:
    choices = {"part_bytes": 5 * MIB, "parts_at_once": 2}
    with stored_videos(account_changes={"bytes_per_second": 200 * MIB}, **choices) as (service, running):
        service.open()
        video, storage = heavy(tmp_path, 80 * MIB), running.account.storage
        storage.put_part = _forgetful
        storage.complete = lambda *_: StoredObject(b"", '"none"')
        tracemalloc.start()
        try:
            upload(service, video)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert running.storage_ledger.received > video.bytes
        assert most < 50 * MIB, "three parts on the sending side; the stand-in holds two more, and copies of them"


def _forgetful(_bucket, _key, _upload_id, _number, content):
    return Part(b"", etag_of(content), crc32_of(content))


def test_put_is_short_for_tests(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video = video_of(Path(clip(tmp_path, [1]).path))
        assert put(service, video).key in objects(running)
