"""The window of `tests/qt/window`, for the calm parts in it."""

from __future__ import annotations

from tests.qt.window.conftest import chosen, empty, full, opened, pictures, preferences, shown

__all__ = ["chosen", "empty", "full", "opened", "pictures", "preferences", "shown"]
