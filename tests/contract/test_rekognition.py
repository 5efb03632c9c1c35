"""Amazon Rekognition keeps the contract of every engine, and meets every fault of the service with the right word."""

from __future__ import annotations

import io
import logging
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.calls import CallState
from rekreview.domain.errors import (
    AccessDenied,
    AdapterIgnored,
    BadAnswer,
    Cancelled,
    CredentialsExpired,
    CredentialsMissing,
    EngineError,
    Throttled,
    TooLarge,
    Unavailable,
    Undecodable,
    Unreachable,
    Unsupported,
    Unusable,
)
from rekreview.domain.ports import Encoded, PacedEngine, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.account import Account, make_client
from rekreview.engines.rekognition.connection import check_connection, profiles, regions
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from tests.contract.engine_contract import EngineContract
from tests.fakes.aws import marks
from tests.fakes.aws import rekognition as service_fake
from tests.fakes.aws.faults import Fault, Faults

KEY, SECRET = "AKIDEXAMPLE0000000001", "secret-one"
ADAPTER = "arn:aws:rekognition:eu-west-1:123456789012:project/mine/version/one/1700000000000"
EXPIRED_ADAPTER = ADAPTER[:-1] + "9"
LABELS = [
    {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1},
    {"Name": "Weapons", "ParentName": "Violence", "Confidence": 91.5, "TaxonomyLevel": 2},
    {"Name": "Gambling", "ParentName": "", "Confidence": 12.25, "TaxonomyLevel": 1},
]
WEAKER = [
    {**LABELS[0], "Confidence": 55.0},
    {"Name": "Alcohol", "ParentName": "", "Confidence": 70.5, "TaxonomyLevel": 1},
]


def account(**changes):
    labels = dict.fromkeys(range(7, 14), LABELS) | {20: WEAKER}
    types = {7: [{"Name": "Animated", "Confidence": 77.5}]}
    return service_fake.Account(
        labels=labels, content_types=types, adapters={ADAPTER: True, EXPIRED_ADAPTER: False}, **changes
    )


def encoded(pixels, at_ms=None) -> Encoded:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=85)
    height, width = pixels.shape[:2]
    return Encoded(stream.getvalue(), "jpeg", width, height, at_ms)


def numbered(number, at_ms=None) -> Encoded:
    return encoded(np.asarray(marks.picture(number)), at_ms)


def pictures(*ones) -> Prepared:
    return Prepared(MediaKind.IMAGE, "a" * 64, iter(()), frames_total=len(ones), encoded=iter(ones))


@pytest.fixture(autouse=True)
def own_keys(monkeypatch, tmp_path):
    """Keys by the standard variables alone, as boto3 finds them."""
    import os

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def service():
    with service_fake.StandIn(account()) as running:
        yield running


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
        return Prepared(MediaKind.IMAGE, "c" * 64, iter(()), encoded=frames)

    def frame(self, pixels, at_ms):
        return encoded(pixels, at_ms)

    def variant(self, pixels, number):
        return np.asarray(marks.picture(7 + number % 7))


class Noted:
    """A book that remembers, for one asset."""

    def __init__(self, known=None):
        self.known, self.begun, self.ends = known, [], []

    @contextmanager
    def turn(self, sent, cancel):
        yield self.known

    def begin(self, sent):
        self.begun.append(sent)
        return len(self.begun)

    def end(self, call, end):
        self.ends.append((call, end))


@contextmanager
def asking(faults=None, *, floor=20.0, adapter=None, account_changes=None, **choices):
    """An open engine before a stand-in that plays these faults."""
    with service_fake.StandIn(account(**(account_changes or {})), faults) as running:
        engine = RekognitionEngine(
            Account(endpoint=running.url), Asking(floor=floor, adapter=adapter, rate=500, **choices)
        )
        try:
            yield engine, running
        finally:
            engine.close()


def ask(engine, *ones, book=None, cancel=None):
    from dataclasses import replace

    return engine.detect(replace(pictures(*ones), book=book), cancel or CancelToken())


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


# Connecting


def opening(**choices):
    engine = RekognitionEngine(Account(**choices))
    try:
        engine.open()
    finally:
        engine.close()


