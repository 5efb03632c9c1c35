"""What is told of the verdict keys: what was decided, what waits, what was dropped and why, what was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from rekreview.ui import naming
from rekreview.ui.wording import status_word, tr

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.library.step_values import Restored
    from rekreview.ui.desk.pressed import Waiting
    from rekreview.ui.desk.stage_needed import Stage
    from rekreview.ui.grid.rows import Ids


class Dropped(Enum):
    """Why a key that waits is dropped."""

    ANOTHER_KEY = auto()
    MOVED_ON = auto()
    OUT_OF_SIGHT = auto()


class VerdictWords:
    """Sentences for the status line, which name one asset as the stage does, and count several."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def assets(self, ids: Sequence[int] | Ids) -> str:
        """These assets: the name of a single one, else how many."""
        return self._stage.name_of(int(ids[0])) if len(ids) == 1 else naming.assets(len(ids))

    # Deciding.

    def decided(self, ids: Sequence[int], status: Status, reason: str, batch: str) -> str:
        """A verdict. batch: what the assets are together, "" where that is not said."""
        said = f"{status_word(status)}: {batch or self.assets(ids)}."
        return f"{said} {tr('Reason: {}.').format(reason)}" if reason else said

    def being_written(self, said: str) -> str:
        """A verdict on so many that it takes a moment."""
        return tr("Being written: {said}").format(said=said)

    def waits(self, asset_id: int) -> str:
        """A key that has to wait."""
        return tr("Waits until the picture of {what} shows.").format(what=self.assets((asset_id,)))

    def dropped(self, waiting: Waiting, why: Dropped) -> str:
        """A key that waits no more, and did nothing."""
        text = {
            Dropped.ANOTHER_KEY: tr("Dropped, since another key was pressed: {verdict} for {what}."),
            Dropped.MOVED_ON: tr("Dropped, since you moved on: {verdict} for {what}."),
            Dropped.OUT_OF_SIGHT: tr("Dropped, since it was scrolled out of sight: {verdict} for {what}."),
        }[why]
        what = waiting.words or self.assets((waiting.asset_id,))
        return text.format(verdict=status_word(waiting.status).lower(), what=what)

    def second_look(self, ids: Sequence[int], on: bool) -> str:
        """Assets put aside, or taken back."""
        text = tr("Put aside for a second look: {what}.") if on else tr("No second look any more: {what}.")
        return text.format(what=self.assets(ids))

    # Reasons and notes.

    def reason_added(self, reason: str, ids: Sequence[int]) -> str:
        """A reason of what was just decided."""
        return tr("Reason “{reason}” for {what}.").format(reason=reason, what=self.assets(ids))

    def reason_waits(self, reason: str, ids: Sequence[int] | Ids) -> str:
        """A reason of the next verdict."""
        text = tr("Reason “{reason}” will go with your verdict on {what}.")
        return text.format(reason=reason, what=self.assets(ids))

    def note_waits(self, asset_id: int) -> str:
        """A note of the next verdict."""
        return tr("The note will go with your verdict on {what}.").format(what=self.assets((asset_id,)))

    def note_kept(self, asset_id: int) -> str:
        """A note of a decision that was made already."""
        return tr("Note kept with the decision on {what}.").format(what=self.assets((asset_id,)))

    # Taking back.

    def cleared(self, ids: Sequence[int], changed: Sequence[int]) -> str:
        """Decisions that were cleared. changed: the assets that had one."""
        if not changed:
            return tr("No decision to clear on {what}.").format(what=self.assets(ids))
        return tr("Cleared, so that the policy decides again: {what}.").format(what=self.assets(changed))

    def not_decided(self, waiting: Waiting) -> str:
        """Undo called a key off that waited."""
        return tr("Nothing was decided yet on {what}.").format(what=self.assets((waiting.asset_id,)))

    def undone(self, restored: Restored) -> str:
        """A step that was undone, or that there was none."""
        if restored.batch is None:
            return tr("There is nothing to undo.")
        if restored.policy is not None:
            return naming.restored(tr("Undone"), restored)
        return tr("Undone: {what}.").format(what=self.assets(restored.ids))

    def reason_undone(self, ids: Sequence[int]) -> str:
        """A step that was but the reason of a decision."""
        return tr("Undone: the reason for {what}. The decision stands.").format(what=self.assets(ids))
