"""Policies to start from: those that come with the app, and those a person saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.policy import PolicyPair
from rekreview.domain.shipped_presets import shipped_presets
from rekreview.library.values import Preset
from rekreview.ui import naming


@dataclass(frozen=True, slots=True)
class Offer:
    """One policy in the list. name: what it is applied under. own: whether a person saved it."""

    name: str
    title: str
    explanation: str
    pair: PolicyPair
    own: bool


class PresetPanel(QWidget):
    """The list of presets with what each is for. `loaded` and `exported` carry an Offer, `saved` and `deleted` a name.

    `import_asked` says that a person wants presets from a file.
    """

    loaded = Signal(object)
    saved = Signal(str)
    deleted = Signal(str)
    exported = Signal(object)
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: list[Offer] = []
        self.list = _Choices(self)
        self.explanation = QLabel()
        self.load = QPushButton(self.tr("Load"))
        self.delete = QPushButton(self.tr("Delete"))
        self.export = QPushButton(self.tr("Export…"))
        self.bring = QPushButton(self.tr("Import…"))
        self.name = QLineEdit()
        self.save = QPushButton(self.tr("Save"))
        self._lay_out()
        self._connect()
        self.show_presets(())

    def show_presets(self, own: Sequence[Preset]) -> None:
        """Show the shipped presets and these saved ones, and keep the choice."""
        chosen = self.chosen.name if self.chosen else ""
        self._offers = [*_shipped(), *(self._own(preset) for preset in own)]
        self.list.blockSignals(True)
        self.list.clear()
        for offer in self._offers:
            entry = QListWidgetItem(offer.title)
            entry.setToolTip(offer.explanation)
            self.list.addItem(entry)
        names = [offer.name for offer in self._offers]
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.list.blockSignals(False)
        self._explain()

    @property
    def chosen(self) -> Offer | None:
        """The preset the list stands on."""
        row = self.list.currentRow()
        return self._offers[row] if 0 <= row < len(self._offers) else None

    def _own(self, preset: Preset) -> Offer:
        title = self.tr("{name}, version {version}").format(name=preset.name, version=preset.version)
        explanation = self.tr("Saved by you on {moment}. Each saving under its name is a new version of it.")
        explanation = explanation.format(moment=naming.moment(preset.created))
        return Offer(preset.name, title, explanation, preset.pair, own=True)

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Presets"))
        self.list.setObjectName("presets")
        self.explanation.setWordWrap(True)
        self.explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explanation.setObjectName("preset-explanation")
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.explanation.setMinimumHeight(96)
        self.explanation.setToolTip(
            self.tr("What the chosen preset is for. A threshold rejects what is over it: 0 to 1")
        )
        self.name.setAccessibleName(self.tr("Preset name"))
        self.load.setAccessibleName(self.tr("Load preset"))
        self.delete.setAccessibleName(self.tr("Delete preset"))
        self.save.setAccessibleName(self.tr("Save preset"))
        self.export.setAccessibleName(self.tr("Export preset"))
        self.bring.setAccessibleName(self.tr("Import presets"))
        self.export.setToolTip(self.tr("Write this preset into a JSON file, to hand it on or to keep it"))
        self.bring.setToolTip(self.tr("Save the presets of a JSON file here; the policy stays as it is"))
        self.load.setToolTip(self.tr("Put this preset into the editor and change nothing yet"))
        self.save.setToolTip(self.tr("Keep the policy being edited under this name"))
        self.name.setPlaceholderText(self.tr("New name"))
        self.name.setMaxLength(80)
        self.save.setEnabled(False)
        buttons, files, saving = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        buttons.addWidget(self.load, 1)
        buttons.addWidget(self.delete, 1)
        files.addWidget(self.export, 1)
        files.addWidget(self.bring, 1)
        saving.addWidget(self.name, 1)
        saving.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.explanation)
        layout.addLayout(buttons)
        layout.addLayout(files)
        layout.addLayout(saving)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._explain)
        self.list.itemActivated.connect(self._load)
        self.load.clicked.connect(self._load)
        self.delete.clicked.connect(self._delete)
        self.save.clicked.connect(self._save)
        self.export.clicked.connect(self._export)
        self.bring.clicked.connect(self.import_asked)
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))

    def _explain(self) -> None:
        offer = self.chosen
        self.explanation.setText(offer.explanation if offer else "")
        self.load.setEnabled(offer is not None)
        self.export.setEnabled(offer is not None)
        self.delete.setEnabled(offer is not None and offer.own)
        self.delete.setToolTip(
            self.tr("Presets that come with the app stay") if offer and not offer.own else self.tr("Forget this preset")
        )

    def _load(self) -> None:
        if self.chosen is not None:
            self.loaded.emit(self.chosen)

    def _delete(self) -> None:
        if self.chosen is not None and self.chosen.own:
            self.deleted.emit(self.chosen.name)

    def _export(self) -> None:
        if self.chosen is not None:
            self.exported.emit(self.chosen)

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            self.saved.emit(name)
            self.name.clear()


def _shipped() -> list[Offer]:
    return [
        Offer(preset.name, preset.title, preset.explanation, preset.pair, own=False) for preset in shipped_presets()
    ]


class _Choices(QListWidget):
    """A list that keeps its chosen line in sight when a longer explanation below takes room from it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the chosen line back."""
        super().resizeEvent(event)
        entry = self.currentItem()
        if entry is not None:
            self.scrollToItem(entry)