def test_no_credentials(monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    begun = time.monotonic()
    with pytest.raises(CredentialsMissing, match="no credentials") as caught:
        opening(region="eu-west-1")
    assert time.monotonic() - begun < 5, "nobody is asked on the network"
    assert "aws configure" in caught.value.hint


def test_no_region(monkeypatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(Unusable, match="No AWS region") as caught:
        opening()
    assert "eu-west-1" in caught.value.hint
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    opening()


def test_no_such_profile():
    with pytest.raises(CredentialsMissing, match="“nobody”"):
        opening(profile="nobody")


def test_a_profile_of_the_shared_files_is_used(service, monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    (tmp_path / "config").write_text(f"[profile mine]\nregion = eu-west-1\nendpoint_url = {service.url}\n")
    (tmp_path / "credentials").write_text(f"[mine]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n")
    engine = RekognitionEngine(Account(profile="mine"))
    assert ask(engine, numbered(7)).labels
    engine.close()
    assert profiles() == ("mine",)


def test_the_standard_variable_moves_the_endpoint(service, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", service.url)
    engine = RekognitionEngine(Account())
    assert ask(engine, numbered(7)).labels
    engine.close()


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://no-such-host.invalid"])
def test_a_wrong_address_stops_the_run_and_names_the_settings(address):
    engine = RekognitionEngine(Account(endpoint=address))
    book = Noted()
    with pytest.raises(Unreachable) as caught:
        ask(engine, numbered(7), book=book)
    engine.close()
    assert address in caught.value.message
    assert "AWS_ENDPOINT_URL" in caught.value.hint
    assert book.ends[0][1].state is CallState.REFUSED


def test_an_address_that_makes_no_sense():
    with pytest.raises(Unusable):
        opening(endpoint="not an address")


def test_a_wrong_secret_and_a_wrong_region(service, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    engine = RekognitionEngine(Account(endpoint=service.url))
    with pytest.raises(Unusable, match="signature") as caught:
        ask(engine, numbered(7))
    assert "clock" in caught.value.hint
    engine.close()
    engine = RekognitionEngine(Account(endpoint=service.url, region="us-east-1"))
    with pytest.raises(Unusable, match="another region"):
        ask(engine, numbered(7))
    engine.close()


def test_the_client_is_set_up_explicitly():
    client = make_client(Account(), calls_at_once=17)
    config = client.meta.config
    assert config.retries == {"mode": "standard", "total_max_attempts": 1}
    assert (config.connect_timeout, config.read_timeout, config.max_pool_connections) == (10.0, 60.0, 17)
    client.close()


def test_the_connection_is_tried_in_words_and_for_nothing(service, monkeypatch):
    told = check_connection(Account(endpoint=service.url))
    assert told.works, told
    assert service.ledger.billed == 0
    assert check_connection(Account(endpoint=service.url), ADAPTER).works
    assert "adapter" in check_connection(Account(endpoint=service.url), ADAPTER[:-1] + "5").message
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDSTRANGER000000001")
    told = check_connection(Account(endpoint=service.url))
    assert not told.works
    assert "does not know the keys" in told.message
    assert not check_connection(Account(profile="nobody")).works
    assert not check_connection(Account(endpoint="http://127.0.0.1:9")).works
    assert "eu-west-1" in regions()


def test_keys_are_never_told(service, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG, logger="rekreview")
    told = []
    for key, secret in ((KEY, "wrong-secret-key"), ("AKIDSTRANGER000000001", SECRET), (KEY, SECRET)):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
        engine = RekognitionEngine(Account(endpoint=service.url))
        try:
            told.append(repr(ask(engine, numbered(7))))
        except EngineError as error:
            told.append(error.message + error.hint)
        told.append(repr(check_connection(Account(endpoint=service.url))))
        told.append(repr(vars(engine)))
        engine.close()
    everything = "".join(told) + caplog.text
    assert not [word for word in (KEY, "AKIDSTRANGER", SECRET, "wrong-secret-key") if word in everything]


def test_its_pace_can_be_seen():
    engine = RekognitionEngine(Account())
    assert isinstance(engine, PacedEngine)
    assert (engine.rate, engine.learned_quota) == (5.0, None)
