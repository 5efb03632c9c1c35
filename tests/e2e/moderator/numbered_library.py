"""A library of numbered pictures that an engine rejected, made by the app's own import; and files to go on with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path

from PIL import Image

from rekreview import settings as stored
from rekreview.domain.assets import EngineName
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from tests.e2e.moderator.numbered import jpeg

SEEN = Label("Alcoholic Beverages", "Alcohol", 95.0)
"""What the engine saw in each: enough to reject, and nothing that is veiled."""
BATCH = 1000
CAMERA = (6000, 4000)


def make(directory: Path, media: Path, count: int, size: tuple[int, int] = (1200, 900)) -> None:
    """A library of so many pictures numbered from 1, all rejected, in the order of their numbers."""
    write(media, (jpeg(number, *size) for number in range(1, count + 1)))
    take_in(directory, media)


def write(media: Path, pictures: Iterable[bytes]) -> None:
    """Pictures as files named by their numbers, from 1."""
    media.mkdir(parents=True)
    for number, content in enumerate(pictures, start=1):
        (media / f"{number:06}.jpg").write_bytes(content)


def take_in(directory: Path, media: Path) -> None:
    """A library of these files, all rejected."""
    with (
        closing(Library.open(directory, create=True)) as library,
        closing(Cage(workers=2)) as cage,
        ThreadPoolExecutor(2) as threads,
    ):
        for _ in import_paths(library, cage, [media], executor=threads, cancel=CancelToken()):
            pass
        reject(library, library.queries.ids(QueueFilter()).tolist())


def reject(library: Library, ids: list[int]) -> None:
    """Have an engine see alcohol in all of these."""
    run = library.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, ids)
    detection = Detection(EngineName.IMPORTED, "7.0", None, 1.0, (SEEN,))
    while tasks := library.commands.claim(run, BATCH):
        library.commands.record(run, [TaskOutcome(task.task_id, task.asset_id, detection, None) for task in tasks])


def more_files(folder: Path, count: int) -> Path:
    """So many large pictures with different bytes, to be imported meanwhile: each is decoded, hashed and kept.

    Progressive ones, since a quick decoder would be through with others before the robot is.
    """
    folder.mkdir(parents=True)
    with Image.open(BytesIO(jpeg(0, *CAMERA))) as picture, BytesIO() as written:
        picture.save(written, "JPEG", progressive=True)
        content = written.getvalue()
    for number in range(count):
        (folder / f"camera {number:06}.jpg").write_bytes(content + number.to_bytes(4, "big"))
    os.sync()  # or the disk would write these while the robot waits for its decisions to be on it
    return folder


def settle(home: Path, chosen: stored.Settings) -> None:
    """Keep these settings for a person whose home this is."""
    stored.save(chosen, home / ".config" / "rekreview" / "settings.json")
