"""Videos frame by frame through the real decoder and the real client: what is sent, what is found, what it costs."""

from __future__ import annotations

import io
import threading
import time
import tracemalloc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.calls import CallState
from rekreview.domain.errors import AccessDenied, BlackFrame, BudgetReached, Cancelled, Throttled, Unsupported
from rekreview.domain.ports import Encoded, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice
from rekreview.engines.rekognition import frames as frames_module
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from rekreview.media.cage import Cage
from tests.contract.amazon import account, amazon_keys  # noqa: F401 - the keys are a fixture
from tests.contract.engine_contract import EngineContract
from tests.fakes.aws import clips, marks
from tests.fakes.aws import rekognition as service_fake
from tests.fakes.aws.faults import Fault, Faults

pytestmark = pytest.mark.usefixtures("amazon_keys")


def encoded(pixels, at_ms=None) -> Encoded:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=85)
    height, width = pixels.shape[:2]
    return Encoded(stream.getvalue(), "jpeg", width, height, at_ms)


def numbered(number, at_ms) -> Encoded:
    return encoded(np.asarray(marks.picture(number)), at_ms)


class TestRekognitionFrames(EngineContract):
    @pytest.fixture
    def engine(self):
        with service_fake.StandIn(account()) as service:
            made = RekognitionEngine(Account(endpoint=service.url), Asking(rate=500, frames=FrameChoice()))
            yield made
            made.close()

    @pytest.fixture
    def telling(self):
        return np.asarray(marks.picture(7)).copy()

    def still(self, pixels):
        return Prepared(MediaKind.IMAGE, iter(()), frames_total=1, encoded=iter([encoded(pixels)]))

    def clip(self, pixels):
        sent = iter([encoded(pixels, at * 1000) for at in range(4)])
        return Prepared(MediaKind.VIDEO, iter(()), frames_total=120, duration_ms=4000, encoded=sent)

    def stream(self, frames):
        return Prepared(MediaKind.VIDEO, iter(()), encoded=frames)

    def frame(self, pixels, at_ms):
        return encoded(pixels, at_ms)

    def variant(self, pixels, number):
        return np.asarray(marks.picture(7 + 13 * (number % 2)))


class Book:
    """A book that remembers answers by the bytes that were sent, and allows so many calls."""

    def __init__(self, allowed=10_000):
        self.known, self.begun, self.ends, self.allowed = {}, [], [], allowed
        self._guard = threading.Lock()
        self._turns = defaultdict(threading.Lock)

    @contextmanager
    def turn(self, sent, _cancel):
        with self._turns[sent.sha256]:
            yield self.known.get(sent.sha256)

    def begin(self, sent):
        with self._guard:
            if len(self.begun) >= self.allowed:
                raise BudgetReached("The budget is spent.")
            self.begun.append(sent)
            return len(self.begun) - 1

    def end(self, call, end):
        self.ends.append(end)
        if end.state is CallState.ANSWERED:
            self.known[self.begun[call].sha256] = end.answer


@contextmanager
def asking(faults=None, *, choice=None, **choices):
    """An open engine that checks frames, before a stand-in that plays these faults."""
    with service_fake.StandIn(account(), faults) as running:
        asked = Asking(rate=500, frames=choice or FrameChoice(), **choices)
        engine = RekognitionEngine(Account(endpoint=running.url), asked)
        try:
            yield engine, running
        finally:
            engine.close()


@pytest.fixture
def cage():
    made = Cage(workers=1)
    yield made
    made.close()


def ask(engine, cage, path, *, book=None, cancel=None):
    cancel = cancel or CancelToken()
    prepared = cage.frames(str(path), engine.limits, cancel)
    return engine.detect(replace(prepared, book=book), cancel)


def found(detection):
    return [(one.name, one.timestamp_ms, one.end_ms, one.confidence) for one in detection.labels]


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "libx264"), ("b.mov", "libx264"), ("c.mkv", "libx264"), ("d.avi", "mpeg4")],
)
def test_a_clip_has_exactly_its_labels_and_times(cage, tmp_path, name, codec):
    path = clips.write(tmp_path / name, [1, 7, 7, 20, 1, 7], codec=codec)
    with asking() as (engine, running):
        detection = ask(engine, cage, path)
        assert found(detection) == [
            ("Violence", 1000, 3000, 91.5),
            ("Weapons", 1000, 3000, 91.5),
            ("Alcohol", 3000, 4000, 70.5),
            ("Violence", 5000, 6000, 91.5),
            ("Weapons", 5000, 6000, 91.5),
        ]
        assert detection.coverage == "checked 6 of 60 frames"
        assert (detection.calls, running.ledger.calls) == (5, 5), "the second 7 shows nothing new"
        assert [sent.timestamp_ms for sent in detection.sent] == [0, 1000, 3000, 4000, 5000]


def test_what_shows_nothing_new_is_asked_again_after_a_while(cage, tmp_path):
    path = clips.write(tmp_path / "still.mp4", [7], seconds_each=12.0)
    with asking(choice=FrameChoice(at_least_every_ms=4000)) as (engine, running):
        detection = ask(engine, cage, path)
        assert [sent.timestamp_ms for sent in detection.sent] == [0, 4000, 8000]
        assert found(detection) == [("Violence", 0, 12000, 91.5), ("Weapons", 0, 12000, 91.5)]
        assert detection.coverage == "checked 12 of 120 frames"
        assert running.ledger.billed == 3


