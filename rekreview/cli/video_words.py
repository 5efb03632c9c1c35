"""What is said of videos: what was looked at in them, from when to when something was seen, and their paid jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rekreview.cli.output import Document, table
from rekreview.cli.text import clock
from rekreview.domain.video import JobState

if TYPE_CHECKING:
    from rekreview.domain.assets import DetectionView
    from rekreview.domain.segments import Segment
    from rekreview.library.library import Library
    from rekreview.library.values import VideoJobView


MOST_TOLD = 20
"""So many videos are told one by one after a scan; `show` tells of each."""


@dataclass(frozen=True, slots=True)
class CheckedVideo:
    """A video that a scan moderated. coverage: what of it was looked at."""

    id: int
    path: str
    status: str
    coverage: str

    def document(self) -> Document:
        """The same for programs."""
        return {"id": self.id, "path": self.path, "status": self.status, "coverage": self.coverage}


def checked_videos(library: Library, assets: Sequence[int]) -> list[CheckedVideo]:
    """The videos among the assets that a run moderated, with what their newest detection says was looked at."""
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.queues import QueueFilter

    videos = set(map(int, library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))))
    found = library.queries.assets([asset for asset in assets if asset in videos])
    return [
        CheckedVideo(
            asset.id,
            (*asset.paths, *asset.missing_paths, "")[0],
            asset.status.value,
            max(asset.detections, key=lambda one: one.id).coverage,
        )
        for asset in found
        if asset.detections
    ]


def checked_lines(videos: Sequence[CheckedVideo]) -> Iterable[str]:
    """What was looked at in each video, since a verdict on a few of its frames is not one on the whole."""
    yield from (f"  {one.path}: {one.status}, {one.coverage}" for one in videos[:MOST_TOLD] if one.coverage)
    if len(videos) > MOST_TOLD:
        yield f"  and {len(videos) - MOST_TOLD:,} more videos: `rekreview show` tells what was looked at in each"


def segments(detection: DetectionView) -> list[Segment]:
    """The labels of a video's detection as what they are to a person: stretches of time, each with its peak."""
    from rekreview.domain.segments import joined, segments_of

    return joined(segments_of(detection.labels))


def segment_document(segment: Segment) -> Document:
    """From when to when a category was seen, and how strongly; times in milliseconds, the peak 0–100."""
    return {
        "name": segment.name,
        "parent_name": segment.parent_name,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "peak": segment.peak,
        "peak_ms": segment.peak_ms,
    }


def segment_table(detection: DetectionView) -> Iterable[str]:
    """The same for people."""
    rows = (
        (f"{one.peak:.1f}", one.name, one.parent_name, clock(one.start_ms), clock(one.end_ms), clock(one.peak_ms))
        for one in segments(detection)
    )
    return table(("PEAK", "LABEL", "BELOW", "FROM", "TO", "PEAK AT"), rows)


def job_document(view: VideoJobView) -> Document:
    """A paid job on a video. message: what the service said of its failure. object_left: still in the bucket."""
    from rekreview.cli.shapes import moment

    job = view.job
    return {
        "id": job.id,
        "run": job.run_id,
        "state": job.state.value,
        "job_id": job.job_id or None,
        "bucket": job.bucket,
        "key": job.key,
        "object_left": job.object_left,
        "kept": job.kept,
        "message": job.message or None,
        "begun": moment(view.begun),
        "ended": moment(view.ended),
    }


def job_lines(view: VideoJobView) -> Iterable[str]:
    """How far a paid job has come, and what it left in the bucket."""
    job, since = view.job, f"{view.begun.astimezone():%Y-%m-%d %H:%M}"
    waits = "scan again to go on."
    putting = f"It is being put into the bucket {job.bucket} since {since}"
    told = {
        JobState.UPLOADING: f"{putting}; if no scan is under way, {waits}",
        JobState.UPLOADED: f"It lies in the bucket {job.bucket} and its job is not started; {waits}",
        JobState.STARTED: f"Amazon Rekognition checks it since {since}, as job {job.job_id}; {waits}",
        JobState.SUCCEEDED: f"Amazon Rekognition checked it as job {job.job_id}.",
        JobState.FAILED: f"The job of {since} failed. Amazon Rekognition says: {job.message or 'nothing'}",
    }
    yield told[job.state]
    if job.object_left and job.state in (JobState.SUCCEEDED, JobState.FAILED):
        why = "as the settings say" if job.kept else "see `rekreview bucket list`"
        yield f"It still lies in the bucket {job.bucket}, {why}."


def covered(coverage: str) -> str:
    """What was looked at, as a sentence; "" if nothing is to be said: "Checked 60 of 1,800 frames."."""
    return f"{coverage[:1].upper()}{coverage[1:]}." if coverage else ""
