import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from rekreview import paths
from rekreview.domain.errors import MediaError, TooLarge, Undecodable
from rekreview.media import jpegs
from rekreview.media.reading import opened
from rekreview.media.sampling import shrunk_to
from rekreview.media.stills import Still, at_most, image, still
from tests.icc_samples import exchanged_rgb, rotated, shown_as_rotated_cmyk
from tests.media_samples import PICTURES, bomb_png, clear_png, cmyk_jpeg, deep_png, is_scene, palette_png, photo, turned

TURNABLE = ["a.jpg", "a.png", "a.webp", "a.tiff", "a.heic", "a.avif"]


def decoded(path: Path, long_side: int = 256) -> Still:
    with opened(str(path)) as source:
        return still(source, at_most(long_side), lambda _: None)


@contextmanager
def only_pillow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(jpegs, "plan", lambda *_: None)
        yield


@pytest.mark.parametrize("name", PICTURES)
def test_every_kind_of_picture_shows_the_scene(samples: dict[str, Path], name: str) -> None:
    found = decoded(samples[name])
    assert (found.width, found.height) == (320, 240)
    assert found.picture.mode == "RGB"
    assert is_scene(np.asarray(found.picture))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", TURNABLE)
def test_every_orientation_is_made_upright(tmp_path: Path, name: str, orientation: int) -> None:
    found = decoded(turned(tmp_path / name, orientation))
    assert (found.width, found.height) == (320, 240)
    assert found.picture.width > found.picture.height
    assert is_scene(np.asarray(found.picture))


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize(("kind", "length"), [(1, 1), (3, 2), (4, 4)])
def test_an_orientation_is_read_in_every_form(order: Literal["little", "big"], kind: int, length: int) -> None:
    assert jpegs.read_marks(_with_orientation(order, kind, (6).to_bytes(length, order))).orientation == 6


@pytest.mark.parametrize("order", ["little", "big"])
def test_an_orientation_in_broken_exif_is_passed_over(order: Literal["little", "big"]) -> None:
    whole = _with_orientation(order, 3, (6).to_bytes(2, order))
    exif = whole[6:-4]
    for end in range(len(exif) - 4):
        cut = b"\xff\xd8\xff\xe1" + (end + 2).to_bytes(2, "big") + exif[:end] + b"\xff\xda\0\x02"
        assert jpegs.read_marks(cut).orientation in {1, 6}
    assert jpegs.read_marks(_with_orientation(order, 2, b"6\0\0\0")).orientation == 1
    far = exif[:10] + b"\xff\xff\xff\xff" + exif[14:]
    assert jpegs.read_marks(whole[:6] + far + whole[-4:]).orientation == 1


