"""The engine itself: sends what was prepared, at the account's rate, and reads what comes back."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Final

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.calls import CallBook, CallEnd, CallState, Sent, told
from rekreview.domain.errors import AdapterIgnored, RekreviewError, Throttled, Undecodable, Unsupported, Unusable
from rekreview.domain.ports import Detection, Encoded, EncodedLimits, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice
from rekreview.engines.rekognition import answers, frames
from rekreview.engines.rekognition.account import READ_SECONDS, Account, make_client
from rekreview.engines.rekognition.answers import Answer
from rekreview.engines.rekognition.callers import Callers
from rekreview.engines.rekognition.faults import Place, failure
from rekreview.engines.rekognition.rate_limit import RateLimiter

FLOOR: Final = 20.0
CALLS_AT_ONCE: Final = 24
CLOSING_SECONDS: Final = 8.0


@dataclass(frozen=True, slots=True)
class Asking:
    """How the service is asked. floor: 0–100. rate: calls a second, None to learn what the account allows.

    frames: which frames of a video are sent; None where videos are not checked frame by frame.
    """

    floor: float = FLOOR
    adapter: str | None = None
    rate: float | None = None
    calls_at_once: int = CALLS_AT_ONCE
    read_seconds: float = READ_SECONDS
    encoded: EncodedLimits = field(default_factory=EncodedLimits)
    frames: FrameChoice | None = None


class RekognitionEngine:
    """Amazon Rekognition's moderation of pictures, and of videos frame by frame. Safe to call from several threads."""

    name = EngineName.REKOGNITION
    version = ""

    def __init__(self, account: Account, asking: Asking | None = None) -> None:
        self._account = account
        self._asking = asking or Asking()
        self._place = Place(account.profile, account.region, account.endpoint)
        self.limiter = RateLimiter(fixed=self._asking.rate)
        self.limits = frames.limits(self._asking.encoded, self._asking.frames)
        self._client: Any = None
        self._guard = threading.Lock()
        self._callers = Callers()

    @property
    def adapter(self) -> str | None:
        """The ARN of the adapter that is asked for."""
        return self._asking.adapter

    @property
    def min_confidence(self) -> float:
        """The floor that is asked for, 0–100."""
        return self._asking.floor

    @property
    def rate(self) -> float:
        """Calls a second that may start now."""
        return self.limiter.rate

    @property
    def learned_quota(self) -> float | None:
        """Calls a second the account seems to allow; None while it has refused nothing."""
        return self.limiter.learned_quota

    def open(self) -> None:
        """Make the client, once. Raises EngineError without credentials, a region or a sound address."""
        with self._guard:
            if self._client is None:
                self._client = make_client(
                    self._account, calls_at_once=self._asking.calls_at_once, read_seconds=self._asking.read_seconds
                )
                region = self._client.meta.region_name or ""
                self._place = Place(self._account.profile, region, _own_endpoint(self._client, self._account))

    def close(self) -> None:
        """Wait a while for the calls under way, whose answers are worth money, and let go of the client."""
        self._callers.close(CLOSING_SECONDS)
        with self._guard:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def detect(self, prepared: Prepared, cancel: CancelToken) -> Detection:
        """The labels of one picture, the highest of the frames of a moving one, or the segments of a video.

        Raises EngineError for what stops the run or can be tried again, MediaError for this picture, Cancelled at once
        when asked to stop: a call under way then goes on by itself and its answer is noted for the next time.
        """
        cancel.check()
        if prepared.kind is MediaKind.VIDEO:
            return self._detect_video(prepared, cancel)
        self.open()
        book = prepared.book or _NO_BOOK
        found: list[_Exchange] = []
        try:
            for picture in prepared.encoded:
                cancel.check()
                found.append(self._exchange(picture, book, cancel))
        finally:
            _close(prepared.encoded)
        if not found:
            raise Undecodable("No picture could be read. The asset is not moderated.", "Look at it yourself.")
        return self._detection(found, prepared.frames_total)

    def _detect_video(self, prepared: Prepared, cancel: CancelToken) -> Detection:
        """The segments of a video whose frames are sent one by one; each call goes through the book like any other."""
        if not self.limits.videos:
            _close(prepared.encoded)
            raise Unsupported("Videos are not sent frame by frame. It is not moderated.", "See the video mode.")
        self.open()
        book = prepared.book or _NO_BOOK
        try:
            asked = frames.each(prepared.encoded, lambda frame: self._exchange(frame, book, cancel), cancel)
            found = [frames.Checked(one.sent, one.answer, one.called) for one in asked]
        finally:
            _close(prepared.encoded)
        detection = frames.detection(found, prepared, self)
        if detection.adapter != self.adapter:
            raise _ignored(self.adapter, detection)
        return detection

    def _exchange(self, picture: Encoded, book: CallBook, cancel: CancelToken) -> _Exchange:
        """One call on another thread, so that a person who stops does not wait for a slow answer."""
        awake = threading.Event()
        answered = self._callers.call(lambda: self._ask(picture, book, cancel), awake.set)
        with cancel.heard_by(awake.set):
            awake.wait()
        if not answered.done():
            cancel.check()
        return answered.result()

    def _ask(self, picture: Encoded, book: CallBook, cancel: CancelToken) -> _Exchange:
        sent = _sent(picture)
        with book.turn(sent, cancel) as known:
            if known is not None:
                return _Exchange(sent, known, answers.read(known, self.min_confidence), called=False)
            started = self.limiter.acquire(cancel)
            call = book.begin(sent)
            exchange, end = self._call(picture.content, sent, started)
            book.end(call, end)
        if isinstance(exchange, RekreviewError):
            raise exchange
        return exchange

    def _call(self, content: bytes, sent: Sent, started: float) -> tuple[_Exchange | RekreviewError, CallEnd]:
        """Make one call: what came of it, or the error it means, and how it is noted."""
        client = self._client
        if client is None:
            closed = Unusable("The engine was closed.")
            return closed, CallEnd(CallState.REFUSED, closed.code)
        adapter = {"ProjectVersion": self.adapter} if self.adapter else {}
        try:
            response = client.detect_moderation_labels(
                Image={"Bytes": content}, MinConfidence=self.min_confidence, **adapter
            )
            document = answers.without_metadata(response)
            answer = answers.read(document, self.min_confidence)
        except RekreviewError as error:
            return error, CallEnd(CallState.UNANSWERED, error.code)
        except Exception as error:  # boto3 has dozens, and an unknown one must not lose the count of a paid call
            failed = failure(error, self._place)
            if isinstance(failed.error, Throttled):
                self.limiter.refused(started)
            return failed.error, CallEnd(failed.state, failed.error.code)
        self.limiter.answered(started)
        end = CallEnd(CallState.ANSWERED, model_version=answer.model_version, answer=document)
        return _Exchange(sent, document, answer, called=True), end

    def _detection(self, found: list[_Exchange], frames_total: int | None) -> Detection:
        read = [one.answer for one in found]
        labels, content_types, given_by = answers.highest(read)
        used = read[-1].adapter
        detection = Detection(
            engine=self.name,
            model_version=read[-1].model_version,
            adapter=used,
            min_confidence=self.min_confidence,
            labels=labels,
            content_types=content_types,
            raw={"asked": {"adapter": self.adapter}, **_raw(found, given_by)},
            coverage=_coverage(len(found), frames_total),
            calls=sum(one.called for one in found),
            sent=tuple(one.sent for one in found),
        )
        if used != self.adapter:
            raise _ignored(self.adapter, detection)
        return detection


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What was sent and what came back. called: False if the answer was known already."""

    sent: Sent
    document: dict[str, Any]
    answer: Answer
    called: bool


class _NoBook:
    """For a caller that keeps no count, such as a test of the connection."""

    def turn(self, _sent: Sent, _cancel: CancelToken) -> AbstractContextManager[None]:
        """No answer is known."""
        return nullcontext()

    def begin(self, _sent: Sent) -> int:
        """Every call may be made."""
        return 0

    def end(self, _call: int, _end: CallEnd) -> None:
        """Nobody wants to know."""


_NO_BOOK: Final = _NoBook()


def _sent(picture: Encoded) -> Sent:
    return Sent(
        sha256=hashlib.sha256(picture.content).hexdigest(),
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.content),
        original=picture.original,
        timestamp_ms=picture.timestamp_ms,
    )


def _raw(found: list[_Exchange], given_by: dict[tuple[str, str], int]) -> dict[str, Any]:
    """What was sent and what came back, and for several frames which one gave each label."""
    raw: dict[str, Any] = {"exchanges": [{"sent": told(one.sent), "answer": one.document} for one in found]}
    if len(found) > 1:
        raw["given_by"] = [
            {"name": name, "parent_name": parent, "timestamp_ms": found[number].sent.timestamp_ms}
            for (name, parent), number in given_by.items()
        ]
    return raw


def _coverage(sent: int, frames_total: int | None) -> str:
    """What was looked at, for people; nothing for a single picture."""
    if sent == 1 and (frames_total or 1) == 1:
        return ""
    return f"checked {sent:,} of {frames_total:,} frames" if frames_total else f"checked {sent:,} frames"


def _ignored(adapter: str | None, detection: Detection) -> AdapterIgnored:
    error = AdapterIgnored(
        f"The service did not use the adapter {adapter}: the answer is from "
        f"{detection.adapter or 'the base model'}. It has probably expired. What was answered is kept as such.",
        "Choose another adapter, or moderate without one.",
    )
    error.detection = detection
    return error


def _own_endpoint(client: Any, account: Account) -> str:
    """The address in use, if it is not Amazon's own: from the settings or from the standard variables."""
    address = str(client.meta.endpoint_url)
    return account.endpoint or ("" if ".amazonaws.com" in address or ".api.aws" in address else address)


def _close(pictures: Iterator[Encoded]) -> None:
    """Let whoever prepares the pictures go free at once."""
    if close := getattr(pictures, "close", None):
        close()
