"""What frames are told merges into segments that lose nothing a policy looks at."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rekreview.domain.errors import Cancelled, Unavailable, Unusable
from rekreview.domain.labels import Label
from rekreview.domain.policy import Parents, Policy, decide
from rekreview.domain.ports import Encoded
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import taxonomy
from rekreview.engines.rekognition import frames
from rekreview.engines.rekognition.answers import Answer

VIOLENCE, WEAPONS, BLOOD, ALCOHOL = (
    ("Violence", "", 1),
    ("Weapons", "Violence", 2),
    ("Graphic Violence", "Violence", 2),
    ("Alcohol", "", 1),
)


def answer(**seen: float) -> Answer:
    kinds = {"violence": VIOLENCE, "weapons": WEAPONS, "blood": BLOOD, "alcohol": ALCOHOL}
    labels = tuple(Label(*kinds[name][:2], float(sure), kinds[name][2]) for name, sure in seen.items())
    return Answer(labels, "7.0", (), None)


def merged(told, duration_ms=None, reach_ms=None):
    labels = frames.video_labels(told, duration_ms, reach_ms)
    return [(one.name, one.timestamp_ms, one.end_ms, one.confidence, one.peak_ms) for one in labels]


def test_frames_in_a_row_are_one_segment_with_its_peak():
    told = [(0, answer(alcohol=60)), (1000, answer(alcohol=90)), (2000, answer(alcohol=70)), (3000, answer())]
    assert merged(told, 4000) == [("Alcohol", 0, 3000, 90.0, 1000)]


def test_a_frame_without_it_parts_two_segments():
    told = [(0, answer(alcohol=60)), (1000, answer()), (2000, answer(alcohol=70))]
    assert merged(told, 2500) == [("Alcohol", 0, 1000, 60.0, 0), ("Alcohol", 2000, 2500, 70.0, 2000)]


def test_a_frame_stands_no_longer_than_it_reaches():
    told = [(0, answer(alcohol=60)), (60_000, answer(alcohol=70))]
    assert merged(told, 61_000, 11_000) == [("Alcohol", 0, 11_000, 60.0, 0), ("Alcohol", 60_000, 61_000, 70.0, 60_000)]


def test_a_parent_alone_is_apart_from_a_parent_with_its_child():
    told = [(0, answer(violence=80, weapons=80)), (1000, answer(violence=60)), (2000, answer())]
    assert merged(told, 3000) == [
        ("Violence", 0, 1000, 80.0, 0),
        ("Weapons", 0, 1000, 80.0, 0),
        ("Violence", 1000, 2000, 60.0, 1000),
    ]


def test_levels_are_kept():
    labels = frames.video_labels([(0, answer(violence=80, weapons=80))], 1000)
    assert [(one.name, one.level) for one in labels] == [("Violence", 1), ("Weapons", 2)]


confidences = some.integers(20, 100).map(float)
moments = some.dictionaries(some.sampled_from(["weapons", "blood", "alcohol", "violence"]), confidences)


def with_parents(seen):
    """As the service tells it: a parent is as sure as the surest below it."""
    below = [seen[name] for name in ("weapons", "blood") if name in seen]
    return {**seen, "violence": max(below)} if below else seen


@given(some.lists(moments.map(with_parents), min_size=1, max_size=8), some.integers(1, 99))
def test_the_verdict_is_that_of_the_frames_one_by_one(seen, hundredths):
    told = [(at * 1000, answer(**one)) for at, one in enumerate(seen)]
    alone = [
        Label(label.name, label.parent_name, label.confidence, label.level, timestamp_ms=at)
        for at, one in told
        for label in one.labels
    ]
    together = frames.video_labels(told, len(told) * 1000)
    threshold = str(Decimal(hundredths) / 100)
    tree = taxonomy("v7")
    policy = Policy.of(f"aws_rek_video:violence:{threshold}:alcohol:{threshold}")
    assert decide(together, policy, tree).status == decide(alone, policy, tree).status
    loose = Policy.of(f"aws_rek_video:violence:{threshold}:weapons:ignore:graphic_violence:ignore")
    if decide(alone, loose, tree, Parents.LEAF).status == "rejected":
        assert decide(together, loose, tree, Parents.LEAF).status == "rejected", "merging never lets anything through"


def test_only_what_every_frame_is_holds_for_the_video():
    def typed(*types):
        return Answer((), "7.0", types, None)

    both, one = typed(("Animated", 90.0), ("Illustrated", 80.0)), typed(("Animated", 70.0))
    assert frames.common_types([(0, both), (1000, one)]) == (("Animated", 70.0),)
    assert frames.common_types([(0, both), (1000, typed())]) == ()
    assert frames.common_types([]) == ()


# Asking


def pictures(count):
    return (Encoded(bytes([at]), "jpeg", 100, 100, at * 1000) for at in range(count))


def test_answers_come_in_the_order_of_the_frames():
    def slow(frame):
        time.sleep(0.02 if frame.content[0] % 2 else 0.0)
        return frame.content[0]

    assert list(frames.each(pictures(20), slow, CancelToken())) == list(range(20))


def test_frames_are_taken_only_as_they_are_needed():
    taken = []

    def counted():
        for one in pictures(50):
            taken.append(one)
            yield one

    asked = frames.each(counted(), lambda frame: frame.content[0], CancelToken(), at_once=3)
    for number in range(10):
        assert next(asked) == number
        assert len(taken) <= number + 3
    asked.close()


def test_what_may_pass_is_asked_again_and_what_does_not_is_told(monkeypatch):
    monkeypatch.setattr(frames, "_FIRST_PAUSE_SECONDS", 0.001)
    asked: list[int] = []

    def shaky(frame):
        asked.append(frame.content[0])
        if asked.count(frame.content[0]) < 3:
            raise Unavailable("Broken off.")
        return frame.content[0]

    assert list(frames.each(pictures(5), shaky, CancelToken())) == list(range(5))
    assert len(asked) == 15

    def never(frame):
        asked.append(frame.content[0])
        raise Unavailable("Broken off.")

    asked.clear()
    with pytest.raises(Unavailable):
        list(frames.each(pictures(1), never, CancelToken()))
    assert len(asked) == frames.ATTEMPTS

    def refused(frame):
        raise Unusable("No.")

    with pytest.raises(Unusable):
        list(frames.each(pictures(5), refused, CancelToken()))


def test_a_pause_ends_when_somebody_stops():
    cancel = CancelToken()

    def never(_frame):
        raise Unavailable("Broken off.")

    threading.Timer(0.1, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(frames.each(pictures(3), never, cancel))
    assert time.monotonic() - begun < 0.4
