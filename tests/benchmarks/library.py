"""What the library costs at 10,000, 100,000 and a million assets:  python -m tests.benchmarks.library [NUMBER...]

Times are medians of calls on a warm library on this computer's disk. The last table is bar 10: what a page, a decision,
a record and an insert cost with ten times the assets. Its figures are taken in turns over libraries of all sizes, so
that whatever else the computer does weighs on all of them.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path

from rekreview.domain.assets import EngineName, ImportedFile, MediaFacts, MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.policy import PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library, database
from rekreview.library.values import TaskOutcome
from tests.benchmarks.table import Case, print_table, timed

SIZES = (10_000, 100_000)
BASE = 10_000
BATCH = 64
BULK = 2_000
GROWTH = 1.3
ROUNDS = 60
LABELS = (("Explicit", ""), ("Explicit Nudity", "Explicit"), ("Violence", ""), ("Weapons", "Violence"), ("Alcohol", ""))


def imported(number: int) -> ImportedFile:
    """A picture as the importer hands it over, without its thumbnail."""
    facts = MediaFacts(MediaKind.IMAGE, "jpeg", 4000, 3000, phash=number)
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return ImportedFile(f"/pictures/{number % 100:02}/IMG_{number:08}.jpg", number, 4_000_000, sha256, facts)


def answered(chance: random.Random) -> Detection:
    """An answer with four labels, and in every third one a content type."""
    labels = tuple(Label(*place, round(chance.uniform(1, 100), 4)) for place in chance.sample(LABELS, 4))
    content_types = (("Animated", 81.25),) if chance.random() < 1 / 3 else ()
    return Detection(EngineName.ON_DEVICE, "on-device-1", None, 1.0, labels, content_types=content_types)


Answer = Callable[[random.Random], Detection]


@dataclass
class Sample:
    """A filled library, and what goes on being measured on it."""

    library: Library
    size: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    fresh: Iterator[int] = field(default_factory=count)
    ids: list[int] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def measure(self, name: str, work: Callable[[], object]) -> None:
        """Note how many milliseconds one piece of work takes."""
        started = time.perf_counter()
        work()
        self.seconds.setdefault(name, []).append((time.perf_counter() - started) * 1000)


def filled(folder: Path, size: int, answer: Answer = answered) -> Sample:
    """A library with so many moderated assets: up to BASE are made as an import and a run make them, then copied."""
    library = Library.open(folder, create=True)
    chance = random.Random(size)
    base = min(size, BASE)
    for start in range(0, base, BULK):
        ids = library.commands.add_assets([imported(number) for number in range(start, start + BULK)]).added
        moderate(library, list(ids), chance, answer)
    if size > base:
        library.close()
        multiply(folder / database.FILE_NAME, base, size // base)
        library = Library.open(folder)
    return Sample(library, size, fresh=count(size), ids=library.queries.ids(QueueFilter()).tolist())


# What a copied row must not share with its pattern; :base is how many there are of each, k the number of the copy.
COPIED = {
    "asset": {
        "id": "id + k * :base",
        "sha256": "lower(hex(randomblob(32)))",
        "deciding_detection_id": "deciding_detection_id + k * :base",
    },
    "location": {"id": "id + k * :base", "asset_id": "asset_id + k * :base", "path": "path || '.' || k"},
    "task": {"id": "id + k * :base", "asset_id": "asset_id + k * :base"},
    "detection": {"id": "id + k * :base", "asset_id": "asset_id + k * :base"},
    "label": {"detection_id": "detection_id + k * :base"},
}


def multiply(file: Path, base: int, times: int) -> None:
    """Copy everything in a library until there is so many times as much: a million by imports would take too long."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("PRAGMA synchronous=OFF")
    for table, changes in COPIED.items():
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changes.get(column, column) for column in columns)
        connection.execute(
            "WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k + 1 < :times) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copy CROSS JOIN {table} WHERE "
            f"{table}.{'detection_id' if table == 'label' else 'id'} <= :base",
            {"base": base, "times": times},
        )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def moderate(library: Library, ids: list[int], chance: random.Random, answer: Answer = answered) -> None:
    """One run over these assets, recorded in one piece."""
    run = library.commands.start_run(EngineName.ON_DEVICE, "on-device-1", None, 1.0, ids)
    tasks = library.commands.claim(run, len(ids))
    library.commands.record(run, [TaskOutcome(one.task_id, one.asset_id, answer(chance)) for one in tasks])


