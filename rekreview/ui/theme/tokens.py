"""The colours and measures everything is painted with: one set for light, one for dark."""

from __future__ import annotations

from dataclasses import dataclass

SPACE = 8
RADIUS = 6


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours of one look, as "#rrggbb".

    Surfaces, from the back to the front: `window`, `surface` (lists, fields), `raised` (buttons, cards), `hover`.
    `line` parts areas; `outline` frames controls and must be seen (3:1). `text`, `muted` and `faint` are three
    strengths of writing, all readable (4.5:1) on every surface. `accent` is the only colour without a meaning of its
    own; the others say approved, rejected, or look here, and never say it alone. `stage` lies behind pictures.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    hover: str
    line: str
    outline: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    approve: str
    on_approve: str
    reject: str
    on_reject: str
    caution: str
    stage: str


LIGHT = Tokens(
    dark=False,
    window="#f4f5f7",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e9ecf1",
    line="#d9dde4",
    outline="#767e8d",
    text="#1a1e26",
    muted="#4d5563",
    faint="#5c6472",
    accent="#3355cc",
    on_accent="#ffffff",
    accent_soft="#dfe6fb",
    approve="#17753f",
    on_approve="#ffffff",
    reject="#bd2533",
    on_reject="#ffffff",
    caution="#875300",
    stage="#e4e7ec",
)

DARK = Tokens(
    dark=True,
    window="#16181d",
    surface="#1c1f26",
    raised="#262a33",
    hover="#2e333e",
    line="#343a46",
    outline="#7b8494",
    text="#e9ebf0",
    muted="#b1b8c5",
    faint="#9aa2b1",
    accent="#8fa8ff",
    on_accent="#0e1322",
    accent_soft="#2b3558",
    approve="#5fcf8f",
    on_approve="#06210f",
    reject="#ff8a8f",
    on_reject="#2d0508",
    caution="#f0b95a",
    stage="#101216",
)
