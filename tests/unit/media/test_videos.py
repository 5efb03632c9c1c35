import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from rekreview.domain.errors import MediaError, Undecodable
from rekreview.media import videos
from rekreview.media.reading import opened
from rekreview.media.sampling import shrunk_to
from rekreview.media.stills import at_most
from rekreview.media.videos import Video
from tests.media_samples import VIDEOS, is_scene, sound_only, video


@contextmanager
def open_video(path: Path) -> Iterator[Video]:
    with opened(str(path)) as source, videos.opened(source, lambda: None) as found:
        yield found


def times(path: Path, interval_ms: int = 1000) -> list[int]:
    with open_video(path) as found:
        return [at for at, _ in found.sampled(interval_ms, at_most(64))]


def test_every_container_shows_the_scene(samples: dict[str, Path]) -> None:
    for name in VIDEOS:
        with open_video(samples[name]) as found:
            poster, facts = found.poster(at_most(256))
        assert poster.shape == (192, 256, 3), name
        assert is_scene(poster), name
        assert facts.duration_ms == pytest.approx(2000, abs=60), name


@pytest.mark.parametrize("gop", [5, 10, 100])
def test_one_frame_a_second_whatever_the_key_frames(tmp_path: Path, gop: int) -> None:
    found = times(video(tmp_path / "a.mp4", seconds=8, rate=10, gop=gop))
    assert len(found) == 8
    assert all(abs(at - 1000 * number) <= 250 for number, at in enumerate(found)), found


def test_key_frames_are_enough_when_they_lie_close_together(tmp_path: Path) -> None:
    close, far = video(tmp_path / "a.mp4", seconds=6, gop=5), video(tmp_path / "b.mp4", seconds=6, gop=60)
    for path, expected in ((close, True), (far, False)):
        with open_video(path) as found:
            assert found.key_frames_lie_within(1.0) is expected


def test_reordered_frames_do_not_hide_that_key_frames_are_enough(tmp_path: Path) -> None:
    reordered = {"bf": "2", "g": "30"}
    path = video(tmp_path / "a.mp4", seconds=5, rate=30, gop=30, width=64, height=48, options=reordered)
    with open_video(path) as found:
        assert found.key_frames_lie_within(1.0)
    assert times(path) == [0, 1000, 2000, 3000, 4000]


def test_the_last_part_after_the_last_key_frame_is_not_lost(tmp_path: Path) -> None:
    """Key frames each second by scene, but none in the last five: the index must not promise what is not there."""
    path = video(tmp_path / "a.mp4", seconds=8, rate=10, gop=80, options={"g": "80", "force_key_frames": "0"})
    assert times(path)[-1] >= 6500


def test_a_short_video_gives_at_least_its_first_frame(tmp_path: Path) -> None:
    assert times(video(tmp_path / "a.mp4", seconds=0.1)) == [0]


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.webm", "a.avi"])
def test_frames_lie_in_order_and_within_the_video(tmp_path: Path, name: str) -> None:
    found = times(video(tmp_path / name, seconds=4, gop=15), 500)
    assert found == sorted(set(found))
    assert 7 <= len(found) <= 8
    assert found[-1] <= 4000


def test_a_video_that_does_not_begin_at_zero_is_told_from_its_beginning(tmp_path: Path) -> None:
    for name in ("a.mkv", "a.mp4"):
        found = times(video(tmp_path / name, seconds=3, container_options={"output_ts_offset": "60"}))
        assert found[0] == 0, name
        assert len(found) == 3, name


def test_the_engine_gets_its_short_side(tmp_path: Path) -> None:
    with open_video(video(tmp_path / "a.mp4", width=1280, height=720, seconds=1)) as found:
        (_, pixels), *_ = found.sampled(1000, shrunk_to(448))
    assert pixels.shape == (448, 796, 3)


def test_pixels_that_are_not_square_are_made_square(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 180, 144, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(16, 11)
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.full((144, 180, 3), 200, np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with open_video(path) as found:
        poster, facts = found.poster(at_most(256))
    assert (facts.width, facts.height) == (262, 144)
    assert poster.shape == (141, 256, 3)


def test_a_dark_video_still_has_a_poster(tmp_path: Path) -> None:
    with open_video(video(tmp_path / "a.mp4", black_seconds=9)) as found:
        poster, _ = found.poster(at_most(256))
    assert poster.mean() < 20


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(Undecodable, match="holds no picture"), open_video(sound_only(tmp_path / "a.mp4")):
        pass


def test_a_video_without_frames_is_undecodable(tmp_path: Path) -> None:
    """A recording that was stopped at once: a header, and the promise of a picture that never comes."""
    whole = video(tmp_path / "a.mkv", container_options={"cluster_time_limit": "100"}).read_bytes()
    (tmp_path / "b.mkv").write_bytes(whole[: whole.index(b"\x1f\x43\xb6\x75")])
    with pytest.raises(Undecodable, match="cut off"), open_video(tmp_path / "b.mkv") as found:
        found.poster(at_most(256))


@pytest.mark.parametrize("name", ["a.mkv", "a.webm", "a.avi"])
def test_a_cut_video_gives_its_first_part_and_still_tells_the_whole_length(tmp_path: Path, name: str) -> None:
    """So that a run can say how many of the frames it saw."""
    whole = video(tmp_path / name, seconds=10, gop=10).read_bytes()
    (tmp_path / f"cut{name}").write_bytes(whole[: len(whole) * 3 // 4])
    found = times(tmp_path / f"cut{name}")
    assert 2 <= len(found) <= 9
    with open_video(tmp_path / f"cut{name}") as part:
        assert (part.duration_ms or 0) >= 7000


def test_a_cut_mp4_whose_index_lies_at_its_end_is_undecodable(tmp_path: Path) -> None:
    whole = video(tmp_path / "a.mp4", seconds=3).read_bytes()
    (tmp_path / "b.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(MediaError), open_video(tmp_path / "b.mp4"):
        pass


def test_damage_in_the_middle_costs_only_what_it_hits(tmp_path: Path) -> None:
    content = bytearray(video(tmp_path / "a.mkv", seconds=10, gop=10).read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = os.urandom(2000)
    (tmp_path / "b.mkv").write_bytes(content)
    found = times(tmp_path / "b.mkv")
    assert found[0] == 0
    assert len(found) >= 4


def test_colours_follow_the_tags_of_the_file(tmp_path: Path) -> None:
    for space in ("bt709", "smpte170m"):
        with open_video(video(tmp_path / f"{space}.mp4", options={"colorspace": space})) as found:
            assert is_scene(found.poster(at_most(256))[0]), space


def test_no_other_file_is_opened_for_a_playlist(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    with pytest.raises(MediaError), open_video(tmp_path / "a.mp4"):
        pass


def test_signs_of_life_are_given_while_decoding(tmp_path: Path) -> None:
    signs = []
    path = str(video(tmp_path / "a.mp4", seconds=3))
    with opened(path) as source, videos.opened(source, lambda: signs.append(1)) as found:
        list(found.sampled(1000, at_most(64)))
    assert len(signs) >= 30
