"""What is said of a paid job holds also while nobody works on it: a run may have been stopped in the middle of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rekreview.domain.video import JobState, VideoJob
from rekreview.library.values import VideoJobView
from rekreview.ui.video_jobs import state_word, under_way
from rekreview.ui.wording import job_word

BEGUN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def view(state: JobState) -> VideoJobView:
    return VideoJobView(VideoJob(1, 1, 1, 1, "token", "films", "key", state=state), "a.mp4", BEGUN, None)


@pytest.mark.parametrize("state", [JobState.UPLOADING, JobState.UPLOADED])
def test_nobody_is_said_to_be_at_work(state: JobState) -> None:
    told = " ".join((under_way(view(state)), state_word(state), job_word(state)))
    assert "being" not in told.lower()
    assert "films" in told


def test_an_upload_tells_when_it_began() -> None:
    assert under_way(view(JobState.UPLOADING)).startswith(
        "Its upload into the bucket films is not done. It began at 2026-"
    )
