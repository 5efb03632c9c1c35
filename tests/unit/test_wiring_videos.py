"""How videos are checked follows from what a person chose, else from whether there is a bucket."""

from __future__ import annotations

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.errors import InvalidValue
from rekreview.domain.video import FrameChoice, VideoMode
from rekreview.settings import Settings


@pytest.mark.parametrize(
    ("settings", "chosen", "mode"),
    [
        (Settings(), "", VideoMode.FRAMES),
        (Settings(aws_bucket="mine"), "", VideoMode.STORED),
        (Settings(aws_bucket="mine", video_mode="frames"), "", VideoMode.FRAMES),
        (Settings(aws_bucket="mine"), "frames", VideoMode.FRAMES),
        (Settings(), "stored", VideoMode.STORED),
    ],
)
def test_the_mode(settings: Settings, chosen: str, mode: VideoMode) -> None:
    assert wiring.video_mode(settings, chosen) is mode


def test_a_mode_that_there_is_not() -> None:
    with pytest.raises(InvalidValue, match="“both”") as caught:
        wiring.video_mode(Settings(), "both")
    assert caught.value.hint == "It is one of: stored, frames."


def test_the_frames() -> None:
    assert wiring.frame_choice(Settings()) == FrameChoice()
    assert wiring.frame_choice(Settings(frame_interval_ms=500, key_frames_only=True)) == FrameChoice(500, True)
    assert wiring.frame_choice(Settings(), fps=4).interval_ms == 250
    assert wiring.frame_choice(Settings(), fps=5000).interval_ms == 1


def test_the_service_and_the_engine_follow_the_settings() -> None:
    settings = Settings(aws_bucket="mine", aws_bucket_prefix="clips/", min_confidence=15)
    service = wiring.make_video_service(settings)
    assert (service.bucket, service.min_confidence) == ("mine", 15)
    assert wiring.make_video_service(settings, bucket="other", min_confidence=30).bucket == "other"
    assert not wiring.make_engine(EngineName.REKOGNITION, settings=settings).limits.videos
    framed = wiring.make_engine(EngineName.REKOGNITION, settings=settings, frames=wiring.frame_choice(settings))
    assert framed.limits.videos
