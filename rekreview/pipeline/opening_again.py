"""Files that could not be opened when they were imported are looked at again when they are to be moderated."""

from __future__ import annotations

from rekreview.domain.assets import Fault, MediaFacts
from rekreview.domain.errors import MediaError, Undecodable
from rekreview.domain.ports import Decoder
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.library.values import ClaimedTask
from rekreview.pipeline.unchanged import require_unchanged


def open_again(library: Library, decoder: Decoder, task: ClaimedTask, cancel: CancelToken) -> MediaFacts:
    """What a file is that could not be opened when it was imported: a newer decoder, a disk that is back, or more time
    may do it now. The library learns it, and so what moderating it would cost. Raises MediaError.
    """
    require_unchanged(task)
    found = decoder.ingest(task.path, cancel)
    if found.facts.fault is not None:
        raise _as_error(found.facts.fault)
    if found.sha256 == task.sha256:
        library.commands.learn(task.asset_id, found)
    return found.facts


def _as_error(fault: Fault) -> MediaError:
    """Why a file cannot be opened."""
    kinds = {kind.code: kind for kind in MediaError.__subclasses__()}
    return kinds.get(fault.code, Undecodable)(fault.message)
