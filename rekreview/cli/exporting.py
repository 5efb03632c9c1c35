"""`export`: the assets with their labels, to a file of a spreadsheet or of one JSON object a line; or segments."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rekreview.cli import exporting_segments
from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import Document
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.library.library import Library

_PAGE = 500
COLUMNS = (
    "id",
    "sha256",
    "kind",
    "path",
    "width",
    "height",
    "duration_ms",
    "status",
    "decided_by",
    "policy",
    "policy_version",
    "engine",
    "model_version",
    "offending",
    "labels",
    "error",
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    from rekreview.cli.looking import STATUSES

    parser.add_argument("--format", choices=("csv", "jsonl", *exporting_segments.FORMATS), required=True)
    parser.add_argument("--status", choices=STATUSES, help="only assets with this status")
    parser.add_argument(
        "--to",
        required=True,
        metavar="FILE",
        help="where to write; - is standard output; of segments a folder, one file a video",
    )


def _export(call: Call) -> int:
    if call.arguments.format in exporting_segments.FORMATS:
        return exporting_segments.export_segments(call)
    to = call.arguments.to
    write = _write_csv if call.arguments.format == "csv" else _write_jsonl
    with call.library() as library, _opened(to) as file:
        written = write(file, _documents(library, call.arguments.status))
    if to == "-":
        call.output.message(f"Wrote {counted(written, 'asset')}.")
    else:
        call.output.document({"written": written}, lambda: [f"Wrote {counted(written, 'asset')} to {to}."])
    return Exit.DONE


def _documents(library: Library, status: str | None) -> Iterator[Document]:
    """ASSET of every asset by id, a page at a time; labels under the string's floor are left out."""
    from rekreview.cli.shapes import asset_document
    from rekreview.domain.assets import Status

    applied = library.queries.policy()
    after = 0
    while page := library.queries.page(after=after, limit=_PAGE, status=Status(status) if status else None):
        for asset in page:
            floor = applied.pair.for_kind(asset.kind).string.min_confidence
            document = asset_document(asset, applied)
            yield document if floor is None else _without_labels_under(document, floor)
        after = page[-1].id


def _without_labels_under(document: Document, floor: Decimal) -> Document:
    """Compared as decimals: 0.07 * 100 in binary floating point is a little more than 7."""
    from rekreview.domain.thresholds import percent

    least = percent(floor)
    for detection in document["detections"]:
        detection["labels"] = [label for label in detection["labels"] if Decimal(repr(label["confidence"])) >= least]
    return document


@contextmanager
def _opened(to: str) -> Iterator[TextIO]:
    """The file to write to. It takes its place only when it is whole, so that a failure leaves the former one."""
    if to == "-":
        yield sys.stdout
        return
    target = Path(os.path.realpath(to))  # a link stays a link
    if target.exists() and not (target.is_file() or target.is_dir()):
        with _stream(to) as file:
            yield file
        return
    try:
        descriptor, partial = tempfile.mkstemp(prefix=".rekreview-", dir=target.parent)
        os.fchmod(descriptor, 0o666 & ~_umask())
    except OSError as error:
        raise UsageError(
            f"{to} cannot be written: {error.strerror}. Nothing was exported.", "Name another file."
        ) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            yield file
        Path(partial).replace(target)
    except OSError as error:
        raise UsageError(
            f"{to} cannot be written: {error.strerror}. Nothing was exported.", "Name another file."
        ) from error
    finally:
        Path(partial).unlink(missing_ok=True)


@contextmanager
def _stream(to: str) -> Iterator[TextIO]:
    """A pipe or device to write into: it is not a file that another one could take the place of."""
    try:
        with Path(to).open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            yield file
    except OSError as error:
        raise UsageError(
            f"{to} cannot be written: {error.strerror}. The export is not whole.", "Name another file."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_jsonl(file: TextIO, documents: Iterable[Document]) -> int:
    written = 0
    for document in documents:
        file.write(json.dumps(document, allow_nan=False) + "\n")
        written += 1
    return written


def _write_csv(file: TextIO, documents: Iterable[Document]) -> int:
    table = csv.writer(file)
    table.writerow(COLUMNS)
    written = 0
    for document in documents:
        table.writerow([cell(column(document)) for column in _CELLS])
        written += 1
    return written


def cell(value: object) -> object:
    """A value as a cell; text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


def _deciding(document: Document) -> Document:
    found = (one for one in document["detections"] if one["id"] == document["deciding_detection"])
    return next(found, {"engine": "", "model_version": "", "labels": []})


def _named(labels: Iterable[Document]) -> str:
    return "; ".join(f"{label['name']} {label['confidence']:g}" for label in labels)


def _field(name: str) -> Callable[[Document], object]:
    return lambda document: document[name]


_CELLS: tuple[Callable[[Document], object], ...] = (
    _field("id"),
    _field("sha256"),
    _field("kind"),
    lambda document: (*document["paths"], "")[0],
    _field("width"),
    _field("height"),
    _field("duration_ms"),
    _field("status"),
    _field("decided_by"),
    lambda document: (document["policy"] or {}).get("name"),
    lambda document: (document["policy"] or {}).get("version"),
    lambda document: _deciding(document)["engine"],
    lambda document: _deciding(document)["model_version"],
    lambda document: _named(document["offending"]),
    lambda document: _named(_deciding(document)["labels"]),
    lambda document: (document["error"] or {}).get("message"),
)

ENTRIES = {"export": Entry(_arguments, _export)}
