"""Policies: applied to the whole library at once, or saved for later."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.policy import PolicyPair
from rekreview.domain.tuning import evaluate, flips
from rekreview.library.columns import now
from rekreview.library.commands import audit
from rekreview.library.queries import policies
from rekreview.library.queries.columns import library_columns
from rekreview.library.rejudging import rejudge
from rekreview.library.tables import POLICY, PRESET
from rekreview.library.values import AppliedOutcome, Preset


def apply_policy(connection: Connection, pair: PolicyPair, name: str) -> tuple[AppliedOutcome, ChangeSet]:
    """Make a pair the library's policy, as a new version of its name, and judge every asset by it.

    The very policy that is applied already stays as it is. Raises BadModerationString.
    """
    pair.check()
    before = policies.policy(connection)
    if (before.name, before.pair) == (name, pair):
        return AppliedOutcome(name, before.version, (), ()), ChangeSet()
    version = _next_version(connection, POLICY.c, name)
    connection.execute(POLICY.insert(), _row(pair, name, version))
    library = library_columns(connection)
    columns = library.columns
    moved = flips(evaluate(columns, before.pair), evaluate(columns, pair))
    changed = rejudge(connection, library, pair)
    outcome = AppliedOutcome(
        name, version, _ids(columns.asset_id, moved.to_rejected), _ids(columns.asset_id, moved.to_approved)
    )
    audit.note(
        connection,
        "policy applied",
        policy=name,
        version=version,
        image=pair.image,
        video=pair.video,
        parents=pair.parents.value,
        to_rejected=len(outcome.to_rejected),
        to_approved=len(outcome.to_approved),
    )
    return outcome, ChangeSet(policy=True, everything=changed > 0)


def _ids(asset_id: NDArray[np.int64], rows: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(asset_id[rows].tolist())


def save_preset(connection: Connection, name: str, pair: PolicyPair) -> tuple[Preset, ChangeSet]:
    """Save a policy under a name; a name that is there already gets a new version. Raises BadModerationString."""
    if not name.strip():
        raise InvalidValue("A preset needs a name.", "Give it one that says what it is for.")
    pair.check()
    versions = policies.preset_versions(connection, name)
    if versions and versions[0].pair == pair:
        return versions[0], ChangeSet()
    version = _next_version(connection, PRESET.c, name)
    connection.execute(PRESET.insert(), _row(pair, name, version) | {"deleted": False})
    audit.note(connection, "preset saved", preset=name, version=version, image=pair.image, video=pair.video)
    return policies.preset(connection, name, version), ChangeSet(policy=True)


def delete_preset(connection: Connection, name: str) -> tuple[None, ChangeSet]:
    """Take a preset with all its versions off the list. Raises InvalidValue if there is none."""
    policies.preset(connection, name)
    connection.execute(update(PRESET).where(PRESET.c.name == name).values(deleted=True))
    audit.note(connection, "preset deleted", preset=name)
    return None, ChangeSet(policy=True)


def _next_version(connection: Connection, columns: Any, name: str) -> int:
    newest = connection.execute(select(func.max(columns.version)).where(columns.name == name)).scalar()
    return int(newest or 0) + 1


def _row(pair: PolicyPair, name: str, version: int) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "image": pair.image,
        "video": pair.video,
        "parents": pair.parents.value,
        "created": now(),
    }


def first_policy(connection: Connection, name: str, pair: PolicyPair) -> None:
    """The policy a new library begins with."""
    connection.execute(POLICY.insert(), _row(pair, name, 1))
