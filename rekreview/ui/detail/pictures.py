"""Reads pictures for the screen through the decoder, off the GUI thread; a newer wish makes an older one void."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from rekreview.domain.progress import CancelToken
from rekreview.domain.sightings import FilterStep

if TYPE_CHECKING:
    from rekreview.domain.ports import Frame
    from rekreview.jobs.dispatcher import Dispatcher

KEPT_BYTES = 160 * 2**20
_VEIL_SIDE = 480
# Enough on the short side for a blur of 6 % of it, and little work; nothing sharp is decoded for it.
VEIL_SOURCE = 72
_VEIL_LONGEST = 1600
_ONE, _KEEP = QSize(1, 1), Qt.AspectRatioMode.KeepAspectRatio


class PictureDecoder(Protocol):
    """What is needed of the decoder."""

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        """One upright picture, long side at most `max_side`. Blocks; raises MediaError."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One picture of an asset: long side at most `max_side` pixels; of a video, the frame at `at_ms`.

    step: how much of it is to be seen: a veiled or grey one is made so before it comes to the GUI thread.
    """

    asset_id: int
    path: str
    max_side: int
    at_ms: int | None = None
    step: FilterStep = FilterStep.SHARP


def veil_side(width: int, height: int) -> int:
    """The long side at which a picture of this size is decoded to be veiled."""
    short = max(1, min(width, height))
    return min(_VEIL_LONGEST, -(-VEIL_SOURCE * max(width, height, 1) // short))


def image_of(frame: Frame) -> QImage:
    """A decoded frame as a QImage that owns its pixels."""
    height, width, _ = frame.pixels.shape
    return QImage(frame.pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def veil(image: QImage) -> QImage:
    """A picture blurred as its veiled thumbnail is, and grey: what a heavy picture looks like until it is revealed.

    Blurred while it is small, which costs the same whatever the size it is shown in.
    """
    # Not before the first picture is shown.
    from PIL import Image, ImageFilter

    from rekreview.media.thumbnails import VEIL_STRENGTH

    short = max(1, min(image.width(), image.height()))
    small = _scaled(image, (image.size() * (VEIL_SOURCE / short)).expandedTo(_ONE)) if short > VEIL_SOURCE else image
    plain = grey(small)
    width, height = plain.width(), plain.height()
    shades = Image.frombytes("L", (width, height), bytes(plain.constBits()), "raw", "L", plain.bytesPerLine())
    soft = shades.filter(ImageFilter.GaussianBlur(VEIL_STRENGTH * min(width, height))).tobytes()
    blurred = QImage(soft, width, height, width, QImage.Format.Format_Grayscale8)
    return _scaled(blurred, image.size().scaled(_VEIL_SIDE, _VEIL_SIDE, _KEEP).expandedTo(_ONE))


def grey(image: QImage) -> QImage:
    """A picture without its colours, and with all its detail."""
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


_NOW, _AHEAD = 0, 1
_MADE: dict[FilterStep, Callable[[QImage], QImage]] = {FilterStep.VEILED: veil, FilterStep.GREY: grey}


def _scaled(image: QImage, size: QSize) -> QImage:
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


class Pictures(QObject):
    """The pictures of one view. read(Wish, QImage) and failed(Wish, Exception) answer the newest wish only.

    The last ones are kept, so that one decoded ahead is there when it is wished for. foremost: what is wished for is
    what a person waits for, and is never kept back.
    """

    read = Signal(object, QImage)
    failed = Signal(object, object)

    def __init__(
        self,
        dispatcher: Dispatcher,
        decoder: PictureDecoder,
        name: str,
        parent: QObject | None = None,
        *,
        foremost: bool = False,
    ) -> None:
        super().__init__(parent)
        self._foremost = foremost
        self._dispatcher = dispatcher
        self._decoder = decoder
        self._name = name
        self._kept: OrderedDict[Wish, QImage] = OrderedDict()
        self._wish: Wish | None = None
        # Two places for what is being decoded: one for the newest wish, one for what is likely to be the next.
        self._lanes = ["a", "b"]
        self._under_way: dict[str, tuple[Wish, CancelToken]] = {}
        self._doubted: set[str] = set()

    def wish(self, wish: Wish) -> QImage | None:
        """The picture if it is here; else None, and a signal follows."""
        self._wish = wish
        found = self._kept.get(wish)
        if found is not None:
            self._kept.move_to_end(wish)
        elif self._is_under_way(_AHEAD, wish):
            self._lanes.reverse()  # it was guessed right: what has begun of it is not begun again
        elif not self._is_under_way(_NOW, wish):
            self._ask(_NOW, wish)
        return found

    def wish_ahead(self, wish: Wish) -> None:
        """Have a picture decoded that is likely to be wished for next."""
        if wish not in self._kept and not any(self._is_under_way(lane, wish) for lane in (_NOW, _AHEAD)):
            self._ask(_AHEAD, wish)

    def has(self, wish: Wish) -> bool:
        """Whether this picture is here."""
        return wish in self._kept

    def unveiled(self) -> tuple[Wish, ...]:
        """The pictures held that are not veiled."""
        return tuple(wish for wish in self._kept if wish.step is not FilterStep.VEILED)

    def let_go(self, asset_id: int) -> None:
        """Hold no picture of this asset any longer but veiled ones."""
        for wish in self.unveiled():
            if wish.asset_id == asset_id:
                del self._kept[wish]

    def doubt_ahead(self, changed: Collection[int] | None = None) -> None:
        """What is being decoded ahead of these assets, or of any, may be heavy by now: do not keep it unveiled."""
        for name, (wish, _) in self._under_way.items():
            if changed is None or wish.asset_id in changed:
                self._doubted.add(name)

    def stop(self) -> None:
        """Wish for nothing any more."""
        self._wish = None
        for _, cancel in self._under_way.values():
            cancel.cancel()
        self._under_way.clear()

    def _is_under_way(self, lane: int, wish: Wish) -> bool:
        begun = self._under_way.get(self._lanes[lane])
        return begun is not None and begun[0] == wish

    def _ask(self, lane: int, wish: Wish) -> None:
        name = self._lanes[lane]
        if name in self._under_way:
            self._under_way[name][1].cancel()
        cancel = CancelToken()
        self._under_way[name] = wish, cancel
        self._doubted.discard(name)
        self._dispatcher.newest(
            f"{self._name}-{name}",
            partial(self._made, wish, cancel),
            partial(self._keep, name, lane == _AHEAD, wish),
            partial(self._fail, name, wish),
            foremost=self._foremost and lane == _NOW,
        )

    def _made(self, wish: Wish, cancel: CancelToken) -> QImage:
        image = image_of(self._decoder.picture(wish.path, wish.max_side, cancel, at_ms=wish.at_ms))
        make = _MADE.get(wish.step)
        return make(image) if make else image

    def _keep(self, name: str, ahead: bool, wish: Wish, image: QImage) -> None:
        self._under_way.pop(name, None)
        doubted = name in self._doubted and wish.step is not FilterStep.VEILED
        if wish != self._wish and (not ahead or doubted):
            return  # what is not wished for any more may be what is veiled again by now
        self._kept[wish] = image
        while len(self._kept) > 2 and sum(kept.sizeInBytes() for kept in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        if wish == self._wish:
            self.read.emit(wish, image)

    def _fail(self, name: str, wish: Wish, error: Exception) -> None:
        self._under_way.pop(name, None)
        if wish == self._wish:
            self.failed.emit(wish, error)
