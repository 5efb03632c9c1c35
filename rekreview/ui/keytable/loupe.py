"""Keys heard in the large view."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

LOUPE: tuple[ActionSpec, ...] = (
    # Moving
    ActionSpec(
        "close_loupe",
        _T("actions", "Back to the grid"),
        ("Esc",),
        Place.LOUPE,
        icon="layout-grid",
    ),
    ActionSpec(
        "next",
        _T("actions", "Next asset"),
        ("Right", "Down"),
        Place.LOUPE,
        icon="chevron-right",
        repeats=True,
    ),
    ActionSpec(
        "previous",
        _T("actions", "Previous asset"),
        ("Left", "Up"),
        Place.LOUPE,
        icon="chevron-left",
        repeats=True,
    ),
    ActionSpec(
        "first",
        _T("actions", "First asset"),
        ("Home",),
        Place.LOUPE,
    ),
    ActionSpec(
        "last",
        _T("actions", "Last asset"),
        ("End",),
        Place.LOUPE,
    ),
    # Zoom
    ActionSpec(
        "fit",
        _T("actions", "Fit the window"),
        ("F",),
        Place.LOUPE,
        icon="maximize",
    ),
    ActionSpec(
        "full_size",
        _T("actions", "100 %"),
        ("Z",),
        Place.LOUPE,
        icon="zoom-in",
        tip=_T("actions", "One pixel of the picture for each of the screen"),
    ),
    # The player
    ActionSpec(
        "play",
        _T("actions", "Play video"),
        ("Space",),
        Place.LOUPE,
        icon="play",
        tip=_T("actions", "Play or stand still"),
    ),
    ActionSpec(
        "shuttle_back",
        _T("actions", "Play backwards"),
        ("J",),
        Place.LOUPE,
    ),
    ActionSpec(
        "shuttle_stop",
        _T("actions", "Stand still"),
        ("K",),
        Place.LOUPE,
    ),
    ActionSpec(
        "shuttle_on",
        _T("actions", "Play, and faster"),
        ("L",),
        Place.LOUPE,
    ),
    ActionSpec(
        "frame_back",
        _T("actions", "Previous frame"),
        (",",),
        Place.LOUPE,
        icon="step-back",
        repeats=True,
    ),
    ActionSpec(
        "frame_on",
        _T("actions", "Next frame"),
        (".",),
        Place.LOUPE,
        icon="step-forward",
        repeats=True,
    ),
    ActionSpec(
        "slower",
        _T("actions", "Slower"),
        ("<",),
        Place.LOUPE,
        repeats=True,
    ),
    ActionSpec(
        "faster",
        _T("actions", "Faster"),
        (">",),
        Place.LOUPE,
        repeats=True,
    ),
    # Hits of a video
    ActionSpec(
        "next_hit",
        _T("actions", "Next hit"),
        ("H",),
        Place.LOUPE,
        icon="skip-forward",
        tip=_T("actions", "Go to the next moment that is over its threshold"),
        repeats=True,
    ),
    ActionSpec(
        "previous_hit",
        _T("actions", "Previous hit"),
        ("Shift+H",),
        Place.LOUPE,
        icon="skip-back",
        tip=_T("actions", "Go back to the moment before that is over its threshold"),
        repeats=True,
    ),
    ActionSpec(
        "loop_hit",
        _T("actions", "Loop this hit"),
        ("Shift+L",),
        Place.LOUPE,
        icon="repeat",
        tip=_T("actions", "Play this hit over and over"),
    ),
    # Sound
    ActionSpec(
        "mute",
        _T("actions", "Sound"),
        ("M",),
        Place.LOUPE,
        tip=_T("actions", "The player has no sound yet"),
    ),
)
