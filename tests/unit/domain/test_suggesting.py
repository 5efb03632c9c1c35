"""Suggested thresholds keep what they promise, on what is known; and say so when that is too little."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.evidence import Judged
from rekreview.domain.suggesting import FEWEST, Finding, Goal, boundary_first, suggest

KNOWN = st.lists(st.tuples(st.integers(0, 100).map(float), st.booleans()), max_size=60)
WANTED = st.sampled_from([0.5, 0.8, 0.9, 0.99, 1.0])


def judged(known: list[tuple[float, bool]]) -> Judged:
    return Judged.of((number, score, present) for number, (score, present) in enumerate(known))


def ramp() -> Judged:
    """A hundred assets with scores 0.5, 1.5 …; wrong below 40, right above 60, right and wrong in turn between."""
    return judged([(score + 0.5, score >= 60 or (score >= 40 and score % 2 == 0)) for score in range(100)])


def test_the_lowest_threshold_of_a_precision_and_the_highest_of_a_recall() -> None:
    precise = suggest(ramp(), Goal.PRECISION, 0.9)
    assert (precise.finding, precise.threshold) == (Finding.FOUND, Decimal("0.50"))
    assert precise.reached.value == pytest.approx(45 / 50)
    complete = suggest(ramp(), Goal.RECALL, 0.9)
    assert (complete.finding, complete.threshold) == (Finding.FOUND, Decimal("0.50"))
    assert complete.reached.value == pytest.approx(45 / 50)


@given(KNOWN, st.sampled_from(Goal), WANTED)
def test_a_suggestion_reaches_its_goal_and_no_step_would_give_up_less(
    known: list[tuple[float, bool]], goal: Goal, wanted: float
) -> None:
    found = judged(known)
    suggestion = suggest(found, goal, wanted)
    reaching = []
    for step in range(max(0, math.ceil(min((score for score, _ in known), default=100)) - 1), 100):
        share = (found.precision if goal is Goal.PRECISION else found.recall)(Decimal(step) / 100)
        if share.counted >= FEWEST and share.value is not None and share.value >= wanted:
            reaching.append(Decimal(step) / 100)
    if reaching:
        assert suggestion.threshold == (min(reaching) if goal is Goal.PRECISION else max(reaching))
        assert suggestion.reached.value is not None
        assert suggestion.reached.value >= wanted
        assert suggestion.certain == (suggestion.reached.interval.low >= wanted)
    else:
        assert suggestion.threshold is None
        assert suggestion.finding is not Finding.FOUND
        assert not suggestion.certain


def test_too_few_is_said_with_how_many_more_would_do() -> None:
    none = suggest(judged([]), Goal.PRECISION, 0.9)
    assert (none.finding, none.judged, none.more) == (Finding.TOO_FEW, 0, 381)
    few = suggest(judged([(80.0, True)] * 9), Goal.PRECISION, 0.9)
    assert (few.finding, few.present) == (Finding.TOO_FEW, 9)
    assert few.more >= 1
    assert suggest(judged([(80.0, True)] * 10), Goal.PRECISION, 0.9).finding is Finding.FOUND


def test_what_no_threshold_reaches_is_out_of_reach_and_the_best_is_told() -> None:
    never = suggest(judged([(70.0, number % 2 == 0) for number in range(40)]), Goal.PRECISION, 0.9)
    assert (never.finding, never.threshold) == (Finding.OUT_OF_REACH, None)
    assert never.precision.value == 0.5


def test_a_category_that_no_label_names_limits_every_recall() -> None:
    missed = judged([(0.0, True)] * 5 + [(90.0, True)] * 15)
    assert suggest(missed, Goal.RECALL, 0.9).finding is Finding.OUT_OF_REACH
    assert suggest(missed, Goal.RECALL, 0.75).threshold == Decimal("0.89")


def test_nothing_is_suggested_below_the_lowest_known_score() -> None:
    above = suggest(judged([(55.5, True)] * 20), Goal.PRECISION, 0.9)
    assert (above.threshold, above.lowest) == (Decimal("0.55"), 55.5)


def test_a_suggestion_is_exact_where_floats_are_not() -> None:
    known = judged([(57.0, False)] * 10 + [(57.1, True)] * 10)
    assert suggest(known, Goal.PRECISION, 1.0).threshold == Decimal("0.57")


@given(st.lists(st.floats(0, 100), max_size=30), st.floats(0, 100))
def test_the_nearest_to_the_boundary_comes_first(scores: list[float], boundary: float) -> None:
    ids = np.arange(len(scores), dtype=np.int64)
    order = boundary_first(ids, np.array(scores, dtype=np.float64), boundary).tolist()
    assert sorted(order) == ids.tolist()
    far = [(abs(scores[one] - boundary), one) for one in order]
    assert far == sorted(far)
