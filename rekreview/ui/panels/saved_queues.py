"""Saves, renames, orders and deletes the reviewer's own queues, and keeps all further ones counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.facets import Facet, FacetCounts
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui import messages
from rekreview.ui.follower import Follower
from rekreview.ui.grid.rows import Ids
from rekreview.ui.panels.more_queues import BATCHES, SAVED, CountedQueue, MoreQueues
from rekreview.ui.panels.toast import Toast
from rekreview.ui.preferences import Preferences

OPEN = "more queues"
_Answer = tuple[list[CountedQueue], FacetCounts]


class SavedQueues(QObject):
    """Keeps the list of further queues in step with the library. told: a sentence for the status line. counted_in: how
    many assets a queue holds as a person sees it, by those it holds as they stand.
    """

    told = Signal(str)

    def __init__(
        self,
        *,
        library: Library,
        dispatcher: Dispatcher,
        preferences: Preferences,
        view: MoreQueues,
        toast: Toast,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._dispatcher, self._preferences = library, dispatcher, preferences
        self._view, self._toast = view, toast
        self._holding = False
        self.counted_in: Callable[[QueueFilter, Ids], int] = lambda _wanted, held: len(held)
        self._follower = Follower(dispatcher, self._question, self._show, self)
        view.writable = not library.read_only
        view.open(preferences.remembered(OPEN, [SAVED]))
        view.opened.connect(self._opened)
        view.renamed.connect(self._rename)
        view.deleted.connect(self._delete)
        view.moved.connect(lambda number, by: self._write(lambda: library.commands.move_filter(number, by)))

    def ask(self) -> None:
        """Count anew, soon."""
        if not self._holding:
            self._follower.ask()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        if change.filters or change.added or change.changed or change.everything or change.runs:
            self.ask()

    def hold(self, on: bool) -> None:
        """Let the counts stand still while a sample is judged, whose verdicts a moving one would tell."""
        self._holding = on
        if not on:
            self.ask()

    def save(self, name: str, wanted: QueueFilter) -> None:
        """Keep a list under a name."""
        reviewer = self._preferences.settings.reviewer
        self._write(
            lambda: self._library.commands.save_filter(name, wanted, reviewer=reviewer),
            lambda saved: self.told.emit(self.tr("Saved as the queue “{}”.").format(saved.name)),
        )

    def stop(self) -> None:
        """Ask nothing more."""
        self._follower.stop()

    def _question(self) -> Callable[[], _Answer] | None:
        if self._holding:
            return None
        only = tuple(facet for facet in BATCHES if facet.value in self._view.open_sections)
        return lambda: (self._counted(), _batches(self._library, only))

    def _counted(self) -> list[CountedQueue]:
        return [CountedQueue(one, self._count(one.filter)) for one in self._library.queries.saved_filters()]

    def _count(self, wanted: QueueFilter) -> int | None:
        """How many it holds; a filter of a later version, or on a category nobody knows any more, cannot be counted."""
        try:
            return self.counted_in(wanted, self._library.queries.ids(replace(wanted, sort=SortKey.IMPORTED)))
        except InvalidValue:
            return None

    def _show(self, answer: _Answer) -> None:
        saved, batches = answer
        self._view.show_saved(saved)
        self._view.show_batches(batches)

    def _opened(self) -> None:
        self._preferences.remember(**{OPEN: list(self._view.open_sections)})
        if not self._holding:
            self._follower.ask_anew()

    def _rename(self, number: int, name: str) -> None:
        self._write(lambda: self._library.commands.rename_filter(number, name))

    def _delete(self, number: int) -> None:
        restore = self._library.commands.restore_filter

        def offer(name: str) -> None:
            self._toast.tell(
                self.tr("The queue “{}” was deleted; its assets stay.").format(name),
                self.tr("Undo"),
                lambda: self._write(lambda: restore(number)),
            )

        self._write(lambda: _delete(self._library, number), offer)

    def _write(self, command: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        self._dispatcher.write(command, done, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, InvalidValue):
            self._toast.tell(messages.of(error).whole)
            self._follower.ask_anew()  # to show the name that stands
        else:
            self._dispatcher.faulted.emit(error)


def _delete(library: Library, number: int) -> str:
    name = next((one.name for one in library.queries.saved_filters() if one.id == number), "")
    library.commands.delete_filter(number)
    return name


def _batches(library: Library, only: tuple[Facet, ...]) -> FacetCounts:
    return library.queries.facets(QueueFilter(), only) if only else FacetCounts()
