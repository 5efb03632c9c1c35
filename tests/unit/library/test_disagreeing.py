"""The queue of assets on which two engines' verdicts differ under the applied policy."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.policy import DEFAULT_PAIR, PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from tests.unit.library.makers import detection, fill, moderate

REKOGNITION = EngineName.REKOGNITION


def answer(engine: EngineName, confidence: float, adapter: str | None = None) -> Detection:
    """An answer of this engine that sees violence this surely."""
    version = "on-device-1" if engine is EngineName.ON_DEVICE else "7.0"
    return detection(("Violence", "", confidence), engine=engine, version=version, adapter=adapter)


def disagreeing(library: Library) -> list[int]:
    """The queue; its count is asked for too, and agrees."""
    found = library.queries.ids(QueueFilter(queue=QueueName.DISAGREEING)).tolist()
    assert library.queries.counts().counts[QueueName.DISAGREEING] == len(found)
    return found


def test_one_engine_cannot_disagree_and_two_only_by_their_verdicts(library: Library) -> None:
    alone, agreed, differing = fill(library, 3)
    moderate(library, {one: answer(EngineName.ON_DEVICE, 90) for one in (alone, agreed, differing)})
    assert disagreeing(library) == []
    moderate(library, {agreed: answer(REKOGNITION, 60), differing: answer(REKOGNITION, 40)})
    assert disagreeing(library) == [differing]


def test_a_policy_that_makes_them_agree_empties_the_queue_and_back(library: Library) -> None:
    (asset,) = fill(library, 1)
    moderate(library, {asset: answer(EngineName.ON_DEVICE, 90)})
    moderate(library, {asset: answer(REKOGNITION, 40)})
    assert disagreeing(library) == [asset]
    library.commands.apply_policy(PolicyPair(image="aws_rek:violence:0.95"), name="lenient")
    assert disagreeing(library) == []
    library.commands.apply_policy(DEFAULT_PAIR, name="back")
    assert disagreeing(library) == [asset]


def test_a_person_s_word_ends_it_until_it_is_taken_back(library: Library) -> None:
    (asset,) = fill(library, 1)
    moderate(library, {asset: answer(EngineName.ON_DEVICE, 90)})
    moderate(library, {asset: answer(REKOGNITION, 40)})
    library.commands.decide([asset], Status.APPROVED, reviewer="Ada")
    assert disagreeing(library) == []
    library.commands.undo()
    assert disagreeing(library) == [asset]


def test_each_engine_speaks_through_what_would_decide_were_it_alone(library: Library) -> None:
    (asset,) = fill(library, 1)
    moderate(library, {asset: answer(EngineName.ON_DEVICE, 90)})
    moderate(library, {asset: answer(REKOGNITION, 90)})
    moderate(library, {asset: answer(REKOGNITION, 40, "arn:one")})
    assert disagreeing(library) == [asset], "the newest answer of Rekognition is that of the adapter"
    library.commands.choose_adapter("arn:one")
    assert disagreeing(library) == [asset]


CONFIDENCES = st.lists(st.tuples(*[st.none() | st.sampled_from([10.0, 60.0, 90.0])] * 2), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=CONFIDENCES, threshold=st.sampled_from(["0.5", "0.8", "0.95"]))
def test_it_is_the_same_whether_answers_or_the_policy_came_last(
    told: list[tuple[float | None, float | None]], threshold: str
) -> None:
    pair = PolicyPair(image=f"aws_rek:violence:{threshold}")
    bound = float(threshold) * 100
    found = []
    for policy_first in (True, False):
        with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
            ids = fill(library, len(told))
            if policy_first:
                library.commands.apply_policy(pair, name="first")
            for at, engine in enumerate((EngineName.ON_DEVICE, REKOGNITION)):
                answers = {one: answer(engine, said[at] or 0) for one, said in zip(ids, told, strict=True) if said[at]}
                if answers:
                    moderate(library, dict(answers))
            if not policy_first:
                library.commands.apply_policy(pair, name="last")
            found.append([ids.index(one) for one in disagreeing(library)])
    expected = [at for at, (one, other) in enumerate(told) if one and other and (one > bound) is not (other > bound)]
    assert found == [expected, expected]
