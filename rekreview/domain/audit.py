"""The log of what was done in a library: who did what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final


class AuditKind(StrEnum):
    """What an entry of the log is about."""

    DECISIONS = "decisions"
    UNDO = "undo"
    POLICIES = "policies"
    IMPORTS = "imports"
    EXPORTS = "exports"
    RUNS = "runs"
    OTHER = "other"


_KINDS: Final = {
    "policy": AuditKind.POLICIES,
    "preset": AuditKind.POLICIES,
    "adapter": AuditKind.POLICIES,
    "run": AuditKind.RUNS,
    "step": AuditKind.UNDO,
}


def kind_of(action: str) -> AuditKind:
    """What an action such as "policy applied" is about, by its first word; one that ends with exported is an export."""
    if action.endswith("exported"):
        return AuditKind.EXPORTS
    return _KINDS.get(action.split(" ", 1)[0], AuditKind.OTHER)


@dataclass(frozen=True, slots=True)
class AuditWish:
    """Which entries are wanted: of a kind, of a reviewer, of some days (both within); None or "": whatever it is."""

    kind: AuditKind | None = None
    reviewer: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done. assets: how many it was about, if that is known. undone: it does not count any more."""

    at: datetime
    reviewer: str
    kind: AuditKind
    action: str
    assets: int | None = None
    undone: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)
