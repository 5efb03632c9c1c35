"""Columns out of the library: exact to the last bit, in parts, of some assets, and as the library goes on changing."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.policy import DEFAULT_PAIR, PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.trial import Trial
from rekreview.domain.tuning import count, evaluate, flips
from rekreview.domain.tuning_index import STALE_MOST, TuningIndex
from rekreview.library import Library
from rekreview.library.queries import columns as module
from tests.unit.library.makers import add, file, fill, moderate

CONFIDENCES = [
    0.0,
    5e-324,
    1e-20,
    0.0624999,
    0.0625,
    0.3,
    1 / 3,
    57.00000000000001,
    98.76543426513672,
    99.99999999999999,
    100.0,
]


def answer(*confidences: float) -> Detection:
    names = ("Explicit", "Violence", "Alcohol", "Gambling", "Hate Symbols")
    chosen = zip(names, confidences, strict=False)
    labels = tuple(Label(name, "", confidence) for name, confidence in chosen)
    return Detection(EngineName.ON_DEVICE, "on-device-1", None, 0.0, labels)


def test_confidences_come_out_to_the_last_bit(library: Library) -> None:
    ids = fill(library, len(CONFIDENCES))
    moderate(library, {asset: answer(confidence, 50.0) for asset, confidence in zip(ids, CONFIDENCES, strict=True)})
    told = library.queries.label_columns()
    assert told.confidence[::2].tolist() == CONFIDENCES
    assert told.confidence[1::2].tolist() == [50.0] * len(CONFIDENCES)


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_library_read_in_parts_is_whole(library: Library, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    ids = add(library, *(file(f"{n}", kind=MediaKind.VIDEO if n % 3 else MediaKind.IMAGE) for n in range(8)))
    chance = random.Random(3)
    timed = tuple(Label("Violence", "", chance.uniform(0, 100), timestamp_ms=at) for at in (0, 500))
    answers = {asset: answer(chance.uniform(0, 100), chance.uniform(0, 100)) for asset in ids[1:7]}
    answers[ids[4]] = replace(answers[ids[4]], labels=timed)
    moderate(library, answers)
    library.commands.decide(ids[2:4], Status.REJECTED, reviewer="Ann")
    monkeypatch.setattr(module, "_PART", size)
    told = library.queries.label_columns()
    assert told.asset_id.tolist() == ids
    assert told.asset.tolist() == [row for row in range(1, 7) for _ in range(2)]
    assert told.confidence.tolist() == [label.confidence for asset in ids[1:7] for label in answers[asset].labels]
    assert told.timestamp.tolist() == [-1] * 6 + [0, 500] + [-1] * 4
    assert np.flatnonzero(told.standing >= 0).tolist() == [2, 3]
    assert told.kind.tolist() == [0, 1, 1, 0, 1, 1, 0, 1]
    assert told.has_detection.tolist() == [False, *[True] * 6, False]


def test_only_the_assets_asked_for_are_read(library: Library) -> None:
    ids = fill(library, 4)
    moderate(library, {asset: answer(10.0 * asset) for asset in ids})
    told = library.queries.label_columns([ids[2], ids[0], 999])
    assert told.asset_id.tolist() == [ids[0], ids[2]]
    assert told.confidence.tolist() == [10.0 * ids[0], 10.0 * ids[2]]
    assert len(library.queries.label_columns([])) == 0


def test_content_types_are_told_of_each_answer(library: Library) -> None:
    ids = fill(library, 4)
    told = [(("Animated", 90.0),), (("Animated", 90.0),), (("Illustrated", 80.0), ("Animated", 10.0)), ()]
    answers = {asset: replace(answer(60.0), content_types=types) for asset, types in zip(ids, told, strict=True)}
    moderate(library, answers)
    moments = library.queries.label_columns().moments
    rows = moments.confidence[moments.of_label]
    found = [{name: value for name, value in zip(moments.names, row, strict=True) if value >= 0} for row in rows]
    assert found == [{name.casefold(): value for name, value in types} for types in told]
    assert len(moments.confidence) == 3


def test_an_index_follows_a_library_that_goes_on_changing(library: Library) -> None:
    chance, ids = random.Random(11), fill(library, 40)
    moderate(library, {asset: answer(*(chance.uniform(0, 100) for _ in range(4))) for asset in ids[:25]})
    index = TuningIndex.of(library.queries.label_columns())
    pair = DEFAULT_PAIR
    for step in range(30):
        changed = change(library, ids, chance, step)
        index = index.replaced(changed, library.queries.label_columns(changed))
        if index.stale > 10 * STALE_MOST:
            index = index.compact()
        pair = replace(
            pair, image=f"aws_rek:violence:0.{chance.randrange(10, 99)}:alcohol:0.{chance.randrange(10, 99)}"
        )
        agree(Trial(index, DEFAULT_PAIR, DEFAULT_PAIR), library, pair)


def change(library: Library, ids: list[int], chance: random.Random, step: int) -> list[int]:
    """Something a run or a person does; the ids of the assets it was done to."""
    chosen = chance.sample(ids, 4)
    if step % 3 == 0:
        fresh = add(library, f"later-{step}")
        ids.extend(fresh)
        return fresh
    if step % 3 == 1:
        newer = replace(
            answer(*(chance.uniform(0, 100) for _ in range(5))),
            engine=EngineName.REKOGNITION,
            model_version=f"7.{step}",
        )
        moderate(library, dict.fromkeys(chosen, newer))
        return chosen
    if chance.random() < 0.5:
        return list(
            library.commands.decide(chosen, chance.choice([Status.APPROVED, Status.REJECTED]), reviewer="Ann").changed
        )
    return list(library.commands.clear(chosen, reviewer="Ann").changed)


def agree(trial: Trial, library: Library, pair: PolicyPair) -> None:
    """The trial, moved to a policy, says what deciding the whole library anew does."""
    columns = library.queries.label_columns()
    before, after = evaluate(columns, trial.applied), evaluate(columns, pair)
    trial.move(pair)
    ids, codes = trial.codes()
    assert dict(zip(ids.tolist(), codes.tolist(), strict=True)) == dict(
        zip(columns.asset_id.tolist(), after.tolist(), strict=True)
    )
    assert (trial.before, trial.after) == (count(before), count(after))
    moved = flips(before, after)
    assert sorted(trial.to_rejected(99).nearest.tolist()) == columns.asset_id[moved.to_rejected].tolist()
    assert sorted(trial.to_approved(99).nearest.tolist()) == columns.asset_id[moved.to_approved].tolist()
