"""The rows of a tree, as the ones that are there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QTreeWidgetItem


def rows_below(row: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The rows directly below another one, in order."""
    return [child for at in range(row.childCount()) if (child := row.child(at)) is not None]


def explain(row: QTreeWidgetItem | None, meanings: Mapping[int, str]) -> None:
    """Give cells of a row, or of the header, tool tips that say what their numbers mean. meanings: by column."""
    if row is not None:
        for column, meaning in meanings.items():
            row.setToolTip(column, meaning)


def move_row(row: QTreeWidgetItem, below: QTreeWidgetItem) -> None:
    """Hang a row below another one, if it is not there yet."""
    above = row.parent()
    if above is not below:
        if above is not None:
            above.removeChild(row)
        below.addChild(row)
