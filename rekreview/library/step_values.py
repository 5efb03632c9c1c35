"""What the library answers with on the steps of a person's work: made, undone, redone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from rekreview.domain.assets import Status

if TYPE_CHECKING:
    from rekreview.domain.assets import Tile
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


_WORDS = {
    (Act.DECIDE, Status.APPROVED): "Approve",
    (Act.DECIDE, Status.REJECTED): "Reject",
    (Act.DECIDE, None): "Confirm the verdicts of",
    (Act.CLEAR, None): "Clear override of",
    (Act.LOOKED, None): "End second look at",
    (Act.MARK, None): "Mark a label of",
    (Act.REVERT, None): "Take back a decision on",
}


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

    @property
    def text(self) -> str:
        """What it did, in English."""
        number = "1 asset" if self.assets == 1 else f"{self.assets:,} assets"
        if self.act is Act.APPLY:
            return f"Apply the policy “{self.policy}”, by which {number} changed side"
        if self.act is Act.LOOK_AGAIN:
            return f"Mark {number} for a second look"
        return f"{_WORDS[self.act, self.status]} {number}"


@dataclass(frozen=True, slots=True)
class UndoState:
    """The steps that Undo and Redo would move over; None where there is none."""

    undo: Step | None
    redo: Step | None

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return self.undo is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is anything to redo."""
        return self.redo is not None

    @property
    def undo_text(self) -> str:
        """What Undo would take back, in English; "" for nothing."""
        return self.undo.text if self.undo is not None else ""

    @property
    def redo_text(self) -> str:
        """What Redo would do again, in English; "" for nothing."""
        return self.redo.text if self.redo is not None else ""


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
