"""The table every benchmark prints: case, median, p95, limit, and how much of the limit was used."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("case", "median", "p95", "limit", "ratio", "")


@dataclass(frozen=True, slots=True)
class Case:
    """One measured thing.

    samples: what was seen, in `unit`. limit: what it must not exceed, or must reach if `at_least`; None if there is no
    bar for it. by_median: compare the median with the limit; otherwise the p95, or the p5 if `at_least`.
    """

    name: str
    samples: Sequence[float]
    unit: str = "ms"
    limit: float | None = None
    at_least: bool = False
    by_median: bool = False

    @property
    def median(self) -> float:
        """The middle sample."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """The sample that 95 of 100 do not exceed."""
        return quantile(self.samples, 0.95)

    @property
    def judged(self) -> float:
        """The figure that the limit is compared with."""
        if self.by_median or len(self.samples) == 1:
            return self.median
        return quantile(self.samples, 0.05) if self.at_least else self.p95

    @property
    def within(self) -> bool:
        """Whether the bar is held; true when there is none."""
        if self.limit is None:
            return True
        return self.judged >= self.limit if self.at_least else self.judged <= self.limit


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` of all samples do not exceed."""
    ordered = sorted(samples)
    rank = math.ceil(share * len(ordered) - 1e-9)  # 0.95 x 100 is a little more than 95
    return ordered[max(rank, 1) - 1]


def timed(work: Callable[[], object], times: int = 20) -> list[float]:
    """How many milliseconds each of `times` runs of `work` took, after one run that is not counted."""
    work()
    samples = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        samples.append((time.perf_counter() - start) * 1000)
    return samples


def print_table(title: str, cases: Iterable[Case]) -> bool:
    """Print the table of these cases; whether all bars are held."""
    cases = list(cases)
    rows = [HEADINGS, *(_row(case) for case in cases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    print(f"\n{title}")
    for row in rows:
        first, *rest = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]).rstrip())
    return all(case.within for case in cases)


def _row(case: Case) -> tuple[str, ...]:
    median, p95 = (f"{value:,.4g} {case.unit}" for value in (case.median, case.p95))
    if case.limit is None:
        return case.name, median, p95, "", "", ""
    sign = "≥" if case.at_least else "≤"
    ratio = f"{case.judged / case.limit:.2f}×" if case.limit else ""
    return case.name, median, p95, f"{sign} {case.limit:,.4g} {case.unit}", ratio, "" if case.within else "MISSED"
