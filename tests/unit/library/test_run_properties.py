"""However a run is worked on, cut off and tried again: every asset is in exactly one place, and none is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rekreview.domain.assets import EngineName, Fault, Status
from rekreview.library import Library
from rekreview.library.values import ClaimedTask, TaskOutcome
from tests.unit.library.makers import VERSION, explicit, fill

COUNT = 8
BROKEN = Fault("undecodable", "The picture is damaged.")


class Run(RuleBasedStateMachine):
    """Claims, records, loses and retries the tasks of one run."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.library = Library.open(Path(self.home.name), create=True)
        self.ids = fill(self.library, COUNT)
        self.run = self._start()
        self.waiting, self.held = set(self.ids), dict[int, ClaimedTask]()
        self.done, self.failed = set[int](), set[int]()

    def _start(self) -> int:
        return self.library.commands.start_run(
            EngineName.ON_DEVICE, VERSION, adapter=None, floor=1.0, asset_ids=self.ids
        )

    @rule(count=st.integers(1, 4))
    def claim(self, count: int) -> None:
        tasks = self.library.commands.claim(self.run, count)
        claimed = {task.asset_id for task in tasks}
        assert len(claimed) == len(tasks) == min(count, len(self.waiting))
        assert claimed <= self.waiting
        self.waiting -= claimed
        self.held.update({task.asset_id: task for task in tasks})

    @rule(data=st.data(), works=st.booleans())
    def record(self, data: st.DataObject, works: bool) -> None:
        if not self.held:
            return
        chosen = data.draw(st.sets(st.sampled_from(sorted(self.held)), min_size=1))
        outcomes = []
        for asset_id in sorted(chosen):
            task = self.held.pop(asset_id)
            detection = explicit(90.0) if works else None
            outcomes.append(TaskOutcome(task.task_id, asset_id, detection, None if works else BROKEN))
        self.library.commands.record(self.run, outcomes)
        (self.done if works else self.failed).update(chosen)

    @rule()
    def crash(self) -> None:
        """What was under way when the power went waits again."""
        self.library.close()
        self.library = Library.open(Path(self.home.name))
        self.library.commands.requeue(self.run)
        self.waiting |= set(self.held)
        self.held.clear()

    @rule()
    def retry(self) -> None:
        self.library.commands.retry_failed(self.run)
        self.waiting |= self.failed
        self.failed.clear()

    @invariant()
    def every_asset_is_counted_once(self) -> None:
        seen = self.library.queries.run(self.run)
        assert (seen.queued, seen.active, seen.done, seen.failed) == (
            len(self.waiting),
            len(self.held),
            len(self.done),
            len(self.failed),
        )
        assert seen.total == COUNT

    @invariant()
    def what_failed_is_told_with_its_cause(self) -> None:
        faults = self.library.queries.faults(self.run)
        assert {fault.asset_id for fault in faults} == self.failed
        assert {fault.code for fault in faults} <= {BROKEN.code}

    @invariant()
    def only_what_was_checked_has_a_verdict(self) -> None:
        for tile in self.library.queries.tiles(self.ids):
            assert (tile.status is Status.REJECTED) == (tile.id in self.done)
            assert tile.status is not Status.APPROVED
            if tile.id in self.failed:
                assert tile.status is Status.NOT_MODERATED

    @invariant()
    def nothing_that_was_checked_is_checked_again(self) -> None:
        left = self.library.queries.assets_without_detection(EngineName.ON_DEVICE, VERSION, adapter=None, floor=1.0)
        assert not set(left.tolist()) & self.done

    def teardown(self) -> None:
        self.library.close()
        self.home.cleanup()


Run.TestCase.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
TestRun = Run.TestCase
