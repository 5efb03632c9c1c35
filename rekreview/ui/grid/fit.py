"""How large the picture of a tile is made: as large as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt

from rekreview.domain.sightings import FilterStep

# The long side thumbnails are made with. A smaller one is a small picture, and is not blown up.
FULL_THUMBNAIL = 250
# A veiled picture is kept at this part of its size: it is a blur, and looks the same enlarged.
VEIL_SHRUNK = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """The box a picture is drawn in, and the pixels that the screen has for each of its sides' units."""

    box: QSize
    scale: float = 1.0

    def size(self, own: QSize, step: FilterStep) -> QSize:
        """The pixels of a picture that has `own` in the library, as large as the box lets it be, never without any."""
        room = self.box * self.scale
        enlarged = VEIL_SHRUNK if step is FilterStep.VEILED else 1
        whole = own * enlarged
        if max(whole.width(), whole.height()) <= FULL_THUMBNAIL - enlarged:
            room = room.boundedTo(whole * self.scale)
        return own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
