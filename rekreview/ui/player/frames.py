"""The decoding thread of the player: one open video, one order at a time, a short queue of frames ready to paint."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QTransform

from rekreview.domain.errors import MediaError, Undecodable
from rekreview.domain.sightings import FilterStep
from rekreview.ui.detail.pictures import VEIL_SOURCE, veil

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter

    from rekreview.ui.player.film import Film

log = logging.getLogger(__name__)

MOST_QUEUED, LEAST_QUEUED = 8, 2
_QUEUED_BYTES = 96 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, ready to paint. ticks: of the stream's clock. seconds and at_ms: from the start of the video.

    image: at this step; a null image if the view asked for the veiled one only. veiled: the blurred grey picture of the
    same frame; a null image if the view asked for none.
    """

    ticks: int
    seconds: float
    at_ms: int
    image: QImage
    veiled: QImage
    step: FilterStep = FilterStep.SHARP

    def without_image(self) -> Frame:
        """The frame with nothing of it but its veiled picture, if it has one."""
        return self if self.veiled.isNull() else replace(self, image=QImage(), step=FilterStep.VEILED)


class Kind(Enum):
    """What an order asks for: the frame of a time and what follows; what follows it; what lies before, backwards."""

    AT_MS = auto()
    AT = auto()
    BEFORE = auto()
    AFTER = auto()
    BACKWARD = auto()


@dataclass(frozen=True, slots=True)
class Order:
    """From where frames are wanted: a time in milliseconds for AT_MS, else ticks."""

    kind: Kind
    at: int


@dataclass(frozen=True, slots=True)
class View:
    """How frames are made. room: the pixels they have to fit into. hurried: leave out frames to keep up.

    veiled: with their veiled pictures. step: how far the others are to be made; with VEILED, not at all.
    """

    room: QSize
    veiled: bool = True
    step: FilterStep = FilterStep.VEILED
    running: bool = False
    hurried: bool = False


