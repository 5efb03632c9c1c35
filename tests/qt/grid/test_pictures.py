"""Pictures of tiles: kept up to a number of bytes, loaded in order, made the size they are drawn at."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from rekreview.domain.sightings import FilterStep
from rekreview.jobs.jpegs import image_of_jpeg
from rekreview.jobs.thumbnails import SOURCE, Sizing
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.fit import Fit
from rekreview.ui.grid.pixmaps import PixmapCache, size_in_bytes

SHARP, GREY, VEILED = FilterStep.SHARP, FilterStep.GREY, FilterStep.VEILED


def pixmap(side: int = 10) -> QPixmap:
    made = QPixmap(side, side)
    made.fill("red")
    return made


def image(width: int = 256, height: int = 192) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill("green")
    return made


class Loader(QObject):
    """A loader whose pictures come when the test says."""

    loaded = Signal(int, QImage)
    missing = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[list[int], set[int]]] = []

    def request(self, ids, veiled=(), grey=(), *, sizing: Sizing) -> None:
        self.requests.append((list(ids), set(veiled)))
        self.sizing = sizing


@pytest.fixture
def loader(qapp) -> Loader:
    return Loader()


@pytest.fixture
def feed(loader: Loader) -> ThumbnailFeed:
    return ThumbnailFeed(loader)


def test_the_cache_knows_its_bytes(qapp):
    cache = PixmapCache()
    cache.put((1, SHARP), pixmap(10))
    assert cache.bytes == size_in_bytes(pixmap(10)) == 400
    cache.put((1, SHARP), pixmap(20))
    assert cache.bytes == 1600
    cache.drop((1, SHARP))
    cache.drop((2, SHARP))
    assert (cache.bytes, len(cache)) == (0, 0)


def test_what_was_drawn_longest_ago_goes_first(qapp):
    cache = PixmapCache(limit=1200)
    for asset_id in (1, 2, 3):
        cache.put((asset_id, SHARP), pixmap(10))
    cache.get((1, SHARP))
    cache.put((4, SHARP), pixmap(10))
    assert cache.keys() == ((3, SHARP), (1, SHARP), (4, SHARP))
    assert cache.bytes == 1200


def test_one_picture_that_is_too_large_is_kept_all_the_same(qapp):
    cache = PixmapCache(limit=100)
    cache.put((1, SHARP), pixmap(50))
    assert (1, SHARP) in cache


def test_a_veiled_and_a_sharp_picture_are_two(qapp):
    cache = PixmapCache()
    cache.put((1, SHARP), pixmap())
    assert cache.get((1, VEILED)) is None
    cache.clear()
    assert cache.bytes == 0


def test_a_picture_fits_its_box_and_keeps_its_shape():
    assert Fit(QSize(100, 100)).size(QSize(256, 128), SHARP) == QSize(100, 50)


def test_on_a_fine_screen_a_picture_has_more_pixels(feed: ThumbnailFeed, loader: Loader):
    feed.fit(QSize(100, 100), 1.5)
    feed.want([(1, SHARP)])
    size = loader.sizing(QSize(256, 256), SHARP)
    assert size == QSize(150, 150)
    loader.loaded.emit(1, image(size.width(), size.height()))
    assert feed.picture((1, SHARP)).deviceIndependentSize().toSize() == QSize(100, 100)


def test_a_small_picture_is_not_blown_up():
    assert Fit(QSize(200, 200)).size(QSize(64, 32), SHARP) == QSize(64, 32)
    assert Fit(QSize(200, 200), 1.5).size(QSize(64, 32), SHARP) == QSize(96, 48)
    assert Fit(QSize(300, 300)).size(QSize(256, 128), GREY) == QSize(300, 150)


@pytest.mark.parametrize(("own", "made"), [((256, 1), (180, 1)), ((1, 256), (1, 150)), ((1, 1), (1, 1))])
def test_a_strip_keeps_a_pixel_each_way(own: tuple[int, int], made: tuple[int, int]):
    assert Fit(QSize(180, 150)).size(QSize(*own), SHARP) == QSize(*made)


def test_a_veiled_picture_is_as_large_as_its_sharp_twin():
    fit = Fit(QSize(180, 150))
    for width, height in ((256, 192), (64, 32), (100, 250)):
        sharp = fit.size(QSize(width, height), SHARP)
        veiled = fit.size(QSize(round(width / 4), round(height / 4)), VEILED)
        assert abs(veiled.width() - sharp.width()) <= 4
        assert abs(veiled.height() - sharp.height()) <= 4


def test_pictures_are_asked_for_in_order_with_their_veils(feed: ThumbnailFeed, loader: Loader):
    feed.want([(3, SHARP), (1, VEILED), (2, SHARP)])
    assert loader.requests == [([3, 1, 2], {1})]


def test_what_is_asked_for_already_is_not_asked_again(feed: ThumbnailFeed, loader: Loader):
    feed.want([(1, SHARP), (2, SHARP)])
    feed.want([(1, SHARP), (2, SHARP)])
    assert len(loader.requests) == 1


def test_a_picture_that_came_is_kept_and_told(feed: ThumbnailFeed, loader: Loader, qtbot):
    feed.want([(7, VEILED)])
    with qtbot.waitSignal(feed.came) as came:
        loader.loaded.emit(7, image())
    assert came.args == [7]
    assert feed.picture((7, VEILED)) is not None
    assert feed.picture((7, SHARP)) is None


def test_what_is_here_is_not_asked_for(feed: ThumbnailFeed, loader: Loader):
    feed.want([(1, SHARP)])
    loader.loaded.emit(1, image())
    feed.want([(1, SHARP), (2, SHARP)])
    assert loader.requests[-1] == ([2], set())


def test_a_picture_nobody_asked_for_is_dropped(feed: ThumbnailFeed, loader: Loader):
    loader.loaded.emit(9, image())
    loader.missing.emit(9)
    assert feed.picture((9, SHARP)) is None
    assert not feed.has_failed((9, SHARP))


def test_a_missing_picture_is_not_waited_for(feed: ThumbnailFeed, loader: Loader):
    feed.want([(5, SHARP)])
    loader.missing.emit(5)
    assert feed.has_failed((5, SHARP))
    feed.want([(5, SHARP)])
    assert len(loader.requests) == 1


def test_pictures_of_another_size_serve_until_they_are_made_anew(feed: ThumbnailFeed, loader: Loader):
    feed.want([(1, SHARP)])
    loader.loaded.emit(1, image())
    feed.fit(QSize(90, 90), 1.0)
    assert feed.picture((1, SHARP)) is not None
    feed.want([(1, SHARP)])
    loader.loaded.emit(1, image(90, 68))
    assert feed.picture((1, SHARP)).width() == 90
    feed.want([(1, SHARP)])
    assert [ids for ids, _ in loader.requests] == [[1], [1]]


def test_a_feed_knows_the_source_of_each_picture_and_forgets_those_let_go(loader: Loader, monkeypatch):
    monkeypatch.setattr("rekreview.ui.grid.feed._SPARE_SOURCES", 2)
    feed = ThumbnailFeed(loader, PixmapCache(limit=1))
    for asset_id in range(1, 7):
        feed.want([(asset_id, SHARP)])
        made = image()
        made.setText(SOURCE, f"{asset_id:064x}")
        loader.loaded.emit(asset_id, made)
        assert feed.source((asset_id, SHARP)) == f"{asset_id:064x}"
    assert feed.source((1, SHARP)) == "", "its picture was let go"
    assert feed.source((6, VEILED)) == "", "the veiled one is another picture"
    assert len(feed._sources) <= 4


@pytest.mark.parametrize("size", [(256, 192), (192, 256), (256, 96)])
def test_the_veil_is_relative_to_the_tile_at_every_size(qapp, size: tuple[int, int]):
    """A blur of 6 % of the short side: an edge rises from a tenth to nine tenths in 15 %, however large the tile is."""
    from PIL import Image

    from rekreview.media.thumbnails import thumbnail

    edge = Image.new("RGB", size, "black")
    edge.paste("white", (size[0] // 2, 0, *size))
    veiled = thumbnail(edge).veiled
    for box in (QSize(80, 60), QSize(180, 150), QSize(300, 250), QSize(600, 500)):
        drawn = image_of_jpeg(veiled, partial(Fit(box).size, step=VEILED))
        row = [drawn.pixelColor(x, drawn.height() // 2).lightness() for x in range(drawn.width())]
        rise = sum(26 < shade < 229 for shade in row)
        assert rise / min(drawn.width(), drawn.height()) == pytest.approx(0.154, abs=0.05), box
