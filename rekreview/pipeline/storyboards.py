"""Storyboards: drawn for videos that have none, one after the other, when nobody waits for anything else."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from concurrent.futures import Executor

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import MediaError, Unreadable
from rekreview.domain.ports import Decoder
from rekreview.domain.progress import CancelToken, Pace, Progress
from rekreview.domain.queues import QueueFilter
from rekreview.domain.video import STORYBOARD_CELLS, Cell
from rekreview.library.library import Library
from rekreview.library.queries.chunks import chunks, plain
from rekreview.pipeline import hit_cells
from rekreview.pipeline.flow import in_order

log = logging.getLogger(__name__)


def make(
    library: Library,
    decoder: Decoder,
    asset_ids: Sequence[int] | None,
    *,
    executor: Executor,
    cancel: CancelToken,
    given_up: hit_cells.GivenUp | None = None,
) -> Generator[Progress, None, int]:
    """Draw and keep the storyboards of those assets that are videos and have none; how many were drawn.

    asset_ids: None for all of the library, and for the hits of rejected videos that their storyboards do not show;
    given_up: those of them that are left out, and grow.

    Yields progress after each. A video that cannot be read has none from now on; raises Cancelled when asked to stop,
    and what was drawn by then stays.
    """
    wanted = plain(library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))) if asset_ids is None else asset_ids
    videos = [one for some in chunks(wanted) for one in _videos_without(library, some)]
    pace, drawn = Pace(), 0
    yield pace.mark(0, len(videos))

    def draw(asset_id: int) -> bool:
        return _draw(library, decoder, asset_id, cancel)

    for done, found in enumerate(in_order(executor, draw, videos, ahead=1), start=1):
        drawn += found
        yield pace.mark(done, len(videos))
        cancel.check()
    if asset_ids is None:
        left_out = set() if given_up is None else given_up
        drawn += executor.submit(hit_cells.draw_missing, library, decoder, cancel, left_out).result()
    return drawn


def _videos_without(library: Library, ids: Sequence[int]) -> list[int]:
    videos = [tile.id for tile in library.queries.tiles(ids) if tile.kind is MediaKind.VIDEO]
    return library.thumbnails.without_storyboard(videos)


def _draw(library: Library, decoder: Decoder, asset_id: int, cancel: CancelToken) -> bool:
    """Whether a storyboard was drawn; what a damaged video still gave is one. A file that is gone is asked for again
    another time.
    """
    cancel.check()
    path = next(iter(library.queries.asset(asset_id).paths), None)
    if path is None:
        return False
    cells: list[Cell] = []
    try:
        for cell in decoder.storyboard(path, STORYBOARD_CELLS, cancel):
            cells.append(cell)
    except Unreadable:
        return False
    except MediaError as error:
        log.info("The storyboard of asset %d ends after %d cells: %s", asset_id, len(cells), error.message)
    library.thumbnails.put_storyboard(asset_id, cells)
    return bool(cells)
