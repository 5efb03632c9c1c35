"""`runs`: what was moderated when, by which engine, and what failed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit
from rekreview.cli.output import table
from rekreview.cli.registry import Entry

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.library.values import MonthLedger, RunView


def _arguments(_parser: argparse.ArgumentParser) -> None:
    """The list of runs takes none."""


def _runs(call: Call) -> int:
    from rekreview.cli.shapes import ledger_document, run_document

    with call.library() as library:
        runs, months = library.queries.runs(), library.queries.months()
    ledger = [{"month": one.month, "engine": one.engine.value, **ledger_document(one.counts)} for one in months]
    paid = {"months": ledger} if ledger else {}
    call.output.listing("runs", map(run_document, runs), lambda: _lines(runs, months), **paid)
    return Exit.DONE


def _lines(runs: list[RunView], months: list[MonthLedger]) -> Iterable[str]:
    if not runs:
        yield "Nothing was moderated yet."
        return
    rows = (
        (
            run.id,
            f"{run.created.astimezone():%Y-%m-%d %H:%M}",
            run.engine,
            run.state,
            run.done,
            run.queued + run.active,
            run.failed,
            ", ".join(f"{number} {code}" for code, number in run.causes.items()),
            f"{run.cost_usd:.2f}",
        )
        for run in runs
    )
    yield from table(("RUN", "STARTED", "ENGINE", "STATE", "DONE", "WAITING", "FAILED", "CAUSES", "USD"), rows)
    for one in months:
        counts = one.counts
        yield (
            f"{one.month}, {one.engine}: {counts.answered:,} calls for {counts.cost_usd:.3f} USD; {counts.unanswered:,}"
            f" without an answer, which may be billed for up to {counts.may_cost_usd:.3f} USD."
        )


ENTRIES = {"runs": Entry(_arguments, _runs)}
