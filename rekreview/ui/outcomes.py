"""Tells a person what came of the long work, and offers what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import Status
from rekreview.domain.errors import AdapterIgnored, AgreementReached, BudgetReached, EngineError
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
    from rekreview.pipeline.run_summary import RunSummary
    from rekreview.ui.agreement import PaidRun


class Outcomes(QObject):
    """Speaks through the toast for what is done, and through banners for what waits for a person.

    queue_wanted(QueueName): a person wants to see these assets. undo_wanted: a batch is to be taken back. reported:
    there is an import report to be read. account_wanted: a person wants to set up the account of the engine.
    """

    queue_wanted = Signal(object)
    undo_wanted = Signal()
    reported = Signal()
    account_wanted = Signal()

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
        self._stopped_by: Exception | None = None
        work.began.connect(self._clear)
        work.imported.connect(self.tell_import)
        work.moderated.connect(self.tell_moderation)
        work.postponed.connect(self.tell_postponed)
        work.failed.connect(self.tell_failure)
        work.agreement_wanted.connect(self.ask_agreement)

    def tell_import(self, summary: ImportSummary) -> None:
        """Say what was imported; what was skipped is said in a banner, since it may matter."""
        self._last_import = summary
        self.reported.emit()
        text = import_report.headline(summary)
        if summary.skipped:
            offers = [Offer(self.tr("Show the report"), self.show_report)]
            self._banners.tell("import", text, offers, weight=Weight.CAUTION)
        elif summary.remembered:
            self._toast.tell(text, self.tr("Show what was decided"), self.show_report)
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
        self._tell_model_change(summary.model_versions)
        if summary.agreement_reached:
            self._stopped_by = AgreementReached(
                self.tr(
                    "The run stopped before it would have spent more than you agreed to: something came to it that was"
                    " not told then, such as a file that opens only now. What was answered stays."
                ),
                self.tr("Go on to be told what the rest costs."),
            )
        elif summary.budget_reached:
            self._stopped_by = BudgetReached(
                self.tr("The run stopped before it would have spent more. What was answered stays."),
                self.tr("Set another budget in the settings if you want, then go on."),
            )
        if summary.interrupted or summary.budget_reached:
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
        if kind is WorkKind.MODERATION and isinstance(error, EngineError):
            self._stopped_by = error
        offers = [Offer(self.tr("Try again"), self._work.moderate)] if kind is WorkKind.MODERATION else []
        if isinstance(error, EngineError) and self._work.engine.paid:
            offers.append(self._account_offer())
        self._banners.tell("failure", told.whole, offers, weight=Weight.FAULT)

    def ask_agreement(self, paid: PaidRun) -> None:
        """Ask before money is spent and pictures leave the computer."""
        from rekreview.ui.dialogs.paid_run import PaidRunSheet

        asked = self._window.findChild(PaidRunSheet)
        if asked is not None and asked.isVisible():
            return
        sheet = PaidRunSheet(paid, self._window)
        sheet.agreed.connect(self._work.agree)
        sheet.rejected.connect(self._work.decline)
        sheet.frames_wanted.connect(self._work.consider_by_frames)
        sheet.copies_wanted.connect(self._work.consider_converted)
        sheet.open()

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
        for replaced in ("moderate", "failure"):
            self._banners.take_back(replaced)
        text, weight = self._stopped_text(run), Weight.CAUTION if self._stopped_by else Weight.NOTICE
        shown = self._banners.shown("resume")
        if shown is not None and shown.text == text:
            return
        self._banners.tell("resume", text, self._resume_offers(run), weight=weight, closable=False)

    def tell_read_only(self) -> None:
        """Say that another window decides."""
        text = self.tr("Another window has this library open, so this one may only look. Decide in the other window.")
        self._banners.tell("read-only", text, weight=Weight.CAUTION, closable=False)

    def tell_batch(self, text: str) -> None:
        """Name the size of a big batch and offer to take it back."""
        self._toast.tell(text, self.tr("Undo"), self.undo_wanted.emit)

    def tell(self, text: str) -> None:
        """Say what was done."""
        self._toast.tell(text)

    def tell_fault(self, error: Exception) -> None:
        """Say what could not be done."""
        tell_fault(self._banners, error)

    def tell_unread(self, text: str, read_again: Callable[[], object]) -> None:
        """Say that assets could not be read, and offer to try again; take it back with an empty text."""
        if text:
            self._banners.tell("unread", text, [Offer(self.tr("Read again"), read_again)], weight=Weight.FAULT)
        else:
            self._banners.take_back("unread")

    def _resume_offers(self, run: RunView) -> list[Offer]:
        offers = [
            Offer(self.tr("Resume"), partial(self._work.resume, run.id), leading=True),
            Offer(self.tr("Discard"), partial(self._give_up, run.id)),
        ]
        if isinstance(self._stopped_by, AdapterIgnored):
            del offers[0]  # the same adapter would be ignored again, and paid for again
        if self._stopped_by is not None and run.engine.paid:
            offers.insert(len(offers) - 1, self._account_offer(leaves=False))
        return offers

    def _stopped_text(self, run: RunView) -> str:
        """Why a run stands still, what that means for its assets, and what to do."""
        left, total = naming.assets(run.queued + run.active), naming.number(run.total)
        if self._stopped_by is None:
            told = self.tr("A moderation was stopped before its end: {assets} of {all} are still to be checked.")
            return told.format(assets=left, all=total)
        told = self.tr("{why} {assets} of {all} wait as they were.")
        return told.format(why=messages.of(self._stopped_by).whole, assets=left, all=total)

    def _account_offer(self, *, leaves: bool = True) -> Offer:
        return Offer(self.tr("Settings…"), self.account_wanted.emit, stays=not leaves)

    def _tell_model_change(self, versions: Sequence[str]) -> None:
        """A new model may see more or less than the one before, so verdicts from both are not quite alike."""
        if len(versions) < 2:
            return
        text = self.tr(
            "Amazon changed its model from {before} to {now}. Labels and confidences may differ from those of earlier"
            " answers; look at your thresholds again."
        ).format(before=versions[0], now=versions[-1])
        self._banners.tell("model", text, weight=Weight.CAUTION)

    def _clear(self, kind: WorkKind, _job: object) -> None:
        """What begins makes its old messages wrong."""
        if kind is WorkKind.MODERATION:
            self._stopped_by = None
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
