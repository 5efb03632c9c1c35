"""The JPEGs of the library become pictures while other threads go on: the window paints what it has meanwhile."""

from __future__ import annotations

import io
import threading
import time

import pytest
from PIL import Image
from PySide6.QtCore import QSize, Qt

from rekreview.jobs.jpegs import image_of_jpeg


def _jpeg(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG")
    return held.getvalue()


def test_a_jpeg_is_read_and_nothing_else_is_one() -> None:
    jpeg = _jpeg(Image.new("RGB", (40, 30), "red"))
    assert image_of_jpeg(jpeg).size() == QSize(40, 30)
    assert image_of_jpeg(b"").isNull()
    assert image_of_jpeg(jpeg[:20]).isNull()


@pytest.mark.parametrize("width", [1, 30, 100, 124, 125, 126, 169, 202, 249, 250, 251, 400])
def test_a_jpeg_is_made_smaller_or_larger_as_well_as_it_can_be(width: int) -> None:
    jpeg = _jpeg(Image.effect_noise((250, 188), 80).convert("RGB"))
    whole, size = image_of_jpeg(jpeg), QSize(width, max(1, width * 188 // 250))
    once = whole.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    assert image_of_jpeg(jpeg, lambda own: size if own == whole.size() else own) == once


def test_what_is_no_jpeg_is_not_scaled() -> None:
    assert image_of_jpeg(b"none", lambda own: QSize(3, 3)).isNull()


def test_no_thread_waits_for_one_that_reads_a_jpeg() -> None:
    jpeg = _jpeg(Image.effect_noise((5000, 5000), 80).convert("RGB"))
    begun = time.perf_counter()
    reader = threading.Thread(target=image_of_jpeg, args=(jpeg,))
    reader.start()
    turns = 0
    while reader.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > (time.perf_counter() - begun) * 1000 / 10, "the interpreter stood still"
