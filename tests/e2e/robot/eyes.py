"""What a window shows, read from its accessibility tree: every part with its role, name, text and place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  the version has to be chosen first

T = TypeVar("T")
Pattern = str | re.Pattern[str]

ROLES = {
    "button": ("push button", "button", "toggle button", "push button menu"),
    "check box": ("check box",),
    "field": ("text", "entry", "paragraph"),
    "list": ("list", "list box"),
    "slider": ("slider",),
    "entry": ("list item", "tree item", "table cell", "icon"),
    "menu": ("menu item", "menu", "check menu item", "radio menu item"),
    "window": ("frame", "dialog", "alert", "window", "file chooser"),
    "progress": ("progress bar",),
    "choice": ("combo box",),
    "number": ("spin button",),
    "tab": ("page tab",),
    "row": ("table cell", "tree item", "list item"),
    "stage": ("panel", "filler", "unknown", "image", "canvas", "form"),
}
LISTS = ("list", "list box", "tree", "table")

_MOST_ROLES = 128  # as a rule of the library can hold; no part of ours has a later one
_ROLES = {Atspi.role_get_name(role): role for role in Atspi.Role.__enum_values__.values() if int(role) < _MOST_ROLES}
_AS_THEY_STAND = Atspi.CollectionSortOrder.CANONICAL
_STATES = {state.value_nick: state for state in Atspi.StateType.__enum_values__.values()}


class Unseen(AssertionError):
    """The window does not show what a person would look for."""


def eventually(look: Callable[[], T | None], what: str | Callable[[], str], seconds: float = 10.0) -> T:
    """The first true answer of `look`, asked again and again; Unseen says `what` was waited for in vain.

    what: may be asked for when it is wanted, where it takes seconds to tell.
    """
    stop = time.monotonic() + seconds
    rest = 0.01
    while True:
        try:
            if seen := look():
                return seen
        except (GLib.Error, Unseen):
            pass  # the tree changes while it is read
        if time.monotonic() > stop:
            raise Unseen(f"not seen in {seconds:g} s: {what if isinstance(what, str) else what()}")
        time.sleep(rest)
        rest = min(0.1, 2 * rest)  # most of it is there in a moment; what takes longer is not kept from its work


def plain(text: str) -> str:
    """A name as it is compared: without mnemonics, dots, colon, doubled blanks and capitals."""
    return " ".join(text.replace("&", "").replace("…", "").replace("...", "").rstrip(": ").split()).lower()


class Part:
    """One thing in a window, read afresh at every look."""

    def __init__(self, node: Any) -> None:
        self._node = node

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"

    @property
    def role(self) -> str:
        """What it is, in the words of the accessibility tree."""
        return str(self._node.get_role_name() or "")

    @property
    def name(self) -> str:
        """What a screen reader would say for it."""
        return str(self._node.get_name() or "")

    @property
    def label(self) -> str:
        """The text of the label that belongs to it."""
        for relation in self._node.get_relation_set():
            if relation.get_relation_type().value_nick == "labelled-by":
                return " ".join(relation.get_target(i).get_name() or "" for i in range(relation.get_n_targets()))
        return ""

    @property
    def text(self) -> str:
        """The text it holds, or its name."""
        if "Text" in self._node.get_interfaces():
            return str(Atspi.Text.get_text(self._node, 0, -1))
        return self.name

    @property
    def value(self) -> float:
        """Where a slider, a number box or a progress bar stands."""
        return float(Atspi.Value.get_current_value(self._node))

    @property
    def count(self) -> int:
        """How many parts it has."""
        return int(self._node.get_child_count())

    @property
    def rectangle(self) -> tuple[int, int, int, int]:
        """Its place on the screen: x, y, width, height."""
        extents = Atspi.Component.get_extents(self._node, Atspi.CoordType.SCREEN)
        return extents.x, extents.y, extents.width, extents.height

    def point(self, across: float = 0.5, down: float = 0.5) -> tuple[float, float]:
        """A point in it, by shares of its width and height."""
        x, y, width, height = self.rectangle
        return x + width * across, y + height * down

    def frame(self) -> tuple[int, int, int, int]:
        """The part of the screen in which it can be seen at all: x, y, width, height of the smallest thing around it.

        What lies outside has been scrolled away; so may be what is just around it, and that does not count.
        """
        left, top, right, bottom = 0, 0, 1 << 16, 1 << 16
        around = self._node.get_parent()
        while around is not None and "Component" in around.get_interfaces():
            x, y, width, height = Part(around).rectangle
            if width > 0 and height > 0:
                left, top, right, bottom = max(left, x), max(top, y), min(right, x + width), min(bottom, y + height)
                if right <= left or bottom <= top:
                    left, top, right, bottom = x, y, x + width, y + height
            around = around.get_parent()
        return left, top, right - left, bottom - top

    def has(self, state: str) -> bool:
        """Whether it is in a state: "showing", "enabled", "selected", "checked", "focused"."""
        return state in self.states()

    def states(self) -> frozenset[str]:
        """All its states now."""
        return frozenset(known.value_nick for known in self._node.get_state_set().get_states())

    def is_called(self, name: Pattern) -> bool:
        """Whether its name or label is this text, or has this pattern in it."""
        if isinstance(name, str):
            return plain(name) == plain(self.name) or plain(name) == plain(self.label)
        return bool(name.search(self.name) or name.search(self.label))

    def parts(self, most: int = 400) -> list[Part]:
        """What it is made of."""
        found = []
        for i in range(min(self.count, most)):
            child = self._node.get_child_at_index(i)
            if child is not None:
                found.append(Part(child))
        return found

    def inside(self, roles: Iterable[str] = (), *, but: Iterable[str] = (), state: str = "showing") -> list[Part]:
        """What is inside and shows, of one of these roles, or of any but those, and in a state; from top to bottom.

        The app looks through its tree by itself: one letter there and back, where a walk of ours takes hundreds.
        """
        match = Atspi.CollectionMatchType
        named = [_ROLES[role] for role in roles or but if role in _ROLES]
        assert named or not (roles or but), f"none of {roles or but} is known"
        states = Atspi.StateSet.new([Atspi.StateType.SHOWING, _STATES[state]])
        how = match.ANY if roles else match.NONE if but else match.ALL
        rule = Atspi.MatchRule.new(states, match.ALL, {}, match.ALL, named, how, [], match.ALL, False)
        return [Part(node) for node in Atspi.Collection.get_matches(self._node, rule, _AS_THEY_STAND, 0, True)]

    @property
    def is_listed(self) -> bool:
        """Whether what it stands in shows: entries of a choice that is closed say that they show."""
        around = self._node.get_parent()
        return around is not None and Part(around).has("showing")

    def set_value(self, value: float) -> None:
        """Move a slider or number box, as assistive technology does."""
        Atspi.Value.set_current_value(self._node, value)
        time.sleep(0.1)

    def act(self, *wanted: str) -> None:
        """Do the first of the wanted actions that it has: "press", "toggle", "setfocus"."""
        names = [Atspi.Action.get_action_name(self._node, i) for i in range(Atspi.Action.get_n_actions(self._node))]
        known = [name.lower().replace(" ", "") for name in names]
        for action in wanted:
            if action in known:
                Atspi.Action.do_action(self._node, known.index(action))
                time.sleep(0.25)  # Qt presses a button 100 ms later
                return
        raise Unseen(f"{self!r} has none of {wanted}, only {known}")


def focused(within: Part) -> Part | None:
    """What has the keyboard. Entries and tabs say so of themselves even while their list has not."""
    others = (*ROLES["entry"], *ROLES["tab"], *ROLES["window"])
    return next((part for part in within.inside(state="focused") if part.role not in others), None)


class Eyes:
    """What all windows of one program show."""

    def __init__(self, process: int) -> None:
        self._process = process

    def windows(self) -> list[Part]:
        """The windows of the program that show."""
        desktop = Atspi.get_desktop(0)
        windows: list[Part] = []
        for i in range(desktop.get_child_count()):
            try:
                program = desktop.get_child_at_index(i)
                if program is not None and program.get_process_id() == self._process:
                    windows += [window for window in Part(program).parts() if window.has("showing")]
            except GLib.Error:
                continue  # a program that is going away
        return windows

    def all(self, role: str, name: Pattern | None = None, within: Part | None = None) -> list[Part]:
        """Everything that shows, of this role and name."""
        return list(self._each(role, name, within))

    def _each(self, role: str, name: Pattern | None, within: Part | None) -> Iterator[Part]:
        roles = ROLES[role]
        for start in [within] if within else self.windows():
            itself = [start] if start.role in roles else []
            for part in (*itself, *start.inside(roles)):
                if (name is None or part.is_called(name)) and (role not in ("entry", "row") or part.is_listed):
                    yield part

    def find(self, role: str, name: Pattern | None = None, within: Part | None = None, seconds: float = 8.0) -> Part:
        """The first part of this role and name, as soon as it shows."""
        try:
            return eventually(lambda: next(self._each(role, name, within), None), f"{role} {name!r}", seconds)
        except Unseen as error:
            raise Unseen(f"{error}; the window shows:\n{self.texts()}") from None

    def focused(self) -> Part | None:
        """What has the keyboard."""
        return next((found for window in self.windows() if (found := focused(window)) is not None), None)

    def texts(self) -> str:
        """All that a person could read now, a line each."""
        # Only these hold a text, and each question is a letter there and back.
        written = (*ROLES["field"], *ROLES["number"])
        read = ((part.role, part) for part in self._read())
        said = ((role, (part.text if role in written else "") or part.name) for role, part in read)
        return "\n".join(f"{role}: {text}" for role, text in said if text)

    def _read(self) -> Iterator[Part]:
        """Everything there is to read, each list with what is in it."""
        for window in self.windows():
            yield window
            for part in window.inside(but=ROLES["entry"]):
                yield part
                if part.role in LISTS:
                    yield from part.inside(ROLES["entry"])


def open_eyes() -> None:
    """Connect to the accessibility bus of this session, once, before anything is read."""
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        "org.a11y.Bus",
        "/org/a11y/bus",
        "org.freedesktop.DBus.Properties",
        "Set",
        GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True))),
        None,
        0,
        5000,
        None,
    )
    Atspi.init()
    Atspi.set_timeout(5000, 15000)
    Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)  # without a main loop the cache goes stale