class FrameReader:
    """Decodes one video in a thread of its own, for as long as it is wanted.

    A new order makes the one before void, with all frames queued for it. `announce` is called from the thread when the
    queue has frames again, at the end of the video, and when it cannot be decoded. `stop` returns at once; `wait` says
    whether the thread has ended.
    """

    def __init__(self, path: str, announce: Callable[[], None], view: View) -> None:
        self._path = path
        self._announce = announce
        self._view = view
        self._order: Order | None = None
        self._serial = 0
        self._queue: deque[Frame] = deque()
        self._exhausted = False
        self._stopped = False
        self._changed = threading.Condition()
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=f"player {path}", daemon=True)
        self._thread.start()

    # Asked from the GUI thread.

    def order(self, order: Order) -> None:
        """Want these frames from now on."""
        with self._changed:
            self._order = order
            self._serial += 1
            self._queue.clear()
            self._exhausted = False
            self._changed.notify()

    def set_view(self, **changes: Any) -> None:
        """Make the frames to come like this: see View."""
        with self._changed:
            self._view = replace(self._view, **changes)
            if self._view.step is FilterStep.VEILED:
                self._queue = deque(frame.without_image() for frame in self._queue)

    @property
    def view(self) -> View:
        """How frames are made now."""
        return self._view

    def peek(self) -> Frame | None:
        """The next frame of the newest order, if it is ready."""
        with self._changed:
            return self._queue[0] if self._queue else None

    def take(self) -> Frame | None:
        """The same, taken out of the queue."""
        with self._changed:
            if not self._queue:
                return None
            self._changed.notify()
            return self._queue.popleft()

    @property
    def exhausted(self) -> bool:
        """Whether no frame follows any more."""
        with self._changed:
            return self._exhausted and not self._queue

    def stop(self) -> None:
        """Decode nothing more."""
        with self._changed:
            self._stopped = True
            self._serial += 1
            self._queue.clear()
            self._changed.notify()

    def wait(self, seconds: float) -> bool:
        """Wait until the thread has ended, at most this long; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # In the thread.

    def _run(self) -> None:
        try:
            self._decode()
        except MediaError as error:
            self._fail(error)
        except Exception as error:
            log.exception("A bug while playing a video")
            self._fail(error)

    def _decode(self) -> None:
        from rekreview.ui.player import film as films

        serial = 0
        with films.opened(self._path, lambda: serial != self._serial) as film:
            painter = _FramePainter(film)
            while (order := self._next_order(serial)) is not None:
                serial, wanted = order
                try:
                    self._carry_out(wanted, serial, film, painter)
                except films.Interrupted:
                    continue

    def _next_order(self, done: int) -> tuple[int, Order] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._serial != done)
            return None if self._stopped or self._order is None else (self._serial, self._order)

    def _carry_out(self, order: Order, serial: int, film: Film, painter: _FramePainter) -> None:
        any_came = False
        film.hurry(False)
        for decoded in _ordered(film, order):
            any_came = True
            if not self._put(painter.painted(decoded, self._view), serial):
                return
            film.hurry(self._view.hurried)
        if not any_came and order.kind in (Kind.AT_MS, Kind.AT):
            raise Undecodable("No frame of the video can be decoded at that time.")
        with self._changed:
            self._exhausted = self._exhausted or serial == self._serial
        self._announce()

    def _put(self, frame: Frame, serial: int) -> bool:
        """Queue a frame once there is room; whether it is still wanted."""
        size = max(1, frame.image.sizeInBytes(), frame.veiled.sizeInBytes())
        most = max(LEAST_QUEUED, min(MOST_QUEUED, _QUEUED_BYTES // size))
        with self._changed:
            self._changed.wait_for(lambda: serial != self._serial or len(self._queue) < most)
            if serial != self._serial:
                return False
            # It may have been veiled again while this frame was made.
            self._queue.append(frame.without_image() if self._view.step is FilterStep.VEILED else frame)
            first = len(self._queue) == 1
        if first:
            self._announce()
        return True

    def _fail(self, error: Exception) -> None:
        with self._changed:
            if self._stopped:
                return
            self.error = error
            self._queue.clear()
        self._announce()


def _ordered(film: Film, order: Order) -> Iterator[VideoFrame]:
    if order.kind is Kind.AT_MS:
        return film.at(film.last_tick(order.at))
    if order.kind is Kind.BEFORE:
        return film.at(order.at - 1)
    find = {Kind.AT: film.at, Kind.AFTER: film.after, Kind.BACKWARD: film.backward}
    return find[order.kind](order.at)


class _FramePainter:
    """Makes decoded frames upright, as large as they are shown, and veiled."""

    def __init__(self, film: Film) -> None:
        from av.video.reformatter import VideoReformatter

        self._film = film
        self._large, self._small = VideoReformatter(), VideoReformatter()

    def painted(self, frame: VideoFrame, view: View) -> Frame:
        from rekreview.ui.player.film import turns

        turned = turns(frame)
        room = view.room.transposed() if turned % 2 else view.room
        width, height = _fitted(max(1, round(frame.width * self._film.aspect)), frame.height, room)
        step = view.step if view.veiled else FilterStep.SHARP
        image = veiled = QImage()
        if step is not FilterStep.VEILED:
            grey = step is FilterStep.GREY
            image = _turned(_image(self._large, frame, width, height, still=not view.running, grey=grey), turned)
        if view.veiled:
            least = VEIL_SOURCE / max(1, min(width, height))
            small = (width, height) if least >= 1 else (round(width * least), round(height * least))
            veiled = _turned(veil(_image(self._small, frame, *small, still=False, grey=True)), turned)
        assert frame.pts is not None
        seconds, at_ms = self._film.seconds(frame.pts), self._film.milliseconds(frame.pts)
        return Frame(frame.pts, seconds, at_ms, image, veiled, step)


def _fitted(width: int, height: int, room: QSize) -> tuple[int, int]:
    """The size that fits into the room, never larger than the frame itself."""
    share = min(1.0, room.width() / width, room.height() / height) if not room.isEmpty() else 1.0
    return max(1, round(width * share)), max(1, round(height * share))


def _image(
    reformatter: VideoReformatter, frame: VideoFrame, width: int, height: int, *, still: bool, grey: bool
) -> QImage:
    """A frame scaled: finely where it stands still, fast where it runs."""
    from av.video.reformatter import Interpolation

    fine = Interpolation.AREA if width * 2 <= frame.width else Interpolation.BICUBIC
    how = fine if still else Interpolation.FAST_BILINEAR
    plane = reformatter.reformat(frame, width, height, "gray" if grey else "bgra", interpolation=how).planes[0]
    depth = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    return QImage(bytes(plane), width, height, plane.line_size, depth).copy()


def _turned(image: QImage, turns: int) -> QImage:
    return image.transformed(QTransform().rotate(-90 * turns)) if turns else image
