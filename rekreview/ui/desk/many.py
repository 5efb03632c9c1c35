"""What is decided piece by piece is greyed in the list as it goes, like what was decided one by one; what is taken
back is not any more.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.changes import BURST_MS
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.parts import DeskParts


class ManyAtOnce(DeskFeature):
    """Marks the pieces of a long step in the list that shows, until another one does."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self._marking = self._decides = False
        # What was written last is told a moment after the end.
        self._end = QTimer(self, singleShot=True, interval=10 * BURST_MS)
        self._end.timeout.connect(self._stop_marking)

    def begin(self, *, decides: bool) -> None:
        """A long step is under way. decides: its assets are decided on; else they stand as the library says."""
        self._end.stop()
        self._marking, self._decides = True, decides

    def end(self) -> None:
        """It has ended."""
        self._end.start()

    def show_list(self, wanted: QueueFilter) -> None:  # noqa: ARG002
        """What is shown from now on is read as it stands."""
        self._stop_marking()

    def stop(self) -> None:
        """Mark nothing more."""
        self._end.stop()

    def heed(self, change: ChangeSet) -> None:
        """A piece was written; what was not decided in it is not greyed, whatever it was."""
        if self._marking and change.changed:
            mark = self.parts.model.mark_left if self._decides else self.parts.model.show_truth
            mark(change.changed)

    def _stop_marking(self) -> None:
        self._end.stop()
        self._marking = False
