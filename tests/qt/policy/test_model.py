"""The policy being edited: every edit a person can make, and what the field and the tree then show."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy.model import PolicyModel

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO
V7 = taxonomy("v7")


@pytest.fixture
def model(qapp: QApplication) -> PolicyModel:
    return PolicyModel()


def count(signal: object) -> list[None]:
    heard: list[None] = []
    signal.connect(lambda: heard.append(None))  # type: ignore[attr-defined]
    return heard


def test_it_begins_with_the_default_for_pictures_in_the_newest_taxonomy(model: PolicyModel) -> None:
    assert model.text == "aws_rek"
    assert model.kind is IMAGE
    assert model.taxonomy.version == "v7"
    assert not model.draft.edited
    assert model.sound


def test_a_text_being_typed_changes_nothing_until_it_is_taken(model: PolicyModel) -> None:
    edited, remarked = count(model.edited), count(model.remarked)
    model.type_text("aws_rek:violence:0.6")
    assert model.text == "aws_rek:violence:0.6"
    assert model.draft.pair == PolicyPair()
    assert (len(edited), len(remarked)) == (0, 1)
    model.take_text()
    assert model.draft.pair.image == "aws_rek:violence:0.6"
    assert len(edited) == 1


def test_a_faulty_text_is_never_taken_and_keeps_the_policy_from_being_applied(model: PolicyModel) -> None:
    model.choose("violence", Decimal("0.6"))
    model.type_text("aws_rek:violence:")
    model.take_text()
    assert model.draft.pair.image == "aws_rek:violence:0.6"
    assert not model.sound
    assert [error.code for error in model.outcome.errors] == ["missing_part"]
    model.finish_typing()
    assert model.text == "aws_rek:violence:"


def test_finishing_writes_the_text_in_its_proper_form(model: PolicyModel) -> None:
    model.type_text(" aws_rek:Violence:.6 ")
    model.finish_typing()
    assert model.text == "aws_rek:violence:0.6"


def test_an_edit_in_the_tree_replaces_a_faulty_text_by_the_policy(model: PolicyModel) -> None:
    model.type_text("aws_rek:violence:")
    model.choose("alcohol", IGNORE)
    assert model.text == "aws_rek:alcohol:ignore"
    assert model.sound


def test_the_other_medium_keeps_its_faulty_text(model: PolicyModel) -> None:
    model.type_text("aws_rek:violence:")
    model.show_kind(VIDEO)
    assert model.text == "aws_rek_video"
    assert not model.sound
    model.show_kind(IMAGE)
    assert model.text == "aws_rek:violence:"


def test_turning_to_the_other_medium_takes_a_valid_text_along(model: PolicyModel) -> None:
    model.type_text("aws_rek:violence:0.6")
    model.show_kind(VIDEO)
    assert model.draft.pair.image == "aws_rek:violence:0.6"


def test_turning_to_what_is_shown_already_says_nothing(model: PolicyModel) -> None:
    switched = count(model.switched)
    model.show_kind(IMAGE)
    model.show_taxonomy(V7)
    assert switched == []
    model.show_taxonomy(taxonomy("v6"))
    assert len(switched) == 1


def test_ignore_remembers_each_medium_apart(model: PolicyModel) -> None:
    model.choose("violence", Decimal("0.8"))
    model.ignore("violence", True)
    model.show_kind(VIDEO)
    model.ignore("violence", True)
    model.ignore("violence", False)
    assert model.text == "aws_rek_video"
    model.show_kind(IMAGE)
    model.ignore("violence", False)
    assert model.text == "aws_rek:violence:0.8"


def test_a_string_that_came_with_ignore_is_heeded_by_inheriting(model: PolicyModel) -> None:
    model.load(PolicyPair("aws_rek:violence:0.7:weapons:ignore"))
    model.ignore("weapons", False)
    assert model.text == "aws_rek:violence:0.7"


def test_mending_raises_what_is_above(model: PolicyModel) -> None:
    model.choose("self-harm", IGNORE)
    assert model.standings["self-harm"].blocked_by == "Graphic Violence"
    model.mend("self-harm")
    assert model.standings["self-harm"].blocked_by == ""
    assert model.standings["violence"].ignored
    assert model.standings["weapons"].own == Decimal("0.5")


def test_reading_leaf_labels_blocks_nothing(model: PolicyModel) -> None:
    model.choose("self-harm", IGNORE)
    model.read_parents(Parents.LEAF)
    assert model.standings["self-harm"].blocked_by == ""
    assert model.draft.edited


def test_an_edit_that_changes_nothing_says_nothing(model: PolicyModel) -> None:
    model.choose("violence", Decimal("0.6"))
    edited = count(model.edited)
    model.choose("violence", Decimal("0.60"))
    model.reset("alcohol")
    model.read_parents(Parents.LITERAL)
    assert edited == []


def test_revert_forgets_text_and_edits(model: PolicyModel) -> None:
    model.show_applied(PolicyPair("aws_rek:alcohol:0.9"))
    model.choose("violence", Decimal("0.6"))
    model.type_text("nonsense")
    model.revert()
    assert model.text == "aws_rek:alcohol:0.9"
    assert model.sound
    assert not model.draft.edited


Edit = Callable[[PolicyModel], None]
slugs = st.sampled_from([category.slug for category in V7.categories])
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda s, t: lambda m: m.choose(s, t), slugs, st.decimals("0", "1", places=2)),
    st.builds(lambda s, on: lambda m: m.ignore(s, on), slugs, st.booleans()),
    st.builds(lambda s: lambda m: m.reset(s), slugs),
    st.builds(lambda t: lambda m: m.type_text(t), st.sampled_from(["aws_rek", "aws_rek:", "x", "aws_rek:alcohol:0.3"])),
    st.builds(lambda k: lambda m: m.show_kind(k), st.sampled_from(list(MediaKind))),
    st.just(lambda m: m.finish_typing()),
    st.just(lambda m: m.revert()),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(edits, max_size=12))
def test_whatever_is_edited_the_policy_is_valid_and_the_tree_agrees_with_it(made: list[Edit]) -> None:
    model = PolicyModel()
    for edit in made:
        edit(model)
        model.draft.pair.check()
        effective = model.draft.pair.for_kind(model.kind).effective(V7)
        assert {slug: standing.effective for slug, standing in model.standings.items()} == dict(effective)
        if model.outcome.valid:
            model.take_text()
            assert model.outcome.require().thresholds == model.draft.string(model.kind).thresholds
