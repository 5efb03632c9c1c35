"""From whatever a file's pixels mean to upright sRGB on a white ground."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

import numpy as np
from PIL import Image, ImageCms

from rekreview.domain.errors import Undecodable

_STRIP_PIXELS = 4_000_000
_WHITE = (255, 255, 255, 255)
_SPACES = {"RGB ": ("RGB",), "GRAY": ("L",), "CMYK": ("CMYK",), "Lab ": ("LAB",)}


def shrunk(picture: Image.Image, least: tuple[int, int]) -> Image.Image:
    """The picture with 8 bits a channel, reduced by a whole number to at least the size `least`.

    Works in strips, so that a picture of 250 megapixels never needs a second copy of itself.
    """
    factor = max(1, min(picture.width // least[0], picture.height // least[1]))
    rows = factor * max(1, _STRIP_PIXELS // picture.width // factor)
    if rows >= picture.height:
        return _reduced(eight_bit(picture, _value_range(picture)), factor)
    levels = _value_range(picture)
    strips = (
        _reduced(eight_bit(picture.crop((0, top, picture.width, min(top + rows, picture.height))), levels), factor)
        for top in range(0, picture.height, rows)
    )
    return _stacked(strips, -(-picture.height // factor))


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB of a picture as `shrunk` gives it: transparency on white, colours as its embedded ICC profile says."""
    if picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, _WHITE), picture).convert("RGB")
    if profile and (transform := _transform(profile, picture.mode)):
        return cast(Image.Image, ImageCms.applyTransform(picture, transform))
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def eight_bit(picture: Image.Image, value_range: tuple[float, float] | None = None) -> Image.Image:
    """The same picture as L, RGB, RGBA, CMYK or LAB. Deep grey is scaled from `value_range`, never clipped."""
    mode = picture.mode
    if mode in {"L", "RGB"}:
        return picture.convert("RGBA") if "transparency" in picture.info else picture
    if mode in {"RGBA", "CMYK", "LAB"}:
        return picture
    if mode == "1":
        return picture.convert("L")
    if mode.startswith("I") or mode == "F":
        return _scaled(picture, value_range or (0, 255))
    clear = mode in {"PA", "LA", "La", "RGBa"} or "transparency" in picture.info
    return picture.convert("RGBA" if clear else "RGB")


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    return picture.reduce(factor) if factor > 1 else picture


def _stacked(strips: Iterator[Image.Image], height: int) -> Image.Image:
    whole: Image.Image | None = None
    top = 0
    for strip in strips:
        whole = whole or Image.new(strip.mode, (strip.width, height))
        whole.paste(strip, (0, top))
        top += strip.height
    if whole is None:
        raise Undecodable("It holds no pixels.")
    return whole


def _value_range(picture: Image.Image) -> tuple[float, float] | None:
    """Black and white of a deep grey picture; None for the others.

    16-bit samples use their whole range. 32-bit and float samples have no agreed white, so the values decide.
    """
    if picture.mode.startswith("I;16"):
        return 0, 65535
    if picture.mode not in {"I", "F"}:
        return None
    low, high = cast(tuple[float, float], picture.getextrema())
    if not (np.isfinite(low) and np.isfinite(high)):
        values = np.asarray(picture)
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0, 1)
    if low < 0:
        return low, max(high, low + 1)
    white = next((white for white in (1, 255, 65535) if high <= white and (white > 1 or picture.mode == "F")), high)
    return 0, white


def _scaled(picture: Image.Image, value_range: tuple[float, float]) -> Image.Image:
    black, white = value_range
    values = np.nan_to_num(np.asarray(picture, np.float32), posinf=white, neginf=black)
    levels = np.clip((values - black) * (255 / (white - black)) + 0.5, 0, 255)
    return Image.fromarray(levels.astype(np.uint8))


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the profile to sRGB; None if it is broken, is sRGB already, or belongs to another kind of pixels."""
    try:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = embedded.profile.xcolor_space
        if mode not in _SPACES.get(space, ()) or _is_srgb(embedded):
            return None
        return ImageCms.buildTransform(embedded, _srgb(), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return (profile.profile.profile_description or "").startswith("sRGB")


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
