"""Makes real media of every format at test time, so that no test needs a file that was prepared.

`photo` is the scene: four coloured quarters with a little grain, so that an upside-down or mirrored decode shows.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pillow_heif
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from tests.encoding import ordinary_priority

QUARTERS = ((200, 40, 40), (40, 160, 60), (40, 60, 200), (230, 200, 60))
"""Colours of the top left, top right, bottom left and bottom right quarter of the upright scene."""


def pixels(width: int = 320, height: int = 240, *, grain: float = 4.0, seed: int = 1) -> NDArray[np.uint8]:
    """The scene as an array of shape (height, width, 3). More grain gives more bytes per pixel."""
    scene = np.zeros((height, width, 3), np.float32)
    top, left = height // 2, width // 2
    for at, colour in enumerate(QUARTERS):
        rows = slice(0, top) if at < 2 else slice(top, height)
        columns = slice(0, left) if at % 2 == 0 else slice(left, width)
        scene[rows, columns] = colour
    if grain:
        scene += _noise(width, height, grain, seed)
    return np.clip(scene, 0, 255, out=scene).astype(np.uint8)


def _noise(width: int, height: int, grain: float, seed: int) -> NDArray[np.float32]:
    """One tile, repeated: to make fresh noise for a large picture would take longer than to decode it."""
    tile = np.random.default_rng(seed).normal(0, grain, (512, 512, 1)).astype(np.float32)
    return np.tile(tile, (-(-height // 512), -(-width // 512), 1))[:height, :width]


def photo(width: int = 320, height: int = 240, *, grain: float = 4.0, seed: int = 1) -> Image.Image:
    """The scene as an RGB picture."""
    return Image.fromarray(pixels(width, height, grain=grain, seed=seed))


def quarters_of(picture: NDArray[np.uint8]) -> list[tuple[int, int, int]]:
    """Mean colour of each quarter's inner part, in the order of QUARTERS."""
    height, width = picture.shape[:2]
    middles = ((y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4))
    by, bx = max(1, height // 10), max(1, width // 10)
    patches = (picture[y - by : y + by, x - bx : x + bx].reshape(-1, 3).mean(axis=0) for y, x in middles)
    return [(round(r), round(g), round(b)) for r, g, b in patches]


def is_scene(picture: NDArray[np.uint8], tolerance: int = 24) -> bool:
    """Whether a decoded picture shows the scene upright and in its colours."""
    differences = np.abs(np.array(quarters_of(picture)) - np.array(QUARTERS))
    return bool(differences.max() <= tolerance)


_TURN_TO_STORE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def save(picture: Image.Image, path: Path, **options: object) -> Path:
    """Write a picture in the format its extension names; HEIC through pillow-heif."""
    if path.suffix in {".heic", ".heif"}:
        pillow_heif.from_pillow(picture).save(path, quality=90, **options)
    else:
        picture.save(path, **options)
    return path


def turned(path: Path, orientation: int, *, width: int = 320, height: int = 240) -> Path:
    """A picture stored turned, whose EXIF orientation makes the scene upright again."""
    picture = photo(width, height)
    turn = _TURN_TO_STORE[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = picture if turn is None else picture.transpose(turn)
    return save(stored, path, exif=exif.tobytes() if path.suffix in {".heic", ".heif"} else exif)


def cmyk_jpeg(path: Path, *, profile: bytes | None = None) -> Path:
    """A CMYK JPEG with Adobe's marker, whose values are stored inverted, as Photoshop writes them."""
    picture = photo(grain=0).convert("CMYK")
    picture.save(path, quality=95, **({"icc_profile": profile} if profile else {}))
    return path


def deep_png(path: Path) -> Path:
    """A 16-bit grey PNG: a ramp over the whole range from left to right."""
    ramp = np.tile(np.linspace(0, 65535, 320).astype(np.uint16), (240, 1))
    Image.fromarray(ramp).save(path)
    return path


def clear_png(path: Path) -> Path:
    """An RGBA PNG: the scene on the left, fully transparent black on the right."""
    picture = photo().convert("RGBA")
    picture.paste((0, 0, 0, 0), (160, 0, 320, 240))
    picture.save(path)
    return path


def palette_png(path: Path) -> Path:
    """A palette PNG whose right half is a transparent colour."""
    picture = photo(grain=0).quantize(16)
    index = picture.getpixel((300, 20))
    picture.save(path, transparency=index)
    return path


def rare_subsampling_jpeg(path: Path, subsampling: str = "411") -> Path:
    """A JPEG whose colour is stored in an uncommon way: 411, 440 or 422."""
    path.write_bytes(simplejpeg.encode_jpeg(pixels(), 92, "RGB", subsampling))
    return path


def animation(path: Path, *, frames: int = 5, frame_ms: int = 100, width: int = 160, height: int = 120) -> Path:
    """An animated GIF, WebP, PNG or AVIF; frame n is a grey of its own with the scene's corner colours."""
    pictures = [_numbered(number, frames, width, height) for number in range(frames)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=frame_ms, loop=0)
    return path


def _numbered(number: int, frames: int, width: int, height: int) -> Image.Image:
    picture = photo(width, height, grain=0)
    level = round(255 * number / max(1, frames - 1))
    left, top = width // 2 - 10 + number % 3, height // 2 - 10  # it moves, since equal frames would be stored as one
    picture.paste((level, level, level), (left, top, left + 20, top + 20))
    return picture


CODECS = {
    ".mp4": "libx264",
    ".m4v": "libx264",
    ".mov": "libx264",
    ".3gp": "libx264",
    ".mkv": "libx264",
    ".webm": "libvpx",
    ".avi": "mpeg4",
}


@ordinary_priority()
def video(
    path: Path,
    *,
    seconds: float = 2.0,
    rate: int = 10,
    width: int = 320,
    height: int = 240,
    gop: int = 10,
    rotation: int = 0,
    codec: str | None = None,
    sound: bool = False,
    black_seconds: float = 0.0,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
) -> Path:
    """A video of the scene, in the container its extension names; it may begin black and hold a sine tone.

    `rotation` turns the stored frames, and stores the display matrix that makes them upright again.
    """
    with av.open(str(path), "w", options=container_options or {}) as container:
        name = codec or CODECS[path.suffix]
        stored = np.rot90(pixels(width, height), -rotation // 90 % 4)
        stream = container.add_stream(name, rate=rate, options=options or {"g": str(gop)})
        stream.width, stream.height, stream.pix_fmt = stored.shape[1], stored.shape[0], "yuv420p"
        stream.codec_context.gop_size = gop
        if rotation:
            stream.set_display_rotation(rotation)
        tone = _sound_stream(container, path) if sound else None
        for frame in _frames(stored, seconds, rate, black_seconds):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if tone is not None:
            _mux_tone(container, tone, seconds)
    return path


def _frames(stored: NDArray[np.uint8], seconds: float, rate: int, black_seconds: float) -> Iterable[av.VideoFrame]:
    for number in range(round(seconds * rate)):
        dark = number < black_seconds * rate
        picture = np.zeros_like(stored) if dark else stored
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, rate)
        yield frame


def heif_sequence(path: Path, *, seconds: float = 1.0) -> Path:
    """A HEIF image sequence of the scene: HEVC frames in a file whose first brand says they are pictures."""
    content = video(path.with_suffix(".mp4"), codec="libx265", seconds=seconds, options={"x265-params": "log-level=0"})
    stored = content.read_bytes()
    path.write_bytes(stored[:8] + b"msf1" + stored[12:16] + b"hevc" + stored[20:])
    content.unlink()
    return path


def sound_only(path: Path, *, seconds: float = 1.0) -> Path:
    """A file in a video container that holds sound and no picture."""
    with av.open(str(path), "w") as container:
        _mux_tone(container, _sound_stream(container, path), seconds)
    return path


def _sound_stream(container: av.container.OutputContainer, path: Path) -> av.AudioStream:
    name = {".webm": "libopus", ".avi": "pcm_s16le"}.get(path.suffix, "aac")
    stream = container.add_stream(name, rate=48000)
    stream.layout = "mono"
    return stream


def _mux_tone(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    size = stream.codec_context.frame_size or 960
    layout_format = stream.codec_context.format.name
    kind = np.float32 if layout_format.startswith("flt") else np.int16
    for at in range(0, round(seconds * 48000), size):
        wave = np.sin(np.arange(at, at + size) * 2 * np.pi * 440 / 48000)[None, :]
        level = wave if kind is np.float32 else wave * 8000
        frame = av.AudioFrame.from_ndarray(level.astype(kind), format=layout_format, layout="mono")
        frame.sample_rate, frame.pts = 48000, at
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def bomb_png(path: Path, side: int = 60_000) -> Path:
    """A PNG of a few kilobytes that claims to hold `side` × `side` pixels."""
    small = io.BytesIO()
    Image.new("L", (8, 8)).save(small, "PNG")
    head = bytearray(small.getvalue())
    head[16:24] = side.to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    path.write_bytes(bytes(head))
    return path


PICTURES: dict[str, Callable[[Path], Path]] = {
    "plain.jpg": lambda path: save(photo(), path, quality=92),
    "progressive.jpg": lambda path: save(photo(), path, quality=92, progressive=True),
    "rare_subsampling.jpg": rare_subsampling_jpeg,
    "full_colour.jpg": lambda path: save(photo(), path, quality=92, subsampling="4:4:4"),
    "turned.jpg": lambda path: turned(path, 6),
    "cmyk.jpg": cmyk_jpeg,
    "plain.png": lambda path: save(photo(), path),
    "palette.png": lambda path: save(photo().quantize(64), path),
    "plain.webp": lambda path: save(photo(), path, quality=90),
    "lossless.webp": lambda path: save(photo(), path, lossless=True),
    "plain.gif": lambda path: save(photo(grain=0), path),
    "plain.bmp": lambda path: save(photo(), path),
    "plain.tiff": lambda path: save(photo(), path),
    "packed.tiff": lambda path: save(photo(), path, compression="tiff_lzw"),
    "big.tiff": lambda path: save(photo(), path, big_tiff=True),
    "plain.heic": lambda path: save(photo(), path),
    "plain.avif": lambda path: save(photo(), path, quality=90),
}
"""A maker for each common kind of still that shows the scene in colour: name → function that writes it to a path."""

VIDEOS: dict[str, Callable[[Path], Path]] = {
    f"plain{extension}": (lambda path: video(path, sound=path.suffix != ".3gp")) for extension in CODECS
}
"""A maker for each video container."""


def make_all(folder: Path) -> dict[str, Path]:
    """One file of each name of PICTURES and VIDEOS in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: make(folder / name) for name, make in {**PICTURES, **VIDEOS}.items()}
