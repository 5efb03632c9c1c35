"""Which pictures are veiled: a stronger profile never shows more, and the tile never shows more than the pane."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.ui.wellness import HEAVY, LIKELY_ENOUGH, Profile, asset_is_veiled, is_heavy, is_veiled, tile_is_veiled
from tests.fakes.shelf import asset, tile

NAMES = sorted({category.name for version in VERSIONS for category in taxonomy(version).categories})
categories = st.sampled_from(["", *NAMES])
confidences = st.none() | st.floats(0, 100)
statuses = st.sampled_from(Status)


@given(categories, confidences, statuses)
def test_a_stronger_profile_veils_whatever_a_weaker_one_does(category, confidence, status: Status):
    veiled = [is_veiled(category, confidence, status, profile) for profile in Profile]
    assert veiled == sorted(veiled)
    assert not veiled[0]


@given(categories, st.floats(0, 100), st.floats(0, 100), statuses, st.sampled_from(Profile))
def test_a_higher_confidence_never_unveils(category, one: float, other: float, status: Status, profile: Profile):
    low, high = sorted((one, other))
    assert is_veiled(category, low, status, profile) <= is_veiled(category, high, status, profile)


@given(categories, confidences, st.sampled_from([Status.PENDING, Status.QUEUED, Status.NOT_MODERATED, Status.ABORTED]))
def test_what_nobody_analysed_is_veiled_by_the_usual_profile(category, confidence, status: Status):
    assert is_veiled(category, confidence, status, Profile.STANDARD)


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
        assert asset_is_veiled(shown, None, profile)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.floats(0, 100)), max_size=6), statuses, st.sampled_from(Profile))
def test_one_more_label_never_unveils_a_picture_unless_it_says_what_the_violence_is(seen, status: Status, profile):
    def veiled(pairs) -> bool:
        labels = tuple(Label(name, "", confidence) for name, confidence in pairs)
        detection = replace(asset().detections[0], labels=labels)
        return asset_is_veiled(asset(status=status, detections=(detection,)), None, profile)

    named = [pair for pair in seen if pair[0] != "Violence"]
    for count in range(1, len(named)):
        assert veiled(named[:count]) <= veiled(named[: count + 1])
