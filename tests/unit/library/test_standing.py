"""Where assets stand: which detection decides, which label leads, and how near the other side is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, EngineName, MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.labels import Label
from rekreview.domain.policy import Parents, PolicyPair, decide
from rekreview.domain.status_codes import STATUS_CODES
from rekreview.domain.taxonomy import for_model_version
from rekreview.library import Library
from rekreview.library.standing import Candidate, deciding, judge, shown
from tests.unit.library.makers import detection, explicit, fill, moderate, statuses

REKOGNITION, IMPORTED, ON_DEVICE = EngineName.REKOGNITION, EngineName.IMPORTED, EngineName.ON_DEVICE


def candidate(number: int, engine: EngineName, adapter: str = "") -> Candidate:
    return Candidate(number, engine.value, "7.0", adapter, 20.0)


@pytest.mark.parametrize(
    ("found", "adapter", "wanted"),
    [
        ([], None, None),
        ([candidate(1, ON_DEVICE)], None, 1),
        ([candidate(1, ON_DEVICE), candidate(2, ON_DEVICE)], None, 2),
        ([candidate(1, REKOGNITION), candidate(2, ON_DEVICE)], None, 1),
        ([candidate(1, IMPORTED), candidate(2, ON_DEVICE)], None, 1),
        ([candidate(1, REKOGNITION), candidate(2, IMPORTED)], None, 1),
        ([candidate(1, REKOGNITION), candidate(2, REKOGNITION)], None, 2),
        ([candidate(1, REKOGNITION, "mine"), candidate(2, REKOGNITION)], None, 2),
        ([candidate(1, REKOGNITION, "mine"), candidate(2, REKOGNITION)], "mine", 1),
        ([candidate(1, REKOGNITION, "mine"), candidate(2, REKOGNITION)], "other", 2),
        ([candidate(1, REKOGNITION, "mine"), candidate(2, REKOGNITION, "mine")], "mine", 2),
    ],
)
def test_which_detection_decides(found: list[Candidate], adapter: str | None, wanted: int | None) -> None:
    chosen = deciding(found, adapter)
    assert (chosen.id if chosen else None) == wanted


def test_an_estimate_never_overrules_rekognition(library: Library) -> None:
    ids = fill(library, 1)
    moderate(library, {ids[0]: detection(("Explicit", "", 10.0), engine=REKOGNITION, version="7.0")})
    moderate(library, {ids[0]: explicit(99.0)})
    (tile,) = library.queries.tiles(ids)
    assert (tile.status, tile.estimate, tile.confidence) == (Status.APPROVED, False, 10.0)
    asset = library.queries.asset(ids[0])
    assert asset.deciding_detection == asset.detections[0].id


def test_choosing_an_adapter_lets_its_detections_decide(library: Library) -> None:
    ids = fill(library, 2)
    for asset_id in ids:
        moderate(
            library, {asset_id: detection(("Explicit", "", 90.0), engine=REKOGNITION, version="7.0", adapter="arn")}
        )
    moderate(library, {ids[0]: detection(("Explicit", "", 10.0), engine=REKOGNITION, version="7.0")})
    assert statuses(library, ids) == ["approved", "rejected"]
    library.commands.choose_adapter("arn")
    assert library.queries.chosen_adapter() == "arn"
    assert statuses(library, ids) == ["rejected", "rejected"]
    library.commands.choose_adapter(None)
    assert library.queries.chosen_adapter() is None
    assert statuses(library, ids) == ["approved", "rejected"]


@pytest.mark.parametrize(
    ("verdict", "decided", "expected"),
    [
        (Status.REJECTED, None, (Status.REJECTED, DecidedBy.POLICY, False)),
        (Status.PENDING, None, (Status.PENDING, None, False)),
        (Status.NOT_MODERATED, None, (Status.NOT_MODERATED, None, False)),
        (Status.REJECTED, Status.REJECTED, (Status.REJECTED, DecidedBy.REVIEWER, False)),
        (Status.REJECTED, Status.APPROVED, (Status.APPROVED, DecidedBy.REVIEWER, True)),
        (Status.APPROVED, Status.REJECTED, (Status.REJECTED, DecidedBy.REVIEWER, True)),
        (Status.PENDING, Status.REJECTED, (Status.REJECTED, DecidedBy.REVIEWER, False)),
        (Status.NOT_MODERATED, Status.APPROVED, (Status.APPROVED, DecidedBy.REVIEWER, False)),
    ],
)
def test_what_an_asset_shows(
    verdict: Status, decided: Status | None, expected: tuple[Status, DecidedBy | None, bool]
) -> None:
    assert shown(verdict, decided) == expected


def one(labels: list[Label], pair: PolicyPair = PolicyPair(), version: str = "7.0") -> tuple[str, int, float]:  # noqa: B008
    """Verdict, place of the leading label, and margin of one picture."""
    builder = ColumnsBuilder()
    builder.add(1, MediaKind.IMAGE, labels, model_version=version)
    judgement = judge(builder.build(), pair)
    return STATUS_CODES[judgement.verdict[0]].value, int(judgement.top[0]), float(judgement.margin[0])


def test_the_label_that_rejects_leads_before_a_stronger_one_that_does_not() -> None:
    labels = [Label("Alcohol", "", 99.0), Label("Violence", "", 60.0)]
    assert one(labels, PolicyPair(image="aws_rek:alcohol:ignore"))[:2] == ("rejected", 1)
    assert one(labels)[:2] == ("rejected", 0)


def test_among_equals_the_more_specific_label_leads_and_then_the_earlier() -> None:
    labels = [Label("Explicit", "", 80.0), Label("Explicit Nudity", "Explicit", 80.0), Label("Violence", "", 80.0)]
    assert one(labels)[1] == 1
    assert one([labels[0], labels[2]])[1] == 0


def test_the_margin_tells_how_far_the_other_side_is() -> None:
    assert one([Label("Violence", "", 62.5), Label("Alcohol", "", 55.0)])[2] == 12.5
    assert one([Label("Violence", "", 12.5), Label("Alcohol", "", 42.5)])[2] == -7.5
    assert one([Label("Violence", "", 57.0)], PolicyPair(image="aws_rek:violence:0.57")) == ("approved", 0, 0.0)


def test_what_no_threshold_judges_has_no_margin() -> None:
    assert math.isnan(one([])[2])
    assert math.isnan(one([Label("Violence", "", 90.0)], PolicyPair(image="aws_rek:violence:ignore"))[2])
    assert math.isnan(one([Label("Violence", "", 90.0)], PolicyPair(image="manual"))[2])


def test_an_explained_label_has_no_say_in_the_leaf_reading() -> None:
    labels = [Label("Violence", "", 92.0), Label("Graphic Violence", "Violence", 92.0)]
    pair = PolicyPair(image="aws_rek:graphic_violence:0.9", parents=Parents.LEAF)
    verdict, top, margin = one(labels, pair)
    assert (verdict, top, margin) == ("rejected", 1, 2.0)


def test_borderline_is_within_ten_points() -> None:
    builder = ColumnsBuilder()
    for number, confidence in enumerate([39.9, 40.0, 50.0, 60.0, 60.1]):
        builder.add(number, MediaKind.IMAGE, [Label("Violence", "", confidence)], model_version="7.0")
    builder.add(9, MediaKind.IMAGE, None)
    assert judge(builder.build(), PolicyPair()).borderline.tolist() == [False, True, True, True, False, False]


LABELS = st.lists(
    st.builds(
        lambda place, confidence: Label(place[0], place[1], confidence),
        st.sampled_from(
            [
                ("Explicit", ""),
                ("Explicit Nudity", "Explicit"),
                ("Exposed Male Genitalia", "Explicit Nudity"),
                ("Violence", ""),
                ("Weapons", "Violence"),
                ("Nonsense", "Violence"),
                ("Utter Nonsense", ""),
            ]
        ),
        st.integers(0, 1000).map(lambda tenths: tenths / 10),
    ),
    max_size=6,
)
STRINGS = st.sampled_from(
    ["aws_rek", "aws_rek:explicit:0.7", "aws_rek:violence:ignore:weapons:0.3", "aws_rek:explicit_nudity:0.123|manual"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LABELS, max_size=4), STRINGS, st.sampled_from(list(Parents)), st.sampled_from(["7.0", "6.0"]))
def test_judging_in_columns_says_what_deciding_one_by_one_says(
    answers: list[list[Label]], text: str, parents: Parents, version: str
) -> None:
    pair = PolicyPair(image=text, parents=parents)
    builder = ColumnsBuilder()
    for number, labels in enumerate(answers):
        builder.add(number, MediaKind.IMAGE, labels, model_version=version, standing=Status.APPROVED)
    columns = builder.build()
    judgement = judge(columns, pair)
    for number, labels in enumerate(answers):
        verdict = decide(labels, pair.for_kind(MediaKind.IMAGE), for_model_version(version), parents)
        assert STATUS_CODES[judgement.verdict[number]] is verdict.status
        rejected = verdict.status is Status.REJECTED
        margin = judgement.margin[number]
        assert rejected == bool(margin > 0)
        top = int(judgement.top[number])
        assert (top >= 0) == bool(labels)
        if labels:
            assert columns.asset[top] == number
            strongest = (
                max(offence.confidence for offence in verdict.offending)
                if rejected
                else max(label.confidence for label in labels)
            )
            assert columns.confidence[top] == strongest
