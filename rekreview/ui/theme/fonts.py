"""Inter, shipped with the app, so that text looks the same everywhere."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from rekreview import paths

FAMILY = "Inter"
POINTS = 10.0


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    """Register the shipped font files with Qt, once, and say which families they gave."""
    found: set[str] = set()
    for file in sorted((paths.resources() / "fonts").glob("*.otf")):
        found.update(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))))
    return frozenset(found)


def app_font() -> QFont:
    """The font of the whole app: Inter if it could be read, else what the system gives."""
    font = QFont(FAMILY) if FAMILY in _families() else QFont()
    font.setPointSizeF(POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
