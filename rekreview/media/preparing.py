"""The job "frames" for an engine that is sent bytes: JPEG or PNG, upright, 8-bit sRGB, within its limits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import TooLarge, TooSmall
from rekreview.domain.video import FrameChoice, FrameCounts
from rekreview.media import animations, messages
from rekreview.media.cut_off import refuse_cut_off
from rekreview.media.desk import Desk
from rekreview.media.reading import Source, require_unchanged
from rekreview.media.stills import Least, Size, image, orientation_of, still
from rekreview.media.thumbnails import encoded

_QUALITIES = (70, 55, 40)
_ROUNDS = 12
_SHRINK = 0.8
_PLAIN_PNG = frozenset({"L", "RGB"})
_SENT_FORMATS = frozenset({"jpeg", "png"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The engine's limits as they come with the job; see `EncodedLimits`."""

    long_side: int
    quality: int
    most_bytes: int
    min_side: int
    max_side: int
    keep_original: bool
    frames: int


def prepare(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say "media" with what is known beforehand, then each picture as it is sent.

    Raises TooSmall for what stays under the engine's least side, TooLarge for what cannot be made small enough.
    """
    wanted = Wanted(**job["encoded"])
    require_unchanged(source)
    if source.kind is MediaKind.VIDEO:
        _prepare_video(source, job, wanted, desk)
        return
    if source.decodes_as_video:
        _prepare_sequence(source, wanted, desk)
        return
    shown = animations.durations(source)
    if len(shown) > 1:
        _prepare_animation(source, shown, wanted, desk)
        return
    pages = animations.pages(source)
    if pages > 1:
        _prepare_pages(source, pages, wanted, desk)
        return
    _prepare_still(source, wanted, desk)


def size_for(wanted: Wanted) -> Least:
    """The size a picture is sent in: its long side as wanted, its short side never under the engine's least.

    The function raises TooSmall where both cannot be had.
    """

    def size(width: int, height: int) -> Size:
        short, long = min(width, height), max(width, height)
        if short < wanted.min_side:
            raise TooSmall(
                f"{width} × {height} pixels is too small to be checked: the engine needs {wanted.min_side} a side."
            )
        scale = min(1.0, wanted.max_side / long, max(wanted.long_side / long, wanted.min_side / short))
        if round(short * scale) < wanted.min_side:
            raise TooSmall(
                f"{width} × {height} pixels is too long and thin to be checked: the engine takes sides from "
                f"{wanted.min_side} to {wanted.max_side:,} pixels."
            )
        return round(width * scale), round(height * scale)

    return size


def first_to_last(count: int, most: int) -> list[int]:
    """Numbers of at most `most` of `count` frames, evenly spread, the first and the last among them."""
    if count <= most:
        return list(range(count))
    if most < 2:
        return [0]
    return [round(place * (count - 1) / (most - 1)) for place in range(most)]


def jpeg_within(picture: Image.Image, wanted: Wanted) -> tuple[bytes, Size]:
    """A picture as JPEG of at most `most_bytes`: first of a lower quality, then smaller, and given up visibly."""
    size = size_for(wanted)(*picture.size)
    fitted = picture if picture.size == size else picture.resize(size, reducing_gap=2.0)
    content = encoded(fitted, wanted.quality)
    qualities = iter([quality for quality in _QUALITIES if quality < wanted.quality])
    lowest = wanted.quality
    for _ in range(_ROUNDS):
        if len(content) <= wanted.most_bytes:
            return content, fitted.size
        quality = next(qualities, None)
        if quality is None:
            fitted = _smaller(fitted, wanted.min_side)
        else:
            lowest = quality
        content = encoded(fitted, lowest)
    raise TooLarge(f"It could not be made to fit into {wanted.most_bytes:,} bytes.")


def _smaller(picture: Image.Image, min_side: int) -> Image.Image:
    scale = max(_SHRINK, min_side / min(picture.size))
    return picture.resize((max(min_side, round(picture.width * scale)), max(min_side, round(picture.height * scale))))


def _say_media(source: Source, desk: Desk, *, frames: int | None, duration_ms: int | None, stream: bool) -> None:
    desk.say("media", kind=source.kind, frames=frames, duration_ms=duration_ms, stream=stream)


def _say_picture(desk: Desk, content: messages.Bytes, size: Size, **about: Any) -> None:
    about = {"format": "jpeg", "at_ms": None, "original": False, **about}
    desk.say("picture", content, width=size[0], height=size[1], **about)


def _prepare_still(source: Source, wanted: Wanted, desk: Desk) -> None:
    if wanted.keep_original and _taken_as_it_is(source, wanted, desk):
        picture = still(source, _tiny, desk.allow)  # what is cut off must not be sent as if it were whole
        _say_media(source, desk, frames=1, duration_ms=None, stream=False)
        size = picture.width, picture.height
        _say_picture(desk, source.content, size, format=source.format, original=True)
        return
    content, size = jpeg_within(still(source, size_for(wanted), desk.allow).picture, wanted)
    _say_media(source, desk, frames=1, duration_ms=None, stream=False)
    _say_picture(desk, content, size)


def _prepare_animation(source: Source, shown: list[int], wanted: Wanted, desk: Desk) -> None:
    _say_media(source, desk, frames=len(shown), duration_ms=sum(shown), stream=True)
    numbers = first_to_last(len(shown), wanted.frames)
    for at_ms, picture in animations.chosen(source, shown, numbers, size_for(wanted), desk.allow):
        content, size = jpeg_within(picture, wanted)
        _say_picture(desk, content, size, at_ms=at_ms)


def _prepare_pages(source: Source, pages: int, wanted: Wanted, desk: Desk) -> None:
    _say_media(source, desk, frames=pages, duration_ms=None, stream=True)
    shown = [animations.PAGE_MS] * pages
    numbers = first_to_last(pages, wanted.frames)
    for at_ms, picture in animations.chosen(source, shown, numbers, size_for(wanted), desk.allow):
        content, size = jpeg_within(picture, wanted)
        _say_picture(desk, content, size, at_ms=at_ms)


def _prepare_video(source: Source, job: messages.Header, wanted: Wanted, desk: Desk) -> None:
    """The frames of a video that are worth sending, and at the end what became of the others."""
    from rekreview.media import videos
    from rekreview.media.choosing import worth_looking_at

    refuse_cut_off(source)
    choice = FrameChoice(int(job["interval_ms"]), bool(job["key_frames_only"]), int(job["at_least_every_ms"]))
    counts, size = FrameCounts(), size_for(wanted)
    with videos.opened(source, desk.alive) as video:
        _say_media(source, desk, frames=video.frames, duration_ms=video.duration_ms, stream=True)
        for at_ms, frame in worth_looking_at(video, choice, counts):
            content, sent = jpeg_within(Image.fromarray(video.upright(frame, size)), wanted)
            _say_picture(desk, content, sent, at_ms=at_ms)
    desk.say("counts", **asdict(counts))


def _prepare_sequence(source: Source, wanted: Wanted, desk: Desk) -> None:
    """Frames of what is stored as a video is, evenly spread over its length."""
    from rekreview.media import videos

    with videos.opened(source, desk.alive) as video:
        interval_ms = max(1, (video.duration_ms or 0) // wanted.frames)
        desk.say("media", kind=source.kind, frames=video.frames, duration_ms=video.duration_ms, stream=True)
        for at_ms, pixels in islice(video.sampled(interval_ms, size_for(wanted)), wanted.frames):
            content, size = jpeg_within(Image.fromarray(pixels), wanted)
            _say_picture(desk, content, size, at_ms=at_ms)


def _tiny(width: int, height: int) -> Size:
    return max(1, width // 8), max(1, height // 8)


def _taken_as_it_is(source: Source, wanted: Wanted, desk: Desk) -> bool:
    """Whether the service reads the file's own bytes as we would: upright, 8-bit grey or RGB, within the limits."""
    if source.format not in _SENT_FORMATS or not 0 < len(source.content) <= wanted.most_bytes:
        return False
    with image(source, desk.allow) as opened:
        plain = opened.mode in _PLAIN_PNG and "transparency" not in opened.info and not _deep(source.content)
        upright = orientation_of(opened) == 1
        fits = wanted.min_side <= min(opened.size) and max(opened.size) <= wanted.max_side
        return plain and upright and fits and not opened.info.get("icc_profile")


def _deep(content: bytes) -> bool:
    """Whether a PNG has 16 bits a channel, which Pillow does not tell of colours."""
    return content.startswith(b"\x89PNG") and content[24:25] == b"\x10"
