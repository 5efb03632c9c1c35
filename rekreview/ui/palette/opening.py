"""Opens the command palette on a window, with what can be done there at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from rekreview.domain.facets import Choice, Facet, with_choice
from rekreview.domain.queues import QueueName
from rekreview.domain.saved_filters import SavedFilter
from rekreview.domain.taxonomy import taxonomy
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.key_words import name_of
from rekreview.ui.keytable.spec import ActionSpec
from rekreview.ui.palette import sources
from rekreview.ui.palette.commands import Command, remembered
from rekreview.ui.palette.dialog import CommandPalette
from rekreview.ui.preferences import Preferences
from rekreview.ui.window_actions import EXTRA

if TYPE_CHECKING:
    from rekreview.ui.parts import Parts
    from rekreview.ui.screens import Screens

RECENT = "palette_recent"


def _tr(text: str) -> str:
    return QCoreApplication.translate("CommandPalette", text)


@dataclass(frozen=True)
class Ways:
    """How the window does what is no action. screens: None while no library is open."""

    window: QMainWindow
    parts: Parts
    preferences: Preferences
    dispatcher: Dispatcher
    screens: Screens | None
    show_screen: Callable[[str], object]
    show_dialog: Callable[[str], object]


def open_palette(ways: Ways) -> CommandPalette:
    """Show the palette; what is chosen there is done and remembered."""
    recent = [str(name) for name in ways.preferences.remembered(RECENT, [])]

    def do(command: Command) -> None:
        ways.preferences.remember(**{RECENT: remembered(command.name, recent)})
        # The palette is closed first, and the keyboard back where it was: some of this opens windows of its own.
        QTimer.singleShot(0, ways.window, command.run)

    palette = CommandPalette(list(commands(ways)), recent, ways.window)
    palette.chosen.connect(do)
    palette.show()
    if ways.screens is not None:
        _add_saved(palette, ways, ways.screens)
    return palette


def _add_saved(palette: CommandPalette, ways: Ways, screens: Screens) -> None:
    def done(saved: list[SavedFilter]) -> None:
        if isValid(palette):
            palette.add(sources.saved_commands(saved, ways.parts.side.show_filter))

    ways.dispatcher.newest("palette-filters", screens.library.queries.saved_filters, done)


def commands(ways: Ways) -> Iterator[Command]:
    """Everything the palette offers now."""
    desk = ways.screens.review if ways.screens is not None else None
    others = {"select_all": desk.grid.selector.select_all} if desk is not None and desk.grid.isVisible() else {}
    yield from sources.action_commands(
        ways.window, why_not=lambda name: _why_not(name, ways), names=lambda spec: _named(spec, ways), others=others
    )
    yield from sources.further_actions(ways.parts.actions[name] for name in EXTRA)
    if ways.screens is not None:
        yield from _of_library(ways, ways.screens)
    yield from sources.settings_commands(settings_pages(), lambda page: ways.show_dialog(f"settings-{page}"))
    preferences = ways.preferences
    yield from sources.look_commands(lambda mode: preferences.choose(replace(preferences.settings, theme=mode.value)))
    yield from sources.key_preset_commands(
        lambda preset: preferences.choose(replace(preferences.settings, key_preset=preset.value, keys={}))
    )


def settings_pages() -> dict[str, str]:
    """The pages of the settings by their names, as the palette calls them."""
    return {
        "reviewing": _tr("Settings: reviewing"),
        "wellness": _tr("Settings: wellness"),
        "moderation": _tr("Settings: moderation"),
        "account": _tr("Settings: Amazon Rekognition"),
        "videos": _tr("Settings: videos"),
        "near": _tr("Settings: near-duplicates"),
        "library": _tr("Settings: library"),
        "keys": _tr("Settings: keys"),
    }


def _of_library(ways: Ways, screens: Screens) -> Iterator[Command]:
    side, presets = ways.parts.side, screens.later.policy.screen_itself.presets

    def narrow(slug: str) -> None:
        ways.show_screen("review")
        facets = with_choice(side.filter.facets, Choice(Facet.CATEGORY, slug))
        side.show_filter(replace(side.filter, facets=facets))

    def load(row: int) -> None:
        ways.show_screen("policy")
        presets.list.setCurrentRow(row)
        presets.load.click()

    def show(name: QueueName) -> None:
        side.show_queue(name)

    yield from sources.queue_commands(show)
    yield from sources.category_commands(taxonomy("v7"), narrow)
    titles = [presets.list.item(row).text() for row in range(presets.list.count())]
    yield from sources.preset_commands(titles, load)


def _named(spec: ActionSpec, ways: Ways) -> str:
    """A reason is called by its words."""
    kind, _, number = spec.name.rpartition("_")
    reasons = ways.preferences.settings.reasons
    if kind == "reason" and int(number) <= len(reasons):
        return _tr("Reason: {}").format(reasons[int(number) - 1])
    return name_of(spec)


def _why_not(name: str, ways: Ways) -> str:
    """Why an action is switched off."""
    if ways.screens is None:
        return _tr("no library is open.")
    steps = {"undo": _tr("there is no step to undo."), "redo": _tr("no step was undone last.")}
    if ways.screens.read_only:
        return _tr("this window may only look: another one works on the library.")
    return steps.get(name, _tr("there is nothing here that it could be done with."))
