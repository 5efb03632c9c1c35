"""Keys heard on the policy screen."""

from __future__ import annotations

from rekreview.ui.keytable.spec import _T, ActionSpec, Place

POLICY: tuple[ActionSpec, ...] = (
    ActionSpec(
        "next_part",
        _T("actions", "Next part"),
        ("F6",),
        Place.POLICY,
        tip=_T("actions", "From the string to the categories to the panels"),
    ),
    ActionSpec(
        "previous_part",
        _T("actions", "The part before"),
        ("Shift+F6",),
        Place.POLICY,
    ),
    ActionSpec(
        "next_category",
        _T("actions", "Next category"),
        ("Ctrl+Down",),
        Place.POLICY,
        repeats=True,
    ),
    ActionSpec(
        "previous_category",
        _T("actions", "The category before"),
        ("Ctrl+Up",),
        Place.POLICY,
        repeats=True,
    ),
    ActionSpec(
        "threshold",
        _T("actions", "Threshold by 0.01"),
        ("Left", "Right"),
        Place.POLICY,
        told_only=True,
        fixed=True,
    ),
    ActionSpec(
        "threshold_finely",
        _T("actions", "Threshold by 0.001"),
        ("Shift+Left", "Shift+Right"),
        Place.POLICY,
        told_only=True,
        fixed=True,
    ),
)
