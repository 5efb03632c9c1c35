"""`bucket list` and `bucket clear`: what the checking of whole videos left in a bucket, and how it is removed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit
from rekreview.cli.output import Document, table
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, shortened

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.video import VideoJob
    from rekreview.library.library import Library
    from rekreview.pipeline.bucket_clearing import Cleared

_NEEDED = "needed by run {run}, which can go on"
_KEPT = "kept, as the settings said"
_NEEDLESS = "needed by nobody"


def _list_arguments(_parser: argparse.ArgumentParser) -> None:
    """The list takes none."""


def _list(call: Call) -> int:
    from rekreview.pipeline.bucket_clearing import needless

    with call.library() as library:
        jobs = library.queries.left_over_objects()
        removable = {job.id for job in needless(library, kept=True)}
        documents = [{**_document(library, job), "needed": job.id not in removable} for job in jobs]
    call.output.listing("objects", documents, lambda: _list_lines(documents))
    return Exit.DONE


def _document(library: Library, job: VideoJob) -> Document:
    """Something of a job that may lie in a bucket."""
    paths = library.queries.asset(job.asset_id).paths
    return {
        "bucket": job.bucket,
        "key": job.key,
        "upload_id": job.upload_id or None,
        "asset": job.asset_id,
        "path": paths[0] if paths else None,
        "run": job.run_id,
        "state": job.state.value,
        "kept": job.kept,
    }


def _list_lines(documents: Sequence[Document]) -> Iterable[str]:
    if not documents:
        yield "Nothing of this library lies in a bucket."
        return
    rows = ((one["bucket"], shortened(one["key"]), one["path"], one["state"], _why(one)) for one in documents)
    yield from table(("BUCKET", "KEY", "VIDEO", "STATE", "WHY"), rows)
    yield "`rekreview bucket clear` removes what nobody needs; --kept what is kept, --give-up what a stopped run needs."


def _why(document: Document) -> str:
    if document["needed"]:
        return _NEEDED.format(run=document["run"])
    return _KEPT if document["kept"] else _NEEDLESS


def _clear_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kept", action="store_true", help="also what is kept by choice")
    parser.add_argument("--give-up", action="store_true", help="give up the stopped run, and remove what it needs")


def _clear(call: Call) -> int:
    from rekreview.cli.progress import stoppable
    from rekreview.pipeline.bucket_clearing import Cleared, needless
    from rekreview.pipeline.scanning import give_up

    cleared = Cleared()
    with stoppable() as cancel, call.library() as library:
        while call.arguments.give_up and (stopped := library.queries.unfinished_run()) is not None:
            give_up(library, stopped.id)
        jobs = needless(library, kept=call.arguments.kept)
        for bucket in sorted({job.bucket for job in jobs}):
            found = _cleared(call, library, bucket, [job for job in jobs if job.bucket == bucket], cancel)
            cleared.removed += found.removed
            cleared.left += found.left
        document = {
            "removed": [_document(library, job) for job in cleared.removed],
            "left": [{**_document(library, job), "reason": why} for job, why in cleared.left],
        }
    call.output.document(document, lambda: _clear_lines(document))
    return Exit.INCOMPLETE if cleared.left else Exit.DONE


def _cleared(call: Call, library: Library, bucket: str, jobs: Sequence[VideoJob], cancel: CancelToken) -> Cleared:
    """What came of one bucket. One that is gone, or lies elsewhere, leaves the others to be cleared."""
    from rekreview import wiring
    from rekreview.domain.errors import BucketUnusable
    from rekreview.pipeline.bucket_clearing import Cleared, clear

    with closing(wiring.make_video_service(call.settings, bucket=bucket)) as service:
        try:
            service.open()
        except BucketUnusable as error:
            return Cleared(left=[(job, f"{error.message} {error.hint}") for job in jobs])
        return clear(library, service, jobs, cancel)


def _clear_lines(document: Document) -> Iterable[str]:
    yield f"Removed {counted(len(document['removed']), 'object')}."
    yield from (f"  {one['bucket']}/{one['key']}" for one in document["removed"])
    if document["left"]:
        yield f"Could not remove {counted(len(document['left']), 'object')}:"
        yield from (f"  {one['bucket']}/{one['key']}: {one['reason']}" for one in document["left"])


ENTRIES = {
    "bucket list": Entry(_list_arguments, _list),
    "bucket clear": Entry(_clear_arguments, _clear),
}
