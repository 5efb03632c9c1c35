"""Amazon S3's side of the stand-in's server: who asks, whether they may, and what goes wrong on the way."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes.aws.faults import Fault
from tests.fakes.aws.signature import AUTHORIZATION, Refused, verify
from tests.fakes.aws.storage import StorageError, crc32_of
from tests.fakes.aws.storage_requests import XML, Operation, Reply, Request, error_document, operation_of

UNSIGNED = ("UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
READ_BYTES = 64 << 10
HANG_SECONDS = 120.0
VIRTUAL_HOST = re.compile(r"(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.(?:s3[.-][a-z0-9.-]+|localhost)(?::\d+)?")


class StorageHandler(BaseHTTPRequestHandler):
    """Serves S3's requests; the services' common handler inherits it."""

    server: Any

    def do_GET(self) -> None:
        self.serve_storage()

    def do_HEAD(self) -> None:
        self.serve_storage()

    def do_PUT(self) -> None:
        self.serve_storage()

    def do_DELETE(self) -> None:
        self.serve_storage()

    def serve_storage(self) -> None:
        """Answer one request."""
        service = self.server.service
        try:
            request = self._request()
            operation = operation_of(request)
            with service.storage_ledger.counted(operation.name):
                fault = service.faults.of(operation.name)
                self._read_and_work(request, operation, fault)
        except StorageError as error:
            self._refuse(error)

    def _request(self) -> Request:
        """What is asked, path style or with the bucket in the host's name."""
        parts = urlsplit(self.path)
        host = VIRTUAL_HOST.fullmatch(self.headers.get("Host", ""))
        path = unquote(parts.path).lstrip("/")
        bucket, _, key = (host["bucket"], "/", path) if host else path.partition("/")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if not bucket:
            raise StorageError("MethodNotAllowed", "This stand-in lists no buckets.", 405)
        return Request(self.command, bucket, key, query, self.headers)

    def _read_and_work(self, request: Request, operation: Operation, fault: Fault | None) -> None:
        if fault is Fault.RESET_BEFORE:
            self._hang_up()
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self._read(length // 2 if fault is Fault.RESET_MIDWAY else length)
        if fault is Fault.RESET_MIDWAY:
            self._hang_up()
            return
        content = self._sound(request, body)
        if told := REFUSALS.get(fault) if fault else None:
            raise told()
        self._allow(request, operation)
        reply = operation.work(self.server.service.account.storage, replace_body(request, content))
        if fault is Fault.HANG:
            self.server.service.stopping.wait(HANG_SECONDS)
        if fault in (Fault.RESET_AFTER, Fault.HANG):
            self._hang_up()
            return
        self._reply(reply)

    def _read(self, length: int) -> bytes:
        """The body, no faster than the line allows."""
        service = self.server.service
        rate, content, begun = service.account.bytes_per_second, bytearray(), time.monotonic()
        while len(content) < length:
            block = self.rfile.read(min(READ_BYTES, length - len(content)))
            if not block:
                raise ConnectionResetError("the caller went away")
            content += block
            service.storage_ledger.received += len(block)
            if rate:
                service.stopping.wait(max(0.0, begun + len(content) / rate - time.monotonic()))
        return bytes(content)

    def _sound(self, request: Request, body: bytes) -> bytes:
        """The content, if signature, region, digest and checksum are right."""
        self._check_signature(request, body)
        content = unchunked(body) if "aws-chunked" in self.headers.get("Content-Encoding", "") else body
        given = self.headers.get("x-amz-checksum-crc32")
        if given is not None and given != crc32_of(content):
            raise StorageError("BadDigest", "The CRC32 you specified did not match the calculated checksum.", 400)
        md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
        if self.headers.get("Content-MD5", md5) != md5:
            raise StorageError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400)
        return content

    def _check_signature(self, request: Request, body: bytes) -> None:
        account = self.server.service.account
        known = account.storage.buckets.get(request.bucket)
        match = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        region = known.region if known else (match["region"] if match else account.region)
        if match and match["region"] != region:
            words = f"The authorization header is malformed; the region is wrong; expecting '{region}'"
            error = StorageError("AuthorizationHeaderMalformed", words, 400, Region=region)
            error.headers["x-amz-bucket-region"] = region
            raise error
        digest = self.headers.get("X-Amz-Content-SHA256", "")
        if digest not in UNSIGNED and digest != hashlib.sha256(body).hexdigest():
            raise StorageError("XAmzContentSHA256Mismatch", "The provided SHA256 header does not match", 400)
        url = f"http://{self.headers['Host']}{self.path}"
        try:
            verify(self.command, url, self.headers, b"", keys=account.keys, region=region, service="s3")
        except Refused as refused:
            code = CODES.get(refused.code, "AccessDenied")
            raise StorageError(code, refused.message, 403) from refused

    def _allow(self, request: Request, operation: Operation) -> None:
        account = self.server.service.account
        bucket = account.storage.bucket(request.bucket)
        hidden = operation.name == "HeadObject" and "s3:ListBucket" in account.denied
        if operation.action in account.denied or (hidden and request.key not in bucket.objects):
            who = "User: arn:aws:iam::123456789012:user/reviewer is not authorized to perform"
            words = f'{who}: {operation.action} on resource: "arn:aws:s3:::{request.bucket}"'
            error = StorageError("AccessDenied", words, 403)
            error.headers["x-amz-bucket-region"] = bucket.region
            raise error

    def _refuse(self, error: StorageError) -> None:
        self.server.service.storage_ledger.refused[error.code] += 1
        self.close_connection = self.close_connection or self.command in {"PUT", "POST"}
        self._reply(Reply(error.status, error_document(error), {"Content-Type": XML, **error.headers}))

    def _reply(self, reply: Reply) -> None:
        self.send_response(reply.status)
        headers = {"Content-Type": XML, **reply.headers, "x-amz-request-id": "4442587FB7D0A2F9"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _hang_up(self) -> None:
        """Break the connection with a reset, not a polite end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def replace_body(request: Request, body: bytes) -> Request:
    """The same request with its content."""
    return Request(request.method, request.bucket, request.key, request.query, request.headers, body)


def unchunked(body: bytes) -> bytes:
    """The content of a body in Amazon's chunks, if the checksum behind it is right. Raises StorageError."""
    stream, content = io.BytesIO(body), bytearray()
    while size := int(stream.readline().split(b";")[0] or b"0", 16):
        content += stream.read(size)
        if stream.read(2) != b"\r\n":
            raise StorageError("IncompleteBody", "The request body terminated unexpectedly", 400)
    name, _, value = stream.readline().decode().strip().partition(":")
    if name.lower() == "x-amz-checksum-crc32" and value != crc32_of(bytes(content)):
        raise StorageError("BadDigest", "The CRC32 in the trailer did not match the calculated checksum.", 400)
    return bytes(content)


CODES = {
    "UnrecognizedClientException": "InvalidAccessKeyId",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "MissingAuthenticationTokenException": "AccessDenied",
}

REFUSALS = {
    Fault.THROTTLE: lambda: StorageError("SlowDown", "Please reduce your request rate.", 503),
    Fault.INTERNAL: lambda: StorageError("InternalError", "We encountered an internal error.", 500),
    Fault.UNAVAILABLE: lambda: StorageError("ServiceUnavailable", "Service is unable to handle request.", 503),
    Fault.ACCESS_DENIED: lambda: StorageError("AccessDenied", "Access Denied", 403),
    Fault.EXPIRED: lambda: StorageError("ExpiredToken", "The provided token has expired.", 400),
}


class StorageLedger:
    """What was asked of S3. received: bytes of bodies that came in, whole or not."""

    def __init__(self) -> None:
        from collections import Counter

        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.received = 0
        self.largest_concurrency: Counter[str] = Counter()
        self._under_way: Counter[str] = Counter()
        self._guard = threading.Lock()

    def counted(self, operation: str) -> Any:
        """Count a call in, and out when the block ends."""
        from contextlib import contextmanager

        @contextmanager
        def block() -> Any:
            with self._guard:
                self.calls[operation] += 1
                self._under_way[operation] += 1
                most = max(self.largest_concurrency[operation], self._under_way[operation])
                self.largest_concurrency[operation] = most
            try:
                yield
            finally:
                with self._guard:
                    self._under_way[operation] -= 1

        return block()
