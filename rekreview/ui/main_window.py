"""The window: it composes panels, screens and bars, and says what leads to what. The work is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from rekreview import paths
from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.job import Job
from rekreview.ui import memory, messages, operations
from rekreview.ui.actions import DEFAULT_KEYS
from rekreview.ui.center import Center
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.choose_media import ChooseMedia
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.drop_zone import DropZone
from rekreview.ui.panels.banner import Banners, Weight
from rekreview.ui.panels.run_bar import RunBar
from rekreview.ui.panels.side import SidePanel
from rekreview.ui.panels.toast import Toast
from rekreview.ui.preferences import Preferences
from rekreview.ui.status_line import StatusLine
from rekreview.ui.window_actions import WRITING, WindowActions
from rekreview.ui.work import WorkKind

if TYPE_CHECKING:
    from rekreview.library.values import Restored, UndoState
    from rekreview.ui.opening import OpenLibrary
    from rekreview.ui.screens import Screens


class MainWindow(QMainWindow):
    """One window on one library. It shows itself empty; `show_library` fills it when the library is open.

    Emits `closing` when a person closes it, and `reopen_wanted` when the library could not be opened and a person
    wants another try.
    """

    closing = Signal()
    reopen_wanted = Signal()

    def __init__(self, *, preferences: Preferences, dispatcher: Dispatcher, directory: Path) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("rekreview"))
        self.setMinimumSize(720, 480)
        self._preferences = preferences
        self._dispatcher = dispatcher
        self._directory = directory
        self._screens: Screens | None = None
        self.side = SidePanel(self)
        self.center = Center(self)
        self.banners = Banners(self)
        self.bars = {kind: RunBar(kind, self) for kind in WorkKind}
        self.status = StatusLine(self)
        self.actions_of_window = WindowActions(self, self._handlers())
        self._lay_out()
        self.toast = Toast(self)
        self.drop_zone = DropZone(self)
        self._connect()
        self._show_writable(False)
        self._restore()

    # Composition

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setObjectName("window-splitter")
        halves.addWidget(self.side)
        halves.addWidget(self.center)
        halves.setStretchFactor(1, 1)
        halves.setSizes([230, 1050])
        halves.setChildrenCollapsible(False)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(halves, 1)
        for bar in self.bars.values():
            column.addWidget(bar)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "import_files": self._ask_for_media,
            "import_folder": self._ask_for_media,
            "add_sample": self.import_sample,
            "report": self._show_report,
            "moderate": self.moderate,
            "undo": self.undo,
            "redo": self.redo,
            "search": self.side.focus_search,
            "show_review": partial(self.show_screen, "review"),
            "show_policy": partial(self.show_screen, "policy"),
            "show_runs": partial(self.show_screen, "runs"),
            "settings": lambda: SettingsDialog(self._preferences, self).show(),
            "keys": lambda: KeySheet(DEFAULT_KEYS, self).show(),
            "about": lambda: About(self._directory, self).show(),
            "quit": self.close,
        }

    def _connect(self) -> None:
        self.side.filter_changed.connect(self._show_filter)
        self.center.import_wanted.connect(self._ask_for_media)
        self.center.sample_wanted.connect(self.import_sample)
        self.center.reopen_wanted.connect(self.reopen_wanted)
        self.drop_zone.dropped.connect(self.import_paths)
        self._dispatcher.faulted.connect(self._show_fault)
        self._dispatcher.crashed.connect(self._show_fault)
        self._preferences.changed.connect(lambda _settings: self._show_place())

    def _restore(self) -> None:
        if not memory.restore_window(self, self._preferences):
            self.resize(1280, 820)
        memory.restore_splitters(self, self._preferences)
        self._show_place()
        self.actions_of_window["report"].setEnabled(False)
        self.actions_of_window["show_review"].setChecked(True)

    # The library

    def show_library(self, opened: OpenLibrary) -> None:
        """Fill the window with this library."""
        from rekreview.domain.taxonomy import taxonomy
        from rekreview.ui.screens import Screens

        self.side.show_taxonomy(taxonomy("v7"))
        self._screens = screens = Screens(opened, self._dispatcher, self._preferences, self)
        screens.standing.counted.connect(self._show_counts)
        screens.standing.undo_changed.connect(self._show_undo)
        screens.work.began.connect(self._follow)
        screens.outcomes.queue_wanted.connect(self._show_queue)
        screens.outcomes.reported.connect(partial(self.actions_of_window["report"].setEnabled, True))
        screens.targeted.connect(self.status.show_target)
        screens.told.connect(self.status.tell)
        screens.screen_wanted.connect(self.show_screen)
        self.center.fill(screens)
        memory.restore_splitters(self, self._preferences)
        self._show_writable(not opened.read_only)
        if opened.read_only:
            self._tell_read_only()
        self.side.show_filter(memory.remembered_filter(self._preferences))
        self.show_screen(str(self._preferences.remembered(memory.SCREEN, "review")))
        screens.standing.ask()

    def show_opening_fault(self, error: Exception) -> None:
        """Say why the library cannot be opened, and what can be done."""
        self.center.show_fault(messages.of(error))

    # What a person does

    def import_paths(self, paths: list[Path]) -> None:
        """Import files and folders into the open library."""
        if self._screens is not None and paths:
            self._preferences.remember(import_from=str(paths[0] if paths[0].is_dir() else paths[0].parent))
            self._screens.work.import_paths(paths)

    def moderate(self) -> None:
        """Have everything moderated that was not checked yet."""
        if self._screens is not None:
            self._screens.work.moderate()

    def import_sample(self) -> None:
        """Import the media that come with the app."""
        if self._screens is not None:
            self._screens.work.import_paths([paths.resources() / "sample"])

    def show_screen(self, name: str) -> None:
        """Go to "review", "policy" or "runs"."""
        self.center.show_screen(name)
        self.actions_of_window[f"show_{self.center.shown}"].setChecked(True)
        self.side.show_filters(self.center.shown == "review")

    def undo(self) -> None:
        """Take the last step back."""
        if self._screens is not None:
            operations.undo(
                dispatcher=self._dispatcher,
                library=self._screens.library,
                done=partial(self._tell_moved, self.tr("Undone")),
            )

    def redo(self) -> None:
        """Do again what was undone."""
        if self._screens is not None:
            operations.redo(
                dispatcher=self._dispatcher,
                library=self._screens.library,
                done=partial(self._tell_moved, self.tr("Redone")),
            )

    def _ask_for_media(self) -> None:
        dialog = ChooseMedia(self._preferences.remembered("import_from", str(Path.home())), self)
        dialog.chosen.connect(self.import_paths)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window is, and let the app end."""
        memory.remember_window(self, self._preferences)
        self._preferences.remember(**{memory.SCREEN: self.center.shown})
        if self._screens is not None:
            self._screens.close()
        self.closing.emit()
        super().closeEvent(event)

    # What is shown

    def _show_filter(self, wanted: QueueFilter) -> None:
        if self._screens is not None:
            self._screens.show_filter(wanted)
            memory.remember_filter(wanted, self._preferences)
            self.show_screen("review")

    def _show_queue(self, name: QueueName) -> None:
        self.side.show_queue(name)

    def _show_counts(self, counts: QueueCounts) -> None:
        self.side.show_counts(counts)
        self.center.show_counts(counts)
        if self._screens is not None:
            self._screens.outcomes.offer_moderation(counts)

    def _show_undo(self, state: UndoState) -> None:
        writable = self._screens is not None and not self._screens.read_only
        self.actions_of_window.show_undo(state, writable=writable)

    def _tell_moved(self, word: str, restored: Restored) -> None:
        self.status.tell(self.tr("{word}: {assets}").format(word=word, assets=len(restored.ids)))

    def _follow(self, kind: WorkKind, job: Job) -> None:
        self.bars[kind].follow(job)

    def _show_writable(self, writable: bool) -> None:
        self.actions_of_window.enable((*WRITING, "add_sample"), writable)
        self.actions_of_window.enable(("undo", "redo"), False)
        self.drop_zone.accepting = writable
        self.center.first_start.set_writable(writable)

    def _show_report(self) -> None:
        if self._screens is not None:
            self._screens.outcomes.show_report()

    def _tell_read_only(self) -> None:
        text = self.tr("Another window has this library open, so this one may only look. Decide in the other window.")
        self.banners.tell("read-only", text, weight=Weight.CAUTION, closable=False)

    def _show_fault(self, error: Exception) -> None:
        self.banners.tell("fault", messages.of(error).whole, weight=Weight.FAULT)

    def _show_place(self) -> None:
        self.status.show_place(self._preferences.settings.reviewer, self._directory)
