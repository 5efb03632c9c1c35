"""Undo and redo, like `operations`: they return at once, and what changed reaches every view by the ChangeFeed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import Act

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.library.values import AppliedPolicy, Restored
    from rekreview.ui.operations import Failed


def undo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    reviewer: str = "",
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Take the newest step back, a batch as one."""
    _turn(dispatcher, library, lambda: library.commands.undo(reviewer=reviewer, judges=False), done, failed)


def redo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    reviewer: str = "",
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Do again what was undone last."""
    _turn(dispatcher, library, lambda: library.commands.redo(reviewer=reviewer, judges=False), done, failed)


def _turn(
    dispatcher: Dispatcher,
    library: Library,
    command: Callable[[], Restored],
    done: Callable[[Restored], None] | None,
    failed: Failed | None,
) -> None:
    """Undo or redo. Where that makes another policy count, it judges at length, and decisions go on meanwhile."""

    def judge(restored: Restored) -> Restored:
        to_rejected, to_approved = library.commands.finish_policy()
        return replace(restored, ids=to_rejected + to_approved)

    def moved(restored: Restored) -> None:
        if restored.policy is not None:
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
