from __future__ import annotations

import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import check
from rekreview.domain.policy import DEFAULT_PAIR, decide
from rekreview.domain.shipped_presets import ShippedPreset, shipped_presets
from rekreview.domain.taxonomy import taxonomy

V7 = taxonomy("v7")
NAMES = ["cloudinary-default", "strict", "lenient", "children", "dating", "marketplace"]
BY_NAME = {preset.name: preset for preset in shipped_presets()}


def seen(*names: str, confidence: float = 92.0) -> list[Label]:
    """An answer as the service gives it: each category with everything it stands under."""
    found = []
    for name in names:
        category = V7.find(name)
        assert category is not None, name
        for node in (category, *V7.above(category)):
            above = V7.above(node)
            found.append(Label(node.name, above[0].name if above else "", confidence))
    return found


def status(preset: str, *names: str, confidence: float = 92.0) -> str:
    policy = BY_NAME[preset].pair.for_kind(MediaKind.IMAGE)
    return decide(seen(*names, confidence=confidence), policy, V7).status.value


def test_they_come_in_this_order() -> None:
    assert [preset.name for preset in shipped_presets()] == NAMES


@pytest.mark.parametrize("preset", shipped_presets(), ids=NAMES)
@pytest.mark.parametrize("kind", list(MediaKind))
def test_every_string_is_in_its_proper_form_and_all_of_it_takes_effect(preset: ShippedPreset, kind: MediaKind) -> None:
    text = preset.pair.string_for(kind)
    outcome = check(text, kind)
    assert outcome.warnings == ()
    assert outcome.require().canonical() == text


@pytest.mark.parametrize("preset", shipped_presets(), ids=NAMES)
def test_every_preset_says_what_it_is_for(preset: ShippedPreset) -> None:
    assert preset.title
    assert len(preset.explanation) > 60
    assert preset.explanation.endswith(".")


@pytest.mark.parametrize("preset", shipped_presets(), ids=NAMES)
def test_videos_are_never_judged_more_strictly_than_pictures(preset: ShippedPreset) -> None:
    pictures = preset.pair.for_kind(MediaKind.IMAGE).effective(V7)
    videos = preset.pair.for_kind(MediaKind.VIDEO).effective(V7)
    numbers = {slug: (pictures[slug], videos[slug]) for slug in pictures if str(pictures[slug]) != "ignore"}
    assert all(str(video) == "ignore" or video >= picture for picture, video in numbers.values())
    assert all(str(videos[slug]) == "ignore" for slug in pictures if slug not in numbers)


def test_the_default_is_the_default() -> None:
    assert BY_NAME["cloudinary-default"].pair == DEFAULT_PAIR


def test_a_dating_profile_may_show_swimwear_bare_chests_and_kisses_but_no_exposure() -> None:
    assert status("dating", "Male Swimwear or Underwear", "Exposed Male Nipple", "Kissing on the Lips") == "approved"
    assert status("dating", "Alcoholic Beverages") == "approved"
    assert status("dating", "Partially Exposed Female Breast") == "rejected"
    assert status("dating", "Exposed Female Nipple") == "rejected"


def test_a_marketplace_sells_underwear_and_wine_but_no_weapons() -> None:
    assert status("marketplace", "Female Swimwear or Underwear", "Alcoholic Beverages") == "approved"
    assert status("marketplace", "Weapons", confidence=40.0) == "rejected"
    assert status("marketplace", "Bare Back", confidence=70.0) == "approved"


def test_a_place_for_children_rejects_at_the_first_suspicion() -> None:
    assert status("children", "Self-Harm", confidence=21.0) == "rejected"
    assert status("children", "Explicit", confidence=21.0) == "rejected"
    assert status("children", "Male Swimwear or Underwear", confidence=49.0) == "approved"


def test_lenient_passes_all_but_what_is_grave_and_nearly_sure() -> None:
    assert status("lenient", "Weapons", "Smoking", "Middle Finger", confidence=99.0) == "approved"
    assert status("lenient", "Blood & Gore", confidence=89.0) == "approved"
    assert status("lenient", "Blood & Gore", confidence=91.0) == "rejected"


@pytest.mark.parametrize("category", [c for c in V7.categories if c.level == 1], ids=lambda c: c.slug)
def test_strict_rejects_in_every_category(category: object) -> None:
    assert status("strict", category.name, confidence=31.0) == "rejected"  # type: ignore[attr-defined]
    assert status("strict", category.name, confidence=30.0) == "approved"  # type: ignore[attr-defined]
