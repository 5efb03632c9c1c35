"""Asks where to write what was seen in videos: a file for one, a folder for several."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class ExportSegments(QFileDialog):
    """Lets a person choose the file of one video, or with no `name` the folder for several. Emits chosen(Path).

    Qt's own dialog, as for an import; a file that is there already is only replaced when a person says so.
    """

    chosen = Signal(object)

    def __init__(self, folder: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, "", folder)
        self.setObjectName("export-segments")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if name:
            self.setWindowTitle(self.tr("Export the segments of this video"))
            self.setFileMode(QFileDialog.FileMode.AnyFile)
            self.selectFile(name)
        else:
            self.setWindowTitle(self.tr("Export segments: one file a video, into this folder"))
            self.setFileMode(QFileDialog.FileMode.Directory)
            self.setOption(QFileDialog.Option.ShowDirsOnly)
        self.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Export"))
        self.fileSelected.connect(lambda path: self.chosen.emit(Path(path)))
