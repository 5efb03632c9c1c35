"""Asks which files, or which folder, to import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QGridLayout, QPushButton, QWidget

from rekreview.ui import icons


class ChooseMedia(QFileDialog):
    """Lets a person choose files, or the folder that is shown as a whole. Emits `chosen` with the paths.

    Qt's own dialog and not the system's: no system dialog takes files and folders alike. All files are offered, since
    what is a picture is told by content, not by the name.
    """

    chosen = Signal(list)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "", folder)
        self.setWindowTitle(self.tr("Import pictures and videos"))
        self.setObjectName("choose-media")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Import"))
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
        self.filesSelected.connect(lambda files: self.chosen.emit([Path(file) for file in files]))

    def _choose_folder(self) -> None:
        """The folders that are selected in the list, else the one that is shown."""
        selected = [Path(file) for file in self.selectedFiles() if Path(file).is_dir()]
        folders = selected or [Path(self.directory().absolutePath())]
        self.chosen.emit(folders)
        self.close()
