"""Labels with their confidence as bars, and a tick at the threshold each has to exceed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from rekreview.domain.marks import MarkWord
from rekreview.domain.thresholds import Ignore, percent
from rekreview.ui import theme
from rekreview.ui.as_written import in_tip
from rekreview.ui.detail import mark_buttons
from rekreview.ui.detail.label_nodes import LabelNode
from rekreview.ui.detail.mark_buttons import MarkButtons
from rekreview.ui.exempting import content_type_word
from rekreview.ui.own_viewport import own_viewport
from rekreview.ui.wording import confidence, duration, threshold_percent, tr

_NODE = Qt.ItemDataRole.UserRole
_BAR_WIDTH = 72
_NUMBER_WIDTH = 46
_ROW = 26

_Shape = tuple[tuple[bool, object], ...]
"""Of each row whether it has a confidence, and the shape of what is below it."""


def spoken(node: LabelNode) -> str:
    """What a screen reader says of a label: its confidence, its threshold, and what follows."""
    if node.confidence is None:
        return node.name
    parts = [f"{node.name} {confidence(node.confidence)} %"]
    if node.ignored:
        parts.append(tr("ignored by the policy"))
    elif node.exempt:
        parts.append(tr("does not reject: {} content is exempt").format(content_type_word(node.exempt).lower()))
    elif node.threshold is not None and not isinstance(node.threshold, Ignore):
        word = tr("over its threshold of {} %") if node.over else tr("not over its threshold of {} %")
        parts.append(word.format(threshold_percent(node.threshold)))
    if node.mark is not None:
        parts.append(tr("marked wrong") if node.mark is MarkWord.WRONG else tr("marked right"))
    if node.times:
        shown = ", ".join(duration(time) for time in node.times[:8])
        parts.append(tr("seen at {}").format(shown + (" …" if len(node.times) > 8 else "")))
    return ", ".join(parts)


class _BarDelegate(QStyledItemDelegate):
    """Paints the bar column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A bar as long as the confidence, the threshold's tick, and the number."""
        node: LabelNode | None = index.data(_NODE)
        if node is None or node.confidence is None:
            return
        tokens = theme.current()
        area = QRectF(option.rect)
        bar = QRectF(area.left(), area.center().y() - 3, area.width() - _NUMBER_WIDTH, 6)
        fill = tokens.reject if node.over else tokens.outline if node.ignored or node.exempt else tokens.accent
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * node.confidence / 100, 6), 3, 3)
        if node.threshold is not None and not isinstance(node.threshold, Ignore):
            x = bar.left() + bar.width() * float(percent(node.threshold)) / 100
            painter.setPen(QPen(QColor(tokens.text), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QRectF(x, bar.top() - 4, 0, 14).topLeft(), QRectF(x, bar.top() - 4, 0, 14).bottomLeft())
        painter.setPen(QColor(tokens.reject if node.over else tokens.text))
        font = QFont(option.font)
        font.setBold(node.over)  # who sees no red sees which label rejects, and which is exempt though it is over
        painter.setFont(font)
        number = area.adjusted(area.width() - _NUMBER_WIDTH, 0, 0, 0)
        painter.drawText(
            number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, confidence(node.confidence)
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        """Room for bar and number."""
        return QSize(_BAR_WIDTH + _NUMBER_WIDTH, _ROW)


class LabelTree(QTreeWidget):
    """The label tree of one detection; as high as it needs to be, so that the pane around it scrolls.

    marked(str, MarkWord or None): a label, and what a person says of it.
    """

    marked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labels")
        self.setAccessibleName(self.tr("Labels"))
        self.setProperty("tone", "plain")
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(16)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setItemsExpandable(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(1, _BarDelegate(self))
        own_viewport(self).setAutoFillBackground(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(1, _BAR_WIDTH + _NUMBER_WIDTH)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(2, mark_buttons.WIDTH)
        self._writable = True
        self._rows: list[QTreeWidgetItem] = []
        self._shape: _Shape | None = None

    def set_writable(self, on: bool) -> None:
        """Whether labels can be marked."""
        self._writable = on
        self._shape = None  # the rows are made anew

    def show_nodes(self, nodes: Sequence[LabelNode]) -> None:
        """Show this tree. Rows stay from asset to asset where they can: making them takes longer than all else."""
        walked = _walk(nodes)
        if _shape(nodes) == self._shape:
            for row, node in zip(self._rows, walked, strict=True):
                self._fill(row, node)
            return
        self.clear()
        self._shape, self._rows = _shape(nodes), []
        for node in nodes:
            self._add(node, self.invisibleRootItem())
        self.expandAll()
        self.setFixedHeight(len(walked) * _ROW + 2)
        self.setVisible(bool(walked))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be said of the label under the pointer, or of the current one for the keyboard's menu key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        row = self.currentItem() if by_key else self.itemAt(event.pos())
        node: LabelNode | None = row.data(1, _NODE) if row is not None else None
        if row is None or node is None or node.confidence is None or not self._writable:
            return
        below = self.viewport().mapToGlobal(self.visualItemRect(row).bottomLeft())
        self._mark_menu(node).popup(below if by_key else event.globalPos())

    def _mark_menu(self, node: LabelNode) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("mark-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        words = ((tr("Right"), MarkWord.RIGHT), (tr("Wrong"), MarkWord.WRONG), (tr("No mark"), None))
        for text, word in words:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(node.mark is word)
            action.triggered.connect(partial(self._say, node.name, word))
        return menu

    def _say(self, name: str, word: MarkWord | None, _checked: bool = False) -> None:
        self.marked.emit(name, word)

    def _add(self, node: LabelNode, parent: QTreeWidgetItem) -> None:
        row = QTreeWidgetItem(parent)
        row.setSizeHint(0, QSize(40, _ROW))
        if node.confidence is not None:
            buttons = MarkButtons(node.name, node.mark)
            buttons.setEnabled(self._writable)
            buttons.marked.connect(self.marked)
            self.setItemWidget(row, 2, buttons)
        self._rows.append(row)
        self._fill(row, node)
        for child in node.children:
            self._add(child, row)

    def _fill(self, row: QTreeWidgetItem, node: LabelNode) -> None:
        row.setText(0, tr("{}, exempt").format(node.name) if node.exempt else node.name)
        row.setData(1, _NODE, node)
        row.setToolTip(0, in_tip(spoken(node)))
        row.setToolTip(1, in_tip(spoken(node)))
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken(node))
        buttons = self.itemWidget(row, 2)
        if isinstance(buttons, MarkButtons):
            buttons.show_label(node.name, node.mark)


def _shape(nodes: Sequence[LabelNode]) -> _Shape:
    return tuple((node.confidence is not None, _shape(node.children)) for node in nodes)


def _walk(nodes: Sequence[LabelNode]) -> list[LabelNode]:
    return [found for node in nodes for found in (node, *_walk(node.children))]
