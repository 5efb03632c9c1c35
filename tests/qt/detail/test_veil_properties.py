"""Which pictures are veiled: a stronger profile never shows more, and the tile never shows more than the pane."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.heaviness import HEAVY, LIKELY_ENOUGH, makes_heavy
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import VERSIONS, slug_of, taxonomy
from rekreview.library import Library
from rekreview.ui.wellness import Profile, asset_is_veiled, tile_is_veiled
from tests.fakes.shelf import asset, tile
from tests.unit.library.makers import add, detection, file, moderate

NAMES = sorted({category.name for version in VERSIONS for category in taxonomy(version).categories})


def is_heavy(name: str) -> bool:
    """Whether a label of this category alone is heavy."""
    return makes_heavy([slug_of(name)])


categories = st.sampled_from(["", *NAMES])
confidences = st.none() | st.floats(0, 100)
statuses = st.sampled_from(Status)


@given(categories, confidences, statuses)
def test_a_stronger_profile_veils_whatever_a_weaker_one_does(category, confidence, status: Status):
    seen = tile(1, category=category, confidence=confidence, status=status)
    veiled = [tile_is_veiled(seen, profile) for profile in Profile]
    assert veiled == sorted(veiled)
    assert not veiled[0]


@given(categories, st.floats(0, 100), st.floats(0, 100), statuses, st.sampled_from(Profile))
def test_a_higher_confidence_never_unveils(category, one: float, other: float, status: Status, profile: Profile):
    low, high = sorted((one, other))
    weak, strong = (tile(1, category=category, confidence=at, status=status) for at in (low, high))
    assert tile_is_veiled(weak, profile) <= tile_is_veiled(strong, profile)


@given(categories, confidences, st.sampled_from([Status.PENDING, Status.QUEUED, Status.NOT_MODERATED, Status.ABORTED]))
def test_what_nobody_analysed_is_veiled_by_the_usual_profile(category, confidence, status: Status):
    assert tile_is_veiled(tile(1, category=category, confidence=confidence, status=status), Profile.STANDARD)


@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_lies_below_a_heavy_category_is_heavy(version: str):
    tree = taxonomy(version)
    for category in tree.categories:
        if any(above.slug in HEAVY for above in tree.above(category)):
            assert is_heavy(category.name), category.name


@given(st.sampled_from(sorted(filter(is_heavy, NAMES))), st.floats(LIKELY_ENOUGH, 100), statuses)
def test_a_likely_heavy_label_is_veiled_wherever_it_shows(name: str, confidence: float, status: Status):
    """In the grid, and large: nobody is surprised by what the tile hid."""
    if name == "Violence":
        return
    detection = replace(asset().detections[0], labels=(Label(name, "", confidence),))
    shown = asset(status=status, detections=(detection,))
    for profile in (Profile.LIGHT, Profile.STANDARD, Profile.STRONG):
        assert tile_is_veiled(tile(1, category=name, confidence=confidence, status=status), profile)
        assert asset_is_veiled(shown, profile)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.floats(0, 100)), max_size=6), statuses, st.sampled_from(Profile))
def test_one_more_label_never_unveils_a_picture_unless_it_says_what_the_violence_is(seen, status: Status, profile):
    def veiled(pairs) -> bool:
        labels = tuple(Label(name, "", confidence) for name, confidence in pairs)
        detection = replace(asset().detections[0], labels=labels)
        return asset_is_veiled(asset(status=status, detections=(detection,)), profile)

    named = [pair for pair in seen if pair[0] != "Violence"]
    for count in range(1, len(named)):
        assert veiled(named[:count]) <= veiled(named[: count + 1])


KNOWN = [category for category in taxonomy("v7").categories if category.level < 3 or is_heavy(category.name)]
PARENTS = {one.slug: one.name for one in taxonomy("v7").categories}
NEW = [("Zebra", ""), ("Something New", "Explicit"), ("Newest", "Something New"), ("Cider", "Alcohol")]
labels = st.lists(
    st.builds(
        lambda one, confidence: (*one, confidence),
        st.sampled_from([*((one.name, PARENTS.get(one.parent or "", "")) for one in KNOWN), *NEW]),
        st.sampled_from([0.5, 8.0, 20.0, 29.9, 30.0, 55.0, 97.0]),
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)
missed = st.sampled_from(["", "", "explicit", "violence", "weapons"])
WEAPON_AND_WOUND = [("Weapons", "Violence", 99.0), ("Blood & Gore", "Graphic Violence", 97.0), ("Violence", "", 99.0)]
STRICT = "aws_rek:explicit:0.05"
HIDDEN_BEHIND_WINE = [("Explicit", "", 29.9), ("Alcohol", "", 97.0)]


@given(
    st.lists(st.tuples(labels, st.sampled_from([None, *Status][:4]), st.booleans(), missed), min_size=1, max_size=12),
    st.sampled_from(["aws_rek", "aws_rek:explicit:0.9", "aws_rek:explicit:0.05:violence:0.1", "aws_rek|manual"]),
)
@example(
    [(WEAPON_AND_WOUND, None, False, ""), (HIDDEN_BEHIND_WINE, None, False, ""), ([], Status.REJECTED, False, "")],
    "aws_rek",
)
@example([(HIDDEN_BEHIND_WINE, None, False, ""), (HIDDEN_BEHIND_WINE, Status.APPROVED, False, "")], STRICT)
@example([([], None, False, "explicit"), ([(*NEW[0], 97.0)], Status.APPROVED, True, "")], STRICT)
@settings(max_examples=12, deadline=None)
def test_a_tile_shows_exactly_what_the_pane_shows_whatever_the_labels(told, policy: str):
    """Of a real library, with several labels each, under several policies, decided by persons or not, or unchecked."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library", create=True) as library:
        library.commands.apply_policy(PolicyPair(image=policy), name="Mine")
        kinds = [MediaKind.VIDEO if video else MediaKind.IMAGE for _, _, video, _ in told]
        ids = add(library, *(file(f"{at}.x", kind=kind) for at, kind in enumerate(kinds)))
        answers = [detection(*seen, engine=EngineName.REKOGNITION, version="7.0") for seen, _, _, _ in told]
        moderate(library, {one: answer for one, answer in zip(ids, answers, strict=True) if answer.labels})
        for one, (_, decided, _, missing) in zip(ids, told, strict=True):
            if missing:
                library.commands.mark(one, missing, MarkWord.MISSING, reviewer="Ada")
            if decided in (Status.APPROVED, Status.REJECTED):
                library.commands.decide([one], decided, reviewer="Ada")
        for tile_, asset_ in zip(library.queries.tiles(ids), library.queries.assets(ids), strict=True):
            for profile in Profile:
                assert tile_is_veiled(tile_, profile) is asset_is_veiled(asset_, profile), (tile_, profile)
            verdict = library.queries.policy().pair.verdict_on(library.queries.asset(tile_.id))
            reasons = [one.name for one in verdict.offending] if verdict else []
            strong = [one.name for view in asset_.detections for one in view.labels if one.confidence >= LIKELY_ENOUGH]
            if any(is_heavy(name) and name != "Violence" for name in reasons + strong):
                assert tile_is_veiled(tile_, Profile.LIGHT), (tile_, reasons, strong)
            if any(one.word is MarkWord.MISSING and is_heavy(one.name) for one in library.queries.marks(tile_.id)):
                assert tile_is_veiled(tile_, Profile.LIGHT)
            if not asset_.detections:
                assert tile_is_veiled(tile_, Profile.STANDARD)
