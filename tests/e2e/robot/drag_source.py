"""Another program: a small window from which files can be dragged:  python drag_source.py FILE..."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Pile(QLabel):
    """A pile of files that can be dragged away."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("Drag these files")
        self._files = files
        self.setWindowTitle("Pile of files")
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(40, 640, 220, 120)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Start a drag with the addresses of the files."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
        event.accept()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    pile = Pile(sys.argv[1:])
    pile.show()
    sys.exit(application.exec())
