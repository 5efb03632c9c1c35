"""What a run could not moderate, as rows of a table: a run may hold very many, so none is a widget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from rekreview.library.values import TaskFault
from rekreview.ui import messages
from rekreview.ui.as_written import in_tip

Index = QModelIndex | QPersistentModelIndex
NAME, WHY, FOLDER = range(3)


class FaultsModel(QAbstractTableModel):
    """Rows of file, reason and folder."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: Sequence[TaskFault] = ()
        self._titles = (self.tr("File"), self.tr("Why it was not moderated"), self.tr("Folder"))

    def show(self, faults: Sequence[TaskFault]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.faults = faults
        self.endResetModel()

    def as_text(self) -> str:
        """All rows, to be pasted elsewhere: path, code and reason, parted by tabs."""
        return "".join(f"{fault.path}\t{fault.code}\t{fault.message}\n" for fault in self.faults)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many assets were not moderated."""
        return 0 if parent.isValid() else len(self.faults)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """File, reason, folder."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; its tool tip says it whole."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        fault = self.faults[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return in_tip(fault.path if index.column() != WHY else fault.message)
        path = PurePath(fault.path)
        return (path.name, _why(fault), str(path.parent))[index.column()]


def _why(fault: TaskFault) -> str:
    return fault.message or messages.reason(fault.code) or fault.code
