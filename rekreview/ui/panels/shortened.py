"""Messages cut to what leaves room for the work: a path, a name or a note in them may be of any length."""

from __future__ import annotations

LINES, SIGNS = 6, 600


def shortened(text: str, *, lines: int = LINES, signs: int = SIGNS) -> str:
    """At most so many lines and signs of a text, with "…" for the rest."""
    rows = text.splitlines()
    kept = "\n".join(rows[:lines])
    if len(kept) > signs:
        return kept[:signs].rstrip() + "…"
    return f"{kept}\n…" if len(rows) > lines else kept
