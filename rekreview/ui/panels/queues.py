"""The flat list of queues, each with its icon, word and live count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.ui import icons, naming, theme

ROW_HEIGHT = 30
ICON_SIDE = 16
EDGE = 12

_ICONS = {
    QueueName.REJECTED: "circle-x",
    QueueName.APPROVED: "circle-check",
    QueueName.PENDING: "circle-dashed",
    QueueName.NOT_MODERATED: "triangle-alert",
    QueueName.SECOND_LOOK: "flag",
    QueueName.BORDERLINE: "scale",
    QueueName.DISAGREEING: "git-compare",
    QueueName.REVIEWED: "user-check",
    QueueName.OVERTURNED: "arrow-left-right",
    QueueName.ALL: "images",
}
_NAME = int(Qt.ItemDataRole.UserRole)
_COUNT = _NAME + 1


class QueuesList(QListWidget):
    """Lets a person choose a queue; each row's text is its word and count: "Rejected, 2". Uncounted, its word alone.

    chosen(QueueName). left: a person took the queue by click or Enter, and now wants to work on its assets.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queues")
        self.setAccessibleName(self.tr("Queues"))
        self.setItemDelegate(_QueueDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(ROW_HEIGHT * len(QueueName))
        for name in QueueName:
            row = QListWidgetItem(self)
            row.setData(_NAME, name)
            row.setToolTip(
                self.tr("{queue}: the number says how many assets it holds").format(queue=naming.queue(name))
            )
            row.setText(naming.queue(name))
        self.select(QueueName.ALL)
        self.itemSelectionChanged.connect(self._announce)
        self.itemClicked.connect(self._leave)
        self.itemActivated.connect(self._leave)

    def show_counts(self, counts: QueueCounts) -> None:
        """Show how many assets each queue holds."""
        for row in range(self.count()):
            held = counts.counts.get(self._name(row), 0)
            text = f"{naming.queue(self._name(row))}, {held}"
            if self.item(row).text() != text:
                self.item(row).setText(text)
                self.item(row).setData(_COUNT, held)

    def keyboardSearch(self, search: str) -> None:
        """Letters are verdict keys in this window; they must never choose a queue by its first letter."""

    def select(self, name: QueueName | None) -> None:
        """Show this queue as the chosen one, or none: then any of them can be chosen, the one before too."""
        if name is None:
            self.clearSelection()
        else:
            self.setCurrentRow(list(QueueName).index(name))

    @property
    def selected(self) -> QueueName:
        """The queue that is chosen, every asset while none is."""
        return self._name(self.currentRow()) if self.selectedItems() else QueueName.ALL

    def _name(self, row: int) -> QueueName:
        return QueueName(self.item(row).data(_NAME))

    def _announce(self) -> None:
        if self.selectedItems():
            self.chosen.emit(self.selected)

    def _leave(self, row: QListWidgetItem) -> None:
        if not row.isSelected():
            self.setCurrentItem(row)
        self.left.emit()


class _QueueDelegate(QStyledItemDelegate):
    """Paints a queue's icon and word at the left and its count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Every row is as high as the next."""
        return QSize(120, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        tokens = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        row = QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_brush(tokens.accent_soft if chosen else tokens.hover))
            painter.drawRoundedRect(row, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(_pen(tokens.accent))
            painter.drawRoundedRect(row.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_content(painter, row, QueueName(index.data(_NAME)), index.data(_COUNT), option.font)
        painter.restore()

    def _paint_content(self, painter: QPainter, row: QRectF, name: QueueName, count: int | None, font: QFont) -> None:
        tokens = theme.current()
        icon = QRectF(row.left() + EDGE - 2, row.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        empty = count == 0
        icons.paint(painter, _ICONS[name], icon, tokens.faint if empty else _colour(name))
        painter.setFont(font)
        painter.setPen(_pen(tokens.faint if empty else tokens.muted))
        number = "" if count is None else naming.number(count)
        painter.drawText(row.adjusted(0, 0, -EDGE, 0), _RIGHT, number)
        room = painter.fontMetrics().horizontalAdvance(number) + 2 * EDGE
        painter.setPen(_pen(tokens.faint if empty else tokens.text))
        painter.drawText(row.adjusted(EDGE + ICON_SIDE + 8, 0, -room, 0), _LEFT, naming.queue(name))


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))


def _pen(colour: str) -> QPen:
    return QPen(QColor(colour))


def _colour(name: QueueName) -> str:
    tokens = theme.current()
    return {
        QueueName.REJECTED: tokens.reject,
        QueueName.APPROVED: tokens.approve,
        QueueName.NOT_MODERATED: tokens.caution,
    }.get(name, tokens.muted)
