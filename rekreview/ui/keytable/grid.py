"""Keys heard in the grid."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

_ARROWS = ("Left", "Right", "Up", "Down")
_FAR = ("Home", "End", "PgUp", "PgDown")
_MOVING = (*_ARROWS, *_FAR)

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
        "move_left",
        _T("actions", "Left"),
        ("Left",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "move_right",
        _T("actions", "Right"),
        ("Right",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "move_up",
        _T("actions", "Up"),
        ("Up",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "move_down",
        _T("actions", "Down"),
        ("Down",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "move_home",
        _T("actions", "First asset"),
        ("Home",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "move_end",
        _T("actions", "Last asset"),
        ("End",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "page_up",
        _T("actions", "Page up"),
        ("PgUp",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "page_down",
        _T("actions", "Page down"),
        ("PgDown",),
        Place.GRID,
        told_only=True,
    ),
    ActionSpec(
        "next_borderline",
        _T("actions", "Next borderline asset"),
        ("H",),
        Place.GRID,
        icon="skip-forward",
        tip=_T("actions", "Go to the next asset whose confidence lies near a threshold"),
        repeats=True,
    ),
    ActionSpec(
        "previous_borderline",
        _T("actions", "Previous borderline asset"),
        ("Shift+H",),
        Place.GRID,
        icon="skip-back",
        tip=_T("actions", "Go back to the asset before that lies near a threshold"),
        repeats=True,
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
        tuple(f"Shift+{key}" for key in _ARROWS),
        Place.GRID,
        told_only=True,
        fixed=True,
        also=tuple(f"{held}+{key}" for held, keys in (("Shift", _FAR), ("Ctrl+Shift", _MOVING)) for key in keys),
    ),
    ActionSpec(
        "move_keeping",
        _T("actions", "Move on, and keep what is selected"),
        tuple(f"Ctrl+{key}" for key in _ARROWS),
        Place.GRID,
        told_only=True,
        fixed=True,
        also=tuple(f"Ctrl+{key}" for key in _FAR),
    ),
    ActionSpec(
        "select_all",
        _T("actions", "Select all"),
        ("Ctrl+A",),
        Place.GRID,
        told_only=True,
    ),
)
