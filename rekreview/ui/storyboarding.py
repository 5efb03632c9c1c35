"""Sees to it that every video of the open library has a storyboard, when nothing better is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.job import Job
from rekreview.ui import operations
from rekreview.ui.work import Work, WorkKind

if TYPE_CHECKING:
    from rekreview.domain.ports import Decoder
    from rekreview.library.library import Library
    from rekreview.pipeline.hit_cells import GivenUp

# The first screen of tiles, and the first pictures of an import, come before it.
SOON_MS = 3000


class Storyboarding(QObject):
    """Has storyboards drawn for the videos without one, and the moments for which videos are rejected: a while after
    the library was opened, and after each import and moderation.

    An import that begins stops it, and it goes on when that has ended. drawn(int): so many were drawn.
    """

    drawn = Signal(int)

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        library: Library,
        decoder: Decoder,
        work: Work,
        soon_ms: int = SOON_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dispatcher = dispatcher
        self._library = library
        self._decoder = decoder
        self._work = work
        self._job: Job | None = None
        self._given_up: GivenUp = set()
        self._soon = QTimer(self, singleShot=True, interval=soon_ms)
        self._soon.timeout.connect(self._begin)
        self._soon.start()
        work.began.connect(self._make_way)
        work.ended.connect(self._come_back)

    def stop(self) -> None:
        """Draw nothing more."""
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        if self._job is not None or self._work.job(WorkKind.IMPORT) is not None:
            return
        job = operations.draw_storyboards(
            dispatcher=self._dispatcher, library=self._library, decoder=self._decoder, given_up=self._given_up
        )
        self._job = job
        job.finished.connect(self._tell)
        job.ended.connect(self._forget)

    def _tell(self, drawn: int) -> None:
        self.drawn.emit(drawn)

    def _forget(self) -> None:
        self._job = None

    def _make_way(self, kind: WorkKind, _job: Job) -> None:
        if kind is WorkKind.IMPORT:
            self.stop()

    def _come_back(self, kind: WorkKind) -> None:
        if kind in (WorkKind.IMPORT, WorkKind.MODERATION):
            self._soon.start()
