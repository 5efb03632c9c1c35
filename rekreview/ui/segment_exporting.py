"""Exports what was seen in the chosen videos: asks where to, writes beside the other work, and says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import MediaKind
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.job import Job
from rekreview.ui import naming, operations
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.domain.segment_exports import SegmentFormat
    from rekreview.library.library import Library
    from rekreview.pipeline.exporting_segments import SegmentExport

_LAST_FOLDER = "export_to"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The videos among the chosen assets, with what the file of the only one would be called."""

    videos: Sequence[int]
    name: str = ""


class SegmentExporting(QObject):
    """told: a sentence on what was written. failed: it could not be (an exception)."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, *, dispatcher: Dispatcher, library: Library, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._dispatcher = dispatcher
        self._library = library
        self._preferences = preferences
        self._window = window
        self._job: Job | None = None

    def ask(self, form: SegmentFormat, assets: Sequence[int]) -> None:
        """Ask where to write the videos among these assets, and write them."""
        read = partial(_videos, self._library, form, tuple(assets))
        self._dispatcher.newest("export-segments", read, partial(self._choose_place, form), self.failed.emit)

    def stop(self) -> None:
        """Write no more files; those that are there are whole."""
        if self._job is not None:
            self._job.cancel()

    def _choose_place(self, form: SegmentFormat, chosen: Chosen) -> None:
        from rekreview.ui.dialogs.export_segments import ExportSegments

        if not chosen.videos:
            self.told.emit(self.tr("There is no video among the chosen assets, so there are no segments to export."))
            return
        folder = self._preferences.remembered(_LAST_FOLDER, str(Path.home()))
        dialog = ExportSegments(folder, chosen.name, self._window)
        dialog.chosen.connect(partial(self._write, form, chosen))
        dialog.open()

    def _write(self, form: SegmentFormat, chosen: Chosen, place: Path) -> None:
        self._preferences.remember(**{_LAST_FOLDER: str(place.parent if chosen.name else place)})
        self._job = operations.export_segments(
            dispatcher=self._dispatcher,
            library=self._library,
            videos=chosen.videos,
            form=form,
            place=place,
            one_file=bool(chosen.name),
        )
        self._job.finished.connect(partial(self._tell, place))
        self._job.failed.connect(self.failed)
        self._job.ended.connect(self._forget)

    def _forget(self) -> None:
        self._job = None

    def _tell(self, place: Path, export: SegmentExport) -> None:
        said = []
        if len(export.files) == 1:
            said.append(self.tr("Wrote {file}.").format(file=export.files[0]))
        elif export.files:
            told = self.tr("Wrote {count} files into {folder}.")
            said.append(told.format(count=naming.number(len(export.files)), folder=place))
        if export.unanswered:
            told = self.tr("{videos} not checked by any engine yet: there is nothing to write. Moderate first.")
            said.append(told.format(videos=naming.videos(len(export.unanswered))))
        self.told.emit(" ".join(said))


def _videos(library: Library, form: SegmentFormat, assets: Sequence[int]) -> Chosen:
    """What of the chosen assets can be exported. Blocks."""
    from rekreview.domain.segment_exports import file_name

    videos = [tile.id for tile in library.queries.tiles(assets) if tile.kind is MediaKind.VIDEO]
    if len(videos) != 1:
        return Chosen(videos)
    return Chosen(videos, file_name(library.queries.asset(videos[0]), form))
