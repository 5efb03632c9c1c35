"""Gives a scroll area a viewport that is made here.

Asked for one that Qt made, PySide looks which of all its widgets it is, and makes a type for each of a hundred to find
out: a twentieth of a second before the first tiles.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Put a viewport as Qt makes it into this area, and give it back. Before anything is connected to the former."""
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
    return viewport
