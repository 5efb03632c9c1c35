"""Writes what was seen in videos, one file each, in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rekreview.domain.assets import Asset, DetectionView, MediaKind
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


def text_of(library: Library, asset: Asset, form: SegmentFormat) -> str | None:
    """The file of one video by the detection that decides; None if there is none."""
    detection = _deciding(asset)
    if detection is None:
        return None
    return written(
        asset,
        detection,
        library.queries.verdict(asset.id),
        form,
        raw=library.queries.raw(detection.id) if detection.engine.paid else None,
        floor=library.queries.policy().pair.for_kind(asset.kind).string.min_confidence,
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


def _deciding(asset: Asset) -> DetectionView | None:
    return next((one for one in asset.detections if one.id == asset.deciding_detection), None)
