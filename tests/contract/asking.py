"""Asks a stand-in for Amazon Rekognition through the real engine."""

from __future__ import annotations

import io
from contextlib import contextmanager

import numpy as np
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.ports import Encoded, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from tests.fakes.aws import marks
from tests.fakes.aws import rekognition as service_fake

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
    return Prepared(MediaKind.IMAGE, iter(()), frames_total=len(ones), encoded=iter(ones))


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
