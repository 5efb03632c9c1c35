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
    from rekreview.library.values import RunView


def _arguments(_parser: argparse.ArgumentParser) -> None:
    """The list of runs takes none."""


def _runs(call: Call) -> int:
    from rekreview.cli.shapes import run_document

    with call.library() as library:
        runs = library.queries.runs()
    call.output.listing("runs", map(run_document, runs), lambda: _lines(runs))
    return Exit.DONE


def _lines(runs: list[RunView]) -> Iterable[str]:
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


ENTRIES = {"runs": Entry(_arguments, _runs)}
