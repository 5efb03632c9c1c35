"""The body of a call is to the letter what botocore would have made of it, and carries the picture only once."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import boto3
import botocore
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from rekreview.engines.rekognition.account import Account, make_client
from rekreview.engines.rekognition.bodies import carry_pictures

ARN = "arn:aws:rekognition:eu-west-1:123456789012:project/p/version/v/1"


@pytest.fixture(autouse=True)
def account(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000000001")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-one")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


def plain_client():
    return boto3.Session().client("rekognition", config=Config(retries={"mode": "standard", "total_max_attempts": 1}))


def listened_to(client):
    """Every request a client would send, none of which leaves."""
    heard = []

    def answer(request, **_):
        heard.append(request)
        response = AWSResponse(request.url, 200, {"Content-Type": "application/x-amz-json-1.1"}, None)
        response._content = b'{"ModerationLabels": [], "ModerationModelVersion": "7.0"}'
        return response

    client.meta.events.register("before-send.rekognition", answer)
    return heard


@pytest.mark.parametrize("content", [b"\x00", b"12", b"\xff" * 1_000, os.urandom(300_001)])
@pytest.mark.parametrize("more", [{}, {"MinConfidence": 20.0}, {"MinConfidence": 0.1, "ProjectVersion": ARN}])
def test_a_body_is_what_botocore_makes_of_it(content, more):
    theirs, ours = plain_client(), make_client(Account(), calls_at_once=1)
    expected, sent = listened_to(theirs), listened_to(ours)
    for client in (theirs, ours):
        assert client.detect_moderation_labels(Image={"Bytes": content}, **more)["ModerationModelVersion"] == "7.0"
    assert sent[0].body == expected[0].body
    assert b64decode(json.loads(sent[0].body)["Image"]["Bytes"]) == content
    names = ("Content-Type", "X-Amz-Target", "Content-Length")
    assert [sent[0].headers[name] for name in names] == [expected[0].headers[name] for name in names]


def test_calls_at_the_same_time_keep_their_pictures_apart():
    client = make_client(Account(), calls_at_once=8)
    sent = listened_to(client)
    pictures = [os.urandom(20_000) for _ in range(64)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda content: client.detect_moderation_labels(Image={"Bytes": content}), pictures))
    assert sorted(b64decode(json.loads(one.body)["Image"]["Bytes"]) for one in sent) == sorted(pictures)


def test_the_caller_names_itself_and_the_library_it_uses():
    client = make_client(Account(), calls_at_once=1)
    sent = listened_to(client)
    client.detect_moderation_labels(Image={"Bytes": b"x"})
    agent = sent[0].headers["User-Agent"]
    agent = agent.decode() if isinstance(agent, bytes) else agent
    assert agent.split() == [f"Boto3/{boto3.__version__}", "rekreview", f"Botocore/{botocore.__version__}"]


def test_the_picture_is_looked_at_once(monkeypatch):
    """JSON never sees it: that would be a third of a call."""
    client = plain_client()
    carry_pictures(client)
    sent = listened_to(client)
    lengths = []
    dumps = json.dumps
    monkeypatch.setattr("botocore.serialize.json.dumps", lambda body: lengths.append(len(dumps(body))) or dumps(body))
    client.detect_moderation_labels(Image={"Bytes": os.urandom(100_000)})
    assert lengths
    assert max(lengths) < 200
    assert len(sent[0].body) > 130_000
