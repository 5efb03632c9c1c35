"""What leaves the app for an engine that is sent bytes: JPEG or PNG, upright, in its colours, within the limits."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import MediaError, TooLarge, TooSmall, Undecodable
from rekreview.domain.ports import Encoded, EncodedLimits, EngineLimits, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage
from rekreview.media.preparing import Wanted, first_to_last, jpeg_within, size_for
from tests.icc_samples import exchanged_rgb
from tests.media_samples import (
    PICTURES,
    animation,
    clear_png,
    cmyk_jpeg,
    deep_png,
    heif_sequence,
    is_scene,
    photo,
    save,
    turned,
)

ORIGINAL = EncodedLimits(keep_original=True)


def prepared(cage: Cage, path: Path, limits: EncodedLimits | None = None) -> Prepared:
    return cage.frames(str(path), EngineLimits(encoded=limits or EncodedLimits()), CancelToken())


def sent(cage: Cage, path: Path, limits: EncodedLimits | None = None) -> list[Encoded]:
    return list(prepared(cage, path, limits).encoded)


def pixels_of(one: Encoded) -> np.ndarray:
    with Image.open(io.BytesIO(one.content)) as opened:
        assert opened.format == one.format.upper()
        assert opened.mode in {"RGB", "L"}
        assert opened.size == (one.width, one.height)
        assert opened.getexif().get(0x0112, 1) == 1
        return np.asarray(opened.convert("RGB"))


def wanted(**changes: object) -> Wanted:
    return Wanted(**{**asdict(EncodedLimits()), **changes})


@pytest.mark.parametrize("name", PICTURES)
def test_every_kind_of_picture_leaves_as_an_upright_jpeg(cage: Cage, tmp_path: Path, name: str) -> None:
    ready = prepared(cage, PICTURES[name](tmp_path / name))
    [one] = list(ready.encoded)
    assert (ready.kind, list(ready.frames)) == (MediaKind.IMAGE, [])
    assert (one.format, one.original, one.timestamp_ms) == ("jpeg", False, None)
    assert is_scene(pixels_of(one), tolerance=40 if name == "cmyk.jpg" else 24)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_what_was_stored_turned_is_sent_upright(cage: Cage, tmp_path: Path, orientation: int) -> None:
    [one] = sent(cage, turned(tmp_path / "a.jpg", orientation), ORIGINAL)
    assert is_scene(pixels_of(one))
    assert one.original is (orientation == 1)


def test_a_large_picture_is_sent_with_1280_pixels(cage: Cage, tmp_path: Path) -> None:
    [one] = sent(cage, save(photo(3000, 2000), tmp_path / "a.png"))
    assert (one.width, one.height) == (1280, 853)


def test_a_small_one_is_not_blown_up(cage: Cage, tmp_path: Path) -> None:
    [one] = sent(cage, save(photo(300, 200), tmp_path / "a.png"))
    assert (one.width, one.height) == (300, 200)


def test_sixteen_bits_are_scaled_and_not_clipped(cage: Cage, tmp_path: Path) -> None:
    [one] = sent(cage, deep_png(tmp_path / "a.png"), ORIGINAL)
    row = pixels_of(one)[120, :, 0].astype(int)
    assert not one.original
    assert (row[2], row[160], row[-3]) == (
        pytest.approx(2, abs=4),
        pytest.approx(128, abs=4),
        pytest.approx(254, abs=4),
    )


def test_what_is_transparent_is_sent_on_white(cage: Cage, tmp_path: Path) -> None:
    [one] = sent(cage, clear_png(tmp_path / "a.png"), ORIGINAL)
    assert pixels_of(one)[:, 170:].min() > 240


def test_colours_follow_the_profile(cage: Cage, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    photo(grain=0).save(path, icc_profile=exchanged_rgb())
    [one] = sent(cage, path, ORIGINAL)
    red_quarter = pixels_of(one)[60, 80]
    assert red_quarter[2] > red_quarter[0] + 60, "stored red is shown as blue"


def test_a_cmyk_jpeg_is_not_sent_as_it_is(cage: Cage, tmp_path: Path) -> None:
    [one] = sent(cage, cmyk_jpeg(tmp_path / "a.jpg"), ORIGINAL)
    assert not one.original


@pytest.mark.parametrize("name", ["plain.jpg", "progressive.jpg", "plain.png"])
def test_the_original_is_sent_where_it_is_taken_as_it_is(cage: Cage, tmp_path: Path, name: str) -> None:
    path = PICTURES[name](tmp_path / name)
    [one] = sent(cage, path, ORIGINAL)
    assert one.original
    assert one.content == path.read_bytes()
    assert (one.format, one.width, one.height) == (name[-3:].replace("jpg", "jpeg"), 320, 240)


@pytest.mark.parametrize("name", ["palette.png", "plain.webp", "plain.gif", "plain.tiff", "plain.heic", "plain.avif"])
def test_any_other_original_becomes_a_jpeg(cage: Cage, tmp_path: Path, name: str) -> None:
    [one] = sent(cage, PICTURES[name](tmp_path / name), ORIGINAL)
    assert (one.format, one.original) == ("jpeg", False)


def test_an_original_over_the_limits_becomes_a_smaller_jpeg(cage: Cage, tmp_path: Path) -> None:
    path = save(photo(2800, 2100, grain=60), tmp_path / "a.png")
    assert path.stat().st_size > 5_242_880
    [one] = sent(cage, path, ORIGINAL)
    assert (one.format, one.width) == ("jpeg", 1280)


def test_a_cut_off_original_is_not_sent(cage: Cage, tmp_path: Path) -> None:
    whole = save(photo(), tmp_path / "a.jpg", quality=92).read_bytes()
    (tmp_path / "b.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Undecodable):
        sent(cage, tmp_path / "b.jpg", ORIGINAL)


@pytest.mark.parametrize("size", [(79, 500), (500, 79), (1, 1)])
def test_too_small_is_known_before_a_call(cage: Cage, tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(TooSmall, match="too small"):
        sent(cage, save(photo(*size), tmp_path / "a.png"))


@pytest.mark.parametrize(
    ("size", "becomes"), [((80, 80), (80, 80)), ((4000, 200), (1600, 80)), ((200, 4000), (80, 1600))]
)
def test_a_long_picture_keeps_80_pixels(
    cage: Cage, tmp_path: Path, size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    [one] = sent(cage, save(photo(*size), tmp_path / "a.png"))
    assert (one.width, one.height) == becomes


def test_a_side_over_ten_thousand_is_shrunk_or_refused() -> None:
    size = size_for(wanted(long_side=20_000))
    assert size(20_000, 4_000) == (10_000, 2_000)
    assert size(12_000, 96) == (10_000, 80)
    with pytest.raises(TooSmall, match="long and thin"):
        size(20_000, 100)


def test_the_limit_of_bytes_is_kept_by_a_bounded_loop() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (900, 1200, 3), np.uint8))
    content, size = jpeg_within(noise, wanted(most_bytes=200_000))
    assert len(content) <= 200_000
    assert size[0] > 300
    assert size[0] / size[1] == pytest.approx(1200 / 900, rel=0.02)
    with pytest.raises(TooLarge, match="1,000 bytes"):
        jpeg_within(noise, wanted(most_bytes=1_000))


def test_quality_falls_before_size() -> None:
    picture = photo(1000, 800, grain=30)
    plain = len(jpeg_within(picture, wanted())[0])
    content, size = jpeg_within(picture, wanted(most_bytes=plain * 2 // 3))
    assert size == (1000, 800)
    assert len(content) <= plain * 2 // 3


@pytest.mark.parametrize("extension", ["gif", "webp", "png", "avif"])
def test_an_animation_is_sent_by_its_first_its_last_and_some_between(
    cage: Cage, tmp_path: Path, extension: str
) -> None:
    path = animation(tmp_path / f"a.{extension}", frames=9, width=240, height=180)
    ready = prepared(cage, path)
    frames = list(ready.encoded)
    assert [one.timestamp_ms for one in frames] == [0, 200, 400, 600, 800]
    assert ready.frames_total == 9
    levels = [int(pixels_of(one)[90, 122, 0]) for one in frames]
    assert levels == sorted(levels)
    assert levels[0] < 60
    assert levels[-1] > 200


def test_pages_are_sent_as_frames(cage: Cage, tmp_path: Path) -> None:
    pages = [photo(seed=seed) for seed in range(3)]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    ready = prepared(cage, tmp_path / "a.tiff")
    assert [one.timestamp_ms for one in ready.encoded] == [0, 1000, 2000]
    assert ready.frames_total == 3


def test_a_heif_sequence_is_sent_as_frames(cage: Cage, tmp_path: Path) -> None:
    frames = sent(cage, heif_sequence(tmp_path / "a.heic", seconds=2), EncodedLimits(frames=3))
    assert 1 <= len(frames) <= 3
    assert all(is_scene(pixels_of(one), tolerance=40) for one in frames)


@pytest.mark.parametrize(
    ("count", "most", "expected"),
    [(1, 5, [0]), (4, 5, [0, 1, 2, 3]), (9, 5, [0, 2, 4, 6, 8]), (100, 2, [0, 99]), (7, 1, [0])],
)
def test_frames_are_spread_from_the_first_to_the_last(count: int, most: int, expected: list[int]) -> None:
    assert first_to_last(count, most) == expected


def test_what_is_no_picture_is_told(cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"nothing" * 100)
    with pytest.raises(MediaError):
        sent(cage, tmp_path / "a.jpg")
