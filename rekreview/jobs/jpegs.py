"""Makes pictures of the JPEGs that the library keeps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader


def image_of_jpeg(jpeg: bytes, sizing: Callable[[QSize], QSize] | None = None) -> QImage:
    """The picture of these bytes, null if they are none. Any thread may ask, and no other waits for it.

    sizing: tells from the picture's size the one it is to be made at, both in pixels; as it is if not given.

    A reader, as PySide lets other Python threads run while one reads; `QImage.fromData` keeps them all waiting, and
    each text that the window paints meanwhile hands the turn back to it. Told no format, Qt would ask every plugin in
    turn, and that for SVG connects a QObject under a lock of Qt's that another thread may hold, waiting for its turn.
    """
    held = QBuffer()
    held.setData(QByteArray(jpeg))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    image = QImageReader(held, b"JPEG").read()
    if sizing is None or image.isNull() or (size := sizing(image.size())) == image.size():
        return image
    # Not by the reader, which scales twice: first to an eighth, two eighths... of the size. Words would turn to mush.
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
