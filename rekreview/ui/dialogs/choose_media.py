"""Asks which files, or which folder, to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFileSystemModel,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QTreeView,
    QWidget,
)

from rekreview.ui import icons

_SIZE = QSize(860, 540)
_LEAST_NAME = 160
_ROWS_IN_SIGHT = 0  # Qt's word for them: a large folder has many more


def ask(window: QWidget, start: str, taken: Callable[[list[Path]], object], *, folder: bool) -> None:
    """Ask for files, or for a folder. start: the folder that shows first. taken: called with what is chosen."""
    dialog = ChooseFolder(start, window) if folder else ChooseMedia(start, window)
    dialog.chosen.connect(taken)
    dialog.open()


class _Chooser(QFileDialog):
    """What both have in common. Emits `chosen` with the paths.

    Qt's own dialog and not the system's: no system dialog takes files and folders alike. All files are listed, since
    what is a picture is told by content, not by the name.
    """

    chosen = Signal(list)

    def __init__(self, folder: str, parent: QWidget | None, mode: QFileDialog.FileMode, accept: str) -> None:
        super().__init__(parent, "", folder)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setFileMode(mode)
        self.setLabelText(QFileDialog.DialogLabel.Accept, accept)
        self.filesSelected.connect(lambda files: self.chosen.emit([Path(file) for file in files]))
        self.resize(_SIZE)
        listed = self.findChild(QFileSystemModel)
        if listed is not None:
            listed.directoryLoaded.connect(lambda _folder: self._give_columns_room())

    def _give_columns_room(self) -> None:
        """Let no size or date be cut off; the names have the rest.

        Only widths are set: how columns can be drawn belongs to all programs that show Qt's dialog, and is kept.
        """
        listed = self.findChild(QTreeView)
        if listed is None:
            return
        columns = listed.header()
        precision = columns.resizeContentsPrecision()
        columns.setResizeContentsPrecision(_ROWS_IN_SIGHT)
        for column in range(1, columns.count()):
            listed.resizeColumnToContents(column)
        columns.setResizeContentsPrecision(precision)
        taken = sum(columns.sectionSize(column) for column in range(1, columns.count()))
        listed.setColumnWidth(0, max(_LEAST_NAME, listed.viewport().width() - taken))


class ChooseFolder(_Chooser):
    """Lets a person choose a folder, by its name or by going there. Its files are listed, so that it is known again."""

    _name: QLineEdit | None = None

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(folder, parent, QFileDialog.FileMode.Directory, self.tr("Import this folder"))
        self.setWindowTitle(self.tr("Import a folder"))
        self.setObjectName("choose-folder")
        self.setLabelText(QFileDialog.DialogLabel.FileName, self.tr("Folder:"))
        self._name = self.findChild(QLineEdit)
        if self._name is not None:
            self._name.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter where no name is written takes nothing: the folder that shows first may be all a person has."""
        enters = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and watched is self._name and self._name is not None and not self._name.text().strip():
            return True
        return super().eventFilter(watched, event)


class ChooseMedia(_Chooser):
    """Lets a person choose files, or the folder that is shown as a whole."""

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(folder, parent, QFileDialog.FileMode.ExistingFiles, self.tr("Import"))
        self.setWindowTitle(self.tr("Import pictures and videos"))
        self.setObjectName("choose-media")
        self._whole = QPushButton(icons.icon("folder-plus"), self.tr("Import this folder"), self)
        self._whole.setObjectName("import-this-folder")
        self._whole.setAutoDefault(False)
        self._whole.clicked.connect(self._choose_folder)
        box = self.findChild(QDialogButtonBox)
        layout = self.layout()
        if box is not None:
            box.addButton(self._whole, QDialogButtonBox.ButtonRole.ActionRole)
        elif isinstance(layout, QGridLayout):
            layout.addWidget(self._whole, layout.rowCount(), 0, 1, -1)

    def _choose_folder(self) -> None:
        """The folders that are selected in the list, else the one that is shown."""
        selected = [Path(file) for file in self.selectedFiles() if Path(file).is_dir()]
        folders = selected or [Path(self.directory().absolutePath())]
        self.chosen.emit(folders)
        self.close()
