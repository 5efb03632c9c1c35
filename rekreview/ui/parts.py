"""The parts every window has, open library or not, and where they lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from rekreview.ui.calm.blank import Blank
from rekreview.ui.center import Center
from rekreview.ui.drop_zone import DropZone
from rekreview.ui.engine_button import EngineButton
from rekreview.ui.panels.banner import Banners, Weight
from rekreview.ui.panels.run_bar import RunBar
from rekreview.ui.panels.side import SidePanel
from rekreview.ui.panels.step_bar import StepBar
from rekreview.ui.panels.toast import Toast
from rekreview.ui.preferences import Preferences
from rekreview.ui.status_line import StatusLine
from rekreview.ui.window_actions import WindowActions
from rekreview.ui.work import WorkKind

translate = QCoreApplication.translate


class Parts:
    """Side panel and screens beside each other, banners above, run bars and status line below."""

    def __init__(
        self, window: QMainWindow, handlers: Mapping[str, Callable[[], object]], preferences: Preferences
    ) -> None:
        # In the order in which Tab comes to them.
        self.actions = WindowActions(window, handlers)
        self.engine = EngineButton(preferences, self.actions["account"], window)
        self.actions.add_engine(self.engine)
        self.banners = Banners(window)
        self.side = SidePanel(window)
        self.center = Center(window)
        self.bars = {kind: RunBar(kind, window) for kind in WorkKind}
        self.step_bar = StepBar(window)
        self.status = StatusLine(window)
        self.center.first_start.follow(preferences)
        window.setCentralWidget(self._laid_out(window))
        window.setStatusBar(self.status)
        self.toast = Toast(window, self.center)
        self.drop_zone = DropZone(window)
        self.blank = Blank(window)

    def tell_keys_refused(self, why: str) -> None:
        """Say that the keys in the settings are of no use, and what counts instead."""
        said = translate(
            "Parts", "The keys in the settings are not used: {} The usual keys count. Settings → Keys mends it."
        )
        self.banners.tell("keys", said.format(why), weight=Weight.CAUTION)

    def _laid_out(self, window: QMainWindow) -> QWidget:
        self.halves = halves = QSplitter(Qt.Orientation.Horizontal, window)
        halves.setObjectName("window-splitter")
        halves.addWidget(self.side)
        halves.addWidget(self.center)
        halves.setStretchFactor(1, 1)
        halves.setSizes([230, 1050])
        halves.setChildrenCollapsible(False)
        whole = QWidget(window)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(halves, 1)
        for bar in self.bars.values():
            column.addWidget(bar)
        column.addWidget(self.step_bar)
        return whole
