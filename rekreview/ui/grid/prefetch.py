"""Which pictures the grid wants, in which order: what is seen first, then what the scrolling leads to."""

from __future__ import annotations

AHEAD_SCREENS = 3
BEHIND_SCREENS = 1


def wanted_rows(visible: range, count: int, *, upwards: bool = False) -> list[int]:
    """The visible rows in reading order, then three screens in the direction of travel, then one behind.

    Nearest first on both sides; never more than five screens of rows, however long the list is.
    """
    if not len(visible):
        return []
    below_screens, above_screens = (BEHIND_SCREENS, AHEAD_SCREENS) if upwards else (AHEAD_SCREENS, BEHIND_SCREENS)
    below = range(visible.stop, min(visible.stop + below_screens * len(visible), count))
    above = range(visible.start - 1, max(visible.start - above_screens * len(visible), 0) - 1, -1)
    return [*visible, *above, *below] if upwards else [*visible, *below, *above]
