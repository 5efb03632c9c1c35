"""What a paid call costs in the library at runs of 10,000 and 100,000 assets; bar 10.

    python -m tests.benchmarks.paid_calls [NUMBER...]

The book of calls, the queue and the detections are filled to half of the run first, so that a call in its middle is
what is measured. Figures are taken in turns over libraries of all sizes, so that whatever else the computer does weighs
on all of them.
"""

from __future__ import annotations

import hashlib
import sqlite3
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from rekreview.domain.assets import EngineName
from rekreview.domain.calls import CallEnd, CallState, Sent
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library, database
from rekreview.library.prepared import compact_json
from rekreview.library.values import CallStart, ClaimedTask, TaskOutcome
from tests.benchmarks.library import BASE, GROWTH, Sample, filled
from tests.benchmarks.table import Case, print_table

SIZES = (10_000, 100_000)
ROUNDS = 40
CLAIMED = 64
FLOOR = 20.0
ENGINE = EngineName.REKOGNITION
LABELS = (Label("Violence", "", 91.25), Label("Weapons", "Violence", 88.5))
ANSWER = {
    "ModerationLabels": [
        {"Name": one.name, "ParentName": one.parent_name, "Confidence": one.confidence} for one in LABELS
    ],
    "ModerationModelVersion": "7.0",
    "ContentTypes": [],
}
DETECTION = Detection(ENGINE, "7.0", None, FLOOR, LABELS, raw=ANSWER)

# Half of a run that is done, made from its own rows: by calls it would take minutes.
HALF = (
    "UPDATE task SET state = 'done', attempts = 1 WHERE run_id = :run AND id <= :last",
    "INSERT INTO call (run_id, asset_id, engine, adapter, floor, content_sha256, sent, state, code, price_usd, month, "
    "begun, ended, model_version, answer) SELECT run_id, asset_id, 'rekognition', '', 20.0, "
    "lower(hex(randomblob(32))), :sent, 'answered', '', 0.001, '2026-11', '2026-11-21 10:00:00', "
    "'2026-11-21 10:00:00', '7.0', :answer FROM task WHERE run_id = :run AND id <= :last",
    "INSERT INTO detection (asset_id, run_id, engine, model_version, adapter, floor, created, coverage, content_types, "
    "raw) SELECT asset_id, run_id, 'rekognition', '7.0', '', 20.0, '2026-11-21 10:00:00', '', '[]', :answer FROM task "
    "WHERE run_id = :run AND id <= :last",
)


class PaidRun:
    """A library with a run of all its assets that is half done, and the calls of the other half."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.run = sample.library.commands.start_run(ENGINE, "", None, FLOOR, sample.ids)
        directory = sample.library.directory
        sample.library.close()
        _half_done(directory / database.FILE_NAME, self.run, sample.size // 2)
        sample.library = Library.open(directory)

    def step(self) -> None:
        """One claim, a call on each task, and what comes of them; then one that is put back."""
        library, tasks = self.sample.library, list[ClaimedTask]()
        self.sample.measure("claim of 64", lambda: tasks.extend(library.commands.claim(self.run, CLAIMED)))
        for task in tasks[:8]:
            self._call(task)
        outcomes = [TaskOutcome(task.task_id, task.asset_id, DETECTION, None) for task in tasks[:-1]]
        self.sample.measure("record of 63", lambda: library.commands.record(self.run, outcomes))
        later = datetime.now(UTC) + timedelta(hours=1)
        self.sample.measure("defer one", lambda: library.commands.defer([tasks[-1].task_id], [later]))
        self.sample.measure("next due", lambda: library.queries.next_due(self.run))
        self.sample.measure("say the run's state", lambda: library.queries.run(self.run))

    def _call(self, task: ClaimedTask) -> None:
        library, calls = self.sample.library, list[int]()
        content = hashlib.sha256(task.sha256.encode()).hexdigest()
        sent = Sent(content, "jpeg", 1280, 960, 210_000)
        start = CallStart(self.run, task.asset_id, ENGINE, None, FLOOR, sent, 0.001)
        end = CallEnd(CallState.ANSWERED, model_version="7.0", answer=ANSWER)
        self.sample.measure("known answer", lambda: library.queries.known_answer(content, ENGINE, None, FLOOR))
        self.sample.measure("begin call", lambda: calls.append(library.commands.begin_call(start)))
        self.sample.measure("end call", lambda: library.commands.end_call(calls[0], end))


def _half_done(file: Path, run: int, number: int) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    (last,) = connection.execute(
        "SELECT id FROM task WHERE run_id = ? ORDER BY id LIMIT 1 OFFSET ?", (run, number - 1)
    ).fetchone()
    values = {"run": run, "last": last, "sent": '{"bytes":210000}', "answer": compact_json(ANSWER)}
    connection.execute("BEGIN")
    for statement in HALF:
        connection.execute(statement, values)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def table(sample: Sample) -> list[Case]:
    """What each thing takes, in milliseconds."""
    return [Case(name, samples) for name, samples in sample.seconds.items()]


# No part of a call: the one is asked while nothing is under way, the other, which counts all tasks, once a run.
BESIDE_CALLS = ("next due", "say the run's state")


def growth(samples: list[Sample]) -> list[Case]:
    """How much more each costs with ten times the assets, by medians."""
    cases = []
    for smaller, larger in pairwise(samples):
        for name in larger.seconds:
            ratio = statistics.median(larger.seconds[name]) / statistics.median(smaller.seconds[name])
            limit = None if name in BESIDE_CALLS else GROWTH
            cases.append(Case(f"{name}, {smaller.size:,} → {larger.size:,}", [ratio], unit="×", limit=limit))
    return cases


def main(sizes: list[int]) -> int:
    """Fill, measure in turns, print; 1 if something grew by more than the bar allows."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [PaidRun(filled(Path(folder) / str(size), max(size, BASE))) for size in sizes]
        for number in range(ROUNDS):
            for run in runs:
                run.step()
            if number == 0:  # nothing of it is warm yet
                for run in runs:
                    run.sample.seconds.clear()
        for run in runs:
            assert len(run.sample.library.queries.ids(QueueFilter())) == run.sample.size
            print_table(f"A run of {run.sample.size:,} assets, half of it done", table(run.sample))
        held = print_table("Cost with ten times the assets (bar 10)", growth([run.sample for run in runs]))
        for run in runs:
            run.sample.library.close()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or list(SIZES)))
