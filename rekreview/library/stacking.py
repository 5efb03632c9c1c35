"""Keeps the stacks of a library's pictures while it is open.

A picture's hash never changes and none ever leaves a library, so it is enough to read on where the last reading
stopped: whatever was imported meanwhile, by this process or by another one, is placed before a question is answered.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from rekreview.domain.arrays import np
from rekreview.domain.assets import MediaKind
from rekreview.domain.near_duplicates import Stacks
from rekreview.domain.stack_lists import StackOutline, outline
from rekreview.library import database

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

OUTLINED: Final = 5_000
"""So many pictures tell what stacks would be like: at the greatest distance they take half a second."""


def _hashes(after: int) -> Select[Any]:
    """Every still picture imported after one, with its hash: that of a video or an animation tells of one frame, and
    two that begin alike may go on quite differently.
    """
    from sqlalchemy import select

    from rekreview.library.tables import ASSET

    still = (ASSET.c.kind == MediaKind.IMAGE.value, ASSET.c.frames == 1, ASSET.c.phash.is_not(None))
    return select(ASSET.c.id, ASSET.c.phash).where(*still, ASSET.c.id > after)


def outlined(connection: Connection, distance: int) -> StackOutline:
    """What stacks at this distance would be like, by the newest pictures. Raises ValueError for a senseless one."""
    pictures = _hashes(after=0)
    newest = pictures.order_by(pictures.selected_columns.id.desc()).limit(OUTLINED)
    ids, hashes = database.integer_columns(connection, newest)
    order = np.argsort(ids)
    stacks = Stacks(distance)
    stacks.add(ids[order], hashes[order])
    return outline(stacks.numbers(ids))


class StackBook:
    """Tells which pictures are near-duplicates, at the distance asked for last. Any thread may ask."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stacks: Stacks | None = None

    def numbers(self, connection: Connection, ids: NDArray[np.int64], distance: int) -> NDArray[np.int64]:
        """The number of the stack of each asset; -1 for one that is no still picture, which is alone.

        Raises ValueError for a distance that would stack strangers.
        """
        with self._guard:
            return self._up_to_date(connection, distance).numbers(ids)

    def prepare(self, connection: Connection, distance: int) -> None:
        """Have all pictures in their stacks. Raises ValueError for a distance that would stack strangers."""
        with self._guard:
            self._up_to_date(connection, distance)

    def companions(self, connection: Connection, asset_id: int, distance: int) -> NDArray[np.int64]:
        """All pictures of the library in the stack of this one, itself among them, the first imported first."""
        with self._guard:
            return self._up_to_date(connection, distance).companions(asset_id)

    def _up_to_date(self, connection: Connection, distance: int) -> Stacks:
        """The stacks with all pictures the connection sees in them. Who asks at the first time waits for all."""
        if self._stacks is None or self._stacks.distance != distance:
            self._stacks = Stacks(distance)
        stacks = self._stacks
        ids, hashes = database.integer_columns(connection, _hashes(stacks.newest))
        order = np.argsort(ids)
        stacks.add(ids[order], hashes[order])
        return stacks
