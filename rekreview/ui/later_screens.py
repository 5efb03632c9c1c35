"""The screens beside the desk, each made when somebody first looks at it, and what they are told and tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui import memory, operations
from rekreview.ui.later import LaterScreen
from rekreview.ui.preferences import Preferences
from rekreview.ui.wellness import profile_named
from rekreview.ui.work import Work, WorkKind

if TYPE_CHECKING:
    from rekreview.ui.policy.screen import PolicyScreen
    from rekreview.ui.reports.screen import ReportsScreen
    from rekreview.ui.runs.screen import RunsScreen


class LaterScreens(QObject):
    """Policy, runs and reports of an open library. Made on the GUI thread.

    came: one of them is there now. told: a sentence for the status line. failed(Exception). asset_wanted(int): an
    asset to go to. list_wanted(QueueFilter): a list to be shown. revealed(FilterStep): how far a veil is lifted in one
    of them while a key is held.
    """

    came = Signal()
    told = Signal(str)
    failed = Signal(object)
    asset_wanted = Signal(int)
    list_wanted = Signal(object)
    revealed = Signal(object)

    def __init__(
        self,
        *,
        library: Library,
        dispatcher: Dispatcher,
        changes: ChangeFeed,
        preferences: Preferences,
        work: Work,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._dispatcher, self._changes = library, dispatcher, changes
        self._preferences, self._work = preferences, work
        self.policy = LaterScreen(self._make_policy)
        self.runs = LaterScreen(self._make_runs)
        self.reports = LaterScreen(self._make_reports)
        for screen in (self.policy, self.runs, self.reports):
            screen.came.connect(self.came)

    @property
    def moderates(self) -> bool:
        """Whether a run goes on in this window."""
        return self._work.job(WorkKind.MODERATION) is not None

    def heed(self, change: ChangeSet) -> None:
        """The library changed. The policy screen hears of it by itself."""
        if self.reports.made is not None:
            self.reports.made.heed(change)
        if change.runs or change.everything:
            self.refresh_runs()

    def heed_settings(self, settings: Settings) -> None:
        """The person's settings changed."""
        if self.policy.made is not None:
            self.policy.made.set_wellness(profile_named(settings.wellness))

    def show_working(self, working: bool) -> None:
        """Work began, or the last of it ended."""
        if self.runs.made is not None:
            self.runs.made.set_working(working)

    def refresh_runs(self) -> None:
        """Read the runs again."""
        if self.runs.made is not None:
            self.runs.made.refresh()

    def stop(self) -> None:
        """Compute nothing more."""
        if self.policy.made is not None:
            self.policy.made.stop()

    def _make_policy(self) -> PolicyScreen:
        from rekreview.ui.policy.screen import PolicyScreen

        preferences = self._preferences
        policy = PolicyScreen(
            self._library,
            self._dispatcher,
            self._changes,
            reviewer=lambda: preferences.settings.reviewer,
            price_usd=lambda: preferences.settings.price_per_call_usd,
        )
        policy.set_wellness(profile_named(preferences.settings.wellness))
        policy.told.connect(self.told)
        policy.asset_asked.connect(self.asset_wanted)
        policy.list_asked.connect(self.list_wanted)
        policy.revealing.key.revealed.connect(self.revealed)
        return policy

    def _make_runs(self) -> RunsScreen:
        from rekreview.ui.runs.screen import RunsScreen

        runs = RunsScreen(dispatcher=self._dispatcher, library=self._library)
        memory.restore_splitters((runs.halves,), self._preferences)
        runs.set_working(self.moderates)
        runs.resume_wanted.connect(self._work.resume)
        runs.retry_wanted.connect(self._work.retry)
        runs.removal_wanted.connect(self._clear_buckets)
        return runs

    def _make_reports(self) -> ReportsScreen:
        from rekreview.ui.reports.screen import ReportsScreen

        reports = ReportsScreen(library=self._library, dispatcher=self._dispatcher, preferences=self._preferences)
        reports.told.connect(self.told)
        reports.failed.connect(self.failed)
        reports.list_asked.connect(self.list_wanted)
        return reports

    def _clear_buckets(self, kept: bool) -> None:
        runs = self.runs.screen_itself
        operations.clear_buckets(
            dispatcher=self._dispatcher,
            library=self._library,
            settings=self._preferences.settings,
            kept=kept,
            done=runs.tell_cleared,
            failed=runs.tell_not_cleared,
        )
