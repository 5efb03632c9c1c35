"""What the stand-in for Amazon S3 holds: buckets, objects, and uploads in parts that nobody has finished yet."""

from __future__ import annotations

import base64
import hashlib
import itertools
import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

SMALLEST_PART = 5 * 1024 * 1024
MOST_PARTS = 10_000


class StorageError(Exception):
    """A refusal in S3's words. fields: further elements of the XML; headers: of the answer."""

    def __init__(self, code: str, message: str, status: int, **fields: str) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.fields = code, message, status, fields
        self.headers: dict[str, str] = {}


def crc32_of(content: bytes) -> str:
    """The checksum as S3 writes it."""
    return base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()


def etag_of(content: bytes) -> str:
    """The quoted MD5 of an object or a part."""
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


@dataclass(frozen=True)
class StoredObject:
    """An object with its headers."""

    content: bytes
    etag: str
    content_type: str = "binary/octet-stream"
    metadata: dict[str, str] = field(default_factory=dict)
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Part:
    """One part that arrived whole."""

    content: bytes
    etag: str
    crc32: str


@dataclass
class Upload:
    """An upload in parts; checksum: the algorithm it was begun with, "" for none."""

    key: str
    upload_id: str
    content_type: str
    metadata: dict[str, str]
    checksum: str = ""
    parts: dict[int, Part] = field(default_factory=dict)
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class Bucket:
    """One bucket. `finished` remembers uploads that were completed, whose completion may be asked again."""

    region: str = "eu-west-1"
    objects: dict[str, StoredObject] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    finished: dict[str, StoredObject] = field(default_factory=dict)


class Storage:
    """All buckets of the account. Safe to use from several threads."""

    def __init__(self, **regions: str) -> None:
        self.buckets = {name.replace("_", "-"): Bucket(region) for name, region in regions.items()}
        self.guard = threading.RLock()
        self.put_bytes = 0
        self._numbers = itertools.count(1)

    def bucket(self, name: str) -> Bucket:
        """The bucket of that name. Raises StorageError."""
        if name not in self.buckets:
            raise StorageError("NoSuchBucket", "The specified bucket does not exist", 404, BucketName=name)
        return self.buckets[name]

    def object(self, bucket: str, key: str) -> StoredObject:
        """The object of that key. Raises StorageError."""
        found = self.bucket(bucket).objects.get(key)
        if found is None:
            raise StorageError("NoSuchKey", "The specified key does not exist.", 404, Key=key)
        return found

    def put(self, bucket: str, key: str, content: bytes, **about: Any) -> StoredObject:
        """Store an object whole."""
        with self.guard:
            self.put_bytes += len(content)
            stored = StoredObject(content, etag_of(content), **about)
            self.bucket(bucket).objects[key] = stored
            return stored

    def begin(self, bucket: str, key: str, *, content_type: str, metadata: dict[str, str], checksum: str) -> Upload:
        """Begin an upload in parts."""
        with self.guard:
            number = next(self._numbers)
            upload_id = hashlib.sha256(f"{bucket}/{key}/{number}".encode()).hexdigest()
            upload = Upload(key, upload_id, content_type, metadata, checksum)
            self.bucket(bucket).uploads[upload_id] = upload
            return upload

    def upload(self, bucket: str, key: str, upload_id: str) -> Upload:
        """An upload that is not finished. Raises StorageError."""
        found = self.bucket(bucket).uploads.get(upload_id)
        if found is None or found.key != key:
            raise StorageError("NoSuchUpload", "The specified upload does not exist.", 404, UploadId=upload_id)
        return found

    def put_part(self, bucket: str, key: str, upload_id: str, number: int, content: bytes) -> Part:
        """Store one part; one of the same number is replaced."""
        if not 1 <= number <= MOST_PARTS:
            raise StorageError("InvalidArgument", "Part number must be an integer between 1 and 10000", 400)
        with self.guard:
            upload = self.upload(bucket, key, upload_id)
            self.put_bytes += len(content)
            upload.parts[number] = Part(content, etag_of(content), crc32_of(content))
            return upload.parts[number]

    def complete(self, bucket: str, key: str, upload_id: str, named: list[tuple[int, str, str]]) -> StoredObject:
        """Make an object of the named parts: (number, etag, checksum). Raises StorageError as S3 does."""
        with self.guard:
            place = self.bucket(bucket)
            if upload_id in place.finished:
                return place.finished[upload_id]
            upload = self.upload(bucket, key, upload_id)
            parts = [_named_part(upload, *one) for one in named]
            if not named or [number for number, *_ in named] != sorted({number for number, *_ in named}):
                raise StorageError("InvalidPartOrder", "The list of parts was not in ascending order.", 400)
            if any(len(part.content) < SMALLEST_PART for part in parts[:-1]):
                raise StorageError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed", 400)
            digests = b"".join(bytes.fromhex(part.etag.strip('"')) for part in parts)
            etag = f'"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"'
            content = b"".join(part.content for part in parts)
            stored = StoredObject(content, etag, upload.content_type, upload.metadata)
            place.objects[key] = place.finished[upload_id] = stored
            del place.uploads[upload_id]
            return stored

    def abort(self, bucket: str, key: str, upload_id: str) -> None:
        """Throw an upload's parts away. Raises StorageError if there is none."""
        with self.guard:
            self.upload(bucket, key, upload_id)
            del self.bucket(bucket).uploads[upload_id]

    def delete(self, bucket: str, key: str) -> None:
        """Delete an object; one that is not there is no fault."""
        with self.guard:
            self.bucket(bucket).objects.pop(key, None)


def _named_part(upload: Upload, number: int, etag: str, checksum: str) -> Part:
    part = upload.parts.get(number)
    if part is None or part.etag.strip('"') != etag.strip('"'):
        raise StorageError("InvalidPart", "One or more of the specified parts could not be found.", 400)
    if upload.checksum and checksum != part.crc32:
        words = "The upload was created using a crc32 checksum. The complete request must include the checksum"
        raise StorageError("InvalidRequest" if not checksum else "BadDigest", f"{words} for each part.", 400)
    return part
