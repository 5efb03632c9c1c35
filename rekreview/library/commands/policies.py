"""Policies: applied to the whole library, part by part, or saved for later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.exemptions import exemption_document
from rekreview.domain.policy import PolicyPair
from rekreview.library.columns import now
from rekreview.library.commands import audit
from rekreview.library.queries import policies
from rekreview.library.queries.preferences import JUDGED_UP_TO, judged_up_to
from rekreview.library.rejudging import Rejudged, rejudge
from rekreview.library.tables import POLICY, PREFERENCE, PRESET
from rekreview.library.values import AppliedPolicy, Preset


def adopt(connection: Connection, pair: PolicyPair, name: str) -> tuple[int, ChangeSet]:
    """Make a pair the library's policy, as a new version of its name, which is given back.

    From here on it judges whatever is recorded; `judge_some` has it judge what is there already. That it still has to
    is written down with it, so that whoever opens the library after a crash can go on. The very policy that is applied
    already stays as it is. Raises BadModerationString.
    """
    pair.check()
    before = policies.policy(connection)
    if (before.name, before.pair) == (name, pair):
        return before.version, ChangeSet()
    version = _next_version(connection, POLICY.c, name)
    connection.execute(POLICY.insert(), _row(pair, name, version))
    _note_judged(connection, 0)
    audit.note(connection, "policy applied", policy=name, version=version, parents=pair.parents.value, **_words(pair))
    return version, ChangeSet(policy=True)


def judge_some(connection: Connection, size: int) -> tuple[Rejudged | None, ChangeSet]:
    """Have the applied policy judge the next `size` assets it has not reached yet; None if it has reached all.

    Views are not told of each piece: pages of all assets have to be read anew, once, at the end.
    """
    after = judged_up_to(connection)
    if after is None:
        return None, ChangeSet()
    applied = policies.policy(connection)
    judged = rejudge(connection, applied.pair, after, size)
    _note_judged(connection, judged.following)
    _note_flips(connection, applied, judged)
    return judged, ChangeSet()


def _note_flips(connection: Connection, applied: AppliedPolicy, judged: Rejudged) -> None:
    """Write down whose verdict changed side with this piece: `queries.policies.flips` puts the pieces together."""
    if judged.to_rejected or judged.to_approved:
        audit.note(
            connection,
            policies.FLIPPED,
            policy=applied.name,
            version=applied.version,
            to_rejected=judged.to_rejected,
            to_approved=judged.to_approved,
        )


def _note_judged(connection: Connection, last: int | None) -> None:
    """Write down how far the applied policy has come; None: to the end."""
    connection.execute(delete(PREFERENCE).where(PREFERENCE.c.name == JUDGED_UP_TO))
    if last is not None:
        connection.execute(PREFERENCE.insert(), {"name": JUDGED_UP_TO, "value": str(last)})


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
    audit.note(connection, "preset saved", preset=name, version=version, **_words(pair))
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


def _words(pair: PolicyPair) -> dict[str, Any]:
    """A policy as the audit log tells it."""
    return {"image": pair.image, "video": pair.video, "exemptions": [str(one) for one in pair.exemptions]}


def _row(pair: PolicyPair, name: str, version: int) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "image": pair.image,
        "video": pair.video,
        "parents": pair.parents.value,
        "exemptions": [exemption_document(one) for one in pair.exemptions],
        "created": now(),
    }


def first_policy(connection: Connection, name: str, pair: PolicyPair) -> None:
    """The policy a new library begins with."""
    connection.execute(POLICY.insert(), _row(pair, name, 1))
