"""Samples drawn of a real library: stored, repeatable, judged by decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.lottery import Layer
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from tests.unit.library.makers import detection, explicit, fill, moderate

ME = "Ada"


@pytest.fixture
def ids(library: Library) -> list[int]:
    """Sixty pictures: ten rejected, ten near, ten far, thirty without a label."""
    ids = fill(library, 60)
    scores = [*range(60, 70), *range(40, 50), *range(10, 20)]
    answers = {one: explicit(score) for one, score in zip(ids, scores, strict=False)}
    moderate(library, {**answers, **{one: detection() for one in ids[30:]}})
    return ids


def test_a_sample_is_drawn_in_strata_and_kept(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_lottery(24, seed=7, reviewer=ME)
    assert library.queries.lottery(drawn.id) == drawn
    assert library.queries.lotteries() == [drawn]
    assert (drawn.seed, drawn.policy, drawn.version, drawn.reviewer) == (7, "Default", 1, ME)
    assert len(drawn.asset_ids) == len(set(drawn.asset_ids)) == 24
    assert drawn.waiting == drawn.asset_ids
    sizes = {one.layer: one.assets for one in drawn.strata}
    assert sizes == {Layer.REJECTED: 10, Layer.NEAR: 10, Layer.FAR: 10, Layer.UNLABELLED: 30}
    assert all(one.drawn for one in drawn.strata)
    assert drawn.estimate.recall is None


def test_the_same_seed_draws_the_same_and_another_does_not(library: Library, ids: list[int]) -> None:
    first = library.commands.draw_lottery(24, seed=7, reviewer=ME)
    assert library.commands.draw_lottery(24, seed=7, reviewer="Bo").asset_ids == first.asset_ids
    assert library.commands.draw_lottery(24, seed=8, reviewer=ME).asset_ids != first.asset_ids


def test_what_was_never_judged_or_is_decided_is_not_drawn(library: Library, ids: list[int]) -> None:
    (new,) = fill(library, 61)[60:]
    library.commands.decide(ids[:15], Status.REJECTED, reviewer=ME)
    drawn = library.commands.draw_lottery(100, seed=1, reviewer=ME)
    assert sorted(drawn.asset_ids) == ids[15:]
    assert new not in drawn.asset_ids
    assert drawn.estimate.caught == 10, "what persons decided before is known"
    assert drawn.estimate.missed == 5


def test_decisions_answer_and_the_estimate_follows(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_lottery(60, seed=1, reviewer=ME)
    to_reject = [*ids[:8], ids[10], ids[40]]
    library.commands.decide(to_reject, Status.REJECTED, reviewer=ME)
    half = library.queries.lottery(drawn.id)
    assert (half.estimate.answered, half.estimate.drawn, half.estimate.recall) == (10, 60, None)
    assert half.waiting == tuple(one for one in drawn.asset_ids if one not in to_reject)
    library.commands.decide([one for one in ids if one not in to_reject], Status.APPROVED, reviewer=ME)
    whole = library.queries.lottery(drawn.id)
    assert (whole.waiting, whole.estimate.answered) == ((), 60)
    assert whole.estimate.recall == 8 / 10
    assert (whole.estimate.interval.low, whole.estimate.interval.high) == pytest.approx((0.8, 0.8))


def test_an_undone_decision_is_open_again(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_lottery(24, seed=1, reviewer=ME)
    library.commands.decide(drawn.asset_ids, Status.APPROVED, reviewer=ME)
    assert library.queries.lottery(drawn.id).waiting == ()
    library.commands.undo()
    assert library.queries.lottery(drawn.id).waiting == drawn.asset_ids


def test_an_estimate_is_about_the_policy_it_was_drawn_under(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_lottery(60, seed=1, reviewer=ME)
    library.commands.decide(ids, Status.REJECTED, reviewer=ME)
    before = library.queries.lottery(drawn.id).estimate
    library.commands.apply_policy(PolicyPair("aws_rek:explicit:ignore"), name="None")
    assert library.queries.lottery(drawn.id).estimate == before
    assert library.queries.lottery(drawn.id).policy == "Default"


def test_the_queue_of_a_sample_serves_what_waits_in_its_own_order(library: Library, ids: list[int]) -> None:
    drawn = library.commands.draw_lottery(24, seed=3, reviewer=ME)
    assert library.queries.ids(QueueFilter(lottery=drawn.id)).tolist() == list(drawn.asset_ids)
    library.commands.decide(drawn.asset_ids[:5], Status.APPROVED, reviewer=ME)
    assert library.queries.ids(QueueFilter(lottery=drawn.id)).tolist() == list(drawn.asset_ids[5:])
    rejected = library.queries.ids(QueueFilter(queue=QueueName.REJECTED, lottery=drawn.id)).tolist()
    assert set(rejected) == set(drawn.asset_ids[5:]) & set(ids[:10])


def test_a_sample_too_small_a_wrong_seed_and_an_empty_library_are_refused(library: Library) -> None:
    for size, seed in ((5, 1), (10, -1), (10, 2**63)):
        with pytest.raises(InvalidValue, match="A sample has at least 6 assets"):
            library.commands.draw_lottery(size, seed=seed, reviewer=ME)
    with pytest.raises(InvalidValue, match="nothing to draw a sample from"):
        library.commands.draw_lottery(10, seed=1, reviewer=ME)
    with pytest.raises(InvalidValue, match="no sample 3"):
        library.queries.ids(QueueFilter(lottery=3))
    assert library.queries.lotteries() == []


def test_a_sample_survives_a_restart_and_a_better_answer(library: Library, ids: list[int], place: Path) -> None:
    drawn = library.commands.draw_lottery(24, seed=3, reviewer=ME)
    answer = detection(("Violence", "", 99.0), engine=EngineName.REKOGNITION, version="7.0", floor=20.0)
    moderate(library, {drawn.asset_ids[0]: answer})
    library.close()
    with Library.open(place) as again:
        assert again.queries.lottery(drawn.id) == drawn
