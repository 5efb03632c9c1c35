"""The memory of a process and everything it started, while something runs. Shared pages count once (PSS)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY_SECONDS = 0.1


class PeakMemory:
    """Watches this process, or another one, with all its descendants; `megabytes` is the highest sum seen."""

    def __init__(self, pid: int | None = None) -> None:
        self.megabytes = 0.0
        self._pid = pid or os.getpid()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="peak-memory")

    @contextmanager
    def watching(self) -> Iterator[PeakMemory]:
        """Watch while the block runs."""
        self._watcher.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            self.megabytes = max(self.megabytes, sum(map(proportional_megabytes, family(self._pid))))


def family(pid: int) -> list[int]:
    """A process and all its descendants that are there at this moment."""
    found = [pid]
    for one in found:
        found.extend(_children(one))
    return found


def proportional_megabytes(pid: int) -> float:
    """The memory of one process, each shared page split among those who share it; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
