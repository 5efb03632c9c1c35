"""Text from outside (names, notes, reasons) made ready for where Qt reads signs in it: it is shown as it is written."""

from __future__ import annotations

from html import escape


def on_button(text: str) -> str:
    """For a button, a menu or a tab: a single ampersand would underline the letter after it, and make it a key."""
    return text.replace("&", "&&")


def in_tip(text: str) -> str:
    """For a tool tip: what looks like markup would be taken for some."""
    if "<" not in text:
        return text
    return f"<span style='white-space: pre-wrap'>{escape(text)}</span>"
