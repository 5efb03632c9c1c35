"""Where a jump leads: to a row, to a share of the list, or to a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROW = re.compile(r"#?\s*(\d[\d\s,.'_]*)")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_MOST_DIGITS = 18
"""More rows than there can be: Python reads no number that is much longer."""
_BETWEEN_DIGITS = re.compile(r"[\s,.'_]")


@dataclass(frozen=True, slots=True)
class Jump:
    """One of them: a row counted from 1, a share of the list in percent, or the beginning of a name."""

    row: int | None = None
    share: float | None = None
    name: str = ""

    def row_in(self, count: int) -> int:
        """The row it leads to in a list of so many, counted from 0; the last one is as far as it goes. -1: by name."""
        if self.row is not None:
            return max(0, min(self.row, count) - 1)
        if self.share is not None:
            return max(0, min(count - 1, int(count * self.share / 100)))
        return -1


def read_jump(text: str) -> Jump | None:
    """What a person typed: "12,000" or "#7", "50 %", else the beginning of a name; after a quotation mark always that.

    None for nothing at all.
    """
    typed = text.strip()
    if typed.startswith(('"', "“")):
        name = typed[1:].rstrip('"”').strip()
        return Jump(name=name) if name else None
    if share := _SHARE.fullmatch(typed):
        return Jump(share=min(100.0, float(share[1].replace(",", "."))))
    if row := _ROW.fullmatch(typed):
        digits = _BETWEEN_DIGITS.sub("", row[1])
        return Jump(row=int(digits.lstrip("0")[:_MOST_DIGITS] or "0"))
    return Jump(name=typed) if typed else None
