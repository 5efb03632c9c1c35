"""Reaching Amazon Rekognition: profiles, keys, regions and addresses, and what is said where one of them is wrong."""

from __future__ import annotations

import logging
import time

import pytest

from rekreview.domain.calls import CallState
from rekreview.domain.errors import (
    CredentialsMissing,
    EngineError,
    Unreachable,
    Unusable,
)
from rekreview.domain.ports import PacedEngine
from rekreview.engines.rekognition.account import Account, make_client
from rekreview.engines.rekognition.connection import check_connection, profiles, regions
from rekreview.engines.rekognition.engine import RekognitionEngine
from tests.contract.asking import (
    ADAPTER,
    KEY,
    SECRET,
    Noted,
    ask,
    numbered,
)

pytestmark = pytest.mark.usefixtures("own_keys")


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
