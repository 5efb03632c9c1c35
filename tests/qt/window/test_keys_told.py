"""Whatever is told of a key is told of the key that counts now, everywhere and at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui import live_keys
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap
from rekreview.ui.keytable.presets import KeyPreset, preset_keymap
from tests.qt.window.conftest import Shown

CHANGEABLE = [spec for spec in DEFAULT_KEYS.specs if not spec.fixed]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MODIFIERS = ("Ctrl+Alt+Shift+", "Meta+Alt+", "Meta+Ctrl+", "Meta+Shift+", "Meta+Ctrl+Alt+", "Meta+Ctrl+Shift+")
STRANGE = Keymap(
    {
        spec.name: (MODIFIERS[at // len(LETTERS)] + LETTERS[at % len(LETTERS)],)
        for at, spec in enumerate(CHANGEABLE)
        if spec.keys
    }
)
# Esc closes panels and fields too, wherever it is bound.
USUAL = sorted({re.escape(spec.hint) for spec in CHANGEABLE if spec.hint not in ("", "Esc")}, key=len, reverse=True)
# A key in a text: at its end in brackets, or after the word for what is done with it.
NAMED = re.compile(rf"\(({'|'.join(USUAL)})\)|\b(?:[Pp]ress|[Hh]old|with|key)\s+({'|'.join(USUAL)})(?![\w+])")


def told_by(widget: QWidget) -> Iterator[str]:
    """Every text a widget shows, has as a tool tip or tells assistive technology."""
    yield from (widget.toolTip(), widget.statusTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QListWidget):
        yield from (widget.item(row).toolTip() for row in range(widget.count()))
    if isinstance(widget, QTreeWidget):
        rows = QTreeWidgetItemIterator(widget)
        while (row := rows.value()) is not None:
            yield from (row.toolTip(column) for column in range(widget.columnCount()))
            rows += 1


def told(window: QWidget) -> dict[str, str]:
    """Where → what, of all that has been made of a window, shown or not."""
    found = {}
    for widget in [window, *window.findChildren(QWidget)]:
        for text in told_by(widget):
            found[f"{type(widget).__name__} {widget.objectName()}: {text}"] = text
    for action in window.findChildren(QAction):
        found[f"action {action.objectName()}: {action.toolTip()}"] = action.toolTip()
    return found


def visit(shown: Shown) -> None:
    """Have every screen and view made, and an empty list shown."""
    window = shown.window
    for screen in ("policy", "runs", "reports", "review"):
        window.show_screen(screen)
        shown.settle()
    review = window._screens.review
    window._show_filter(QueueFilter())
    shown.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    shown.settle()
    for way, back in (("open_loupe", "close_loupe"), ("open_reel", "close_reel")):
        getattr(review.views, way)()
        shown.settle()
        getattr(review.views, back)()
    for action in ("all_filters", "recent", "settings", "keys"):
        window.parts.actions[action].trigger()
        shown.settle()
    window._show_filter(QueueFilter(queue=QueueName.SECOND_LOOK))
    shown.qtbot.waitUntil(lambda: review.model.rowCount() == 0, timeout=10_000)
    shown.settle()


@pytest.fixture
def visited(full: Shown) -> Iterator[Shown]:
    visit(full)
    yield full
    for dialog in ("settings", "key-sheet"):
        open_one = full.window.findChild(QWidget, dialog)
        if open_one is not None:
            open_one.close()
    QApplication.sendPostedEvents(None, 0)


def test_the_pattern_finds_what_it_should() -> None:
    assert NAMED.search("One tile for each stack (S)")
    assert NAMED.search("Veiled. Hold W to see it")
    assert NAMED.search("Press E on an asset")
    assert NAMED.search("undo (⌫)")
    assert not NAMED.search("Press Moderate to have it checked")
    assert not NAMED.search("Press Enter (Esc)") or "Esc" in USUAL


def hinted(window: QWidget, keymap: Keymap) -> set[str]:
    """The actions whose key, which no other has, is told at the end of some text."""
    hints = Counter(spec.hint for spec in keymap.specs)
    texts = "\n".join(told(window).values())
    return {spec.name for spec in keymap.specs if hints[spec.hint] == 1 and spec.hint and f"({spec.hint})" in texts}


def test_every_text_tells_the_keys_that_count_now(visited: Shown) -> None:
    window = visited.window
    review = window._screens.review
    assert any(NAMED.search(text) for text in told(window).values()), "the usual keys are told"
    before = {name for name in hinted(window, DEFAULT_KEYS) if not DEFAULT_KEYS.spec(name).fixed}
    assert {"stacks", "sweep", "approve", "note", "save_filter"} <= before

    live_keys.put(STRANGE)
    stale = [where for where, text in told(window).items() if NAMED.search(text)]
    assert stale == [], "a text names a key that means nothing any more"
    assert before <= hinted(window, STRANGE), "what told its key tells the new one"

    live_keys.put(preset_keymap(KeyPreset.LEFT_HAND))
    assert "Press Q on an asset" in review.pages.empty._text.text()
    assert review.detail.note.placeholderText().endswith("(V)")
    sheet = window.findChild(QWidget, "key-sheet")
    assert any(label.text().startswith("Q") for label in sheet.findChildren(QLabel) if label.font().bold())

    live_keys.put(Keymap(dict.fromkeys(("second_look", "blank", "stacks", "note", "reveal"), ())))
    assert "Press “Second look” on an asset" in review.pages.empty._text.text(), "no key is left: the name is told"
    assert not review.detail.note.placeholderText().endswith(")")
    assert not [text for text in told(window).values() if "()" in text or "Hold  " in text]


def test_the_sweep_and_the_stacks_tell_the_key_they_have(full: Shown) -> None:
    review = full.window._screens.review
    sweep, stacks = (review.findChild(QAbstractButton, name) for name in ("sweep", "stacks"))
    live_keys.put(Keymap({"sweep": ("F7",), "stacks": ("F8",)}))
    assert sweep.toolTip().endswith("(F7)")
    assert stacks.toolTip().endswith("(F8)")
    stacks.click()
    full.settle()
    full.qtbot.waitUntil(lambda: "tiles" in stacks.toolTip(), timeout=10_000)
    live_keys.put(DEFAULT_KEYS)
    assert stacks.toolTip().endswith("(S)")
    assert "tiles" in stacks.toolTip(), "and what it tells of the list stays"


def test_keys_that_the_lists_hear_themselves_cannot_be_given_away() -> None:
    for name in ("rename_queue", "remove", "move_queue"):
        assert DEFAULT_KEYS.spec(name).fixed, "the lists hear F2, Delete and Alt with arrows, whatever the keymap says"


def test_a_key_is_heard_by_the_action_that_tells_of_it(full: Shown) -> None:
    review = full.window._screens.review
    full.window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    review.grid.setFocus()
    live_keys.put(Keymap({"note": ("F7",)}))
    full.qtbot.waitActive(full.window)
    full.window.activateWindow()
    full.qtbot.keyClick(review.grid, Qt.Key.Key_F7)
    full.qtbot.waitUntil(lambda: review.detail.note is full.window.focusWidget(), timeout=5_000)
