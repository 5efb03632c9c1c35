"""A strict stand-in for Amazon Rekognition's moderation of pictures and stored videos, on loopback, with S3 beside."""

from __future__ import annotations

import io
import json
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from PIL import Image

from tests.fakes.aws import marks
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.ledger import Ledger
from tests.fakes.aws.model import Invalid, check, operation
from tests.fakes.aws.signature import Refused, verify
from tests.fakes.aws.storage import Storage
from tests.fakes.aws.storage_http import StorageHandler, StorageLedger
from tests.fakes.aws.video_jobs import VideoJobs, VideoRules

TARGET = "RekognitionService."
PICTURES = "DetectModerationLabels"
OPERATIONS = (PICTURES, "StartContentModeration", "GetContentModeration")
LARGEST_BYTES, SMALLEST_SIDE, LARGEST_SIDE = 5_242_880, 80, 10_000
HANG_SECONDS = 120.0


@dataclass
class Account:
    """What the stand-in knows: keys, region, what each numbered picture shows, and its adapters.

    labels: number in the pixels → Rekognition's ModerationLabels (numbers that are missing show nothing).
    adapters: ARN → whether it still works; an expired one is silently ignored, as the service does. looks: whether it
    decodes pictures; without, it answers for number 0 and leaves the processor to whom is measured. denied: IAM actions
    that are not allowed. bytes_per_second: of each upload to S3, None for as fast as it goes.
    """

    keys: dict[str, str] = field(default_factory=lambda: {"AKIDEXAMPLE0000000001": "secret-one"})
    region: str = "eu-west-1"
    labels: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    content_types: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    adapters: dict[str, bool] = field(default_factory=dict)
    renewed_keys: set[str] = field(default_factory=set)
    model_version: str = "7.0"
    next_model_version: str = "7.1"
    looks: bool = True
    denied: set[str] = field(default_factory=set)
    storage: Storage = field(default_factory=Storage)
    videos: VideoRules = field(default_factory=VideoRules)
    bytes_per_second: float | None = None


