"""Journeys of a person who wants to see less: veils, a blank window, a meter; and by keys alone, or in large print."""

from __future__ import annotations

import re
import time
from pathlib import Path

from robot.eyes import ROLES, Part, eventually, focused
from robot.keyboard_stories import all_by_tab, put_the_mouse_away, still, tab_to
from robot.reviewer import TILE_CAPTION, TITLE, Reviewer
from robot.screen import end
from robot.stories import NOT_MODERATED, REJECTED

Rectangle = tuple[int, int, int, int]
# Qt adds the name of the app.
SETTINGS, KEYS = re.compile("^Settings"), re.compile("^Keys")
TAB_STOPS = ("button", "check box", "choice", "field", "slider", "number")


def veils_lifted_in_steps(person: Reviewer, media: Path) -> None:
    """B veils more; W shows one tile without its colours, Shift+W with them, and letting go veils it again."""
    _open_veiled(person, media)
    person.choose("vitamins")
    put_the_mouse_away(person)
    time.sleep(0.3)
    shown, beside = _picture(person, "vitamins"), _picture(person, "turkey")
    veiled, other = still(person, shown), still(person, beside)
    assert _colourful(veiled) == 0, "a veil has no colours"
    person.hands.hold("w")
    eventually(lambda: person.screen.pixels(shown) != veiled, "the picture without its colours")
    assert _colourful(still(person, shown)) == 0
    assert person.screen.pixels(beside) == other, "one picture at a time"
    person.photograph("w-held")
    person.hands.hold("shift")
    eventually(lambda: _colourful(person.screen.pixels(shown)) > 0.2, "its colours")
    person.photograph("shift-w-held")
    person.hands.release("shift")
    eventually(lambda: _colourful(person.screen.pixels(shown)) == 0, "no colours again")
    person.hands.release("w")
    eventually(lambda: person.screen.pixels(shown) == veiled, "the veil again, as it was")

    person.hands.press("Return")
    stage = person.eyes.find("stage", "Large picture")
    time.sleep(1.0)
    large = still(person, stage.rectangle)
    person.hands.hold("w")
    eventually(lambda: person.screen.pixels(stage.rectangle) != large, "the large picture without its colours")
    person.photograph("large-w-held")
    person.hands.press("Right")  # the key is still held, and repeats
    time.sleep(1.0)
    assert _steepest(person, stage.rectangle) < 90, "the next picture is not revealed by a key held for the one before"
    person.photograph("large-next")
    person.hands.release("w")
    person.quit()


def another_window_lowers_the_veil(person: Reviewer, media: Path) -> None:
    """The release of a key that is held is not heard in another window: the veil comes down as that comes up."""
    _open_veiled(person, media)
    person.choose("vitamins")
    put_the_mouse_away(person)
    time.sleep(0.3)
    shown = _picture(person, "vitamins")
    veiled = still(person, shown)
    person.hands.hold("w")
    eventually(lambda: person.screen.pixels(shown) != veiled, "the picture")
    other = Path(__file__).with_name("drag_source.py")
    program = person.screen.start(str(person.python), str(other), str(next(media.iterdir())))
    eventually(lambda: person.screen.pixels(shown) == veiled, "the veil, while the key is still held")
    person.photograph("another-program")
    person.hands.release("w")
    end(program)
    time.sleep(0.5)
    person.hands.raise_window(TITLE)
    person.quit()


def everything_is_blanked_by_a_key(person: Reviewer, media: Path) -> None:
    """One key covers it all; keys and clicks do nothing; the same key brings it back, and so does the button."""
    _open_veiled(person, media)
    rejected = person.count("Rejected")
    window = person.eyes.windows()[0].rectangle
    began = time.monotonic()
    person.hands.press("grave")
    eventually(lambda: _is_plain(person, window), "one colour from edge to edge")
    assert time.monotonic() - began < 1.5, "at once, and a tenth of a second for the robot's own hand"
    person.photograph("blank")
    assert not [name for name in _titles(person) if "library" in name], "the title says nothing"
    assert not person.eyes.all("list", "Assets"), "nor does a screen reader"
    person.hands.press("a", "x", "ctrl+z", "ctrl+2", "Escape", "Return", "space")
    person.hands.click((window[0] + 300, window[1] + 300), times=2)
    assert _is_plain(person, window)
    person.hands.press("grave")
    eventually(lambda: person.eyes.all("list", "Assets"), "the assets again")
    assert person.count("Rejected") == rejected
    person.hands.press("ctrl+comma")
    person.eyes.find("window", SETTINGS)
    person.hands.press("ctrl+grave")
    person.photograph("blank-with-a-dialog")
    eventually(lambda: not person.eyes.all("choice", "Look"), "nothing of the dialog")
    person.hands.press("Tab", "space")
    eventually(lambda: person.eyes.all("list", "Assets"), "the assets again, by the button")
    person.hands.press("Escape")
    person.quit()


