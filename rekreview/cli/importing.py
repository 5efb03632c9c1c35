"""`import`: files and folders into the library."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.progress import drive, stoppable
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted
from rekreview.domain.errors import Cancelled

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.ports import Decoder
    from rekreview.domain.progress import CancelToken
    from rekreview.library.library import Library
    from rekreview.pipeline.head_start import Ingests
    from rekreview.pipeline.importing import ImportSummary


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files and folders; folders with all below them")


def _import(call: Call) -> int:
    from rekreview import wiring

    require_existing(call.arguments.paths)
    with (
        stoppable() as cancel,
        closing(wiring.make_decoder(call.settings, warm=True)) as decoder,  # they start while the library is loaded
        ThreadPoolExecutor(call.settings.workers) as executor,
        begun(call, decoder, executor, cancel) as ready,
        call.library(create=True) as library,
    ):
        from rekreview.cli.shapes import import_document

        summary = run_import(library, ready, call.arguments.paths, executor, cancel)
        call.output.document(import_document(summary), lambda: import_lines(summary))
        if summary.added and sys.stderr.isatty():
            sys.stdout.flush()
            draw_storyboards(library, decoder, summary, executor, cancel)
    if summary.interrupted:
        call.output.message("Interrupted. What was imported stays; import again to go on.")
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if summary.skipped else Exit.DONE


@contextmanager
def begun(call: Call, decoder: Decoder, executor: ThreadPoolExecutor, cancel: CancelToken) -> Iterator[Ingests]:
    """The decoder; into a new library it decodes the first files while that is loaded. Gives up when anything fails."""
    from rekreview.pipeline.head_start import HeadStart

    if call.library_directory.exists():
        yield decoder
        return
    try:
        at_once = call.settings.workers
        yield HeadStart(decoder, call.arguments.paths, executor=executor, at_once=at_once, cancel=cancel)
    except BaseException:
        cancel.cancel()
        raise


def require_existing(paths: Sequence[str]) -> None:
    """Raise UsageError for a path that is not there. A link that leads nowhere is there, and is skipped later."""
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise UsageError(f"There is no file or folder {missing[0]}. Nothing was imported.", "Check the path.")


def run_import(
    library: Library, decoder: Ingests, paths: Sequence[str], executor: ThreadPoolExecutor, cancel: CancelToken
) -> ImportSummary:
    """Import with progress on the terminal."""
    from rekreview.pipeline.importing import import_paths

    return drive(import_paths(library, decoder, paths, executor=executor, cancel=cancel), "Importing")


def draw_storyboards(
    library: Library, decoder: Decoder, summary: ImportSummary, executor: ThreadPoolExecutor, cancel: CancelToken
) -> None:
    """Draw the storyboards of what was imported, with progress on the terminal; a script does not wait for them.

    Whoever stops it loses nothing: the window draws those that are missing.
    """
    from rekreview.pipeline import storyboards

    with suppress(Cancelled):
        drive(
            storyboards.make(library, decoder, summary.assets, executor=executor, cancel=cancel), "Drawing storyboards"
        )


def import_lines(summary: ImportSummary) -> Iterable[str]:
    """What an import did, for people."""
    known = f", {counted(summary.duplicates, 'file')} known already" if summary.duplicates else ""
    yield f"Imported {counted(summary.added, 'asset')}{known}."
    if summary.skipped:
        yield f"Skipped {counted(len(summary.skipped), 'file')}:"
        yield from (f"  {skipped.path}: {skipped.reason}" for skipped in summary.skipped)


ENTRIES = {"import": Entry(_arguments, _import)}
