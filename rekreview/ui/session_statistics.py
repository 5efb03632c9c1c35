"""What was done in this session, in the status line: decided, left in this queue, and how many an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueCounts, QueueFilter
from rekreview.domain.working_time import hourly
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import naming
from rekreview.ui.follower import Follower
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.library.values import SessionWork

    Answer = tuple[str, SessionWork, int | None]


class SessionLabel(QLabel):
    """The numbers, in the status line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("session-statistics")
        self.setProperty("tone", "muted")
        self.setToolTip(
            self.tr(
                "What you decided since this window was opened and did not take back, what is left in this queue to "
                "decide, and how many you decide in an hour of work. Pauses of more than two minutes do not count."
            )
        )
        self.hide()

    def show_work(self, decided: int, left: int | None, rate: int | None) -> None:
        """Say how much was decided, is left, and goes in an hour, as far as it is known."""
        parts = [self.tr("{} decided").format(naming.number(decided))]
        if left is not None:
            parts.append(self.tr("{} left").format(naming.number(left)))
        if rate is not None:
            parts.append(self.tr("{} an hour").format(naming.number(rate)))
        self.setText(" · ".join(parts))


class SessionStatistics(QObject):
    """Keeps the numbers in step with the library, for as long as a person wants to see them."""

    def __init__(
        self, library: Library, dispatcher: Dispatcher, preferences: Preferences, label: SessionLabel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._preferences, self._label = library, preferences, label
        self._begun = datetime.now(UTC)
        self._shown = QueueFilter()
        self._work: SessionWork | None = None
        self._reviewer = ""
        self._left: int | None = None
        self._counts = QueueCounts()
        self.also_left: Callable[[QueueFilter], int] = lambda _wanted: 0
        """How many more of a list show as not decided; asked in another thread."""
        self._follower = Follower(dispatcher, self._question, self._show, self)
        preferences.changed.connect(self._show_or_hide)
        self._show_or_hide()

    def toggle(self) -> None:
        """Show the numbers, or hide them."""
        chosen = self._preferences.settings
        self._preferences.choose(replace(chosen, show_statistics=not chosen.show_statistics))

    def show_counts(self, counts: QueueCounts) -> None:
        """The queues were counted: what is left in a whole one need not be asked for."""
        self._counts = counts
        self._tell()

    def show_filter(self, wanted: QueueFilter) -> None:
        """Another list is worked on."""
        self._shown, self._left = wanted, None
        self._follower.ask_anew()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        if change.history or change.added or change.everything:
            self._follower.ask()

    def stop(self) -> None:
        """Ask nothing more."""
        self._follower.stop()

    def _show_or_hide(self, *_settings: object) -> None:
        wanted = self._preferences.settings.show_statistics
        self._label.setVisible(wanted)
        if wanted:
            self._follower.ask()

    def _question(self) -> Callable[[], Answer] | None:
        settings, wanted, queries, begun = self._preferences.settings, self._shown, self._library.queries, self._begun
        if not settings.show_statistics:
            return None
        counted, also_left = wanted.asks_for_evidence or self._is_whole, self.also_left
        reviewer = settings.reviewer
        known = self._work if reviewer == self._reviewer else None
        return lambda: (
            reviewer,
            queries.session_work(begun, reviewer, known),
            None if counted else queries.left(wanted) + also_left(wanted),
        )

    def _show(self, answer: Answer) -> None:
        self._reviewer, self._work, self._left = answer
        self._tell()

    @property
    def _is_whole(self) -> bool:
        """Whether nothing narrows the queue that is shown."""
        shown = self._shown
        return shown == QueueFilter(shown.queue, sort=shown.sort, descending=shown.descending)

    def _tell(self) -> None:
        if self._work is None:
            return
        left = self._counts.left.get(self._shown.queue) if self._is_whole else self._left
        rate = hourly(self._work.decided, self._work.worked)
        self._label.show_work(self._work.decided, left, rate)
