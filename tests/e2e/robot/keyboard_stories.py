"""Journeys without a mouse: it is put into a corner, and never used."""

from __future__ import annotations

import time
from pathlib import Path

from robot.eyes import Part, Unseen, eventually
from robot.reviewer import Reviewer
from robot.stories import ASSETS, NOT_MODERATED, REJECTED

CONTROLS = ("button", "check box", "choice", "field", "slider", "number", "list", "progress")
# The keys + and - do the same; magnifiers lie in the fields they belong to; arrows lead from "Pictures" to "Videos".
HAVE_KEYS = {"Smaller tiles", "Larger tiles", "Search by file name", "Search", "Videos"}


def keys_alone_review(person: Reviewer, media: Path) -> None:
    """A folder in by its path, verdicts by letters, the large view by Enter, steps back and forth, all by keys."""
    person.open()
    put_the_mouse_away(person)
    import_by_keys(person, media)
    person.sees_count("All", ASSETS, 60)
    person.sees_the_run_end()
    approved = ASSETS - len(REJECTED) - len(NOT_MODERATED)
    person.sees_count("Approved", approved, 60)

    go_to_queue(person, "Rejected")
    eventually(lambda: len(person.tiles()) == len(REJECTED), "the rejected in the grid")
    first, second = (tile.split(", ")[0] for tile in person.tiles()[:2])
    person.reads(f"Acts on {first}")
    person.hands.press("Right")
    person.reads(f"Acts on {second}")
    person.hands.press("Left", "a")
    person.sees_count("Approved", approved + 1)
    person.reads(f"Acts on {second}")  # a verdict goes on to the next
    person.hands.press("x")
    person.sees_count("Reviewed", 2)
    person.sees_count("Rejected", len(REJECTED) - 1)
    person.photograph("decided-by-letters")
    person.hands.press("Left")
    person.reads(f"Acts on {second}")
    person.hands.press("u")
    person.sees_count("Reviewed", 1)

    person.hands.press("Return")
    person.button("Back to the grid")
    person.photograph("large")
    person.hands.press("Right")
    person.hands.press("a")
    person.sees_count("Approved", approved + 2)
    person.hands.press("Escape")
    eventually(lambda: person.eyes.all("list", "Assets"), "the grid again")
    person.hands.press("ctrl+z")
    person.sees_count("Approved", approved + 1)
    person.hands.press("ctrl+shift+z")
    person.sees_count("Approved", approved + 2)
    person.quit()


def keys_alone_set_a_threshold(person: Reviewer, media: Path) -> None:
    """By Tab and arrows to a category's number; what is typed there flips the axe, and Apply does it."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.sees_count("Rejected", len(REJECTED))
    person.hands.press("ctrl+2")
    tab_to(person, "Search categories")
    person.hands.type("weapons")
    tab_to(person, "Weapons threshold")
    person.hands.press("Prior", "Prior")  # Page down is less, page up is more, whatever X calls them
    person.hands.press("Next", "Next", "Next", "Next")
    eventually(lambda: "0.3" in person.moderation_string(), "0.3 in the moderation string")
    person.photograph("threshold-by-keys")
    tab_to(person, "Apply policy", backwards=True)
    person.hands.press("space")
    person.sees_count("Rejected", len(REJECTED) + 1)
    person.hands.press("ctrl+1")
    go_to_queue(person, "Rejected")
    person.sees_tile("axe.webp", "Weapons")
    person.photograph("flipped-by-keys")
    person.hands.press("ctrl+2")
    person.hands.press("ctrl+1")
    eventually(lambda: is_focused(person, "Assets"), "the keyboard back on the grid")
    person.quit()


def every_control_by_tab(person: Reviewer, media: Path) -> None:
    """On each screen Tab goes round, comes to each control, and what has the keyboard looks different for it."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.sees_count("Rejected", len(REJECTED))
    for keys in ("ctrl+1", "ctrl+3"):
        person.hands.press(keys)
        time.sleep(0.5)
        all_by_tab(person)
    person.quit()


def every_control_of_the_policy_by_tab(person: Reviewer, media: Path) -> None:
    """The same on the policy screen, narrowed to few categories, since each has three controls."""
    person.moderate_beforehand(media)
    person.open()
    put_the_mouse_away(person)
    person.sees_count("Rejected", len(REJECTED))
    person.hands.press("ctrl+2")
    tab_to(person, "Search categories")
    person.hands.type("weapons")
    time.sleep(0.5)
    all_by_tab(person)
    person.quit()


