"""Label marks: what a person says of single labels, kept and taken back like decisions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound, InvalidValue
from rekreview.domain.marks import MarkWord
from rekreview.library import Library
from tests.unit.library.makers import detection, explicit, fill, moderate, statuses

ME = "Ada"


def words(library: Library, asset_id: int) -> dict[str, str]:
    """The words that stand on an asset, by category."""
    return {one.category: one.word.value for one in library.queries.marks(asset_id)}


@pytest.fixture
def asset(library: Library) -> int:
    """A picture with Explicit and Explicit Nudity at 70."""
    (one,) = fill(library, 1)
    moderate(library, {one: explicit(70)})
    return one


def test_a_mark_stands_with_who_said_it_and_moves_no_verdict(library: Library, asset: int) -> None:
    before = statuses(library, [asset])
    done = library.commands.mark(asset, "explicit_nudity", MarkWord.WRONG, reviewer=ME)
    assert (done.changed, done.unchanged) == ((asset,), ())
    (mark,) = library.queries.marks(asset)
    assert (mark.asset_id, mark.category, mark.name, mark.version) == (
        asset,
        "explicit_nudity",
        "Explicit Nudity",
        "v7",
    )
    assert (mark.word, mark.reviewer, mark.at.tzinfo is not None) == (MarkWord.WRONG, ME, True)
    assert statuses(library, [asset]) == before
    assert library.queries.history(asset) == []


def test_a_mark_sets_and_never_toggles(library: Library, asset: int) -> None:
    first = library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    again = library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer="Bo")
    assert (again.batch, again.changed, again.unchanged) == (None, (), (asset,))
    assert words(library, asset) == {"explicit": "right"}
    assert library.queries.undo_state().undo is not None
    assert library.queries.undo_state().undo.batch == first.batch


def test_a_later_word_replaces_the_earlier_one_and_none_takes_it_away(library: Library, asset: int) -> None:
    library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    library.commands.mark(asset, "explicit", MarkWord.WRONG, reviewer=ME)
    assert words(library, asset) == {"explicit": "wrong"}
    library.commands.mark(asset, "explicit", None, reviewer=ME)
    assert words(library, asset) == {}
    assert library.commands.mark(asset, "explicit", None, reviewer=ME).batch is None


def test_a_category_no_label_ever_named_can_be_missing(library: Library, asset: int) -> None:
    library.commands.mark(asset, "hate_symbols", MarkWord.MISSING, reviewer=ME)
    library.commands.mark(asset, "nazi_party", MarkWord.MISSING, reviewer=ME)
    assert words(library, asset) == {"hate_symbols": "missing", "nazi_party": "missing"}
    assert [one.version for one in library.queries.marks(asset)] == ["v7", "v7"]


def test_a_mark_speaks_the_taxonomy_of_the_assets_own_answer(library: Library) -> None:
    (old,) = fill(library, 1)
    moderate(library, {old: detection(("Violence", "", 80.0), version="6.1")})
    library.commands.mark(old, "violence", MarkWord.RIGHT, reviewer=ME)
    library.commands.mark(old, "drugs_&_tobacco_paraphernalia_&_use", MarkWord.MISSING, reviewer=ME)
    assert [one.version for one in library.queries.marks(old)] == ["v6", "v7"]


def test_a_label_the_taxonomy_does_not_know_can_be_marked(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: detection(("Dragons", "", 80.0))})
    library.commands.mark(one, "dragons", MarkWord.WRONG, reviewer=ME)
    assert words(library, one) == {"dragons": "wrong"}


def test_what_nobody_knows_is_refused_and_nothing_is_kept(library: Library, asset: int) -> None:
    with pytest.raises(InvalidValue, match="no category called “unicorns”"):
        library.commands.mark(asset, "unicorns", MarkWord.WRONG, reviewer=ME)
    with pytest.raises(AssetNotFound, match="Nothing was marked"):
        library.commands.mark(asset + 1, "explicit", MarkWord.WRONG, reviewer=ME)
    assert not library.queries.undo_state().can_undo


def test_listeners_hear_which_asset_was_marked(library: Library, asset: int, heard: list[ChangeSet]) -> None:
    heard.clear()
    library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    library.commands.undo()
    assert heard == [ChangeSet(changed=(asset,), history=True)] * 2


def test_undo_goes_back_over_marks_and_decisions_in_their_order(library: Library, asset: int) -> None:
    library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    library.commands.decide([asset], Status.APPROVED, reviewer=ME)
    library.commands.mark(asset, "explicit", MarkWord.WRONG, reviewer=ME)
    assert library.queries.undo_state().undo_text == "Mark a label of 1 asset"
    assert library.commands.undo().ids == (asset,)
    assert words(library, asset) == {"explicit": "right"}
    assert statuses(library, [asset]) == ["approved"]
    library.commands.undo()
    assert statuses(library, [asset]) == ["rejected"]
    library.commands.undo()
    assert words(library, asset) == {}
    for _ in range(3):
        library.commands.redo()
    assert (words(library, asset), statuses(library, [asset])) == ({"explicit": "wrong"}, ["approved"])


WORDS = st.sampled_from([*MarkWord, None])
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), st.sampled_from(["explicit", "weapons"]), WORDS),
        st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_any_walk_over_marks_ends_where_a_plain_list_of_states_does(
    library: Library, heard: list[ChangeSet], moves: list[tuple[str, str, MarkWord | None]]
) -> None:
    (asset,) = fill(library, 1)
    for one in library.queries.marks(asset):
        library.commands.mark(asset, one.category, None, reviewer=ME)
    states: list[dict[str, str]] = [{}]
    at = 0
    for kind, category, word in moves:
        if kind == "mark":
            library.commands.mark(asset, category, word, reviewer=ME)
            after = {key: value for key, value in states[at].items() if key != category}
            after |= {category: word.value} if word else {}
            if after != states[at]:
                states[at + 1 :] = [after]
                at += 1
        elif kind == "undo" and at:
            library.commands.undo()
            at -= 1
        elif kind == "redo" and at + 1 < len(states):
            library.commands.redo()
            at += 1
        assert words(library, asset) == states[at]


def test_marks_survive_a_restart(library: Library, asset: int, place: object) -> None:
    library.commands.mark(asset, "explicit", MarkWord.RIGHT, reviewer=ME)
    library.close()
    with Library.open(place) as again:  # type: ignore[arg-type]
        assert words(again, asset) == {"explicit": "right"}
        again.commands.undo()
        assert words(again, asset) == {}
