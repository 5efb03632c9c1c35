"""A trial agrees with one decision at a time, whatever moves led there and whatever the library went through."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.exemptions import Exemption
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import parse
from rekreview.domain.policy import DEFAULT_PAIR, IGNORE, Parents, PolicyPair, Threshold
from rekreview.domain.status_codes import status_of
from rekreview.domain.taxonomy import VERSIONS, TaxonomyVersion, for_model_version, taxonomy
from rekreview.domain.thresholds import percent
from rekreview.domain.trial import CategoryEffect, Trial
from rekreview.domain.tuning import evaluate
from rekreview.domain.tuning_index import TuningIndex
from tests.unit.domain.described import Described, columns_of, expected_offences, expected_status, judged
from tests.unit.domain.strategies import NUMBERS, SLUGS, assets, pairs

V7 = taxonomy("v7")
IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO
libraries = st.lists(assets(), max_size=8).map(lambda found: dict(enumerate(found, 1)))


@st.composite
def drags(draw: st.DrawFn) -> list[PolicyPair]:
    """A policy and what a person makes of it: thresholds moved one by one, now and then another policy altogether."""
    pair = draw(pairs())
    drafts = [pair]
    for _ in range(draw(st.integers(0, 6))):
        how = draw(st.integers(0, 9))
        if how == 0:
            pair = draw(pairs())
        elif how == 1:
            pair = replace(pair, parents=draw(st.sampled_from(Parents)))
        else:
            slug = draw(
                st.sampled_from(["violence", "graphic_violence", "weapons", "suggestive", "novel_violence", *SLUGS])
            )
            value: Threshold | None = draw(st.one_of(NUMBERS, st.just(IGNORE), st.none()))
            kind = draw(st.sampled_from(MediaKind))
            string = parse(pair.string_for(kind))
            if string.machine is not None:
                pair = pair.with_string(string.with_threshold(slug, value, kind).canonical())
        drafts.append(pair)
    return drafts


def statuses(trial: Trial) -> dict[int, Status | None]:
    ids, codes = trial.codes()
    assert len(set(ids.tolist())) == len(ids)
    return {asset_id: status_of(code) for asset_id, code in zip(ids.tolist(), codes.tolist(), strict=True)}


def check(trial: Trial, library: dict[int, Described], applied: PolicyPair, draft: PolicyPair) -> None:
    """Everything a trial says, against the rules told in words."""
    before = {asset_id: expected_status(asset, applied) for asset_id, asset in library.items()}
    after = {asset_id: expected_status(asset, draft) for asset_id, asset in library.items()}
    assert statuses(trial) == after
    assert +Counter(dict(trial.before)) == Counter(before.values())
    assert +Counter(dict(trial.after)) == Counter(after.values())
    for wanted, side in ((Status.REJECTED, trial.to_rejected), (Status.APPROVED, trial.to_approved)):
        flipped = [asset_id for asset_id in library if after[asset_id] is wanted is not before[asset_id]]
        told = side(100)
        assert told.count == len(flipped)
        assert sorted(told.nearest.tolist()) == flipped
        assert side(1).nearest.tolist() == told.nearest[:1].tolist()
        assert not len(side(0).nearest)
    for kind in MediaKind:
        for version in VERSIONS:
            told_of = trial.categories(kind, taxonomy(version))
            expected = expected_effects(library, applied, draft, kind, version)
            assert {slug: effect for slug, effect in told_of.items() if effect != CategoryEffect()} == expected


def line(slug: str, version: TaxonomyVersion) -> set[str | tuple[str, str]]:
    """A category and all above it."""
    return {slug, *(above.slug for above in taxonomy(version).ancestors(slug))}


def expected_effects(
    library: dict[int, Described], applied: PolicyPair, draft: PolicyPair, kind: MediaKind, version: TaxonomyVersion
) -> dict[str, CategoryEffect]:
    found: dict[str, CategoryEffect] = {}
    for asset in library.values():
        if asset["kind"] is not kind or for_model_version(asset["model_version"]).version != version:
            continue
        offences = expected_offences(asset, draft)
        now = {slug for slug, _ in offences if slug}
        earlier = {slug for slug, _ in expected_offences(asset, applied) if slug}
        before, after = expected_status(asset, applied), expected_status(asset, draft)
        groups = {slug or (offence.name, offence.parent) for slug, offence in offences}
        for slug in now | earlier:
            one = found.get(slug, CategoryEffect())
            found[slug] = CategoryEffect(
                one.over + (slug in now),
                one.alone + (slug in now and groups <= line(slug, version) and judged(asset)),
                one.to_rejected + (slug in now and after is Status.REJECTED is not before),
                one.to_approved + (slug in earlier and before is Status.REJECTED and after is Status.APPROVED),
            )
    if not draft.for_kind(kind).judges:
        return {}
    return {slug: one for slug, one in found.items() if one != CategoryEffect()}


@settings(max_examples=150, deadline=None)
@given(libraries, pairs(), drags())
def test_a_trial_agrees_with_one_decision_at_a_time_after_every_move(
    library: dict[int, Described], applied: PolicyPair, drafts: list[PolicyPair]
) -> None:
    trial = Trial(TuningIndex.of(columns_of(library.items())), applied, drafts[0])
    check(trial, library, applied, drafts[0])
    for draft in drafts[1:]:
        assert trial.cost(draft) >= 0
        trial.move(draft)
        check(trial, library, applied, draft)


@settings(max_examples=100, deadline=None)
@given(libraries, st.lists(st.tuples(libraries, st.sets(st.integers(1, 8))), max_size=3), pairs(), drags())
def test_a_library_that_changed_is_as_one_loaded_anew(
    library: dict[int, Described],
    changes: list[tuple[dict[int, Described], set[int]]],
    applied: PolicyPair,
    drafts: list[PolicyPair],
) -> None:
    index = TuningIndex.of(columns_of(library.items()))
    for changed, removed in changes:
        library = {**{key: one for key, one in library.items() if key not in removed}, **changed}
        index = index.replaced([*changed, *removed], columns_of(changed.items()))
    library = dict(sorted(library.items()))
    fresh = TuningIndex.of(columns_of(library.items()))
    compact = index.compact()
    assert compact.stale == 0
    for kind in MediaKind:
        assert index.assets_of(kind) == fresh.assets_of(kind)
        for version in VERSIONS:
            histograms = fresh.histograms(kind, taxonomy(version))
            assert index.histograms(kind, taxonomy(version)) == histograms
            assert compact.histograms(kind, taxonomy(version)) == histograms
    for one in (index, compact):
        assert len(one) == len(library)
        trial = Trial(one, applied, drafts[0])
        for draft in drafts:
            trial.move(draft)
            check(trial, library, applied, draft)


def pictures(*confidences: float, name: str = "Violence") -> TuningIndex:
    builder = ColumnsBuilder()
    for asset_id, confidence in enumerate(confidences, 1):
        builder.add(asset_id, IMAGE, [Label(name, "", confidence)])
    return TuningIndex.of(builder.build())


def test_those_nearest_to_the_threshold_come_first() -> None:
    trial = Trial(pictures(45, 30.5, 41, 55, 70, 52), DEFAULT_PAIR, PolicyPair("aws_rek:violence:0.3"))
    assert trial.to_rejected(2).nearest.tolist() == [2, 3]
    assert trial.to_rejected(9).nearest.tolist() == [2, 3, 1]
    trial.move(PolicyPair("aws_rek:violence:0.6"))
    assert trial.to_rejected(9).count == 0
    assert trial.to_approved(1).nearest.tolist() == [4]
    assert trial.to_approved(9).nearest.tolist() == [4, 6]
    trial.move(PolicyPair("aws_rek:violence:ignore"))
    assert trial.to_approved(9).nearest.tolist() == [5, 4, 6]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.floats(0, 100), min_size=2, max_size=2), min_size=1, max_size=30),
    NUMBERS,
    NUMBERS,
    st.sampled_from(Parents),
)
def test_the_nearest_are_those_a_full_sort_finds(
    confidences: list[list[float]], violence: Threshold, drugs: Threshold, parents: Parents
) -> None:
    builder = ColumnsBuilder()
    for asset_id, (first, second) in enumerate(confidences, 1):
        builder.add(asset_id, IMAGE, [Label("Violence", "", first), Label("Gambling", "", second)])
    draft = PolicyPair(f"aws_rek:violence:{violence}:gambling:{drugs}", parents=parents)
    trial = Trial(TuningIndex.of(builder.build()), DEFAULT_PAIR, draft)
    bounds = [float(percent(violence)), float(percent(drugs))]  # type: ignore[arg-type]

    def distance(asset_id: int, over: list[float]) -> float:
        pairs_ = zip(confidences[asset_id - 1], over, bounds, strict=True)
        return min(abs(confidence - bound) for confidence, least, bound in pairs_ if confidence > least)

    rejected = trial.to_rejected(100).nearest.tolist()
    approved = trial.to_approved(100).nearest.tolist()
    for told, over in ((rejected, bounds), (approved, [50.0, 50.0])):
        near = [distance(asset_id, over) for asset_id in told]
        assert near == pytest.approx(sorted(near), abs=1e-9)
    for most in (1, 2, 5):
        assert trial.to_rejected(most).nearest.tolist() == rejected[:most]
        assert trial.to_approved(most).nearest.tolist() == approved[:most]


def test_what_only_waited_for_a_person_comes_after_what_was_rejected() -> None:
    trial = Trial(pictures(10, 60, 20), PolicyPair("aws_rek|manual"), PolicyPair("aws_rek:violence:0.7"))
    side = trial.to_approved(9)
    assert (side.count, side.nearest.tolist()) == (3, [2, 1, 3])
    assert trial.to_approved(2).nearest.tolist() == [2, 1]


def test_a_category_decides_alone_until_another_rejects_too() -> None:
    builder = ColumnsBuilder()
    builder.add(1, IMAGE, [Label("Violence", "", 90.0), Label("Gambling", "", 80.0)])
    builder.add(2, IMAGE, [Label("Violence", "", 90.0)])
    builder.add(3, IMAGE, [Label("Violence", "", 90.0)], standing=Status.APPROVED)
    trial = Trial(TuningIndex.of(builder.build()), DEFAULT_PAIR, DEFAULT_PAIR)
    assert trial.categories(IMAGE, V7)["violence"] == CategoryEffect(over=3, alone=1)
    trial.move(PolicyPair("aws_rek:gambling:0.85"))
    assert trial.categories(IMAGE, V7)["violence"] == CategoryEffect(over=3, alone=2)
    trial.move(PolicyPair("aws_rek:gambling:0.85:violence:0.95"))
    assert trial.categories(IMAGE, V7)["violence"] == CategoryEffect(to_approved=2)
    assert trial.categories(IMAGE, V7)["gambling"] == CategoryEffect(to_approved=1)


def test_parents_that_only_repeat_a_category_leave_it_to_decide_alone() -> None:
    violence, graphic = Label("Violence", "", 92.0), Label("Graphic Violence", "Violence", 92.0, 2)
    weapons, gambling = Label("Weapon Violence", "Graphic Violence", 80.0, 3), Label("Gambling", "", 70.0)
    builder = ColumnsBuilder()
    for asset_id, labels in enumerate(([violence, graphic, weapons], [violence, graphic], [violence, gambling]), 1):
        builder.add(asset_id, IMAGE, labels)
    trial = Trial(TuningIndex.of(builder.build()), DEFAULT_PAIR, DEFAULT_PAIR)

    def alone() -> dict[str, int]:
        return {slug: one.alone for slug, one in trial.categories(IMAGE, V7).items() if one.alone}

    assert alone() == {"weapon_violence": 1, "graphic_violence": 1}
    trial.move(PolicyPair("aws_rek:weapon_violence:0.9"))
    assert alone() == {"graphic_violence": 2}
    trial.move(PolicyPair("aws_rek:weapon_violence:0.9:gambling:0.75"))
    assert alone() == {"graphic_violence": 2, "violence": 1}
    trial.move(PolicyPair("aws_rek:violence:ignore:weapon_violence:0.5:gambling:0.75"))
    assert alone() == {"weapon_violence": 1}


def test_a_move_costs_the_labels_between_and_no_more() -> None:
    trial = Trial(pictures(*range(101)), DEFAULT_PAIR, DEFAULT_PAIR)
    assert trial.cost(DEFAULT_PAIR) == 0
    assert trial.cost(PolicyPair("aws_rek:violence:0.51")) == 2  # once to move, once to tell what flipped
    trial.move(PolicyPair("aws_rek:violence:0.6"))
    assert trial.cost(PolicyPair("aws_rek:violence:0.61")) == 1 + 11
    assert trial.cost(PolicyPair("aws_rek:violence:0.6", parents=Parents.LEAF)) == 101


def test_a_video_of_many_labels_counts_once_in_each_category() -> None:
    builder = ColumnsBuilder()
    builder.add(1, VIDEO, [Label("Violence", "", 40.0 + time / 100, timestamp_ms=time) for time in range(0, 4000, 10)])
    index = TuningIndex.of(builder.build())
    trial = Trial(index, DEFAULT_PAIR, DEFAULT_PAIR)
    assert trial.categories(VIDEO, V7) == {"violence": CategoryEffect(over=1, alone=1)}
    assert sum(index.histograms(VIDEO, V7)["violence"]) == 1
    trial.move(PolicyPair("aws_rek", "aws_rek_video:violence:0.99"))
    assert trial.after[Status.APPROVED] == 1


def test_an_exempt_content_type_lets_its_assets_pass() -> None:
    builder = ColumnsBuilder()
    for asset_id, told in enumerate(((("Animated", 90.0),), (("Animated", 70.0),), ()), 1):
        builder.add(asset_id, IMAGE, [Label("Violence", "", 90.0)], content_types=told)
    draft = PolicyPair("aws_rek", exemptions=(Exemption("Animated"),))
    trial = Trial(TuningIndex.of(builder.build()), DEFAULT_PAIR, draft)
    assert trial.to_approved(5).nearest.tolist() == [1]
    assert trial.categories(IMAGE, V7)["violence"] == CategoryEffect(over=2, alone=2, to_approved=1)


@pytest.mark.parametrize("precise", [False, True])
def test_thousands_of_random_assets_agree_after_random_moves(precise: bool) -> None:
    chance = np.random.default_rng(7)
    names = [category for category in V7.categories if category.level == 1]
    builder = ColumnsBuilder()
    for asset_id in range(1, 3001):
        chosen = chance.choice(len(names), size=3, replace=False)
        drawn = chance.uniform(0, 100, 3)
        confidences = drawn if precise else drawn.astype(np.float32).astype(np.float64)
        labels = [Label(names[n].name, "", c) for n, c in zip(chosen, confidences.tolist(), strict=True)]
        builder.add(asset_id, IMAGE, labels)
    columns = builder.build()
    index = TuningIndex.of(columns)
    assert index.batches[0].confidence.dtype == (np.float64 if precise else np.float32)
    trial = Trial(index, DEFAULT_PAIR, DEFAULT_PAIR)
    pair = DEFAULT_PAIR
    for _ in range(60):
        slug, step = names[chance.integers(len(names))].slug, int(chance.integers(0, 101))
        pair = replace(pair, image=parse(pair.image).with_threshold(slug, Decimal(step) / 100, IMAGE).canonical())
        trial.move(pair)
        expected = evaluate(columns, pair)
        assert np.array_equal(trial.codes()[1], expected)
        assert trial.after[Status.REJECTED] == int(np.count_nonzero(expected == 2))
