"""Where the reviewer stopped in each queue, so that coming back to it goes on there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from rekreview.domain.queues import QueueFilter
from rekreview.domain.saved_filters import filter_document
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.memory import Place, place_from
from rekreview.ui.desk.parts import DeskParts

QUEUES: Final = 60
"""So many queues, the last ones visited, are remembered."""


class StoppedAt(DeskFeature):
    """Keeps a place for each queue with its filters and order, and goes there when the queue is shown again.

    A list that is there to learn by decisions begins at its first asset every time: where it begins must not depend on
    what was looked at before.
    """

    name = "stopped"

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self._places: dict[str, Place] = {}

    @property
    def is_there(self) -> bool:
        """Whether the reviewer is in the list that was chosen last: until it is read, the one before still shows."""
        return not self.parts.shown.waits_for_place

    def show_list(self, wanted: QueueFilter) -> None:
        """Remember where the reviewer leaves, and have the new list begin where they left that."""
        leaving = self.parts.listing.filter
        if leaving == wanted:
            return
        self._keep(leaving)
        place = None if wanted.asks_for_evidence else self._places.get(_key(wanted))
        if not self.parts.shown.is_sent:  # a place that is waited for still was meant for the list before
            self.parts.shown.return_to(replace(place or Place(), remembered=True))

    def to_state(self) -> dict[str, Any]:
        """The places, by queue."""
        self._keep(self.parts.listing.filter)
        return {key: place.to_dict() for key, place in self._places.items()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """The places of the last time."""
        self._places = {key: place_from(place) for key, place in state.items() if isinstance(place, dict)}

    def _keep(self, shown: QueueFilter) -> None:
        place = self.parts.shown.place
        if place.current >= 0 and self.is_there and not shown.asks_for_evidence:
            self._places.pop(_key(shown), None)
            self._places[_key(shown)] = place
            for oldest in list(self._places)[:-QUEUES]:
                del self._places[oldest]


def _key(wanted: QueueFilter) -> str:
    return json.dumps(filter_document(wanted), sort_keys=True)
