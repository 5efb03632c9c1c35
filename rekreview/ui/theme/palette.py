"""The tokens as a QPalette, which own-painted widgets and icons read."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from rekreview.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: tokens.window,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.hover,
        _Role.ToolTipBase: tokens.raised,
        _Role.ToolTipText: tokens.text,
        _Role.PlaceholderText: tokens.faint,
        _Role.Text: tokens.text,
        _Role.Button: tokens.raised,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.reject,
        _Role.Highlight: tokens.accent,
        _Role.HighlightedText: tokens.on_accent,
        _Role.Accent: tokens.accent,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.accent,
        _Role.Light: tokens.hover,
        _Role.Midlight: tokens.line,
        _Role.Mid: tokens.outline,
        _Role.Dark: tokens.outline,
        _Role.Shadow: tokens.stage,
    }


def palette(tokens: Tokens) -> QPalette:
    """A palette of these colours; what is disabled is written in the outline's colour."""
    made = QPalette()
    for role, colour in _roles(tokens).items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(_Group.Disabled, role, QColor(tokens.outline))
    made.setColor(_Group.Disabled, _Role.Highlight, QColor(tokens.line))
    made.setColor(_Group.Disabled, _Role.HighlightedText, QColor(tokens.muted))
    return made
