"""Parts go a few at a time, break off when told to, and are counted once however often they are sent."""

from __future__ import annotations

import threading
import time

import pytest

from rekreview.domain.errors import Cancelled, Unavailable
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.videos.parts import Body, Count, Lanes, Part, checksum_of, part_of


def start(run) -> None:
    threading.Thread(target=run, daemon=True).start()


def lanes(width: int = 2, cancel: CancelToken | None = None) -> Lanes:
    return Lanes(start, width, cancel or CancelToken())


def test_a_part_is_named_with_its_checksum_where_there_is_one() -> None:
    told = {"ETag": '"abc"', "ChecksumCRC32": checksum_of(b"abcdef")}
    assert part_of(3, told, 6).named() == {"PartNumber": 3, "ETag": '"abc"', "ChecksumCRC32": "S4457w=="}
    assert Part(1, '"x"', 5, "").named() == {"PartNumber": 1, "ETag": '"x"'}


def body(told: list[int], stopped: threading.Event | None = None, size: int = 1000) -> Body:
    count = Count(size, lambda there, _: told.append(there))
    return Body(bytes(size), stopped or threading.Event(), count)


def test_only_what_is_sent_is_counted() -> None:
    told: list[int] = []
    sent = body(told)
    sent.read()
    sent.seek(0)
    assert told == []
    sent.begin()
    while sent.read(100):
        pass
    assert told[-1] == 1000
    sent.take_back()
    assert sent._count._there == 0


def test_it_is_told_some_times_a_second_and_at_the_end() -> None:
    told: list[int] = []
    count = Count(1_000_000, lambda there, _: told.append(there))
    for _ in range(1000):
        count.add(1000)
    assert told[-1] == 1_000_000
    assert len(told) < 100


def test_a_stopped_body_breaks_off() -> None:
    stopped = threading.Event()
    sent = body([], stopped)
    assert len(sent.read(10)) == 10
    stopped.set()
    with pytest.raises(Cancelled):
        sent.read(10)


def test_so_many_go_at_a_time_and_all_are_waited_for() -> None:
    going, most, done, guard = [0], [0], [], threading.Lock()

    def work() -> None:
        with guard:
            going[0] += 1
            most[0] = max(most[0], going[0])
        time.sleep(0.02)
        with guard:
            going[0] -= 1
            done.append(True)

    three = lanes(3)
    for _ in range(12):
        three.send(work)
    three.finish()
    assert (most[0], len(done)) == (3, 12)


def test_what_fails_on_one_lane_is_told_to_who_sends() -> None:
    def fails() -> None:
        raise Unavailable("Broken off.")

    two = lanes()
    two.send(fails)
    with pytest.raises(Unavailable):
        two.finish()
    with pytest.raises(Unavailable):
        two.send(lambda: None)


def test_who_stops_waits_for_no_lane() -> None:
    cancel, held = CancelToken(), threading.Event()
    one = lanes(1, cancel)
    with cancel.heard_by(one.stop):
        one.send(lambda: held.wait(2) and None)
        threading.Timer(0.1, cancel.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            one.send(lambda: None)
        assert time.monotonic() - begun < 0.3
    assert one.stopped.is_set()
    held.set()
