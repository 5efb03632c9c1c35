"""What the app is, what its verdicts are worth, and where things lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from rekreview import __version__, logs, paths
from rekreview.ui.panels.first_start import CATEGORIES, COVERED

WIDTH = 560


class About(QDialog):
    """Says honestly what the on-device engine can and cannot see."""

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About rekreview"))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.close)
        text = self._text(library)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scrolled(text), 1)
        box.setContentsMargins(22, 12, 22, 16)
        column.addWidget(box)
        # On a small or strongly scaled screen the Close button must be in sight too, below the title bar.
        wanted = QSize(WIDTH, text.heightForWidth(WIDTH) + box.sizeHint().height())
        self.resize(wanted.boundedTo(self.screen().availableSize() - QSize(0, 40)))
        box.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _text(self, library: Path) -> QWidget:
        text = QWidget(self)
        column = QVBoxLayout(text)
        column.setContentsMargins(22, 20, 22, 0)
        column.setSpacing(12)
        column.addWidget(self._label(self.tr("rekreview {version}").format(version=__version__), "title"))
        for paragraph in self._paragraphs():
            column.addWidget(self._label(paragraph))
        column.addLayout(self._places(library))
        column.addStretch(1)
        return text

    def _scrolled(self, text: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
        area.setWidget(text)
        return area

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
