"""Reading Amazon Rekognition's answers: what is not clearly one is never taken for "nothing found"."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.errors import BadAnswer
from rekreview.domain.labels import Label
from rekreview.engines.rekognition.answers import Answer, highest, read, without_metadata

VIOLENCE = {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1}


def answer(*labels: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An answer of the service."""
    return {"ModerationLabels": list(labels), "ModerationModelVersion": "7.0", **more}


def test_labels_from_the_floor_on_are_read() -> None:
    weak = {**VIOLENCE, "Name": "Gambling", "Confidence": 19.9}
    even = {**VIOLENCE, "Name": "Alcohol", "Confidence": 20.0}
    found = read(answer(VIOLENCE, weak, even), 20.0)
    assert [(label.name, label.confidence) for label in found.labels] == [("Violence", 91.5), ("Alcohol", 20.0)]
    assert (found.model_version, found.adapter) == ("7.0", None)


def test_nothing_found_is_an_answer_of_its_own() -> None:
    assert read(answer(), 20.0).labels == ()


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        "ModerationLabels",
        {"ModerationModelVersion": "7.0"},
        {"ModerationLabels": []},
        {"ModerationLabels": [], "ModerationModelVersion": ""},
        {"ModerationLabels": None, "ModerationModelVersion": "7.0"},
        answer({**VIOLENCE, "Confidence": math.nan}),
        answer({**VIOLENCE, "Confidence": 100.1}),
        answer({**VIOLENCE, "Confidence": True}),
        answer({**VIOLENCE, "Name": ""}),
        answer({"Name": "Violence"}),
        answer(ProjectVersion=7),
    ],
)
def test_what_is_no_answer_is_refused(document: object) -> None:
    with pytest.raises(BadAnswer):
        read(document, 0.0)


def test_the_adapter_that_was_used_is_told() -> None:
    assert read(answer(ProjectVersion="arn:of:mine"), 0.0).adapter == "arn:of:mine"
    assert read(answer(ProjectVersion=""), 0.0).adapter is None


def test_what_is_kept_leaves_out_what_is_about_the_call() -> None:
    assert without_metadata(answer(ResponseMetadata={"RequestId": "1"})) == answer()


def one(*labels: tuple[str, float], types: tuple[tuple[str, float], ...] = ()) -> Answer:
    return Answer(tuple(Label(name, "", confidence) for name, confidence in labels), "7.0", types, None)


def test_of_several_frames_the_highest_counts_and_which_gave_it_is_known() -> None:
    frames = [one(("A", 10.0), ("B", 50.0)), one(("A", 70.0)), one(("A", 70.0), types=(("Animated", 5.0),))]
    labels, types, given_by = highest(frames)
    assert [(label.name, label.confidence) for label in labels] == [("A", 70.0), ("B", 50.0)]
    assert given_by == {("A", ""): 1, ("B", ""): 0}, "the first of equals"
    assert types == (("Animated", 5.0),)


def test_one_answer_keeps_the_order_of_the_service() -> None:
    labels, _, _ = highest([one(("B", 10.0), ("A", 90.0))])
    assert [label.name for label in labels] == ["B", "A"]


def test_the_same_name_below_another_parent_is_another_label() -> None:
    twins = Answer((Label("Gambling", "", 60.0), Label("Gambling", "Gambling", 55.0)), "6.1", (), None)
    labels, _, given_by = highest([twins, twins])
    assert len(labels) == len(given_by) == 2


NAMED = st.tuples(st.sampled_from("ABC"), st.floats(0, 100))


@given(st.lists(st.lists(NAMED, max_size=4, unique_by=lambda named: named[0]), max_size=4))
def test_no_label_is_lost_and_none_made_stronger(frames: list[list[tuple[str, float]]]) -> None:
    labels, _, given_by = highest([one(*frame) for frame in frames])
    every = [named for frame in frames for named in frame]
    assert {label.name: label.confidence for label in labels} == {
        name: max(confidence for other, confidence in every if other == name) for name, _ in every
    }
    for label in labels:
        assert (label.name, label.confidence) in frames[given_by[label.name, ""]]
