"""Tells when the window was painted and when its first tiles were, for whoever measures the start."""

from __future__ import annotations

import os
import time

WANTED = "REKREVIEW_START_TIMES"
"""The environment variable that asks for it."""


def are_wanted() -> bool:
    """Whether somebody measures."""
    return bool(os.environ.get(WANTED))


def tell(what: str) -> None:
    """Print what happened, and the time of the computer's clock."""
    print(f"{what} {time.time():.6f}", flush=True)
