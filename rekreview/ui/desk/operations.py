"""What the desk can have done to assets, without knowing how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from rekreview.ui import operations, undoing
from rekreview.ui.long_steps import LongSteps, OwnNotes

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.marks import MarkWord
    from rekreview.domain.notes import Note
    from rekreview.domain.serving import JudgedAgain
    from rekreview.domain.sightings import Seen
    from rekreview.domain.sweeps import Confirmation
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.library.library import Library
    from rekreview.library.step_values import Restored
    from rekreview.library.values import Decided
    from rekreview.ui.grid.rows import Ids

    OnDecided = Callable[[Decided], None]
    OnRestored = Callable[[Restored], None]
    OnFailed = Callable[[Exception], None]


class DeskOperations(Protocol):
    """What a reviewer does to assets. Each call returns at once; `done` or `failed` follows on the GUI thread."""

    def reviewer(self) -> str:
        """In whose name it is done at this moment."""

    def decide(
        self,
        ids: Sequence[int],
        status: Status,
        reason: str,
        note: Note,
        done: OnDecided,
        failed: OnFailed,
        seen: Seen = None,
    ) -> None:
        """Set this decision on the assets, as one step. seen: how they were painted, as far as they were."""

    def confirm(self, choices: Sequence[Confirmation], done: OnDecided, failed: OnFailed) -> None:
        """Confirm these verdicts, each as it was painted, as one step."""

    def clear(self, ids: Sequence[int], done: OnDecided, failed: OnFailed) -> None:
        """Take the decisions on the assets away, as one step."""

    def second_look(self, ids: Sequence[int], on: bool, done: OnDecided, failed: OnFailed) -> None:
        """Put the assets aside for a second look, or take them back."""

    def mark(self, asset_id: int, category: str, word: MarkWord | None, done: OnDecided, failed: OnFailed) -> None:
        """Say that a label is right, wrong or missing; None takes the word away."""

    def undo(self, done: OnRestored, failed: OnFailed) -> None:
        """Take the newest step back."""

    def decide_many(self, ids: Ids, status: Status, reason: str, own: OwnNotes) -> None:
        """Decide on very many assets, as one step that a bar tells of. own: what was written on some of them alone."""

    def clear_many(self, ids: Ids) -> None:
        """Take the decisions on very many assets away, as one step that a bar tells of."""

    def second_look_many(self, ids: Ids, on: bool) -> None:
        """Put very many assets aside for a second look, or take them back, as one step that a bar tells of."""


class LibraryOperations:
    """The desk's operations on a real library, in the name of whoever `reviewer` says reviews at that moment.

    again: on which of some assets a word is a second opinion and no decision. begun: called for each step that can be
    taken back, as soon as it is on its way to the library.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        library: Library,
        reviewer: Callable[[], str],
        again: Callable[[Sequence[int] | Ids], JudgedAgain | None] = lambda _ids: None,
        long_steps: LongSteps | None = None,
        begun: Callable[[], object] = lambda: None,
    ) -> None:
        self._begun = begun
        self._long_steps = long_steps or LongSteps(dispatcher, library)
        self._reviewer = reviewer
        self._again = again
        self._decide = partial(operations.decide, dispatcher=dispatcher, library=library)
        self._confirm = partial(operations.confirm, dispatcher=dispatcher, library=library)
        self._clear = partial(operations.clear, dispatcher=dispatcher, library=library)
        self._second_look = partial(operations.second_look, dispatcher=dispatcher, library=library)
        self._mark = partial(operations.mark, dispatcher=dispatcher, library=library)
        self._undo = partial(undoing.undo, dispatcher=dispatcher, library=library, long_steps=self._long_steps)

    def reviewer(self) -> str:
        """In whose name it is done at this moment."""
        return self._reviewer()

    def decide(
        self,
        ids: Sequence[int],
        status: Status,
        reason: str,
        note: Note,
        done: OnDecided,
        failed: OnFailed,
        seen: Seen = None,
    ) -> None:
        """Set this decision on the assets, as one step. seen: how they were painted, as far as they were."""
        self._decide(
            ids=ids,
            status=status,
            reviewer=self._reviewer(),
            reason=reason,
            note=note,
            seen=seen,
            again=self._again(ids),
            done=done,
            failed=failed,
        )
        self._begun()

    def confirm(self, choices: Sequence[Confirmation], done: OnDecided, failed: OnFailed) -> None:
        """Confirm these verdicts, each as it was painted, as one step."""
        again = self._again([choice.asset_id for choice in choices])
        self._confirm(choices=choices, reviewer=self._reviewer(), again=again, done=done, failed=failed)
        self._begun()

    def clear(self, ids: Sequence[int], done: OnDecided, failed: OnFailed) -> None:
        """Take the decisions on the assets away, as one step."""
        self._clear(ids=ids, reviewer=self._reviewer(), again=self._again(ids), done=done, failed=failed)
        self._begun()

    def second_look(self, ids: Sequence[int], on: bool, done: OnDecided, failed: OnFailed) -> None:
        """Put the assets aside for a second look, or take them back."""
        self._second_look(ids=ids, on=on, reviewer=self._reviewer(), done=done, failed=failed)
        self._begun()

    def mark(self, asset_id: int, category: str, word: MarkWord | None, done: OnDecided, failed: OnFailed) -> None:
        """Say that a label is right, wrong or missing; None takes the word away."""
        reviewer = self._reviewer()
        self._mark(asset_id=asset_id, category=category, word=word, reviewer=reviewer, done=done, failed=failed)
        self._begun()

    def undo(self, done: OnRestored, failed: OnFailed) -> None:
        """Take the newest step back."""
        self._undo(reviewer=self._reviewer(), done=done, failed=failed)

    def decide_many(self, ids: Ids, status: Status, reason: str, own: OwnNotes) -> None:
        """Decide on very many assets, as one step that a bar tells of. own: what was written on some of them alone."""
        self._long_steps.decide(ids, status, self._reviewer(), reason, self._again(ids), own)

    def clear_many(self, ids: Ids) -> None:
        """Take the decisions on very many assets away, as one step that a bar tells of."""
        self._long_steps.clear(ids, self._reviewer(), self._again(ids))

    def second_look_many(self, ids: Ids, on: bool) -> None:
        """Put very many assets aside for a second look, or take them back, as one step that a bar tells of."""
        self._long_steps.second_look(ids, on, self._reviewer())
