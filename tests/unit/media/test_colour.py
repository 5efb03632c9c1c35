import numpy as np
import pytest
from PIL import Image

from rekreview.media.colour import eight_bit, shrunk, to_srgb
from tests.icc_samples import exchanged_rgb, rotated, shown_as_rotated_cmyk
from tests.media_samples import is_scene, photo

WHITE = (255, 255, 255)


def close(found: object, expected: tuple[int, int, int], tolerance: int = 10) -> bool:
    return bool(np.abs(np.array(found) - np.array(expected)).max() <= tolerance)


def ramp(kind: type[np.generic], top: float) -> Image.Image:
    return Image.fromarray(np.tile(np.linspace(0, top, 256).astype(kind), (8, 1)))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "HSV", "RGBa"])
def test_every_colour_mode_shows_the_scene(mode: str) -> None:
    source = photo(grain=0).convert("RGBA").convert("RGBa") if mode == "RGBa" else photo(grain=0).convert(mode)
    assert is_scene(np.asarray(to_srgb(shrunk(source, (64, 48)), None)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I", "F", "I;16"])
def test_every_grey_mode_keeps_black_and_white(mode: str) -> None:
    grey = Image.new("L", (64, 64), 0)
    grey.paste(255, (32, 0, 64, 64))
    levels = np.asarray(grey)
    source = {
        "I;16": lambda: Image.fromarray(levels.astype(np.uint16) * 257),
        "I": lambda: Image.fromarray(levels.astype(np.int32)),
        "F": lambda: Image.fromarray(levels.astype(np.float32) / 255),
    }.get(mode, lambda: grey.convert(mode))()
    assert source.mode == mode
    shown = to_srgb(shrunk(source, (16, 16)), None)
    assert close(shown.getpixel((2, 8)), (0, 0, 0))
    assert close(shown.getpixel((13, 8)), WHITE)


@pytest.mark.parametrize(
    "source",
    [
        ramp(np.uint16, 65535),
        ramp(np.int32, 65535),
        ramp(np.int32, 200_000),
        ramp(np.float32, 1),
        ramp(np.float32, 255),
    ],
    ids=["16 bit", "32 bit of 16", "32 bit", "float of 1", "float of 255"],
)
def test_deep_grey_is_scaled_not_clipped(source: Image.Image) -> None:
    shown = np.asarray(to_srgb(shrunk(source, source.size), None))[4, :, 0].astype(int)
    assert np.abs(shown - np.arange(256)).max() <= 1


def test_a_dark_16_bit_picture_stays_dark() -> None:
    shown = np.asarray(to_srgb(shrunk(ramp(np.uint16, 6553), (256, 8)), None))
    assert shown.max() <= 26


def test_float_pixels_that_are_no_numbers_do_not_spoil_the_rest() -> None:
    values = np.tile(np.linspace(0, 1, 256).astype(np.float32), (8, 1))
    values[0, :3] = (np.nan, np.inf, -np.inf)
    shown = np.asarray(to_srgb(shrunk(Image.fromarray(values), (256, 8)), None))
    assert shown[4, 0, 0] < shown[4, 128, 0] <= shown[4, 255, 0]


def test_transparency_becomes_white() -> None:
    clear = photo(grain=0).convert("RGBA")
    clear.paste((0, 0, 0, 0), (160, 0, 320, 240))
    shown = to_srgb(shrunk(clear, (80, 60)), None)
    assert close(shown.getpixel((70, 10)), WHITE)
    assert close(shown.getpixel((10, 10)), (200, 40, 40))


def test_half_transparent_black_is_grey_not_black() -> None:
    assert close(to_srgb(Image.new("RGBA", (8, 8), (0, 0, 0, 128)), None).getpixel((4, 4)), (127, 127, 127))


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_transparent_colour_becomes_white(mode: str) -> None:
    source = Image.new("RGB", (64, 64), "black").convert(mode)
    source.info["transparency"] = {"P": source.getpixel((0, 0)), "L": 0, "RGB": (0, 0, 0)}[mode]
    assert close(to_srgb(shrunk(source, (16, 16)), None).getpixel((8, 8)), WHITE)


def test_an_embedded_profile_is_honoured() -> None:
    shown = to_srgb(Image.new("RGB", (8, 8), (220, 30, 30)), exchanged_rgb())
    assert close(shown.getpixel((4, 4)), (30, 30, 220), 14)


def test_a_cmyk_profile_is_honoured() -> None:
    cyan = Image.new("CMYK", (8, 8), (255, 0, 0, 0))
    plain, profiled = to_srgb(cyan, None), to_srgb(cyan, shown_as_rotated_cmyk())
    assert close(plain.getpixel((4, 4)), (0, 255, 255))
    assert close(profiled.getpixel((4, 4)), rotated((0, 255, 255)), 24)


@pytest.mark.parametrize(
    "profile",
    [b"", b"nonsense", exchanged_rgb()[:200], shown_as_rotated_cmyk(), b"\xff" * 5000],
    ids=["none", "nonsense", "cut off", "of another kind", "long nonsense"],
)
def test_a_broken_or_foreign_profile_is_passed_over(profile: bytes) -> None:
    assert close(to_srgb(Image.new("RGB", (8, 8), (220, 30, 30)), profile).getpixel((4, 4)), (220, 30, 30), 1)


@pytest.mark.parametrize("least", [(1, 1), (50, 40), (319, 239), (320, 240), (10, 240)])
def test_the_reduced_size_is_at_least_what_was_asked(least: tuple[int, int]) -> None:
    found = shrunk(photo(), least)
    assert found.width >= least[0]
    assert found.height >= least[1]
    assert found.width <= 320


def test_a_large_picture_is_reduced_in_strips_to_the_same_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    source = photo(1001, 777, grain=20).convert("RGBA")
    whole = np.asarray(shrunk(source, (123, 99)))
    monkeypatch.setattr("rekreview.media.colour._STRIP_PIXELS", 50_000)
    assert np.array_equal(np.asarray(shrunk(source, (123, 99))), whole)


def test_eight_bit_leaves_plain_pictures_alone() -> None:
    for mode in ("L", "RGB", "RGBA", "CMYK"):
        picture = Image.new(mode, (4, 4))
        assert eight_bit(picture) is picture
