"""Presets to and from files: asks for the file, has the work done, and tells of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rekreview.domain.preset_documents import NamedPolicy
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import Preset
from rekreview.ui import preset_operations
from rekreview.ui.policy.preset_panel import Offer


class ChooseFile(QFileDialog):
    """Asks for one JSON file, to write or to read. Qt's own dialog: it is the same on every system. Emits `chosen`."""

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget, *, suggested: str = "") -> None:
        super().__init__(parent, title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setNameFilters([self.tr("Presets (*.json)"), self.tr("All files (*)")])
        self.setDefaultSuffix("json")
        writes = bool(suggested)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if writes else QFileDialog.AcceptMode.AcceptOpen)
        self.setFileMode(QFileDialog.FileMode.AnyFile if writes else QFileDialog.FileMode.ExistingFile)
        if writes:
            self.selectFile(suggested)
        self.fileSelected.connect(lambda file: self.chosen.emit(Path(file)))


class PresetFiles:
    """Exports and imports presets for one screen. told: what was done, for people; failed: what went wrong."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        library: Library,
        screen: QWidget,
        told: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._library = library
        self._screen = screen
        self._told = told
        self._failed = failed

    def ask_to_export(self, offer: Offer) -> None:
        """Ask where to write a preset, and write it there."""
        dialog = ChooseFile(self._screen.tr("Export preset"), self._screen, suggested=f"{file_name(offer.name)}.json")
        dialog.chosen.connect(lambda path: self.export(offer, path))
        dialog.open()

    def ask_to_import(self) -> None:
        """Ask which file to read presets from, and save them."""
        dialog = ChooseFile(self._screen.tr("Import presets"), self._screen)
        dialog.chosen.connect(self.import_file)
        dialog.open()

    def export(self, offer: Offer, path: Path) -> None:
        """Write a preset into a file."""
        said = self._screen.tr("The preset {name} is in {path}.").format(name=offer.name, path=path)
        # What a saved preset says of itself, its date, is of this library and not of the file.
        preset = NamedPolicy(offer.name, offer.pair, "" if offer.own else offer.explanation)
        preset_operations.export_preset(
            dispatcher=self._dispatcher,
            path=path,
            preset=preset,
            done=lambda _nothing: self._told(said),
            failed=self._failed,
        )

    def import_file(self, path: Path) -> None:
        """Save the presets of a file; one of a name that is there is a new version of it."""
        preset_operations.import_presets(
            dispatcher=self._dispatcher, library=self._library, path=path, done=self._tell, failed=self._failed
        )

    def _tell(self, presets: list[Preset]) -> None:
        version = self._screen.tr("{name}, version {version}")
        names = "; ".join(version.format(name=preset.name, version=preset.version) for preset in presets)
        self._told(self._screen.tr("Imported: {names}. The policy is as it was.").format(names=names))


def file_name(name: str) -> str:
    """A name that every system takes for a file."""
    kept = "".join(character if character.isalnum() or character in " -_" else "-" for character in name)
    return kept.strip(" -") or "preset"
