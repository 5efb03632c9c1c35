"""The command palette: type a few letters of what is to be done, and Enter does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.ui import theme
from rekreview.ui.palette.commands import Command, offered
from rekreview.ui.passing_dialog import PassingDialog

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class CommandPalette(PassingDialog):
    """Lists commands as they fit what is typed. chosen(Command): it is to be done, and the palette is closed."""

    chosen = Signal(object)

    def __init__(self, commands: Sequence[Command], recent: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("command-palette")
        self.setWindowTitle(self.tr("Commands"))
        self._commands = tuple(commands)
        self._recent = tuple(recent)
        self._shown: list[Command] = []
        self.field = QLineEdit(self)
        self.field.setObjectName("command")
        self.field.setAccessibleName(self.tr("Command"))
        self.field.setPlaceholderText(self.tr("Type what to do, or where to go"))
        self.list = self._list()
        self.told = QLabel(self)
        self.told.setObjectName("command-told")
        self.told.setProperty("tone", "muted")
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.told)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _row: self._take())
        self.list.currentItemChanged.connect(lambda *_rows: self._explain())
        self.field.installEventFilter(self)
        self._lie_over(parent)
        self._fill()
        self.field.setFocus()

    @property
    def shown(self) -> list[Command]:
        """The commands listed now, in their order."""
        return list(self._shown)

    def add(self, commands: Iterable[Command]) -> None:
        """Offer these too; they were read meanwhile."""
        self._commands = (*self._commands, *commands)
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while letters go on being typed."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if watched is self.field and pressed and isinstance(event, QKeyEvent):
            by = _MOVES.get(Qt.Key(event.key()))
            if by is not None:
                self._move(by)
                return True
        return super().eventFilter(watched, event)

    def _list(self) -> QTreeWidget:
        listed = QTreeWidget(self)
        listed.setObjectName("commands")
        listed.setAccessibleName(self.tr("Commands"))
        listed.setColumnCount(3)
        listed.setHeaderHidden(True)
        listed.setRootIsDecorated(False)
        listed.setUniformRowHeights(True)
        listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        listed.header().setStretchLastSection(False)
        listed.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            listed.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return listed

    def _lie_over(self, parent: QWidget) -> None:
        """In the upper middle of the window, where the eye is."""
        window = parent.window()
        width, height = min(680, window.width() - 40), min(460, window.height() - 80)
        self.setFixedSize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, 60)))

    def _fill(self) -> None:
        self._shown = offered(self.field.text(), self._commands, self._recent)
        self.list.clear()
        muted, faint = QColor(theme.current().muted), QColor(theme.current().faint)
        for command in self._shown:
            row = QTreeWidgetItem(self.list, [command.text, command.group, command.hint])
            row.setForeground(1, muted)
            row.setForeground(2, muted)
            if command.why_not:
                row.setForeground(0, faint)
                row.setToolTip(0, command.why_not)
            said = (command.text, command.group, command.hint, command.why_not)
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in said if part))
        self._go(0)
        self._explain()

    def _move(self, by: int) -> None:
        count, at = len(self._shown), self._at() + by
        if count:
            self._go(at % count if abs(by) == 1 else max(0, min(at, count - 1)))

    def _go(self, at: int) -> None:
        row = self.list.topLevelItem(at)
        if row is not None:
            self.list.setCurrentItem(row)

    def _at(self) -> int:
        return self.list.currentIndex().row()

    def _current(self) -> Command | None:
        return self._shown[self._at()] if 0 <= self._at() < len(self._shown) else None

    def _explain(self) -> None:
        command = self._current()
        if command is None:
            self.told.setText(self.tr("Nothing is called so. Try fewer letters."))
        elif command.why_not:
            self.told.setText(self.tr("Not now: {}").format(command.why_not))
        else:
            self.told.setText(self.tr("Enter does it, the arrows choose another, Esc closes."))

    def _take(self) -> None:
        command = self._current()
        if command is None or command.why_not:
            return  # why is said below the list
        self.close()
        self.chosen.emit(command)
