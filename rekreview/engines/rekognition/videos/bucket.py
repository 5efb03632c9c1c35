"""The bucket: whether it can be used at all, and what of ours lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rekreview.domain.errors import AccessDenied, BucketUnusable, ObjectGone
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import StoredVideo
from rekreview.domain.video_service import LeftOver
from rekreview.engines.rekognition.videos.calling import Caller
from rekreview.engines.rekognition.videos.faults import NotThere, UploadGone
from rekreview.engines.rekognition.videos.wishes import is_ours

SHA256: Final = "sha256"
"""Under this name the content of a video is noted beside it, to know it again."""
_SETTLE_SECONDS: Final = 5.0
_ABORTS: Final = 5
_US_EAST: Final = "us-east-1"


class Bucket:
    """One bucket of the account. client: of S3. Safe to use from several threads."""

    def __init__(self, client: Any, name: str, caller: Caller) -> None:
        self.client = client
        self.name = name
        self.caller = caller

    def check(self, region: str, cancel: CancelToken) -> None:
        """Find out whether the service in `region` could read from it. Raises BucketUnusable or AccessDenied."""
        if not self.name:
            raise BucketUnusable(
                "No bucket is chosen for videos. Nothing was sent.",
                "Choose one in the settings or with --bucket; or check single frames, which need none.",
            )
        there = self._region(cancel)
        if there != region:
            raise BucketUnusable(
                f"The bucket “{self.name}” is in {there}, but Amazon Rekognition is asked in {region}.",
                f"Choose a bucket in {region}, or the region {there}: videos are read only within one region.",
            )

    def holds(self, video_bytes: int, sha256: str, key: str, cancel: CancelToken) -> bool:
        """Whether the whole video lies there already. Who may not look is told no."""
        try:
            about = self.caller.call("s3:GetObject", lambda: self._head(key), cancel)
        except (NotThere, AccessDenied):
            return False
        return about.get("ContentLength") == video_bytes and about.get("Metadata", {}).get(SHA256) == sha256

    def require(self, key: str, cancel: CancelToken) -> None:
        """Raise ObjectGone if nothing lies there."""
        try:
            self.caller.call("s3:GetObject", lambda: self._head(key), cancel)
        except NotThere as error:
            raise ObjectGone(
                f"The video is no longer in the bucket {self.name}: somebody deleted it, or a rule of the bucket did.",
                "It is uploaded again.",
            ) from error
        except AccessDenied:
            return

    def delete(self, key: str, cancel: CancelToken) -> None:
        """Delete a video; one that is not there is no fault."""
        self.caller.call("s3:DeleteObject", lambda: self.client.delete_object(Bucket=self.name, Key=key), cancel)

    def abort(self, key: str, upload_id: str, cancel: CancelToken) -> None:
        """Throw an upload's parts away, also those that arrive while this is done."""
        self.caller.settle(_SETTLE_SECONDS)
        named = {"Bucket": self.name, "Key": key, "UploadId": upload_id}
        for _ in range(_ABORTS):
            try:
                self.caller.call("s3:AbortMultipartUpload", lambda: self.client.abort_multipart_upload(**named), cancel)
            except UploadGone:
                return

    def left_over(self, prefix: str, cancel: CancelToken) -> list[LeftOver]:
        """The videos and the unfinished uploads under a prefix that the app may have put there."""
        found = [LeftOver(one["Key"]) for one in self._objects(prefix, cancel)]
        found += [LeftOver(one["Key"], one["UploadId"]) for one in self.uploads(prefix, cancel)]
        return [one for one in found if is_ours(one.key, prefix)]

    def uploads(self, prefix: str, cancel: CancelToken) -> Iterator[dict[str, Any]]:
        """The unfinished uploads under a prefix, as S3 lists them."""
        markers: dict[str, str] = {}
        while True:
            page = self.caller.call(
                "s3:ListBucketMultipartUploads",
                lambda: self.client.list_multipart_uploads(Bucket=self.name, Prefix=prefix, **markers),  # noqa: B023
                cancel,
            )
            yield from page.get("Uploads", ())
            if not page.get("IsTruncated"):
                return
            markers = {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]}

    def _objects(self, prefix: str, cancel: CancelToken) -> Iterator[dict[str, Any]]:
        marker: dict[str, str] = {}
        while True:
            page = self.caller.call(
                "s3:ListBucket",
                lambda: self.client.list_objects_v2(Bucket=self.name, Prefix=prefix, **marker),  # noqa: B023
                cancel,
            )
            yield from page.get("Contents", ())
            if not page.get("IsTruncated"):
                return
            marker = {"ContinuationToken": page["NextContinuationToken"]}

    def _head(self, key: str) -> dict[str, Any]:
        return dict(self.client.head_object(Bucket=self.name, Key=key))

    def _region(self, cancel: CancelToken) -> str:
        """Where the bucket is."""
        try:
            about = self.caller.call("s3:ListBucket", lambda: self.client.head_bucket(Bucket=self.name), cancel)
        except NotThere as error:
            raise BucketUnusable(
                f"There is no bucket “{self.name}”. Nothing was sent.",
                "Check its name in the settings, or make one in the region where Amazon Rekognition is asked.",
            ) from error
        return about.get("BucketRegion") or self._told_region(cancel)

    def _told_region(self, cancel: CancelToken) -> str:
        """For a store that speaks S3 and does not tell the region by itself."""
        place = self.caller.call(
            "s3:GetBucketLocation", lambda: self.client.get_bucket_location(Bucket=self.name), cancel
        )
        return place.get("LocationConstraint") or _US_EAST


def metadata_of(video: StoredVideo) -> dict[str, str]:
    """What is noted beside a video in the bucket."""
    return {SHA256: video.sha256}
