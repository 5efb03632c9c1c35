from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import DEFAULT_PAIR, Parents, PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy.draft import Draft, heeded

V6, V7 = taxonomy("v6"), taxonomy("v7")
IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def draft(image: str = "aws_rek", video: str = "aws_rek_video") -> Draft:
    return Draft(DEFAULT_PAIR, PolicyPair(image, video))


def test_a_draft_like_the_applied_policy_is_not_edited() -> None:
    assert not draft().edited
    assert draft("aws_rek:violence:0.6").edited


def test_a_threshold_changes_the_string_of_its_medium_only() -> None:
    changed = draft().with_threshold(VIDEO, "violence", Decimal("0.7"))
    assert changed.pair == PolicyPair("aws_rek", "aws_rek_video:violence:0.7")
    assert changed.differs(VIDEO)
    assert not changed.differs(IMAGE)


def test_the_names_that_were_typed_are_the_names_written_back() -> None:
    typed = draft("aws_rek:female_underwear:0.75:violence:0.6")
    changed = typed.with_threshold(IMAGE, "female_swimwear_or_underwear", Decimal("0.8"))
    assert changed.pair.image == "aws_rek:female_underwear:0.8:violence:0.6"


def test_taking_a_threshold_out_leaves_the_others_in_place() -> None:
    changed = draft("aws_rek:weapons:0.2:violence:0.6:alcohol:ignore").with_threshold(IMAGE, "violence", None)
    assert changed.pair.image == "aws_rek:weapons:0.2:alcohol:ignore"


def test_manual_and_other_moderations_are_carried_along() -> None:
    changed = draft("duplicate:0.8|aws_rek:violence:0.6|manual").with_threshold(IMAGE, "violence", IGNORE)
    assert changed.pair.image == "duplicate:0.8|aws_rek:violence:ignore|manual"


@pytest.mark.parametrize(("kind", "first"), [(IMAGE, "aws_rek"), (VIDEO, "aws_rek_video")])
def test_a_threshold_in_a_string_without_a_machine_brings_the_machine_of_its_medium(
    kind: MediaKind, first: str
) -> None:
    changed = draft("manual", "manual").with_threshold(kind, "violence", Decimal("0.6"))
    assert changed.pair.string_for(kind) == f"{first}:violence:0.6|manual"


@pytest.mark.parametrize("kind", [IMAGE, VIDEO])
def test_inheriting_again_in_a_string_without_a_machine_brings_none(kind: MediaKind) -> None:
    assert draft("manual", "manual").with_threshold(kind, "violence", None).pair.string_for(kind) == "manual"


def test_mending_lets_an_override_count_and_keeps_its_neighbours() -> None:
    blocked = draft("aws_rek:revealing_clothes:ignore")
    mended = blocked.with_mend(IMAGE, "revealing_clothes", V6)
    policy = mended.pair.for_kind(IMAGE)
    before = blocked.pair.for_kind(IMAGE).effective(V6)
    after = policy.effective(V6)
    changed = {slug for slug in after if after[slug] != before[slug]}
    assert after["suggestive"] is IGNORE
    assert changed == {"suggestive"}
    assert mended.pair.image.startswith("aws_rek:revealing_clothes:ignore:suggestive:ignore")


def test_a_draft_without_edits_follows_the_applied_policy_and_edits_stay() -> None:
    strict = PolicyPair("aws_rek:violence:0.3")
    assert draft().rebased(strict).pair == strict
    edited = draft("aws_rek:violence:0.6").rebased(strict)
    assert edited.pair.image == "aws_rek:violence:0.6"
    assert edited.applied == strict


def test_the_reading_of_parents_is_no_part_of_the_strings() -> None:
    leaf = draft("aws_rek:violence:0.6").with_parents(Parents.LEAF)
    assert leaf.pair == PolicyPair("aws_rek:violence:0.6", "aws_rek_video", Parents.LEAF)


@pytest.mark.parametrize(
    ("inherited", "before", "wanted"),
    [
        (Decimal("0.5"), None, None),
        (Decimal("0.5"), Decimal("0.8"), Decimal("0.8")),
        (Decimal("0.5"), IGNORE, None),
        (IGNORE, None, Decimal("0.5")),
        (IGNORE, Decimal("0.2"), Decimal("0.2")),
    ],
)
def test_a_category_heeded_again_is_heeded_as_it_was(inherited: object, before: object, wanted: object) -> None:
    assert heeded(inherited, before) == wanted  # type: ignore[arg-type]


thresholds = st.one_of(st.just(IGNORE), st.decimals("0", "1", places=2))
slugs = st.sampled_from(sorted({category.slug for category in V7.categories}))


@given(st.lists(st.tuples(slugs, thresholds), max_size=8))
def test_every_edit_leaves_a_valid_string_that_says_what_was_chosen(edits: list[tuple[str, object]]) -> None:
    edited = draft()
    for slug, threshold in edits:
        edited = edited.with_threshold(IMAGE, slug, threshold)  # type: ignore[arg-type]
    edited.pair.check()
    assert edited.pair.for_kind(IMAGE).overrides == dict(edits)
