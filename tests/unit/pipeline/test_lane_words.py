"""What is said of the videos of a run while they are on their way."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.video import JobState, VideoJob
from rekreview.library.values import ClaimedTask
from rekreview.pipeline.lane_words import SendingPace, doing
from rekreview.pipeline.video_clip import Clip

MB = 1_000_000


class Clock:
    """Tells the time it is given."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def clip(state: JobState | None, *, size: int = 40 * MB, sent: int = 0, busy: bool = False, told: bool = False) -> Clip:
    task = ClaimedTask(
        task_id=1,
        asset_id=1,
        kind=MediaKind.VIDEO,
        path="a.mp4",
        sha256="00",
        mtime_ns=0,
        bytes=size,
        width=10,
        height=10,
        attempts=1,
    )
    job = None if state is None else VideoJob(1, 1, 1, 1, "t", "mine", "k", "", "j", state, True)
    return Clip(task, job=job, sent=sent, told=told, step=Future() if busy else None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> SendingPace:
    return SendingPace(clock)


def test_nothing_goes_on(pace):
    assert doing([], 0, pace) == ""


def test_how_much_is_sent_what_runs_and_what_waits(pace):
    clips = [
        clip(JobState.UPLOADING, sent=3 * MB, busy=True),
        clip(JobState.STARTED),
        clip(JobState.STARTED, busy=True),
        clip(JobState.UPLOADED),
        clip(None),
    ]
    assert doing(clips, 3, pace) == "uploading 3 of 40 MB, 2 jobs running, 5 wait"


def test_copies_that_are_being_made_are_told_apart(pace):
    one, other = clip(JobState.UPLOADING, busy=True), clip(JobState.UPLOADING, sent=2 * MB, busy=True)
    one.converting, other.size = True, 20 * MB
    assert doing([one, other], 0, pace) == "converting 1, uploading 2 of 20 MB"


def test_one_is_told_in_the_singular(pace):
    assert doing([clip(JobState.STARTED), clip(None)], 0, pace) == "1 job running, 1 waits"


def test_what_is_there_in_no_time_is_told_without_its_size(pace):
    assert doing([clip(JobState.UPLOADING, size=9_000, busy=True)], 0, pace) == "uploading"


def test_small_files_are_told_to_a_tenth(pace):
    assert doing([clip(JobState.UPLOADING, size=4 * MB, sent=MB // 2, busy=True)], 0, pace) == "uploading 0.5 of 4.0 MB"


def test_what_is_done_with_is_not_told(pace):
    assert doing([clip(JobState.SUCCEEDED, told=True), clip(JobState.STARTED, told=True)], 0, pace) == ""


def test_the_time_left_is_told_once_it_is_known(clock, pace):
    one = clip(JobState.UPLOADING, sent=0, busy=True)
    assert doing([one], 0, pace) == "uploading 0 of 40 MB"
    clock.now, one.sent = 1.0, 4 * MB
    assert "left" not in doing([one], 0, pace), "a second tells nothing"
    clock.now, one.sent = 4.0, 16 * MB
    assert doing([one], 0, pace) == "uploading 16 of 40 MB, 6 s left"


def test_a_pace_is_that_of_the_recent_past(clock, pace):
    assert pace.seconds_left(0, 1000) is None
    clock.now = 100.0
    assert pace.seconds_left(100, 1000) is None, "what was long ago is forgotten"
    clock.now = 110.0
    assert pace.seconds_left(600, 1000) == pytest.approx(8.0)


def test_a_video_that_has_arrived_takes_its_pace_with_it(clock, pace):
    pace.seconds_left(0, 1000)
    clock.now = 5.0
    assert pace.seconds_left(900, 1000) is not None
    clock.now = 6.0
    assert pace.seconds_left(10, 1000) is None


@pytest.mark.parametrize(("seconds", "told"), [(0.2, "1 s"), (89, "89 s"), (300, "5 min"), (7200, "2.0 h")])
def test_spans(clock, pace, seconds, told):
    size = 1000 * MB
    one = clip(JobState.UPLOADING, size=size, sent=0, busy=True)
    doing([one], 0, pace)
    clock.now = 10.0
    one.sent = round(size * 10 / (10 + seconds))
    assert doing([one], 0, pace).endswith(f", {told} left")