def a_private_meter_counts(person: Reviewer, media: Path) -> None:
    """With no veil a heavy picture on the screen counts, in words for the reviewer; the settings can switch it off."""
    person.moderate_beforehand(media)
    person.open()
    person.open_queue("Rejected")
    assert "seen sharp" not in person.eyes.texts()
    person.hands.press("b", "b")
    person.reads("Veil: off.")
    person.reads("Heavy pictures seen sharp:", seconds=15)
    person.photograph("meter")
    person.hands.press("b", "b")
    person.reads("Veil: standard.")
    settings = person.eyes
    person.hands.press("ctrl+comma")
    settings.find("window", SETTINGS)
    _go_to_page(person, "Wellness")
    tab_to(person, "Tell how long sharp pictures of heavy categories were on the screen")
    person.hands.press("space")
    person.photograph("settings")
    person.hands.press("Escape")
    eventually(lambda: "seen sharp" not in person.eyes.texts(), "no meter")
    person.quit()


def every_control_of_the_settings_by_tab(person: Reviewer, media: Path) -> None:
    """Every page of the settings: Tab comes to each control, and what has the keyboard looks different for it."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.hands.press("ctrl+comma")
    dialog = person.eyes.find("window", SETTINGS)
    pages = [tab.name for tab in person.eyes.all("tab", within=dialog)]
    assert "Wellness" in pages, pages
    faults = []
    for page in pages:
        _go_to_page(person, page)
        faults += [f"{page}: {fault}" for fault in _faults_by_tab(person, dialog)]
        person.photograph(f"settings-{page.lower().replace(' ', '-')}")
    assert not faults, "\n".join(faults)
    person.hands.press("Escape")
    person.quit()


def every_control_of_the_other_dialogs_by_tab(person: Reviewer, media: Path) -> None:
    """The same in the sheet of keys, and in what a file import reports."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.hands.press("F1")
    assert not (faults := _faults_by_tab(person, person.eyes.find("window", KEYS))), "\n".join(faults)
    person.hands.press("Escape")
    person.quit()


def every_panel_of_the_policy_by_tab(person: Reviewer, media: Path) -> None:
    """Each panel beside the categories: Tab comes to its controls, and they show it."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.hands.press("ctrl+2")
    tab_to(person, "Search categories")
    person.hands.type("weapons")
    time.sleep(0.5)
    panels = [tab.name for tab in person.eyes.all("tab")]
    assert len(panels) >= 3, panels
    for _panel in panels:
        person.hands.press("F6")
        person.photograph(f"panel-{_panel.lower()}")
        all_by_tab(person, most=110)
        eventually(lambda: person.eyes.all("tab"), "the panels")
        person.hands.click(person.eyes.find("tab", panels[(panels.index(_panel) + 1) % len(panels)]).point())
        put_the_mouse_away(person)
    person.quit()


def twice_as_large(person: Reviewer, media: Path) -> None:
    """Scaled to 200 % no control lies beyond the screen, on any screen of the app or page of the settings."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    faults = []
    for keys, name in (("ctrl+1", "review"), ("ctrl+2", "policy"), ("ctrl+3", "runs")):
        person.hands.press(keys)
        time.sleep(1.5)
        person.photograph(name)
        faults += [f"{name}: {fault}" for fault in _cut_off(person, person.eyes.windows()[0])]
    person.hands.press("ctrl+comma")
    dialog = person.eyes.find("window", SETTINGS)
    for page in [tab.name for tab in person.eyes.all("tab", within=dialog)]:
        _go_to_page(person, page)
        person.photograph(f"settings-{page.lower().replace(' ', '-')}")
        faults += [f"settings, {page}: {fault}" for fault in _cut_off(person, dialog)]
    person.hands.press("Escape", "F1")
    dialog = person.eyes.find("window", KEYS)
    person.photograph("keys")
    faults += [f"keys: {fault}" for fault in _cut_off(person, dialog)]
    person.hands.press("Escape")
    assert not faults, "\n".join(faults)
    person.quit()


