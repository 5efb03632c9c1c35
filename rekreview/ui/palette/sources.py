"""Where the commands of the palette come from: the table of keys, queues, categories, presets, pages of settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.saved_filters import SavedFilter
from rekreview.domain.taxonomy import Taxonomy
from rekreview.ui import live_keys, naming
from rekreview.ui.key_words import name_of, place_words, preset_words
from rekreview.ui.keytable.presets import KeyPreset
from rekreview.ui.keytable.spec import ActionSpec
from rekreview.ui.palette.commands import Command
from rekreview.ui.theme import ThemeMode

Act = Callable[[], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CommandPalette", text)


def action_commands(
    window: QWidget,
    *,
    why_not: Callable[[str], str],
    names: Callable[[ActionSpec], str] = name_of,
    others: Mapping[str, Act] | None = None,
) -> Iterator[Command]:
    """Every action of the table that the window has, and those of `others` that widgets do themselves.

    why_not: why an action that is switched off cannot be done now. names: what an action is called in the list.
    """
    made = _made(window)
    for spec in live_keys.current().specs:
        run: Act | None = (others or {}).get(spec.name)
        reason = ""
        found = made.get(spec.name)
        if found is not None:
            action = _best(found)
            run, reason = action.trigger, _reason(action, spec, why_not)
        if run is not None:
            yield Command(f"action:{spec.name}", names(spec), _tr("Action"), run, spec.hint, reason)


def further_actions(listed: Iterable[QAction]) -> Iterator[Command]:
    """Actions of the menus that have no key."""
    for action in listed:
        why = "" if action.isEnabled() else _tr("there is nothing yet that it could be done with.")
        text = action.text().replace("&", "")
        yield Command(f"action:{action.objectName()}", text, _tr("Action"), action.trigger, why_not=why)


def queue_commands(show: Callable[[QueueName], object]) -> Iterator[Command]:
    """A queue to go to, each."""
    for name in QueueName:
        yield Command(f"queue:{name.value}", naming.queue(name), _tr("Queue"), _with(show, name))


def category_commands(taxonomy: Taxonomy, narrow: Callable[[str], object]) -> Iterator[Command]:
    """A category to filter the queue by, each."""
    text = _tr("Filter by {}")
    for category in taxonomy.categories:
        shown = text.format(category.name)
        yield Command(f"category:{category.slug}", shown, _tr("Category"), _with(narrow, category.slug))


def saved_commands(saved: Iterable[SavedFilter], show: Callable[[QueueFilter], object]) -> Iterator[Command]:
    """A reviewer's own queue, each."""
    for one in saved:
        yield Command(f"saved:{one.id}", one.name, _tr("Saved filter"), _with(show, one.filter))


def preset_commands(titles: Iterable[str], load: Callable[[int], object]) -> Iterator[Command]:
    """A preset to put into the policy editor, each."""
    for row, title in enumerate(titles):
        yield Command(f"preset:{title}", title, _tr("Policy preset"), _with(load, row))


def settings_commands(pages: Mapping[str, str], show: Callable[[str], object]) -> Iterator[Command]:
    """A page of the settings, each."""
    for page, title in pages.items():
        yield Command(f"settings:{page}", title, _tr("Settings"), _with(show, page))


def key_preset_commands(choose: Callable[[KeyPreset], object]) -> Iterator[Command]:
    """A ready-made keymap, each."""
    for preset in KeyPreset:
        yield Command(f"keys:{preset.value}", preset_words(preset), _tr("Keys"), _with(choose, preset))


def look_commands(choose: Callable[[ThemeMode], object]) -> Iterator[Command]:
    """A look of the window, each."""
    text = _tr("Look: {}")
    for mode in ThemeMode:
        yield Command(f"look:{mode.value}", text.format(naming.look(mode)), _tr("Look"), _with(choose, mode))


def _made(window: QWidget) -> dict[str, list[QAction]]:
    found: dict[str, list[QAction]] = {}
    for action in window.findChildren(QAction):
        found.setdefault(action.objectName(), []).append(action)
    return found


def _best(found: list[QAction]) -> QAction:
    """Of the same action of several parts the one whose part shows."""
    return max(found, key=lambda action: (_shows(action), action.isEnabled()))


def _shows(action: QAction) -> bool:
    part = action.parent()
    return part.isVisible() if isinstance(part, QWidget) else True


def _reason(action: QAction, spec: ActionSpec, why_not: Callable[[str], str]) -> str:
    if not _shows(action):
        return _tr("it works elsewhere: {}.").format(place_words(spec.place))
    return "" if action.isEnabled() else why_not(spec.name)


def _with(act: Callable[..., object], argument: object) -> Act:
    return lambda: act(argument)
