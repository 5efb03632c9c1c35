"""A step of deciding in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rekreview.domain.assets import Status
from rekreview.ui import naming
from rekreview.ui.wording import status_word, tr

if TYPE_CHECKING:
    from rekreview.library.step_values import RecentStep


def verdict(step: RecentStep) -> str:
    """What was done: "Approved", "12 × Rejected", "Cleared"."""
    word = tr("Cleared") if step.status is None else status_word(step.status)
    return word if step.assets == 1 else tr("{count} × {word}").format(count=naming.number(step.assets), word=word)


def time(step: RecentStep) -> str:
    """When: the time of the day, as 14:05; whether it was taken back since."""
    told = step.at.astimezone().strftime("%H:%M")
    return tr("{time} · taken back").format(time=told) if step.reverted else told


def spoken(step: RecentStep) -> str:
    """All of it, for tool tips and assistive technology."""
    first = step.tile.name if step.assets == 1 else tr("{name} and others").format(name=step.tile.name)
    parts = [
        verdict(step),
        first,
        step.reason,
        f"“{step.note}”" if step.note else "",
        step.reviewer,
        naming.moment(step.at),
        tr("taken back") if step.reverted else "",
    ]
    return ", ".join(part for part in parts if part)


def icon(step: RecentStep) -> str:
    """The icon that says the same."""
    icons = {Status.APPROVED: "circle-check", Status.REJECTED: "circle-x", None: "eraser"}
    return icons.get(step.status, "circle-dashed")
