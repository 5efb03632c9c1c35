"""The operations of Amazon S3 that the app may use, each from a request to an answer, in S3's XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from tests.fakes.aws.storage import Storage, StorageError, crc32_of

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
XML = "application/xml"
META = "x-amz-meta-"


@dataclass(frozen=True)
class Request:
    """A request whose signature and body were checked. key: "" for one about the bucket."""

    method: str
    bucket: str
    key: str
    query: dict[str, str]
    headers: Any
    body: bytes = b""

    @property
    def metadata(self) -> dict[str, str]:
        """What the caller noted beside the object."""
        return {
            name.lower().removeprefix(META): value
            for name, value in self.headers.items()
            if name.lower().startswith(META)
        }


@dataclass
class Reply:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One operation: its name, the IAM action it needs, and what it does."""

    name: str
    action: str
    work: Callable[[Storage, Request], Reply]


def operation_of(request: Request) -> Operation:
    """Which operation a request asks for. Raises StorageError for one that the stand-in does not have."""
    about = "bucket" if not request.key else "object"
    for (method, target, marker), operation in OPERATIONS.items():
        if (method, target) == (request.method, about) and (not marker or marker in request.query):
            return operation
    raise StorageError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)


def xml(name: str, inner: str) -> bytes:
    """A document of S3's."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">{inner}</{name}>'.encode()


def error_document(error: StorageError) -> bytes:
    """An error as S3 words it."""
    fields = {"Code": error.code, "Message": error.message, **error.fields, "RequestId": "4442587FB7D0A2F9"}
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode()


def _elements(entries: Iterable[tuple[str, object]]) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in entries)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _head_bucket(storage: Storage, request: Request) -> Reply:
    return Reply(headers={"x-amz-bucket-region": storage.bucket(request.bucket).region})


def _location(storage: Storage, request: Request) -> Reply:
    region = storage.bucket(request.bucket).region
    return Reply(body=xml("LocationConstraint", "" if region == "us-east-1" else region))


def _list_objects(storage: Storage, request: Request) -> Reply:
    prefix, after = request.query.get("prefix", ""), request.query.get("continuation-token", "")
    most = int(request.query.get("max-keys", "1000"))
    with storage.guard:
        objects = sorted(storage.bucket(request.bucket).objects.items())
    found = [(key, one) for key, one in objects if key.startswith(prefix) and key > after]
    page = found[:most]
    inner = _elements([("Name", request.bucket), ("Prefix", prefix), ("KeyCount", len(page)), ("MaxKeys", most)])
    inner += _elements([("IsTruncated", str(len(found) > most).lower())])
    if len(found) > most:
        inner += _elements([("NextContinuationToken", page[-1][0])])
    for key, one in page:
        about = [("Key", key), ("LastModified", _moment(one.modified)), ("ETag", one.etag), ("Size", len(one.content))]
        inner += f"<Contents>{_elements(about)}</Contents>"
    return Reply(body=xml("ListBucketResult", inner))


def _list_uploads(storage: Storage, request: Request) -> Reply:
    query = request.query
    prefix, most = query.get("prefix", ""), int(query.get("max-uploads", "1000"))
    after = (query.get("key-marker", ""), query.get("upload-id-marker", ""))
    with storage.guard:
        uploads = sorted(storage.bucket(request.bucket).uploads.values(), key=lambda one: (one.key, one.upload_id))
    found = [one for one in uploads if one.key.startswith(prefix) and (one.key, one.upload_id) > after]
    page = found[:most]
    inner = _elements([("Bucket", request.bucket), ("Prefix", prefix), ("MaxUploads", most)])
    inner += _elements([("IsTruncated", str(len(found) > most).lower())])
    if len(found) > most:
        inner += _elements([("NextKeyMarker", page[-1].key), ("NextUploadIdMarker", page[-1].upload_id)])
    for one in page:
        about = [("Key", one.key), ("UploadId", one.upload_id), ("Initiated", _moment(one.begun))]
        inner += f"<Upload>{_elements(about)}</Upload>"
    return Reply(body=xml("ListMultipartUploadsResult", inner))


def _begin(storage: Storage, request: Request) -> Reply:
    upload = storage.begin(
        request.bucket,
        request.key,
        content_type=request.headers.get("Content-Type") or "binary/octet-stream",
        metadata=request.metadata,
        checksum=request.headers.get("x-amz-checksum-algorithm", ""),
    )
    about = [("Bucket", request.bucket), ("Key", request.key), ("UploadId", upload.upload_id)]
    return Reply(body=xml("InitiateMultipartUploadResult", _elements(about)))


def _put_part(storage: Storage, request: Request) -> Reply:
    upload = storage.upload(request.bucket, request.key, request.query["uploadId"])
    if upload.checksum and not request.headers.get("x-amz-checksum-crc32"):
        words = "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: null"
        raise StorageError("InvalidRequest", words, 400)
    number = int(request.query["partNumber"])
    part = storage.put_part(request.bucket, request.key, upload.upload_id, number, request.body)
    return Reply(headers={"ETag": part.etag, "x-amz-checksum-crc32": part.crc32})


def _list_parts(storage: Storage, request: Request) -> Reply:
    most, after = int(request.query.get("max-parts", "1000")), int(request.query.get("part-number-marker", "0"))
    with storage.guard:
        upload = storage.upload(request.bucket, request.key, request.query["uploadId"])
        found = [(number, part) for number, part in sorted(upload.parts.items()) if number > after]
    page = found[:most]
    inner = _elements([("Bucket", request.bucket), ("Key", request.key), ("UploadId", upload.upload_id)])
    inner += _elements([("MaxParts", most), ("IsTruncated", str(len(found) > most).lower())])
    if len(found) > most:
        inner += _elements([("NextPartNumberMarker", page[-1][0])])
    for number, part in page:
        about = [
            ("PartNumber", number),
            ("ETag", part.etag),
            ("Size", len(part.content)),
            ("ChecksumCRC32", part.crc32),
        ]
        inner += f"<Part>{_elements(about)}</Part>"
    return Reply(body=xml("ListPartsResult", inner))


def _complete(storage: Storage, request: Request) -> Reply:
    try:
        document = ElementTree.fromstring(request.body)
    except ElementTree.ParseError as error:
        raise StorageError("MalformedXML", "The XML you provided was not well-formed", 400) from error
    named = [
        (
            int(part.findtext(f"{{{NAMESPACE}}}PartNumber", "0")),
            part.findtext(f"{{{NAMESPACE}}}ETag", ""),
            part.findtext(f"{{{NAMESPACE}}}ChecksumCRC32", ""),
        )
        for part in document.iter(f"{{{NAMESPACE}}}Part")
    ]
    stored = storage.complete(request.bucket, request.key, request.query["uploadId"], named)
    about = [("Bucket", request.bucket), ("Key", request.key), ("ETag", stored.etag)]
    return Reply(body=xml("CompleteMultipartUploadResult", _elements(about)))


def _abort(storage: Storage, request: Request) -> Reply:
    storage.abort(request.bucket, request.key, request.query["uploadId"])
    return Reply(204)


def _put_object(storage: Storage, request: Request) -> Reply:
    kind = request.headers.get("Content-Type") or "binary/octet-stream"
    stored = storage.put(request.bucket, request.key, request.body, content_type=kind, metadata=request.metadata)
    return Reply(headers={"ETag": stored.etag, "x-amz-checksum-crc32": crc32_of(request.body)})


def _object(storage: Storage, request: Request) -> Reply:
    stored = storage.object(request.bucket, request.key)
    headers = {
        "ETag": stored.etag,
        "Last-Modified": stored.modified.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Content-Type": stored.content_type,
        **{f"{META}{name}": value for name, value in stored.metadata.items()},
    }
    return Reply(body=stored.content, headers=headers)


def _delete(storage: Storage, request: Request) -> Reply:
    storage.delete(request.bucket, request.key)
    return Reply(204)


OPERATIONS = {
    ("HEAD", "bucket", ""): Operation("HeadBucket", "s3:ListBucket", _head_bucket),
    ("GET", "bucket", "location"): Operation("GetBucketLocation", "s3:GetBucketLocation", _location),
    ("GET", "bucket", "uploads"): Operation("ListMultipartUploads", "s3:ListBucketMultipartUploads", _list_uploads),
    ("GET", "bucket", "list-type"): Operation("ListObjectsV2", "s3:ListBucket", _list_objects),
    ("POST", "object", "uploads"): Operation("CreateMultipartUpload", "s3:PutObject", _begin),
    ("POST", "object", "uploadId"): Operation("CompleteMultipartUpload", "s3:PutObject", _complete),
    ("PUT", "object", "partNumber"): Operation("UploadPart", "s3:PutObject", _put_part),
    ("PUT", "object", ""): Operation("PutObject", "s3:PutObject", _put_object),
    ("GET", "object", "uploadId"): Operation("ListParts", "s3:ListMultipartUploadParts", _list_parts),
    ("GET", "object", ""): Operation("GetObject", "s3:GetObject", _object),
    ("HEAD", "object", ""): Operation("HeadObject", "s3:GetObject", _object),
    ("DELETE", "object", "uploadId"): Operation("AbortMultipartUpload", "s3:AbortMultipartUpload", _abort),
    ("DELETE", "object", ""): Operation("DeleteObject", "s3:DeleteObject", _delete),
}
