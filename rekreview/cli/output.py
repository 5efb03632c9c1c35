"""What a command prints: one JSON document, one object a line, or text for people; messages go to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from rekreview.cli.text import printable

Document = dict[str, Any]
Lines = Callable[[], Iterable[str]]


class Form(StrEnum):
    """How a command prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Output:
    """Prints in one form. Text is asked for only if it is printed, so it may cost something to make."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def document(self, document: Document, lines: Lines) -> None:
        """Print one document."""
        if self.form is Form.TEXT:
            self._lines(lines())
        else:
            print(_json(document, indent=2 if self.form is Form.JSON else None))

    def listing(self, key: str, entries: Iterable[Document], lines: Lines, **rest: Any) -> None:
        """Print a list: as a document with the list under `key` and `rest` beside it, or one entry a line."""
        if self.form is Form.JSONL:
            self._lines(_json(entry) for entry in entries)
        else:
            self.document({key: list(entries), **rest}, lines)

    def message(self, text: str) -> None:
        """Say something that is no part of what the command prints."""
        print(printable(text), file=sys.stderr)

    def error(self, code: str, message: str, hint: str = "", **more: Any) -> None:
        """Say why the command failed: as a document where documents are printed, as text where text is."""
        if self.form is Form.TEXT:
            self.message(f"rekreview: {message}")
            # A usage has several lines.
            for line in hint.splitlines():
                self.message(line)
        else:
            print(_json({"error": {"code": code, "message": message, "hint": hint, **more}}))

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            print(line if self.form is not Form.TEXT else printable(line))


def _json(document: Document, indent: int | None = None) -> str:
    # ASCII only: the names of files may hold bytes that are no text, and they must come back as they were.
    return json.dumps(document, indent=indent, allow_nan=False)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    """Lines of a table with aligned columns; numbers stand to the right."""
    body = [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
    numeric = [all(_is_number(row[column]) for row in body) for column in range(len(header))]
    widths = [max(map(len, column)) for column in zip(header, *body, strict=True)]
    for row in (header, *body):
        cells = [cell.rjust(w) if n else cell.ljust(w) for cell, w, n in zip(row, widths, numeric, strict=True)]
        yield "  ".join(cells).rstrip()


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace(",", "").isdigit() or cell == ""
