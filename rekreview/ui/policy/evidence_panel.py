"""What persons' decisions can tell of a policy: suggested thresholds, and what it misses."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.policy.knowledge import Knowledge
from rekreview.ui.policy.model import PolicyModel
from rekreview.ui.policy.sample_panel import SamplePanel
from rekreview.ui.policy.suggest_panel import SuggestPanel


class EvidencePanel(QScrollArea):
    """Both below each other. `list_asked` carries a QueueFilter: assets to decide on, so that more can be told."""

    list_asked = Signal(object)

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suggest = SuggestPanel(model)
        self.samples = SamplePanel()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._column = column = QVBoxLayout(inner)
        column.setContentsMargins(10, 12, 0, 8)
        column.setSpacing(10)
        column.addWidget(self.suggest)
        column.addWidget(self.samples)
        column.addStretch(1)
        self.setWidget(inner)
        FocusInSight(self)
        self.suggest.list_asked.connect(self.list_asked)
        self.samples.list_asked.connect(self.list_asked)
        # Only once its widgets have their places.
        self.samples.came.connect(self._show_sample, Qt.ConnectionType.QueuedConnection)

    def _show_sample(self) -> None:
        """Bring what can be done with a new sample into sight."""
        self._column.activate()
        self.ensureWidgetVisible(self.samples.judge)

    def show_knowledge(self, knowledge: Knowledge) -> None:
        """Show what is known now."""
        self.suggest.show_knowledge(knowledge)
        self.samples.show_samples(knowledge.samples)
