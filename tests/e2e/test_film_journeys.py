"""Journeys of a person who has videos checked by Amazon Rekognition, on a real window."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.contract.test_segment_forms import cues, require_amazons
from tests.e2e.performing import SECONDS, see
from tests.fakes.aws import clips
from tests.video_films import MIB, pad

FILMS = {
    "evening.mov": (2, 1, 1, 4, 1),
    "harbour.mp4": (1, 3, 5),
    "party.mp4": (7, 6, 6, 9),
    "garden.webm": (1, 8, 3),
}
STORIES = {
    "whole_videos_across_restarts": "jobs go on while the app is left or killed; each is paid once and leaves nothing",
    "a_bucket_is_chosen_and_an_upload_cancelled": "a bucket that will not do is told; a cancelled upload goes on",
    "videos_by_frames": "frames instead of whole videos, with their cost first; then key frames only",
}


@pytest.fixture
def films(tmp_path: Path) -> Path:
    place = tmp_path / "films"
    place.mkdir()
    for name, numbers in FILMS.items():
        clips.write(place / name, numbers, codec="libvpx-vp9" if name.endswith("webm") else "libx264")
    pad(place / "party.mp4", 3 * MIB, random.Random(1))
    return place


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
def test_what_was_seen_in_a_clip_is_exported_in_each_form(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    see("segments_in_each_form", tmp_path / "media", "a clip's segments, written by the window in three forms")
    written = tmp_path / "media" / "written"
    require_amazons(json.loads((written / "festival.aws.json").read_text()))
    [moderation] = json.loads((written / "festival.cloudinary.json").read_text())["moderation"]
    assert (moderation["kind"], moderation["status"]) == ("aws_rek_video", "rejected")
    read = cues(written / "read.vtt", (written / "festival.vtt").read_text())
    assert [(start, end) for start, end, _ in read] == [(480, 800), (1480, 1800), (3240, 3600)]


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
def test_each_frame_of_a_clip_in_vp9_comes_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    see("each_frame_by_its_key", tmp_path / "media", "forty frames, three hits, a verdict from the reel, and undo")


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", STORIES)
def test_journey(story: str, films: Path) -> None:
    see(story, films, STORIES[story])
