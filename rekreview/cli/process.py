"""What the command line does to its process when it has one to itself; a caller inside another program is spared it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from collections.abc import Sequence
from typing import Final

from rekreview.cli.registry import command_word

# These run long and through many files, so what goes wrong on the way is worth a record.
LOGGED: Final = {"import", "scan"}
# Importing makes many objects, some 140,000 with a library, and no garbage; looking for some, at every 700 or even at
# every 50,000, takes a tenth of a short command.
GARBAGE_THRESHOLD: Final = 200_000
# Threads that hand files to the workers must not wait long for one that imports modules or writes to the library.
SWITCH_SECONDS: Final = 0.0005


def take_process(argv: Sequence[str]) -> None:
    """Set the process up for one command."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    sys.setswitchinterval(SWITCH_SECONDS)
    # At the end Python looks through all objects for garbage, several times: 80 ms, though the system takes it all.
    atexit.register(gc.freeze)
    # NumPy starts a thread for each core when it is loaded. No command has sums for them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    index = command_word(argv)
    if index is not None and argv[index] in LOGGED:
        from rekreview import logs

        logs.configure()


def leave(status: int) -> None:
    """End the process now. Python would first take apart all it holds, which costs an import a hundredth of its time.

    Returns, for Python to do it after all, while threads are at work or when what was printed cannot be written.
    """
    if threading.active_count() > 1:
        return
    atexit._run_exitfuncs()  # what was asked to be done at the end still is
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status)
