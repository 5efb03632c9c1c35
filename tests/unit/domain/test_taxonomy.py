"""The two taxonomies, and the way from one to the other."""

from __future__ import annotations

import pytest

from rekreview.domain.taxonomy import (
    VERSIONS,
    Category,
    counterparts,
    for_model_version,
    known_anywhere,
    other,
    predecessors,
    slug_of,
    successors,
    taxonomy,
)

V6 = taxonomy("v6")
V7 = taxonomy("v7")


def slugs(categories: tuple[Category, ...]) -> list[str]:
    return [category.slug for category in categories]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Drugs & Tobacco", "drugs_&_tobacco"),
        ("Self-Harm", "self-harm"),
        ("Non-Explicit Nudity of Intimate parts and Kissing", "non-explicit_nudity_of_intimate_parts_and_kissing"),
        ("Illustrated Nudity Or Sexual Activity", "illustrated_nudity_or_sexual_activity"),
    ],
)
def test_a_slug_has_small_letters_and_underscores_and_keeps_every_other_character(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_the_versions_have_their_published_size() -> None:
    assert len(V7.categories) == 52
    assert len({category.slug for category in V7.categories}) == 52
    assert [sum(category.level == level for category in V7.categories) for level in (1, 2, 3)] == [10, 20, 22]
    assert len(V6.categories) == 45
    assert max(category.level for category in V6.categories) == 2


def test_a_taxonomy_is_read_once() -> None:
    assert taxonomy("v7") is V7


@pytest.mark.parametrize("version", VERSIONS)
def test_every_category_stands_after_its_parent(version: str) -> None:
    seen: set[str | None] = {None}
    for category in taxonomy(version).categories:  # type: ignore[arg-type]
        assert category.parent in seen
        seen.add(category.slug)


def test_one_name_may_stand_on_different_levels_in_the_two_versions() -> None:
    assert V6.get("explicit_nudity") == Category("Explicit Nudity", "explicit_nudity", None, 1)
    assert V7.get("explicit_nudity") == Category("Explicit Nudity", "explicit_nudity", "explicit", 2)


def test_ancestors_come_nearest_first() -> None:
    assert slugs(V7.ancestors("blood_&_gore")) == ["graphic_violence", "violence"]
    assert V7.ancestors("violence") == ()
    assert V7.ancestors("no_such_category") == ()


def test_descendants_reach_every_depth() -> None:
    assert slugs(V7.descendants("drugs_&_tobacco")) == [
        "products",
        "pills",
        "drugs_&_tobacco_paraphernalia_&_use",
        "smoking",
    ]
    assert V7.descendants("smoking") == ()
    assert V7.descendants("no_such_category") == ()


def test_children_are_only_the_next_level() -> None:
    assert slugs(V7.children("violence")) == ["weapons", "graphic_violence"]
    assert len(V7.children(None)) == 10
    assert slugs(V6.children(None)) == [
        "explicit_nudity",
        "suggestive",
        "violence",
        "visually_disturbing",
        "rude_gestures",
        "drugs",
        "tobacco",
        "alcohol",
        "gambling",
        "hate_symbols",
    ]


def test_gambling_names_two_nodes_of_version_6() -> None:
    top = V6.find("Gambling", "")
    child = V6.find("Gambling", "Gambling")
    assert (top, child) == (Category("Gambling", "gambling", None, 1), Category("Gambling", "gambling", "gambling", 2))
    assert V6.get("gambling") == top
    assert child is not None
    assert V6.above(child) == (top,)
    assert V6.descendants("gambling") == (child,)
    assert V7.find("Gambling", "Gambling") is None


def test_a_label_is_found_by_name_and_parent() -> None:
    found = V7.find("Blood & Gore", "Graphic Violence")
    assert found is not None
    assert found.slug == "blood_&_gore"
    assert V7.find("Blood & Gore", "") == found, "an answer that tells no parent is still understood"
    assert V7.find("Blood & Gore", "Explicit") is None
    assert V7.find("FEMALE swimwear or Underwear", "Swimwear or underwear") is not None
    assert V7.find("Female Swimwear Or Underwear", "Suggestive") is None
    assert V6.find("Female Swimwear Or Underwear", "Suggestive") is not None


@pytest.mark.parametrize(
    ("model_version", "version"),
    [
        ("5.0", "v6"),
        ("6.1", "v6"),
        ("6", "v6"),
        ("7.0", "v7"),
        ("7.1", "v7"),
        ("8.0", "v7"),
        ("60.1", "v7"),
        ("4.0", "v7"),
        ("", "v7"),
        (None, "v7"),
        ("on-device-1", "v7"),
    ],
)
def test_the_model_version_tells_the_taxonomy(model_version: str | None, version: str) -> None:
    assert for_model_version(model_version).version == version


def test_the_way_from_version_6_to_version_7_and_back() -> None:
    assert slugs(successors("suggestive")) == [
        "non-explicit_nudity_of_intimate_parts_and_kissing",
        "swimwear_or_underwear",
    ]
    assert slugs(successors("revealing_clothes")) == ["non-explicit_nudity", "obstructed_intimate_parts"]
    assert slugs(successors("self_injury")) == ["self-harm"]
    assert slugs(successors("gambling")) == ["gambling"]
    assert successors("blood_&_gore") == ()
    assert slugs(predecessors("drugs_&_tobacco")) == ["drugs", "tobacco"]
    assert slugs(predecessors("corpses")) == ["corpses", "hanging"]
    assert slugs(counterparts("hanging", V7)) == ["corpses"]
    assert slugs(counterparts("self-harm", V6)) == ["self_injury"]


def test_every_category_of_version_6_has_a_successor() -> None:
    assert [category.slug for category in V6.categories if not successors(category.slug)] == []


def test_the_versions_know_each_other() -> None:
    assert other(V6) is V7
    assert other(V7) is V6
    assert "suggestive" in V6
    assert "suggestive" not in V7
    assert known_anywhere("suggestive")
    assert not known_anywhere("female_underwear")
    assert repr(V6) == "Taxonomy(v6)"
