"""The long work of one window: imports and moderation runs, one of each at a time, and what follows what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rekreview.domain.assets import EngineName
from rekreview.ui import operations

if TYPE_CHECKING:
    from rekreview.domain.ports import Decoder
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.jobs.job import Job
    from rekreview.library.library import Library
    from rekreview.library.values import RunView
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.paying import Purse
    from rekreview.pipeline.run_summary import RunSummary
    from rekreview.ui.agreement import Considered, PaidRun, Setup, Wanted
    from rekreview.ui.preferences import Preferences


class WorkKind(StrEnum):
    """What a job is doing."""

    IMPORT = "import"
    MODERATION = "moderation"


class Work(QObject):
    """Starts imports and moderation runs, and tells of their ends.

    A run that costs money starts only when a person has agreed to it: `agreement_wanted(PaidRun)` asks for it, `agree`
    or `decline` answers. began(WorkKind, Job). imported(ImportSummary). moderated(RunSummary, or None if nothing was
    left to do). postponed: a moderation was asked for and begins when what is under way has ended. failed(WorkKind,
    Exception). ended(WorkKind) comes last, whatever happened.
    """

    agreement_wanted = Signal(object)
    began = Signal(object, object)
    imported = Signal(object)
    moderated = Signal(object)
    postponed = Signal()
    failed = Signal(object, object)
    ended = Signal(object)

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        library: Library,
        decoder: Decoder,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dispatcher = dispatcher
        self._library = library
        self._decoder = decoder
        self._preferences = preferences
        self._jobs: dict[WorkKind, Job] = {}
        self._waiting_paths: list[Path] = []
        self._moderation_wanted = False
        self._stopped_run: RunView | None = None
        self._rest_of_it = False
        self._purses: dict[int, Purse] = {}

    def job(self, kind: WorkKind) -> Job | None:
        """The job of this kind that is under way."""
        return self._jobs.get(kind)

    @property
    def engine(self) -> EngineName:
        """The engine that is set."""
        return operations.engine_name(self._preferences.settings.engine)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders, after the import that is under way."""
        self._waiting_paths.extend(paths)
        self._import_what_waits()

    def moderate(self) -> None:
        """Moderate what has no answer of the engine yet; when something is under way, after it.

        A run that was stopped goes on first, so that no asset is checked twice.
        """
        self._moderation_wanted = True
        if self._jobs:
            self.postponed.emit()
        self._moderate_if_wanted()

    def know_stopped_run(self, run: RunView | None) -> None:
        """Remember which run was stopped before its end, if any."""
        self._stopped_run = run

    def resume(self, run: int) -> None:
        """Go on with a run that was stopped or cut off."""
        self._want(run)

    def retry(self, run: int) -> None:
        """Try again what a run could not moderate."""
        self._want(run, failed=True)

    def agree(self, paid: PaidRun) -> None:
        """A person agreed to what was asked, and so to how videos are to be sent from now on."""
        self._preferences.choose(paid.wanted.chosen(self._preferences.settings))
        if WorkKind.MODERATION not in self._jobs:
            self._begin_run(paid.wanted, paid.setup, paid.purse)

    def consider_by_frames(self, wanted: Wanted) -> None:
        """A person wants videos checked by single frames: ask again with what that costs."""
        self._consider(replace(wanted, by_frames=True))

    def consider_converted(self, wanted: Wanted) -> None:
        """A person wants videos that would be refused converted first: ask again with what that costs."""
        self._consider(replace(wanted, converted=True))

    def decline(self) -> None:
        """A person did not agree: nothing is sent, and nobody is asked again by itself."""
        self._moderation_wanted = False

    def _want(self, run: int | None, *, failed: bool = False) -> None:
        from rekreview.ui.agreement import Wanted  # what is spent is not known of before something is to be done

        self._consider(Wanted(run, failed=failed))

    def _consider(self, wanted: Wanted) -> None:
        """Start what costs nothing or was agreed to; else work out what it would cost, and ask."""
        from rekreview.ui.agreement import Setup, consider

        if WorkKind.MODERATION in self._jobs:
            return
        settings = self._preferences.settings
        if wanted.run is None and not self.engine.paid:
            self._begin_run(wanted, Setup(self.engine, settings), None)
            return
        self._dispatcher.newest(
            "agreement",
            lambda: consider(self._library, wanted, settings, self._agreed(wanted)),
            self._ask_or_begin,
            partial(self._fail, WorkKind.MODERATION),
        )

    def _agreed(self, wanted: Wanted) -> bool:
        """Whether a person, in this window, agreed to the run that is to go on."""
        return wanted.run in self._purses and not wanted.failed

    def _ask_or_begin(self, found: Considered) -> None:
        if WorkKind.MODERATION in self._jobs:
            return
        if found.paid is not None and not found.paid.estimate.assets:
            self._tell_moderated(None)
        elif found.paid is not None:
            self.agreement_wanted.emit(found.paid)
        else:
            purse = self._purses.get(found.wanted.run) if found.wanted.run is not None else None
            self._begin_run(found.wanted, found.setup, purse)

    def _begin_run(self, wanted: Wanted, setup: Setup, purse: Purse | None) -> None:
        moderation = operations.Moderation(
            dispatcher=self._dispatcher,
            library=self._library,
            decoder=self._decoder,
            make_engine=setup.make_engine,
            workers=setup.workers,
            purse=purse,
            make_videos=setup.make_videos,
            begun=partial(self._keep_purse, purse),
        )
        if wanted.run is None:
            job = operations.moderate(moderation=moderation)
        elif wanted.failed:
            job = operations.retry_failed(moderation=moderation, run=wanted.run)
        else:
            job = operations.resume_run(moderation=moderation, run=wanted.run)
        self._stopped_run = None
        self._begin(WorkKind.MODERATION, job, self._tell_moderated)

    def _keep_purse(self, purse: Purse | None, run: int) -> None:
        """What a run may spend counts for all its parts: a pause makes the budget no larger. Called in a thread."""
        if purse is not None:
            self._purses[run] = purse

    def _import_what_waits(self) -> None:
        if WorkKind.IMPORT in self._jobs or not self._waiting_paths:
            return
        paths, self._waiting_paths = self._waiting_paths, []
        job = operations.import_paths(
            dispatcher=self._dispatcher,
            library=self._library,
            decoder=self._decoder,
            paths=paths,
            workers=self._preferences.settings.workers,
        )
        self._begin(WorkKind.IMPORT, job, self._tell_imported)

    def _tell_imported(self, summary: ImportSummary) -> None:
        self.imported.emit(summary)
        if self._moderates_by_itself and summary.added and not summary.interrupted:
            self._moderation_wanted = True

    def _tell_moderated(self, summary: RunSummary | None) -> None:
        if summary is not None or not self._rest_of_it:
            self.moderated.emit(summary)
        self._rest_of_it = self._moderation_wanted
        if summary is not None and (summary.interrupted or summary.budget_reached):
            self._moderation_wanted = False
        if summary is not None and summary.budget_reached:
            self._purses.pop(summary.run, None)  # to go on takes another agreement

    @property
    def _moderates_by_itself(self) -> bool:
        """Only what costs nothing and stays on this computer begins without being asked for."""
        return self._preferences.settings.moderate_after_import and self.engine is EngineName.ON_DEVICE

    def _moderate_if_wanted(self) -> None:
        if not self._moderation_wanted or self._jobs:
            return
        if self._stopped_run is not None and self._is_wanted_still(self._stopped_run):
            self.resume(self._stopped_run.id)
            return
        self._moderation_wanted = False
        self._want(None)

    def _is_wanted_still(self, run: RunView) -> bool:
        """Whether a stopped run would do what the settings say by now; one that costs money must not come unasked."""
        settings = self._preferences.settings
        if run.engine is not self.engine or not run.engine.paid:
            return run.engine is self.engine
        return (run.adapter or "") == settings.adapter and run.floor <= settings.min_confidence

    def _begin(self, kind: WorkKind, job: Job, finished: Callable[..., None]) -> None:
        self._jobs[kind] = job
        job.finished.connect(finished)
        job.failed.connect(partial(self._fail, kind))
        job.ended.connect(partial(self._end, kind))
        self.began.emit(kind, job)

    def _fail(self, kind: WorkKind, error: Exception) -> None:
        self._moderation_wanted = False
        self.failed.emit(kind, error)

    def _end(self, kind: WorkKind) -> None:
        self._jobs.pop(kind, None)
        self.ended.emit(kind)
        self._import_what_waits()
        self._moderate_if_wanted()
