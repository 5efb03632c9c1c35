"""Keys heard in the grid."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

GRID: tuple[ActionSpec, ...] = (
    ActionSpec(
        "filters",
        _T("actions", "Filters…"),
        ("F",),
        Place.GRID,
        icon="list-filter",
        tip=_T("actions", "What this list can be narrowed down by, with counts"),
    ),
    # The asset
    ActionSpec(
        "open_loupe",
        _T("actions", "Open large"),
        ("Return", "Enter"),
        Place.GRID,
        icon="maximize",
        tip=_T("actions", "See this asset large, or what is in this stack"),
    ),
    ActionSpec("close_stack", _T("actions", "Back from the stack to the list"), ("Esc",), Place.GRID, "chevron-left"),
    # A page at once
    ActionSpec(
        "sweep",
        _T("actions", "Confirm this page"),
        ("Ctrl+Return", "Ctrl+Enter"),
        Place.GRID,
        icon="check",
        tip=_T("actions", "Confirm the verdicts of all undecided tiles of this page, and go to the next page"),
    ),
    # Moving
    ActionSpec(
        "move",
        _T("actions", "Move"),
        ("Left", "Right", "Up", "Down"),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "ends",
        _T("actions", "First and last asset"),
        ("Home", "End"),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "pages",
        _T("actions", "Page up and down"),
        ("PgUp", "PgDown"),
        Place.GRID,
        told_only=True,
    ),
    # Selecting
    ActionSpec(
        "select",
        _T("actions", "Select this asset"),
        ("Space",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "extend",
        _T("actions", "Select more"),
        ("Shift+Right", "Shift+Down"),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "select_all",
        _T("actions", "Select all"),
        ("Ctrl+A",),
        Place.GRID,
        told_only=True,
    ),
)
