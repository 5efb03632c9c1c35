"""Paints one step of the strip: its picture, verdict, reason and time, and a button that takes it back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rekreview.domain.assets import Status
from rekreview.library.step_values import RecentStep
from rekreview.ui import icons, theme
from rekreview.ui.recent import words

STEP: Final = int(Qt.ItemDataRole.UserRole)
IMAGE: Final = STEP + 1
SIDE: Final = 48
CELL: Final = QSize(186, 60)
_GAP = 6
_ICON = 15
_BUTTON = 22


def take_back_place(cell: QRect) -> QRect:
    """Where the button lies that takes the step of this cell back."""
    return QRect(cell.right() - _BUTTON - 5, cell.top() + 5, _BUTTON, _BUTTON)


class StepDelegate(QStyledItemDelegate):
    """Everything is said in words too; what was taken back is faint, and says so."""

    def __init__(self, parent: QObject, *, writable: bool) -> None:
        super().__init__(parent)
        self._writable = writable

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Every step is as large as the next."""
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one step."""
        step, image = index.data(STEP), index.data(IMAGE)
        if not isinstance(step, RecentStep):
            return
        tokens, cell = theme.current(), option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(tokens.accent if focused else tokens.line), 2 if focused else 1))
        painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.drawRoundedRect(QRectF(cell), 6, 6)
        self._paint_picture(painter, cell, image if isinstance(image, QImage) else None, faint=step.reverted)
        self._paint_words(painter, cell, step, option)
        if self._writable and not step.reverted and (chosen or hovered):
            icons.paint(painter, "undo-2", QRectF(take_back_place(option.rect)).adjusted(3, 3, -3, -3), tokens.text)
        painter.restore()

    def _paint_picture(self, painter: QPainter, cell: QRect, image: QImage | None, *, faint: bool) -> None:
        place = QRect(cell.left() + 4, cell.top() + 4, SIDE, SIDE)
        if image is None:
            painter.fillRect(place, QColor(theme.current().line))
            return
        painter.setOpacity(0.45 if faint else 1.0)
        painter.drawImage(place, image)
        painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, cell: QRect, step: RecentStep, option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        colours = {Status.APPROVED: tokens.approve, Status.REJECTED: tokens.reject}
        ink = tokens.muted if step.reverted or step.status is None else colours.get(step.status, tokens.muted)
        left, top = cell.left() + SIDE + 4 + _GAP, cell.top() + 3
        wide, line = cell.right() - left - 4, min(option.fontMetrics.height(), (cell.height() - 6) // 3)
        icons.paint(painter, words.icon(step), QRectF(left, top + (line - _ICON) / 2, _ICON, _ICON), ink)
        lines = (
            (
                words.verdict(step),
                left + _ICON + 4,
                tokens.muted if step.reverted else tokens.text,
                _ICON + 4 + _BUTTON,
            ),
            (step.reason or step.tile.name, left, tokens.muted, 0),
            (words.time(step), left, tokens.faint, 0),
        )
        painter.setFont(option.font)
        for at, (text, start, colour, spared) in enumerate(lines):
            room = QRect(start, top + at * line, wide - spared, line)
            painter.setPen(QColor(colour))
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
