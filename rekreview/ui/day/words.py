"""A day's work in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rekreview.domain.queues import QueueName
from rekreview.ui import naming
from rekreview.ui.wording import tr

if TYPE_CHECKING:
    from rekreview.library.values import DaySummary, HandOver

_LEFT: Final = (
    QueueName.REJECTED,
    QueueName.APPROVED,
    QueueName.PENDING,
    QueueName.NOT_MODERATED,
    QueueName.BORDERLINE,
    QueueName.DISAGREEING,
)
_MOST: Final = 8


def summary(day: DaySummary) -> str:
    """What was done and what is left, as text that can be sent to somebody."""
    return "\n\n".join(part for part in (_done(day), _overturned(day), _left(day)) if part)


def _done(day: DaySummary) -> str:
    date, total = day.begun.astimezone().date().isoformat(), sum(day.decided.values())
    if not total:
        return tr("{date}: nothing was decided.").format(date=date)
    told = tr("{date}: {assets} decided, {rejected} rejected and {approved} approved.").format(
        date=date,
        assets=naming.assets(total),
        rejected=naming.number(day.rejected),
        approved=naming.number(day.approved),
    )
    who = ", ".join(f"{name} {naming.number(count)}" for name, count in day.decided.items())
    return f"{told}\n{tr('By reviewer: {}.').format(who)}"


def _overturned(day: DaySummary) -> str:
    if not sum(day.decided.values()):
        return ""
    if not day.overturned:
        return tr("No verdict of the policy was overturned.")
    lines = [tr("The policy's verdict was overturned on {}.").format(naming.assets(day.overturned))]
    lines.append(_ranked(tr("By category"), day.by_category, tr("without a label")))
    lines.append(_ranked(tr("By reason"), day.by_reason, tr("without a reason")))
    return "\n".join(lines)


def _ranked(title: str, counts: Sequence[tuple[str, int]], nameless: str) -> str:
    told = [f"{name or nameless} {naming.number(count)}" for name, count in counts[:_MOST]]
    if len(counts) > _MOST:
        told.append(tr("others {}").format(naming.number(sum(count for _, count in counts[_MOST:]))))
    return f"{title}: {', '.join(told)}."


def _left(day: DaySummary) -> str:
    left = [
        f"{naming.queue(queue)} {naming.number(day.counts.left[queue])}"
        for queue in _LEFT
        if day.counts.left.get(queue)
    ]
    looks = day.counts.counts.get(QueueName.SECOND_LOOK, 0)
    told = tr("Nobody decided yet on: {}.").format(", ".join(left)) if left else tr("Everything is decided.")
    waiting = tr("Second looks open: {}.").format(naming.number(looks)) if looks else tr("No second look is open.")
    return f"{told}\n{waiting}"


def left_by(note: HandOver) -> str:
    """Who left a note, and when."""
    return tr("{name} left this on {moment}").format(name=note.reviewer, moment=naming.moment(note.at))


def waiting(notes: int) -> str:
    """How many notes come after the one that is shown; "" for none."""
    if not notes:
        return ""
    return tr("(1 more note waits.)") if notes == 1 else tr("({} more notes wait.)").format(naming.number(notes))


def whole(note: HandOver) -> str:
    """A note with the day it is about, as text."""
    return "\n\n".join(part for part in (f"{left_by(note)}:", note.note, note.summary) if part)
