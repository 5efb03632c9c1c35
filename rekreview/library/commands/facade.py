"""The one object that changes a library."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from rekreview.domain.assets import EngineName, ImportedFile, MediaKind, Status
from rekreview.domain.calls import CallEnd
from rekreview.domain.changes import ChangeSet
from rekreview.domain.marks import MarkWord
from rekreview.domain.notes import Note
from rekreview.domain.policy import PolicyPair
from rekreview.domain.serving import JudgedAgain
from rekreview.domain.sightings import Seen, by_asset
from rekreview.domain.sweeps import Confirmation
from rekreview.domain.video import VideoJob
from rekreview.library.commands import (
    audit,
    calling,
    importing,
    lotteries,
    marking,
    opinions,
    policies,
    preferring,
    running,
    sweeping,
    undoing,
    video_jobs,
)
from rekreview.library.commands.intents import Intent, decision
from rekreview.library.commands.long_steps import PAUSE_SECONDS, LongSteps
from rekreview.library.opinion_values import OpinionSample
from rekreview.library.rejudging import Rejudged
from rekreview.library.step_values import Act, Restored
from rekreview.library.values import (
    Added,
    AppliedOutcome,
    CallStart,
    ClaimedTask,
    Decided,
    Lottery,
    Preset,
    RunState,
    TaskOutcome,
)

BATCH_ASSETS: Final = 5_000


class Commands(LongSteps):
    """Changes the library. Every call is one transaction (a long batch several); calls from several threads and
    processes go one after another; listeners hear of each change once it is saved.
    """

    def begin_import(self, source: str) -> int:
        """Note that an import begins; its number. source: what is imported, in a word or two for people."""
        return self._write(lambda connection: importing.begin_import(connection, source))

    def add_assets(self, files: Sequence[ImportedFile], *, batch: int | None = None) -> Added:
        """Take files into the library: new bytes become assets of an import, known ones get one more location.

        A file that changed since it was last seen becomes a new asset, and its place is marked missing for the old
        one; a file that was moved is found again by its bytes.
        """
        vanished = importing.vanished_locations(self._database, files)
        added = self._write(
            lambda connection: importing.add_assets(connection, self._thumbnails, files, vanished, batch)
        )
        self._database.flush()
        return added

    def add_location(self, asset_id: int, path: str, mtime_ns: int, size: int) -> None:
        """Remember one more place where an asset's bytes lie. Raises AssetNotFound."""
        self._write(lambda connection: importing.add_location(connection, asset_id, path, mtime_ns, size))

    def learn(self, asset_id: int, file: ImportedFile) -> None:
        """Take what a file turned out to be that could not be opened when it was imported."""
        self._write(lambda connection: importing.learn(connection, self._thumbnails, asset_id, file))

    def start_run(
        self,
        engine: EngineName,
        version: str,
        adapter: str | None,
        floor: float,
        asset_ids: Sequence[int],
        *,
        again: bool = False,
    ) -> int:
        """Open a moderation run and queue a task for each asset; its number. again: what was answered is asked anew."""
        return self._write(
            lambda connection: running.start_run(connection, engine, version, adapter, floor, asset_ids, again=again)
        )

    def claim(self, run_id: int, count: int, kind: MediaKind | None = None) -> list[ClaimedTask]:
        """Take the next queued tasks of a run, of assets of one kind or of any; nobody else gets them until they are
        recorded or put back.
        """
        return self._write(lambda connection: running.claim(connection, run_id, count, kind))

    def record(self, run_id: int, outcomes: Sequence[TaskOutcome]) -> None:
        """Keep what came of tasks, and work out where their assets stand now."""
        self._write(lambda connection: running.record(connection, run_id, outcomes))

    def requeue(self, run_id: int) -> int:
        """Put claimed tasks back that were never recorded, as after a crash; how many."""
        return self._write(lambda connection: running.requeue(connection, run_id))

    def retry_failed(self, run_id: int) -> int:
        """Queue the failed tasks of a run again; how many. Raises InvalidValue for an unknown run."""
        return self._write(lambda connection: running.retry_failed(connection, run_id))

    def defer(self, task_ids: Sequence[int], not_before: Sequence[datetime]) -> None:
        """Put claimed tasks back into their queue, each not to be claimed before a moment."""
        self._write(lambda connection: calling.defer(connection, task_ids, not_before))

    def begin_call(self, start: CallStart) -> int:
        """Note that a call that costs money is about to be made; its number."""
        with self._database.writing_bare() as driver:
            return calling.begin(driver, start)

    def end_call(self, call_id: int, end: CallEnd) -> None:
        """Note how such a call ended."""
        with self._database.writing_bare() as driver:
            calling.end(driver, call_id, end)

    def open_video_job(
        self, *, run_id: int, task_id: int, asset_id: int, token: str, bucket: str, key: str
    ) -> VideoJob:
        """The job of a wish: the one there is, now for this task, or a new one about to be uploaded."""
        return self._write(
            lambda connection: video_jobs.open_job(
                connection, run_id=run_id, task_id=task_id, asset_id=asset_id, token=token, bucket=bucket, key=key
            ),
            durable=True,
        )

    def advance_video_job(self, job: int, **changes: Any) -> VideoJob:
        """Note how far a job has come: any of upload_id, job_id, state, object_left, message, call_id."""
        return self._write(lambda connection: video_jobs.advance(connection, job, changes), durable=True)

    def retry_failed_video_jobs(self) -> int:
        """Let every failed job be followed by another one that is paid for anew; how many there are."""
        return self._write(video_jobs.retry)

    def remove_video_object(self, job: VideoJob) -> None:
        """Note that nothing of a job lies in its bucket any more."""
        self._write(lambda connection: video_jobs.remove_object(connection, job))

    def set_run_state(self, run_id: int, state: RunState) -> None:
        """Say where a run stands. Raises InvalidValue for an unknown run."""
        self._write(lambda connection: running.set_run_state(connection, run_id, state))

    def choose_adapter(self, adapter: str | None) -> None:
        """Choose the adapter whose detections decide before all others; None for no preference."""
        self._write(lambda connection: preferring.choose_adapter(connection, adapter))

    def decide(
        self,
        ids: Sequence[int],
        status: Status,
        *,
        reviewer: str,
        reason: str = "",
        note: Note = "",
        seen: Seen = None,
        again: JudgedAgain | None = None,
    ) -> Decided:
        """Approve or reject assets, over every verdict, until cleared. One step to undo, however many there are.

        seen: how the asset was painted at that moment, if it is one, else how each was that was painted; of any other
        the decision is recorded as made on what was not seen. A confirmation is stored too. note: on all of them, or by
        asset what goes with that one's decision alone. again: the assets among
        these that were decided before and on which this is a second opinion: it is kept apart and changes nothing.
        Raises InvalidValue for another status, AssetNotFound, and ValueError for one sighting of several assets.
        """
        painted = by_asset(seen, ids)
        return self._whole_step(decision(status, reviewer, reason, note, painted, again), ids)

    def confirm(self, choices: Sequence[Confirmation], *, reviewer: str, again: JudgedAgain | None = None) -> Decided:
        """Confirm the verdicts of a page, each with how its asset was painted, as one step.

        What somebody decided on, or put aside, meanwhile is left alone. again: the assets on which this is a second
        opinion. Raises InvalidValue for a status that is no verdict.
        """
        return self._write(lambda connection: sweeping.confirm(connection, choices, reviewer, again), durable=True)

    def clear(self, ids: Sequence[int], *, reviewer: str, again: JudgedAgain | None = None) -> Decided:
        """Let the verdict count again; of `again`, take the second opinion away. Raises AssetNotFound."""
        return self._whole_step(Intent(Act.CLEAR, reviewer, again=again), ids)

    def second_look(self, ids: Sequence[int], on: bool, reviewer: str) -> Decided:
        """Mark assets for a second look, or end it. Raises AssetNotFound."""
        return self._whole_step(Intent(Act.LOOK_AGAIN if on else Act.LOOKED, reviewer), ids)

    def mark(self, asset_id: int, category: str, word: MarkWord | None, *, reviewer: str) -> Decided:
        """Say that a label (its category's slug) is right, wrong, or missing; None takes the word away. One step.

        Raises AssetNotFound, InvalidValue for an unknown category.
        """
        return self._write(
            lambda connection: marking.mark(connection, asset_id, category, word, reviewer), durable=True
        )

    def draw_lottery(self, size: int, *, seed: int, reviewer: str) -> Lottery:
        """Draw a blind sample of what the policy judged, to learn what it misses. Raises InvalidValue."""
        return self._write(lambda connection: lotteries.draw_lottery(connection, size, seed, reviewer), durable=True)

    def draw_second_look(self, size: int, *, seed: int, whose: str = "", reviewer: str) -> OpinionSample:
        """Draw a sample of decided assets to be judged blind once more. whose: one reviewer's, "" for all.

        The same seed draws the same from the same decisions. Raises InvalidValue.
        """
        with self._database.reading() as connection:
            drawn, decided = opinions.choose(connection, size, seed, whose)
        return self._write(
            lambda connection: opinions.keep_sample(connection, drawn, decided, seed, whose, reviewer), durable=True
        )

    def note(self, action: str, *, reviewer: str, **details: str) -> None:
        """Keep in the library's history that something was done which changes nothing in it, such as an export."""
        self._write(lambda connection: audit.add(connection, action, reviewer, details))

    def undo(self, *, reviewer: str = "", judges: bool = True) -> Restored:
        """Take back the newest step, whoever did it and whenever.

        judges: if that was the applying of a policy, also have the one judge that counts then; else `finish_policy` has
        to be called, which may take long.
        """
        return self._judged(self._whole_walk(undoing.undo, reviewer), judges)

    def redo(self, *, reviewer: str = "", judges: bool = True) -> Restored:
        """Do again what was undone last, unless something new was decided since; as `undo` does."""
        return self._judged(self._whole_walk(undoing.redo, reviewer), judges)

    def _judged(self, restored: Restored, judges: bool) -> Restored:
        """What a step restored, with the assets that changed side because another policy counts now."""
        if restored.policy is None or not judges:
            return restored
        to_rejected, to_approved = self.finish_policy()
        return replace(restored, ids=to_rejected + to_approved)

    def revert(self, batch: int, *, reviewer: str) -> Restored:
        """Take back one step of deciding by itself; what was decided later stays. A step of its own, to be undone."""
        return self._whole_walk(partial(undoing.revert, target=batch), reviewer)

    def apply_policy(self, pair: PolicyPair, *, name: str, reviewer: str = "") -> AppliedOutcome:
        """Make a pair the library's policy, as a new version of its name; one step to undo. Raises BadModerationString.

        Every asset is judged by it, in pieces, so that single decisions of others go in between. Should the program be
        cut off meanwhile, the next opening of the library judges the rest.
        """
        version = self._write(lambda connection: policies.adopt(connection, pair, name, reviewer), durable=True)
        to_rejected, to_approved = self.finish_policy()
        return AppliedOutcome(name, version, to_rejected, to_approved)

    def finish_policy(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Have the applied policy judge the assets it has not reached yet; the ids that became rejected, approved."""
        pieces: list[Rejudged] = []
        try:
            while (piece := self._judge_some()) is not None:
                pieces.append(piece)
                time.sleep(PAUSE_SECONDS if piece.following else 0)
        finally:
            if any(piece.changed for piece in pieces):
                self._announce(ChangeSet(everything=True))
        return (
            tuple(asset_id for piece in pieces for asset_id in piece.to_rejected),
            tuple(asset_id for piece in pieces for asset_id in piece.to_approved),
        )

    def _judge_some(self) -> Rejudged | None:
        """One piece. It need not be on the disk at once: how far the policy has come is saved or lost with it."""
        return self._write(lambda connection: policies.judge_some(connection, BATCH_ASSETS))

    def save_preset(self, name: str, pair: PolicyPair) -> Preset:
        """Save a policy under a name, as its next version. Raises BadModerationString, InvalidValue."""
        return self._write(lambda connection: policies.save_preset(connection, name, pair), durable=True)

    def delete_preset(self, name: str) -> None:
        """Take a preset with all its versions off the list. Raises InvalidValue if there is none."""
        self._write(lambda connection: policies.delete_preset(connection, name), durable=True)
