"""Exemptions: what they cover, when they hold, how they are written, and that they only ever spare."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.answers import read_labels
from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.content_types import ContentTypes, content_types_of, strongest
from rekreview.domain.errors import InvalidValue
from rekreview.domain.exemptions import (
    Exemption,
    exemption_document,
    parse_exemption,
    read_exemption,
    without,
)
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import ModerationString
from rekreview.domain.policy import DEFAULT_PAIR, IGNORE, Parents, Policy, PolicyPair, decide
from rekreview.domain.taxonomy import Taxonomy, taxonomy
from rekreview.domain.tuning import exempt
from tests.unit.domain.strategies import V6, V7, content_types, exemptions, labels, moderation_strings, told_by_moment

VIOLENCE = Label("Violence", "", 92.0)
GORE = Label("Blood & Gore", "Graphic Violence", 92.0)
GRAPHIC = Label("Graphic Violence", "Violence", 92.0)
ALCOHOL = Label("Alcohol", "", 77.0)
ANIMATED = (("Animated", 98.5),)
VIOLENT_CARTOONS = Exemption("Animated", 80, ("violence",))
TAXONOMIES = st.sampled_from([taxonomy("v6"), taxonomy("v7")])
READINGS = st.sampled_from(Parents)


def said(
    seen: list[Label], told: ContentTypes = ANIMATED, *exemptions: Exemption, parents: Parents = Parents.LITERAL
) -> tuple[str, list[str], list[str]]:
    """The status, what rejects, and what was spared."""
    pair = PolicyPair(parents=parents, exemptions=exemptions or (VIOLENT_CARTOONS,))
    verdict = pair.verdict(MediaKind.IMAGE, seen, V7, told)
    spared = [one.offence.name for one in verdict.exempted]
    return verdict.status.value, [offence.name for offence in verdict.offending], spared


# Deciding


def test_a_category_and_those_below_it_do_not_reject_what_is_exempt() -> None:
    assert said([VIOLENCE, GRAPHIC, GORE]) == ("approved", [], ["Violence", "Graphic Violence", "Blood & Gore"])
    assert said([VIOLENCE, GRAPHIC, GORE], ()) == ("rejected", ["Violence", "Graphic Violence", "Blood & Gore"], [])


def test_other_categories_reject_all_the_same() -> None:
    assert said([VIOLENCE, ALCOHOL]) == ("rejected", ["Alcohol"], ["Violence"])


def test_without_categories_everything_is_exempt() -> None:
    assert said([VIOLENCE, ALCOHOL], ANIMATED, Exemption("Animated", 80)) == ("approved", [], ["Violence", "Alcohol"])


def test_a_parent_counts_by_itself_unless_leaf_labels_decide() -> None:
    gore = Exemption("Animated", 80, ("blood_&_gore",))
    assert said([VIOLENCE, GRAPHIC, GORE], ANIMATED, gore)[1] == ["Violence", "Graphic Violence"]
    assert said([VIOLENCE, GRAPHIC, GORE], ANIMATED, gore, parents=Parents.LEAF) == ("approved", [], ["Blood & Gore"])


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ((("Animated", 80.0),), "approved"),
        ((("Animated", 79.99),), "rejected"),
        ((("ANIMATED", 80.0),), "approved"),
        ((("Illustrated", 99.0),), "rejected"),
        ((("Illustrated", 99.0), ("Animated", 81.0)), "approved"),
        ((), "rejected"),
    ],
)
def test_the_engine_must_be_sure_of_the_content_type(told: ContentTypes, status: str) -> None:
    assert said([VIOLENCE], told)[0] == status


def test_any_exemption_that_holds_is_enough() -> None:
    drawn = Exemption("Illustrated", 50, ("alcohol",))
    told = (("Animated", 90.0), ("Illustrated", 60.0))
    assert said([VIOLENCE, ALCOHOL], told, VIOLENT_CARTOONS, drawn) == ("approved", [], ["Violence", "Alcohol"])


def test_a_verdict_names_the_content_type_that_spared_a_label() -> None:
    verdict = PolicyPair(exemptions=(VIOLENT_CARTOONS,)).verdict(MediaKind.IMAGE, [VIOLENCE], V7, ANIMATED)
    [spared] = verdict.exempted
    assert (spared.content_type, spared.confidence, spared.offence.threshold) == ("Animated", 98.5, Decimal("0.5"))


def test_what_is_under_its_threshold_needs_no_exemption() -> None:
    assert said([Label("Violence", "", 50.0)]) == ("approved", [], [])


def test_manual_leaves_what_is_exempt_to_a_person() -> None:
    pair = PolicyPair("aws_rek|manual", exemptions=(VIOLENT_CARTOONS,))
    assert pair.verdict(MediaKind.IMAGE, [VIOLENCE], V7, ANIMATED).status is Status.PENDING


def test_an_unknown_label_is_covered_through_its_parents() -> None:
    assert said([Label("Novel", "Violence", 90.0)])[0] == "approved"
    assert said([Label("Novel", "", 90.0)])[0] == "rejected"


def test_the_string_knows_nothing_of_exemptions() -> None:
    pair = PolicyPair(exemptions=(VIOLENT_CARTOONS,)).with_string("aws_rek:violence:0.7")
    assert pair.string_for(MediaKind.IMAGE) == "aws_rek:violence:0.7"
    assert pair.exemptions == (VIOLENT_CARTOONS,)


# Videos


def test_in_a_video_each_moment_has_its_own_content_types() -> None:
    drawn = Label("Violence", "", 92.0, timestamp_ms=0, content_types=ANIMATED)
    filmed = Label("Violence", "", 81.0, timestamp_ms=1000)
    verdict = PolicyPair(exemptions=(VIOLENT_CARTOONS,)).verdict(MediaKind.VIDEO, [drawn, filmed], V7, ANIMATED)
    assert [(one.timestamp_ms, one.confidence) for one in verdict.offending] == [(1000, 81.0)]
    assert [one.offence.timestamp_ms for one in verdict.exempted] == [0]


def test_what_one_label_tells_holds_for_all_of_its_moment() -> None:
    seen = [
        Label("Violence", "", 92.0, timestamp_ms=0, content_types=(("Animated", 60.0),)),
        Label("Weapons", "Violence", 92.0, timestamp_ms=0, content_types=(("Animated", 90.0), ("Illustrated", 55.0))),
        Label("Alcohol", "", 92.0, timestamp_ms=1),
    ]
    moment = (("Animated", 90.0), ("Illustrated", 55.0))
    assert content_types_of(seen, ()) == [moment, moment, ()]


def test_a_video_that_tells_none_by_moment_has_those_of_the_whole() -> None:
    filmed = [Label("Violence", "", 92.0, timestamp_ms=at) for at in (0, 1000)]
    assert content_types_of(filmed, ANIMATED) == [ANIMATED, ANIMATED]
    assert PolicyPair(exemptions=(VIOLENT_CARTOONS,)).verdict(MediaKind.VIDEO, filmed, V7, ANIMATED).offending == ()


def test_the_content_types_beside_a_label_of_a_video_are_read() -> None:
    document = {
        "ModerationLabels": [
            {
                "Timestamp": 36000,
                "ModerationLabel": {"Confidence": 52.4, "Name": "Alcohol", "ParentName": "", "TaxonomyLevel": 1},
                "ContentTypes": [{"Confidence": 99.9, "Name": "Animated"}],
            }
        ],
        "ModerationModelVersion": "7.0",
        "JobStatus": "SUCCEEDED",
    }
    answer = read_labels(document)
    assert answer.content_types == ()
    assert answer.labels[0].content_types == (("Animated", 99.9),)


def test_the_strongest_is_kept_of_each_content_type() -> None:
    told = (("Animated", 60.0), ("Illustrated", 70.0), ("animated", 90.0), ("Animated", 80.0))
    assert strongest(told) == (("Animated", 90.0), ("Illustrated", 70.0))


# Text and JSON


@pytest.mark.parametrize(
    ("text", "exemption"),
    [
        ("Animated:80", Exemption("Animated", 80)),
        ("animated:80:violence", VIOLENT_CARTOONS),
        (
            " Illustrated : 99.5 : violence , drugs_&_tobacco",
            Exemption("Illustrated", 99.5, ("violence", "drugs_&_tobacco")),
        ),
        ("Animated:0:violence,violence", Exemption("Animated", 0, ("violence",))),
        ("Animated:100:female_underwear", Exemption("Animated", 100, ("female_swimwear_or_underwear",))),
        ("Animated:80:Graphic Violence", Exemption("Animated", 80, ("graphic_violence",))),
    ],
)
def test_an_exemption_is_read_from_text(text: str, exemption: Exemption) -> None:
    assert parse_exemption(text) == exemption
    assert parse_exemption(str(exemption)) == exemption


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no exemption"),
        ("Animated", "is no exemption"),
        (":80", "is no exemption"),
        ("Animated:80:violence:drugs", "is no exemption"),
        ("Animatd:80", "“Animatd” is no content type"),
        ("Animated:high", "is not a number: “high”"),
        ("Animated:nan", "is not a number: “nan”"),
        ("Animated:", "is not a number"),
        ("Animated:８0", "is not a number"),
        ("Animated:101", "101, is not between 0 and 100"),
        ("Animated:-1", "is not between 0 and 100"),
        ("Animated:80:", "A category is missing"),
        ("Animated:80:violence,", "A category is missing"),
        ("Animated:80:violins", "“violins” is no category"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_with_an_example(text: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as raised:
        parse_exemption(text)
    assert "Animated:80:violence" in raised.value.hint


def test_a_pair_refuses_an_exemption_nobody_can_mean() -> None:
    DEFAULT_PAIR.check()
    with pytest.raises(InvalidValue, match="no content type"):
        PolicyPair(exemptions=(Exemption("Painted"),)).check()


@given(exemptions())
def test_an_exemption_survives_json(exemption: Exemption) -> None:
    assert read_exemption(json.loads(json.dumps(exemption_document(exemption)))) == exemption


@given(st.floats(0, 100))
def test_the_text_keeps_the_confidence(least: float) -> None:
    rounded = round(least, 6)
    assert parse_exemption(str(Exemption("Animated", rounded))).least_confidence == rounded


def test_one_exemption_is_dropped_and_the_others_stay() -> None:
    other = Exemption("Illustrated")
    assert without((VIOLENT_CARTOONS, other), VIOLENT_CARTOONS) == (other,)


# What holds always


@given(
    moderation_strings(), st.one_of(labels(), told_by_moment()), TAXONOMIES, READINGS, content_types(),
    st.lists(exemptions(), max_size=2), exemptions(),
)  # fmt: skip
def test_adding_an_exemption_never_rejects_more(
    string: ModerationString,
    seen: list[Label],
    version: Taxonomy,
    parents: Parents,
    told: ContentTypes,
    present: list[Exemption],
    added: Exemption,
) -> None:
    policy = Policy(string)
    fewer = decide(seen, policy, version, parents, content_types=told, exemptions=present)
    more = decide(seen, policy, version, parents, content_types=told, exemptions=[*present, added])
    assert set(more.offending) <= set(fewer.offending)
    assert not (more.status is Status.REJECTED and fewer.status is not Status.REJECTED)
    spared = {one.offence for one in more.exempted}
    assert set(more.offending) | spared == set(decide(seen, policy, version, parents).offending)


@given(
    moderation_strings(), st.one_of(labels(), told_by_moment()), TAXONOMIES, READINGS, content_types(),
    st.lists(exemptions(), max_size=2), st.sampled_from(["violence", "graphic_violence", "suggestive", "weapons"]),
)  # fmt: skip
def test_raising_a_threshold_never_rejects_more_beside_exemptions(
    string: ModerationString,
    seen: list[Label],
    version: Taxonomy,
    parents: Parents,
    told: ContentTypes,
    exempt: list[Exemption],
    slug: str,
) -> None:
    low, middle, high = (
        decide(
            seen, Policy(string.with_threshold(slug, value)), version, parents, content_types=told, exemptions=exempt
        )
        for value in (Decimal("0.3"), Decimal("0.57"), IGNORE)
    )
    assert {one.name for one in high.offending} <= {one.name for one in middle.offending}
    assert {one.name for one in middle.offending} <= {one.name for one in low.offending}


@given(st.lists(st.tuples(st.one_of(labels(), told_by_moment()), content_types()), max_size=5), exemptions())
def test_columns_know_which_labels_are_exempt(
    answers: list[tuple[list[Label], ContentTypes]], exemption: Exemption
) -> None:
    everything = Policy(ModerationString(DEFAULT_PAIR.for_kind(MediaKind.VIDEO).string.items))
    builder = ColumnsBuilder()
    expected = 0
    for number, (seen, told) in enumerate(answers):
        builder.add(number, MediaKind.VIDEO, seen, model_version="7.0", content_types=told)
        over = [label for label in seen if label.confidence > 50]
        verdict = decide(seen, everything, V7, content_types=told, exemptions=[exemption])
        assert len(verdict.offending) + len(verdict.exempted) == len(over)
        expected += len(verdict.exempted)
    columns = builder.build()
    assert int((exempt(columns, [exemption]) & (columns.confidence > 50)).sum()) == expected


def test_both_taxonomies_name_categories() -> None:
    parse_exemption("Animated:80:suggestive")
    parse_exemption("Animated:80:explicit")
    assert "suggestive" in V6
    assert "suggestive" not in V7
