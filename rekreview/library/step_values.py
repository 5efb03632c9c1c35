"""What the library answers with on the steps of a person's work: made, undone, redone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rekreview.domain.assets import Status, Tile
    from rekreview.library.values import AppliedPolicy


class Act(StrEnum):
    """What a person did in one step."""

    DECIDE = "decide"
    CLEAR = "clear"
    LOOK_AGAIN = "look_again"
    LOOKED = "looked"
    MARK = "mark"
    APPLY = "apply"
    REVERT = "revert"


class StepState(StrEnum):
    """Whether a step counts. dropped: undone, and no longer to be redone, since something new was decided after."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Restored:
    """What an undo or a redo did. batch: the step it moved over, None if there was none. ids: of the assets that it
    changed. policy: the one that counts from then on, if the step was that of applying one. ended: it is no piece that
    others follow.
    """

    batch: int | None
    ids: tuple[int, ...]
    policy: AppliedPolicy | None = None
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person's work, for the texts of Undo and Redo. policy: the name of the one that was applied."""

    batch: int
    act: Act
    status: Status | None
    assets: int
    policy: str = ""


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Undo and Redo would do. The texts are English; `undo` and `redo` hold the same as values."""

    can_undo: bool
    can_redo: bool
    undo_text: str
    redo_text: str
    undo: Step | None = None
    redo: Step | None = None


@dataclass(frozen=True, slots=True)
class RecentStep:
    """One step of deciding in the strip of what was decided lately. tile: of its first asset, as it stands now.

    status: None where decisions were cleared. assets: how many it was about. reverted: it does not stand any more.
    """

    batch: int
    at: datetime
    reviewer: str
    status: Status | None
    assets: int
    reason: str
    note: str
    tile: Tile
    reverted: bool
