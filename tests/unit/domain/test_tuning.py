"""Columns: a policy tried on a whole library agrees exactly with one decision at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.places import explained, places
from rekreview.domain.policy import DEFAULT_PAIR, IGNORE, Parents, PolicyPair
from rekreview.domain.status_codes import STATUS_CODES, code_of, status_of
from rekreview.domain.taxonomy import for_model_version
from rekreview.domain.thresholds import exceeds
from rekreview.domain.tuning import (
    BelowFloor,
    ColumnsBuilder,
    LabelColumns,
    below_floor,
    count,
    evaluate,
    flips,
    offending,
    smallest_exceeding,
)
from tests.unit.domain.described import Described, columns_of, expected_status
from tests.unit.domain.strategies import CONFIDENCES, NUMBERS, assets, pairs


@given(st.lists(assets(), max_size=8), pairs())
def test_columns_agree_with_one_decision_at_a_time(described: list[Described], pair: PolicyPair) -> None:
    statuses = evaluate(columns_of(enumerate(described, 1)), pair)
    assert [status_of(code) for code in statuses.tolist()] == [expected_status(asset, pair) for asset in described]


@given(st.lists(assets(), max_size=6))
def test_columns_know_which_labels_are_explained(described: list[Described]) -> None:
    expected = []
    for asset in described:
        seen = asset["labels"] or []
        expected += explained(seen, places(seen, for_model_version(asset["model_version"])))
    assert columns_of(enumerate(described, 1)).explained.tolist() == expected


@given(st.lists(assets(), max_size=6), pairs())
def test_columns_know_which_labels_offend(described: list[Described], pair: PolicyPair) -> None:
    columns = columns_of(enumerate(described, 1))
    over = offending(columns, pair)
    for row, asset in enumerate(described):
        seen = asset["labels"] or []
        spoken = for_model_version(asset["model_version"])
        verdict = pair.verdict(asset["kind"], seen, spoken, asset["content_types"])
        assert int(over[columns.asset == row].sum()) == len(verdict.offending)


@given(CONFIDENCES, st.one_of(NUMBERS, st.decimals(0, 1, places=17), st.decimals(0, 1, places=30)))
def test_comparing_with_the_smallest_exceeding_float_is_exact(confidence: float, threshold: Decimal) -> None:
    assert (confidence >= smallest_exceeding(threshold)) is exceeds(confidence, threshold)


@given(st.integers(0, 100_000))
def test_the_neighbours_of_a_bound_are_on_their_sides(steps: int) -> None:
    threshold = Decimal(steps) / 100_000
    bound = smallest_exceeding(threshold)
    assert exceeds(bound, threshold)
    assert bound == 5e-324 or not exceeds(math.nextafter(bound, -math.inf), threshold)


@pytest.mark.parametrize(
    ("confidence", "threshold", "status"),
    [
        (57.0, "0.57", Status.APPROVED),
        (57.1, "0.571", Status.APPROVED),
        (29.0, "0.29", Status.APPROVED),
        (0.9, "0.009", Status.APPROVED),
        (57.00000000000001, "0.57", Status.REJECTED),
        (0.0, "0.0", Status.APPROVED),
    ],
)
def test_equal_is_approved_in_columns_too(confidence: float, threshold: str, status: Status) -> None:
    builder = ColumnsBuilder()
    builder.add(1, MediaKind.IMAGE, [Label("Violence", "", confidence)])
    [code] = evaluate(builder.build(), DEFAULT_PAIR.with_string(f"aws_rek:violence:{threshold}"))
    assert status_of(int(code)) is status


def test_nothing_exceeds_ignore_in_columns() -> None:
    assert smallest_exceeding(IGNORE) == math.inf


def library() -> LabelColumns:
    """Six assets: two pictures that are judged, a video, one a person decided, one unreadable, one not yet seen."""
    builder = ColumnsBuilder()
    builder.add(11, MediaKind.IMAGE, [Label("Violence", "", 60.0)], floor=20.0)
    builder.add(12, MediaKind.IMAGE, [Label("Violence", "", 40.0)], floor=50.0)
    builder.add(13, MediaKind.VIDEO, [Label("Violence", "", 60.0, timestamp_ms=0)], floor=1.0)
    builder.add(14, MediaKind.IMAGE, [Label("Violence", "", 99.0)], standing=Status.APPROVED, floor=50.0)
    builder.add(15, MediaKind.IMAGE, None, undetected=Status.NOT_MODERATED)
    builder.add(16, MediaKind.VIDEO, None)
    return builder.build()


def test_counts_name_every_status() -> None:
    counts = count(evaluate(library(), DEFAULT_PAIR))
    assert counts == {
        Status.PENDING: 1,
        Status.APPROVED: 2,
        Status.REJECTED: 2,
        Status.NOT_MODERATED: 1,
        Status.QUEUED: 0,
        Status.ABORTED: 0,
    }


def test_flips_go_both_ways_and_leave_the_other_medium_and_what_a_person_decided() -> None:
    columns = library()
    before = evaluate(columns, DEFAULT_PAIR)
    lower = flips(before, evaluate(columns, DEFAULT_PAIR.with_string("aws_rek:violence:0.3")))
    assert columns.asset_id[lower.to_rejected].tolist() == [12]
    assert columns.asset_id[lower.to_approved].tolist() == []
    higher = flips(before, evaluate(columns, DEFAULT_PAIR.with_string("aws_rek:violence:0.7")))
    assert columns.asset_id[higher.to_rejected].tolist() == []
    assert columns.asset_id[higher.to_approved].tolist() == [11]


def test_thresholds_under_the_floor_that_was_asked_are_told() -> None:
    pair = DEFAULT_PAIR.with_string("aws_rek:violence:0.3:weapons:ignore")
    told = below_floor(library(), pair)
    assert BelowFloor("violence", 50.0, 2) in told
    assert {entry.category for entry in told} == {
        "violence",
        "graphic_violence",
        "weapon_violence",
        "physical_violence",
        "self-harm",
        "blood_&_gore",
        "explosions_and_blasts",
    }
    assert below_floor(library(), DEFAULT_PAIR) == []
    assert below_floor(library(), PolicyPair("manual", "manual")) == []


def test_an_empty_library_is_evaluated_to_nothing() -> None:
    columns = ColumnsBuilder().build()
    assert len(columns) == 0
    assert evaluate(columns, replace(DEFAULT_PAIR, parents=Parents.LEAF)).tolist() == []
    assert below_floor(columns, DEFAULT_PAIR) == []


def test_codes_and_statuses_are_each_others_inverse() -> None:
    assert [status_of(code_of(status)) for status in STATUS_CODES] == list(STATUS_CODES)
    assert set(STATUS_CODES) == set(Status)
    assert status_of(code_of(None)) is None


def test_columns_have_the_types_they_promise() -> None:
    columns = library()
    assert columns.asset.dtype == np.int32
    assert columns.confidence.dtype == np.float64
    assert columns.timestamp.tolist() == [-1, -1, 0, -1]
    assert columns.has_detection.tolist() == [True, True, True, True, False, False]
    assert [version for version, _ in columns.legend] == ["v7"]