class StandIn:
    """The running server: `with StandIn(account, faults) as service: … service.url`."""

    def __init__(self, account: Account | None = None, faults: Faults | None = None) -> None:
        self.account = account or Account()
        self.faults = faults or Faults()
        self.ledger = Ledger()
        self.storage_ledger = StorageLedger()
        self.jobs = VideoJobs(self.account.videos, self.account.storage, self.account)
        self.stopping = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="stand-in", daemon=True)

    @property
    def url(self) -> str:
        """The endpoint to use instead of Amazon's."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> StandIn:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def work(self, operation: str, body: dict[str, Any], call: int, *, reached: bool) -> dict[str, Any]:
        """What the service answers to a checked request. Raises Refused."""
        if operation == "StartContentModeration":
            return self.jobs.start(body)
        if operation == "GetContentModeration":
            return self.jobs.get(body)
        return self.answer(body, call, reached=reached)

    def answer(self, body: dict[str, Any], call: int, *, reached: bool) -> dict[str, Any]:
        """What the service says of the picture in a checked request. Raises Refused for a picture it does not take."""
        content = body["Image"].get("Bytes")
        if content is None:
            raise Refused("InvalidS3ObjectException", "Unable to get object metadata from S3.")
        arn = body.get("ProjectVersion")
        if arn is not None and arn not in self.account.adapters:
            raise Refused("ResourceNotFoundException", f"Project version '{arn}' was not found.")
        number = _number_of_valid(content) if self.account.looks else 0
        self.ledger.bill(content, number, reached=reached)
        after = self.faults.model_changes_after
        changed = after is not None and call > after
        floor = body.get("MinConfidence", 50)
        answer = {
            "ModerationLabels": [e for e in self.account.labels.get(number, []) if e["Confidence"] >= floor],
            "ModerationModelVersion": self.account.next_model_version if changed else self.account.model_version,
            "ContentTypes": self.account.content_types.get(number, []),
        }
        return {**answer, "ProjectVersion": arn} if arn and self.account.adapters[arn] else answer


def _number_of_valid(content: bytes) -> int:
    if len(content) > LARGEST_BYTES:
        raise Refused("ImageTooLargeException", "Image size exceeds the limit")
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused("InvalidImageFormatException", "Request has invalid image format")
    try:
        with Image.open(io.BytesIO(content)) as opened:
            width, height = opened.size
            turned = opened.getexif().get(0x0112, 1) != 1
    except OSError as error:
        raise Refused("InvalidImageFormatException", "Request has invalid image format") from error
    if min(width, height) < SMALLEST_SIDE or max(width, height) > LARGEST_SIDE:
        raise Refused("InvalidParameterException", "Request has invalid parameters: image dimensions")
    if turned:
        raise Refused("InvalidParameterException", "This stand-in wants pictures upright, without an orientation tag")
    try:
        return marks.number_of(content)
    except marks.NotReadable as error:
        raise Refused("InvalidParameterException", f"This stand-in: {error}") from error


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, service: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.service = service
        self._connections: set[socket.socket] = set()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection, which may stay open for many calls."""
        self._connections.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self._connections.discard(request)

    def hang_up(self) -> None:
        """Close the connections that callers keep open, so that the threads behind them end."""
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is none of the server's trouble; anything else is a bug of the test."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(StorageHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """The ledger is the log."""

    def do_POST(self) -> None:
        target = self.headers.get("X-Amz-Target")
        if target is None:
            self.serve_storage()
            return
        self.operation = target.removeprefix(TARGET) if target.startswith(TARGET) else ""
        service, pictures = self.server.service, self.operation in {PICTURES, ""}
        call = service.ledger.begin(time.monotonic()) if pictures else service.jobs.count(self.operation)
        try:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.stopping.wait(service.faults.pause())
            self._respond(body, call)
        except Refused as refused:
            self._error(refused.code, refused.message)
        finally:
            if pictures:
                service.ledger.end()

    def _respond(self, body: bytes, call: int) -> None:
        account, faults = self.server.service.account, self.server.service.faults
        url = f"http://{self.headers['Host']}{self.path}"
        keys, region = account.keys, account.region
        key = verify("POST", url, self.headers, body, keys=keys, region=region, service="rekognition")
        request = self._checked(body)
        if f"rekognition:{self.operation}" in account.denied:
            raise Refused("AccessDeniedException", _not_authorized(self.operation))
        pictures = self.operation == PICTURES
        fault = faults.next(call, renewed=key in account.renewed_keys) if pictures else faults.of(self.operation)
        player = PLAYERS.get(fault) if fault else None
        if player:
            player(self, request, call)
            return
        self._answer(self.work(request, call, reached=True))

    def work(self, request: dict[str, Any], call: int, *, reached: bool) -> dict[str, Any]:
        """What the service answers to the request."""
        return self.server.service.work(self.operation, request, call, reached=reached)

    def _checked(self, body: bytes) -> dict[str, Any]:
        known = operation("rekognition", self.operation) if self.operation in OPERATIONS else None
        if known is None:
            raise Refused("UnknownOperationException", f"{self.operation} is not one of this stand-in's operations")
        if self.headers.get("Content-Type") != "application/x-amz-json-1.1":
            raise Refused("SerializationException", "Wrong content type")
        try:
            checked = check(known.input_shape, json.loads(body), "")
        except Invalid as error:
            raise Refused("ValidationException", f"1 validation error detected: {error}") from error
        return dict(checked)

    def _answer(self, document: dict[str, Any], status: int = 200) -> None:
        self._send(json.dumps(document).encode(), "application/x-amz-json-1.1", status)

    def _send(self, body: bytes, content_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-amzn-RequestId", f"{id(body):032x}")
        self.end_headers()
        self.wfile.write(body)

    def _error(self, code: str, message: str, status: int = 400) -> None:
        self.server.service.ledger.refuse(code)
        self._answer({"__type": code, "Message": message}, status)

    def _reset(self) -> None:
        """Break the connection with a reset, not a polite end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _throttle(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("ProvisionedThroughputExceededException", "Provisioned rate exceeded.")


def _internal(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("InternalServerError", "Internal server error", 500)


def _unavailable(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("ThrottlingException", "Service Unavailable", 503)


def _reset_before(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._reset()


def _reset_after(handler: _Handler, request: dict[str, Any], call: int) -> None:
    document = json.dumps(handler.work(request, call, reached=False)).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/x-amz-json-1.1")
    handler.send_header("Content-Length", str(len(document)))
    handler.end_headers()
    handler.wfile.write(document[: len(document) // 2])
    handler.wfile.flush()
    handler._reset()


def _hang(handler: _Handler, request: dict[str, Any], call: int) -> None:
    handler.work(request, call, reached=False)
    handler.server.service.stopping.wait(HANG_SECONDS)
    handler._reset()


def _garbage(handler: _Handler, request: dict[str, Any], call: int) -> None:
    handler.work(request, call, reached=False)
    handler._send(b"<html><body>Sign in to the guest network</body></html>", "text/html")


def _missing_field(handler: _Handler, request: dict[str, Any], call: int) -> None:
    handler.work(request, call, reached=False)
    handler._answer({"ModerationModelVersion": "7.0"})


def _wild_confidence(handler: _Handler, request: dict[str, Any], call: int) -> None:
    handler.work(request, call, reached=False)
    label = {"Name": "Violence", "ParentName": "", "Confidence": 140.0, "TaxonomyLevel": 1}
    handler._answer({"ModerationLabels": [label], "ModerationModelVersion": "7.0", "ContentTypes": []})


def _access_denied(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("AccessDeniedException", _not_authorized(handler.operation))


def _not_authorized(operation_name: str) -> str:
    who = "arn:aws:iam::123456789012:user/reviewer"
    return f"User: {who} is not authorized to perform: rekognition:{operation_name}"


def _token_expired(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("InvalidPaginationTokenException", "The pagination token has expired.")


def _expired(handler: _Handler, _request: dict[str, Any], _call: int) -> None:
    handler._error("ExpiredTokenException", "The security token included in the request is expired")


PLAYERS = {
    Fault.THROTTLE: _throttle,
    Fault.INTERNAL: _internal,
    Fault.UNAVAILABLE: _unavailable,
    Fault.RESET_BEFORE: _reset_before,
    Fault.RESET_AFTER: _reset_after,
    Fault.HANG: _hang,
    Fault.GARBAGE: _garbage,
    Fault.MISSING_FIELD: _missing_field,
    Fault.WILD_CONFIDENCE: _wild_confidence,
    Fault.ACCESS_DENIED: _access_denied,
    Fault.EXPIRED: _expired,
    Fault.TOKEN_EXPIRED: _token_expired,
}
