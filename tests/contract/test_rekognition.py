"""Amazon Rekognition keeps the contract of every engine, and meets every fault of the service with the right word."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.calls import CallState
from rekreview.domain.errors import (
    AccessDenied,
    AdapterIgnored,
    BadAnswer,
    Cancelled,
    CredentialsExpired,
    Throttled,
    TooLarge,
    Unavailable,
    Undecodable,
    Unsupported,
    Unusable,
)
from rekreview.domain.ports import Encoded, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from tests.contract.asking import (
    ADAPTER,
    EXPIRED_ADAPTER,
    LABELS,
    Noted,
    ask,
    asking,
    encoded,
    numbered,
    pictures,
)
from tests.contract.engine_contract import EngineContract
from tests.fakes.aws import marks
from tests.fakes.aws.faults import Fault, Faults

pytestmark = pytest.mark.usefixtures("own_keys")


class TestRekognition(EngineContract):
    takes_videos = False

    @pytest.fixture
    def engine(self, service):
        made = RekognitionEngine(Account(endpoint=service.url), Asking(rate=500))
        yield made
        made.close()

    @pytest.fixture
    def telling(self):
        return np.asarray(marks.picture(7)).copy()

    @pytest.fixture
    def detection(self, opened, telling):
        return opened.detect(self.still(telling), CancelToken())

    def still(self, pixels):
        return pictures(encoded(pixels))

    def stream(self, frames):
        return Prepared(MediaKind.IMAGE, iter(()), encoded=frames)

    def frame(self, pixels, at_ms):
        return encoded(pixels, at_ms)

    def variant(self, pixels, number):
        return np.asarray(marks.picture(7 + number % 7))


def test_labels_below_the_floor_are_not_there_and_content_types_are():
    with asking(floor=20) as (engine, _):
        found = ask(engine, numbered(7))
        assert [(label.name, label.confidence) for label in found.labels] == [("Violence", 91.5), ("Weapons", 91.5)]
        assert found.content_types == (("Animated", 77.5),)
        assert (found.model_version, found.adapter, found.min_confidence, found.calls) == ("7.0", None, 20, 1)
    with asking(floor=5) as (engine, _):
        assert len(ask(engine, numbered(7)).labels) == 3


def test_nothing_found_is_an_answer():
    with asking() as (engine, _):
        assert ask(engine, numbered(99)).labels == ()


def test_of_several_frames_the_highest_counts_and_is_known():
    with asking() as (engine, running):
        found = ask(engine, numbered(20, 0), numbered(7, 400), numbered(99, 800))
        assert {label.name: label.confidence for label in found.labels} == {
            "Violence": 91.5,
            "Weapons": 91.5,
            "Alcohol": 70.5,
        }
        given_by = {one["name"]: one["timestamp_ms"] for one in found.raw["given_by"]}
        assert given_by == {"Violence": 400, "Weapons": 400, "Alcohol": 0}
        assert (found.calls, running.ledger.calls, found.coverage) == (3, 3, "checked 3 of 3 frames")
        assert [sent.timestamp_ms for sent in found.sent] == [0, 400, 800]


def test_what_was_sent_and_what_came_back_is_kept():
    with asking() as (engine, _):
        picture = numbered(7)
        found = ask(engine, picture)
        [exchange] = found.raw["exchanges"]
        assert exchange["sent"]["bytes"] == len(picture.content)
        assert exchange["answer"]["ModerationLabels"] == LABELS[:2]
        assert "ResponseMetadata" not in exchange["answer"]


def test_a_known_answer_costs_no_call():
    with asking() as (engine, running):
        known = {"ModerationLabels": LABELS, "ModerationModelVersion": "6.1"}
        found = ask(engine, numbered(7), book=Noted(known))
        assert (found.model_version, found.calls, running.ledger.calls) == ("6.1", 0, 0)
        assert len(found.labels) == 2


@pytest.mark.parametrize(
    ("fault", "error", "state", "billed"),
    [
        (Fault.THROTTLE, Throttled, CallState.REFUSED, 0),
        (Fault.INTERNAL, Unavailable, CallState.UNANSWERED, 0),
        (Fault.UNAVAILABLE, Unavailable, CallState.UNANSWERED, 0),
        (Fault.RESET_BEFORE, Unavailable, CallState.UNANSWERED, 0),
        (Fault.RESET_AFTER, Unavailable, CallState.UNANSWERED, 1),
        (Fault.HANG, Unavailable, CallState.UNANSWERED, 1),
        (Fault.GARBAGE, BadAnswer, CallState.UNANSWERED, 1),
        (Fault.MISSING_FIELD, BadAnswer, CallState.UNANSWERED, 1),
        (Fault.WILD_CONFIDENCE, BadAnswer, CallState.UNANSWERED, 1),
        (Fault.ACCESS_DENIED, AccessDenied, CallState.REFUSED, 0),
        (Fault.EXPIRED, CredentialsExpired, CallState.REFUSED, 0),
    ],
)
def test_every_fault_has_its_meaning_and_its_place_in_the_book(fault, error, state, billed):
    book = Noted()
    with asking(Faults(rates={fault: 1.0}), read_seconds=0.5) as (engine, running):
        with pytest.raises(error) as caught:
            ask(engine, numbered(7), book=book)
        assert type(caught.value) is error
        assert running.ledger.calls == 1, "only the queue asks again"
        assert running.ledger.billed == billed
    [(call, end)] = book.ends
    assert (call, end.state, end.code, end.answer) == (1, state, error.code, None)


def test_the_words_name_what_to_do():
    with asking(Faults(rates={Fault.ACCESS_DENIED: 1.0})) as (engine, _), pytest.raises(AccessDenied) as caught:
        ask(engine, numbered(7))
    assert "rekognition:DetectModerationLabels" in caught.value.hint
    with asking(Faults(rates={Fault.EXPIRED: 1.0})) as (engine, _), pytest.raises(CredentialsExpired) as expired:
        ask(engine, numbered(7))
    assert "aws sso login" in expired.value.hint


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\xff\xd8\xff no picture", Undecodable),
        (b"\xff\xd8\xff" + bytes(5_242_881), TooLarge),
        (numbered(7).content.replace(b"JFIF", b"JFIF"), None),
    ],
)
def test_a_picture_the_service_does_not_take_is_that_pictures_fault(content, error):
    with asking() as (engine, _):
        one = Encoded(content, "jpeg", 480, 360)
        if error is None:
            assert ask(engine, one).labels
        else:
            with pytest.raises(error):
                ask(engine, one)


def test_a_sideways_picture_is_refused_by_the_stand_in():
    with asking() as (engine, _), pytest.raises(Unsupported):
        ask(engine, encoded(np.rot90(np.asarray(marks.picture(7)))))


def test_the_chosen_adapter_is_asked_for_and_compared():
    with asking(adapter=ADAPTER) as (engine, _):
        assert ask(engine, numbered(7)).adapter == ADAPTER
    with asking(adapter=EXPIRED_ADAPTER) as (engine, _), pytest.raises(AdapterIgnored, match="expired") as caught:
        ask(engine, numbered(7))
    assert caught.value.detection.adapter is None
    assert len(caught.value.detection.labels) == 2
    with asking(adapter=ADAPTER[:-1] + "5") as (engine, _), pytest.raises(Unusable, match="adapter"):
        ask(engine, numbered(7))


def test_a_model_that_changes_is_told_with_each_answer():
    with asking(Faults(model_changes_after=1)) as (engine, _):
        assert [ask(engine, numbered(number)).model_version for number in (7, 8)] == ["7.0", "7.1"]


def test_a_slow_answer_does_not_hold_up_who_stops_and_is_noted_all_the_same():
    book, cancel = Noted(), CancelToken()
    with asking(Faults(latency=(5.0, 5.0))) as (engine, running):
        engine.open()
        stopped: list[float] = []

        def stop():
            while not running.ledger.calls:
                time.sleep(0.01)
            stopped.append(time.monotonic())
            cancel.cancel()

        threading.Thread(target=stop).start()
        with pytest.raises(Cancelled):
            ask(engine, numbered(7), book=book, cancel=cancel)
        assert time.monotonic() - stopped[0] < 4, "it does not wait for the answer"
        assert book.ends == []
        engine.close()
        assert running.ledger.answered == 1
    [(_, end)] = book.ends
    assert end.state is CallState.ANSWERED
    assert end.answer["ModerationLabels"] == LABELS[:2]
