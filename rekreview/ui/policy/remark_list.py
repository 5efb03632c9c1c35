"""What there is to say of a moderation string: errors and warnings in words, with a button where one click mends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rekreview.domain.mending import Mend
from rekreview.domain.moderation_string import Remark, resolve
from rekreview.ui.as_written import on_button
from rekreview.ui.icon_label import IconLabel

Remarks = tuple[tuple[Remark, ...], tuple[Remark, ...]]
"""Errors and warnings."""

MOST_SHOWN = 3
# What a button can say of what it writes; its tool tip says all of it.
MEND_LENGTH = 28


class RemarkList(QWidget):
    """The remarks on a string, the first few in full. `mend_asked` carries the slug whose override shall take effect.

    `text_mended` carries the whole string as one click writes it, `place_asked` the character a person wants to be
    taken to. mend_of: how one remark is mended by a click, None if that takes thought.
    """

    mend_asked = Signal(str)
    text_mended = Signal(str)
    place_asked = Signal(int)

    def __init__(self, mend_of: Callable[[Remark], Mend | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mend_of = mend_of
        self.setObjectName("remarks")
        self._shown: Remarks = ((), ())
        self._said: list[QLabel] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 2, 0, 0)
        self._lines.setSpacing(4)
        self.hide()

    def show_remarks(self, errors: Sequence[Remark], warnings: Sequence[Remark]) -> None:
        """Show the first error, or the warnings if there is none."""
        remarks = (tuple(errors), tuple(warnings))
        if remarks == self._shown:
            return
        former, self._shown = self._shown, remarks
        if _same_lines(former, remarks):
            for label, warning in zip(self._said, warnings, strict=False):
                label.setText(self._told(warning))
            return
        self._clear()
        if errors:
            self._add(errors[0], "circle-x", "reject")
        for warning in () if errors else warnings[:MOST_SHOWN]:
            self._add(warning, "triangle-alert", "caution")
        hidden = (len(errors) - 1) if errors else max(0, len(warnings) - MOST_SHOWN)
        if hidden:
            more = _words(self.tr("and {count} more").format(count=hidden), "muted")
            more.setToolTip(self.tr("So many further remarks; they show when those above are mended"))
            self._lines.addWidget(more)
        self.setVisible(bool(errors or warnings))

    def _told(self, remark: Remark) -> str:
        text = self.tr("Character {place}: {message} {hint}")
        return text.format(place=remark.position + 1, message=remark.message, hint=remark.hint)

    def _clear(self) -> None:
        self._said.clear()
        while (entry := self._lines.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                # Out of the tree at once, so that nobody finds what is no longer said; hidden first, or the layout's
                # own delayed call would show it as a window.
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _add(self, remark: Remark, icon: str, tone: str) -> None:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        sign = IconLabel(16, icon, tone, line)
        layout.addWidget(sign)
        words = _words(self._told(remark), tone)
        words.setToolTip(self.tr("Characters are counted from the beginning of the string, the first is number 1"))
        self._said.append(words)
        words.setObjectName("remark-error" if tone == "reject" else "remark-warning")
        layout.addWidget(words, 1)
        if remark.code == "no_effect":
            layout.addWidget(self._mend_button(remark))
        elif mend := self._mend_of(remark):
            layout.addWidget(self._write_button(mend))
        if tone == "reject":
            layout.addWidget(self._place_button(remark))
        self._lines.addWidget(line)

    def _mend_button(self, remark: Remark) -> QPushButton:
        button = QPushButton(self.tr("Let it count"))
        button.setAccessibleName(self.tr("Let {name} count").format(name=remark.token))
        button.setToolTip(
            self.tr("Raise the stricter categories above it to the same value, and keep all others as they are")
        )
        button.clicked.connect(lambda: self.mend_asked.emit(resolve(remark.token)))
        return button

    def _write_button(self, mend: Mend) -> QPushButton:
        short = mend.instead if len(mend.instead) <= MEND_LENGTH else f"{mend.instead[:MEND_LENGTH]}…"
        button = QPushButton(self.tr("Write {instead}").format(instead=on_button(short)))
        button.setAccessibleName(self.tr("Write {instead}").format(instead=mend.instead))
        button.setToolTip(self.tr("Mend it here: the string becomes\n{text}").format(text=mend.text))
        button.clicked.connect(lambda: self.text_mended.emit(mend.text))
        return button

    def _place_button(self, remark: Remark) -> QPushButton:
        button = QPushButton(self.tr("Go there"))
        button.setToolTip(self.tr("Put the writing mark where the error is"))
        button.clicked.connect(lambda: self.place_asked.emit(remark.position))
        return button


def _same_lines(former: Remarks, remarks: Remarks) -> bool:
    """Whether only words differ: while a threshold is dragged, the same overrides stay without effect."""
    lines = [[(remark.code, remark.token) for remark in one[1]] for one in (former, remarks)]
    only = not former[0] and not remarks[0] and all(code == "no_effect" for code, _ in lines[1])
    return bool(lines[1]) and only and lines[0] == lines[1]


def _words(text: str, tone: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    label.setMinimumSize(QSize(60, 0))
    return label
