"""What a person can do with presets: keep, forget, export and import them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.operations import Failed

if TYPE_CHECKING:
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.preset_documents import NamedPolicy
    from rekreview.library.library import Library
    from rekreview.library.values import Preset


def save_preset(
    *,
    dispatcher: Dispatcher,
    library: Library,
    name: str,
    pair: PolicyPair,
    done: Callable[[Preset], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Keep `pair` under this name, as its next version."""
    dispatcher.write(lambda: library.commands.save_preset(name, pair), done, failed)


def delete_preset(
    *,
    dispatcher: Dispatcher,
    library: Library,
    name: str,
    done: Callable[[None], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Forget a preset with all its versions; applied policies stay as they are."""
    dispatcher.write(lambda: library.commands.delete_preset(name), done, failed)


def export_preset(
    *, dispatcher: Dispatcher, path: Path, preset: NamedPolicy, done: Callable[[None], None], failed: Failed
) -> None:
    """Write one preset into a file."""

    def command() -> None:
        from rekreview.pipeline import exchanging

        exchanging.export_presets(path, [preset])

    dispatcher.write(command, done, failed)


def import_presets(
    *, dispatcher: Dispatcher, library: Library, path: Path, done: Callable[[list[Preset]], None], failed: Failed
) -> None:
    """Save the presets of a file in the library, all or none."""

    def command() -> list[Preset]:
        from rekreview.pipeline import exchanging

        return exchanging.import_presets(library, path)

    dispatcher.write(command, done, failed)
