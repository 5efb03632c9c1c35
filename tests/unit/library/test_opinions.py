"""Second opinions in a real library: kept apart from decisions, undone like them, and settled by a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.serving import JudgedAgain
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library import Library
from tests.unit.library.makers import explicit, fill, moderate

A, R = Status.APPROVED, Status.REJECTED
SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 900)
LATER = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def ids(library: Library) -> list[int]:
    """Forty pictures: the first twenty rejected by the policy, the others approved; Ada decided on all but the last."""
    found = fill(library, 40)
    moderate(library, {one: explicit(90 if at < 20 else 10) for at, one in enumerate(found)})
    for at, one in enumerate(found[:-1]):
        library.commands.decide([one], A if at % 4 == 0 else R, reviewer="Ada", seen=SEEN)
    return found


def rows(library: Library) -> tuple[object, ...]:
    """Where every asset stands."""
    ids = library.queries.ids(QueueFilter())
    assets = [(one.status, one.decided_by, one.second_look) for one in library.queries.assets(ids)]
    return (assets, [library.queries.history(int(one)) for one in ids])


def test_a_sample_is_drawn_kept_and_drawn_again_by_its_seed(library: Library, ids: list[int], place: Path) -> None:
    drawn = library.commands.draw_second_look(12, seed=5, reviewer="Bo")
    assert len(set(drawn.asset_ids)) == 12
    assert ids[-1] not in drawn.asset_ids, "nobody decided on it"
    assert (drawn.decided, drawn.whose, drawn.reviewer, drawn.seed) == (39, "", "Bo", 5)
    assert library.commands.draw_second_look(12, seed=5, reviewer="Cy").asset_ids == drawn.asset_ids
    assert [one.id for one in library.queries.quality.samples()] == [2, 1]
    library.close()
    with Library.open(place) as again:
        assert again.queries.quality.sample(1) == drawn


def test_a_sample_may_be_of_one_reviewer(library: Library, ids: list[int]) -> None:
    library.commands.decide([ids[0]], R, reviewer="Bo")
    library.commands.decide([ids[1]], A, reviewer="Bo")
    assert library.commands.draw_second_look(50, seed=1, whose="Bo", reviewer="Ada").decided == 2
    with pytest.raises(InvalidValue, match="Cy has decided"):
        library.commands.draw_second_look(5, seed=1, whose="Cy", reviewer="Ada")
    for size, seed in ((0, 1), (5, -1), (5, 2**63)):
        with pytest.raises(InvalidValue, match="at least one asset"):
            library.commands.draw_second_look(size, seed=seed, reviewer="Ada")


def test_an_opinion_changes_nothing_and_leaves_the_list_of_who_gave_it(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_second_look(6, seed=5, reviewer="Bo")
    before = rows(library)
    first = drawn.asset_ids[0]
    again = JudgedAgain(frozenset(drawn.asset_ids), drawn.id)
    told = library.commands.decide([first], A, reviewer="Bo", reason="Medical", seen=SEEN, again=again)
    assert told.changed == (first,)
    assert rows(library) == before
    for who, waiting in (("Bo", drawn.asset_ids[1:]), ("Cy", drawn.asset_ids)):
        wanted = QueueFilter(second_sample=drawn.id, judge=who)
        assert library.queries.ids(wanted).tolist() == list(waiting)
    said = library.queries.quality.opinions("Bo", sample=drawn.id)
    assert (said[first].status, said[first].reason) == (A, "Medical")
    assert library.queries.quality.opinions("Bo") == {}, "what was said unmarked is another matter"
    assert library.queries.quality.sample(drawn.id).answered == {"Bo": 1}


def test_a_key_pressed_twice_changes_nothing_and_another_one_counts(library: Library, ids: list[int]) -> None:
    again = JudgedAgain(frozenset(ids))
    library.commands.decide(ids[:1], A, reviewer="Ada", again=again)
    assert library.commands.decide(ids[:1], A, reviewer="Ada", again=again).batch is None
    assert library.commands.decide(ids[:1], A, reviewer="Ada", reason="Medical", again=again).changed == (ids[0],)
    library.commands.decide(ids[:1], R, reviewer="Ada", again=again)
    (said,) = library.queries.quality.opinions("Ada").values()
    assert (said.status, said.reason) == (R, "")
    library.commands.clear(ids[:1], reviewer="Ada", again=again)
    assert library.queries.quality.opinions("Ada") == {}
    assert library.commands.clear(ids[:1], reviewer="Ada", again=again).batch is None
    assert library.queries.asset(ids[0]).status is A, "the decision of before stands"


def test_undo_and_redo_take_an_opinion_like_a_decision(library: Library, ids: list[int]) -> None:
    before = rows(library)
    decision = library.queries.undo_state()
    library.commands.decide(ids[:1], R, reviewer="Ada", again=JudgedAgain(frozenset(ids)))
    state = library.queries.undo_state()
    assert (state.undo_text, decision.undo_text) == ("Reject 1 asset", "Reject 1 asset")
    assert library.commands.undo().ids == (ids[0],)
    assert library.queries.quality.opinions("Ada") == {}
    assert library.commands.redo().ids == (ids[0],)
    assert library.queries.quality.opinions("Ada")[ids[0]].status is R
    assert rows(library) == before


def test_a_batch_is_one_step_whatever_it_is_made_of(library: Library, ids: list[int]) -> None:
    before = rows(library)
    told = library.commands.decide([ids[-1], ids[0]], R, reviewer="Ada", again=JudgedAgain(frozenset(ids[:1])))
    assert set(told.changed) == {ids[-1], ids[0]}
    assert library.queries.asset(ids[-1]).status is R
    assert library.queries.asset(ids[0]).status is A, "this one was only judged again"
    assert library.queries.undo_state().undo_text == "Reject 2 assets"
    assert set(library.commands.undo().ids) == {ids[-1], ids[0]}
    assert rows(library)[0] == before[0]
    assert library.queries.quality.opinions("Ada") == {}


def test_an_asset_whose_decision_was_cleared_meanwhile_is_decided_on(library: Library, ids: list[int]) -> None:
    library.commands.clear(ids[:1], reviewer="Bo")
    library.commands.decide(ids[:1], A, reviewer="Ada", again=JudgedAgain(frozenset(ids)))
    assert library.queries.history(ids[0])[-1].to_status is A
    assert library.queries.quality.opinions("Ada") == {}


def test_a_disagreement_is_listed_until_somebody_decides_either_way(library: Library, ids: list[int]) -> None:
    again = JudgedAgain(frozenset(ids))
    library.commands.decide(ids[:3], R, reviewer="Bo", reason="Other", again=again)
    (dispute,) = library.queries.quality.disputes()
    assert (dispute.asset_id, dispute.decided, dispute.reviewer, dispute.category) == (
        ids[0],
        A,
        "Ada",
        "Explicit Nudity",
    )
    assert (dispute.opinion.status, dispute.opinion.reviewer, dispute.opinion.reason) == (R, "Bo", "Other")
    assert library.queries.ids(QueueFilter(disputed=True)).tolist() == [ids[0]]
    assert library.commands.decide([ids[0], ids[1]], A, reviewer="Cy").changed == (ids[0], ids[1])
    assert library.queries.ids(QueueFilter(disputed=True)).tolist() == []
    assert library.commands.decide([ids[0]], A, reviewer="Cy").batch is None, "settled, so nothing is left to say"
    library.commands.undo()
    assert library.queries.ids(QueueFilter(disputed=True)).tolist() == [ids[0]]
    library.commands.undo()
    assert library.queries.quality.disputes() == []


def test_what_is_due_is_own_standing_seen_old_enough_and_not_judged_again(library: Library, ids: list[int]) -> None:
    due = library.queries.quality.due
    everything = due("Ada", 1.0, LATER)
    assert set(everything) == set(ids[:-1])
    assert due("Bo", 1.0, LATER) == {}
    assert due("Ada", 1.0, datetime.now(UTC) - timedelta(hours=1)) == {}, "it would be remembered"
    assert due("Ada", 0.0, LATER) == {}
    some = due("Ada", 0.3, LATER)
    assert 2 < len(some) < 24
    assert some.items() <= everything.items()
    library.commands.decide([ids[0]], A, reviewer="Ada", again=JudgedAgain(frozenset(ids)))
    library.commands.clear([ids[1]], reviewer="Ada")
    library.commands.decide([ids[2], ids[3]], A, reviewer="Bo")
    library.commands.decide([ids[4]], R, reviewer="Ada")  # a batch: not seen
    library.commands.second_look([ids[5]], True, reviewer="Bo")  # waits for another kind of second look
    assert set(due("Ada", 1.0, LATER)) == set(ids[6:-1])
    still_due = library.queries.quality.still_due
    assert still_due("Ada", everything) == {one: everything[one] for one in ids[6:-1]}
    assert still_due("Ada", {ids[6]: everything[ids[6]]}) == {ids[6]: everything[ids[6]]}
    assert still_due("Ada", {}) == {}


def test_a_sample_that_is_not_there_is_refused(library: Library) -> None:
    with pytest.raises(InvalidValue, match="no blind second look 3"):
        library.queries.ids(QueueFilter(second_sample=3, judge="Ada"))
    with pytest.raises(InvalidValue, match="nothing to look at a second time"):
        library.commands.draw_second_look(10, seed=1, reviewer="Ada")


def test_the_queues_are_as_they_were(library: Library, ids: list[int]) -> None:
    counts = library.queries.counts()
    library.commands.decide(ids[:20], A, reviewer="Ada", again=JudgedAgain(frozenset(ids)))
    assert library.queries.counts() == counts
    assert library.queries.quality.undecided(ids).tolist() == [ids[-1]]
    assert library.queries.ids(QueueFilter(QueueName.REVIEWED)).tolist() == ids[:-1]


def test_what_was_said_is_taken_back_by_itself_and_shows_among_the_latest(library: Library, ids: list[int]) -> None:
    again = JudgedAgain(frozenset(ids))
    first = library.commands.decide(ids[:1], R, reviewer="Ada", reason="Medical", again=again)
    assert first.batch is not None
    library.commands.decide([ids[-1]], A, reviewer="Ada")
    latest, said, *_ = library.queries.recent_steps()
    assert (said.batch, said.status, said.reason, said.tile.id, said.assets) == (first.batch, R, "Medical", ids[0], 1)
    assert latest.tile.id == ids[-1]
    assert library.commands.revert(first.batch, reviewer="Ada").ids == (ids[0],)
    assert library.queries.quality.opinions("Ada") == {}
    assert library.queries.asset(ids[-1]).status is A
    assert library.commands.undo().ids == (ids[0],)
    assert library.queries.quality.opinions("Ada")[ids[0]].status is R
    library.commands.decide(ids[:1], A, reviewer="Ada", again=again)
    library.commands.revert(first.batch, reviewer="Ada")
    assert library.queries.quality.opinions("Ada")[ids[0]].status is A, "the later word stands"


deeds = st.lists(
    st.tuples(
        st.sampled_from(["opinion", "clear", "undo", "redo", "decide"]), st.integers(0, 5), st.sampled_from([A, R])
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_whatever_is_said_decisions_alone_tell_where_assets_stand(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int, Status]]
) -> None:
    """The same deeds without the opinions lead to the same decisions; undo goes over both in the order they came."""
    with Library.open(tmp_path_factory.mktemp("said") / "library", create=True) as library:
        ids = fill(library, 6)
        moderate(library, {one: explicit(90) for one in ids})
        library.commands.decide(ids, R, reviewer="Ada")
        stands: list[tuple[str, int, Status]] = []
        undone: list[tuple[str, int, Status]] = []
        for deed, at, status in done:
            if deed == "undo":
                restored = library.commands.undo()
                if stands:
                    undone.append(stands.pop())
                    assert restored.ids == (ids[undone[-1][1]],)
                else:
                    library.commands.redo()
            elif deed == "redo":
                restored = library.commands.redo()
                if undone:
                    stands.append(undone.pop())
                    assert restored.ids == (ids[stands[-1][1]],)
            else:
                again = None if deed == "decide" else JudgedAgain(frozenset([ids[at]]))
                if deed == "clear":
                    told = library.commands.clear([ids[at]], reviewer="Ada", again=again)
                else:
                    told = library.commands.decide([ids[at]], status, reviewer="Ada", again=again)
                if told.batch is not None:
                    stands.append((deed, at, status))
                    undone.clear()
        wanted = dict.fromkeys(range(6), R)
        wanted |= {at: status for deed, at, status in stands if deed == "decide"}
        assert [one.status for one in library.queries.assets(ids)] == list(wanted.values())
        said: dict[int, Status] = {}
        for deed, at, status in stands:
            if deed == "opinion":
                said[at] = status
            elif deed == "clear":
                said.pop(at, None)
        found = library.queries.quality.opinions("Ada")
        assert {ids.index(one): opinion.status for one, opinion in found.items()}.items() <= said.items()
