from __future__ import annotations

import hashlib
import io
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from PIL import Image
from PySide6.QtCore import QSize, QThread
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.sightings import FilterStep
from rekreview.jobs import thumbnails
from rekreview.jobs.thumbnails import ThumbnailLoader


def jpeg(red: int) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (16, 12), (red, 0, 0)).save(held, "JPEG", quality=95)
    return held.getvalue()


class Shelf:
    """Thumbnails whose shade of red is their id; veiled ones are black. Opens its gate before it answers."""

    def __init__(self, count: int) -> None:
        self.sharp = {number: jpeg(number) for number in range(count)}
        self.veil = jpeg(0)
        self.asked: list[list[int]] = []
        self.gate = threading.Event()
        self.gate.set()

    def get(self, ids: Sequence[int], *, veiled: bool = False) -> Mapping[int, bytes]:
        self.asked.append(list(ids))
        self.gate.wait(5)
        return {n: self.veil if veiled else self.sharp[n] for n in ids if n in self.sharp}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(200)


@pytest.fixture
def loader(qapp: QApplication, shelf: Shelf) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(shelf)
    yield made
    shelf.gate.set()
    assert made.shutdown()


def test_every_asked_thumbnail_arrives_as_itself(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    shades: dict[int, int] = {}
    loader.loaded.connect(lambda asset, image: shades.update({asset: QColor(image.pixel(3, 3)).red()}))
    loader.request([150, 20, 99])
    qtbot.waitUntil(lambda: len(shades) == 3)
    assert all(abs(shade - asset) <= 3 for asset, shade in shades.items())


def test_thumbnails_are_made_as_large_as_they_are_wanted(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    sizes: dict[int, QSize] = {}
    loader.loaded.connect(lambda asset, image: sizes.update({asset: image.size()}))
    loader.request([7, 8], veiled={8}, sizing=lambda own, step: own * (3 if step is FilterStep.VEILED else 2))
    qtbot.waitUntil(lambda: len(sizes) == 2)
    loader.request([9])
    qtbot.waitUntil(lambda: 9 in sizes)
    assert sizes == {7: sizes[9] * 2, 8: sizes[9] * 3, 9: sizes[9]}


def test_a_picture_says_which_bytes_it_was_made_from(qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf) -> None:
    sources: dict[int, str] = {}
    loader.loaded.connect(lambda asset, image: sources.update({asset: image.text(thumbnails.SOURCE)}))
    loader.request([150, 20], veiled={20})
    qtbot.waitUntil(lambda: len(sources) == 2)
    bytes_of = {150: shelf.sharp[150], 20: shelf.veil}
    assert sources == {one: hashlib.sha256(jpeg).hexdigest() for one, jpeg in bytes_of.items()}


def test_pictures_are_handed_out_on_the_gui_thread(qtbot: QtBot, loader: ThumbnailLoader, qapp: QApplication) -> None:
    threads: list[bool] = []
    loader.loaded.connect(lambda _asset, _image: threads.append(QThread.currentThread() is qapp.thread()))
    loader.request([1])
    qtbot.waitUntil(lambda: threads == [True])


def test_the_first_asked_are_read_first(qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf) -> None:
    arrived: list[int] = []
    loader.loaded.connect(lambda asset, _image: arrived.append(asset))
    order = list(reversed(range(100)))
    loader.request(order)
    qtbot.waitUntil(lambda: len(arrived) == 100)
    assert shelf.asked[0] == order[:8]
    assert set(arrived[:16]) <= set(order[:32])


def test_a_veiled_asset_is_never_decoded_sharp(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    shades: dict[int, int] = {}
    loader.loaded.connect(lambda asset, image: shades.update({asset: QColor(image.pixel(3, 3)).red()}))
    loader.request([180, 181], veiled={181})
    qtbot.waitUntil(lambda: len(shades) == 2)
    assert shades[180] > 170
    assert shades[181] < 5


def test_scrolling_on_drops_what_was_not_yet_loaded(qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf) -> None:
    arrived: list[int] = []
    loader.loaded.connect(lambda asset, _image: arrived.append(asset))
    shelf.gate.clear()
    loader.request(list(range(100)))
    qtbot.waitUntil(lambda: len(shelf.asked) >= 1)
    loader.request([150, 151])
    shelf.gate.set()
    qtbot.waitUntil(lambda: loader.idle() and {150, 151} <= set(arrived))
    assert set(arrived) == {150, 151}
    assert sum(len(ids) for ids in shelf.asked) <= 2 * 8 + 2


def test_an_asset_without_a_thumbnail_is_named(qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf) -> None:
    shelf.sharp[5] = b"not a picture"
    gone: list[int] = []
    loader.missing.connect(gone.append)
    loader.request([4, 5, 9999])
    qtbot.waitUntil(lambda: sorted(gone) == [5, 9999])


def test_an_unreadable_store_leaves_the_loader_usable(
    qtbot: QtBot,
    loader: ThumbnailLoader,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = shelf.get

    def broken(ids: Sequence[int], veiled: bool = False) -> Mapping[int, bytes]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(shelf, "get", broken)
    loader.request([1])
    qtbot.waitUntil(lambda: "Thumbnails could not be read" in caplog.text)
    caplog.clear()
    monkeypatch.setattr(shelf, "get", good)
    with qtbot.waitSignal(loader.loaded):
        loader.request([1])


@pytest.fixture
def broken(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Callable[[], None]:
    """A store that cannot be read until it is mended."""
    good = shelf.get
    monkeypatch.setattr(thumbnails, "RETRY_MS", (10, 20))

    def fail(ids: Sequence[int], veiled: bool = False) -> Mapping[int, bytes]:
        shelf.asked.append(list(ids))
        raise OSError("the disk is gone")

    monkeypatch.setattr(shelf, "get", fail)
    # It is logged each time, and that is as it should be.
    caplog.set_level(logging.CRITICAL, logger=thumbnails.__name__)
    return lambda: monkeypatch.setattr(shelf, "get", good)


def test_what_could_not_be_read_is_read_again_by_itself(
    qtbot: QtBot, loader: ThumbnailLoader, broken: Callable[[], None]
) -> None:
    arrived: list[int] = []
    loader.loaded.connect(lambda asset, _image: arrived.append(asset))
    loader.request(list(range(30)), veiled={3})
    qtbot.waitUntil(loader._again.isActive)
    assert not loader.idle()
    broken()
    qtbot.waitUntil(lambda: sorted(arrived) == list(range(30)))
    qtbot.waitUntil(loader.idle)


def test_what_cannot_be_read_again_and_again_is_missing(
    qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf, broken: Callable[[], None]
) -> None:
    gone: list[int] = []
    loader.missing.connect(gone.append)
    loader.request([4, 5, 6])
    qtbot.waitUntil(lambda: sorted(gone) == [4, 5, 6])
    qtbot.waitUntil(loader.idle)
    assert shelf.asked == [[4, 5, 6]] * 3


def test_scrolling_on_begins_the_patience_anew(
    qtbot: QtBot, loader: ThumbnailLoader, shelf: Shelf, broken: Callable[[], None]
) -> None:
    gone: list[int] = []
    loader.missing.connect(gone.append)
    loader.request([4])
    qtbot.waitUntil(lambda: len(shelf.asked) == 2)
    loader.request([7])
    qtbot.waitUntil(lambda: gone == [7])
    assert shelf.asked.count([7]) == 3


def test_an_empty_request_stops_the_loading(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    arrived: list[QImage] = []
    loader.loaded.connect(lambda _asset, image: arrived.append(image))
    loader.request(list(range(200)))
    loader.request([])
    qtbot.waitUntil(loader.idle)
    qtbot.wait(20)
    assert arrived == []
