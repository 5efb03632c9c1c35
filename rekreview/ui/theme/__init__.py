"""The look of the window: Fusion, an own light and dark palette, a small style sheet, Inter."""

from rekreview.ui.theme.apply import ThemeMode, apply, colour_first, current
from rekreview.ui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "ThemeMode", "Tokens", "apply", "colour_first", "current"]
