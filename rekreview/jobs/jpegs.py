"""Makes pictures of the JPEGs that the library keeps."""

from __future__ import annotations

from PySide6.QtGui import QImage


def image_of_jpeg(jpeg: bytes) -> QImage:
    """The picture of these bytes, null if they are none. Any thread may ask.

    Told no format, Qt asks every plugin in turn, and that for SVG connects a QObject, under a lock that it may share
    with one that another thread is deleting. PySide holds the interpreter's lock all the while, which that other thread
    waits for: both stood still for good, and the window with them.
    """
    return QImage.fromData(jpeg, "JPEG")  # type: ignore[arg-type]  # text is what it takes
