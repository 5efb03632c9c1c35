"""Where Tab leads: as one reads, which is how the controls are laid out and not how they happen to be made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow(layout: QLayout | None) -> None:
    """Have Tab go through the controls that are in a layout by now, in its order."""
    for first, second in pairwise(_controls(layout)):
        QWidget.setTabOrder(first, second)


def _controls(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield from _within(widget)
        elif item is not None:
            yield from _controls(item.layout())


def _within(widget: QWidget) -> Iterator[QWidget]:
    """A control, or those inside; of an area that scrolls both."""
    stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if stops:
        yield widget
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from _within(inner)
    elif not stops:
        yield from _controls(widget.layout())
