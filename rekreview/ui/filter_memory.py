"""The queue, filters and order, remembered over a restart."""

from __future__ import annotations

from pathlib import Path

from rekreview.domain.queues import QueueFilter
from rekreview.domain.saved_filters import filter_document, filter_from
from rekreview.ui.memory import FILTER, LibraryMemory
from rekreview.ui.preferences import Preferences


def remember_filter(shown: QueueFilter, library: Path, preferences: Preferences) -> None:
    """Keep the queue, the filters and the order shown of this library."""
    LibraryMemory(library, preferences).remember(FILTER, filter_document(shown))


def remembered_filter(library: Path, preferences: Preferences) -> QueueFilter:
    """The queue, filters and order of the last time; the plain ones where they make no sense."""
    return filter_from(LibraryMemory(library, preferences).remembered(FILTER, {}))
