"""The miss lottery: what is drawn, and whether its intervals hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rekreview.domain.estimates import UNKNOWN, Interval
from rekreview.domain.lottery import LAYERS, Layer, RecallEstimate, Stratum, draw, estimate, layer_codes, tally

Library = tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]


def library(random: np.random.Generator, assets: int, unlabelled: float = 0.7) -> Library:
    """Assets as a policy judged them: ids, which it rejects, and by how much a threshold is exceeded."""
    chance = random.random(assets)
    below = -np.minimum(80.0, random.exponential(25.0, assets))
    margin = np.where(chance < unlabelled, np.nan, np.where(chance < 0.93, below, random.uniform(0.1, 45.0, assets)))
    return np.arange(1, assets + 1), np.nan_to_num(margin, nan=-1.0) > 0, margin


def truth(random: np.random.Generator, assets: Library, misses: float, wrong: float) -> NDArray[np.bool_]:
    """Which ought to be rejected: rejected ones but for a share, and of the others more near than far ones."""
    _, rejected, margin = assets
    missed = np.where(np.isnan(margin), 0.002, 0.3 * np.exp(np.nan_to_num(margin) / 15.0)) * misses
    chance = np.where(rejected, 1.0 - wrong, np.minimum(missed, 0.9))
    found: NDArray[np.bool_] = random.random(len(margin)) < chance
    return found


def judged(assets: Library, ought: NDArray[np.bool_], size: int, seed: int) -> RecallEstimate:
    """What a sample tells once all of it is judged."""
    drawn = draw(*assets, size=size, seed=seed)
    answers = {one: bool(ought[one - 1]) for one in drawn.asset_ids}
    return estimate(tally(list(zip(drawn.asset_ids, drawn.layers, strict=True)), drawn.strata, answers))


def coverage(libraries: int, random: np.random.Generator, misses: float | None = None) -> float:
    """In which share of simulated libraries the interval held the true recall."""
    held = 0
    for seed in range(libraries):
        assets = library(random, int(random.integers(800, 6_000)), float(random.uniform(0.4, 0.85)))
        rare = float(random.choice([0.05, 0.3, 1.0, 2.0])) if misses is None else misses
        ought = truth(random, assets, rare, float(random.uniform(0.0, 0.4)))
        found = judged(assets, ought, int(random.choice([60, 150, 300, 600])), seed)
        assert found.recall is not None
        held += (ought & assets[1]).sum() / ought.sum() in found.interval
    return held / libraries


def test_the_intervals_hold_the_truth_in_93_of_100_simulated_libraries() -> None:
    assert coverage(1_000, np.random.default_rng(20_261_121)) >= 0.93


@pytest.mark.parametrize("misses", [0.0, 0.05, 2.0])
def test_they_do_where_next_to_nothing_is_missed_and_where_much_is(misses: float) -> None:
    assert coverage(200, np.random.default_rng(5), misses) >= 0.93


def test_the_estimate_is_right_on_average() -> None:
    random = np.random.default_rng(3)
    assets = library(random, 5_000)
    ought = truth(random, assets, 1.0, 0.2)
    found = [judged(assets, ought, 400, seed) for seed in range(150)]
    missed = int((ought & ~assets[1]).sum())
    assert np.mean([one.missed for one in found]) == pytest.approx(missed, rel=0.08)
    assert np.mean([one.caught for one in found]) == pytest.approx(int((ought & assets[1]).sum()), rel=0.03)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**63 - 1), st.integers(6, 400), st.integers(6, 500))
def test_a_draw_is_repeatable_has_its_size_and_takes_nothing_twice(seed: int, size: int, assets: int) -> None:
    given_assets = library(np.random.default_rng(1), assets)
    drawn = draw(*given_assets, size=size, seed=seed)
    assert drawn == draw(*given_assets, size=size, seed=seed)
    assert len(set(drawn.asset_ids)) == len(drawn.asset_ids) == min(size, assets)
    codes = layer_codes(*given_assets[1:])
    assert [LAYERS[codes[one - 1]] for one in drawn.asset_ids] == list(drawn.layers)
    for stratum in drawn.strata:
        assert drawn.layers.count(stratum.layer) == stratum.drawn
        assert stratum.assets == (codes == LAYERS.index(stratum.layer)).sum()
        assert 1 <= stratum.drawn <= stratum.assets


def test_what_is_imported_later_changes_little_of_a_draw() -> None:
    assets = library(np.random.default_rng(1), 2_000)
    fewer = (assets[0][:1_900], assets[1][:1_900], assets[2][:1_900])
    before, after = (set(draw(*one, size=200, seed=4).asset_ids) for one in (fewer, assets))
    assert len(before & after) > 150


def test_every_asset_of_a_stratum_is_as_likely_as_any_other() -> None:
    assets = (np.arange(1, 101), np.zeros(100, dtype=np.bool_), np.full(100, np.nan))
    times = np.zeros(101)
    for seed in range(2_000):
        times[list(draw(*assets, size=10, seed=seed).asset_ids)] += 1
    # 200 times each, give or take 13; six times that is never met by chance.
    assert np.abs(times[1:] - 200).max() < 80


def test_the_order_of_judging_tells_nothing_of_the_layer() -> None:
    assets = library(np.random.default_rng(1), 3_000)
    drawn = draw(*assets, size=300, seed=9)
    rejected = [place for place, layer in enumerate(drawn.layers) if layer is Layer.REJECTED]
    assert 110 < np.mean(rejected) < 190


def test_layers_follow_the_margin() -> None:
    margin = np.array([5.0, 0.0, -10.0, -10.1, -30.0, -31.0, -60.0, -60.5, np.nan])
    codes = layer_codes(margin > 0, margin)
    assert [LAYERS[code].value for code in codes] == [
        *("rejected", "near", "near", "middle", "middle", "far", "far", "faint", "unlabelled")
    ]


def test_what_is_known_before_counts_and_what_is_seen_is_certain() -> None:
    strata = [Stratum(Layer.REJECTED, 50, 10, 10, 9), Stratum(Layer.NEAR, 40, 20, 20, 2)]
    found = estimate(strata, known_caught=30, known_missed=3)
    assert (found.caught, found.missed) == (75.0, 7.0)
    assert found.recall == 75 / 82
    assert found.missed_low >= 3 + 2
    assert found.missed_high <= 3 + 40 - 18
    assert found.recall in found.interval


def test_nothing_is_estimated_before_every_stratum_has_an_answer() -> None:
    found = estimate([Stratum(Layer.REJECTED, 50, 10, 10, 9), Stratum(Layer.NEAR, 40, 20)])
    assert (found.recall, found.interval, found.answered, found.drawn) == (None, UNKNOWN, 10, 30)
    assert found.missed_high == 40


def test_where_nothing_ought_to_be_rejected_there_is_no_recall() -> None:
    found = estimate([Stratum(Layer.REJECTED, 5, 5, 5, 0), Stratum(Layer.NEAR, 5, 5, 5, 0)])
    assert (found.recall, found.missed_high) == (None, 0)


def test_a_policy_that_rejects_nothing_catches_nothing() -> None:
    found = estimate([Stratum(Layer.NEAR, 50, 20, 20, 4)])
    assert (found.recall, found.interval) == (0.0, Interval(0.0, 0.0))


def test_if_no_rejection_was_right_so_far_the_low_end_is_nought() -> None:
    found = estimate([Stratum(Layer.REJECTED, 50, 10, 10, 0), Stratum(Layer.NEAR, 40, 20, 20, 2)])
    assert (found.recall, found.interval.low) == (0.0, 0.0)
    assert found.interval.high > 0.0
