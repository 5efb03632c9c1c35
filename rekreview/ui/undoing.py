"""Undo and redo, like `operations`: they return at once, and what changed reaches every view by the ChangeFeed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rekreview.library.step_values import Act, Step

if TYPE_CHECKING:
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.library.library import Library
    from rekreview.library.step_values import Restored
    from rekreview.library.values import AppliedPolicy
    from rekreview.ui.long_steps import LongSteps
    from rekreview.ui.operations import Failed


def undo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    reviewer: str = "",
    long_steps: LongSteps | None = None,
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Take the newest step back, a batch as one. long_steps: takes it over, and tells of it, if it is very long.

    One that was asked for after the newest, and of which nothing is written yet, is stopped instead.
    """

    def command() -> Restored | Step | None:
        step = library.queries.undo_state().undo
        if long_steps is not None and long_steps.is_newer_than(step):
            return None
        if step is not None and long_steps is not None and long_steps.takes(step):
            return step
        return library.commands.undo(reviewer=reviewer, judges=False)

    def take_over(step: Step | None) -> None:
        assert long_steps is not None, "nobody else leaves a step to be taken back"
        if step is not None:
            long_steps.undo(step, reviewer=reviewer)
        elif not long_steps.undo_unwritten(reviewer=reviewer):  # it ended meanwhile
            undo(
                dispatcher=dispatcher,
                library=library,
                reviewer=reviewer,
                long_steps=long_steps,
                done=done,
                failed=failed,
            )

    _turn(dispatcher, library, command, take_over, done, failed)


def redo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    reviewer: str = "",
    long_steps: LongSteps | None = None,
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Do again what was undone last; `long_steps` as in `undo`."""

    def command() -> Restored | Step:
        step = library.queries.undo_state().redo
        if step is not None and long_steps is not None and long_steps.takes(step):
            return step
        return library.commands.redo(reviewer=reviewer, judges=False)

    def take_over(step: Step | None) -> None:
        assert step is not None, "there is always one that is to be done again"
        assert long_steps is not None, "nobody else leaves a step to be done again"
        long_steps.redo(step, reviewer=reviewer)

    _turn(dispatcher, library, command, take_over, done, failed)


def _turn(
    dispatcher: Dispatcher,
    library: Library,
    command: Callable[[], Restored | Step | None],
    take_over: Callable[[Step | None], None],
    done: Callable[[Restored], None] | None,
    failed: Failed | None,
) -> None:
    """Undo or redo. Where that makes another policy count, it judges at length, and decisions go on meanwhile."""

    def judge(restored: Restored) -> Restored:
        to_rejected, to_approved = library.commands.finish_policy()
        return replace(restored, ids=to_rejected + to_approved)

    def moved(restored: Restored | Step | None) -> None:
        if restored is None or isinstance(restored, Step):
            take_over(restored)
        elif restored.policy is not None:
            dispatcher.write_at_length(partial(judge, restored), done, failed)
        elif done is not None:
            done(restored)

    dispatcher.write(command, moved, failed)


def undo_policy(
    *,
    dispatcher: Dispatcher,
    library: Library,
    former: AppliedPolicy,
    done: Callable[[], None],
    failed: Failed | None = None,
) -> None:
    """Bring back the policy before the one that counts now, by undo as long as nothing was done since."""

    def command() -> Restored | None:
        newest = library.queries.undo_state().undo
        is_it = newest is not None and newest.act is Act.APPLY
        return library.commands.undo(judges=False) if is_it else None

    def work(restored: Restored | None) -> None:
        if restored is None:
            library.commands.apply_policy(former.pair, name=former.name)
        else:
            library.commands.finish_policy()

    def moved(restored: Restored | None) -> None:
        dispatcher.write_at_length(partial(work, restored), lambda _nothing: done(), failed)

    dispatcher.write(command, moved, failed)
