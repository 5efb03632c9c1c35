"""The line at the bottom that always says what a key would act on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from rekreview.ui import naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.session_statistics import SessionLabel


class StatusLine(QStatusBar):
    """How many assets are targeted, the last thing that was done, and who reviews where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-line")
        self.setSizeGripEnabled(False)
        self._target = QLabel(self)
        self._target.setObjectName("target")
        self._target.setToolTip(
            self.tr("How many assets the next verdict acts on: what is selected, or the current one")
        )
        self._told = ElidedLabel(self)
        self._told.setObjectName("told")
        self._place = QLabel(self)
        self._place.setObjectName("place")
        self._place.setProperty("tone", "muted")
        self.setContentsMargins(8, 0, 8, 0)
        self.addWidget(self._target)
        self.addWidget(self._told, 1)
        self.session = SessionLabel(self)
        self.addPermanentWidget(self.session)
        self.addPermanentWidget(self._place)
        self.show_target(0)

    def show_target(self, count: int) -> None:
        """Say how many assets the next verdict acts on."""
        text = (
            self.tr("No asset targeted")
            if not count
            else self.tr("{assets} targeted").format(assets=naming.assets(count))
        )
        self._target.setText(text)

    def tell(self, text: str) -> None:
        """Say what was just done; it stays until the next thing."""
        self._told.setText(text)

    def show_place(self, reviewer: str, library: Path) -> None:
        """Say who reviews, and in which library."""
        self._place.setText(self.tr("Reviewer: {name}").format(name=reviewer))
        self._place.setToolTip(in_tip(self.tr("Library: {folder}").format(folder=library)))
