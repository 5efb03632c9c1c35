"""Videos anew as H.264 in MP4: the same pictures at the same times, in every container, and nothing half made."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import pytest

from rekreview.domain.errors import Cancelled, DecoderCrashed, DiskFull, TooLarge, Undecodable
from rekreview.domain.progress import CancelToken
from rekreview.media import cage as cages
from rekreview.media import replies
from rekreview.media.converting import LONG_SIDE, Outlet
from rekreview.media.replies import Reply
from tests import numbered_clips


def frames(path: Path) -> list[tuple[int, int]]:
    """The time (ms) and number of each frame."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [
            (
                round(float(frame.pts * frame.time_base) * 1000),
                numbered_clips.number_in(frame.to_ndarray(format="rgb24")),
            )
            for frame in container.decode(stream)
        ]


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mkv", "libvpx-vp9"), ("b.webm", "libvpx"), ("c.avi", "mpeg4"), ("d.mkv", "libx265")]
)
def test_every_frame_keeps_its_time(cage, tmp_path, name, codec):
    options = {"libvpx-vp9": {"cpu-used": "8", "deadline": "realtime"}}.get(codec, {})
    source = numbered_clips.clip(tmp_path / name, frames=50, codec=codec, options=options)
    to = tmp_path / "copy.mp4"
    cage.convert(str(source), to, CancelToken())
    assert frames(to) == [(number * 40, number) for number in range(50)]
    facts = cage.facts(str(to), CancelToken())
    assert (facts.codec, facts.format, facts.has_audio) == ("h264", "mp4", False)


def test_frames_at_odd_times_keep_them(cage, tmp_path):
    ticks = [0, 10, 11, 400, 403, 1000]
    source = numbered_clips.clip(tmp_path / "odd.mkv", ticks=ticks, base=Fraction(1, 1000))
    cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())
    assert frames(tmp_path / "copy.mp4") == [(tick, number) for number, tick in enumerate(ticks)]


def test_a_turned_clip_is_upright(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "turned.mov", frames=10, rotation=90)
    cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())
    assert [number for _, number in frames(tmp_path / "copy.mp4")] == list(range(10))


def test_a_large_one_becomes_smaller_with_even_sides(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "large.mkv", frames=3, width=2002, height=602)
    cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())
    facts = cage.facts(str(tmp_path / "copy.mp4"), CancelToken())
    assert facts.width == LONG_SIDE
    assert facts.height % 2 == 0
    assert facts.height == pytest.approx(LONG_SIDE * 602 / 2002, abs=1)


def test_the_same_video_gives_the_same_bytes(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "a.mkv", frames=30)
    for name in ("one.mp4", "two.mp4"):
        cage.convert(str(source), tmp_path / name, CancelToken())
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_a_damaged_one_leaves_nothing(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "cut.mkv", frames=100)
    source.write_bytes(source.read_bytes()[:400])
    with pytest.raises(Undecodable):
        cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mkv"]


def test_one_that_is_given_up_leaves_nothing(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "a.mkv", frames=100)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        cage.convert(str(source), tmp_path / "copy.mp4", cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mkv"]
    cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())


@pytest.mark.parametrize(("limit", "value"), [("MOST_CONVERTED_BYTES", 2000), ("MOST_SECONDS", 0.0)])
def test_what_becomes_too_large_or_takes_too_long_is_given_up(cage, tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(cages, limit, value)
    source = numbered_clips.clip(tmp_path / "a.mkv", frames=100)
    with pytest.raises(TooLarge):
        cage.convert(str(source), tmp_path / "copy.mp4", CancelToken())
    assert [path.name for path in tmp_path.iterdir()] == ["a.mkv"]


def test_a_folder_that_cannot_be_written_to_is_told(cage, tmp_path):
    source = numbered_clips.clip(tmp_path / "a.mkv", frames=3)
    with pytest.raises(DiskFull, match="cannot be written to"):
        cage.convert(str(source), tmp_path / "no folder" / "copy.mp4", CancelToken())


class Said:
    """A desk that keeps what is said at it as a file."""

    def __init__(self) -> None:
        self.file = bytearray()

    def say(self, what: str, payload: bytes, at: int) -> None:
        assert what == "piece"
        self.file.extend(bytes(max(0, at + len(payload) - len(self.file))))
        self.file[at : at + len(payload)] = payload


def test_an_outlet_is_written_to_as_a_file_is():
    said, plain = Said(), io.BytesIO()
    outlet = Outlet(said, 100)
    for file in (outlet, plain):
        file.write(b"header, and then")
        file.seek(4)
        file.write(b"ER")
        file.seek(0, io.SEEK_END)
        file.write(b" the rest")
        file.seek(-3, io.SEEK_CUR)
        file.write(b"R")
    assert bytes(said.file) == plain.getvalue()
    assert outlet.tell() == plain.tell()
    with pytest.raises(TooLarge):
        outlet.write(bytes(200))


@pytest.mark.parametrize("about", [{"at": -1}, {"at": 98}, {"at": "1"}, {}])
def test_a_piece_that_lies_elsewhere_is_not_believed(about):
    with pytest.raises(DecoderCrashed):
        replies.piece_at(Reply("piece", about, bytearray(5)), 100)
    with pytest.raises(DecoderCrashed):
        replies.piece_at(Reply("cell", {"at": 0}, bytearray(5)), 100)
    assert replies.piece_at(Reply("piece", {"at": 95}, bytearray(5)), 100) == 95
