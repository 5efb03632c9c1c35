"""What an empty library shows: what to do, who will look at the media, and that nothing leaves this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.settings import Settings
from rekreview.ui import icons, tab_order
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.operations import engine_name
from rekreview.ui.preferences import Preferences

COVERED, CATEGORIES = 8, 52


class FirstStart(QWidget):
    """The empty window. Emits import_wanted, folder_wanted, sample_wanted."""

    import_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-start")
        card = QFrame(self)
        card.setProperty("tone", "card")
        card.setMaximumWidth(620)
        column = QVBoxLayout(card)
        column.setContentsMargins(36, 32, 36, 28)
        column.setSpacing(12)
        column.addWidget(IconLabel(44, "images", parent=self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label(self.tr("Drop a folder of pictures or videos here"), "title"))
        column.addWidget(self._label(self.tr("or choose what to review. The files stay where they are."), "muted"))
        column.addSpacing(6)
        column.addLayout(self._buttons())
        column.addSpacing(14)
        column.addWidget(self._line())
        column.addSpacing(6)
        column.addLayout(self._engine_notes())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.addStretch(1)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(card, 8)
        centred.addStretch(1)
        whole.addLayout(centred)
        whole.addStretch(1)

    def set_writable(self, writable: bool) -> None:
        """Offer an import only where this window may write."""
        for button in self.findChildren(QPushButton):
            button.setEnabled(writable)

    def follow(self, preferences: Preferences) -> None:
        """Say always which engine would be used, and what that means."""
        self._show_engine(preferences.settings)
        preferences.changed.connect(self._show_engine)

    def _show_engine(self, settings: Settings) -> None:
        paid = engine_name(settings.engine).paid
        self._engine_told.setText(self._paid_engine() if paid else self._own_engine())
        self._privacy_told.setText(self._paid_privacy() if paid else self._own_privacy())

    def _own_engine(self) -> str:
        return self.tr(
            "They are checked by the on-device engine: an estimate, not Amazon Rekognition. It covers {covered} of the"
            " {all} categories directly; the others are shown as not covered."
        ).format(covered=COVERED, all=CATEGORIES)

    def _own_privacy(self) -> str:
        return self.tr("Nothing leaves this computer: no account, no network.")

    def _paid_engine(self) -> str:
        return self.tr("They are checked by Amazon Rekognition, with your own AWS account, which pays for each call.")

    def _paid_privacy(self) -> str:
        return self.tr("An import sends nothing. Moderate first says what would be sent and what it costs, and asks.")

    def _label(self, text: str, tone: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", tone)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _buttons(self) -> QHBoxLayout:
        files = QPushButton(icons.icon("import"), self.tr("Choose files…"), self)
        folder = QPushButton(icons.icon("folder-open"), self.tr("Choose a folder…"), self)
        folder.setProperty("tone", "accent")
        folder.setIcon(icons.icon("folder-open", role=folder.palette().ColorRole.HighlightedText))
        sample = QPushButton(self.tr("Try the sample media"), self)
        folder.clicked.connect(self.folder_wanted)
        files.clicked.connect(self.import_wanted)
        sample.clicked.connect(self.sample_wanted)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (folder, files, sample):
            row.addWidget(button)
        row.addStretch(1)
        tab_order.follow(row)
        return row

    def _line(self) -> QFrame:
        line = QFrame(self)
        line.setProperty("tone", "line")
        return line

    def _engine_notes(self) -> QVBoxLayout:
        self._engine_told, self._privacy_told = QLabel(self._own_engine(), self), QLabel(self._own_privacy(), self)
        column = QVBoxLayout()
        column.setSpacing(8)
        for icon, told in (("cpu", self._engine_told), ("monitor", self._privacy_told)):
            column.addLayout(self._note(icon, told))
        return column

    def _note(self, icon: str, told: QLabel) -> QHBoxLayout:
        picture = IconLabel(18, icon, parent=self)
        told.setProperty("tone", "muted")
        told.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(told, 1)
        return row
