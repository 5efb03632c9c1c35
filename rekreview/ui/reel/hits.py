"""The hits of a queue's videos, read in one go off the GUI thread, grouped by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from rekreview.domain.assets import Asset, MediaKind, Status
from rekreview.domain.taxonomy import NEWEST, TaxonomyVersion, for_model_version
from rekreview.ui.loupe.scene import LoupeQueries, is_estimate, video_story
from rekreview.ui.player.preview import nearest
from rekreview.ui.wellness import Profile, asset_is_veiled
from rekreview.ui.wording import file_name

if TYPE_CHECKING:
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.queues import QueueFilter
    from rekreview.domain.segments import Segment
    from rekreview.ui.grid.rows import Ids
    from rekreview.ui.player.panel import Storyboards

MOST_VIDEOS = 500
_AT_ONCE = 50


class ReelQueries(LoupeQueries, Protocol):
    """What the reel asks of a library."""

    def ids(self, wanted: QueueFilter) -> Ids:
        """The assets of a queue in its order."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One stretch of a video that rejects it. cell: a JPEG of what is seen there, b"" if there is none yet.

    veiled: so is its clip; heavy: its clip is hard to look at, veiled or not. estimate: the on-device engine saw it,
    which is no more than an estimate. taxonomy: what its labels speak.
    """

    asset_id: int
    name: str
    status: Status
    category: str
    start_ms: int
    end_ms: int
    peak_ms: int
    peak: float
    cell: bytes
    veiled: bool
    estimate: bool = False
    heavy: bool = False
    taxonomy: TaxonomyVersion = NEWEST


@dataclass(frozen=True, slots=True)
class Reel:
    """All hits, by category, those of the category with most hits first. unread: videos beyond what is read at once."""

    hits: tuple[Hit, ...] = ()
    videos: int = 0
    unread: int = 0

    @property
    def categories(self) -> list[tuple[str, int]]:
        """The categories with the number of their hits, in the order they are shown."""
        return list(Counter(hit.category for hit in self.hits).items())

    def of(self, category: str | None) -> tuple[Hit, ...]:
        """The hits of one category, or all."""
        return tuple(hit for hit in self.hits if category in (None, hit.category))


def read_reel(
    queries: ReelQueries, storyboards: Storyboards | None, wanted: QueueFilter, profile: Profile, cancel: CancelToken
) -> Reel:
    """The hits of the videos in a list. Blocks; raises Cancelled."""
    if wanted.kind is MediaKind.IMAGE:
        return Reel()
    ids = queries.ids(replace(wanted, kind=MediaKind.VIDEO)).tolist()
    read, pair = ids[:MOST_VIDEOS], queries.policy().pair
    found: list[Hit] = []
    for at in range(0, len(read), _AT_ONCE):
        for asset in queries.assets(read[at : at + _AT_ONCE]):
            cancel.check()
            found += _hits_of(storyboards, asset, pair, profile)
    return Reel(grouped(found), len(read), len(ids) - len(read))


def grouped(found: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits by category, the fullest first; within one as the queue has its videos, each by time."""
    counts = Counter(hit.category for hit in found)
    return tuple(sorted(found, key=lambda hit: (-counts[hit.category], hit.category)))


def hidden(hits: Sequence[Hit], clips: Collection[int]) -> tuple[Hit, ...]:
    """The hits, those of these clips without their pictures: it is not known yet how they may be seen."""
    return tuple(replace(hit, cell=b"", veiled=True) if hit.asset_id in clips else hit for hit in hits)


def sharp_cell(storyboards: Storyboards, hit: Hit) -> bytes:
    """What is seen at a hit, not veiled, as JPEG; b"" if there is none yet. Blocks."""
    cells = storyboards.storyboard(hit.asset_id, veiled=False)
    at = nearest(cells, hit.peak_ms)
    return cells[at][1] if at >= 0 else b""


def _hits_of(storyboards: Storyboards | None, asset: Asset, pair: PolicyPair, profile: Profile) -> list[Hit]:
    story = video_story(asset, pair)
    if story is None or not story.hits:
        return []
    veiled = asset_is_veiled(asset, profile)
    cells = storyboards.storyboard(asset.id, veiled=veiled) if storyboards is not None else []
    return [_hit(asset, segment, cells, veiled=veiled) for segment in story.hits]


def _hit(asset: Asset, segment: Segment, cells: Sequence[tuple[int, bytes]], *, veiled: bool) -> Hit:
    at = nearest(cells, segment.peak_ms)
    return Hit(
        asset.id,
        file_name(asset),
        asset.status,
        segment.name,
        segment.start_ms,
        segment.end_ms,
        segment.peak_ms,
        segment.peak,
        cells[at][1] if at >= 0 else b"",
        veiled,
        is_estimate(asset),
        asset.heavy,
        _taxonomy(asset),
    )


def _taxonomy(asset: Asset) -> TaxonomyVersion:
    detection = asset.deciding
    return for_model_version(detection.model_version if detection else None).version