def _with_orientation(order: Literal["little", "big"], kind: int, value: bytes) -> bytes:
    """The marks of a JPEG whose EXIF holds a maker's name and then an orientation stored as a number of this kind."""
    head = b"II*\0" if order == "little" else b"MM\0*"
    maker = (0x010F).to_bytes(2, order) + (2).to_bytes(2, order) + (4).to_bytes(4, order) + b"abc\0"
    entry = (0x0112).to_bytes(2, order) + kind.to_bytes(2, order) + (1).to_bytes(4, order) + value.ljust(4, b"\0")
    tiff = head + (8).to_bytes(4, order) + (2).to_bytes(2, order) + maker + entry + bytes(4)
    segment = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + b"\xff\xda\0\x02"


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_is_passed_over(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo().save(tmp_path / "a.jpg", exif=exif)
    assert is_scene(np.asarray(decoded(tmp_path / "a.jpg").picture))


def test_broken_exif_does_not_spoil_the_picture(tmp_path: Path) -> None:
    photo().save(tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 30)
    assert is_scene(np.asarray(decoded(tmp_path / "a.jpg").picture))


@pytest.mark.parametrize(("width", "height"), [(4032, 3024), (1632, 1224), (257, 100), (1023, 769), (300, 3000)])
@pytest.mark.parametrize("long_side", [64, 256, 1000])
def test_a_jpeg_is_scaled_but_never_below_what_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, height: int, long_side: int
) -> None:
    photo(width, height).save(tmp_path / "a.jpg")
    fast = decoded(tmp_path / "a.jpg", long_side)
    with only_pillow(monkeypatch):
        slow = decoded(tmp_path / "a.jpg", long_side)
    for found in (fast, slow):
        assert (found.width, found.height) == (width, height)
        assert max(found.picture.size) >= min(long_side, max(width, height))
        assert max(found.picture.size) <= max(2 * long_side + 8, max(width, height) // 8 + 1)
    assert fast.picture.size == slow.picture.size or max(slow.picture.size) <= 2 * long_side


@pytest.mark.parametrize("name", ["plain.jpg", "progressive.jpg", "turned.jpg", "full_colour.jpg"])
def test_the_fast_way_and_pillow_agree(samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fast = np.asarray(decoded(samples[name], 320).picture, int)
    with only_pillow(monkeypatch):
        slow = np.asarray(decoded(samples[name], 320).picture, int)
    assert fast.shape == slow.shape
    assert np.abs(fast - slow).mean() < 2


def test_a_grey_jpeg(tmp_path: Path) -> None:
    photo().convert("L").save(tmp_path / "a.jpg")
    pixels = np.asarray(decoded(tmp_path / "a.jpg").picture)
    assert np.array_equal(pixels[..., 0], pixels[..., 2])


def test_profiles_in_jpeg_png_webp_and_tiff_are_honoured(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png", "a.webp", "a.tiff"):
        Image.new("RGB", (64, 64), (220, 30, 30)).save(tmp_path / name, icc_profile=exchanged_rgb())
        red, _, blue = decoded(tmp_path / name).picture.getpixel((30, 30))
        assert blue > 190 > 60 > red, name


def test_a_profile_in_several_segments_is_put_together(tmp_path: Path) -> None:
    long = exchanged_rgb() + bytes(150_000)
    Image.new("RGB", (64, 64), (220, 30, 30)).save(tmp_path / "a.jpg", icc_profile=long)
    assert jpegs.read_marks((tmp_path / "a.jpg").read_bytes()).profile == long


def test_cmyk_with_and_without_a_profile(tmp_path: Path) -> None:
    assert is_scene(np.asarray(decoded(cmyk_jpeg(tmp_path / "plain.jpg")).picture))
    Image.new("CMYK", (64, 64), (255, 0, 0, 0)).save(tmp_path / "a.jpg", icc_profile=shown_as_rotated_cmyk())
    found = np.array(decoded(tmp_path / "a.jpg").picture.getpixel((30, 30)))
    assert np.abs(found - rotated((0, 255, 255))).max() < 30


def test_cmyk_without_adobes_marker_is_not_told_inverted(tmp_path: Path) -> None:
    """Such a file holds plain ink values by the letter; but every program reads it as Adobe does, and so do we."""
    with Image.open(cmyk_jpeg(tmp_path / "adobe.jpg")) as picture:
        assert picture.mode == "CMYK"
        assert picture.info.get("adobe") == 100


def test_deep_png_is_a_ramp(tmp_path: Path) -> None:
    levels = np.asarray(decoded(deep_png(tmp_path / "a.png"), 320).picture)[120, :, 0].astype(int)
    assert levels[0] <= 1
    assert levels[-1] >= 254
    assert abs(levels[160] - 128) <= 2


def test_deep_colour_png_and_tiff(tmp_path: Path) -> None:
    photo().save(tmp_path / "a.tiff", compression="tiff_deflate")
    assert is_scene(np.asarray(decoded(tmp_path / "a.tiff").picture))


def test_transparent_png_lies_on_white(tmp_path: Path) -> None:
    for path in (clear_png(tmp_path / "a.png"), palette_png(tmp_path / "b.png")):
        right = np.asarray(decoded(path).picture)[20, -20]
        assert right.min() > 240, path.name


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_png_of_every_mode(tmp_path: Path, mode: str) -> None:
    source = Image.new("I;16", (40, 30), 30_000) if mode == "I;16" else photo(40, 30).convert(mode)
    source.save(tmp_path / "a.png")
    assert decoded(tmp_path / "a.png").picture.size == (40, 30)


def test_a_bomb_is_too_large_at_once(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="250 megapixels"):
        decoded(bomb_png(tmp_path / "a.png"))


def test_a_huge_jpeg_is_judged_by_what_is_decoded_of_it(tmp_path: Path) -> None:
    """400 megapixels of one colour: an eighth of each side is decoded, which is little."""
    path = tmp_path / "a.jpg"
    Image.new("L", (20_000, 20_000), 99).save(path, quality=30)
    asked: list[int] = []
    with opened(str(path)) as source:
        found = still(source, at_most(256), asked.append)
    assert (found.width, found.height) == (20_000, 20_000)
    assert sum(asked) <= 2500 * 2500 * 3
    with pytest.raises(TooLarge):
        decoded(path, 20_000)


def test_memory_is_asked_for_before_it_is_taken(tmp_path: Path) -> None:
    photo(1000, 1000).save(tmp_path / "a.png")
    photo(1000, 1000).save(tmp_path / "b.jpg", progressive=True)

    def refuse(wanted: int) -> None:
        raise TooLarge(f"{wanted}")

    for name, least in (("a.png", 4_000_000), ("b.jpg", 3_000_000)):
        with opened(str(tmp_path / name)) as source, pytest.raises(TooLarge) as refused:
            still(source, at_most(64), refuse)
        assert int(refused.value.message) >= least


@pytest.mark.parametrize("part", range(1, 10))
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_cut_at_every_tenth_is_not_taken_for_whole(
    samples: dict[str, Path], tmp_path: Path, name: str, part: int
) -> None:
    whole = samples[name].read_bytes()
    cut = tmp_path / name
    cut.write_bytes(whole[: len(whole) * part // 10])
    with pytest.raises(MediaError) as told:
        decoded(cut)
    assert told.value.code in {"undecodable", "too_large"}
    assert len(told.value.message) > 10


def test_a_jpeg_cut_and_closed_with_an_end_marker_is_still_missing_a_part(
    samples: dict[str, Path], tmp_path: Path
) -> None:
    whole = samples["plain.jpg"].read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2] + b"\xff\xd9")
    with pytest.raises(Undecodable, match="missing"):
        decoded(tmp_path / "a.jpg")


def test_a_jpeg_that_lacks_only_its_end_marker_is_whole(samples: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(samples["plain.jpg"].read_bytes()[:-2])
    assert is_scene(np.asarray(decoded(tmp_path / "a.jpg").picture))


def test_bytes_after_the_end_of_a_jpeg_do_no_harm(samples: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(samples["plain.jpg"].read_bytes() + b"\0" * 1000)
    assert is_scene(np.asarray(decoded(tmp_path / "a.jpg").picture))


def test_only_the_format_of_the_signature_is_tried(tmp_path: Path) -> None:
    postscript = io.BytesIO()
    photo(20, 20).save(postscript, "EPS")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + postscript.getvalue())
    with pytest.raises(Undecodable), opened(str(tmp_path / "a.png")) as source, image(source, lambda _: None):
        pass


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1008, 756), (597, 448)), ((448, 448), (448, 448)), ((100, 80), (100, 80)), ((40_000, 500), (3584, 45))],
)
def test_an_engine_gets_its_short_side_unless_the_shape_is_extreme(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert shrunk_to(448)(*size) == expected


def test_a_sample_of_a_download_that_broke_off_is_told_to_lack_a_part() -> None:
    with pytest.raises(Undecodable, match="missing"):
        decoded(paths.resources() / "sample" / "unfinished-download.jpg")


@pytest.mark.parametrize("kept", [4, 20, 160])
def test_a_jpeg_of_which_only_the_start_is_there_is_told_in_words(tmp_path: Path, kept: int) -> None:
    photo().save(whole := tmp_path / "whole.jpg")
    (tmp_path / "start.jpg").write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(Undecodable) as caught:
        decoded(tmp_path / "start.jpg")
    assert "MPO" not in str(caught.value)


def test_a_camera_s_file_of_several_pictures_shows_its_first(tmp_path: Path) -> None:
    second = photo().rotate(180)
    photo().save(tmp_path / "a.jpg", format="MPO", save_all=True, append_images=[second])
    assert is_scene(np.asarray(decoded(tmp_path / "a.jpg").picture))
