"""Tells a person what came of the long work, and offers what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import messages, naming, operations
from rekreview.ui.dialogs import import_report
from rekreview.ui.panels.banner import Banners, Offer, Weight, tell_fault
from rekreview.ui.panels.toast import Toast
from rekreview.ui.work import Work, WorkKind

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.library.values import RunView
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.scanning import RunSummary


class Outcomes(QObject):
    """Speaks through the toast for what is done, and through banners for what waits for a person.

    queue_wanted(QueueName): a person wants to see these assets. undo_wanted: a batch is to be taken back. reported:
    there is an import report to be read.
    """

    queue_wanted = Signal(object)
    undo_wanted = Signal()
    reported = Signal()

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        library: Library,
        work: Work,
        banners: Banners,
        toast: Toast,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._dispatcher = dispatcher
        self._library = library
        self._work = work
        self._banners = banners
        self._toast = toast
        self._window = window
        self._last_import: ImportSummary | None = None
        work.began.connect(self._clear)
        work.imported.connect(self.tell_import)
        work.moderated.connect(self.tell_moderation)
        work.postponed.connect(self.tell_postponed)
        work.failed.connect(self.tell_failure)

    def tell_import(self, summary: ImportSummary) -> None:
        """Say what was imported; what was skipped is said in a banner, since it may matter."""
        self._last_import = summary
        self.reported.emit()
        text = import_report.headline(summary)
        if summary.skipped:
            offers = [Offer(self.tr("Show the report"), self.show_report)]
            self._banners.tell("import", text, offers, weight=Weight.CAUTION)
        else:
            self._toast.tell(text)

    def show_report(self) -> None:
        """Open the report of the last import."""
        if self._last_import is not None:
            import_report.ImportReport(self._last_import, self._window).show()

    def tell_moderation(self, summary: RunSummary | None) -> None:
        """Say how the run's assets stand now."""
        if summary is None:
            self._toast.tell(self.tr("Nothing to do: every asset has been checked by this engine."))
            return
        if summary.interrupted:
            return
        from rekreview.pipeline import scanning

        self._dispatcher.read(
            lambda: scanning.tally(self._library, summary), partial(self._tell_tally, len(summary.not_moderated))
        )

    def tell_postponed(self) -> None:
        """Say that a moderation waits for what is under way."""
        if self._work.job(WorkKind.MODERATION):
            self._toast.tell(self.tr("A moderation is under way. What it leaves out is checked after it."))
        else:
            self._toast.tell(self.tr("The moderation begins when the import is done."))

    def tell_failure(self, kind: WorkKind, error: Exception) -> None:
        """Say why work had to stop, and offer to try again."""
        told = messages.of(error)
        offers = [Offer(self.tr("Try again"), self._work.moderate)] if kind is WorkKind.MODERATION else []
        self._banners.tell("failure", told.whole, offers, weight=Weight.FAULT)

    def offer_moderation(self, counts: QueueCounts) -> None:
        """While nothing is under way, say how many assets wait to be checked."""
        waiting = counts.unmoderated
        busy = any(self._work.job(kind) for kind in WorkKind)
        if not waiting or busy or self._library.read_only or self._banners.shown("resume"):
            self._banners.take_back("moderate")
            return
        text = self._waiting_text(waiting)
        shown = self._banners.shown("moderate")
        if shown is None or shown.text != text:
            self._banners.tell("moderate", text, [Offer(self.tr("Moderate now"), self._work.moderate, leading=True)])

    def offer_resume(self, run: RunView | None) -> None:
        """Say that a run was cut off or stopped, and offer to go on or to give it up."""
        if run is None or self._work.job(WorkKind.MODERATION) or self._library.read_only:
            self._banners.take_back("resume")
            return
        self._banners.take_back("moderate")
        left = naming.assets(run.queued + run.active)
        text = self.tr("A moderation was stopped before its end: {assets} of {all} are still to be checked.").format(
            assets=left, all=naming.number(run.total)
        )
        offers = [
            Offer(self.tr("Resume"), partial(self._work.resume, run.id), leading=True),
            Offer(self.tr("Discard"), partial(self._give_up, run.id)),
        ]
        self._banners.tell("resume", text, offers, closable=False)

    def tell_read_only(self) -> None:
        """Say that another window decides."""
        text = self.tr("Another window has this library open, so this one may only look. Decide in the other window.")
        self._banners.tell("read-only", text, weight=Weight.CAUTION, closable=False)

    def tell_batch(self, text: str) -> None:
        """Name the size of a big batch and offer to take it back."""
        self._toast.tell(text, self.tr("Undo"), self.undo_wanted.emit)

    def tell_fault(self, error: Exception) -> None:
        """Say what could not be done."""
        tell_fault(self._banners, error)

    def _clear(self, kind: WorkKind, _job: object) -> None:
        """What begins makes its old messages wrong."""
        stale = ("moderate", "resume", "failure") if kind is WorkKind.MODERATION else ("import", "moderate")
        for name in stale:
            self._banners.take_back(name)

    def _give_up(self, run: int) -> None:
        operations.give_up_run(dispatcher=self._dispatcher, library=self._library, run=run)

    def _waiting_text(self, count: int) -> str:
        if count == 1:
            return self.tr("1 asset has not been checked yet.")
        return self.tr("{assets} have not been checked yet.").format(assets=naming.assets(count))

    def _tell_tally(self, not_moderated: int, tally: dict[Status, int]) -> None:
        text = self.tr("Checked {assets}: {rejected} rejected, {approved} approved.").format(
            assets=naming.assets(sum(tally.values())),
            rejected=naming.number(tally[Status.REJECTED]),
            approved=naming.number(tally[Status.APPROVED]),
        )
        if not not_moderated:
            self._toast.tell(text, *self._offer_rejected(tally))
            return
        text += " " + self.tr("{assets} could not be checked.").format(assets=naming.assets(not_moderated))
        self._toast.tell(text, self.tr("Show them"), partial(self.queue_wanted.emit, QueueName.NOT_MODERATED))

    def _offer_rejected(self, tally: dict[Status, int]) -> tuple[str, Callable[[], object] | None]:
        if not tally[Status.REJECTED]:
            return "", None
        return self.tr("Show rejected"), partial(self.queue_wanted.emit, QueueName.REJECTED)
