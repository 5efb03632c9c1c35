"""Agreement and kappa: against the published formula worked another way, against a bootstrap, and over many samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.agreement import ANYTHING, ENOUGH, Agreement
from rekreview.domain.assets import Status

A, R = Status.APPROVED, Status.REJECTED
counts = st.integers(0, 400)
tables = st.builds(Agreement, counts, counts, counts, counts)


def definition(table: np.ndarray) -> float:
    """Kappa as scikit-learn defines it: one minus what disagrees over what chance alone would have disagree."""
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    unlike = 1 - np.eye(2)
    return 1 - (unlike * table).sum() / (unlike * expected).sum()


def delta_error(table: np.ndarray) -> float:
    """The standard error by the delta method, with a slope taken by small steps: no formula of the book is used."""
    number = table.sum()
    shares = (table / number).ravel()
    step = 1e-6
    slope = np.array(
        [
            (definition((shares + step * side).reshape(2, 2)) - definition((shares - step * side).reshape(2, 2)))
            / (2 * step)
            for side in np.eye(4)
        ]
    )
    covariance = np.diag(shares) - np.outer(shares, shares)
    return math.sqrt(slope @ covariance @ slope / number)


def array(agreement: Agreement) -> np.ndarray:
    return np.array(
        [
            [agreement.both_approved, agreement.approved_then_rejected],
            [agreement.rejected_then_approved, agreement.both_rejected],
        ],
        dtype=float,
    )


def test_a_table_worked_by_hand() -> None:
    """45 and 25 of 100 agree, 15 and 15 do not: 0.70 agreed, 0.6 · 0.6 + 0.4 · 0.4 = 0.52 by chance, 0.18 / 0.48."""
    one = Agreement(45, 15, 15, 25)
    assert one.share.value == 0.70
    assert one.kappa == pytest.approx(0.375)
    assert one.standard_error == pytest.approx(delta_error(array(one)), rel=1e-5)


@given(st.builds(Agreement, *[st.integers(1, 400)] * 4))
def test_kappa_and_its_error_are_those_of_the_definition(one: Agreement) -> None:
    assert one.kappa is not None
    assert one.kappa == pytest.approx(definition(array(one)), abs=1e-9)
    assert one.standard_error == pytest.approx(delta_error(array(one)), rel=1e-3, abs=1e-6)


def test_the_error_is_that_of_a_bootstrap() -> None:
    one = Agreement(210, 25, 18, 97)
    chance = np.random.default_rng(4)
    drawn = chance.multinomial(one.counted, (array(one) / one.counted).ravel(), size=4_000)
    kappas = [definition(row.reshape(2, 2).astype(float)) for row in drawn]
    assert one.standard_error == pytest.approx(float(np.std(kappas)), rel=0.05)


@given(tables)
def test_the_interval_holds_kappa_and_stays_within_its_bounds(one: Agreement) -> None:
    if one.kappa is None:
        assert one.interval == ANYTHING
        assert one.standard_error is None
    else:
        assert -1 <= one.interval.low <= one.kappa + 1e-12
        assert one.kappa - 1e-12 <= one.interval.high <= 1
        assert one.interval.low < one.interval.high, "no number of assets makes anything certain"


@given(tables)
def test_who_was_first_changes_neither_kappa_nor_its_interval(one: Agreement) -> None:
    assert one.turned.turned == one
    assert one.turned.kappa == (None if one.kappa is None else pytest.approx(one.kappa))
    assert one.turned.interval.low == pytest.approx(one.interval.low)
    assert one.turned.interval.high == pytest.approx(one.interval.high)


@given(tables, tables)
def test_tables_add_up(one: Agreement, other: Agreement) -> None:
    both = one + other
    assert both.counted == one.counted + other.counted
    assert both.share.hits == one.share.hits + other.share.hits


def test_all_alike_is_not_certain_and_one_sided_judging_has_no_kappa() -> None:
    few = Agreement(6, 0, 0, 4)
    assert few.kappa == 1
    assert few.interval.low < 0.5, "ten that agree prove little"
    assert few.is_few
    for one_sided in (Agreement(50, 0, 0, 0), Agreement(0, 0, 0, 50), Agreement()):
        assert one_sided.kappa is None
        assert one_sided.is_few


def test_chance_alone_is_about_nought() -> None:
    one = Agreement(360, 240, 240, 160)
    assert one.kappa == pytest.approx(0)
    assert one.interval.low < 0 < one.interval.high


@pytest.mark.parametrize("kappa", [0.2, 0.6, 0.9])
@pytest.mark.parametrize("number", [ENOUGH, 100, 400])
def test_nineteen_of_twenty_intervals_hold_the_truth(kappa: float, number: int) -> None:
    approved = 0.65
    agreed = approved**2 + (1 - approved) ** 2
    alike = kappa * (1 - agreed)  # what is agreed on beyond chance, half of it on either side
    shares = [
        approved**2 + alike / 2,
        approved * (1 - approved) - alike / 2,
        approved * (1 - approved) - alike / 2,
        (1 - approved) ** 2 + alike / 2,
    ]
    drawn = np.random.default_rng(number).multinomial(number, shares, size=2_000)
    holding = sum(kappa in Agreement(*row).interval for row in drawn.tolist())
    assert holding / 2_000 > 0.94


def test_what_is_too_few_is_told() -> None:
    assert Agreement(ENOUGH - 6, 0, 1, 4).is_few
    assert not Agreement(ENOUGH - 5, 0, 1, 4).is_few
    assert Agreement(500, 0, 1, 0).is_few, "next to nothing was ever rejected"


def test_it_is_made_from_rows() -> None:
    rows = [(A, A, 4), (A, R, 1), (R, R, 3), (A, A, 2), (R, A, 5)]
    assert Agreement.of(rows) == Agreement(6, 1, 5, 3)
