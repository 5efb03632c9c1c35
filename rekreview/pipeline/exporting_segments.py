"""Writes what was seen in videos, one file each, in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rekreview.domain.assets import Asset, MediaKind
from rekreview.domain.errors import InvalidValue
from rekreview.domain.progress import CancelToken, Pace, Progress
from rekreview.domain.segment_exports import SegmentFormat, file_name, written
from rekreview.library.library import Library


@dataclass(slots=True)
class SegmentExport:
    """What came of an export. unanswered: videos of which no engine has said anything, so that there is no file."""

    files: list[Path] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)


def export_all(library: Library, assets: Iterable[Asset], form: SegmentFormat, folder: Path) -> SegmentExport:
    """One file for each video among these assets, in a folder that is made if it is not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    told = SegmentExport()
    for asset in assets:
        if asset.kind is not MediaKind.VIDEO:
            continue
        if (text := text_of(library, asset, form)) is None:
            told.unanswered.append(asset.id)
        else:
            told.files.append(write(folder / file_name(asset, form), text))
    return told


def export_each(
    library: Library, videos: Sequence[int], form: SegmentFormat, folder: Path, cancel: CancelToken
) -> Generator[Progress, None, SegmentExport]:
    """The same for these videos, telling how far it has come. Raises InvalidValue; Cancelled between two files."""
    told, pace = SegmentExport(), Pace()
    for done, video in enumerate(videos):
        yield pace.mark(done, len(videos))
        cancel.check()
        with _writable(folder):
            one = export_all(library, [library.queries.asset(video)], form, folder)
        told.files += one.files
        told.unanswered += one.unanswered
    return told


def export_one(
    library: Library, video: int, form: SegmentFormat, file: Path
) -> Generator[Progress, None, SegmentExport]:
    """One video into a file of this name. Raises InvalidValue."""
    yield Progress(0, 1)
    text = text_of(library, library.queries.asset(video), form)
    if text is None:
        return SegmentExport(unanswered=[video])
    with _writable(file):
        return SegmentExport(files=[write(file, text)])


@contextmanager
def _writable(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidValue(
            f"{place} cannot be written to: {error.strerror or error}. What was written before stays.",
            "Choose another place, or make room there.",
        ) from error


def text_of(library: Library, asset: Asset, form: SegmentFormat) -> str | None:
    """The file of one video by the detection that decides; None if there is none."""
    detection = asset.deciding
    if detection is None:
        return None
    pair = library.queries.policy().pair
    return written(
        asset,
        detection,
        pair.verdict_on(asset),
        form,
        raw=library.queries.raw(detection.id) if detection.engine.paid else None,
        floor=pair.for_kind(asset.kind).string.min_confidence,
    )


def write(file: Path, text: str) -> Path:
    """Write a file that takes its place only when it is whole, so that a failure leaves the former one."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", errors="replace", newline="")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file
