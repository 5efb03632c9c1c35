"""The parts of the detail pane below the picture: facts, places, history."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rekreview.domain.assets import Asset, DecisionView, MediaKind
from rekreview.ui import icons, naming
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.wording import duration, history_line, size, tr


def text_label(parent: QWidget, tone: str = "", name: str = "") -> QLabel:
    """A label of several lines whose text can be marked and copied."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if tone:
        label.setProperty("tone", tone)
    if name:
        label.setObjectName(name)
    return label


class Section(QWidget):
    """A heading with something below it; not there at all while it has nothing to show."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 12, 0, 0)
        self.column.setSpacing(6)
        heading = QLabel(title, self)
        heading.setProperty("tone", "section")
        self.column.addWidget(heading)


def facts_of(asset: Asset) -> list[tuple[str, str]]:
    """What is known of the file, as pairs of a word and a value."""
    kind = tr("Video") if asset.kind is MediaKind.VIDEO else tr("Picture")
    told = [
        (tr("Kind"), " · ".join(part for part in (kind, asset.format.upper(), asset.codec) if part)),
        (tr("Size"), size(asset.bytes)),
    ]
    if asset.width and asset.height:
        told.append((tr("Pixels"), f"{asset.width:,} × {asset.height:,}"))
    if asset.duration_ms is not None:
        told.append((tr("Length"), duration(asset.duration_ms)))
    told.append((tr("Imported"), naming.moment(asset.imported)))
    told.append((tr("SHA-256"), f"{asset.sha256[:16]}…"))
    return told


class Facts(Section):
    """What is known of the file itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("File"), parent)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(4)
        self.column.addLayout(self._form)
        self._values: dict[str, QLabel] = {}

    def show_asset(self, asset: Asset) -> None:
        """Show the facts of this asset. Rows stay from asset to asset, since making them takes longer than all else."""
        facts = facts_of(asset)
        if list(self._values) != [word for word, _ in facts]:
            self._lay_out([word for word, _ in facts])
        for word, value in facts:
            self._values[word].setText(value)

    def _lay_out(self, words: list[str]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._values = {word: text_label(self, name=f"fact-{word.lower()}") for word in words}
        for word, label in self._values.items():
            caption = QLabel(word, self)
            caption.setProperty("tone", "muted")
            self._form.addRow(caption, label)


class Places(Section):
    """Where the file lies, with a button that opens the folder."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Where it lies"), parent)
        self._rows: list[QWidget] = []

    def show_asset(self, asset: Asset) -> None:
        """Show the places of this asset, missing ones too."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(path, missing=False) for path in asset.paths]
        self._rows += [self._row(path, missing=True) for path in asset.missing_paths]
        for row in self._rows:
            self.column.addWidget(row)

    def _row(self, path: str, *, missing: bool) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        label = ElidedLabel(row, "caution" if missing else "muted")
        label.setText(tr("Missing: {}").format(path) if missing else path)
        line.addWidget(label, 1)
        if not missing:
            button = QToolButton(row)
            button.setIcon(icons.icon("folder-open"))
            button.setText(tr("Open folder"))
            button.setToolTip(tr("Open the folder of this file"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            folder = QUrl.fromLocalFile(str(Path(path).parent))
            button.clicked.connect(lambda: QDesktopServices.openUrl(folder))
            line.addWidget(button)
        return row


class History(Section):
    """What persons decided, the newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("History"), parent)
        self._text = text_label(self, name="history")
        self.column.addWidget(self._text)

    def show_entries(self, entries: Iterable[DecisionView]) -> None:
        """Show these entries, given the oldest first."""
        lines = [history_line(entry) for entry in entries]
        self._text.setText("\n".join(reversed(lines)) if lines else tr("Nobody decided on it yet."))
