"""Where Tab leads: as one reads, which is how the controls are laid out and not how they happen to be made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow(layout: QLayout | None) -> None:
    """Have Tab go through the controls that are in a layout by now, in its order, from where it met the first."""
    controls = list(_controls(layout))
    if not controls:
        return
    met = _met_first(controls)
    if met is not controls[0]:
        QWidget.setTabOrder(met, controls[0])  # one that is new is at the end of all, and the others would go there
    for first, second in pairwise(controls):
        QWidget.setTabOrder(first, second)


def _met_first(controls: list[QWidget]) -> QWidget:
    wanted, widget = set(controls), controls[0].window().nextInFocusChain()
    while widget is not None and widget not in wanted:
        widget = widget.nextInFocusChain()
    return widget or controls[0]


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
