"""How the history tells what was done."""

from __future__ import annotations

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.audit import AuditEntry, AuditKind
from rekreview.ui import naming
from rekreview.ui.reports.words import tr
from rekreview.ui.wording import status_word

_KINDS = {
    AuditKind.DECISIONS: "Decisions",
    AuditKind.UNDO: "Undo and redo",
    AuditKind.POLICIES: "Policies",
    AuditKind.IMPORTS: "Imports",
    AuditKind.EXPORTS: "Exports",
    AuditKind.RUNS: "Runs",
    AuditKind.OTHER: "Other",
}
_DONE = {
    "clear": "Decisions cleared",
    "look_again": "Put aside for a second look",
    "looked": "Second look ended",
    "mark": "Label marked",
    "revert": "Taken back by itself",
    "imported": "Imported",
    "step undone": "Undone",
    "step redone": "Redone",
    "policy applied": "Policy applied",
    "preset saved": "Preset saved",
    "preset deleted": "Preset deleted",
    "adapter chosen": "Adapter chosen",
    "run started": "Moderation started",
    "run finished": "Moderation finished",
    "run paused": "Moderation stopped",
    "run cancelled": "Moderation given up",
    "run running": "Moderation resumed",
    "report exported": "Report exported",
}


def kind_told(kind: AuditKind) -> str:
    """What a kind is called."""
    return tr(_KINDS[kind])


def done_told(entry: AuditEntry) -> str:
    """What was done, in a few words."""
    if entry.action == "decide":
        done = status_word(Status(entry.details["status"]))
    else:
        done = tr(_DONE.get(entry.action, entry.action[:1].upper() + entry.action[1:]))
    return tr("{done} (taken back)").format(done=done) if entry.undone else done


def details_told(entry: AuditEntry) -> str:
    """What else is known of it: names, versions, files."""
    details = entry.details
    parts = []
    for name in ("policy", "preset"):
        if details.get(name):
            parts.append(tr("{name}, version {version}").format(name=details[name], version=details.get("version", "")))
    if details.get("engine"):
        parts.append(naming.engine(EngineName(details["engine"])))
    if details.get("run"):
        parts.append(tr("run {number}").format(number=details["run"]))
    parts += [str(details[name]) for name in ("adapter", "source", "file", "image", "video") if details.get(name)]
    return " · ".join(parts)
