"""The private meter as a few words in the status line."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from rekreview.domain.exposure import Exposure
from rekreview.ui.wording import tr


def spell_seconds(seconds: float) -> str:
    """How long: "40 s", "12 min", "1 h 5 min"."""
    whole = int(seconds)
    if whole < 60:
        return tr("{} s").format(whole)
    minutes = whole // 60
    if minutes < 60:
        return tr("{} min").format(minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


class MeterLabel(QLabel):
    """Says for how long sharp heavy pictures were on the screen today; its tool tip says more, and who knows of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exposure")
        self.setProperty("tone", "muted")

    def show_exposure(self, exposure: Exposure) -> None:
        """Say these seconds."""
        words = self.tr("Heavy pictures seen sharp: {today}").format(today=spell_seconds(exposure.today))
        if words == self.text():
            return
        self.setText(words)
        told = self.tr(
            "Sharp pictures of heavy categories were on your screen for {today} today, {session} of it now.\n"
            "Only you see this: it is kept in your settings for today alone, and is part of no export, report or log."
        )
        self.setToolTip(told.format(today=spell_seconds(exposure.today), session=spell_seconds(exposure.session)))
