"""The colours and patterns of lanes: each category is told apart by both, and by its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from rekreview.ui import theme

LIGHT_COLOURS = ("#1f5fbf", "#a8480a", "#7a2fa0", "#0f6f68", "#a3164f", "#5b6300")
DARK_COLOURS = ("#7fb0ff", "#ffb068", "#d6a2ff", "#5fd9cc", "#ff8fbd", "#cfd968")
PATTERNS = (
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern,
)


def colour(look: int) -> QColor:
    """The colour of a look in the theme worn now."""
    return QColor((DARK_COLOURS if theme.current().dark else LIGHT_COLOURS)[look])


def pattern(look: int) -> QBrush:
    """The pattern of a look in its colour."""
    return QBrush(colour(look), PATTERNS[look])
