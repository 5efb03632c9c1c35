"""Makes pictures of the JPEGs that the library keeps."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader


def image_of_jpeg(jpeg: bytes) -> QImage:
    """The picture of these bytes, null if they are none. Any thread may ask, and no other waits for it.

    A reader, as PySide lets other Python threads run while one reads; `QImage.fromData` keeps them all waiting, and
    each text that the window paints meanwhile hands the turn back to it. Told no format, Qt would ask every plugin in
    turn, and that for SVG connects a QObject under a lock of Qt's that another thread may hold, waiting for its turn.
    """
    held = QBuffer()
    held.setData(QByteArray(jpeg))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(held, b"JPEG").read()
