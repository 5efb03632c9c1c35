"""Asks whoever is at the terminal before money is spent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rekreview.cli.estimating import estimate
from rekreview.cli.exits import UsageError

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.cli.videos import VideoChoice
    from rekreview.domain.ports import Engine

PAID = ("rekognition",)


def require_consent(call: Call, engine: Engine | None = None, videos: VideoChoice | None = None) -> float | None:
    """Ask before money is spent, telling how much if the engine is given; raise UsageError if nobody agrees.

    What was told, in US dollars, is what may be spent; None where nobody was asked.
    """
    arguments = call.arguments
    chosen = arguments.engine or call.settings.engine
    if chosen not in PAID or arguments.yes or arguments.dry_run:
        return None
    if not sys.stdin.isatty():
        raise UsageError("This run costs money and nobody is there to agree.", "Add --yes, or look with --dry-run.")
    found = None if engine is None else estimate(call, engine, videos)
    told = "" if found is None else " ".join(found.sentences()) + " "
    print(f"{told}Every asset that is sent costs money. Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was sent and nothing was paid.", "`--dry-run` tells what a run would cost.")
    return None if found is None else found.cost_usd
