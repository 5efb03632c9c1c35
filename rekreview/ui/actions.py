"""The one table of keys: shortcuts, the hints on buttons and the key sheet are all made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from rekreview.domain.errors import InvalidValue
from rekreview.ui import icons


class Place(StrEnum):
    """Where a key works. Keys of different places may be the same, but for those of the window."""

    WINDOW = "window"
    DESK = "desk"
    GRID = "grid"
    LOUPE = "loupe"
    REEL = "reel"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a key does.

    text: what buttons and menus call it. keys: portable key sequences, the first is the one shown. told_only: the
    widget handles the key itself (arrows, holds); it is in the table so that the key sheet can tell of it.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    place: Place = Place.WINDOW
    icon: str = ""
    tip: str = ""
    told_only: bool = False

    @property
    def hint(self) -> str:
        """The first key as this platform writes it, "" if there is none."""
        if not self.keys:
            return ""
        return _SPOKEN.get(self.keys[0]) or QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


_SPOKEN = {"Backspace": "⌫", "Return": "⏎"}


def _text(source: str) -> str:
    return QCoreApplication.translate("actions", source)


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "approve",
        _T("actions", "Approve"),
        ("A",),
        Place.DESK,
        "check",
        _T("actions", "Approve, and go to the next asset"),
    ),
    ActionSpec(
        "reject", _T("actions", "Reject"), ("X",), Place.DESK, "x", _T("actions", "Reject, and go to the next asset")
    ),
    ActionSpec(
        "clear",
        _T("actions", "Clear override"),
        ("U",),
        Place.DESK,
        "eraser",
        _T("actions", "Take the decision away, so that the policy's verdict counts again"),
    ),
    ActionSpec(
        "second_look",
        _T("actions", "Second look"),
        ("E",),
        Place.DESK,
        "flag",
        _T("actions", "Unsure: put it aside for a second look"),
    ),
    ActionSpec(
        "note", _T("actions", "Note"), ("N",), Place.DESK, "message-square", _T("actions", "Write a note on this asset")
    ),
    ActionSpec(
        "mark_wrong",
        _T("actions", "Label is wrong"),
        ("R",),
        Place.DESK,
        "x",
        _T("actions", "Mark the top label wrong; the verdict stays"),
    ),
    ActionSpec(
        "mark_missing",
        _T("actions", "Label is missing…"),
        ("Shift+R",),
        Place.DESK,
        "",
        _T("actions", "Pick a category that is there though no label names it"),
    ),
    ActionSpec(
        "undo_last",
        _T("actions", "Undo and return"),
        ("Backspace",),
        Place.DESK,
        "undo-2",
        _T("actions", "Undo the last decision and return to its asset"),
    ),
    ActionSpec("undo", _T("actions", "Undo"), ("Ctrl+Z",), Place.WINDOW, "undo-2"),
    ActionSpec("redo", _T("actions", "Redo"), ("Ctrl+Shift+Z",), Place.WINDOW, "redo-2"),
    *(
        ActionSpec(f"reason_{digit or 10}", _T("actions", "Reason"), (str(digit),), Place.DESK)
        for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
    ),
    ActionSpec(
        "open_loupe",
        _T("actions", "Open large"),
        ("Return", "Enter"),
        Place.GRID,
        "maximize",
        _T("actions", "See this asset large"),
    ),
    ActionSpec("close_loupe", _T("actions", "Back to the grid"), ("Esc",), Place.LOUPE, "layout-grid"),
    ActionSpec("next", _T("actions", "Next asset"), ("Right", "Down"), Place.LOUPE, "chevron-right"),
    ActionSpec("previous", _T("actions", "Previous asset"), ("Left", "Up"), Place.LOUPE, "chevron-left"),
    ActionSpec("first", _T("actions", "First asset"), ("Home",), Place.LOUPE),
    ActionSpec("last", _T("actions", "Last asset"), ("End",), Place.LOUPE),
    ActionSpec("fit", _T("actions", "Fit the window"), ("F",), Place.LOUPE, "maximize"),
    ActionSpec(
        "full_size",
        _T("actions", "100 %"),
        ("Z",),
        Place.LOUPE,
        "zoom-in",
        _T("actions", "One pixel of the picture for each of the screen"),
    ),
    ActionSpec(
        "play", _T("actions", "Play video"), ("Space",), Place.LOUPE, "play", _T("actions", "Play or stand still")
    ),
    ActionSpec("shuttle_back", _T("actions", "Play backwards"), ("J",), Place.LOUPE),
    ActionSpec("shuttle_stop", _T("actions", "Stand still"), ("K",), Place.LOUPE),
    ActionSpec("shuttle_on", _T("actions", "Play, and faster"), ("L",), Place.LOUPE),
    ActionSpec("frame_back", _T("actions", "Previous frame"), (",",), Place.LOUPE, "step-back"),
    ActionSpec("frame_on", _T("actions", "Next frame"), (".",), Place.LOUPE, "step-forward"),
    ActionSpec("slower", _T("actions", "Slower"), ("<",), Place.LOUPE),
    ActionSpec("faster", _T("actions", "Faster"), (">",), Place.LOUPE),
    ActionSpec(
        "next_hit",
        _T("actions", "Next hit"),
        ("H",),
        Place.LOUPE,
        "skip-forward",
        _T("actions", "Go to the next moment that is over its threshold"),
    ),
    ActionSpec(
        "previous_hit",
        _T("actions", "Previous hit"),
        ("Shift+H",),
        Place.LOUPE,
        "skip-back",
        _T("actions", "Go back to the moment before that is over its threshold"),
    ),
    ActionSpec(
        "loop_hit",
        _T("actions", "Loop this hit"),
        ("Shift+L",),
        Place.LOUPE,
        "repeat",
        _T("actions", "Play this hit over and over"),
    ),
    ActionSpec(
        "reel",
        _T("actions", "Hit reel"),
        ("Ctrl+H",),
        Place.DESK,
        "film",
        _T("actions", "All hits of this list's videos at a glance"),
    ),
    ActionSpec("open_hit", _T("actions", "Open this hit large"), ("Return", "Enter"), Place.REEL, "maximize"),
    ActionSpec("close_reel", _T("actions", "Back to the grid"), ("Esc",), Place.REEL, "layout-grid"),
    ActionSpec("mute", _T("actions", "Sound"), ("M",), Place.LOUPE, tip=_T("actions", "The player has no sound yet")),
    ActionSpec("move", _T("actions", "Move"), ("Left", "Right", "Up", "Down"), Place.GRID, told_only=True),
    ActionSpec("ends", _T("actions", "First and last asset"), ("Home", "End"), Place.GRID, told_only=True),
    ActionSpec("pages", _T("actions", "Page up and down"), ("PgUp", "PgDown"), Place.GRID, told_only=True),
    ActionSpec("select", _T("actions", "Select this asset"), ("Space",), Place.GRID, told_only=True),
    ActionSpec("extend", _T("actions", "Select more"), ("Shift+Right", "Shift+Down"), Place.GRID, told_only=True),
    ActionSpec("select_all", _T("actions", "Select all"), ("Ctrl+A",), Place.GRID, told_only=True),
    ActionSpec(
        "larger",
        _T("actions", "Larger"),
        ("+", "="),
        Place.DESK,
        "zoom-in",
        _T("actions", "Larger tiles; in the large view, zoom in"),
    ),
    ActionSpec(
        "smaller",
        _T("actions", "Smaller"),
        ("-",),
        Place.DESK,
        "zoom-out",
        _T("actions", "Smaller tiles; in the large view, zoom out"),
    ),
    ActionSpec(
        "reveal", _T("actions", "Show veiled pictures while held"), ("W",), Place.DESK, "scan-eye", told_only=True
    ),
    ActionSpec(
        "next_part",
        _T("actions", "Next part"),
        ("F6",),
        Place.POLICY,
        "",
        _T("actions", "From the string to the categories to the panels"),
    ),
    ActionSpec("previous_part", _T("actions", "The part before"), ("Shift+F6",), Place.POLICY),
    ActionSpec("next_category", _T("actions", "Next category"), ("Ctrl+Down",), Place.POLICY),
    ActionSpec("previous_category", _T("actions", "The category before"), ("Ctrl+Up",), Place.POLICY),
    ActionSpec("threshold", _T("actions", "Threshold by 0.01"), ("Left", "Right"), Place.POLICY, told_only=True),
    ActionSpec(
        "threshold_finely",
        _T("actions", "Threshold by 0.001"),
        ("Shift+Left", "Shift+Right"),
        Place.POLICY,
        told_only=True,
    ),
    ActionSpec(
        "refresh",
        _T("actions", "Refresh the queue"),
        ("F5",),
        Place.DESK,
        "refresh-cw",
        _T("actions", "Read the queue again: what was decided leaves it"),
    ),
    ActionSpec(
        "search", _T("actions", "Search"), ("/", "Ctrl+F"), Place.WINDOW, "search", _T("actions", "Search by file name")
    ),
    ActionSpec(
        "import_files",
        _T("actions", "Import…"),
        ("Ctrl+O",),
        Place.WINDOW,
        "import",
        _T("actions", "Import pictures and videos"),
    ),
    ActionSpec("import_folder", _T("actions", "Import folder…"), ("Ctrl+Shift+O",), Place.WINDOW, "folder-plus"),
    ActionSpec(
        "moderate",
        _T("actions", "Moderate"),
        ("Ctrl+M",),
        Place.WINDOW,
        "play",
        _T("actions", "Have every asset that was not checked yet moderated"),
    ),
    ActionSpec("show_review", _T("actions", "Review"), ("Ctrl+1",), Place.WINDOW, "layout-grid"),
    ActionSpec("show_policy", _T("actions", "Policy"), ("Ctrl+2",), Place.WINDOW, "sliders-horizontal"),
    ActionSpec("show_runs", _T("actions", "Runs"), ("Ctrl+3",), Place.WINDOW, "history"),
    ActionSpec("settings", _T("actions", "Settings"), ("Ctrl+,",), Place.WINDOW, "settings"),
    ActionSpec("keys", _T("actions", "Keys"), ("?", "F1"), Place.WINDOW, "keyboard", _T("actions", "Show every key")),
    ActionSpec("quit", _T("actions", "Quit"), ("Ctrl+Q",), Place.WINDOW),
)


def _shares_place(one: Place, other: Place) -> bool:
    """Whether both can hear a key at once: the window's are heard everywhere, the desk's in grid and loupe.

    The policy screen's strips of tiles hear keys of the desk too, so none of those may be one of its own.
    """
    if one is other or Place.WINDOW in (one, other):
        return True
    return Place.DESK in (one, other)


def conflicts(specs: Iterable[ActionSpec]) -> list[tuple[ActionSpec, ActionSpec, str]]:
    """Pairs of actions that want the same key where both can hear it, with that key."""
    listed = [(spec, QKeySequence(key).toString()) for spec in specs for key in spec.keys]
    return [
        (one, other, key)
        for at, (one, key) in enumerate(listed)
        for other, other_key in listed[at + 1 :]
        if key == other_key and one is not other and _shares_place(one.place, other.place)
    ]


@dataclass(frozen=True)
class Keymap:
    """The table with the reviewer's own keys in it.

    own: name of an action → its keys (none switches the key off). Raises InvalidValue for an unknown action, and where
    two actions would want one key.
    """

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.own) - {spec.name for spec in ACTIONS})
        if unknown:
            raise InvalidValue(f"There is no action {unknown[0]!r} to give a key to.")
        clashing = conflicts(self.specs)
        if clashing:
            one, other, key = clashing[0]
            raise InvalidValue(f"The key {key} cannot mean both “{one.text}” and “{other.text}”.")

    @cached_property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Every action with the keys it has now."""
        return tuple(replace(spec, keys=tuple(self.own.get(spec.name, spec.keys))) for spec in ACTIONS)

    def spec(self, name: str) -> ActionSpec:
        """One action by its name."""
        return next(spec for spec in self.specs if spec.name == name)


