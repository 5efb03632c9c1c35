"""Where each cell of the grid lies, by division alone, so that a million rows cost no more than ten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRect

MARGIN = 12
GAP = 10
TILE_SIZES = (112, 144, 168, 192, 224, 256, 304)
DEFAULT_TILE = 192
_COMPACT_BELOW = 144
_CAPTION_COMPACT = 44
_CAPTION = 68


def nearest_tile_size(wanted: int) -> int:
    """The tile size the grid has that is closest to `wanted`."""
    return min(TILE_SIZES, key=lambda size: abs(size - wanted))


def next_tile_size(size: int, steps: int) -> int:
    """The tile size `steps` places further in the list; the last one stays."""
    at = TILE_SIZES.index(nearest_tile_size(size)) + steps
    return TILE_SIZES[max(0, min(at, len(TILE_SIZES) - 1))]


@dataclass(frozen=True)
class Geometry:
    """A grid of `count` cells in a viewport `width` by `height` pixels; `tile` is the least width of a cell.

    Cells are stretched to fill the width. Coordinates are those of the whole content, with its top at 0.
    """

    count: int
    width: int
    height: int
    tile: int = DEFAULT_TILE

    @cached_property
    def columns(self) -> int:
        """Cells beside each other, at least one."""
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.tile + GAP))

    @cached_property
    def lines(self) -> int:
        """Lines of cells."""
        return -(-self.count // self.columns)

    @cached_property
    def compact(self) -> bool:
        """Whether tiles are so small that the caption has two lines of text only."""
        return self.tile < _COMPACT_BELOW

    @cached_property
    def cell_width(self) -> int:
        """Pixels; the same for all cells."""
        spare = self.width - 2 * MARGIN - (self.columns - 1) * GAP
        return max(self.tile // 2, spare // self.columns)

    @cached_property
    def picture_height(self) -> int:
        """Pixels of the part of a cell that shows the picture."""
        return round(self.cell_width * 0.82)

    @cached_property
    def cell_height(self) -> int:
        """Pixels: picture and caption."""
        return self.picture_height + (_CAPTION_COMPACT if self.compact else _CAPTION)

    @cached_property
    def pitch(self) -> int:
        """Pixels from one line to the next."""
        return self.cell_height + GAP

    @cached_property
    def content_height(self) -> int:
        """Pixels of the whole content."""
        return 2 * MARGIN + self.lines * self.pitch - GAP if self.count else 0

    @cached_property
    def scroll_limit(self) -> int:
        """The greatest scroll position."""
        return max(0, self.content_height - self.height)

    @cached_property
    def lines_in_view(self) -> int:
        """Whole lines a viewport shows, at least one: what PageUp and PageDown move by."""
        return max(1, self.height // self.pitch)

    def cell(self, row: int) -> QRect:
        """The rectangle of one cell."""
        line, column = divmod(row, self.columns)
        left = MARGIN + column * (self.cell_width + GAP)
        return QRect(left, MARGIN + line * self.pitch, self.cell_width, self.cell_height)

    def row_at(self, point: QPoint) -> int:
        """The cell under a point, -1 where there is none (gaps and margins too)."""
        if point.x() < MARGIN or point.y() < MARGIN:
            return -1
        column, across = divmod(point.x() - MARGIN, self.cell_width + GAP)
        line, down = divmod(point.y() - MARGIN, self.pitch)
        row = line * self.columns + column
        in_cell = column < self.columns and across < self.cell_width and down < self.cell_height
        return int(row) if in_cell and row < self.count else -1

    def rows_between(self, top: int, bottom: int) -> range:
        """The cells of every line that shows between two heights, whole lines."""
        first = max(0, (top - MARGIN) // self.pitch)
        last = min(self.lines - 1, (bottom - MARGIN) // self.pitch)
        return range(first * self.columns, max(first * self.columns, min(self.count, (last + 1) * self.columns)))

    def visible(self, scroll: int) -> range:
        """The cells a viewport shows, wholly or in part, scrolled this far."""
        return self.rows_between(scroll, scroll + self.height - 1)

    def scroll_to_show(self, row: int, scroll: int) -> int:
        """The scroll position nearest to `scroll` at which the cell shows whole (its top, if it is too high)."""
        cell = self.cell(row)
        lowest, highest = cell.bottom() + 1 + MARGIN - self.height, cell.top() - MARGIN
        wanted = min(max(scroll, lowest), highest) if lowest <= highest else highest
        return max(0, min(wanted, self.scroll_limit))
