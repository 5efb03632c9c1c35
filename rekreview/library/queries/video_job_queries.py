"""Answers questions about paid jobs on stored videos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rekreview.library.late import late

if TYPE_CHECKING:
    from rekreview.domain.video import AwaitedJob, VideoJob
    from rekreview.library.database import Database
    from rekreview.library.queries import video_jobs
    from rekreview.library.values import VideoJobView
else:
    (video_jobs,) = late(__package__, "video_jobs")


class VideoJobQueries:
    """What is known of the jobs on videos; a part of `Queries`."""

    _database: Database

    def video_jobs(self, run_id: int) -> list[VideoJob]:
        """The paid jobs of a run on stored videos, in the order they were begun."""
        with self._database.reading() as connection:
            return video_jobs.of_run(connection, run_id)

    def awaited_video_jobs(
        self, run_id: int | None = None, *, failed: bool = False, given_up: bool = False
    ) -> list[AwaitedJob]:
        """The jobs that are paid and not answered yet, of runs not given up, or of those too; with a run, those on the
        assets it has still to do, with those it could not moderate if `failed`.
        """
        with self._database.reading() as connection:
            return video_jobs.awaited(connection, run_id, failed=failed, given_up=given_up)

    def left_over_objects(self) -> list[VideoJob]:
        """The jobs of which something may still lie in a bucket, the oldest first."""
        with self._database.reading() as connection:
            return video_jobs.left_over(connection)

    def ended_video_jobs(self, asset_id: int, but_of_run: int | None = None) -> int:
        """How many paid jobs on an asset are over: those that failed; with a run, all those of other runs too."""
        with self._database.reading() as connection:
            return video_jobs.ended(connection, asset_id, but_of_run)

    def failed_video_jobs(self, asset_ids: Sequence[int], of_run: int | None = None) -> dict[int, str]:
        """What the service said of those of these videos that it could not check and that nobody wants tried again;
        with a run, of those that it could not check in that run.
        """
        with self._database.reading() as connection:
            return video_jobs.failures(connection, asset_ids, of_run)

    def queued_videos(self, run_id: int) -> int:
        """How many videos of a run nobody has begun with."""
        with self._database.reading() as connection:
            return video_jobs.queued(connection, run_id)

    def video_job_views(self, run_id: int) -> list[VideoJobView]:
        """The same for people, with names and times."""
        with self._database.reading() as connection:
            return video_jobs.views_of_run(connection, run_id)

    def video_job_of(self, asset_id: int) -> VideoJobView | None:
        """The newest paid job on a video; None if there never was one."""
        with self._database.reading() as connection:
            return video_jobs.view_of_asset(connection, asset_id)

    def video_job(self, token: str) -> VideoJob | None:
        """The newest paid job of a wish that has not failed, as it stands now."""
        with self._database.reading() as connection:
            return video_jobs.of_token(connection, token)
