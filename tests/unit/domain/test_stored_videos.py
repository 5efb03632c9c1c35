"""The token and the key of a stored video: made of what is asked, and of nothing else."""

from __future__ import annotations

import re

from rekreview.domain.stored_videos import key_of, token_of
from rekreview.domain.video import StoredVideo

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
