"""Makes pictures of the JPEGs that the library keeps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
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
    reader = QImageReader(held, b"JPEG")
    own = reader.size()
    size = sizing(own) if sizing is not None and own.isValid() else own
    # Asked for the whole as a part of the picture, the reader scales it once and well, as long as it is to be more than
    # half as large. Else it does so twice, to an eighth, two eighths... of the size first, and words turn to mush.
    reader.setClipRect(QRect(QPoint(), own))
    if 2 * size.width() > own.width() and 2 * size.height() > own.height():
        reader.setScaledSize(size)
    image = reader.read()
    if image.isNull() or image.size() == size:
        return image
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
