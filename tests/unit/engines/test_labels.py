"""Labels carry the exact names of the taxonomy and their whole chain of parents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.errors import Unusable
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import taxonomy
from rekreview.engines.on_device import manifest
from rekreview.engines.on_device.labels import FLOOR, category_of, confidences, covered, picture_labels

V7 = taxonomy("v7")
GROUPS = [(g.name, g.parent) for one in manifest.shipped() for g in one.groups if g.enabled]


def test_parents_take_the_highest_of_their_children():
    found = confidences(V7, [("Graphic Violence", "Violence", 40.0), ("Weapons", "Violence", 70.5)])
    assert found == {"graphic_violence": 40.0, "weapons": 70.5, "violence": 70.5}


def test_a_label_of_the_third_level_brings_both_its_parents():
    found = confidences(V7, [("Pills", "Products", 88.25)])
    assert found == dict.fromkeys(("pills", "products", "drugs_&_tobacco"), 88.25)


def test_the_floor_keeps_one_and_drops_less():
    assert confidences(V7, [("Gambling", "", 1.0)]) == {"gambling": 1.0}
    assert confidences(V7, [("Gambling", "", 0.9999)]) == {}


def test_two_models_with_one_label_give_the_higher():
    assert confidences(V7, [("Explicit", "", 12.0), ("Explicit", "", 30.0)]) == {"explicit": 30.0}


def test_labels_come_in_the_order_of_the_taxonomy_after_their_parents():
    found = confidences(V7, [("Pills", "Products", 9.0), ("Explicit", "", 3.0)])
    assert picture_labels(V7, found) == (
        Label("Explicit", "", 3.0, 1),
        Label("Drugs & Tobacco", "", 9.0, 1),
        Label("Products", "Drugs & Tobacco", 9.0, 2),
        Label("Pills", "Products", 9.0, 3),
    )


def test_eight_categories_directly_and_thirteen_with_parents():
    assert len(GROUPS) == 8
    slugs = covered(V7, manifest.shipped())
    assert slugs == {
        "explicit", "graphic_violence", "violence", "weapons", "alcoholic_beverages", "alcohol", "gambling", "pills",
        "products", "drugs_&_tobacco", "female_swimwear_or_underwear", "male_swimwear_or_underwear",
        "swimwear_or_underwear",
    }  # fmt: skip
    assert len(slugs) == 13
    assert len(V7.categories) == 52


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("Weapon", "Violence"),
        ("weapons", "Violence"),
        ("Weapons", ""),
        ("Weapons", "Explicit"),
        ("Explicit", "Violence"),
        ("Explicit Nudity", ""),
        ("", ""),
    ],
)
def test_a_label_that_is_not_in_the_taxonomy_is_refused(name, parent):
    with pytest.raises(Unusable, match="does not have"):
        category_of(V7, name, parent)


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.floats(0, 100)), max_size=20))
def test_no_child_is_ever_above_its_parent(shown):
    found = confidences(V7, [(name, parent, value) for (name, parent), value in shown])
    for slug, confidence in found.items():
        assert confidence >= FLOOR
        for above in V7.ancestors(slug):
            assert found[above.slug] >= confidence


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.floats(0, 100)), max_size=8), st.randoms())
def test_the_order_of_the_models_does_not_matter(shown, random):
    entries = [(name, parent, value) for (name, parent), value in shown]
    shuffled = random.sample(entries, len(entries))
    assert picture_labels(V7, confidences(V7, entries)) == picture_labels(V7, confidences(V7, shuffled))