def queries(sample: Sample) -> list[Case]:
    """What the window asks for. The limits hold at 100,000 assets and grow with more."""
    library, scale = sample.library, max(1.0, sample.size / 100_000)
    ask = library.queries
    middle = sample.ids[len(sample.ids) // 2 :][:100]

    def ids(label: str, wanted: QueueFilter, limit: float = 50) -> Case:
        return Case(label, timed(lambda: ask.ids(wanted), 7), limit=limit * scale, by_median=True)

    return [
        Case("counts", timed(ask.counts, 15), limit=30 * scale, by_median=True),
        ids("ids of all", QueueFilter()),
        ids("ids of rejected", QueueFilter(queue=QueueName.REJECTED)),
        ids("ids of rejected, by confidence", QueueFilter(queue=QueueName.REJECTED, sort=SortKey.CONFIDENCE)),
        ids("ids of all, by name", QueueFilter(sort=SortKey.NAME)),
        ids("ids of borderline, nearest first", QueueFilter(queue=QueueName.BORDERLINE, sort=SortKey.BORDERLINE)),
        ids("ids with a category over 80", QueueFilter(category="violence", min_confidence=80)),
        ids("ids of a content type", QueueFilter(content_type="animated")),
        ids("ids by a part of the name", QueueFilter(search="77")),
        Case("tiles of 100", timed(lambda: ask.tiles(middle), 50), limit=2, by_median=True),
        Case("page of 100 with labels", timed(lambda: ask.page(after=middle[0]), 20)),
        Case("one asset", timed(lambda: ask.asset(middle[0]), 50)),
        Case("label columns", timed(ask.label_columns, 3), limit=300 * scale, by_median=True),
    ]


def commands(sample: Sample) -> list[Case]:
    """What the window and a run write."""
    write = sample.library.commands
    turn = iter(sample.ids)

    def decide() -> object:
        return write.decide([next(turn)], Status.APPROVED, reviewer="bench")

    thousand = sample.ids[1_000:6_000]
    return [
        Case("decide one, on the disk", timed(decide, 100)),
        Case("undo one", timed(write.undo, 50)),
        Case("decide 5,000", timed(lambda: write.decide(thousand, Status.REJECTED, reviewer="bench"), 1)),
        Case("apply a policy", timed(lambda: write.apply_policy(policy(sample), name="bench"), 2)),
    ]


def policy(sample: Sample) -> PolicyPair:
    """Another policy each time."""
    return PolicyPair(image=f"aws_rek:explicit:0.{next(sample.fresh)}")


def grow(samples: list[Sample]) -> None:
    """Take the figures of bar 10 in turns over all sizes."""
    for _ in range(ROUNDS):
        for sample in samples:
            step(sample)


def step(sample: Sample) -> None:
    """One page, one decision, one batch of inserts, one batch of answers."""
    library, chance = sample.library, sample.chance
    start = chance.choice(sample.ids)
    sample.measure("page", lambda: library.queries.tiles(range(start, start + 100)))
    chosen, status = chance.choice(sample.ids), chance.choice([Status.APPROVED, Status.REJECTED])
    sample.measure("decision", lambda: library.commands.decide([chosen], status, reviewer="bench"))
    files = [imported(next(sample.fresh)) for _ in range(BATCH)]
    added: list[int] = []
    sample.measure("insert of 64", lambda: added.extend(library.commands.add_assets(files).added))
    sample.measure("answers on 64", lambda: moderate(library, added, chance))


def growth(samples: list[Sample]) -> list[Case]:
    """How much more each costs with ten times the assets, by medians."""
    cases = []
    for smaller, larger in pairwise(samples):
        for name in larger.seconds:
            ratio = statistics.median(larger.seconds[name]) / statistics.median(smaller.seconds[name])
            label = f"{name}, {smaller.size:,} → {larger.size:,}"
            cases.append(Case(label, [ratio], unit="×", limit=GROWTH))
    return cases


def rates(sample: Sample) -> list[Case]:
    """Inserts and answers a second, in batches as an import makes them."""
    inserts = [BATCH * 1000 / one for one in sample.seconds["insert of 64"]]
    answers = [BATCH * 1000 / one for one in sample.seconds["answers on 64"]]
    return [
        Case("inserts", inserts, unit="/s", limit=10_000, at_least=True, by_median=True),
        Case("answers recorded (claim, labels, verdict)", answers, unit="/s"),
        Case("decision", sample.seconds["decision"], limit=2.0, by_median=True),
    ]


def main(sizes: list[int]) -> int:
    """Fill a library of each size, measure, print; 1 if a bar was missed."""
    held = True
    with tempfile.TemporaryDirectory() as folder:
        samples = []
        for size in sizes:
            started = time.perf_counter()
            samples.append(filled(Path(folder) / str(size), size))
            seconds = time.perf_counter() - started
            print(f"filled {size:,} assets with 4 labels each in {seconds:.1f} s, {size / seconds:,.0f}/s", flush=True)
        grow(samples)
        for sample in samples:
            held &= print_table(f"{sample.size:,} assets", [*queries(sample), *rates(sample), *commands(sample)])
        held &= print_table("Cost with ten times the assets (bar 10)", growth(samples))
        for sample in samples:
            sample.library.close()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or list(SIZES)))
