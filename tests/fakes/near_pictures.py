"""Pictures that are near-duplicates of each other, made as they come to be: scaled, and saved again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

SIDES = (320, 288, 256, 224, 200, 176, 160, 144)


def motif(seed: int) -> Image.Image:
    """A picture of soft blots; two of different seeds have nothing in common."""
    random = np.random.default_rng(seed)
    blots = random.integers(0, 256, (7, 7, 3), np.uint8)
    return Image.fromarray(blots, "RGB").resize((640, 480), Image.Resampling.BICUBIC)


def near_duplicates(folder: Path, name: str, seed: int, count: int) -> list[Path]:
    """One motif so many times: each smaller than the one before, and saved with less care."""
    made = []
    for number in range(count):
        path = folder / f"{name}-{number + 1}.jpg"
        width = SIDES[number % len(SIDES)] * 2
        motif(seed).resize((width, width * 3 // 4), Image.Resampling.LANCZOS).save(path, quality=95 - 6 * number)
        made.append(path)
    return made
