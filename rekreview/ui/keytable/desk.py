"""Keys heard in the grid and the large view alike, and in the strips of the policy screen."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

DESK: tuple[ActionSpec, ...] = (
    # Verdicts
    ActionSpec(
        "approve",
        _T("actions", "Approve"),
        ("A",),
        Place.DESK,
        icon="check",
        tip=_T("actions", "Approve, and go to the next asset"),
    ),
    ActionSpec(
        "reject",
        _T("actions", "Reject"),
        ("X",),
        Place.DESK,
        icon="x",
        tip=_T("actions", "Reject, and go to the next asset"),
    ),
    ActionSpec(
        "clear",
        _T("actions", "Clear override"),
        ("U",),
        Place.DESK,
        icon="eraser",
        tip=_T("actions", "Take the decision away, so that the policy's verdict counts again"),
    ),
    ActionSpec(
        "second_look",
        _T("actions", "Second look"),
        ("E",),
        Place.DESK,
        icon="flag",
        tip=_T("actions", "Unsure: put it aside for a second look"),
    ),
    ActionSpec(
        "note",
        _T("actions", "Note"),
        ("N",),
        Place.DESK,
        icon="message-square",
        tip=_T("actions", "Write a note on this asset"),
    ),
    # Stacks of near-duplicates
    ActionSpec(
        "approve_stack",
        _T("actions", "Approve the whole stack"),
        ("Shift+A",),
        Place.DESK,
        icon="check",
        tip=_T("actions", "Approve every asset of this stack of near-duplicates, as one step"),
    ),
    ActionSpec(
        "reject_stack",
        _T("actions", "Reject the whole stack"),
        ("Shift+X",),
        Place.DESK,
        icon="x",
        tip=_T("actions", "Reject every asset of this stack of near-duplicates, as one step"),
    ),
    ActionSpec("previous_stack", _T("actions", "The stack before"), ("[",), Place.DESK, repeats=True),
    ActionSpec("next_stack", _T("actions", "Next stack"), ("]",), Place.DESK, repeats=True),
    ActionSpec(
        "stacks",
        _T("actions", "Stacks"),
        ("S",),
        Place.DESK,
        icon="layers",
        tip=_T("actions", "One tile for each stack of near-duplicates, or one for each asset"),
    ),
    # Memory of decisions
    ActionSpec(
        "use_memory",
        _T("actions", "Use it"),
        ("Y",),
        Place.DESK,
        icon="history",
        tip=_T("actions", "Decide as was decided on a near-duplicate of this asset"),
    ),
    ActionSpec(
        "decide_alike",
        _T("actions", "Decide near-duplicates likewise"),
        ("D",),
        Place.DESK,
        icon="layers",
        tip=_T("actions", "Decide on the undecided near-duplicates of what you decided last as on that"),
    ),
    # Marks on labels
    ActionSpec(
        "mark_wrong",
        _T("actions", "Label is wrong"),
        ("R",),
        Place.DESK,
        icon="x",
        tip=_T("actions", "Mark the top label wrong; the verdict stays"),
    ),
    ActionSpec(
        "mark_missing",
        _T("actions", "Label is missing…"),
        ("Shift+R",),
        Place.DESK,
        tip=_T("actions", "Pick a category that is there though no label names it"),
    ),
    # Steps back
    ActionSpec(
        "undo_last",
        _T("actions", "Undo and return"),
        ("Backspace",),
        Place.DESK,
        icon="undo-2",
        tip=_T("actions", "Undo the last decision and return to its asset"),
    ),
    # Reasons
    *(
        ActionSpec(f"reason_{digit or 10}", _T("actions", "Reason"), (str(digit),), Place.DESK)
        for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
    ),
    # Other views of the list
    ActionSpec(
        "reel",
        _T("actions", "Hit reel"),
        ("Ctrl+H",),
        Place.DESK,
        icon="film",
        tip=_T("actions", "All hits of this list's videos at a glance"),
    ),
    # What is seen of a picture
    ActionSpec(
        "larger",
        _T("actions", "Larger"),
        ("+", "="),
        Place.DESK,
        icon="zoom-in",
        tip=_T("actions", "Larger tiles; in the large view, zoom in"),
        repeats=True,
    ),
    ActionSpec(
        "smaller",
        _T("actions", "Smaller"),
        ("-",),
        Place.DESK,
        icon="zoom-out",
        tip=_T("actions", "Smaller tiles; in the large view, zoom out"),
        repeats=True,
    ),
    ActionSpec(
        "reveal",
        _T("actions", "Show the veiled picture while held, without its colours"),
        ("W",),
        Place.DESK,
        icon="scan-eye",
        told_only=True,
    ),
    ActionSpec(
        "reveal_colour",
        _T("actions", "Show the veiled picture while held, in colour"),
        ("Shift+W",),
        Place.DESK,
        icon="scan-eye",
        told_only=True,
    ),
    ActionSpec(
        "veil_strength",
        _T("actions", "Veil more"),
        ("B",),
        Place.DESK,
        icon="eye-off",
        tip=_T("actions", "Veil more: light, standard, strong, and then nothing"),
    ),
    # The list
    ActionSpec(
        "jump",
        _T("actions", "Go to…"),
        ("Ctrl+G",),
        Place.DESK,
        tip=_T("actions", "Go to a row, a percentage of the list, or a name"),
    ),
    ActionSpec(
        "refresh",
        _T("actions", "Refresh the queue"),
        ("F5",),
        Place.DESK,
        icon="refresh-cw",
        tip=_T("actions", "Read the queue again: what was decided leaves it"),
    ),
)
