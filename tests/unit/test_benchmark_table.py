"""The table of the benchmarks judges by the right figure."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import benchmarks, main
from tests.benchmarks.table import Case, print_table, quantile, timed


def test_a_quantile_is_a_sample_that_enough_others_do_not_exceed() -> None:
    samples = [float(n) for n in range(1, 101)]
    assert quantile(samples, 0.95) == 95
    assert quantile(samples, 0.5) == 50
    assert quantile(samples, 0.0) == 1
    assert quantile(samples, 1.0) == 100
    assert quantile([7.0], 0.95) == 7


@pytest.mark.parametrize(
    ("case", "within"),
    [
        (Case("no bar", [1e9]), True),
        (Case("one slow of ten breaks p95", [1] * 9 + [50], limit=10), False),
        (Case("one slow of ten leaves the median", [1] * 9 + [50], limit=10, by_median=True), True),
        (Case("exactly at the limit", [10], limit=10), True),
        (Case("a rate that is reached", [95, 96, 97], limit=90, at_least=True), True),
        (Case("a rate that dips", [80, 96, 97], limit=90, at_least=True), False),
        (Case("a rate by its median", [80, 96, 97], limit=90, at_least=True, by_median=True), True),
    ],
    ids=lambda value: value.name if isinstance(value, Case) else "",
)
def test_a_bar_is_held_or_missed(case: Case, within: bool) -> None:
    assert case.within is within


def test_the_table_says_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    held = print_table(
        "Bars", [Case("quick", [1.0, 2.0, 3.0], limit=4), Case("slow", [9.0], limit=3), Case("free", [1])]
    )
    printed = capsys.readouterr().out.splitlines()
    assert not held
    assert printed[1] == "Bars"
    assert printed[2].split() == ["case", "median", "p95", "limit", "ratio"]
    assert "0.75×" in printed[3]
    assert "MISSED" not in printed[3]
    assert "3.00×" in printed[4]
    assert printed[4].endswith("MISSED")
    assert printed[5].split() == ["free", "1", "ms", "1", "ms"]


def test_the_first_run_is_not_counted() -> None:
    runs: list[int] = []
    assert len(timed(lambda: runs.append(1), times=3)) == 3
    assert len(runs) == 4


def test_only_what_can_be_run_is_a_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert not {"table", "__main__"} & set(benchmarks())
    assert main(["no_such_benchmark"]) == 2
    assert "no_such_benchmark" in capsys.readouterr().err
