"""What queues, facets and counts cost at a million assets:  python -m tests.benchmarks.queues [NUMBER...]

Two engines answered on a fiftieth, a fifth was decided by two persons for three reasons, and all came in five imports
on three days. Times are medians of calls on a warm library on this computer's disk.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library, database
from rekreview.library.columns import now
from tests.benchmarks.library import BASE, answered, imported, moderate, multiply
from tests.benchmarks.table import Case, print_table, timed

SIZES = (100_000, 1_000_000)
IMPORTS = 5
REASONS = ("", "Medical", "Art or education")


def filled(folder: Path, size: int) -> Library:
    """A library with so many assets that differ in everything facets tell apart."""
    chance = random.Random(size)
    base = min(size, BASE)
    with Library.open(folder, create=True) as library:
        each = base // IMPORTS
        for number in range(IMPORTS):
            batch = library.commands.begin_import(f"folder {number}")
            files = [imported(at) for at in range(number * each, (number + 1) * each)]
            files = [replace(one, facts=replace(one.facts, kind=chance.choice(tuple(MediaKind)))) for one in files]
            ids = list(library.commands.add_assets(files, batch=batch).added)
            moderate(library, ids, chance)
            for at, reason in enumerate(REASONS):
                some = ids[at * each // 15 : (at + 1) * each // 15]
                library.commands.decide(
                    some,
                    chance.choice((Status.APPROVED, Status.REJECTED)),
                    reviewer="Ada" if at else "Bob",
                    reason=reason,
                )
    file = sqlite3.connect(folder / database.FILE_NAME, isolation_level=None)
    file.execute("UPDATE asset SET imported = datetime(imported, '-' || (id % 3) || ' days')")
    file.close()
    if size > base:
        multiply(folder / database.FILE_NAME, base, size // base)
    library = Library.open(folder)
    _ask_another(library, library.queries.ids(QueueFilter())[: size // 50].tolist(), chance)
    return library


def _ask_another(library: Library, ids: list[int], chance: random.Random) -> None:
    """A second engine's answers on some assets."""
    moderate(
        library,
        ids,
        chance,
        lambda chance: replace(answered(chance), engine=EngineName.REKOGNITION, model_version="7.0"),
    )


def cases(library: Library, size: int) -> list[Case]:
    """What the desk asks for beside its lists. The limits hold at a million."""
    ask = library.queries
    rejected = QueueFilter(queue=QueueName.REJECTED)
    narrowed = replace(rejected, facets=(Choice(Facet.CATEGORY, "violence"), Choice(Facet.KIND, "image")))
    reason = QueueFilter(facets=(Choice(Facet.REASON, "Medical"),))
    imports = QueueFilter(facets=(Choice(Facet.IMPORT, "2"),))
    day = QueueFilter(facets=(Choice(Facet.DATE, now().astimezone().date().isoformat()),))
    run = QueueFilter(facets=(Choice(Facet.RUN, "1"),))
    scale = max(size / 1_000_000, 0.1)

    def case(label: str, asked: object, limit: float) -> Case:
        return Case(label, timed(asked, 5), limit=limit * scale, by_median=True)  # type: ignore[arg-type]

    return [
        case("counts", ask.counts, 300),
        case("facets of everything", lambda: ask.facets(QueueFilter()), 1200),
        case("facets of rejected, two chosen", lambda: ask.facets(narrowed), 1200),
        case("ids of rejected, two facets", lambda: ask.ids(narrowed), 400),
        case("ids of a reason", lambda: ask.ids(reason), 400),
        case("ids of an import", lambda: ask.ids(imports), 400),
        case("ids of a day", lambda: ask.ids(day), 400),
        case("ids of a run", lambda: ask.ids(run), 400),
        case("ids of disagreeing", lambda: ask.ids(QueueFilter(queue=QueueName.DISAGREEING)), 400),
        case(
            "ids of borderline, nearest first",
            lambda: ask.ids(QueueFilter(queue=QueueName.BORDERLINE, sort=SortKey.BORDERLINE)),
            400,
        ),
        case("count of a saved filter", lambda: ask.count(narrowed), 400),
        case("left in rejected", lambda: ask.left(rejected), 400),
        case("the last 50 steps", lambda: ask.recent_steps(50), 50),
        case("a day's summary", lambda: ask.day_summary(now().replace(hour=0)), 1000),
    ]


def main(sizes: list[int]) -> int:
    """Fill a library of each size, measure, print; 1 if a bar was missed."""
    held = True
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            with filled(Path(folder), size) as library:
                print(f"filled {size:,} assets in {time.perf_counter() - started:.1f} s", flush=True)
                held &= print_table(f"{size:,} assets", cases(library, size))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or list(SIZES)))
