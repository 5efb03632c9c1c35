"""Puts a video into the bucket part by part, so that a line that breaks, or a crash, costs no more than a part.

The file is read once, in order: each part that is there already is compared, each that is missing is sent, and the
whole is compared with what was imported before it becomes an object.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from rekreview.domain.errors import Cancelled, Throttled, Unavailable, Unreadable
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import StoredVideo
from rekreview.engines.rekognition.videos.bucket import Bucket, metadata_of
from rekreview.engines.rekognition.videos.calling import NEVER, ONCE, Stubbornness
from rekreview.engines.rekognition.videos.faults import UploadGone
from rekreview.engines.rekognition.videos.parts import Body, Count, Lanes, Part, checksum_of, part_of

PART_BYTES: Final = 8 * 1024 * 1024
PARTS_AT_ONCE: Final = 3
_PUT: Final = "s3:PutObject"
_EVENT: Final = "request-created.s3"
_MEDIA_TYPES: Final = {"mov": "video/quicktime"}
_CHANGED: Final = "The file has changed since it was imported. Nothing of it was kept in the bucket."


def count_what_is_sent(client: Any) -> None:
    """Tell the parts when they are signed and on their way: only from then on what is read of them is sent."""

    def begin(request: Any, **_: Any) -> None:
        if isinstance(request.body, Body):
            request.body.begin()

    client.meta.events.register_last(_EVENT, begin, unique_id="rekreview-count-what-is-sent")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One upload: what, where to, and whom to tell. remember: told the upload's id before its first part."""

    video: StoredVideo
    key: str
    upload_id: str
    remember: Callable[[str], None]
    progressed: Callable[[int, int], None]


