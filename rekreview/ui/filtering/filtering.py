"""Filters of the desk's list: the chips, the panel of facets, and the counts they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.facets import Choice, Facet, FacetCounts, ShownAs, toggled
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui.desk.keys import DeskKeys
from rekreview.ui.filtering.chips import FilterChips
from rekreview.ui.filtering.panel import FacetPanel
from rekreview.ui.filtering.parts import widened
from rekreview.ui.follower import Follower
from rekreview.ui.keytable.spec import Place
from rekreview.ui.panels.label_filters import LabelFilters
from rekreview.ui.review import ReviewDesk

_NUMBERED = (Facet.IMPORT, Facet.RUN)


class Filtering(QObject):
    """Shows what narrows the list, and emits filter_wanted(QueueFilter) when a person wants another.

    told: a sentence for the status line. shown_as: the decisions that a list shows otherwise than they stand.
    """

    filter_wanted = Signal(object)
    told = Signal(str)

    def __init__(self, library: Library, dispatcher: Dispatcher, review: ReviewDesk, labels: LabelFilters) -> None:
        super().__init__(review)
        self._library = library
        self._review = review
        self._shown = QueueFilter()
        self._answer = FacetCounts()
        self.shown_as: Callable[[QueueFilter], Mapping[int, ShownAs]] = lambda _wanted: {}
        self.chips = FilterChips(review.pages)
        review.pages.add_above_grid(self.chips)
        self.panel = FacetPanel(review.pages.left)
        self.panel.add_fine(labels)
        labels.show()
        self._follower = Follower(dispatcher, self._question, self._show_counts, self)
        DeskKeys({Place.GRID: review.grid}).add({"filters": self.open})
        self.chips.filter_wanted.connect(self.filter_wanted)
        self.chips.left.connect(self._leave)
        self.panel.toggled.connect(self._toggle)
        self.panel.cleared.connect(lambda: self.filter_wanted.emit(widened(self._shown)))
        self.panel.closed.connect(self.close)

    def open(self) -> None:
        """Open the panel of facets, from wherever the reviewer is."""
        if self._shown.asks_for_evidence:
            self.told.emit(self.tr("This list is there to learn by: it cannot be narrowed down."))
            return
        self._review.views.go_to_grid()
        self.panel.open()
        self.panel.show_waiting()
        self._follower.ask_anew()

    def close(self) -> None:
        """Put the panel away, and go back to the assets."""
        if self.panel.isVisible():
            self.panel.hide()
            self._leave()

    def show_filter(self, shown: QueueFilter) -> None:
        """Another list is shown."""
        self._shown = shown
        if shown.asks_for_evidence:
            self.panel.hide()
        self.chips.show_filter(shown, self._answer)
        if self.panel.isVisible():
            self.panel.show_waiting()
        if self.panel.isVisible() or self._unnamed():
            self._follower.ask_anew()

    def heed(self, change: ChangeSet) -> None:
        """The library changed: count again what is shown."""
        if self.panel.isVisible() and (change.added or change.changed or change.everything or change.runs):
            self._follower.ask()

    def count_anew(self) -> None:
        """The list is read, and may show some assets otherwise than they stand."""
        if self.panel.isVisible():
            self._follower.ask()

    def stop(self) -> None:
        """Ask nothing more."""
        self._follower.stop()

    def _question(self) -> Callable[[], tuple[QueueFilter, Any]] | None:
        wanted = self._shown
        if wanted.asks_for_evidence or not (self.panel.isVisible() or self._unnamed()):
            return None
        only = tuple(Facet) if self.panel.isVisible() else _NUMBERED
        return partial(_counted, self._library, wanted, only, self.shown_as)

    def _show_counts(self, answer: tuple[QueueFilter, FacetCounts]) -> None:
        wanted, counts = answer
        self._answer = FacetCounts({**self._answer.values, **counts.values}, counts.total)
        if wanted != self._shown:
            return
        self.chips.show_filter(self._shown, self._answer)
        if self.panel.isVisible():
            self.panel.show_counts(counts, self._shown)

    def _unnamed(self) -> bool:
        """Whether a chip is to be shown whose value is a number that nobody has told of."""
        known = {Choice(facet, one.value) for facet, values in self._answer.values.items() for one in values if one.at}
        return any(one.facet in _NUMBERED and one not in known for one in self._shown.facets)

    def _toggle(self, choice: Choice) -> None:
        self.filter_wanted.emit(replace(self._shown, facets=toggled(self._shown.facets, choice)))

    def _leave(self) -> None:
        self._review.grid.setFocus(Qt.FocusReason.OtherFocusReason)


def _counted(
    library: Library,
    wanted: QueueFilter,
    only: tuple[Facet, ...],
    shown_as: Callable[[QueueFilter], Mapping[int, ShownAs]],
) -> tuple[QueueFilter, FacetCounts]:
    return wanted, library.queries.facets(wanted, only, shown_as(wanted))
