"""Samples of decisions: every kind has its share, and the same seed draws the same."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.second_sample import DecisionKind, StandingDecision, draw_again

KINDS = [
    DecisionKind(reviewer, category, status)
    for reviewer in ("Ada", "Bo")
    for category in ("", "Explicit")
    for status in (Status.APPROVED, Status.REJECTED)
]
seeds = st.integers(0, 2**63 - 1)
decided = st.lists(st.sampled_from(KINDS), min_size=1, max_size=300).map(
    lambda kinds: [StandingDecision(at + 1, 1_000 + at, kind) for at, kind in enumerate(kinds)]
)


@given(decided, st.integers(1, 300), seeds)
def test_each_is_drawn_once_and_each_kind_by_its_share(decisions, size, seed) -> None:
    drawn = draw_again(decisions, size=size, seed=seed)
    wanted = min(size, len(decisions))
    assert len(drawn.decisions) == len(set(drawn.decisions)) == wanted
    assert set(drawn.decisions) <= set(decisions)
    there = Counter(one.kind for one in decisions)
    assert {one.kind: one.decisions for one in drawn.strata} == there
    for one in drawn.strata:
        share = one.decisions * wanted / len(decisions)
        assert abs(one.drawn - share) < 1 + 1e-9
    assert sum(one.drawn for one in drawn.strata) == wanted


@given(decided, seeds)
def test_the_same_seed_draws_the_same_whatever_the_order(decisions, seed) -> None:
    first = draw_again(decisions, size=20, seed=seed)
    assert draw_again(decisions[::-1], size=20, seed=seed) == first


def test_another_seed_draws_others() -> None:
    decisions = [StandingDecision(one, one, KINDS[one % 8]) for one in range(1, 400)]
    assert draw_again(decisions, size=40, seed=1).decisions != draw_again(decisions, size=40, seed=2).decisions


def test_kinds_do_not_come_in_bunches() -> None:
    decisions = [StandingDecision(one, one, KINDS[one % 2]) for one in range(1, 401)]
    kinds = [one.kind for one in draw_again(decisions, size=100, seed=5).decisions]
    changes = sum(one != other for one, other in pairwise(kinds))
    assert 30 < changes < 70


def test_every_decision_has_the_same_chance() -> None:
    decisions = [StandingDecision(one, one, KINDS[one % 3]) for one in range(1, 61)]
    met = Counter(
        one.decision_id for seed in range(3_000) for one in draw_again(decisions, size=6, seed=seed).decisions
    )
    assert min(met.values()) > 200, "300 are awaited of each"
    assert max(met.values()) < 400
