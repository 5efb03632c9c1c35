"""The JPEGs of the library become pictures without any other plugin of Qt being asked: asking all of them may freeze."""

from __future__ import annotations

import io

from PIL import Image
from PySide6.QtCore import QSize

from rekreview.jobs.jpegs import image_of_jpeg


def test_a_jpeg_is_read_and_nothing_else_is_one() -> None:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "JPEG")
    assert image_of_jpeg(held.getvalue()).size() == QSize(40, 30)
    assert image_of_jpeg(b"").isNull()
    assert image_of_jpeg(held.getvalue()[:20]).isNull()
