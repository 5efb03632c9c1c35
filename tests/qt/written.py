"""Finds text that Qt would not show as it is written: names from outside may look like markup, or like a marked key."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QHeaderView, QLabel, QTabBar, QWidget

MARK = "<b>R&D"
"""As a file, a reviewer or a queue may be called. What shows it in bold, or without its &, shows something else."""


def is_markup(text: str) -> bool:
    """Whether Qt takes a text for markup where nobody says what it is, as in a tool tip."""
    taken: bool = GuiQt.mightBeRichText(text)  # type: ignore[attr-defined]
    return taken


def misshown(top: QWidget) -> list[str]:
    """Where below a widget a text with the mark in it would be shown as something else, in words."""
    return [
        f"{part} of {type(widget).__name__} “{widget.objectName() or widget.accessibleName()}”: {text!r}"
        for widget in (top, *top.findChildren(QWidget))
        for part, text, plainly in (*_texts(widget), *_view_texts(widget))
        if MARK in plain(text) and not plainly
    ]


def told(top: QWidget) -> str:
    """Every text with the mark below a widget, to make sure that something was looked at."""
    every = (text for widget in (top, *top.findChildren(QWidget)) for _, text, _ in _all(widget))
    return "\n".join(text for text in every if "R&" in text)


def plain(text: str) -> str:
    """A text as it may have been before it was made ready for a button or for a tool tip."""
    if is_markup(text) and MARK not in text:
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    return text.replace("&&", "&")


def _all(widget: QWidget) -> Iterator[tuple[str, str, bool]]:
    yield from _texts(widget)
    yield from _view_texts(widget)


def _texts(widget: QWidget) -> Iterator[tuple[str, str, bool]]:
    yield "tool tip", widget.toolTip(), _is_plain_tip(widget.toolTip())
    if isinstance(widget, QLabel):
        rich = widget.textFormat() is Qt.TextFormat.AutoText and is_markup(widget.text())
        marked = widget.buddy() is not None
        yield "text", widget.text(), not rich and not marked
    if isinstance(widget, QAbstractButton):
        yield "text", widget.text(), _marks_no_key(widget.text())
    if isinstance(widget, QTabBar):
        for at in range(widget.count()):
            yield "tab", widget.tabText(at), _marks_no_key(widget.tabText(at))
    for action in widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
        yield "action", action.text(), _marks_no_key(action.text())
        yield "tool tip of action", action.toolTip(), _is_plain_tip(action.toolTip())


def _view_texts(widget: QWidget) -> Iterator[tuple[str, str, bool]]:
    own = isinstance(widget, QAbstractItemView | QComboBox) and not isinstance(widget, QHeaderView)
    model = widget.model() if own else None
    for index in _indexes(model) if model is not None else ():
        text = index.data(Qt.ItemDataRole.ToolTipRole)
        if isinstance(text, str):
            yield "tool tip of row", text, _is_plain_tip(text)
        shown = index.data(Qt.ItemDataRole.DisplayRole)
        if isinstance(shown, str):
            yield "row", shown, True


def _indexes(model: QAbstractItemModel, below: QModelIndex | None = None) -> Iterator[QModelIndex]:
    parent = below or QModelIndex()
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield index
            if column == 0:
                yield from _indexes(model, index)


def _marks_no_key(text: str) -> bool:
    return "&" not in text.replace("&&", "")


def _is_plain_tip(text: str) -> bool:
    """Whether it is no markup, or markup that stands for the text itself."""
    return not is_markup(text) or MARK not in text
