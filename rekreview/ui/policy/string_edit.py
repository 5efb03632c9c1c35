"""The text field of the moderation string: coloured by its grammar, with faults underlined where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from rekreview.ui import theme

LEAST_LINES, MOST_LINES = 1, 5
# What the style sheet puts above and below the text: padding and border.
FRAME = 14
ITEM = re.compile(r"[^|]+")
TOKEN = re.compile(r"[^:]+")
VALUE = re.compile(r"[0-9.]+|ignore")


class StringEdit(QPlainTextEdit):
    """One moderation string, on as many lines as it needs but without line breaks of its own.

    `typed` carries the text after a person changed it, and whether it came at once, as by pasting; `finished` says that
    they pressed Enter or left the field.
    """

    typed = Signal(str, bool)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Moderation string")
        self.setObjectName("moderation-string")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(_fixed_font(self.font()))
        self._faults: tuple[tuple[int, str], ...] = ()
        self._oddities: tuple[tuple[int, str], ...] = ()
        self._coloured: object = None
        self._showing = False
        self._former = ""
        self.textChanged.connect(self._change)
        self._fit()

    def text(self) -> str:
        """What the field holds now."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show a string without telling anybody; Ctrl+Z still brings back what was typed before."""
        if text == self.text():
            return
        self._showing = True
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self._showing = False

    def forget_typing(self) -> None:
        """What was typed so far is done with, since a policy was applied: Ctrl+Z takes that back now."""
        self.document().clearUndoRedoStacks()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and its counterpart to the window where there is no typing to take back, or to do again."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            document = self.document()
            undoes, redoes = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
            if (undoes and not document.isUndoAvailable()) or (redoes and not document.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def show_faults(self, faults: Iterable[tuple[int, str]], oddities: Iterable[tuple[int, str]] = ()) -> None:
        """Underline each fault and, with dots, each oddity: the code point it begins at, and its token ("" where
        something is missing).
        """
        self._faults, self._oddities = tuple(faults), tuple(oddities)
        self._colour()

    def place_cursor(self, position: int) -> None:
        """Put the writing mark before the code point at `position`."""
        cursor = self.textCursor()
        cursor.setPosition(_units(self.text(), position))
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        """As high as the text is, within limits."""
        return QSize(480, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says "done" and never breaks the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field says "done"."""
        super().focusOutEvent(event)
        self.finished.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line: strings come wrapped out of mails and documents."""
        if source.hasText():
            self.insertPlainText("".join(line.strip() for line in source.text().splitlines()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field needs more lines."""
        super().resizeEvent(event)
        self._fit()

    def _change(self) -> None:
        self._faults = self._oddities = ()
        self._colour()
        self._fit()
        former, self._former = self._former, self.text()
        if not self._showing and self._former != former:
            self.typed.emit(self._former, inserted(former, self._former) > 1)

    def _height(self) -> int:
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.document().size().height())))
        inner = 2 * round(self.document().documentMargin())
        return lines * self.fontMetrics().lineSpacing() + inner + FRAME

    def _fit(self) -> None:
        too_long = self.document().size().height() > MOST_LINES
        shown = Qt.ScrollBarPolicy.ScrollBarAsNeeded if too_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(shown)
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def _colour(self) -> None:
        """Colour kinds, numbers and `ignore`, and underline the faults, all without touching the document."""
        tokens = theme.current()
        if self._coloured == (coloured := (self.text(), self._faults, self._oddities, tokens)):
            return
        self._coloured = coloured
        marks = [self._mark(start, word, _format(colour)) for start, word, colour in _words(self.text(), tokens)]
        marks += [self._mark(position, token, _dotted(tokens.caution)) for position, token in self._oddities]
        marks += [self._underline(position, token, tokens) for position, token in self._faults]
        self.setExtraSelections(marks)

    def _mark(self, start: int, word: str, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(self.text(), start))
        cursor.setPosition(_units(self.text(), start + len(word)), QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, form
        return mark

    def _underline(self, position: int, token: str, tokens: theme.Tokens) -> QTextEdit.ExtraSelection:
        text = self.text()
        # Where something is missing there is no character of its own: underline the one before it.
        start = position if token else max(0, min(position, len(text)) - 1)
        form = QTextCharFormat()
        form.setForeground(QColor(tokens.reject))
        form.setUnderlineColor(QColor(tokens.reject))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        return self._mark(start, token or text[start : start + 1], form)


def inserted(former: str, now: str) -> int:
    """How many characters of the text now are new, if it changed in one place."""
    start = _alike(former, now)
    return len(now) - start - _alike(former[start:][::-1], now[start:][::-1])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _words(text: str, tokens: theme.Tokens) -> Iterator[tuple[int, str, str]]:
    """The parts of a string worth a colour: the kinds, then each number and `ignore`; names keep the text's own.

    So do the separators: of two coloured parts without anything between them Qt paints one only.
    """
    for piece in ITEM.finditer(text):
        for position, token in enumerate(TOKEN.finditer(piece.group())):
            word = token.group()
            if position == 0:
                yield piece.start() + token.start(), word, tokens.accent
            elif VALUE.fullmatch(word.strip()):
                yield (
                    piece.start() + token.start(),
                    word,
                    tokens.approve if word.strip() == "ignore" else tokens.caution,
                )


def _format(colour: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    return form


def _dotted(colour: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setUnderlineColor(QColor(colour))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    return form


def _units(text: str, code_points: int) -> int:
    """Qt counts UTF-16 units, the parser code points: an emoji is two of the one and one of the other."""
    return len(text[:code_points].encode("utf-16-le")) // 2


def _fixed_font(like: QFont) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(like.pointSizeF())
    return font
