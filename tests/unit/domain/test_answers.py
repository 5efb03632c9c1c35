"""Reading answers: every shape Amazon and Cloudinary send, and every answer that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rekreview.domain.answers import Answer, read_labels
from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import BadAnswer
from rekreview.domain.labels import Label

AWS_IMAGE = {
    "ModerationLabels": [
        {"Confidence": 92.6, "Name": "Weapons", "ParentName": "Violence", "TaxonomyLevel": 2},
        {"Confidence": 93, "Name": "Violence", "ParentName": "", "TaxonomyLevel": 1},
    ],
    "ModerationModelVersion": "7.0",
    "ContentTypes": [{"Confidence": 80.5, "Name": "Illustrated"}],
    "ResponseMetadata": {"HTTPStatusCode": 200},
}
AWS_VIDEO = {
    "JobStatus": "SUCCEEDED",
    "VideoMetadata": {"DurationMillis": 5000},
    "ModerationLabels": [
        {
            "Timestamp": 1000,
            "ModerationLabel": {"Confidence": 70.1, "Name": "Violence", "ParentName": "", "TaxonomyLevel": 1},
            "StartTimestampMillis": 1000,
            "EndTimestampMillis": 1500,
            "DurationMillis": 500,
        }
    ],
    "ModerationModelVersion": "7.0",
}
CLOUDINARY_RESPONSE = {
    "moderation_labels": [
        {"confidence": 46.18149948120117, "name": "Suggestive", "parent_name": ""},
        {"confidence": 46.18149948120117, "name": "Revealing Clothes", "parent_name": "Suggestive"},
    ],
    "moderation_model_version": "5.0",
}
CLOUDINARY_VIDEO_RESPONSE = {
    "moderation_labels": [
        {"timestamp": 2000, "moderation_label": {"confidence": 51.5, "name": "Alcohol", "parent_name": ""}}
    ]
}


def upload(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"public_id": "ai/mermaid", "resource_type": "image", "moderation": list(entries)}


def test_amazons_answer_for_a_picture() -> None:
    assert read_labels(AWS_IMAGE) == Answer(
        (Label("Weapons", "Violence", 92.6, level=2), Label("Violence", "", 93.0, level=1)),
        "7.0",
        (("Illustrated", 80.5),),
        None,
    )


def test_amazons_answer_for_a_video() -> None:
    answer = read_labels(AWS_VIDEO)
    assert answer.labels == (Label("Violence", "", 70.1, level=1, timestamp_ms=1000, end_ms=1500),)
    assert answer.kind is MediaKind.VIDEO


def test_a_bare_list_of_either_form() -> None:
    assert read_labels(AWS_IMAGE["ModerationLabels"]).labels == read_labels(AWS_IMAGE).labels
    assert read_labels(AWS_VIDEO["ModerationLabels"]).kind is MediaKind.VIDEO
    assert read_labels([]) == Answer((), "", (), None)
    assert read_labels([{"name": "Violence", "confidence": 1}]).labels == (Label("Violence", "", 1.0),)


def test_cloudinarys_response() -> None:
    answer = read_labels(CLOUDINARY_RESPONSE)
    assert [label.name for label in answer.labels] == ["Suggestive", "Revealing Clothes"]
    assert answer.model_version == "5.0"
    [label] = read_labels(CLOUDINARY_VIDEO_RESPONSE).labels
    assert (label.name, label.timestamp_ms) == ("Alcohol", 2000)


def test_of_a_whole_upload_answer_the_matching_moderation_counts() -> None:
    document = upload(
        {"kind": "duplicate", "status": "approved", "response": [{"public_id": "x", "confidence": 1.0}]},
        {"kind": "aws_rek", "status": "rejected", "response": CLOUDINARY_RESPONSE},
        {"kind": "aws_rek_video", "status": "approved", "response": CLOUDINARY_VIDEO_RESPONSE},
        {"kind": "manual", "status": "queued"},
    )
    picture = read_labels(document)
    assert (picture.model_version, picture.kind) == ("5.0", MediaKind.IMAGE)
    video = read_labels(document, MediaKind.VIDEO)
    assert (video.labels[0].name, video.kind) == ("Alcohol", MediaKind.VIDEO)


def test_a_notification_is_read_too() -> None:
    document = {
        "notification_type": "moderation",
        "moderation_kind": "aws_rek_video",
        "moderation_status": "rejected",
        "moderation_response": CLOUDINARY_VIDEO_RESPONSE,
    }
    assert read_labels(document).kind is MediaKind.VIDEO


def test_unknown_keys_and_null_parents_are_no_fault() -> None:
    document = {"ModerationLabels": [{"Name": "Alcohol", "Confidence": 9, "ParentName": None, "New": {}}], "More": 1}
    assert read_labels(document).labels == (Label("Alcohol", "", 9.0),)


VIOLENCE = {"name": "Violence", "confidence": 51}


@pytest.mark.parametrize(
    "document",
    [
        None,
        "aws_rek",
        7,
        {},
        {"error": {"message": "boom"}},
        {"moderation_labels": None},
        {"ModerationLabels": {}},
        {"moderation_labels": "none"},
        {"JobStatus": "IN_PROGRESS", "ModerationLabels": []},
        {"JobStatus": "FAILED", "StatusMessage": "no"},
        upload(),
        upload({"kind": "manual", "status": "pending"}),
        upload({"kind": "aws_rek", "status": "pending"}),
        upload({"kind": "aws_rek", "status": "pending", "response": []}),
        {"moderation": {}},
        {"moderation": ["aws_rek"]},
        {"moderation_kind": "aws_rek", "moderation_status": "approved"},
        ["Violence"],
        [{"confidence": 51}],
        [{**VIOLENCE, "name": ""}],
        [{**VIOLENCE, "name": 5}],
        [{**VIOLENCE, "parent_name": 5}],
        [{"name": "Violence"}],
        [{**VIOLENCE, "confidence": None}],
        [{**VIOLENCE, "confidence": True}],
        [{**VIOLENCE, "confidence": "51"}],
        [{**VIOLENCE, "confidence": -0.001}],
        [{**VIOLENCE, "confidence": 100.001}],
        [{**VIOLENCE, "timestamp": "1s"}],
        [{**VIOLENCE, "timestamp": True}],
        [{"timestamp": 5, "moderation_label": "Violence"}],
        [{"timestamp": 5, "moderation_label": {}}],
        json.loads('[{"name": "Violence", "confidence": NaN}]'),
        json.loads('[{"name": "Violence", "confidence": Infinity}]'),
        {"moderation_labels": [], "content_types": "Illustrated"},
        {"moderation_labels": [], "content_types": [{"confidence": 5}]},
        {"moderation_labels": [], "content_types": [{"name": "Animated"}]},
    ],
)
def test_what_is_no_answer_is_refused_and_never_taken_for_an_empty_one(document: object) -> None:
    with pytest.raises(BadAnswer) as raised:
        read_labels(document)
    assert raised.value.message.endswith(".") or ":" in raised.value.message
    assert raised.value.hint


def test_a_moderation_of_the_other_medium_is_named() -> None:
    with pytest.raises(BadAnswer, match="it has: aws_rek, manual"):
        read_labels(upload({"kind": "aws_rek"}, {"kind": "manual"}), MediaKind.VIDEO)
