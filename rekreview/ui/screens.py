"""What a window has once its library is open: the screens, and what keeps them in step with the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.ui import memory
from rekreview.ui.calm.calm import Calm
from rekreview.ui.desk.asked_again import AskedAgain
from rekreview.ui.desk.many import ManyAtOnce
from rekreview.ui.desk.operations import LibraryOperations
from rekreview.ui.later_screens import LaterScreens
from rekreview.ui.long_steps import LongSteps
from rekreview.ui.outcomes import Outcomes
from rekreview.ui.place_keeping import PlaceKeeping
from rekreview.ui.queueing import Queueing
from rekreview.ui.review import ReviewDesk
from rekreview.ui.segment_exporting import SegmentExporting
from rekreview.ui.standing import Standing
from rekreview.ui.storyboarding import Storyboarding
from rekreview.ui.wellness import profile_named
from rekreview.ui.work import Work, WorkKind

if TYPE_CHECKING:
    from rekreview.domain.changes import ChangeSet
    from rekreview.domain.segment_exports import SegmentFormat
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.library.step_values import RecentStep
    from rekreview.settings import Settings
    from rekreview.ui.opening import OpenLibrary
    from rekreview.ui.parts import Parts
    from rekreview.ui.preferences import Preferences


class Screens(QObject):
    """Made when the library is open, on the GUI thread.

    targeted: how many assets the next verdict acts on. told: a sentence for the status line. queue_wanted(QueueName),
    list_wanted(QueueFilter): a list to be shown. screen_wanted: a screen to go to, by its name. screen_made: one that
    was made when it was first looked at is there. step_begun: something that can be taken back is on its way to the
    library.
    """

    targeted = Signal(int)
    told = Signal(str)
    queue_wanted = Signal(object)
    list_wanted = Signal(object)
    screen_wanted = Signal(str)
    screen_made = Signal()
    step_begun = Signal()

    def __init__(
        self,
        opened: OpenLibrary,
        dispatcher: Dispatcher,
        preferences: Preferences,
        parts: Parts,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._opened = opened
        self._dispatcher = dispatcher
        self._preferences = preferences
        self._reviewer = preferences.settings.reviewer
        self.library = opened.library
        self.read_only = opened.read_only
        self._make_work(parts, window)
        self._make_screens(parts, window)
        self._connect()
        self._heed_settings(preferences.settings)

    def _make_work(self, parts: Parts, window: QWidget) -> None:
        """What goes on behind the screens."""
        dispatcher, preferences = self._dispatcher, self._preferences
        self.changes = ChangeFeed(self.library, dispatcher, self)
        self.thumbnails = ThumbnailLoader(self.library.thumbnails, self)
        self.work = Work(
            dispatcher=dispatcher,
            library=self.library,
            decoder=self._opened.decoder,
            preferences=preferences,
            parent=self,
        )
        self.storyboarding = None if self.read_only else self._make_storyboarding()
        self._again = AskedAgain(
            self.library.queries,
            lambda: preferences.settings.reviewer,
            lambda: preferences.settings.second_opinion_percent / 100,
        )
        self.standing = Standing(
            dispatcher=dispatcher, library=self.library, changes=self.changes, as_seen=self._again.counted, parent=self
        )
        self.outcomes = Outcomes(
            dispatcher=dispatcher,
            library=self.library,
            work=self.work,
            banners=parts.banners,
            toast=parts.toast,
            window=window,
        )
        self.exporting = SegmentExporting(
            dispatcher=dispatcher, library=self.library, preferences=preferences, window=window
        )
        self.long_steps = LongSteps(dispatcher, self.library, self)

    def _make_screens(self, parts: Parts, window: QWidget) -> None:
        """What is seen, and what stands around it."""
        dispatcher, preferences = self._dispatcher, self._preferences
        self.later = LaterScreens(
            library=self.library,
            dispatcher=dispatcher,
            changes=self.changes,
            preferences=preferences,
            work=self.work,
            parent=self,
        )
        self.review = self._make_review()
        self._keeping = PlaceKeeping(self.review, self.library.directory, preferences, self)
        self.calm = Calm(desk=self.review, preferences=preferences, parts=parts, window=window)
        self.pages: dict[str, QWidget] = {
            "review": self.review,
            "policy": self.later.policy,
            "runs": self.later.runs,
            "reports": self.later.reports,
        }
        self.queueing = Queueing(
            library=self.library,
            dispatcher=dispatcher,
            preferences=preferences,
            review=self.review,
            parts=parts,
            window=window,
        )
        self.queueing.statistics.also_left = self._again.also_left
        self.queueing.filtering.shown_as = self._again.shown_as
        self.queueing.saved.counted_in = self._again.counted_in

    def show_filter(self, wanted: QueueFilter) -> None:
        """Show this list on the review desk."""
        self.review.set_filter(wanted)
        self.queueing.show_filter(wanted)

    def export_segments(self, form: SegmentFormat) -> None:
        """Export what was seen in the video that is shown, or in those that are selected."""
        self.exporting.ask(form, self.review.stage.targets())

    def work_on_assets(self) -> None:
        """Put the keyboard where verdict keys are heard."""
        self.review.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Hear and load nothing more, and remember where the reviewer was."""
        self._keeping.stop()
        self.calm.stop()
        self.review.stop()
        self.queueing.stop()
        self.exporting.stop()
        if self.storyboarding is not None:
            self.storyboarding.stop()
        self.later.stop()
        self.standing.stop()
        self.changes.stop()
        self.thumbnails.shutdown()

    def _connect(self) -> None:
        self.changes.changed.connect(self._heed)
        self.standing.unfinished_changed.connect(self.work.know_stopped_run)
        self.standing.unfinished_changed.connect(self.outcomes.offer_resume)
        self.work.began.connect(lambda _kind, _job: self.later.show_working(True))
        self.work.ended.connect(self._work_ended)
        self.work.failed.connect(lambda *_why: self.standing.ask_for_unfinished())  # what could not go on waits still
        if self.storyboarding is not None:
            self.storyboarding.drawn.connect(lambda drawn: self.review.reel.refresh() if drawn else None)
            self.storyboarding.drawn.connect(self.review.loupe.panel.read_storyboard)
        self.exporting.told.connect(self.outcomes.tell)
        self.exporting.failed.connect(self.outcomes.tell_fault)
        self.later.came.connect(self.screen_made)
        self.later.told.connect(self.told)
        self.later.failed.connect(self.outcomes.tell_fault)
        self.later.asset_wanted.connect(self._show_asset)
        self.later.list_wanted.connect(self.list_wanted)
        self.later.revealed.connect(self.calm.heed_reveal)
        self.calm.told.connect(self.told)
        self.review.told.connect(self.told)
        self.queueing.told.connect(self.told)
        self.queueing.asset_wanted.connect(self._go_to_asset)
        self.queueing.recent.long_wanted.connect(self._take_back)
        many = self.review.feature(ManyAtOnce)
        self.long_steps.began.connect(lambda *_job: many.begin(decides=self.long_steps.decides))
        self.long_steps.ended.connect(many.end)
        self.long_steps.told.connect(self.told)
        self.long_steps.batched.connect(self.outcomes.tell_batch)
        self.long_steps.failed.connect(self.outcomes.tell_fault)
        self.long_steps.turned.connect(lambda: self.review.taken_back(()))
        self.review.targeted.connect(self.targeted)
        self.review.batched.connect(self.outcomes.tell_batch)
        self.review.listing.replaced.connect(self._list_is_read)
        self.review.failed.connect(self.outcomes.tell_fault)
        self.review.unread.connect(lambda text: self.outcomes.tell_unread(text, self.review.read_again))
        self.review.policy_wanted.connect(self._go_back)
        self.review.grid.tile_size_changed.connect(self._keep_tile_size)
        self._preferences.changed.connect(self._heed_settings)

    def _list_is_read(self) -> None:
        self.standing.list_is_read()
        if self._again.moves_counts:
            self.standing.count()
            self.queueing.filtering.count_anew()
            self.queueing.saved.ask()

    def _go_back(self) -> None:
        """Back to the screen that asked for the list on the desk."""
        shown = self.review.listing.filter
        by_reports = shown.disputed or shown.second_sample is not None
        self.screen_wanted.emit("reports" if by_reports else "policy")

    def _make_storyboarding(self) -> Storyboarding:
        return Storyboarding(
            dispatcher=self._dispatcher,
            library=self.library,
            decoder=self._opened.decoder,
            work=self.work,
            parent=self,
        )

    def _make_review(self) -> ReviewDesk:
        """The desk as this person left it."""
        preferences = self._preferences
        operations = LibraryOperations(
            self._dispatcher,
            self.library,
            lambda: preferences.settings.reviewer,
            self._again.word_on,
            self.long_steps,
            self.step_begun.emit,
        )
        review = ReviewDesk(
            queries=self.library.queries,
            dispatcher=self._dispatcher,
            thumbnails=self.thumbnails,
            decoder=self._opened.decoder,
            operations=operations,
            read_only=self.read_only,
            storyboards=self.library.thumbnails,
            again=self._again,
        )
        review.restore_state(memory.remembered_desk(self.library.directory, preferences))
        return review

    def _take_back(self, step: RecentStep) -> None:
        self.long_steps.revert(step, reviewer=self._preferences.settings.reviewer)

    def _heed(self, change: ChangeSet) -> None:
        self.review.heed(change)
        self.later.heed(change)
        self.queueing.heed(change)
        if (change.runs or change.everything) and not self.later.moderates:
            self.standing.ask_for_unfinished()

    def _work_ended(self, kind: WorkKind) -> None:
        self.later.show_working(self.later.moderates)
        if kind is WorkKind.MODERATION:
            self.later.refresh_runs()
        self.standing.ask()

    def _heed_settings(self, settings: Settings) -> None:
        if settings.reviewer != self._reviewer:
            self._reviewer = settings.reviewer
            self.review.set_filter(self.review.listing.filter)  # what comes back are one's own decisions
        profile = profile_named(settings.wellness)
        self.later.heed_settings(settings)
        self.review.set_profile(profile)
        self.queueing.set_profile(profile)
        self.review.set_reasons(settings.reasons)
        self.review.near.set_distance(settings.near_distance)
        self.review.grid.set_tile_size(settings.tile_size)

    def _keep_tile_size(self, size: int) -> None:
        self._preferences.choose(replace(self._preferences.settings, tile_size=size))

    def _go_to_asset(self, asset_id: int) -> None:
        """Go to an asset in the list that is shown, or else in the list that holds every asset."""
        row = self.review.model.rows.row_of(asset_id)
        if row < 0:
            self._show_asset(asset_id)
        else:
            self.review.views.go_to_grid()
            self.review.grid.go_to(row)
        self.work_on_assets()

    def _show_asset(self, asset_id: int) -> None:
        """Go to an asset that was asked for elsewhere, in the list that holds every asset."""
        self.review.restore_state({"current": asset_id, "top": asset_id})
        self.queue_wanted.emit(QueueName.ALL)
