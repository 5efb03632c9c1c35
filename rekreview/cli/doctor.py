"""`doctor`: versions, places, model files and the library, for whoever has to find out what is wrong."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview import __version__, paths
from rekreview.cli.exits import Exit
from rekreview.cli.output import Document, table
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, listed
from rekreview.domain.errors import LibraryError, RekreviewError

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.library.library import Library

_PACKAGES = (
    "PySide6-Essentials",
    "alembic",
    "av",
    "boto3",
    "numpy",
    "onnxruntime",
    "pillow",
    "pillow-heif",
    "simplejpeg",
    "sqlmodel",
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="also load the models and prove the library sound")


def _doctor(call: Call) -> int:
    models, library = _models(check=call.arguments.check), _library(call)
    document = {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": dict(_packages()),
        "paths": {name: str(path) for name, path in _places(call)},
        "models": models,
        "library": library,
    }
    call.output.document(document, lambda: _lines(document))
    if library["error"]:
        return Exit.LIBRARY
    return Exit.ENGINE if models["error"] else Exit.DONE


def _packages() -> Iterator[tuple[str, str | None]]:
    for name in _PACKAGES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, None


def _places(call: Call) -> Iterator[tuple[str, Path]]:
    yield "library", call.library_directory
    yield "settings", paths.settings_file()
    yield "logs", paths.log_directory()
    yield "own models", paths.model_directory()
    yield "cache", paths.cache_directory()
    yield "resources", paths.resources()


def _models(*, check: bool) -> Document:
    """Whether the on-device engine can be used; with `check`, by loading it."""
    from rekreview import wiring
    from rekreview.domain.assets import EngineName

    try:
        engine = wiring.make_engine(EngineName.ON_DEVICE)
        if check:
            engine.open()
            engine.close()
    except RekreviewError as error:
        return {"engine": EngineName.ON_DEVICE.value, "version": None, "checked": check, "error": _error(error)}
    return {"engine": engine.name.value, "version": engine.version, "checked": check, "error": None}


def _library(call: Call) -> Document:
    """What the library holds; what is wrong with it if it cannot be used."""
    try:
        with call.library() as library:
            totals = library.queries.totals()
            left_over = library.queries.left_over_objects()
            faults = [*library.unsound(), *_disagreements(library)] if call.arguments.check else []
    except LibraryError as error:
        return {"exists": call.library_directory.exists(), "assets": None, "error": _error(error)}
    return {
        "exists": True,
        "assets": totals.assets,
        "images": totals.images,
        "videos": totals.videos,
        "detections": totals.detections,
        "decisions": totals.decisions,
        "left_in_buckets": [{"bucket": job.bucket, "key": job.key} for job in left_over],
        "error": None if not faults else {"code": "library_corrupt", "message": " ".join(faults), "hint": ""},
    }


def _disagreements(library: Library) -> Iterable[str]:
    """Where the stored statuses are not what policy, detections and decisions say."""
    from rekreview.domain.assets import Status
    from rekreview.domain.queues import QueueName
    from rekreview.domain.tuning import count, evaluate

    expected = count(evaluate(library.queries.label_columns(), library.queries.policy().pair))
    stored = library.queries.counts().counts
    for status in (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.NOT_MODERATED):
        found, wanted = stored.get(QueueName(status.value), 0), expected[status]
        if found != wanted:
            yield f"{found} assets are stored as {status}, and {wanted} should be."


def _error(error: RekreviewError) -> Document:
    return {"code": error.code, "message": error.message, "hint": error.hint}


def _lines(document: Document) -> Iterable[str]:
    yield f"rekreview {document['version']}, Python {document['python']}, {document['platform']}"
    yield ""
    yield from table(("PACKAGE", "VERSION"), ((name, v or "missing") for name, v in document["packages"].items()))
    yield ""
    yield from table(("PLACE", "PATH"), document["paths"].items())
    yield ""
    yield from _verdict("Engine", document["models"], f"on-device, {document['models']['version']}")
    yield from _verdict("Library", document["library"], f"{document['library']['assets']} assets")
    if left := document["library"].get("left_in_buckets"):
        buckets = listed(sorted({one["bucket"] for one in left}))
        yield f"Buckets: {counted(len(left), 'video')} may still lie in {buckets}"
        yield "  `rekreview bucket list` tells which and why, `rekreview bucket clear` removes what nobody needs."


def _verdict(name: str, part: Document, sound: str) -> Iterable[str]:
    error = part["error"]
    yield f"{name}: {sound if error is None else error['message']}"
    if error and error["hint"]:
        yield f"  {error['hint']}"


ENTRIES = {"doctor": Entry(_arguments, _doctor)}
