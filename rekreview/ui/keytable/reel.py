"""Keys heard in the hit reel."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

REEL: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open_hit",
        _T("actions", "Open this hit large"),
        ("Return", "Enter"),
        Place.REEL,
        icon="maximize",
    ),
    ActionSpec(
        "close_reel",
        _T("actions", "Back to the grid"),
        ("Esc",),
        Place.REEL,
        icon="layout-grid",
    ),
)
