"""Policies: applied to the whole library, part by part, or saved for later."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.exemptions import exemption_document
from rekreview.domain.policy import PolicyPair
from rekreview.library.columns import now
from rekreview.library.commands import audit, steps
from rekreview.library.queries import policies
from rekreview.library.queries.preferences import JUDGED_UP_TO, judged_up_to
from rekreview.library.rejudging import Rejudged, rejudge
from rekreview.library.step_values import Act
from rekreview.library.tables import AUDIT_EVENT, POLICY, PREFERENCE, PRESET
from rekreview.library.values import AppliedPolicy, Preset

_TAKEN_BACK: Final = "policy taken back"
_APPLIED: Final = "policy applied"
_APPLIED_AGAIN: Final = "policy applied again"
_TURNS: Final = (_APPLIED, _TAKEN_BACK, _APPLIED_AGAIN)


def adopt(connection: Connection, pair: PolicyPair, name: str, reviewer: str = "") -> tuple[int, ChangeSet]:
    """Make a pair the library's policy, as a new version of its name, which is given back: one step to undo.

    From here on it judges whatever is recorded; `judge_some` has it judge what is there already. That it still has to
    is written down with it, so that whoever opens the library after a crash can go on. The very policy that is applied
    already stays as it is. Raises BadModerationString.
    """
    pair.check()
    before = policies.policy(connection)
    if (before.name, before.pair) == (name, pair):
        return before.version, ChangeSet()
    version = _next_version(connection, POLICY.c, name)
    step_id = steps.open_step(connection, Act.APPLY, None, reviewer)
    connection.execute(POLICY.insert(), _row(pair, name, version) | {"step_id": step_id})
    _note_judged(connection, 0)
    told = {"policy": name, "version": version, "parents": pair.parents.value, **_words(pair)}
    audit.note(connection, _APPLIED, reviewer=reviewer, **told)
    return version, ChangeSet(policy=True, history=True)


def turn(connection: Connection, step_id: int, reviewer: str, *, undone: bool) -> AppliedPolicy:
    """Take back the policy that was applied in a step, or apply it again as it was; the one that counts then.

    Then `judge_some` has to judge what is there, as after `adopt`.
    """
    turned = POLICY.c.step_id == step_id
    connection.execute(update(POLICY).where(turned).values(undone=undone))
    _note_judged(connection, 0)
    row = connection.execute(select(POLICY.c.name, POLICY.c.version).where(turned)).one()
    action = _TAKEN_BACK if undone else _APPLIED_AGAIN
    audit.note(connection, action, reviewer=reviewer, policy=row.name, version=row.version)
    return policies.policy(connection)


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
        first = _is_applied_first(connection)
        if first:
            _count_flips(connection, applied, len(judged.to_rejected) + len(judged.to_approved))
        audit.note(
            connection,
            policies.FLIPPED if first else policies.FLIPPED_BACK,
            policy=applied.name,
            version=applied.version,
            to_rejected=judged.to_rejected,
            to_approved=judged.to_approved,
        )


def _is_applied_first(connection: Connection) -> bool:
    """Whether the policy that judges now was just applied; what an undo or a redo changes is no deed of the version."""
    turns = select(AUDIT_EVENT.c.action).where(AUDIT_EVENT.c.action.in_(_TURNS))
    return connection.execute(turns.order_by(AUDIT_EVENT.c.id.desc()).limit(1)).scalar() in (None, _APPLIED)


def _count_flips(connection: Connection, applied: AppliedPolicy, assets: int) -> None:
    """Count the assets that changed side, for the texts of Undo."""
    which = (POLICY.c.name == applied.name) & (POLICY.c.version == applied.version)
    step_id = connection.execute(select(POLICY.c.step_id).where(which)).scalar()
    if step_id is not None:
        steps.grow(connection, step_id, assets)


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
