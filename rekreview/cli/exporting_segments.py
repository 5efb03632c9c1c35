"""`export` of what was seen in videos: one file for each, into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.text import counted

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.assets import Asset
    from rekreview.library.library import Library

FORMATS: Final = ("segments-aws", "segments-cloudinary", "webvtt")
_PAGE: Final = 500


def export_segments(call: Call) -> int:
    """Write the files; videos without an answer have none, and are listed."""
    from rekreview.domain.segment_exports import SegmentFormat
    from rekreview.pipeline.exporting_segments import export_all

    arguments = call.arguments
    if arguments.to == "-":
        raise UsageError("Segments are one file for each video.", "Name a folder with --to.")
    folder = Path(arguments.to)
    with call.library() as library:
        try:
            told = export_all(library, _videos(library, arguments.status), SegmentFormat(arguments.format), folder)
        except OSError as error:
            raise UsageError(
                f"{folder} cannot be written to: {error.strerror}. What was written before stays.",
                "Name another folder.",
            ) from error
    document = {
        "written": len(told.files),
        "files": [str(file) for file in told.files],
        "without_answer": told.unanswered,
    }
    call.output.document(document, lambda: _lines(len(told.files), len(told.unanswered), folder))
    return Exit.DONE


def _videos(library: Library, status: str | None) -> Iterator[Asset]:
    from rekreview.domain.assets import MediaKind, Status

    after, wanted = 0, Status(status) if status else None
    while page := library.queries.page(after=after, limit=_PAGE, status=wanted, kind=MediaKind.VIDEO):
        yield from page
        after = page[-1].id


def _lines(files: int, unanswered: int, folder: Path) -> Iterator[str]:
    yield f"Wrote {counted(files, 'file')} into {folder}."
    if unanswered:
        yield f"{counted(unanswered, 'video')} without an answer of any engine: there is nothing to write of those."
