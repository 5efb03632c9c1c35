"""Keys heard everywhere in the window."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

WINDOW: tuple[ActionSpec, ...] = (
    # Steps back
    ActionSpec(
        "undo",
        _T("actions", "Undo"),
        ("Ctrl+Z",),
        Place.WINDOW,
        icon="undo-2",
    ),
    ActionSpec(
        "redo",
        _T("actions", "Redo"),
        ("Ctrl+Shift+Z",),
        Place.WINDOW,
        icon="redo-2",
    ),
    # Finding
    ActionSpec(
        "palette",
        _T("actions", "Commands…"),
        ("Ctrl+K",),
        Place.WINDOW,
        icon="search",
        tip=_T("actions", "Do anything, or go anywhere, by a few letters of its name"),
    ),
    ActionSpec(
        "search",
        _T("actions", "Search"),
        ("/", "Ctrl+F"),
        Place.WINDOW,
        icon="search",
        tip=_T("actions", "Search by file name"),
    ),
    ActionSpec(
        "all_filters",
        _T("actions", "Filters…"),
        ("Ctrl+Shift+F",),
        Place.WINDOW,
        icon="list-filter",
        tip=_T("actions", "What this list can be narrowed down by, with counts"),
    ),
    ActionSpec(
        "save_filter",
        _T("actions", "Save as a queue…"),
        ("Ctrl+S",),
        Place.WINDOW,
        icon="bookmark-plus",
        tip=_T("actions", "Keep this list under a name, as a queue of your own"),
    ),
    ActionSpec(
        "rename_queue",
        _T("actions", "Rename the saved queue, or the reason in the settings"),
        ("F2",),
        Place.WINDOW,
        told_only=True,
        fixed=True,
    ),
    ActionSpec(
        "remove",
        _T("actions", "Delete the saved queue, the filter or the reason, or take the decision in the strip back"),
        ("Delete",),
        Place.WINDOW,
        told_only=True,
        fixed=True,
    ),
    ActionSpec(
        "move_queue",
        _T("actions", "Move the saved queue or the reason up or down"),
        ("Alt+Up", "Alt+Down"),
        Place.WINDOW,
        told_only=True,
        fixed=True,
    ),
    # What was done
    ActionSpec(
        "recent",
        _T("actions", "Recent decisions"),
        ("Ctrl+R",),
        Place.WINDOW,
        icon="history",
        tip=_T("actions", "The last decisions below the grid: go to their assets, or take one back"),
    ),
    ActionSpec(
        "day",
        _T("actions", "Day's summary and hand-over…"),
        ("Ctrl+D",),
        Place.WINDOW,
        icon="clipboard-list",
        tip=_T("actions", "What was done today, and a note for the next reviewer"),
    ),
    # Work on the library
    ActionSpec(
        "import_files",
        _T("actions", "Import…"),
        ("Ctrl+O",),
        Place.WINDOW,
        icon="import",
        tip=_T("actions", "Import pictures and videos"),
    ),
    ActionSpec(
        "import_folder",
        _T("actions", "Import folder…"),
        ("Ctrl+Shift+O",),
        Place.WINDOW,
        icon="folder-plus",
    ),
    ActionSpec(
        "moderate",
        _T("actions", "Moderate"),
        ("Ctrl+M",),
        Place.WINDOW,
        icon="play",
        tip=_T("actions", "Have every asset that was not checked yet moderated"),
    ),
    # Screens
    ActionSpec(
        "show_review",
        _T("actions", "Review"),
        ("Ctrl+1",),
        Place.WINDOW,
        icon="layout-grid",
    ),
    ActionSpec(
        "show_policy",
        _T("actions", "Policy"),
        ("Ctrl+2",),
        Place.WINDOW,
        icon="sliders-horizontal",
    ),
    ActionSpec(
        "show_runs",
        _T("actions", "Runs"),
        ("Ctrl+3",),
        Place.WINDOW,
        icon="history",
    ),
    ActionSpec(
        "show_reports",
        _T("actions", "Reports"),
        ("Ctrl+4",),
        Place.WINDOW,
        icon="chart-column",
        tip=_T("actions", "What was decided, how far judgements agree, and the history of it"),
    ),
    # The app itself
    ActionSpec(
        "settings",
        _T("actions", "Settings"),
        ("Ctrl+,",),
        Place.WINDOW,
        icon="settings",
    ),
    ActionSpec(
        "keys",
        _T("actions", "Keys"),
        ("?", "F1"),
        Place.WINDOW,
        icon="keyboard",
        tip=_T("actions", "Show every key"),
    ),
    ActionSpec(
        "blank",
        _T("actions", "Blank the window"),
        ("`", "Ctrl+`"),
        Place.WINDOW,
        icon="eye-off",
        tip=_T("actions", "Cover everything at once; the same key shows it again"),
    ),
    ActionSpec(
        "quit",
        _T("actions", "Quit"),
        ("Ctrl+Q",),
        Place.WINDOW,
    ),
)
