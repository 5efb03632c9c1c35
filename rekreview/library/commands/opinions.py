"""Second opinions: what a person says of an asset that was decided before, kept apart from every decision.

An opinion is part of a step like a decision, so that undo takes back what a key did, whatever it was; but where an
asset stands does not follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.notes import note_on
from rekreview.domain.second_sample import SampleStratum, SecondSample, draw_again
from rekreview.domain.serving import JudgedAgain
from rekreview.library.columns import now
from rekreview.library.opinion_values import OpinionSample
from rekreview.library.queries.opinions import STANDING, newest, sample, standing_decisions, ticket_decisions
from rekreview.library.queries.serving import said
from rekreview.library.sightings import seen_values
from rekreview.library.tables import OPINION, OPINION_SAMPLE, OPINION_TICKET

if TYPE_CHECKING:
    from rekreview.library.commands.intents import Intent
    from rekreview.library.commands.steps import Subject

_LARGEST_SEED = 2**63 - 1


def choose(connection: Connection, size: int, seed: int, whose: str) -> tuple[SecondSample, int]:
    """Draw from the decisions that stand, and say how many there are. Raises InvalidValue. Writes nothing."""
    if size < 1 or not 0 <= seed <= _LARGEST_SEED:
        raise InvalidValue(f"A sample has at least one asset, and its seed is a number from 0 to {_LARGEST_SEED}.")
    standing = standing_decisions(connection, whose)
    if not standing:
        who = f"{whose} has decided" if whose else "anybody has decided"
        raise InvalidValue(
            f"There is nothing to look at a second time: no asset {who} on.", "Decide on some assets first."
        )
    return draw_again(standing, size=size, seed=seed), len(standing)


def keep_sample(
    connection: Connection, drawn: SecondSample, decided: int, seed: int, whose: str, reviewer: str
) -> tuple[OpinionSample, ChangeSet]:
    """Keep what was drawn, with its seed."""
    row = {
        "seed": seed,
        "whose": whose,
        "decided": decided,
        "strata": [_stratum(one) for one in drawn.strata],
        "reviewer": reviewer,
        "created": now(),
    }
    key = connection.execute(OPINION_SAMPLE.insert(), row).inserted_primary_key
    assert key is not None
    connection.execute(
        OPINION_TICKET.insert(),
        [
            {"sample_id": key[0], "position": at, "asset_id": one.asset_id, "decision_id": one.decision_id}
            for at, one in enumerate(drawn.decisions)
        ],
    )
    return sample(connection, key[0]), ChangeSet(history=True)


def _stratum(one: SampleStratum) -> dict[str, Any]:
    kind = one.kind
    named = {"reviewer": kind.reviewer, "category": kind.category, "status": kind.status.value}
    return named | {"decisions": one.decisions, "drawn": one.drawn}


def asked_about(connection: Connection, again: JudgedAgain, found: Mapping[int, Subject]) -> dict[int, int]:
    """The decision each of these assets is judged again for. One whose decision was cleared meanwhile is decided on."""
    wanted = [asset_id for asset_id in found if asset_id in again.assets]
    if again.sample is not None:
        return ticket_decisions(connection, again.sample, wanted)
    standing = ((asset_id, found[asset_id].decision_id) for asset_id in wanted)
    return {asset_id: decision_id for asset_id, decision_id in standing if decision_id is not None}


def news(connection: Connection, intent: Intent, asked: Mapping[int, int]) -> list[dict[str, Any]]:
    """The rows to be added to a step; none for an asset of which the same was said before.

    The same opinion again, with a reason or a note added, keeps what was said with it before.
    """
    sample_id = intent.again.sample if intent.again else None
    before = said(connection.exec_driver_sql, intent.reviewer, sample=sample_id, decisions=list(asked.values()))
    rows = []
    for asset_id, decision_id in asked.items():
        former = before.get(asset_id)
        same = former is not None and former.status is intent.status
        reason = intent.reason or (former.reason if former and same else "")
        note = note_on(intent.note, asset_id) or (former.note if former and same else "")
        if former is None and intent.status is None:
            continue
        if former is not None and same and (former.reason, former.note) == (reason, note):
            continue
        rows.append(
            {
                "asset_id": asset_id,
                "decision_id": decision_id,
                "sample_id": sample_id,
                "status": intent.status.value if intent.status else None,
                "reviewer": intent.reviewer,
                "reason": reason,
                "note": note,
            }
        )
    return rows


def add(connection: Connection, intent: Intent, rows: list[dict[str, Any]], step_id: int) -> None:
    """Add opinions to a step."""
    common = {"step_id": step_id, "at": now()}
    connection.execute(OPINION.insert(), [row | common | seen_values(intent.seen.get(row["asset_id"])) for row in rows])


def withdraw(connection: Connection, target: int, step_id: int) -> tuple[int, ...]:
    """Take the opinions of a step away, in another step; those that a later word stands over stay as they are."""
    own = connection.execute(select(OPINION).where(OPINION.c.step_id == target, OPINION.c.status.is_not(None))).all()
    standing = {
        row.id
        for row in newest(connection, STANDING.where(OPINION.c.decision_id.in_([one.decision_id for one in own])))
    }
    rows = [
        {**row._mapping, "id": None, "step_id": step_id, "status": None, "at": now()}
        for row in own
        if row.id in standing
    ]
    if rows:
        connection.execute(OPINION.insert(), rows)
    return tuple(row["asset_id"] for row in rows)


def assets_of(connection: Connection, step_id: int) -> tuple[int, ...]:
    """The assets a step says a second opinion on."""
    return tuple(connection.execute(select(OPINION.c.asset_id).where(OPINION.c.step_id == step_id)).scalars())
