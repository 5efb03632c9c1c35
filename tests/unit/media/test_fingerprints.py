import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance
from scipy.fft import dctn

from rekreview.media.fingerprints import distance, phash
from tests.media_samples import photo, pixels


def by_definition(picture: Image.Image) -> int:
    grey = np.asarray(picture.convert("L").resize((32, 32), Image.Resampling.BOX), np.float64)
    lowest = dctn(grey, type=2, norm="ortho")[:8, :8]
    bits = "".join("1" if value > np.median(lowest) else "0" for value in lowest.flatten())
    return int.from_bytes(int(bits, 2).to_bytes(8, "big"), "big", signed=True)


def noise(seed: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), np.uint8)
    return Image.fromarray(coarse).resize((256, 192), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_hash_of_the_definition(seed: int) -> None:
    assert phash(noise(seed)) == by_definition(noise(seed))


def test_it_fits_a_signed_database_column() -> None:
    values = [phash(noise(seed)) for seed in range(40)]
    assert all(-(2**63) <= value < 2**63 for value in values)
    assert any(value < 0 for value in values)


def test_a_resized_recompressed_or_brightened_picture_stays_close() -> None:
    picture = noise(3)
    near = [
        picture.resize((180, 135), Image.Resampling.LANCZOS),
        ImageEnhance.Brightness(picture).enhance(1.1),
        picture.quantize(64).convert("RGB"),
    ]
    assert all(distance(phash(picture), phash(other)) <= 6 for other in near)


def test_other_pictures_are_far() -> None:
    hashes = [phash(noise(seed)) for seed in range(12)]
    gaps = [distance(a, b) for at, a in enumerate(hashes) for b in hashes[:at]]
    assert min(gaps) >= 12
    assert 24 <= sum(gaps) / len(gaps) <= 40


def test_one_colour_and_one_pixel_have_a_hash() -> None:
    assert isinstance(phash(Image.new("RGB", (256, 256))), int)
    assert isinstance(phash(Image.new("RGB", (1, 1), "white")), int)


def test_a_mirrored_picture_is_another() -> None:
    assert distance(phash(photo()), phash(Image.fromarray(pixels()[:, ::-1]))) > 10


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_distance_counts_differing_bits(first: int, second: int) -> None:
    mask = 2**64 - 1
    assert distance(first, second) == bin((first & mask) ^ (second & mask)).count("1") == distance(second, first)
    assert distance(first, first) == 0
