"""What a person says of assets: approved, rejected, unsure, or nothing any more."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound
from rekreview.domain.notes import note_on
from rekreview.library.columns import now
from rekreview.library.commands import bulk, opinions, steps
from rekreview.library.commands.intents import Intent
from rekreview.library.commands.steps import Subject
from rekreview.library.queries.opinions import disputed as disputed_among
from rekreview.library.sightings import seen_values
from rekreview.library.standing import Settled, settle
from rekreview.library.step_values import Act
from rekreview.library.values import Decided


def carry_out(
    connection: Connection, intent: Intent, ids: Sequence[int], step_id: int | None, pressed_after: int | None = None
) -> tuple[Decided, ChangeSet]:
    """Do it to these assets, within a step that is open already or in a new one.

    Assets that are as wanted are left alone and named as unchanged. So are those somebody did something else to while a
    long batch was on its way to them, since the later press counts; pressed_after: the newest row when it was pressed.
    Should the step have been undone meanwhile, nothing more is done. Raises AssetNotFound for an id the library does
    not have.
    """
    if step_id is not None and steps.is_undone(connection, step_id):
        return Decided(step_id, (), tuple(ids)), ChangeSet()
    if len(ids) >= bulk.LEAST and (intent.again is None or intent.again.assets.isdisjoint(ids)):
        return _carry_out_at_once(connection, intent, ids, step_id, pressed_after)
    found = steps.subjects(connection, ids)
    _all_there(ids, found)
    later = set() if pressed_after is None else steps.touched_since(connection, ids, pressed_after, step_id)
    asked = _asked_again(connection, intent, found)
    chosen = _chosen(connection, intent, [one for one in found.values() if one.asset_id not in later | asked.keys()])
    said = opinions.news(connection, intent, asked) if asked else []
    if chosen or said:
        step_id = _counted(connection, intent, step_id, len(chosen) + len(said))
        if chosen:
            _apply(connection, intent, chosen, step_id)
        if said:
            opinions.add(connection, intent, said, step_id)
    return _told(step_id, ids, {subject.asset_id for subject in chosen} | {row["asset_id"] for row in said})


def _carry_out_at_once(
    connection: Connection, intent: Intent, ids: Sequence[int], step_id: int | None, pressed_after: int | None
) -> tuple[Decided, ChangeSet]:
    """The same for many assets, none of which is judged a second time."""
    differing, alike = bulk.as_wanted(connection, intent, ids)
    _all_there(ids, {*differing, *alike})
    chosen = {*differing, *_disputed(connection, intent, alike)}
    if pressed_after is not None:
        chosen -= steps.touched_since(connection, ids, pressed_after, step_id)
    if chosen:
        step_id = _counted(connection, intent, step_id, len(chosen))
        bulk.apply(connection, intent, sorted(chosen), step_id)
    return _told(step_id, ids, chosen)


def _counted(connection: Connection, intent: Intent, step_id: int | None, assets: int) -> int:
    """The step for so many assets more: the one that is open, or a new one."""
    if step_id is None:
        return steps.open_step(connection, intent.act, intent.status, intent.reviewer, assets=assets)
    steps.grow(connection, step_id, assets)
    return step_id


def _all_there(ids: Sequence[int], found: Container[int]) -> None:
    if missing := [asset_id for asset_id in ids if asset_id not in found]:
        raise AssetNotFound(f"The library has no asset {missing[0]}. Nothing was decided.", "It may be in another one.")


def _told(step_id: int | None, ids: Sequence[int], changed: Container[int]) -> tuple[Decided, ChangeSet]:
    order = tuple(dict.fromkeys(ids))
    decided = Decided(
        batch=step_id,
        changed=tuple(asset_id for asset_id in order if asset_id in changed),
        unchanged=tuple(asset_id for asset_id in order if asset_id not in changed),
    )
    return decided, ChangeSet(changed=decided.changed, history=bool(decided.changed))


def _asked_again(connection: Connection, intent: Intent, found: Mapping[int, Subject]) -> dict[int, int]:
    """The assets on which this is a second opinion, and the decision it is one on."""
    if intent.again is None or intent.act not in (Act.DECIDE, Act.CLEAR):
        return {}
    return opinions.asked_about(connection, intent.again, found)


def _chosen(connection: Connection, intent: Intent, subjects: Sequence[Subject]) -> list[Subject]:
    """Those that are not as wanted. A decision in dispute is made anew by whoever makes it again: that settles it."""
    wanted = _WANTED[intent.act]
    as_wanted = [subject.asset_id for subject in subjects if not wanted(subject, intent)]
    left = set(as_wanted) - _disputed(connection, intent, as_wanted)
    return [subject for subject in subjects if subject.asset_id not in left]


def _disputed(connection: Connection, intent: Intent, as_wanted: Sequence[int]) -> set[int]:
    if intent.act is not Act.DECIDE or not as_wanted:
        return set()
    return set(disputed_among(connection, as_wanted).tolist())


def _apply(connection: Connection, intent: Intent, chosen: Sequence[Subject], step_id: int) -> None:
    moment = now()
    rows = [_row(intent, subject, step_id, moment) for subject in chosen]
    row_ids = steps.append(connection, step_id, rows)
    settled = (
        _settled(intent, subject, row_ids[subject.asset_id], written)
        for subject, written in zip(chosen, rows, strict=True)
    )
    settle(connection, list(settled))


def _row(intent: Intent, subject: Subject, step_id: int, moment: datetime) -> dict[str, Any]:
    """The same decision again, with a reason or a note added, keeps what was said before."""
    same = intent.act is Act.DECIDE and _stands(subject, intent.status)
    row = steps.row(
        step_id,
        subject,
        intent.act,
        intent.status,
        moment,
        reviewer=intent.reviewer,
        reason=intent.reason or (subject.reason if same else ""),
        note=note_on(intent.note, subject.asset_id) or (subject.note if same else ""),
    )
    if intent.act is not Act.DECIDE:
        return row
    return row | seen_values(intent.seen.get(subject.asset_id)) | subject.machine_values


def _settled(intent: Intent, subject: Subject, row_id: int, written: dict[str, Any]) -> Settled:
    if intent.act is Act.DECIDE:
        has_note = bool(written["note"])
        return Settled(subject.asset_id, subject.verdict, intent.status, row_id, has_note, second_look=False)
    if intent.act is Act.CLEAR:
        return Settled(subject.asset_id, subject.verdict, None, None, False, subject.second_look)
    decided = subject.status if subject.decision_id is not None else None
    looking = intent.act is Act.LOOK_AGAIN
    return Settled(subject.asset_id, subject.verdict, decided, subject.decision_id, bool(subject.note), looking)


def _stands(subject: Subject, status: Status | None) -> bool:
    return subject.decision_id is not None and subject.status is status


def _wants_decision(subject: Subject, intent: Intent) -> bool:
    """A verdict key sets: pressed twice it changes nothing, unless there is a reason or a note to add."""
    note = note_on(intent.note, subject.asset_id)
    says_more = intent.reason not in ("", subject.reason) or note not in ("", subject.note)
    return says_more or subject.second_look or not _stands(subject, intent.status)


_WANTED: dict[Act, Callable[[Subject, Intent], bool]] = {
    Act.DECIDE: _wants_decision,
    Act.CLEAR: lambda subject, _: subject.decision_id is not None,
    Act.LOOK_AGAIN: lambda subject, _: not subject.second_look,
    Act.LOOKED: lambda subject, _: subject.second_look,
}
