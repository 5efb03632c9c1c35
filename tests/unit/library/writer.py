"""A program that writes to a library until it is killed, saying on stdout what was acknowledged.

Run as: python -m tests.unit.library.writer FOLDER NAME import|decide|batch|run|apply [NUMBER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from rekreview.library.commands import facade, long_steps
from rekreview.library.commands.intents import decision
from rekreview.library.values import TaskOutcome
from tests.unit.library.makers import VERSION, add, explicit, file


def imports(library: Library, name: str) -> Iterator[str]:
    """Import batches; acknowledge their ids."""
    for batch in count():
        files = [file(f"{name}-{batch}-{index}.jpg", thumbnail=b"sharp" * 100) for index in range(20)]
        yield from (f"asset {asset_id}" for asset_id in add(library, *files))


def decisions(library: Library, name: str) -> Iterator[str]:
    """Decide assets in turn, undoing every fifth; acknowledge how each stands."""
    ids = library.queries.ids(QueueFilter()).tolist()
    for number in count():
        asset_id = ids[number % len(ids)]
        status = (Status.APPROVED, Status.REJECTED)[number // len(ids) % 2]
        library.commands.decide([asset_id], status, reviewer=name, note=str(number))
        yield f"decided {asset_id} {status.value} {number}"


def run(library: Library, name: str) -> Iterator[str]:
    """Go on with the unfinished run, or begin the first; acknowledge each recorded asset."""
    unfinished = library.queries.unfinished_run()
    if unfinished is None:
        if library.queries.runs():
            return
        ids = library.queries.ids(QueueFilter()).tolist()
        number = library.commands.start_run(EngineName.ON_DEVICE, VERSION, None, 1.0, ids)
    else:
        number = unfinished.id
        library.commands.requeue(number)
    while tasks := library.commands.claim(number, 3):
        library.commands.record(number, [TaskOutcome(one.task_id, one.asset_id, explicit(60.0)) for one in tasks])
        yield from (f"moderated {one.asset_id}" for one in tasks)


def policies(library: Library, name: str) -> Iterator[str]:
    """Apply two policies in turn, a few assets at a time; acknowledge each."""
    facade.BATCH_ASSETS = 3  # type: ignore[misc]
    for number in count():
        threshold = (0.1, 0.9)[number % 2]
        version = library.commands.apply_policy(PolicyPair(image=f"aws_rek:explicit:{threshold}"), name=name).version
        yield f"applied {version} {threshold}"


def batch(library: Library, name: str) -> Iterator[str]:
    """Approve all as one batch, a few at a time; acknowledge each piece."""
    long_steps.STEP_ASSETS = 20  # type: ignore[misc]
    for piece in library.commands.deciding_in_pieces(
        decision(Status.APPROVED, name, "", "", {}), library.queries.ids(QueueFilter())
    ):
        yield f"approved {len(piece.changed)}"


WORK = {"batch": batch, "import": imports, "decide": decisions, "run": run, "apply": policies}


def main(folder: str, name: str, work: str, number: str = "") -> None:
    """Work until done, until `number` acknowledgements, or until killed."""
    with Library.open(Path(folder), create=True) as library:
        for done, word in enumerate(WORK[work](library, name), 1):
            print(word, flush=True)
            if number and done >= int(number):
                return


if __name__ == "__main__":
    main(*sys.argv[1:])