def test_frames_may_be_farther_apart_or_key_frames_alone(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", [1, 7, 20, 7])
    with asking(choice=FrameChoice(interval_ms=2000)) as (engine, _):
        assert [sent.timestamp_ms for sent in ask(engine, cage, path).sent] == [0, 2000]
    with asking(choice=FrameChoice(interval_ms=100, key_frames_only=True)) as (engine, _):
        assert [sent.timestamp_ms for sent in ask(engine, cage, path).sent] == [0, 1000, 2000, 3000]


def test_black_alone_is_not_moderated_and_costs_nothing(cage, tmp_path):
    black = tmp_path / "black.mp4"
    with av.open(str(black), "w") as output:
        stream = output.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 192, 144, "yuv420p"
        for _ in range(30):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((144, 192, 3), np.uint8), "rgb24")))
        output.mux(stream.encode())
    with asking() as (engine, running):
        with pytest.raises(BlackFrame):
            ask(engine, cage, black)
        assert running.ledger.calls == 0


def test_an_engine_for_pictures_alone_takes_none(cage, tmp_path):
    engine = RekognitionEngine(Account(), Asking())
    assert not engine.limits.videos
    with pytest.raises(Unsupported):
        engine.detect(Prepared(MediaKind.VIDEO, iter(())), CancelToken())


# Money


def test_every_frame_is_in_the_book_and_none_is_paid_twice(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", [1, 7, 20, 7, 1])
    with asking() as (engine, running):
        book = Book()
        first = ask(engine, cage, path, book=book)
        assert [end.state for end in book.ends] == [CallState.ANSWERED] * len(book.begun)
        second = ask(engine, cage, path, book=book)
        assert (first.labels, second.calls) == (second.labels, 0)
        assert running.ledger.billed_twice == 0


def test_a_budget_that_ends_within_a_video_is_kept_and_gone_on_from(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", list(range(1, 13)))
    with asking() as (engine, running):
        book = Book(allowed=5)
        with pytest.raises(BudgetReached):
            ask(engine, cage, path, book=book)
        assert running.ledger.billed == 5
        book.allowed = 100
        detection = ask(engine, cage, path, book=book)
        assert (detection.calls, running.ledger.billed, running.ledger.billed_twice) == (7, 12, 0)


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(frames_module, "_FIRST_PAUSE_SECONDS", 0.02)


@pytest.mark.usefixtures("hasty")
def test_a_frame_whose_call_fails_is_asked_again_by_itself(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", [1, 7, 20, 8, 2, 3])
    faults = Faults(rates={Fault.THROTTLE: 0.2, Fault.RESET_BEFORE: 0.1, Fault.INTERNAL: 0.1}, seed=3)
    with asking(faults) as (engine, running):
        book = Book()
        detection = ask(engine, cage, path, book=book)
        assert found(detection) == [
            ("Violence", 1000, 2000, 91.5),
            ("Weapons", 1000, 2000, 91.5),
            ("Alcohol", 2000, 3000, 70.5),
        ]
        assert len(book.begun) == running.ledger.calls > 6
        assert running.ledger.billed == 6


@pytest.mark.usefixtures("hasty")
def test_what_does_not_pass_ends_the_video(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", [1, 7, 20])
    with asking(Faults(rates={Fault.THROTTLE: 1.0})) as (engine, _), pytest.raises(Throttled):
        ask(engine, cage, path)
    with asking(Faults(rates={Fault.ACCESS_DENIED: 1.0})) as (engine, running):
        with pytest.raises(AccessDenied):
            ask(engine, cage, path)
        assert running.ledger.calls <= frames_module.FRAMES_AT_ONCE


def test_the_frames_of_one_video_go_a_few_at_a_time(cage, tmp_path):
    path = clips.write(tmp_path / "clip.mp4", list(range(1, 25)))
    with asking(Faults(latency=(0.1, 0.1))) as (engine, running):
        ask(engine, cage, path)
        assert 2 <= running.ledger.largest_concurrency <= frames_module.FRAMES_AT_ONCE


def test_who_stops_does_not_wait_for_an_answer(cage, tmp_path):
    path, cancel = clips.write(tmp_path / "clip.mp4", list(range(1, 25))), CancelToken()
    with asking(Faults(latency=(2.0, 2.0))) as (engine, running):
        stopped = []

        def stop():
            while running.ledger.calls < 2:
                time.sleep(0.005)
            stopped.append(time.monotonic())
            cancel.cancel()

        threading.Thread(target=stop).start()
        with pytest.raises(Cancelled):
            ask(engine, cage, path, cancel=cancel)
        assert time.monotonic() - stopped[0] < 0.2


def test_content_types_hold_for_a_video_only_if_every_frame_has_them():
    with asking() as (engine, _):

        def told(*numbers):
            sent = iter([numbered(number, at * 1000) for at, number in enumerate(numbers)])
            return engine.detect(Prepared(MediaKind.VIDEO, iter(()), encoded=sent), CancelToken()).content_types

        assert told(20, 20) == (("Animated", 77.5),)
        assert told(20, 7) == ()


def test_memory_stays_flat_over_a_long_video():
    """Two hours at a frame a second, whose frames are made as they are asked for."""
    with asking() as (engine, running):
        running.account.looks = False
        content = numbered(1, 0)
        most = {}

        def endless(count):
            for at in range(count):
                # Bytes behind the picture's end make each frame one of its own.
                own = content.content + at.to_bytes(4, "big") + bytes(200_000)
                yield replace(content, content=own, timestamp_ms=at * 1000)

        def measured(count):
            tracemalloc.start()
            detection = engine.detect(Prepared(MediaKind.VIDEO, iter(()), encoded=endless(count)), CancelToken())
            most[count] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert len(detection.sent) == count

        engine.open()
        measured(20)
        measured(400)
        assert most[400] - most[20] < 380 * 6_000, "a few kilobytes of a frame stay, not its picture"
