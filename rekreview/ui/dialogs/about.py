"""What the app is, what its verdicts are worth, and where things lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from rekreview import __version__, logs, paths
from rekreview.ui.panels.first_start import CATEGORIES, COVERED


class About(QDialog):
    """Says honestly what the on-device engine can and cannot see."""

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About rekreview"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        column.addWidget(self._label(self.tr("rekreview {version}").format(version=__version__), "title"))
        for text in self._paragraphs():
            column.addWidget(self._label(text))
        column.addLayout(self._places(library))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.close)
        column.addStretch(1)
        column.addWidget(box)

    def _paragraphs(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Review pictures and videos that a machine has moderated: overturn a verdict with one key, tune every"
                " threshold and see at once what would change."
            ),
            self.tr(
                "The on-device engine is an estimate – not Amazon Rekognition. It covers {covered} of the {all}"
                " categories directly; the others are shown as not covered. When it finds nothing, that does not mean"
                " that there is nothing."
            ).format(covered=COVERED, all=CATEGORIES),
            self.tr("With the on-device engine nothing leaves this computer."),
            self.tr("Veiled pictures reduce what you see; no more than that is claimed for them."),
        )

    def _places(self, library: Path) -> QFormLayout:
        form = QFormLayout()
        rows = (
            (self.tr("Library"), library),
            (self.tr("Settings"), paths.settings_file()),
            (self.tr("Log"), logs.log_file()),
        )
        for text, place in rows:
            shown = self._label(str(place))
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(self._label(text, "muted"), shown)
        form.addRow(self._label(self.tr("Licence"), "muted"), self._label("Apache-2.0"))
        return form

    def _label(self, text: str, tone: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if tone:
            label.setProperty("tone", tone)
        return label
