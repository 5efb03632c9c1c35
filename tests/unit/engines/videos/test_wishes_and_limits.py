"""The token and the key of a stored video are made of what is asked alone; what the service refuses is not sent."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rekreview.domain.video import StoredVideo
from rekreview.engines.rekognition.videos.limits import MOST_BYTES, MOST_MS, refusal
from rekreview.engines.rekognition.videos.wishes import is_ours, key_of, token_of

VIDEO = StoredVideo("/a/Clip One.MP4", "ab" * 32, 1000, "mp4", "h264", 5000)


def test_the_same_wish_has_the_same_token() -> None:
    wish = ("ab" * 32, "bucket", "key", 20.0)
    assert token_of(*wish) == token_of("ab" * 32, "bucket", "key", 20)
    assert re.fullmatch(r"[0-9a-f]{64}", token_of(*wish))


def test_another_wish_has_another_token() -> None:
    wishes = [
        ("ab" * 32, "bucket", "key", 20.0),
        ("cd" * 32, "bucket", "key", 20.0),
        ("ab" * 32, "other", "key", 20.0),
        ("ab" * 32, "bucket", "other", 20.0),
        ("ab" * 32, "bucket", "key", 20.5),
        ("ab" * 32, "bucket", "key", 20.0, 1),
        ("ab" * 32, "bucket", "key", 20.0, 2),
        ("ab" * 32, "bucket\nkey", "", 20.0),
    ]
    assert len({token_of(*wish) for wish in wishes}) == len(wishes)


def test_a_video_lies_under_its_content() -> None:
    assert key_of(VIDEO) == f"rekreview/{'ab' * 32}.mp4"
    assert key_of(VIDEO, "mine/") == f"mine/{'ab' * 32}.mp4"


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        (f"rekreview/{'ab' * 32}.mp4", True),
        (f"rekreview/{'ab' * 32}.mov", True),
        (f"rekreview/{'ab' * 31}.mp4", False),
        (f"other/{'ab' * 32}.mp4", False),
        ("rekreview/holiday.mp4", False),
        (f"rekreview/deeper/{'ab' * 32}.mp4", False),
        (f"rekreview/{'ab' * 32}.mp4.txt", False),
    ],
)
def test_only_what_the_app_put_there_is_its_own(key: str, ours: bool) -> None:
    assert is_ours(key, "rekreview/") is ours


@pytest.mark.parametrize("kind", ["mp4", "m4v", "mov"])
def test_h264_in_mp4_or_mov_is_taken(kind: str) -> None:
    assert refusal(replace(VIDEO, format=kind)) == ""
    assert refusal(replace(VIDEO, format=kind, bytes=MOST_BYTES, duration_ms=MOST_MS)) == ""
    assert refusal(replace(VIDEO, format=kind, duration_ms=None)) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"codec": "hevc"}, "this is HEVC (H.265) in MP4"),
        ({"codec": "hevc", "format": "mov"}, "this is HEVC (H.265) in MOV"),
        ({"format": "mkv"}, "this is H.264 in Matroska"),
        ({"codec": "mpeg4", "format": "avi"}, "this is MPEG-4 Part 2 in AVI"),
        ({"codec": "vp9", "format": "webm"}, "this is VP9 in WebM"),
        ({"codec": "av1"}, "this is AV1 in MP4"),
        ({"codec": ""}, "this is an unknown form in MP4"),
        ({"bytes": 12_500_000_000}, "this one has 12.5 GB"),
        ({"duration_ms": MOST_MS + 1_800_000}, "this one has 6.5"),
    ],
)
def test_whatever_is_not_taken_is_told_with_a_way_out(changes: dict[str, object], words: str) -> None:
    told = refusal(replace(VIDEO, **changes))  # type: ignore[arg-type]
    assert words in told
    assert "Nothing was sent." in told
    assert "frames" in told