DEFAULT_KEYS = Keymap()
# The desk's keys too: they count wherever the focus is, for as long as the desk is what shows.
_CONTEXTS = dict.fromkeys((Place.WINDOW, Place.DESK), Qt.ShortcutContext.WindowShortcut)


def spec(name: str) -> ActionSpec:
    """One action of the table by its name, with its default keys."""
    return DEFAULT_KEYS.spec(name)


def text(name: str) -> str:
    """What an action is called, in the reviewer's language."""
    return _text(spec(name).text)


def tip(name: str, keymap: Keymap | None = None) -> str:
    """An action's tool tip, with its key."""
    keymap = keymap or DEFAULT_KEYS
    wanted = keymap.spec(name)
    return with_hint(_text(wanted.tip or wanted.text), name, keymap)


def with_hint(text: str, name: str, keymap: Keymap = DEFAULT_KEYS) -> str:
    """A tool tip that ends with the key: "Approve (A)"."""
    hint = keymap.spec(name).hint
    return f"{text} ({hint})" if hint else text


def make(name: str, parent: QObject, triggered: Callable[[], object], keymap: Keymap = DEFAULT_KEYS) -> QAction:
    """A QAction of the table: text, icon, tool tip with the key, shortcut. Its parent owns it; a widget must add it.

    A window's action is heard in the whole window, a desk's there too while the desk shows, any other only in the
    widget it was added to and inside that.
    """
    wanted = keymap.spec(name)
    action = QAction(_text(wanted.text), parent)
    action.setObjectName(name)
    if wanted.icon:
        action.setIcon(icons.icon(wanted.icon))
    action.setToolTip(tip(name, keymap))
    if not wanted.told_only:
        action.setShortcuts([QKeySequence(key) for key in wanted.keys])
        action.setShortcutContext(_CONTEXTS.get(wanted.place, Qt.ShortcutContext.WidgetWithChildrenShortcut))
    action.triggered.connect(lambda _checked=False: triggered())
    return action
