"""Pictures of the moments for which videos are rejected: a cell of a storyboard may lie far from them."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from rekreview.domain.assets import Asset, MediaKind
from rekreview.domain.errors import MediaError, Unreadable
from rekreview.domain.ports import Decoder
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.segments import Segment, hits
from rekreview.domain.video import Cell
from rekreview.library.library import Library
from rekreview.library.queries.chunks import plain

log = logging.getLogger(__name__)

NEAR_MS = 500
"""A cell this near to the peak of a hit, and within the hit, shows it."""
MOST_MOMENTS = 100
"""Of one video, the strongest first."""
_READ_AT_ONCE = 20


GivenUp = set[tuple[int, int]]
"""Assets and times (ms) of moments that cannot be decoded, not tried again before the app is started anew."""


def draw_missing(library: Library, decoder: Decoder, cancel: CancelToken, given_up: GivenUp) -> int:
    """Draw the hits of rejected videos that no cell of their storyboards shows; how many videos got more cells.

    given_up: what is left out, and grows by what could not be decoded. A file that is away is asked for again.
    Raises Cancelled; what was drawn by then stays.
    """
    rejected = plain(library.queries.ids(QueueFilter(QueueName.REJECTED, kind=MediaKind.VIDEO)))
    drawn = 0
    for at in range(0, len(rejected), _READ_AT_ONCE):
        cancel.check()
        for asset in library.queries.assets(rejected[at : at + _READ_AT_ONCE]):
            drawn += _draw(library, decoder, asset, cancel, given_up)
    return drawn


def missing(found: Iterable[Segment], cells_ms: Sequence[int]) -> list[int]:
    """The peaks (ms) of those hits that none of the cells shows, by time. cells_ms: the times of the cells, by time."""
    strongest = {one.peak_ms: one for one in sorted(found, key=lambda one: (one.peak, -one.peak_ms))}
    chosen = list(strongest.values())[-MOST_MOMENTS:]
    return sorted(one.peak_ms for one in chosen if not any(_showing(one, cells_ms)))


def _showing(hit: Segment, cells_ms: Sequence[int]) -> Iterator[bool]:
    """Whether each of the two cells around a hit's peak shows it."""
    after = bisect_left(cells_ms, hit.peak_ms)
    for at_ms in cells_ms[max(0, after - 1) : after + 1]:
        within = hit.start_ms <= at_ms <= max(hit.end_ms, hit.start_ms)
        yield within and abs(at_ms - hit.peak_ms) <= NEAR_MS


def _draw(library: Library, decoder: Decoder, asset: Asset, cancel: CancelToken, given_up: GivenUp) -> bool:
    deciding = asset.deciding
    verdict = library.queries.policy().pair.verdict_on(asset)
    if deciding is None or verdict is None or not asset.paths:
        return False
    absent = missing(hits(deciding.labels, verdict.offending), library.thumbnails.cell_times(asset.id))
    times_ms = [at_ms for at_ms in absent if (asset.id, at_ms) not in given_up]
    cells: list[Cell] = []
    try:
        for cell in decoder.moments(asset.paths[0], times_ms, cancel) if times_ms else ():
            cells.append(cell)
    except Unreadable:
        return False
    except MediaError as error:
        given_up.update((asset.id, at_ms) for at_ms in times_ms[len(cells) :])
        log.info("Of asset %d only %d of %d hits are drawn: %s", asset.id, len(cells), len(times_ms), error.message)
    library.thumbnails.add_cells(asset.id, cells)
    return bool(cells)
