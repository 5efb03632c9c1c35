"""A page of verdicts confirmed at once: each asset with its own status, and with what was seen of it, in one step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from rekreview.domain.changes import ChangeSet
from rekreview.domain.serving import JudgedAgain
from rekreview.domain.sweeps import Confirmation
from rekreview.library.commands import deciding, steps
from rekreview.library.commands.intents import decision
from rekreview.library.commands.steps import Subject
from rekreview.library.step_values import Act
from rekreview.library.values import Decided


def confirm(
    connection: Connection, choices: Sequence[Confirmation], reviewer: str, again: JudgedAgain | None = None
) -> tuple[Decided, ChangeSet]:
    """Confirm these verdicts. What somebody decided on, or put aside, meanwhile is left alone and named as unchanged.

    Raises InvalidValue for a status that is no verdict.
    """
    asked = again.assets if again is not None else frozenset()
    known = steps.subjects(connection, [choice.asset_id for choice in choices])
    open_ones = [
        choice for choice in choices if choice.asset_id in asked or _is_open(choice, known.get(choice.asset_id))
    ]
    statuses = {choice.status for choice in open_ones}
    step_id: int | None = None
    if any(choice.asset_id not in asked for choice in open_ones):
        step_id = steps.open_step(connection, Act.DECIDE, statuses.pop() if len(statuses) == 1 else None, reviewer)
    changed: list[int] = []
    for choice in open_ones:
        intent = decision(choice.status, reviewer, "", choice.note, {choice.asset_id: choice.seen}, again)
        decided, _ = deciding.carry_out(connection, intent, [choice.asset_id], step_id)
        step_id = decided.batch
        changed.extend(decided.changed)
    unchanged = [choice.asset_id for choice in choices if choice.asset_id not in set(changed)]
    return Decided(step_id, tuple(changed), tuple(unchanged)), ChangeSet(changed=tuple(changed), history=bool(changed))


def _is_open(choice: Confirmation, known: Subject | None) -> bool:
    return known is not None and known.decision_id is None and (choice.aside or not known.second_look)
