"""Builds the parts from the settings: the one place the window and the command line get a library, decoder, engine.

Imports are late, so that a command pays only for the parts it uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rekreview import paths
from rekreview.settings import Settings, load

if TYPE_CHECKING:
    from rekreview.domain.assets import EngineName
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.library.library import Library


def library_directory(settings: Settings, chosen: str | Path | None = None) -> Path:
    """The folder of the library to use: the one named, else the one in the settings, else the platform's."""
    if chosen:
        return Path(chosen).expanduser().resolve()
    return Path(settings.library).expanduser().resolve() if settings.library else paths.library_directory()


def open_library(directory: Path, *, create: bool = False, read_only: bool = False) -> Library:
    """Open the library in `directory`. Raises LibraryError."""
    from rekreview.library.library import Library

    return Library.open(directory, create=create, read_only=read_only)


def make_decoder(settings: Settings, *, warm: bool = False) -> Decoder:
    """Worker processes that open pictures and videos; they start when they are first needed, or now with `warm`."""
    from rekreview.media.cage import Cage

    cage = Cage(workers=settings.workers)
    if warm:
        cage.warm()
    return cage


def make_engine(
    name: EngineName,
    *,
    min_confidence: float | None = None,
    adapter: str | None = None,
    rate: float | None = None,
    calls_at_once: int | None = None,
    settings: Settings | None = None,
) -> Engine:
    """An engine that is not open yet. Raises Unusable for one this build does not have.

    min_confidence: the floor of the labels asked for, 0–100; None for the settings' if the engine is paid, else its
    own. rate: calls a second at most; None for the settings'. settings: those stored, if they are not given.
    """
    from rekreview.engines import registry

    if not name.paid:
        return registry.create(name, registry.EngineOptions(min_confidence=min_confidence, adapter=adapter))
    chosen = settings or load()
    options = registry.EngineOptions(
        min_confidence=chosen.min_confidence if min_confidence is None else min_confidence,
        adapter=adapter or chosen.adapter or None,
        profile=chosen.aws_profile,
        region=chosen.aws_region,
        endpoint=chosen.aws_endpoint,
        rate=rate or chosen.calls_per_second or None,
        calls_at_once=calls_at_once or chosen.calls_at_once,
        keep_original=chosen.send_originals,
    )
    return registry.create(name, options)
