"""What a policy says of labels: the table of examples, both readings, unknown labels, and what holds always."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.errors import BadAnswer, BadModerationString
from rekreview.domain.inheritance import effective
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import Item, ModerationString, parse
from rekreview.domain.policy import (
    DEFAULT_PAIR,
    IGNORE,
    Parents,
    Policy,
    PolicyPair,
    decide,
    ineffective_overrides,
    mended,
    moderations,
)
from rekreview.domain.taxonomy import Taxonomy, taxonomy
from rekreview.domain.thresholds import Threshold, looser
from tests.unit.domain.strategies import labels, moderation_strings

V6, V7 = taxonomy("v6"), taxonomy("v7")
LITERAL, LEAF = Parents.LITERAL, Parents.LEAF
TAXONOMIES = st.sampled_from([V6, V7])

VIOLENCE = Label("Violence", "", 92)
GRAPHIC = Label("Graphic Violence", "Violence", 92)
GORE = Label("Blood & Gore", "Graphic Violence", 92)
WEAPONS = Label("Weapons", "Violence", 80)
SUGGESTIVE = Label("Suggestive", "", 95)
REVEALING = Label("Revealing Clothes", "Suggestive", 88)


def said(text: str, seen: list[Label], version: Taxonomy = V7, parents: Parents = LITERAL) -> tuple[str, list[str]]:
    verdict = decide(seen, Policy.of(text), version, parents)
    return verdict.status, [offence.name for offence in verdict.offending]


# The table of examples


@pytest.mark.parametrize(
    ("text", "seen", "version", "expected"),
    [
        ("aws_rek", [], V7, ("approved", [])),
        ("aws_rek", [Label("Violence", "", 50.0)], V7, ("approved", [])),
        ("aws_rek", [Label("Violence", "", 50.0001)], V7, ("rejected", ["Violence"])),
        (
            "aws_rek:female_underwear:0.75:explicit_nudity:0.6:revealing_clothes:ignore",
            [Label("Suggestive", "", 70), Label("Female Swimwear Or Underwear", "Suggestive", 70)],
            V6,
            ("rejected", ["Suggestive"]),
        ),
        (
            "aws_rek:suggestive:0.96",
            [Label("Suggestive", "", 94.99), Label("Female Swimwear Or Underwear", "Suggestive", 94.99)],
            V6,
            ("approved", []),
        ),
        ("aws_rek:violence:0.57", [Label("Violence", "", 57.0)], V7, ("approved", [])),
        ("aws_rek:min_confidence:0.0", [], V7, ("approved", [])),
    ],
)
def test_the_table_of_examples(
    text: str, seen: list[Label], version: Taxonomy, expected: tuple[str, list[str]]
) -> None:
    assert said(text, seen, version) == expected


def test_three_moderations_wait_for_each_other() -> None:
    string = parse("aws_rek|duplicate:0.8|manual")
    assert [m.status for m in moderations(string)] == [Status.PENDING, Status.QUEUED, Status.QUEUED]
    assert [m.status for m in moderations(string, Status.REJECTED)] == [
        Status.REJECTED,
        Status.ABORTED,
        Status.ABORTED,
    ]
    assert [(m.kind, m.status) for m in moderations(string, Status.PENDING)] == [
        ("aws_rek", Status.APPROVED),
        ("duplicate", Status.NOT_MODERATED),
        ("manual", Status.PENDING),
    ]


def test_the_strictest_reading_is_in_the_offence() -> None:
    [offence] = decide(
        [Label("Smoking", "Drugs & Tobacco Paraphernalia & Use", 50.5)], Policy.of("aws_rek"), V7
    ).offending
    assert (offence.slug, offence.parent, offence.threshold) == (
        "smoking",
        "Drugs & Tobacco Paraphernalia & Use",
        Decimal("0.5"),
    )
    assert (offence.confidence, offence.timestamp_ms) == (50.5, None)


# Inheritance


def test_the_nearest_override_wins_wherever_it_stands() -> None:
    thresholds = Policy.of("aws_rek:smoking:0.3:drugs_&_tobacco:ignore:alcohol:0.9").effective(V7)
    assert thresholds["smoking"] == Decimal("0.3")
    assert thresholds["pills"] is IGNORE
    assert thresholds["drinking"] == Decimal("0.9")
    assert thresholds["violence"] == Decimal("0.5")
    assert list(thresholds) == [category.slug for category in V7.categories]


def test_gambling_sets_the_top_and_the_child_inherits() -> None:
    both = [Label("Gambling", "", 80), Label("Gambling", "Gambling", 80)]
    assert said("aws_rek:gambling:0.8", both, V6) == ("approved", [])
    assert said("aws_rek:gambling:0.79", both, V6) == ("rejected", ["Gambling", "Gambling"])
    assert said("aws_rek", both, V6, LEAF) == ("rejected", ["Gambling"])


def test_a_category_of_the_other_taxonomy_has_no_effect_here_and_full_effect_there() -> None:
    text = "aws_rek:suggestive:ignore"
    assert said(text, [SUGGESTIVE], V6) == ("approved", [])
    assert said(text, [SUGGESTIVE], V7) == ("rejected", ["Suggestive"])


@given(moderation_strings(), TAXONOMIES)
def test_each_effective_threshold_is_its_own_or_that_of_the_nearest_ancestor(
    string: ModerationString, version: Taxonomy
) -> None:
    policy = Policy(string)
    thresholds = policy.effective(version)
    for category in version.categories:
        chain = [category.slug, *(ancestor.slug for ancestor in version.above(category))]
        nearest = next((policy.own(slug) for slug in chain if policy.own(slug) is not None), Decimal("0.5"))
        assert thresholds[category.slug] == nearest


# Overrides without effect, and their mend


def test_a_looser_child_cannot_take_effect_and_is_mended_alone() -> None:
    overrides: dict[str, Threshold] = {"blood_&_gore": IGNORE, "violence": Decimal("0.7")}
    [found] = ineffective_overrides(overrides, V7)
    assert (found.category.slug, found.ancestor.slug, found.ancestor_value) == (
        "blood_&_gore",
        "graphic_violence",
        Decimal("0.7"),
    )
    fixed = mended(overrides, "blood_&_gore", V7)
    assert (
        ineffective_overrides(
            {"blood_&_gore": fixed["blood_&_gore"], "graphic_violence": IGNORE, "violence": IGNORE}, V7
        )
        == []
    )
    before, after = effective(overrides, V7), effective(fixed, V7)
    changed = {slug for slug in before if before[slug] != after[slug]}
    assert changed == {"graphic_violence", "violence"}
    assert list(fixed)[:2] == list(overrides)


@given(moderation_strings(), TAXONOMIES)
def test_after_its_mend_an_override_has_no_stricter_ancestor(string: ModerationString, version: Taxonomy) -> None:
    overrides = string.thresholds
    for found in ineffective_overrides(overrides, version):
        assert looser(found.value, found.ancestor_value)
        fixed = mended(overrides, found.category.slug, version)
        assert found.category.slug not in {still.category.slug for still in ineffective_overrides(fixed, version)}
        above = {category.slug for category in version.ancestors(found.category.slug)}
        before, after = effective(overrides, version), effective(fixed, version)
        assert {slug for slug in before if before[slug] != after[slug]} <= above


# Leaf labels decide


@pytest.mark.parametrize(
    ("text", "seen", "version", "expected"),
    [
        ("aws_rek:blood_&_gore:ignore", [VIOLENCE, GRAPHIC, GORE], V7, ("approved", [])),
        ("aws_rek:blood_&_gore:ignore", [VIOLENCE, GRAPHIC, GORE, WEAPONS], V7, ("rejected", ["Weapons"])),
        ("aws_rek:revealing_clothes:ignore", [SUGGESTIVE, REVEALING], V6, ("rejected", ["Suggestive"])),
        ("aws_rek:revealing_clothes:ignore", [replace(SUGGESTIVE, confidence=88.0), REVEALING], V6, ("approved", [])),
        ("aws_rek", [VIOLENCE], V7, ("rejected", ["Violence"])),
        ("aws_rek:novel:ignore", [VIOLENCE, Label("Novel", "Violence", 92)], V7, ("approved", [])),
    ],
)
def test_a_label_that_a_descendant_explains_does_not_decide(
    text: str, seen: list[Label], version: Taxonomy, expected: tuple[str, list[str]]
) -> None:
    assert said(text, seen, version, LEAF) == expected
    assert said(text, list(reversed(seen)), version, LEAF) == expected


def test_in_a_video_a_label_explains_only_at_its_own_time() -> None:
    seen = [replace(VIOLENCE, timestamp_ms=0), replace(GRAPHIC, timestamp_ms=500)]
    assert said("aws_rek_video:graphic_violence:ignore", seen, V7, LEAF) == ("rejected", ["Violence"])
    same_time = [replace(label, timestamp_ms=500) for label in seen]
    assert said("aws_rek_video:graphic_violence:ignore", same_time, V7, LEAF) == ("approved", [])


def test_a_video_is_rejected_by_a_label_at_any_time_however_many_there_are() -> None:
    seen = [Label("Alcohol", "", 20.0, timestamp_ms=step) for step in range(1500)]
    verdict = decide([*seen, Label("Alcohol", "", 51.0, timestamp_ms=1500)], Policy.of("aws_rek_video"), V7)
    assert verdict.status is Status.REJECTED
    assert [offence.timestamp_ms for offence in verdict.offending] == [1500]


# Labels the taxonomy does not know


@pytest.mark.parametrize(
    ("text", "seen", "status"),
    [
        ("aws_rek", [Label("Novel", "", 51)], "rejected"),
        ("aws_rek", [Label("Novel", "", 50)], "approved"),
        ("aws_rek:violence:0.6", [Label("Novel", "Violence", 59)], "approved"),
        ("aws_rek:violence:0.6", [Label("Novel", "Violence", 61)], "rejected"),
        ("aws_rek:violence:0.6", [Label("Newer", "Novel", 59), Label("Novel", "Violence", 10)], "approved"),
        ("aws_rek:violence:0.6", [Label("Newer", "Novel", 59)], "rejected"),
        ("aws_rek:novel:0.9", [Label("Novel", "Violence", 89)], "approved"),
        ("aws_rek:novel:0.9", [Label("Newer", "Novel", 89), Label("Novel", "", 1)], "rejected"),
        ("aws_rek:weapons:0.9", [Label("Weapons", "Explicit", 89)], "rejected"),
        ("aws_rek", [Label("Novel", "Newer", 1), Label("Newer", "Novel", 51)], "rejected"),
        ("aws_rek", [Label("Novel", "Novel", 51)], "rejected"),
    ],
)
def test_an_unknown_label_is_judged_by_its_nearest_known_ancestor(text: str, seen: list[Label], status: str) -> None:
    verdict = decide(seen, Policy.of(text), V7)
    assert verdict.status == status
    assert set(verdict.unknown) == {label.name for label in seen}


def test_an_unknown_name_is_told_once() -> None:
    seen = [Label("Novel", "", 1, timestamp_ms=0), VIOLENCE, Label("Novel", "", 2, timestamp_ms=1)]
    assert decide(seen, Policy.of("aws_rek_video"), V7).unknown == ("Novel",)


# Manual, other kinds, bad confidences


def test_manual_leaves_to_a_person_what_the_machine_approves() -> None:
    assert said("aws_rek|manual", []) == ("pending", [])
    assert said("aws_rek|manual", [VIOLENCE]) == ("rejected", ["Violence"])
    assert said("manual", [VIOLENCE]) == ("pending", [])


def test_other_kinds_never_change_the_status() -> None:
    assert said("webpurify|aws_rek|duplicate:0.5", []) == ("approved", [])
    assert said("webpurify|aws_rek|duplicate:0.5", [VIOLENCE]) == ("rejected", ["Violence"])
    assert said("webpurify", [VIOLENCE]) == ("pending", [])


@pytest.mark.parametrize("confidence", [float("nan"), -0.1, 100.1, float("inf")])
def test_a_confidence_that_is_none_never_passes(confidence: float) -> None:
    with pytest.raises(BadAnswer):
        decide([Label("Violence", "", confidence)], Policy.of("aws_rek:violence:ignore"), V7)


# What holds always

READINGS = st.sampled_from(Parents)


@given(moderation_strings(), labels(), TAXONOMIES, READINGS, st.data())
def test_raising_a_threshold_never_rejects_more(
    string: ModerationString, seen: list[Label], version: Taxonomy, parents: Parents, data: st.DataObject
) -> None:
    slugs = sorted({*string.thresholds, "violence", "graphic_violence", "suggestive", "novel_violence"})
    slug = data.draw(st.sampled_from(slugs))
    # An inherited threshold is raised by an override that is at least as loose as what was inherited.
    present = string.thresholds.get(slug) or effective(string.thresholds, version).get(slug, Decimal("0.5"))
    raised = data.draw(st.one_of(st.just(IGNORE), st.decimals(0, 1, places=3)))
    if looser(present, raised):
        present, raised = raised, present
    low = decide(seen, Policy(string.with_threshold(slug, present)), version, parents)
    high = decide(seen, Policy(string.with_threshold(slug, raised)), version, parents)
    assert {offence.name for offence in high.offending} <= {offence.name for offence in low.offending}
    assert not (high.status is Status.REJECTED and low.status is not Status.REJECTED)


@given(moderation_strings(), labels(), TAXONOMIES, READINGS, st.randoms())
def test_the_order_of_overrides_and_of_labels_never_matters(
    string: ModerationString, seen: list[Label], version: Taxonomy, parents: Parents, random: object
) -> None:
    machine = string.machine
    assert machine is not None
    settings = list(zip(machine.args[::2], machine.args[1::2], strict=True))
    shuffled = list(seen)
    random.shuffle(settings)  # type: ignore[attr-defined]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = ModerationString((Item(machine.kind, tuple(part for pair in settings for part in pair)),))
    here = decide(seen, Policy(ModerationString((machine,))), version, parents)
    there = decide(shuffled, Policy(other), version, parents)
    assert here.status == there.status
    assert sorted(map(repr, here.offending)) == sorted(map(repr, there.offending))
    assert set(here.unknown) == set(there.unknown)


@given(st.integers(0, 10000), READINGS)
def test_at_equality_it_is_approved_and_a_hair_above_rejected(steps: int, parents: Parents) -> None:
    threshold = Decimal(steps) / 10000
    policy = Policy(parse("aws_rek").with_threshold("violence", threshold))
    exactly = float(Decimal(steps) / 100)
    assert decide([Label("Violence", "", exactly)], policy, V7, parents).status is Status.APPROVED
    if steps < 10000:
        above = float(Decimal(steps * 10 + 1) / 1000)
        assert decide([Label("Violence", "", above)], policy, V7, parents).status is Status.REJECTED


@given(moderation_strings(), labels(), TAXONOMIES)
def test_leaf_labels_never_reject_what_the_literal_reading_lets_pass(
    string: ModerationString, seen: list[Label], version: Taxonomy
) -> None:
    literal = decide(seen, Policy(string), version, LITERAL)
    leaf = decide(seen, Policy(string), version, LEAF)
    assert set(leaf.offending) <= set(literal.offending)
    if not string.thresholds:
        assert leaf.status == literal.status, "with one threshold for all, a child explains only what it rejects itself"


# The pair


def test_a_string_sets_its_own_medium_and_leaves_the_other() -> None:
    pair = DEFAULT_PAIR.with_string(" aws_rek:violence:.9").with_string("aws_rek_video:alcohol:ignore")
    assert pair == PolicyPair("aws_rek:violence:0.9", "aws_rek_video:alcohol:ignore")
    assert pair.string_for(MediaKind.IMAGE) == "aws_rek:violence:0.9"
    assert pair.for_kind(MediaKind.VIDEO).own("alcohol") is IGNORE
    assert pair.with_string("manual") == PolicyPair("manual", "manual")
    assert replace(pair, parents=LEAF).with_string("aws_rek").parents is LEAF


def test_a_pair_refuses_the_string_of_the_other_medium() -> None:
    DEFAULT_PAIR.check()
    PolicyPair("manual", "manual").check()
    with pytest.raises(BadModerationString, match="is for images"):
        PolicyPair("aws_rek", "aws_rek").check()


def test_a_policy_is_read_once() -> None:
    policy = Policy.of("aws_rek:violence:0.60")
    assert Policy.of("aws_rek:violence:0.60") is policy
    assert policy.text == "aws_rek:violence:0.6"
    assert policy.overrides == {"violence": Decimal("0.6")}
