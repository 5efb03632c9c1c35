"""Steps on so many assets that they take seconds: one at a time, beside everything else a person does.

A single decision goes between their pieces, and counts where it was made after them. Cancelled, one stops after the
piece at hand: what is done stays, and is one step to undo.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.library.step_values import Act, RecentStep, Step
from rekreview.ui.step_words import StepWords, again, deciding, nothing_written, reverting, taking_back

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.progress import CancelToken, Progress
    from rekreview.domain.serving import JudgedAgain
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.jobs.job import Job
    from rekreview.library.commands.intents import Intent
    from rekreview.library.library import Library
    from rekreview.pipeline.long_steps import LongStep
    from rekreview.ui.grid.rows import Ids

_LONG = (Act.DECIDE, Act.CLEAR, Act.LOOK_AGAIN, Act.LOOKED, Act.REVERT)


class OwnNotes(Protocol):
    """The notes on single assets that go with a long decision. It asks, and tells, in the thread that writes;
    its end it tells on the GUI thread.
    """

    @property
    def notes(self) -> Mapping[int, str]:
        """All of them, by asset."""

    def give(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Those that go with these assets, which are written next."""

    def went(self, reached: int, left_alone: Collection[int], ended: bool) -> None:
        """So many assets are gone through. left_alone: those among them whose note was not written. ended: it comes no
        further, also as it was not begun or has failed.
        """


