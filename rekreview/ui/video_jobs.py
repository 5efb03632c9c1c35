"""What is said of the paid jobs that check whole videos, and of what they left in a bucket."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from rekreview.domain.video import JobState, VideoJob
from rekreview.ui import naming

if TYPE_CHECKING:
    from rekreview.library.values import VideoJobView


def under_way(view: VideoJobView) -> str:
    """Where a video is that waits for its verdict, in a sentence or two; "" if its job came to nothing."""
    told = {
        JobState.UPLOADING: _translate("Its upload into the bucket {bucket} is not done. It began at {time}."),
        JobState.UPLOADED: _translate("It lies in the bucket {bucket}, and its job waits to be started."),
        JobState.STARTED: _translate("Its job runs at Amazon since {time}. It has no verdict before that has ended."),
        JobState.SUCCEEDED: _translate("Amazon has checked it; its answer is about to be read."),
    }.get(view.job.state, "")
    return told.format(bucket=view.job.bucket, time=clock(view.begun))


def state_word(state: JobState) -> str:
    """How far a job has come, as a few words."""
    return {
        JobState.UPLOADING: _translate("Upload begun"),
        JobState.UPLOADED: _translate("Uploaded, not started"),
        JobState.STARTED: _translate("Runs at Amazon"),
        JobState.SUCCEEDED: _translate("Checked"),
    }.get(state, _translate("Came to nothing"))


def minutes_begun(duration_ms: int) -> int:
    """How many minutes of a video are paid: each that is begun counts whole."""
    return max(1, math.ceil(duration_ms / 60_000))


def cost_word(view: VideoJobView) -> str:
    """What a job costs; "" where nothing can be billed."""
    if view.cost_usd is None:
        return ""
    cost = naming.usd(view.cost_usd)
    return cost if view.billed else _translate("up to {cost}").format(cost=cost)


def left_word(job: VideoJob) -> str:
    """What of a job lies in a bucket."""
    if not job.object_left:
        return _translate("Nothing")
    return _translate("{bucket}, kept").format(bucket=job.bucket) if job.kept else job.bucket


def left_told(jobs: Iterable[VideoJob]) -> str:
    """How much was left in which buckets: "2 objects were left in reviews-eu."."""
    told = _translate("{objects} left in {bucket}, which no job needs any more.")
    return _in_buckets(jobs, told)


def kept_told(jobs: Iterable[VideoJob]) -> str:
    """How much is kept by choice in which buckets."""
    return _in_buckets(jobs, _translate("{objects} kept in {bucket}, as the settings said."))


def cleared_told(removed: int, left: Iterable[str]) -> str:
    """What came of removing what was left. left: why, for each that is still there."""
    reasons = list(left)
    told = [naming.objects(removed) + " " + _translate("removed.")] if removed or not reasons else []
    if reasons:
        still = _translate("{objects} could not be removed: {why}")
        told.append(still.format(objects=naming.objects(len(reasons)), why=" ".join(dict.fromkeys(reasons))))
    return " ".join(told)


def clock(when: datetime) -> str:
    """A time of today as 12:03, any other with its day."""
    here = when.astimezone()
    return here.strftime("%H:%M") if here.date() == datetime.now().astimezone().date() else naming.moment(when)


def _in_buckets(jobs: Iterable[VideoJob], told: str) -> str:
    """The same for each bucket. The same video is one object, however many jobs there were on it."""
    keys: dict[str, set[str]] = {}
    for job in jobs:
        keys.setdefault(job.bucket, set()).add(job.key)
    return " ".join(told.format(objects=naming.objects(len(keys[one])), bucket=one) for one in sorted(keys))


def _translate(text: str) -> str:
    return QCoreApplication.translate("video_jobs", text)
