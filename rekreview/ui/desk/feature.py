"""What can be added to the desk without the desk knowing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.ui.desk.parts import DeskParts


class DeskFeature(QObject):
    """One feature of the desk: it is given the desk's parts, connects itself to them, and is told what happens.

    told: a sentence for the status line. failed: something could not be done (an exception). batched: a sentence on a
    batch so large that its undo is offered where it is seen. name: under which its state is kept over a restart.
    """

    told = Signal(str)
    failed = Signal(object)
    batched = Signal(str)
    name = ""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts.desk)
        self.parts = parts

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """What keys of the table do here; each is heard where the table says."""
        return {}

    def deciding_keys(self) -> tuple[str, ...]:
        """Those of them that change the library: they are off where it may only be looked at."""
        return ()

    def show_list(self, wanted: QueueFilter) -> None:
        """Another list is shown."""

    def show_current(self, asset_id: int) -> None:
        """Another asset is the current one; -1 for none."""

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""

    def stop(self) -> None:
        """Read and decode nothing more."""

    def to_state(self) -> dict[str, Any]:
        """What to keep over a restart, as plain values that fit into JSON."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Be as `to_state` told. Values that make no sense are left out."""
