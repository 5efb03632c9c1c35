from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from rekreview.domain.errors import TooLarge, Undecodable
from rekreview.media import animations
from rekreview.media.animations import PAGE_MS, durations, pages, sampled, spread
from rekreview.media.reading import opened
from rekreview.media.stills import at_most
from tests.media_samples import animation, photo, save

NAMES = ["a.gif", "a.webp", "a.png", "a.avif"]


def told(path: Path) -> list[int]:
    with opened(str(path)) as source:
        return durations(source)


def frames(path: Path, most: int = 300) -> list[tuple[int, Image.Image]]:
    with opened(str(path)) as source:
        return list(sampled(source, durations(source), most, at_most(64), lambda _: None))


@pytest.mark.parametrize("name", NAMES)
def test_frames_and_their_durations_are_counted(tmp_path: Path, name: str) -> None:
    assert told(animation(tmp_path / name, frames=6, frame_ms=250)) == [250] * 6


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_each_frame_has_its_own_duration(tmp_path: Path, name: str) -> None:
    pictures = [photo(40, 30, seed=seed) for seed in range(3)]
    pictures[0].save(tmp_path / name, save_all=True, append_images=pictures[1:], duration=[100, 500, 40])
    assert told(tmp_path / name) == [100, 500, 40]


def test_pillow_counts_the_same(tmp_path: Path) -> None:
    for name in NAMES:
        path = animation(tmp_path / name, frames=9)
        with Image.open(path) as picture:
            assert picture.n_frames == len(told(path))


def test_frames_too_short_to_be_shown_count_as_browsers_show_them(tmp_path: Path) -> None:
    assert told(animation(tmp_path / "a.gif", frames=3, frame_ms=10)) == [100] * 3


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif", "a.tiff", "a.bmp"])
def test_a_still_has_no_duration(tmp_path: Path, name: str) -> None:
    assert told(save(photo(), tmp_path / name)) == []


def paged(path: Path, sizes: list[tuple[int, int]]) -> Path:
    """A file with a page of each of these sizes."""
    pictures = [photo(*size, seed=seed) for seed, size in enumerate(sizes)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])
    return path


def pages_of(path: Path) -> int:
    with opened(str(path)) as source:
        return pages(source)


def test_the_pages_of_a_tiff_and_the_pictures_of_a_heic_are_counted(tmp_path: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    assert pages_of(paged(tmp_path / "a.tiff", [(60, 40)] * 4)) == 4
    assert pages_of(paged(tmp_path / "a.heic", [(64, 48)] * 2)) == 2
    assert pages_of(save(photo(60, 40), tmp_path / "one.tiff")) == 1
    assert pages_of(animation(tmp_path / "a.gif")) == 1, "what moves has frames, no pages"


def test_a_broken_tiff_counts_as_one_page(tmp_path: Path) -> None:
    (tmp_path / "a.tiff").write_bytes(b"II*\0\x08\0\0\0nothing")
    assert pages_of(tmp_path / "a.tiff") == 1


def test_pages_may_differ_in_size_and_each_asks_for_its_memory(tmp_path: Path) -> None:
    asked: list[int] = []
    path = paged(tmp_path / "a.tiff", [(40, 30), (40, 30), (400, 300)])
    with opened(str(path)) as source:
        given = sampled(source, [PAGE_MS] * 3, 300, at_most(64), asked.append)
        small, same, large = [picture.size for _, picture in given]
    assert small == same == (40, 30)
    assert 64 <= large[0] < 128
    assert len(asked) == 2
    assert asked[1] == 100 * asked[0]


def test_a_page_too_large_to_be_decoded_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = paged(tmp_path / "a.tiff", [(40, 30), (400, 300)])
    monkeypatch.setattr("rekreview.media.stills.MOST_PIXELS", 10_000)
    with opened(str(path)) as source, pytest.raises(TooLarge, match="400 × 300"):
        list(sampled(source, [PAGE_MS] * 2, 300, at_most(64), lambda _: None))


def test_a_still_gif_is_one_frame(tmp_path: Path) -> None:
    assert len(told(save(photo(), tmp_path / "a.gif"))) == 1


def test_counting_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = animation(tmp_path / "a.gif", frames=30)
    monkeypatch.setattr(animations, "MOST_FRAMES", 7)
    assert len(told(path)) == 7


@pytest.mark.parametrize("name", NAMES)
def test_frames_come_with_their_times(tmp_path: Path, name: str) -> None:
    found = frames(animation(tmp_path / name, frames=5, frame_ms=200))
    assert [at for at, _ in found] == [0, 200, 400, 600, 800]
    assert all(picture.mode == "RGB" and max(picture.size) >= 64 for _, picture in found)


def test_a_sample_is_spread_over_the_whole(tmp_path: Path) -> None:
    assert [at for at, _ in frames(animation(tmp_path / "a.gif", frames=20, frame_ms=100), 5)] == [
        0, 400, 800, 1200, 1600,
    ]  # fmt: skip


@given(st.integers(1, 5000), st.integers(1, 300))
def test_spread_numbers_are_distinct_rising_and_in_range(count: int, most: int) -> None:
    numbers = spread(count, most)
    assert len(numbers) == min(count, most)
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0
    assert numbers[-1] < count


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_a_cut_animation_gives_what_is_there_or_a_fault(tmp_path: Path, name: str) -> None:
    whole = animation(tmp_path / name, frames=20).read_bytes()
    for part in range(1, 10):
        cut = tmp_path / f"{part}{name}"
        cut.write_bytes(whole[: len(whole) * part // 10])
        assert len(_frames_or_none(cut)) <= 20


def _frames_or_none(path: Path) -> list[tuple[int, Image.Image]]:
    try:
        found = frames(path)
    except Undecodable:
        return []
    assert found
    return found


def test_transparent_frames_lie_on_white(tmp_path: Path) -> None:
    clear = [Image.new("RGBA", (40, 30), (0, 0, 0, 0)) for _ in range(3)]
    for number, picture in enumerate(clear):
        picture.putpixel((number, 0), (255, 0, 0, 255))
    clear[0].save(tmp_path / "a.webp", save_all=True, append_images=clear[1:], lossless=True)
    assert all(picture.getpixel((20, 20)) == (255, 255, 255) for _, picture in frames(tmp_path / "a.webp"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["a.gif", "a.webp", "a.png"]), content=st.binary(max_size=300), cut=st.integers(16, 400))
def test_any_bytes_can_be_counted(tmp_path: Path, name: str, content: bytes, cut: int) -> None:
    path = tmp_path / name
    if not path.exists():
        animation(path, frames=3, width=16, height=12)
    (tmp_path / "b").write_bytes(path.read_bytes()[:cut] + content)
    assert len(told(tmp_path / "b")) <= animations.MOST_FRAMES


def test_a_file_without_a_sound_frame_is_undecodable(tmp_path: Path) -> None:
    whole = animation(tmp_path / "a.gif").read_bytes()
    (tmp_path / "b.gif").write_bytes(whole[:40])
    with pytest.raises(Undecodable), opened(str(tmp_path / "b.gif")) as source:
        list(sampled(source, [100, 100], 10, at_most(64), lambda _: None))
