"""Encodes clips without keeping what an encoder did to the thread that called it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ordinary_priority() -> Iterator[None]:
    """Give this thread back the priority it had.

    The encoder of AV1, if it runs as root, makes the thread that opens it a real-time one, ahead of all others on the
    machine and for good: two tests that wait for such a one then keep everything else from running.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    policy, priority = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        if os.sched_getscheduler(0) != policy:
            os.sched_setscheduler(0, policy, priority)
