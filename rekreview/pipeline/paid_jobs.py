"""Jobs on whole videos that are paid and not answered yet: nobody may have the same videos checked in another way."""

from __future__ import annotations

from rekreview.domain.errors import PaidOtherwise
from rekreview.domain.video_service import VideoService
from rekreview.library.library import Library


def awaited_videos(
    library: Library, service: VideoService | None, run: int | None = None, *, failed: bool = False
) -> frozenset[int]:
    """The videos whose jobs at the service are paid, or may be, and only have to be waited for. A new run finds those
    of a run that was given up too. The rest as below.
    """
    if service is None:
        return frozenset()
    way = (service.bucket, service.min_confidence)
    jobs = library.queries.awaited_video_jobs(run, failed=failed, given_up=run is None)
    return frozenset(job.asset_id for job in jobs if (job.bucket, job.floor) == way)


def require_same_way(library: Library, run: int | None, service: VideoService | None, *, failed: bool = False) -> None:
    """Refuse to ask about videos in another way than their jobs at the service were started in: that would be paid
    twice. Raises PaidOtherwise.

    run: the one that is to go on, with what it could not moderate if `failed`; None for a new one, over all there is.
    service: who is to check videos whole; None if they are sent frame by frame, or not at all.
    """
    awaited = library.queries.awaited_video_jobs(run, failed=failed)
    now = (service.bucket, service.min_confidence) if service else None
    other = [job for job in awaited if (job.bucket, job.floor) != now]
    if not other:
        return
    first, count = other[0], len({job.asset_id for job in other})
    videos, these = (f"{count:,} videos", "them") if count > 1 else ("1 video", "it")
    raise PaidOtherwise(
        f"Run {first.run_id} was stopped with {videos} at Amazon Rekognition, checked whole from the bucket "
        f"{first.bucket}. That is paid; asked in another way it would be paid again. Nothing was sent.",
        f"To get what was found in {these}, have videos sent whole to the bucket {first.bucket}, with "
        f"{first.floor:g} % as the lowest confidence, and go on. Or give up what is left of that run.",
        bucket=first.bucket,
        floor=first.floor,
    )