class Uploader:
    """Uploads to one bucket. Memory: parts_at_once + 1 parts of part_bytes each, for each upload."""

    def __init__(
        self,
        bucket: Bucket,
        *,
        part_bytes: int = PART_BYTES,
        parts_at_once: int = PARTS_AT_ONCE,
        stubbornness: Stubbornness,
    ) -> None:
        self._bucket = bucket
        self._part_bytes = part_bytes
        self._parts_at_once = parts_at_once
        self._stubbornness = stubbornness

    def upload(self, wanted: Wanted, cancel: CancelToken) -> None:
        """Put a video where it is wanted, or what is missing of it. Raises EngineError, Unreadable or Cancelled."""
        video = wanted.video
        try:
            with Path(video.path).open("rb") as file:
                if os.fstat(file.fileno()).st_size != video.bytes:
                    self._forget(wanted.key, wanted.upload_id)
                    raise Unreadable(_CHANGED, "Import it again.")
                self._upload(wanted, file, cancel)
        except UploadGone as error:
            raise Unavailable("The bucket forgot the upload before it was complete. It is begun again.") from error
        except OSError as error:
            raise Unreadable(f"The file cannot be read: {error.strerror or error}") from error

    def _upload(self, wanted: Wanted, file: IO[bytes], cancel: CancelToken) -> None:
        upload_id, there = self._resumed(wanted, cancel)
        if not upload_id:
            video = wanted.video
            if self._bucket.holds(video.bytes, video.sha256, wanted.key, cancel):
                wanted.progressed(video.bytes, video.bytes)
                return
            upload_id = self._begun(wanted, cancel)
        parts, digest = self._sent(wanted, upload_id, there, file, cancel)
        if digest != wanted.video.sha256:
            self._forget(wanted.key, upload_id)
            raise Unreadable(_CHANGED, "Import it again.")
        self._complete(wanted, upload_id, parts, cancel)

    # Beginning, or going on.

    def _resumed(self, wanted: Wanted, cancel: CancelToken) -> tuple[str, dict[int, Part]]:
        """The upload that was broken off and its parts; nothing if there is none."""
        if not wanted.upload_id:
            return "", {}
        try:
            return wanted.upload_id, {part.number: part for part in self._listed(wanted.key, wanted.upload_id, cancel)}
        except UploadGone:
            return "", {}

    def _listed(self, key: str, upload_id: str, cancel: CancelToken) -> Iterator[Part]:
        named: dict[str, Any] = {"Bucket": self._bucket.name, "Key": key, "UploadId": upload_id}
        while True:
            page = self._bucket.caller.call(
                "s3:ListMultipartUploadParts", partial(self._bucket.client.list_parts, **named), cancel
            )
            for one in page.get("Parts", ()):
                yield part_of(one["PartNumber"], one, one["Size"])
            if not page.get("IsTruncated"):
                return
            named["PartNumberMarker"] = page["NextPartNumberMarker"]

    def _begun(self, wanted: Wanted, cancel: CancelToken) -> str:
        """A new upload, remembered before anybody can stop it. One whose id was lost on the way is found again."""
        for attempt in range(1, self._stubbornness.attempts + 1):
            try:
                return self._bucket.caller.call(_PUT, partial(self._begin, wanted), cancel, stubbornness=ONCE)
            except (Throttled, Unavailable) as error:
                if isinstance(error, Unavailable) and (found := self._lost(wanted.key, cancel)):
                    wanted.remember(found)
                    return found
                if attempt == self._stubbornness.attempts:
                    raise
                cancel.wait(self._stubbornness.pause(attempt))
        raise AssertionError("the last attempt returns or raises")

    def _begin(self, wanted: Wanted) -> str:
        media_type = _MEDIA_TYPES.get(wanted.video.format, "video/mp4")
        begun = self._bucket.client.create_multipart_upload(
            Bucket=self._bucket.name,
            Key=wanted.key,
            ContentType=media_type,
            ChecksumAlgorithm="CRC32",
            Metadata=metadata_of(wanted.video),
        )
        wanted.remember(begun["UploadId"])
        return str(begun["UploadId"])

    def _lost(self, key: str, cancel: CancelToken) -> str:
        """The id of an upload for this key that S3 has and we were never told; "" if there is none."""
        ids = [one["UploadId"] for one in self._bucket.uploads(key, cancel) if one["Key"] == key]
        return str(ids[-1]) if ids else ""

    # Sending.

    def _sent(
        self, wanted: Wanted, upload_id: str, there: dict[int, Part], file: IO[bytes], cancel: CancelToken
    ) -> tuple[list[Part], str]:
        """All parts, sent or there before, and the SHA-256 of the whole."""
        digest, parts = hashlib.sha256(), dict[int, Part]()
        count = Count(wanted.video.bytes, wanted.progressed)
        lanes = Lanes(self._bucket.caller.start, self._parts_at_once, cancel)
        try:
            with cancel.heard_by(lanes.stop):
                for number, content in enumerate(iter(lambda: file.read(self._part_bytes), b""), 1):
                    cancel.check()
                    digest.update(content)
                    checksum = checksum_of(content)
                    known = there.get(number)
                    if known and (known.bytes, known.checksum) == (len(content), checksum):
                        parts[number] = known
                        count.add(len(content))
                        continue
                    sending = _Sending(wanted.key, upload_id, number, content, checksum)
                    lanes.send(partial(self._send, sending, parts, count, lanes))
                lanes.finish()
        finally:
            lanes.stop()
        return [parts[number] for number in sorted(parts)], digest.hexdigest()

    def _send(self, sending: _Sending, parts: dict[int, Part], count: Count, lanes: Lanes) -> None:
        """Send one part, again if the line breaks."""

        def work() -> Any:
            body = Body(sending.content, lanes.stopped, count)
            try:
                return self._bucket.client.upload_part(
                    Bucket=self._bucket.name,
                    Key=sending.key,
                    UploadId=sending.upload_id,
                    PartNumber=sending.number,
                    ChecksumCRC32=sending.checksum,
                    Body=body,
                )
            except BaseException:
                body.take_back()
                if lanes.stopped.is_set():
                    raise Cancelled("The upload was stopped.") from None
                raise

        told = self._bucket.caller.stubbornly(_PUT, work, lanes.stopped)
        parts[sending.number] = part_of(
            sending.number, {"ChecksumCRC32": sending.checksum, **told}, len(sending.content)
        )

    # Ending.

    def _complete(self, wanted: Wanted, upload_id: str, parts: list[Part], cancel: CancelToken) -> None:
        """Make the parts an object. An upload that is gone was completed before, if the object is there."""
        named = {"Bucket": self._bucket.name, "Key": wanted.key, "UploadId": upload_id}
        listed = {"Parts": [part.named() for part in parts]}
        complete = partial(self._bucket.client.complete_multipart_upload, **named, MultipartUpload=listed)
        try:
            self._bucket.caller.call(_PUT, complete, cancel)
        except UploadGone:
            if not self._bucket.holds(wanted.video.bytes, wanted.video.sha256, wanted.key, cancel):
                raise

    def _forget(self, key: str, upload_id: str) -> None:
        if upload_id:
            self._bucket.abort(key, upload_id, NEVER)


@dataclass(frozen=True, slots=True)
class _Sending:
    """One part to send."""

    key: str
    upload_id: str
    number: int
    content: bytes
    checksum: str
