from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.media.identify import HEAD_BYTES, IMAGE_FORMATS, VIDEO_FORMATS, signature
from tests.media_samples import animation, sound_only, video

EXPECTED = {".jpg": "jpeg", ".tiff": "tiff", ".heic": "heic"}


def box(major: bytes, *compatible: bytes) -> bytes:
    body = major + b"\0\0\0\1" + b"".join(compatible)
    return (len(body) + 8).to_bytes(4, "big") + b"ftyp" + body + b"\0\0\0\x08mdat"


def test_every_sample_is_known_by_its_bytes(samples: dict[str, Path]) -> None:
    for name, path in samples.items():
        kind, format_name = signature(path.read_bytes()[:HEAD_BYTES]) or (None, "")
        assert format_name == EXPECTED.get(path.suffix, path.suffix[1:]), name
        assert kind is (MediaKind.IMAGE if format_name in IMAGE_FORMATS else MediaKind.VIDEO), name


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png", "a.avif"])
def test_an_animation_is_a_picture(tmp_path: Path, name: str) -> None:
    found = signature(animation(tmp_path / name).read_bytes()[:HEAD_BYTES])
    assert found == (MediaKind.IMAGE, name[2:])


def test_the_extension_counts_for_nothing(tmp_path: Path, samples: dict[str, Path]) -> None:
    disguised = tmp_path / "holiday.txt"
    disguised.write_bytes(samples["plain.png"].read_bytes())
    assert signature(disguised.read_bytes()) == (MediaKind.IMAGE, "png")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (box(b"heic", b"mif1"), "heic"),
        (box(b"mif1", b"heic"), "heic"),
        (box(b"mif1", b"avif", b"miaf"), "avif"),
        (box(b"msf1", b"iso8", b"hevc"), "heic"),
        (box(b"mif1"), "heif"),
        (box(b"avis", b"avif", b"msf1"), "avif"),
        (box(b"qt  "), "mov"),
        (box(b"3gp5", b"isom"), "3gp"),
        (box(b"3g2a"), "3gp"),
        (box(b"M4V ", b"mp42"), "m4v"),
        (box(b"iso6", b"cmfc"), "mp4"),
        (box(b"zzzz", b"mp42"), "mp4"),
        (b"\0\0\x10\0moov", "mov"),
        (b"\0\0\0\x08wide\0\0\x10\0mdat", "mov"),
        (b"MM\0*\0\0\0\x08", "tiff"),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"II+\0\x08\0\0\0", "tiff"),
        (b"MM\0+\0\x08\0\0", "tiff"),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87", "webm"),
        (b"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroskaB\x87", "mkv"),
        (b"RIFF\0\0\0\0AVI LIST", "avi"),
    ],
)
def test_containers_are_told_apart(head: bytes, expected: str) -> None:
    found = signature(head)
    assert found is not None
    assert found[1] == expected
    assert (found[0] is MediaKind.VIDEO) == (expected in VIDEO_FORMATS)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xd8",
        box(b"M4A ", b"mp42", b"isom"),
        box(b"M4B ", b"mp42"),
        box(b"crx ", b"crx "),
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"PK\x03\x04\x14\0",
        b"BMW makes cars and motorcycles",
        b"get free stuff",
        b"Now mdat is a word",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"ID3\x04\0\0",
        b"%!PS-Adobe-3.0",
        b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84docsB\x87",
        b"\x1a\x45\xdf\xa3",
        b"\0\0\0\x14ftyp",
    ],
)
def test_what_is_no_medium_of_ours_is_none(head: bytes) -> None:
    assert signature(head) is None


def test_sound_in_a_sound_container_is_none_and_in_a_video_container_a_video(tmp_path: Path) -> None:
    assert signature(sound_only(tmp_path / "song.mp4").read_bytes()[:HEAD_BYTES]) == (MediaKind.VIDEO, "mp4")


def test_a_video_whose_index_lies_at_the_end_is_known_by_its_first_box(tmp_path: Path) -> None:
    assert signature(video(tmp_path / "clip.mov").read_bytes()[:64]) == (MediaKind.VIDEO, "mov")


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    found = signature(head)
    assert found is None or found[1] in IMAGE_FORMATS | VIDEO_FORMATS


@given(st.sampled_from([b"ftyp", b"\x1a\x45\xdf\xa3", b"RIFF", b"BM"]), st.binary(max_size=64))
def test_any_bytes_after_a_magic_word_have_an_answer(magic: bytes, rest: bytes) -> None:
    for head in (magic + rest, rest[:4] + magic + rest[4:]):
        found = signature(head)
        assert found is None or found[1] in IMAGE_FORMATS | VIDEO_FORMATS
