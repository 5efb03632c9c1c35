"""The mark on a large picture that is veiled, or revealed without its colours, and the words for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rekreview.domain.sightings import FilterStep
from rekreview.ui import actions, icons
from rekreview.ui.wording import tr

_SCRIM = QColor(8, 10, 14, 190)
_ICONS = {FilterStep.VEILED: "eye-off", FilterStep.GREY: "scan-eye"}


def paint_veil_mark(painter: QPainter, box: QRectF, step: FilterStep) -> None:
    """Draw the mark into this box; nothing for a picture that shows as it is."""
    icon = _ICONS.get(step)
    if icon is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SCRIM)
    painter.drawRoundedRect(box, 5, 5)
    side = box.height() * 0.62
    mark = QRectF(0, 0, side, side)
    mark.moveCenter(box.center())
    icons.paint(painter, icon, mark, "#ffffff")


def step_words(step: FilterStep) -> str:
    """How much of a picture is to be seen, for who hears it; "" for one that shows as it is."""
    if step is FilterStep.VEILED:
        key = actions.spec("reveal").hint
        return tr("Veiled. Hold {key} to see it without its colours.").format(key=key) if key else tr("Veiled.")
    return tr("Shown without its colours") if step is FilterStep.GREY else ""
