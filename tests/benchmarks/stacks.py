"""What stacks of near-duplicates cost, and which pictures they bring together:

    python -m tests.benchmarks.stacks [NUMBER...]

The first tables: stacks of 10,000, 100,000 and a million pictures, one in five of which is near another one; once as a
whole, and then with more pictures coming, as an import brings them; and the same asked of a library on the disk, for
its longest queue. Processor time is told beside the time on the clock, since the clock also counts what else the
computer does. The last table is about the distance: pictures are drawn and photographed, each is changed in the ways
pictures change on their way through the world, and for each distance it is told how many of the changed ones come to
their original, and how many that have nothing in common come together.
"""

from __future__ import annotations

import io
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance

from rekreview.domain.near_duplicates import DISTANCE, Stacks, stacked
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library, database
from rekreview.media.fingerprints import phash
from tests.benchmarks.library import filled
from tests.benchmarks.table import Case, print_table, timed

SIZES: Final = (10_000, 100_000, 1_000_000)
LIMIT_MS: Final = 3_000.0
BATCH: Final = 64
PICTURES: Final = 1_500
DISTANCES: Final = (2, 4, 6, 8, 10, 12, 16)
Change = Callable[[Image.Image], Image.Image]


def hashes_of(number: int) -> NDArray[np.int64]:
    """So many hashes; of every five one is near another, in one to eight bits, and one of fifty its exact copy."""
    chance = np.random.default_rng(number)
    words = chance.integers(0, 2**64, number, np.uint64)
    near = chance.choice(number, number // 5, replace=False)
    words[near] = words[chance.integers(0, number, len(near))]
    flipped = near[: len(near) * 9 // 10]
    for _ in range(8):
        words[flipped] ^= np.uint64(1) << chance.integers(0, 64, len(flipped), np.uint64)
        flipped = flipped[: len(flipped) * 4 // 5]
    return words.view(np.int64)


def whole(hashes: NDArray[np.int64]) -> Stacks:
    """The stacks of all pictures at once."""
    stacks = Stacks()
    stacks.add(np.arange(1, len(hashes) + 1), hashes)
    return stacks


def measured(number: int) -> bool:
    """The table of one size; whether its bars are held."""
    hashes = hashes_of(number)
    elapsed, processor = [], []
    for _ in range(3):
        started, used = time.perf_counter(), time.process_time()
        stacks = whole(hashes)
        elapsed.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - used) * 1000)
    ids = np.random.default_rng(0).permutation(np.arange(1, number + 1))
    cases = [
        Case("all stacks", elapsed, limit=LIMIT_MS, by_median=True),
        Case("all stacks, processor", processor, limit=LIMIT_MS, by_median=True),
        *coming(stacks, BATCH, 30),
        *coming(stacks, 1, 30),
        Case("stacks of the whole queue", timed(lambda: stacked(ids, stacks.numbers(ids)), 3)),
        Case("stacks of a queue of 1,000", timed(lambda: stacked(ids[:1000], stacks.numbers(ids[:1000])), 10)),
        *of_a_library(hashes),
    ]
    return print_table(f"{number:,} pictures, {len(stacks):,} stacks within {DISTANCE} bits", cases)


def of_a_library(hashes: NDArray[np.int64]) -> list[Case]:
    """What a library takes for the stacks of all its assets: at first, and again once it has them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        filled(folder, len(hashes)).library.close()
        connection = sqlite3.connect(folder / database.FILE_NAME)
        with connection:
            words = enumerate(hashes.tolist(), 1)
            connection.executemany("UPDATE asset SET phash = ? WHERE id = ?", ((word, one) for one, word in words))
        connection.close()
        with Library.open(folder) as library:
            started = time.perf_counter()
            library.queries.stacks(QueueFilter())
            first = (time.perf_counter() - started) * 1000
            again = timed(lambda: library.queries.stacks(QueueFilter()), 3)
            one = timed(lambda: library.queries.near_duplicates(1), 10)
    return [
        Case("a library's, first asked", [first]),
        Case("a library's, asked again", again),
        Case("near-duplicates of one asset", one),
    ]


def coming(stacks: Stacks, batch: int, times: int) -> list[Case]:
    """What it costs when more pictures come, so many at a time."""
    chance = np.random.default_rng(batch)

    def add() -> None:
        ids = np.arange(stacks.newest + 1, stacks.newest + 1 + batch)
        stacks.add(ids, chance.integers(-(2**63), 2**63 - 1, batch))

    return [Case(f"{batch} more", timed(add, times))]


def drawn(number: int) -> Image.Image:
    """A picture like no other: a sky, some shapes, and light that falls unevenly."""
    chance = np.random.default_rng(number)
    coarse = chance.integers(0, 256, (*chance.integers(2, 9, 2).tolist(), 3), np.uint8)
    picture = Image.fromarray(coarse).resize((480, 360), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(int(chance.integers(2, 12))):
        left, top = chance.integers(-60, 420), chance.integers(-60, 300)
        box = [left, top, left + chance.integers(20, 260), top + chance.integers(20, 220)]
        colour = tuple(int(one) for one in chance.integers(0, 256, 3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)([int(one) for one in box], fill=colour)
    return picture


def encoded(picture: Image.Image, quality: int) -> Image.Image:
    """The picture after it was saved as a JPEG of this quality."""
    held = io.BytesIO()
    picture.save(held, "jpeg", quality=quality)
    return Image.open(held).convert("RGB")


def cropped(picture: Image.Image, share: float) -> Image.Image:
    """The picture without this share of its width and height, half of it on each side."""
    width, height = picture.size
    across, down = width * share / 2, height * share / 2
    return picture.crop((round(across), round(down), round(width - across), round(height - down)))


def watermarked(picture: Image.Image) -> Image.Image:
    """The picture with a white band of words across a corner."""
    marked = picture.copy()
    width, height = marked.size
    draw = ImageDraw.Draw(marked, "RGBA")
    draw.rectangle((width * 0.62, height * 0.88, width * 0.98, height * 0.96), fill=(255, 255, 255, 150))
    draw.text((width * 0.64, height * 0.89), "© somebody else 2026", fill=(0, 0, 0, 220))
    return marked


CHANGES: Final[dict[str, Change]] = {
    "re-encoded, JPEG 40": lambda picture: encoded(picture, 40),
    "half the size": lambda picture: picture.resize(
        (picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS
    ),
    "cropped 2 %": lambda picture: cropped(picture, 0.02),
    "cropped 5 %": lambda picture: cropped(picture, 0.05),
    "brighter by a fifth": lambda picture: ImageEnhance.Brightness(picture).enhance(1.2),
    "more contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(1.3),
    "watermark": watermarked,
    "small, cropped 2 %, JPEG 60": lambda picture: encoded(cropped(picture, 0.02).resize((240, 180)), 60),
}


def as_imported(picture: Image.Image) -> int:
    """The hash as an import takes it: of the thumbnail, 256 pixels on its long side."""
    small = picture.copy()
    small.thumbnail((256, 256), reducing_gap=1.0)
    return phash(small)


def merges(originals: list[Image.Image]) -> None:
    """Print which share of changed pictures comes to its original, and how many strangers come together."""
    first = np.array([as_imported(picture) for picture in originals], np.int64).view(np.uint64)
    gaps = {
        name: np.bitwise_count(
            np.array([as_imported(change(one)) for one in originals], np.int64).view(np.uint64) ^ first
        )
        for name, change in CHANGES.items()
    }
    between = np.bitwise_count(first[:, None] ^ first)[np.triu_indices(len(first), 1)]
    print(f"\n{len(originals):,} different pictures, each changed in {len(CHANGES)} ways: who comes together")
    print("within bits".ljust(30) + "".join(f"{distance:>9}" for distance in DISTANCES))
    for name, gap in gaps.items():
        print(name.ljust(30) + "".join(f"{np.mean(gap <= distance):>9.1%}" for distance in DISTANCES))
    counts = [np.count_nonzero(between <= distance) for distance in DISTANCES]
    print(f"strangers, of {len(between):,} pairs".ljust(30) + "".join(f"{count:>9,}" for count in counts))


def main(sizes: tuple[int, ...]) -> int:
    """Print all tables; 1 if a bar is missed."""
    held = [measured(size) for size in sizes]
    merges([drawn(number) for number in range(PICTURES)])
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
