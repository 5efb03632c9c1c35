"""A person's steps on any number of assets: written in pieces, so that single decisions of others go in between."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from rekreview.library.commands import deciding, steps, undoing
from rekreview.library.commands.intents import Intent
from rekreview.library.commands.queue_commands import QueueCommands
from rekreview.library.queries.chunks import chunks, plain
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.library.step_values import Restored
from rekreview.library.values import Decided

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rekreview.domain.changes import ChangeSet

    Ids = Sequence[int] | NDArray[np.int64]

PAUSE_SECONDS: Final = 0.005
"""Between two pieces: another process has to find the lane free."""


class LongSteps(QueueCommands):
    """Decides, undoes, redoes and reverts piece by piece.

    A piece outlives a kill as soon as it is told, and a power cut once the last one is told, or the caller has stopped
    asking for more: what is done by then stays, and is one step to undo.
    """

    def deciding_in_pieces(self, intent: Intent, ids: Ids) -> Generator[Decided, None, None]:
        """Carry out an intent; each piece as it is written. Raises AssetNotFound."""
        wanted = plain(ids)
        pieces = chunks(wanted, STEP_ASSETS)
        if len(wanted) <= STEP_ASSETS:
            yield from (self._carry_out(intent, some, None, None, durable=True) for some in pieces)
            return
        batch: int | None = None
        left = len(wanted)
        pressed_after = self._newest_row()
        with self._database.easing():
            try:
                for some in pieces:
                    last = left <= STEP_ASSETS
                    decided = self._carry_out(intent, some, batch, pressed_after, durable=last)
                    batch, left = decided.batch, left - len(some)
                    yield decided
                    _let_others_in()
            finally:
                if left and batch is not None:
                    self._seal(batch)

    def undoing_in_pieces(self, step_id: int, *, reviewer: str = "") -> Generator[Restored, None, None]:
        """Take this step back, which is the newest one; each piece as it is written."""
        return self._walking(undoing.undo, reviewer, step_id)

    def redoing_in_pieces(self, step_id: int, *, reviewer: str = "") -> Generator[Restored, None, None]:
        """Do this step again, which was undone last; each piece as it is written."""
        return self._walking(undoing.redo, reviewer, step_id)

    def reverting_in_pieces(self, target: int, *, reviewer: str = "") -> Generator[Restored, None, None]:
        """Take one step of deciding back by itself, in a step of its own; each piece as it is written."""
        return self._walking(partial(undoing.revert, target=target), reviewer)

    def _whole_step(self, intent: Intent, ids: Ids) -> Decided:
        batch: int | None = None
        changed: list[int] = []
        unchanged: list[int] = []
        for decided in self.deciding_in_pieces(intent, ids):
            batch = decided.batch
            changed.extend(decided.changed)
            unchanged.extend(decided.unchanged)
        return Decided(batch, tuple(changed), tuple(unchanged))

    def _whole_walk(self, move: undoing.Move, reviewer: str) -> Restored:
        pieces = list(self._walking(move, reviewer))
        first = next((piece.batch for piece in pieces if piece.batch is not None), None)
        return Restored(first, tuple(asset_id for piece in pieces for asset_id in piece.ids), pieces[-1].policy)

    def _walking(
        self, move: undoing.Move, reviewer: str, step_id: int | None = None
    ) -> Generator[Restored, None, None]:
        """Undo or redo a step, in pieces if it is a long one."""
        restored, following = self._move(move, step_id, 0, reviewer)
        step_id = step_id or restored.batch
        yield replace(restored, ended=following is None)
        if following is None:
            return
        with self._database.easing():
            try:
                while following is not None:
                    _let_others_in()
                    restored, following = self._move(move, step_id, following, reviewer)
                    step_id = step_id or restored.batch
                    yield replace(restored, ended=following is None)
            finally:
                if step_id is not None:
                    self._seal(step_id)

    def _newest_row(self) -> int:
        with self._database.reading() as connection:
            return steps.newest_row(connection)

    def _carry_out(
        self, intent: Intent, ids: Sequence[int], batch: int | None, pressed_after: int | None, *, durable: bool
    ) -> Decided:
        def change(connection: Connection) -> tuple[Decided, ChangeSet]:
            wanted = intent if intent.giving is None else replace(intent, note=intent.giving(ids))
            return deciding.carry_out(connection, wanted, ids, batch, pressed_after)

        return self._write(change, durable=durable)

    def _move(self, move: undoing.Move, step_id: int | None, after: int, reviewer: str) -> undoing.Moved:
        return self._write(
            lambda connection: move(connection, size=STEP_ASSETS, step_id=step_id, after=after, reviewer=reviewer),
            durable=not after,
        )

    def _seal(self, step_id: int) -> None:
        """Have everything on the disk that was written of a step."""
        with self._database.writing(durable=True) as connection:
            steps.grow(connection, step_id, 0)


def _let_others_in() -> None:
    time.sleep(PAUSE_SECONDS)
