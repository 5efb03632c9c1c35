"""Asks which files, or which folder, to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QPushButton,
    QTreeView,
    QWidget,
)

from rekreview.ui import icons

_SIZE = QSize(860, 540)
_IN_SIGHT = 0  # of all rows only those that show tell how wide a column has to be


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
        self._give_columns_room()

    def _give_columns_room(self) -> None:
        """Let no size or date be cut off; the names have the rest."""
        listed = self.findChild(QTreeView)
        if listed is not None:
            columns = listed.header()
            columns.setStretchLastSection(False)
            columns.setResizeContentsPrecision(_IN_SIGHT)
            columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


class ChooseFolder(_Chooser):
    """Lets a person choose a folder, by its name or by going there. Its files are listed, so that it is known again."""

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(folder, parent, QFileDialog.FileMode.Directory, self.tr("Import this folder"))
        self.setWindowTitle(self.tr("Import a folder"))
        self.setObjectName("choose-folder")
        self.setLabelText(QFileDialog.DialogLabel.FileName, self.tr("Folder:"))


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
