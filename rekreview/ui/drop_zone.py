"""Takes files and folders dropped from other programs anywhere on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from rekreview.ui import theme

MARGIN = 12


class DropZone(QLabel):
    """Covers the window while files are held over it, and emits `dropped` with their paths."""

    dropped = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(self.tr("Drop to import"), window)
        self._window = window
        self.setObjectName("drop-zone")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.accepting = False
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Hear the window's drag and drop."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            return self._consider(event)
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        return False

    def _consider(self, event: QDragEnterEvent | QDragMoveEvent) -> bool:
        if not self.accepting or not local_paths(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self.isHidden():
            self._cover()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.hide()
        paths = local_paths(event.mimeData())
        if not self.accepting or not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths)
        return True

    def _cover(self) -> None:
        tokens = theme.current()
        self.setStyleSheet(
            f"background: {tokens.accent_soft}; color: {tokens.text}; border: 2px dashed {tokens.accent};"
            " border-radius: 12px; font-size: 17pt; font-weight: 700;"
        )
        self.setGeometry(self._window.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        self.raise_()
        self.show()


def local_paths(dragged: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dragged."""
    return [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]
