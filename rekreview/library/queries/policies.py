"""The applied policy, former ones, and saved presets."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from rekreview.domain.errors import InvalidValue
from rekreview.domain.exemptions import read_exemption
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.library.tables import AUDIT_EVENT, POLICY, PRESET
from rekreview.library.values import AppliedPolicy, PolicyFlips, Preset

FLIPPED: Final = "policy changed verdicts"
"""What the audit log calls each piece of what a policy changed when it was applied."""
FLIPPED_BACK: Final = "policy changed verdicts again"
"""The same of what changed when it was taken back, or applied again after that."""


def policy(connection: Connection) -> AppliedPolicy:
    """The policy that gives the verdicts now."""
    counting = select(POLICY).where(~POLICY.c.undone)
    return _applied(connection.execute(counting.order_by(POLICY.c.id.desc()).limit(1)).one())


def has_policy(connection: Connection) -> bool:
    """Whether any policy was ever applied: not yet in a library that is just being made."""
    return connection.execute(select(POLICY.c.id).limit(1)).first() is not None


def policy_versions(connection: Connection) -> list[AppliedPolicy]:
    """Every policy that was ever applied, the newest first, those too that were taken back."""
    return [_applied(row) for row in connection.execute(select(POLICY).order_by(POLICY.c.id.desc()))]


def flips(connection: Connection, name: str, version: int) -> PolicyFlips:
    """Whose verdict one version of a policy changed when it was applied, in order of import."""
    details = AUDIT_EVENT.c.details
    statement = (
        select(details)
        .where(AUDIT_EVENT.c.action == FLIPPED)
        .where(details["policy"].as_string() == name, details["version"].as_integer() == version)
        .order_by(AUDIT_EVENT.c.id)
    )
    pieces = connection.execute(statement).scalars().all()
    return PolicyFlips(
        tuple(int(asset_id) for piece in pieces for asset_id in piece["to_rejected"]),
        tuple(int(asset_id) for piece in pieces for asset_id in piece["to_approved"]),
    )


def presets(connection: Connection) -> list[Preset]:
    """The newest version of every preset, by name."""
    newest = (
        select(PRESET.c.name, func.max(PRESET.c.version).label("version"))
        .where(~PRESET.c.deleted)
        .group_by(PRESET.c.name)
        .subquery()
    )
    statement = (
        select(PRESET)
        .join(newest, (PRESET.c.name == newest.c.name) & (PRESET.c.version == newest.c.version))
        .order_by(PRESET.c.name)
    )
    return [_preset(row) for row in connection.execute(statement)]


def preset_versions(connection: Connection, name: str) -> list[Preset]:
    """Every version of one preset, the newest first; none if there is no such preset."""
    statement = select(PRESET).where(PRESET.c.name == name, ~PRESET.c.deleted).order_by(PRESET.c.version.desc())
    return [_preset(row) for row in connection.execute(statement)]


def preset(connection: Connection, name: str, version: int | None = None) -> Preset:
    """One preset in a version, the newest by default. Raises InvalidValue if there is none."""
    found = [one for one in preset_versions(connection, name) if version in (None, one.version)]
    if not found:
        wanted = f"“{name}”" if version is None else f"“{name}” in version {version}"
        raise InvalidValue(f"There is no preset {wanted}.", "`presets list` names them all.")
    return found[0]


def _pair(row: Row[*tuple[Any, ...]]) -> PolicyPair:
    return PolicyPair(row.image, row.video, Parents(row.parents), tuple(map(read_exemption, row.exemptions)))


def _applied(row: Row[*tuple[Any, ...]]) -> AppliedPolicy:
    return AppliedPolicy(row.name, row.version, _pair(row), row.created, row.undone)


def _preset(row: Row[*tuple[Any, ...]]) -> Preset:
    return Preset(row.name, row.version, _pair(row), row.created)