def put_the_mouse_away(person: Reviewer) -> None:
    """The robot's mouse lies in a corner, where it points at nothing of the app."""
    person.hands.point((1390, 890))


def import_by_keys(person: Reviewer, folder: Path) -> None:
    """Type where the folder is, go into it, take it as a whole by its button."""
    person.hands.press("ctrl+o")
    field = person.eyes.find("field", "File name")
    eventually(lambda: field.has("focused"), "the field for the file name")
    person.hands.press("ctrl+a")
    person.hands.type(f"{folder}/")
    person.hands.press("Return")
    tab_to(person, "Import this folder")
    person.hands.press("space")
    eventually(lambda: not person.eyes.all("field", "File name"), "the file dialog closed")


def go_to_queue(person: Reviewer, queue: str) -> None:
    """To the list of queues by Tab, to the queue by arrows, to its assets by Enter."""
    tab_to(person, "Queues", backwards=True)
    person.hands.press("Home")
    entries = [entry.name for entry in person.eyes.find("list", "Queues").parts()]
    at = next(row for row, name in enumerate(entries) if name.startswith(queue))
    person.hands.press(*["Down"] * at, "Return")
    eventually(lambda: is_focused(person, "Assets"), "the keyboard on the grid")


def is_focused(person: Reviewer, name: str) -> bool:
    """Whether the keyboard is there."""
    part = person.eyes.focused()
    return part is not None and part.is_called(name)


def tab_to(person: Reviewer, name: str, *, backwards: bool = False, most: int = 40) -> None:
    """Press Tab until the keyboard is on the part of this name."""
    met = []
    for _ in range(most):
        part = person.eyes.focused()
        if part is not None and part.is_called(name):
            return
        met.append(repr(part))
        person.hands.press("shift+Tab" if backwards else "Tab")
    raise Unseen(f"Tab does not come to {name!r} but to:\n{chr(10).join(met)}")


def all_by_tab(person: Reviewer, most: int = 40) -> None:
    """Tab goes round this screen, comes to each control, and each shows it."""
    visited, unseen = go_round(person, most)
    faults = [f"nothing shows that {name!r} has the keyboard" for name in unseen]
    faults += [f"Tab never comes to {name!r}" for name in unreached(person, visited)]
    assert not faults, "\n".join([*faults, f"It came to {sorted(visited)}"])


def go_round(person: Reviewer, most: int) -> tuple[set[str], list[str]]:
    """Press Tab until it comes round; the names it came to, and those that look alike with and without the keyboard."""
    visited: list[str] = []
    places: list[tuple[str, tuple[int, int, int, int]]] = []  # a list and the button to it may share a name
    unseen = []
    person.hands.press("Tab")
    for _ in range(most):
        part = eventually(person.eyes.focused, "something that has the keyboard")
        name = part.name or part.label
        places.append((name, part.rectangle))
        if places[-1] in places[:-1]:  # not always the first: an area may have scrolled since
            return set(visited), unseen
        visited.append(name)
        if not shows_the_keyboard(person, part):
            unseen.append(name)
    raise Unseen(f"Tab does not come round in {most} steps: {visited}")


def shows_the_keyboard(person: Reviewer, part: Part) -> bool:
    """Press Tab: whether the part was on the screen before, and looks different now that the keyboard went on."""
    x, y, width, height = part.rectangle
    left, top, wide, high = part.frame()
    in_sight = left <= x + width / 2 <= left + wide and top <= y + min(height, 40) / 2 <= top + high
    with_keyboard = still(person, (x, y, width, height))
    person.hands.press("Tab")
    try:
        return in_sight and eventually(
            lambda: person.screen.pixels((x, y, width, height)) != with_keyboard, "a difference", 2
        )
    except Unseen:
        return False


def still(person: Reviewer, rectangle: tuple[int, int, int, int]) -> bytes:
    """What a part of the screen shows once it stands still."""
    shown = b""
    for _ in range(12):
        before, shown = shown, person.screen.pixels(rectangle)
        if before == shown:
            break
        time.sleep(0.05)
    return shown


def unreached(person: Reviewer, visited: set[str]) -> list[str]:
    """Controls that show and can be used, and Tab never came to."""
    found = []
    for role in CONTROLS[:-1]:
        for part in person.eyes.all(role):
            name = part.name or part.label
            if part.has("enabled") and name and name not in visited | HAVE_KEYS:
                found.append(name)
    return found
