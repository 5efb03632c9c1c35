"""Whether a file is still the one that was imported."""

from __future__ import annotations

import os

from rekreview.domain.errors import Unreadable
from rekreview.library.values import ClaimedTask


def require_unchanged(task: ClaimedTask) -> None:
    """An answer belongs to the bytes that were imported, so a file that was touched since is not moderated as them."""
    try:
        found = os.stat(task.path)  # noqa: PTH116 - for every asset, and a Path costs twice the call
    except OSError as error:
        raise Unreadable(f"It cannot be opened: {error.strerror}. Import it again from where it is now.") from error
    if (found.st_mtime_ns, found.st_size) != (task.mtime_ns, task.bytes):
        raise Unreadable("It has changed since it was imported. Import it again to moderate what it is now.")
