"""A person's step on very many assets: piece by piece, with progress, until it is done or asked to stop."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rekreview.domain.progress import CancelToken, Pace, Progress
from rekreview.library.commands.intents import Intent
from rekreview.library.library import Library
from rekreview.library.step_values import Restored, Step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LongStep:
    """What came of it. batch: the step, None if nothing had to change. changed: assets that were changed. reached: how
    many were gone through, of `total`. left_alone: those gone through that have a note of their own and were not
    changed, as something else was done to them later.
    """

    batch: int | None
    changed: int
    reached: int
    total: int
    left_alone: tuple[int, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop before its end."""
        return self.reached < self.total


def carry_out(
    library: Library,
    intent: Intent,
    ids: Sequence[int] | NDArray[np.int64],
    cancel: CancelToken,
    begun: Callable[[int], object],
) -> Generator[Progress, None, LongStep]:
    """Do something to these assets. Asked to stop, it ends after the piece at hand, and what is done stays.

    begun: told the step's number as soon as there is one. Raises AssetNotFound.
    """
    pace, changed, reached = Pace(), 0, 0
    noted = frozenset() if isinstance(intent.note, str) else intent.note.keys()
    left_alone: list[int] = []
    batch: int | None = None
    yield pace.mark(0, len(ids))
    pieces = library.commands.deciding_in_pieces(intent, ids)
    try:
        for piece in pieces:
            if batch is None and piece.batch is not None:
                batch = piece.batch
                begun(batch)
            changed += len(piece.changed)
            reached += len(piece.changed) + len(piece.unchanged)
            left_alone += noted & set(piece.unchanged)
            yield pace.mark(reached, len(ids))
            if cancel.cancelled:
                break
    finally:
        pieces.close()
    return LongStep(batch, changed, reached, len(ids), tuple(left_alone))


def turn(
    library: Library, step: Step, reviewer: str, cancel: CancelToken, *, undone: bool
) -> Generator[Progress, None, LongStep]:
    """Take this step back, or do it again. Asked to stop, it ends after the piece at hand, and what is done stays."""
    move = library.commands.undoing_in_pieces if undone else library.commands.redoing_in_pieces
    return (yield from _walked(move(step.batch, reviewer=reviewer), step.assets, cancel, lambda _batch: None))


def revert(
    library: Library,
    target: int,
    assets: int,
    reviewer: str,
    cancel: CancelToken,
    begun: Callable[[int], object],
) -> Generator[Progress, None, LongStep]:
    """Take one step back by itself, wherever it stands, in a step of its own. assets: how many it was about.

    What was decided later stays, on the same assets too. Asked to stop, it ends after the piece at hand. begun: told
    the number of its own step as soon as there is one.
    """
    pieces = library.commands.reverting_in_pieces(target, reviewer=reviewer)
    return (yield from _walked(pieces, assets, cancel, begun))


def _walked(
    pieces: Generator[Restored, None, None], total: int, cancel: CancelToken, begun: Callable[[int], object]
) -> Generator[Progress, None, LongStep]:
    pace, reached = Pace(), 0
    batch: int | None = None
    yield pace.mark(0, total)
    ended = True
    try:
        for restored in pieces:
            if batch is None and restored.batch is not None:
                batch = restored.batch
                begun(batch)
            reached += len(restored.ids)
            yield pace.mark(min(reached, total), total)
            if cancel.cancelled:
                ended = restored.ended
                break
    finally:
        pieces.close()
    return LongStep(batch, reached, total if ended else min(reached, total - 1), total)