class LongSteps(QObject):
    """began(Job, title): one is under way. told: a sentence for the status line. batched: a sentence on what can be
    taken back now. turned: something was taken back, or done again. failed: it could not be done (an exception). ended
    comes last, whatever happened.
    """

    began = Signal(object, str)
    told = Signal(str)
    batched = Signal(str)
    turned = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, dispatcher: Dispatcher, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dispatcher = dispatcher
        self._library = library
        self._job: Job | None = None
        self.decides = False
        """Whether what is under way decides on assets, and does not take back."""
        self._words: StepWords | None = None
        self._batch: int | None = None  # the step that is being written, as soon as it has a number
        self._act: Act | None = None  # what that does; None for what is under way and makes no step of its own
        self._newest_before = 0  # the newest step when it was asked for
        self._changed = 0  # by what was under way last
        self._then: Callable[[int | None], None] | None = None  # told which step was written, if any was

    @property
    def job(self) -> Job | None:
        """The one that is under way."""
        return self._job

    def takes(self, step: Step) -> bool:
        """Whether to move over this step is for here: it is long, or being written. Any thread may ask."""
        return step.act in _LONG and (step.assets > STEP_ASSETS or step.batch == self._batch)

    def is_newer_than(self, step: Step | None) -> bool:
        """Whether what is under way was asked for after this newest step, and has no number yet. Any thread may ask."""
        if self._job is None or self._act is None or self._batch is not None:
            return False
        return step is None or step.batch <= self._newest_before

    def decide(
        self,
        ids: Ids,
        status: Status,
        reviewer: str,
        reason: str,
        again: JudgedAgain | None,
        own: OwnNotes,
    ) -> None:
        """Approve or reject these assets."""
        from rekreview.library.commands.intents import decision

        intent = decision(status, reviewer, reason, own.notes, {}, again)
        self._carry_out(replace(intent, giving=own.give), ids, own)

    def clear(self, ids: Ids, reviewer: str, again: JudgedAgain | None) -> None:
        """Take the decisions on these assets away."""
        from rekreview.library.commands.intents import Intent

        self._carry_out(Intent(Act.CLEAR, reviewer, again=again), ids)

    def second_look(self, ids: Ids, on: bool, reviewer: str) -> None:
        """Put these assets aside for a second look, or take them back."""
        from rekreview.library.commands.intents import Intent

        self._carry_out(Intent(Act.LOOK_AGAIN if on else Act.LOOKED, reviewer), ids)

    def undo(self, step: Step, *, reviewer: str) -> None:
        """Take this step back, the newest one. One that is being written is stopped first."""
        if self._job is not None and step.batch == self._batch:
            self._then = lambda _batch: self._turn(step, reviewer, undone=True)
            self._job.cancel()
            return
        self._turn(step, reviewer, undone=True)

    def undo_unwritten(self, *, reviewer: str) -> bool:
        """Stop what is under way, and take back what is written of it by then. False if nothing is under way."""
        if self._job is None:
            return False
        self._then = partial(self._take_written_back, self._act or Act.DECIDE, reviewer)
        self._job.cancel()
        return True

    def redo(self, step: Step, *, reviewer: str) -> None:
        """Do this step again, which was undone last."""
        self._turn(step, reviewer, undone=False)

    def revert(self, step: RecentStep, *, reviewer: str) -> None:
        """Take this step back by itself; what was decided later stays."""

        def work(cancel: CancelToken) -> Generator[Progress, None, LongStep]:
            from rekreview.pipeline import long_steps

            return long_steps.revert(self._library, step.batch, step.assets, reviewer, cancel, self._note_batch)

        self._start(reverting(), work, self._tell_turned, makes=Act.REVERT)

    def _carry_out(self, intent: Intent, ids: Ids, own: OwnNotes | None = None) -> None:
        way = None if own is None else _Way(self._library, intent.status, ids, own)

        def work(cancel: CancelToken) -> Generator[Progress, None, LongStep]:
            from rekreview.pipeline import long_steps

            step = long_steps.carry_out(self._library, intent, ids, cancel, self._note_batch)
            return step if way is None else way.follow(step)

        job = self._start(deciding(intent.act, intent.status), work, self._tell_carried_out, makes=intent.act)
        if own is None or way is None:
            return
        if job is None:
            own.went(0, (), True)
            return
        job.finished.connect(lambda step: own.went(step.reached, step.left_alone, True))
        job.failed.connect(lambda _error: own.went(way.reached, way.left_alone, True))

    def _take_written_back(self, act: Act, reviewer: str, batch: int | None) -> None:
        if batch is None:
            self.told.emit(nothing_written())
        else:
            self._turn(Step(batch, act, None, self._changed), reviewer, undone=True)

    def _turn(self, step: Step, reviewer: str, *, undone: bool) -> None:
        def work(cancel: CancelToken) -> Generator[Progress, None, LongStep]:
            from rekreview.pipeline import long_steps

            return long_steps.turn(self._library, step, reviewer, cancel, undone=undone)

        self._start(taking_back() if undone else again(), work, self._tell_turned)

    def _note_batch(self, batch: int) -> None:
        self._batch = batch

    def _note_newest(self) -> None:
        newest = self._library.queries.undo_state().undo
        self._newest_before = newest.batch if newest is not None else 0

    def _start(
        self,
        words: StepWords,
        work: Callable[[CancelToken], Generator[Progress, None, LongStep]],
        tell: Callable[[LongStep], None],
        *,
        makes: Act | None = None,
    ) -> Job | None:
        """One at a time: which of two counts on an asset would be left to chance. makes: a step of its own.

        None if it has to be refused.
        """
        if self._job is not None:
            assert self._words is not None, "what is under way has its words"
            self.told.emit(self._words.refusal)
            return None
        self._words, self.decides = words, makes is Act.DECIDE
        self._act, self._changed = makes, 0
        if makes is not None:
            self._dispatcher.write(self._note_newest)  # after what was pressed before, and before what is after
        self._job = job = self._dispatcher.start(work)
        job.finished.connect(tell)
        job.failed.connect(self.failed)
        job.ended.connect(self._end)
        self.began.emit(job, words.title)
        return job

    def _end(self) -> None:
        batch, self._batch, self._job = self._batch, None, None
        then, self._then = self._then, None
        self.ended.emit()
        if then is not None:
            then(batch)

    def _tell_carried_out(self, step: LongStep) -> None:
        assert self._words is not None, "what has ended has its words"
        self._changed = step.changed
        if self._then is not None:
            return  # it is taken back now, which is told then
        said = self._words.ended(step)
        self.told.emit(said)
        if step.batch is not None:
            self.batched.emit(said)

    def _tell_turned(self, step: LongStep) -> None:
        assert self._words is not None, "what has ended has its words"
        self._changed = step.changed
        self.turned.emit()
        self.told.emit(self._words.ended(step))


class _Way:
    """How far a long decision has come, told after each piece, so that it is known as well if a later one fails.

    left_alone: the assets gone through so far whose own note it did not write.
    """

    def __init__(self, library: Library, status: Status | None, ids: Ids, own: OwnNotes) -> None:
        self.reached = 0
        self.left_alone: frozenset[int] = frozenset()
        self._library = library
        self._status = status
        self._ids = ids
        self._own = own

    def follow(self, step: Generator[Progress, None, LongStep]) -> Generator[Progress, None, LongStep]:
        """The same step."""
        with closing(step):
            while True:
                try:
                    progress = next(step)
                except StopIteration as end:
                    outcome: LongStep = end.value
                    return outcome
                self._go(progress.done)
                yield progress

    def _go(self, reached: int) -> None:
        if self._own.notes:
            noted = self._own.notes.keys() & set(self._ids[self.reached : reached].tolist())
            self.left_alone |= {one for one in noted if not self._has_written(one)}
        self.reached = reached
        self._own.went(reached, self.left_alone, False)

    def _has_written(self, asset_id: int) -> bool:
        said = (self._status, self._own.notes[asset_id], False)
        history = self._library.queries.history(asset_id)
        return any((entry.to_status, entry.note, entry.undone) == said for entry in history)
