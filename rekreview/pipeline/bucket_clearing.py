"""What the paid jobs on videos left in a bucket: which of it nobody needs any more, and how it is removed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rekreview.domain.errors import AccessDenied, EngineError
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState, VideoJob
from rekreview.domain.video_service import VideoService
from rekreview.library.library import Library
from rekreview.library.values import RunState

log = logging.getLogger(__name__)

_ENDED: Final = (JobState.SUCCEEDED, JobState.FAILED)
_DEAD: Final = (RunState.FINISHED, RunState.CANCELLED)


@dataclass(slots=True)
class Cleared:
    """What was removed, and what was not and why, in words."""

    removed: list[VideoJob] = field(default_factory=list)
    left: list[tuple[VideoJob, str]] = field(default_factory=list)


def needless(library: Library, bucket: str = "", *, kept: bool = False) -> list[VideoJob]:
    """The jobs of which something may lie in a bucket that no job needs any more; in all buckets if none is named.

    kept: also what a person chose to keep. The same video is stored once, so another job on it may still need it.
    """
    left = library.queries.left_over_objects()
    needed = {(job.bucket, job.key) for job in left if not _is_over(library, job)}
    chosen = (job for job in left if (kept or not job.kept) and bucket in ("", job.bucket))
    return [job for job in chosen if (job.bucket, job.key) not in needed]


def clear(library: Library, service: VideoService, jobs: Sequence[VideoJob], cancel: CancelToken) -> Cleared:
    """Remove what these jobs left in the service's bucket. What cannot be removed stays noted. Raises Cancelled."""
    cleared = Cleared()
    for job in jobs:
        cancel.check()
        try:
            if _still_runs(library, service, job, cancel):
                cleared.left.append((job, "Amazon Rekognition is still checking the video."))
                continue
            take_away(library, service, job, cancel)
        except EngineError as error:
            cleared.left.append((job, error.message))
        else:
            cleared.removed.append(job)
    return cleared


def take_away(library: Library, service: VideoService, job: VideoJob, cancel: CancelToken) -> None:
    """Remove what one job left in the service's bucket. Raises EngineError, Cancelled."""
    if job.state is JobState.UPLOADING and not job.upload_id:
        _take_unnoted_away(service, job, cancel)
    service.remove(job, cancel)
    library.commands.remove_video_object(job)


def _take_unnoted_away(service: VideoService, job: VideoJob, cancel: CancelToken) -> None:
    """The parts of an upload whose number a process that was killed could not note."""
    try:
        uploads = [one for one in service.left_over() if one.key == job.key and one.upload_id]
    except AccessDenied as error:
        log.info("What was uploaded of %s cannot be listed: %s", job.key, error.message)
        return
    for one in uploads:
        service.remove(replace(job, upload_id=one.upload_id), cancel)


def _is_over(library: Library, job: VideoJob) -> bool:
    return job.state in _ENDED or library.queries.run(job.run_id).state in _DEAD


def _still_runs(library: Library, service: VideoService, job: VideoJob, cancel: CancelToken) -> bool:
    """Whether the service is checking the video of a run that was given up: it may want to read it again."""
    if job.state is not JobState.STARTED:
        return False
    report = service.report(job, cancel)
    if report.state is not JobState.STARTED:
        library.commands.advance_video_job(job.id, state=report.state, message=report.message)
    return report.state is JobState.STARTED