def _open_veiled(person: Reviewer, media: Path) -> None:
    """The rejected assets, every one of them veiled."""
    person.moderate_beforehand(media)
    person.open()
    person.sees_count("Rejected", len(REJECTED))
    assert NOT_MODERATED
    person.open_queue("Rejected")
    person.choose("vitamins")
    person.hands.press("b")
    person.reads("Veil: strong.")
    time.sleep(0.6)


def _picture(person: Reviewer, name: str) -> Rectangle:
    """The middle of a tile's picture, without its badges."""
    x, y, width, height = person.tile(name).rectangle
    high = height - TILE_CAPTION
    return round(x + width * 0.25), round(y + high * 0.3), round(width * 0.5), round(high * 0.35)


def _colourful(pixels: bytes) -> float:
    """How large a share of pixels (blue, green, red, and one for nothing) has a colour of its own."""
    spots = [pixels[at : at + 3] for at in range(0, len(pixels) - 3, 4)]
    return sum(max(spot) - min(spot) > 24 for spot in spots) / max(1, len(spots))


def _steepest(person: Reviewer, area: Rectangle) -> int:
    """The hardest edge within two pixels, along a line through the lower middle of an area."""
    x, y, width, height = area
    line = person.screen.pixels((x + width // 4, y + round(height * 0.6), width // 2, 1))
    shades = [line[at + 1] for at in range(0, len(line) - 3, 4)]
    return max(abs(one - other) for one, other in zip(shades, shades[2:], strict=False))


def _is_plain(person: Reviewer, window: Rectangle) -> bool:
    """Whether a window has one colour, but for a button and a line of words in its middle."""
    x, y, width, height = window
    parts = [(x + 2, y + 2, width - 4, height // 3), (x + 2, y + 2 * height // 3, width - 4, height // 3 - 4)]
    shown = b"".join(person.screen.pixels(part) for part in parts)
    return len({shown[at : at + 4] for at in range(0, len(shown), 4)}) == 1


def _titles(person: Reviewer) -> list[str]:
    return [window.name for window in person.eyes.windows()]


def _go_to_page(person: Reviewer, page: str) -> None:
    """To a page of the settings by the keys of tabs."""
    dialog = person.eyes.find("window", SETTINGS)
    for _ in range(12):
        if any(tab.name == page and tab.has("selected") for tab in person.eyes.all("tab", within=dialog)):
            return
        person.hands.press("Tab")  # a day keeps Ctrl+Tab to itself
        person.hands.press("ctrl+Tab")
        time.sleep(0.3)
    raise AssertionError(f"no page {page!r}")


def _faults_by_tab(person: Reviewer, dialog: Part, most: int = 40) -> list[str]:
    """What is wrong with the way of Tab through a dialog. Only that is read: the window behind it has many parts."""
    controls = [part for role in TAB_STOPS for part in person.eyes.all(role, within=dialog) if part.has("enabled")]
    names = {part.name or part.label for part in controls}
    faults = [f"a {part.role} has no name" for part in controls if not (part.name or part.label)]
    visited: list[str] = []
    person.hands.press("Tab")
    for _ in range(most):
        part = eventually(lambda: focused(dialog), "something in the dialog that has the keyboard")
        name = part.name or part.label
        if name in visited[:1]:
            break
        if name in visited:  # the month of a day, after its year
            person.hands.press("Tab")
            continue
        visited.append(name)
        with_keyboard = still(person, part.rectangle)
        person.hands.press("Tab")
        time.sleep(0.15)
        if person.screen.pixels(part.rectangle) == with_keyboard:
            faults.append(f"nothing shows that {name!r} has the keyboard")
    return faults + [f"Tab never comes to {name!r}, only to {visited}" for name in sorted(names - {*visited})]


def _cut_off(person: Reviewer, window: Part) -> list[str]:
    """The controls of a window that show and reach beyond the screen, but for those that can be scrolled to."""
    scale = float(person.screen.environment.get("QT_SCALE_FACTOR", "1"))  # places are told in the app's own pixels
    wide, high = (int(side) / scale for side in person.screen.size.split("x"))
    roles = {role for name in (*TAB_STOPS, "tab") for role in ROLES[name]}
    found = []
    for part in window.inside(roles):
        if not (part.name or part.label):
            continue
        x, y, width, height = part.rectangle
        if width <= 0 or (x >= 0 and x + width <= wide and y >= 0 and y + height <= high):
            continue
        _left, top, _wide, around = part.frame()
        if x < 0 or x + width > wide or (top <= y and y + height <= top + around):
            found.append(f"{part!r} at {part.rectangle} of {person.screen.size}")
    return found
