"""What a window offers around the lists of its desk: filters, the reviewer's own queues, and the work done in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui import naming
from rekreview.ui.day.handing_over import HandingOver
from rekreview.ui.dialogs.name_queue import NameQueue
from rekreview.ui.filtering.filtering import Filtering
from rekreview.ui.filtering.parts import parts as parts_of
from rekreview.ui.panels.more_queues import MoreQueues
from rekreview.ui.panels.saved_queues import SavedQueues
from rekreview.ui.parts import Parts
from rekreview.ui.preferences import Preferences
from rekreview.ui.recent.strip import RecentStrip
from rekreview.ui.review import ReviewDesk
from rekreview.ui.session_statistics import SessionStatistics
from rekreview.ui.wellness import Profile


class Queueing(QObject):
    """Made when the library is open. filter_wanted(QueueFilter): a list to be shown. asset_wanted(int): an asset to
    be gone to. told: for the status line.
    """

    filter_wanted = Signal(object)
    asset_wanted = Signal(int)
    told = Signal(str)

    def __init__(
        self,
        *,
        library: Library,
        dispatcher: Dispatcher,
        preferences: Preferences,
        review: ReviewDesk,
        parts: Parts,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._shown = QueueFilter()
        self.filtering = Filtering(library, dispatcher, review, parts.side.filters.labels)
        self.more = MoreQueues(parts.side)
        parts.side.add_list(self.more)
        self.saved = SavedQueues(
            library=library,
            dispatcher=dispatcher,
            preferences=preferences,
            view=self.more,
            toast=parts.toast,
            parent=self,
        )
        self.recent = RecentStrip(library, dispatcher, preferences, review.pages)
        review.pages.add_below_grid(self.recent)
        self.statistics = SessionStatistics(library, dispatcher, preferences, parts.status.session, self)
        self.handing_over = HandingOver(library, dispatcher, preferences, parts.banners, window)
        self._writable = not library.read_only
        self.does: dict[str, Callable[[], None]] = {
            "filters": self.filtering.open,
            "save_filter": self.save_filter,
            "recent": self.recent.toggle,
            "statistics": self.statistics.toggle,
            "day": self.handing_over.open,
        }
        parts.side.filters.open_wanted.connect(self.filtering.open)
        self.more.chosen.connect(self.filter_wanted)
        self.more.left.connect(parts.side.left)
        self.filtering.filter_wanted.connect(self.filter_wanted)
        self.recent.asset_wanted.connect(self.asset_wanted)
        self.recent.taken_back.connect(review.taken_back)
        self.recent.left.connect(parts.side.left)
        for told in (self.filtering.told, self.saved.told, self.recent.told, self.handing_over.told):
            told.connect(self.told)

    def show_filter(self, wanted: QueueFilter) -> None:
        """Another list is shown on the desk."""
        self._shown = wanted
        self.filtering.show_filter(wanted)
        self.more.show_filter(wanted)
        self.recent.show_filter(wanted)
        self.statistics.show_filter(wanted)
        self.saved.hold(wanted.asks_for_evidence and wanted.boundary is None)

    def save_filter(self) -> None:
        """Ask for a name, and keep the list that is shown as a queue under it."""
        if not self._writable:
            self.told.emit(self.tr("This window may only look: the library is open for writing elsewhere."))
        elif self._shown.asks_for_evidence and self._shown.boundary is None:
            self.told.emit(self.tr("A sample cannot be saved as a queue: it stays on the screen that drew it."))
        else:
            words = [part.text for part in parts_of(self._shown)]
            dialog = NameQueue(" · ".join([naming.queue(self._shown.queue), *words])[:60], self._window)
            dialog.named.connect(lambda name: self.saved.save(name, self._shown))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self.recent.set_profile(profile)

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        self.filtering.heed(change)
        self.saved.heed(change)
        self.recent.heed(change)
        self.statistics.heed(change)

    def stop(self) -> None:
        """Ask nothing more."""
        self.filtering.stop()
        self.saved.stop()
        self.recent.stop()
        self.statistics.stop()
