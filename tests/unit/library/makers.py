"""Makes what the tests of the library put into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from rekreview.domain.assets import EngineName, Fault, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.library import Library
from rekreview.library.values import TaskOutcome

VERSION = "on-device-1"


def file(
    name: str,
    content: str | None = None,
    *,
    kind: MediaKind = MediaKind.IMAGE,
    fault: Fault | None = None,
    thumbnail: bytes = b"",
    veiled: bytes = b"",
    mtime_ns: int = 1,
    phash: int | None = None,
) -> ImportedFile:
    """A file as the importer hands it over; its bytes follow from `content`, by default its name."""
    text = name if content is None else content
    facts = MediaFacts(
        kind,
        "jpeg" if kind is MediaKind.IMAGE else "mp4",
        width=640,
        height=480,
        duration_ms=None if kind is MediaKind.IMAGE else 5_000,
        phash=phash,
        thumbnail=thumbnail,
        veiled=veiled,
        fault=fault,
    )
    path = name if name.startswith("/") else f"/pictures/{name}"
    return ImportedFile(path, mtime_ns, len(text), sha256(text), facts)


def sha256(text: str) -> str:
    """The SHA-256 a file with this content has."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def real_file(folder: Path, name: str, content: str) -> ImportedFile:
    """The same for a file that is really on the disk."""
    path = folder / name
    path.write_text(content)
    return file(str(path), content, mtime_ns=path.stat().st_mtime_ns)


def add(library: Library, *files: ImportedFile | str) -> list[int]:
    """Import files and give the id of each, in order."""
    wanted = [file(one) if isinstance(one, str) else one for one in files]
    added = library.commands.add_assets(wanted)
    return [added.ids_by_path[one.path] for one in wanted]


def fill(library: Library, number: int) -> list[int]:
    """Import so many pictures."""
    return add(library, *(f"{index:06}.jpg" for index in range(number)))


def detection(
    *labels: tuple[str, str, float] | Label,
    engine: EngineName = EngineName.ON_DEVICE,
    version: str = VERSION,
    adapter: str | None = None,
    floor: float = 1.0,
) -> Detection:
    """An engine's answer with these labels: (name, parent's name, confidence)."""
    given = tuple(one if isinstance(one, Label) else Label(*one) for one in labels)
    return Detection(engine, version, adapter, floor, given, raw={"labels": len(given)}, coverage="looked at it all")


def moderate(library: Library, answers: dict[int, Detection | Fault]) -> int:
    """Have assets moderated in one run, with these answers; the run's number."""
    first = next((one for one in answers.values() if isinstance(one, Detection)), detection())
    run = library.commands.start_run(
        first.engine, first.model_version, first.adapter, first.min_confidence, list(answers)
    )
    while tasks := library.commands.claim(run, 64):
        outcomes = []
        for task in tasks:
            answer = answers[task.asset_id]
            done = isinstance(answer, Detection)
            outcomes.append(
                TaskOutcome(task.task_id, task.asset_id, answer, None)
                if done
                else TaskOutcome(task.task_id, task.asset_id, None, answer)
            )
        library.commands.record(run, outcomes)
    return run


def explicit(confidence: float) -> Detection:
    """An answer that sees something explicit, with its parent label."""
    return detection(("Explicit", "", confidence), ("Explicit Nudity", "Explicit", confidence))


def statuses(library: Library, ids: Sequence[int]) -> list[str]:
    """Where assets stand, in words."""
    return [tile.status.value for tile in library.queries.tiles(ids)]


def spread(ids: Iterable[int], confidences: Iterable[float]) -> dict[int, Detection | Fault]:
    """Answers with these confidences, one for each asset."""
    return {asset_id: explicit(confidence) for asset_id, confidence in zip(ids, confidences, strict=True)}
