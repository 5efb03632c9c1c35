"""Assets in memory, with the thumbnails made up: for tests of views that need many, or need them just so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekreview.domain.assets import (
    Asset,
    DecidedBy,
    DetectionView,
    EngineName,
    MediaKind,
    Status,
    Tile,
)
from rekreview.domain.heaviness import counts, makes_heavy
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import slug_of

CATEGORIES = ("Alcoholic Beverages", "Explicit Nudity", "Weapons", "Female Swimwear or Underwear", "Smoking", "")
STATUSES = (Status.REJECTED, Status.APPROVED, Status.REJECTED, Status.PENDING, Status.APPROVED, Status.NOT_MODERATED)


def tile(asset_id: int, **changes: object) -> Tile:
    """A tile that depends on the id alone, but for what is told otherwise."""
    turn = asset_id % len(STATUSES)
    status = STATUSES[turn]
    made = Tile(
        id=asset_id,
        kind=MediaKind.VIDEO if asset_id % 7 == 3 else MediaKind.IMAGE,
        name=f"holiday in the mountains {asset_id:07}.jpg",
        status=status,
        decided_by=None if status in (Status.PENDING, Status.NOT_MODERATED) else DecidedBy.POLICY,
        overturned=asset_id % 11 == 4,
        category="" if status is Status.PENDING else CATEGORIES[(asset_id * 5) % len(CATEGORIES)],
        confidence=None if status is Status.PENDING else 40 + (asset_id * 37) % 60,
        estimate=asset_id % 2 == 0,
        duration_ms=61_000 + asset_id if asset_id % 7 == 3 else None,
        has_thumbnail=True,
        has_note=asset_id % 5 == 0,
        second_look=asset_id % 9 == 0,
    )
    made = replace(made, **changes)
    heavy = makes_heavy([slug_of(made.category)]) and counts(made.confidence or 0.0)
    return replace(made, **{"heavy": heavy} | changes)


def jpeg(seed: int, width: int = 256, height: int = 192) -> bytes:
    """A picture of coloured noise, different for each seed."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, (6, 8, 3), np.uint8)
    picture = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()


class Shelf:
    """Assets 1 to `count`, and what may be asked of a library about them."""

    def __init__(self, count: int, kinds: int = 16) -> None:
        self.ids = np.arange(1, count + 1, dtype=np.int64)
        self.changed: dict[int, Tile] = {}
        self.asked: list[int] = []
        self._pictures = [
            jpeg(seed, *size) for seed, size in zip(range(kinds), _sizes(kinds), strict=True)
        ]  # fmt: skip

    def tiles(self, ids: NDArray[np.int64] | Sequence[int]) -> list[Tile]:
        """The tiles of these assets."""
        self.asked.extend(int(wanted) for wanted in ids)
        return [self.changed.get(int(wanted)) or tile(int(wanted)) for wanted in ids]

    def change(self, asset_id: int, **changes: object) -> None:
        """Let an asset be different from now on."""
        self.changed[asset_id] = replace(self.changed.get(asset_id) or tile(asset_id), **changes)

    def get(self, ids: Iterable[int], veiled: bool = False) -> Mapping[int, bytes]:
        """JPEG bytes of thumbnails."""
        return {wanted: self._pictures[wanted % len(self._pictures)] for wanted in ids}


def _sizes(kinds: int) -> list[tuple[int, int]]:
    shapes = ((256, 192), (192, 256), (256, 144), (256, 256), (96, 64))
    return [shapes[at % len(shapes)] for at in range(kinds)]


def asset(asset_id: int = 1, **changes: object) -> Asset:
    """An asset with an on-device detection, but for what is told otherwise."""
    labels = (
        Label("Alcoholic Beverages", "Alcohol", 97.4, 2),
        Label("Alcohol", "", 97.4, 1),
        Label("Smoking", "Drugs & Tobacco Paraphernalia & Use", 31.0, 3),
        Label("Drugs & Tobacco Paraphernalia & Use", "Drugs & Tobacco", 31.0, 2),
        Label("Drugs & Tobacco", "", 31.0, 1),
    )
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    detection = DetectionView(1, EngineName.ON_DEVICE, "on-device-1", None, 1.0, labels, created=when)
    made = Asset(
        id=asset_id,
        sha256="0" * 64,
        kind=MediaKind.IMAGE,
        format="jpeg",
        bytes=3_456_789,
        width=4032,
        height=3024,
        duration_ms=None,
        codec="",
        paths=("/pictures/party/wine.jpg",),
        missing_paths=(),
        status=Status.REJECTED,
        decided_by=DecidedBy.POLICY,
        detections=(detection,),
        deciding_detection=1,
        fault=None,
        imported=when,
    )
    made = replace(made, **changes)
    deciding = [label for one in made.detections if one.id == made.deciding_detection for label in one.labels]
    named = {slug_of(label.name) for label in deciding if counts(label.confidence)}
    return replace(made, **{"heavy": makes_heavy(named)} | changes)
