"""The keys as a page to print."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from rekreview.ui.key_words import PLACES, keys_words, place_words, says
from rekreview.ui.keytable.keymap import Keymap


def as_html(keymap: Keymap) -> str:
    """Every key of a keymap, grouped by where it is heard."""
    title = QCoreApplication.translate("KeySheet", "Keys of rekreview")
    parts = [f"<h1>{escape(title)}</h1>"]
    for place in PLACES:
        rows = [
            f"<tr><td><b>{escape(keys_words(spec))}</b>&nbsp;&nbsp;</td><td>{escape(says(spec))}</td></tr>"
            for spec in keymap.specs
            if spec.keys and spec.place is place
        ]
        if rows:
            parts += [f"<h3>{escape(place_words(place))}</h3>", "<table cellpadding='2'>", *rows, "</table>"]
    return "".join(parts)
