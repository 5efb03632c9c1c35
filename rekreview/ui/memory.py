"""What the window remembers over a restart: its place and size, its parts, the queue and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.ui.preferences import Preferences

GEOMETRY, SPLITTERS, FILTER, SCREEN, DESK = "geometry", "splitters", "filter", "screen", "desk"


def remember_window(window: QMainWindow, preferences: Preferences) -> None:
    """Keep the window's place and size, and where its parts meet."""
    splitters = {part.objectName(): part.sizes() for part in window.findChildren(QSplitter) if part.objectName()}
    kept = preferences.remembered(SPLITTERS, {})
    preferences.remember(**{GEOMETRY: _text(window.saveGeometry()), SPLITTERS: {**kept, **splitters}})


def restore_window(window: QMainWindow, preferences: Preferences) -> bool:
    """Put the window where it was; False if nothing is remembered."""
    kept = preferences.remembered(GEOMETRY, "")
    return bool(kept) and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))


def restore_splitters(window: QMainWindow, preferences: Preferences) -> None:
    """Let the parts meet where they met. Sizes that no longer fit are left out."""
    kept: Mapping[str, Any] = preferences.remembered(SPLITTERS, {})
    for part in window.findChildren(QSplitter):
        sizes = kept.get(part.objectName())
        if isinstance(sizes, list) and len(sizes) == part.count() and all(type(size) is int for size in sizes):
            part.setSizes(sizes)


def remember_filter(shown: QueueFilter, preferences: Preferences) -> None:
    """Keep the queue, the filters and the order."""
    preferences.remember(**{FILTER: asdict(shown)})


def remembered_filter(preferences: Preferences) -> QueueFilter:
    """The queue, filters and order of the last time; the plain ones where they make no sense."""
    kept = preferences.remembered(FILTER, {})
    try:
        return QueueFilter(
            queue=QueueName(kept.get("queue", QueueName.ALL)),
            search=str(kept.get("search", "")),
            category=_optional(str, kept.get("category")),
            min_confidence=_optional(float, kept.get("min_confidence")),
            max_confidence=_optional(float, kept.get("max_confidence")),
            kind=_optional(MediaKind, kept.get("kind")),
            sort=SortKey(kept.get("sort", SortKey.IMPORTED)),
            descending=bool(kept.get("descending", False)),
        )
    except (ValueError, TypeError, AttributeError):
        return QueueFilter()


def _optional(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)


def _text(value: QByteArray) -> str:
    return bytes(value.toBase64().data()).decode("ascii")
