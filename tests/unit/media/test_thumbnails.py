import io

import numpy as np
import pytest
from PIL import Image

from rekreview.media.thumbnails import LEAST_SIDE, LONG_SIDE, thumbnail, thumbnail_size
from tests.media_samples import is_scene, photo


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4032, 3024), (256, 192)),
        ((3024, 4032), (192, 256)),
        ((100, 50), (100, 50)),
        ((256, 256), (256, 256)),
        ((10_000, 3), (256, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_the_size_keeps_the_shape_and_never_grows(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert thumbnail_size(*size) == expected


def test_it_is_a_jpeg_of_the_scene() -> None:
    small = thumbnail(photo(800, 600))
    with opened(small.jpeg) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (LONG_SIDE, 192)
        assert is_scene(np.asarray(picture))


@pytest.mark.parametrize(
    ("decoded", "shown"),
    [((504, 378), (252, 189)), ((378, 504), (189, 252)), ((512, 384), (256, 192)), ((1008, 756), (252, 189))],
)
def test_whole_blocks_make_a_pixel_where_that_is_hardly_smaller(
    decoded: tuple[int, int], shown: tuple[int, int]
) -> None:
    whole = photo(*decoded)
    with opened(thumbnail(whole).jpeg) as picture:
        assert picture.size == shown
        exact = np.asarray(whole.resize(shown, Image.Resampling.BOX), float)
        assert np.abs(np.asarray(picture, float) - exact).mean() < 4


@pytest.mark.parametrize("decoded", [(408, 306), (486, 300), (257, 200), (256, 192), (200, 100)])
def test_else_it_has_its_full_size(decoded: tuple[int, int]) -> None:
    with opened(thumbnail(photo(*decoded)).jpeg) as picture:
        assert picture.size == thumbnail_size(*decoded)


def test_the_veil_is_grey_blurred_and_as_large_when_it_is_enlarged() -> None:
    small = thumbnail(photo(800, 600, grain=30))
    with opened(small.veiled) as veil, opened(small.jpeg) as sharp:
        assert veil.mode == "L"
        assert veil.size == (sharp.width // 4, sharp.height // 4)
        grey = np.asarray(veil.resize(sharp.size, Image.Resampling.BILINEAR), float)
        shown = np.asarray(sharp.convert("L"), float)
    steps = np.abs(np.diff(grey, axis=1)).max()
    assert steps < 12 < np.abs(np.diff(shown, axis=1)).max()
    assert abs(grey.mean() - shown.mean()) < 4
    assert len(small.veiled) < 2_000


@pytest.mark.parametrize(("width", "height"), [(400, 400), (400, 100), (100, 400)])
def test_the_blur_follows_the_short_side(width: int, height: int) -> None:
    """An edge is spread over a width that is a fixed part of the short side, whatever the picture's shape."""
    edge = np.zeros((height, width, 3), np.uint8)
    edge[:, width // 2 :] = 255
    with opened(thumbnail(Image.fromarray(edge)).veiled) as veil:
        row = np.asarray(veil, float)[veil.height // 2]
        spread = np.count_nonzero((row > 41) & (row < 214))
        assert spread == pytest.approx(0.06 * 2 * min(veil.size), rel=0.5)


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (2000, 2), (5, 3000)])
def test_extreme_shapes_have_a_thumbnail(size: tuple[int, int]) -> None:
    small = thumbnail(Image.new("RGB", size, (10, 200, 30)))
    with opened(small.jpeg) as picture, opened(small.veiled) as veil:
        assert min(LEAST_SIDE, max(size)) <= max(picture.size) <= LONG_SIDE
        assert veil.size == (max(1, picture.width // 4), max(1, picture.height // 4))


def test_a_thumbnail_is_small() -> None:
    assert len(thumbnail(photo(1600, 1200, grain=20)).jpeg) < 30_000
