"""What the models see is exactly what they were measured with."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from rekreview.domain.frame_choice import is_unchanged
from rekreview.engines.on_device import preparation
from rekreview.engines.on_device.preparation import (
    Look,
    channels_first,
    channels_last,
    cropped,
    halves,
    is_black,
    padded,
    picture_of,
    sketch,
)
from tests.unit.engines.frames import flat, gradient, pattern


def reference_padded(picture, side=224):
    """The published way, word for word."""
    scale = min(side / picture.width, side / picture.height)
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    ground = picture.resize((side, side), Image.BILINEAR, reducing_gap=2.0).filter(ImageFilter.GaussianBlur(10))
    ground.paste(
        picture.resize((width, height), Image.LANCZOS, reducing_gap=2.0), ((side - width) // 2, (side - height) // 2)
    )
    return np.ascontiguousarray(np.asarray(ground, np.float32).transpose(2, 0, 1)[None])


def reference_cropped(picture, side=224):
    """The published way, word for word."""
    scale = 256 / min(picture.size)
    width, height = max(256, round(picture.width * scale)), max(256, round(picture.height * scale))
    picture = picture.resize((width, height), Image.BICUBIC, reducing_gap=2.0)
    left, top = (width - side) // 2, (height - side) // 2
    return np.asarray(picture.crop((left, top, left + side, top + side)), np.float32)[None]


SIZES = [
    (640, 480),
    (480, 640),
    (1200, 800),
    (224, 224),
    (700, 700),
    (225, 224),
    (448, 446),
    (50, 40),
    (900, 500),
    (500, 900),
    (800, 450),
    (1, 1),
    (63, 500),
    (56, 7),
]
RIBBONS = [(3, 500), (2000, 7), (60_000, 1), (1, 60_000)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def scene(request):
    width, height = request.param
    numbers = np.random.default_rng(4).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(numbers).filter(ImageFilter.GaussianBlur(2))


def test_padded_is_the_published_way(scene):
    np.testing.assert_array_equal(channels_first(padded(scene, 224)), reference_padded(scene))


def test_cropped_is_the_published_way(scene):
    np.testing.assert_array_equal(channels_last(cropped(scene, 224)), reference_cropped(scene))


@pytest.mark.parametrize("size", RIBBONS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_line_of_pixels_costs_no_more_than_a_picture(size):
    width, height = size
    line = Image.fromarray(np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8))
    assert cropped(line, 224).size == padded(line, 224).size == (224, 224)
    assert len(halves(line)) == 2
    assert max(preparation._middle(line).size) <= 8 * min(size) + 1


@pytest.mark.parametrize("size", [(1000, 100), (100, 1000), (2001, 33)])
def test_cutting_off_the_ends_changes_next_to_nothing(size):
    width, height = size
    numbers = np.random.default_rng(6).integers(0, 256, (height, width, 3), dtype=np.uint8)
    scene = Image.fromarray(numbers).filter(ImageFilter.GaussianBlur(2))
    assert np.abs(channels_last(cropped(scene, 224)) - reference_cropped(scene)).mean() < 3


def test_shapes_and_kinds_of_numbers(scene):
    first, last = channels_first(padded(scene, 224)), channels_last(cropped(scene, 224))
    assert (first.shape, last.shape) == ((1, 3, 224, 224), (1, 224, 224, 3))
    assert first.dtype == last.dtype == np.float32
    assert 0 <= first.min() <= first.max() <= 255


def test_the_pattern_goes_through_padding_unchanged():
    np.testing.assert_array_equal(channels_first(padded(picture_of(pattern()), 224))[0].transpose(1, 2, 0), pattern())


@pytest.mark.parametrize(
    ("size", "parts"),
    [
        ((1800, 1000), [(1800, 1000)]),
        ((1801, 1000), [(900, 1000), (901, 1000)]),
        ((1000, 1801), [(1000, 900), (1000, 901)]),
        ((1000, 1800), [(1000, 1800)]),
        ((4000, 500), [(2000, 500), (2000, 500)]),
        ((2, 1), [(1, 1), (1, 1)]),
        ((1, 1), [(1, 1)]),
    ],
)
def test_only_panoramas_are_halved(size, parts):
    assert [part.size for part in halves(Image.new("RGB", size))] == parts


def test_the_halves_are_left_and_right():
    both = np.concatenate([flat(10, 100, 50), flat(200, 100, 50)], axis=1)
    left, right = halves(picture_of(both))
    assert left.getextrema() == ((10, 10),) * 3
    assert right.getextrema() == ((200, 200),) * 3


@pytest.mark.parametrize(
    ("pixels", "black"),
    [
        (flat(0), True),
        (flat(5), True),
        (flat(15), True),
        (flat(16), False),
        (flat(255), False),
        (pattern(), False),
        (pattern() // 25, False),  # dark, and yet it shows something
        (np.where(pattern() > 240, 200, 3).astype(np.uint8), False),
    ],
    ids=["0", "5", "15", "16", "white", "pattern", "dark pattern", "stars"],
)
def test_black_frames(pixels, black):
    assert is_black(picture_of(pixels)) is black
    assert Look(pixels).black is black


def test_luminance_decides_not_the_channels():
    blue = np.zeros((224, 224, 3), np.uint8)
    blue[..., 2] = 120
    assert Look(blue).black  # 120 levels of blue are 14 of luminance
    green = np.zeros((224, 224, 3), np.uint8)
    green[..., 1] = 120
    assert not Look(green).black


def test_a_frame_is_unchanged_below_two_levels():
    ground = sketch(picture_of(flat(100, 640, 360)))
    assert ground.shape == (32, 32)
    assert is_unchanged(ground, ground)
    assert is_unchanged(ground, sketch(picture_of(flat(101, 640, 360))))
    assert not is_unchanged(ground, sketch(picture_of(flat(102, 640, 360))))
    assert not is_unchanged(sketch(picture_of(gradient())), sketch(picture_of(gradient()[::-1])))


def test_sketches_do_not_wrap_around():
    assert not is_unchanged(sketch(picture_of(flat(0))), sketch(picture_of(flat(255))))


def test_a_look_makes_each_square_once(monkeypatch):
    made = []
    way = preparation.PREPARATIONS["padded"]

    def counting(picture, side):
        made.append(side)
        return way.square(picture, side)

    monkeypatch.setitem(preparation.PREPARATIONS, "padded", preparation.Preparation(counting, way.tensor))
    look = Look(gradient())
    assert not look.black
    look.tensors("padded", 224)
    look.tensors("padded", 224)
    assert made == [224]


def test_pixels_that_are_a_view_of_others_are_taken_too():
    whole = pattern(300)
    view = whole[10:234, 20:244]
    assert not view.flags.c_contiguous
    np.testing.assert_array_equal(np.asarray(picture_of(view)), view)
