"""Any sequence of decisions, undo and redo leaves what a plain model leaves."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.queues import QueueName
from rekreview.library import Library
from tests.unit.library.makers import fill, moderate, spread

VERDICTS = [Status.REJECTED, Status.APPROVED, Status.PENDING, Status.APPROVED]
SOME = st.lists(st.integers(0, len(VERDICTS) - 1), min_size=1, max_size=4, unique=True)
DECISIONS = st.sampled_from([Status.APPROVED, Status.REJECTED])


@dataclass
class Model:
    """Whole states, one behind the other: each asset's decision and whether it waits for a second look."""

    now: tuple[tuple[Status | None, bool], ...] = tuple((None, False) for _ in VERDICTS)
    before: list[tuple[tuple[Status | None, bool], ...]] = field(default_factory=list)
    after: list[tuple[tuple[Status | None, bool], ...]] = field(default_factory=list)

    def step(self, new: list[tuple[Status | None, bool]]) -> None:
        if tuple(new) != self.now:
            self.before.append(self.now)
            self.after.clear()
            self.now = tuple(new)

    def undo(self) -> bool:
        if not self.before:
            return False
        self.after.append(self.now)
        self.now = self.before.pop()
        return True

    def redo(self) -> bool:
        if not self.after:
            return False
        self.before.append(self.now)
        self.now = self.after.pop()
        return True


class UndoMachine(RuleBasedStateMachine):
    """Drives a real library and the model side by side."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.library = Library.open(Path(self.folder.name), create=True)
        self.ids = fill(self.library, len(VERDICTS))
        moderate(self.library, spread([self.ids[0], self.ids[1], self.ids[3]], [90, 10, 20]))
        self.model = Model()

    @rule(chosen=SOME, status=DECISIONS)
    def decide(self, chosen: list[int], status: Status) -> None:
        self.library.commands.decide([self.ids[i] for i in chosen], status, reviewer="Ann")
        self.model.step([(status, False) if i in chosen else was for i, was in enumerate(self.model.now)])

    @rule(chosen=SOME)
    def clear(self, chosen: list[int]) -> None:
        self.library.commands.clear([self.ids[i] for i in chosen], reviewer="Ann")
        self.model.step([(None, was[1]) if i in chosen else was for i, was in enumerate(self.model.now)])

    @rule(chosen=SOME, on=st.booleans())
    def look_again(self, chosen: list[int], on: bool) -> None:
        self.library.commands.second_look([self.ids[i] for i in chosen], on, "Ann")
        self.model.step([(was[0], on) if i in chosen else was for i, was in enumerate(self.model.now)])

    @rule()
    def undo(self) -> None:
        assert (self.library.commands.undo().batch is not None) == self.model.undo()

    @rule()
    def redo(self) -> None:
        assert (self.library.commands.redo().batch is not None) == self.model.redo()

    @rule()
    def restart(self) -> None:
        self.library.close()
        self.library = Library.open(Path(self.folder.name))

    @invariant()
    def the_library_shows_what_the_model_holds(self) -> None:
        for tile, verdict, (decided, looking) in zip(
            self.library.queries.tiles(self.ids), VERDICTS, self.model.now, strict=True
        ):
            assert tile.status is (decided or verdict)
            assert (tile.decided_by is DecidedBy.REVIEWER) == (decided is not None)
            assert tile.overturned == (decided not in (None, verdict) and verdict is not Status.PENDING)
            assert tile.second_look == looking

    @invariant()
    def counts_and_undo_agree(self) -> None:
        counts = self.library.queries.counts().counts
        assert counts[QueueName.REVIEWED] == sum(decided is not None for decided, _ in self.model.now)
        assert counts[QueueName.SECOND_LOOK] == sum(looking for _, looking in self.model.now)
        state = self.library.queries.undo_state()
        assert (state.can_undo, state.can_redo) == (bool(self.model.before), bool(self.model.after))

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()


UndoMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestUndo = UndoMachine.TestCase
