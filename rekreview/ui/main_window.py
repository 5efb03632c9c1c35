"""The window: it says what leads to what. Its parts are laid out in `parts`, and the work is done elsewhere.

What is imported here comes before the first paint, so it is little; the rest is imported once the window is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from rekreview import paths
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import memory
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName
    from rekreview.jobs.job import Job
    from rekreview.library.step_values import Restored, UndoState
    from rekreview.ui.first_tiles import FirstTiles
    from rekreview.ui.opening import OpenLibrary
    from rekreview.ui.parts import Parts
    from rekreview.ui.screens import Screens
    from rekreview.ui.work import WorkKind


LEAST: Final = QSize(920, 600)
"""What the policy screen needs beside the queues and below a banner."""
USUAL: Final = QSize(1280, 820)
TITLE_BAR: Final = 40
"""What a window manager puts on top; on a small screen the status line would be pushed out by it."""


def least_in(room: QSize) -> QSize:
    """The smallest size of a window on a screen that has so much room."""
    return LEAST.boundedTo(room - QSize(0, TITLE_BAR))


def first_size_in(room: QSize) -> QSize:
    """The size of a window that was never open before, on a screen that has so much room."""
    return USUAL.boundedTo(room - QSize(0, TITLE_BAR))


class MainWindow(QMainWindow):
    """One window on one library: at first an empty frame, then `compose`, then `show_library`.

    Emits `closing` when a person closes it, `reopen_wanted` when the library could not be opened and a person wants
    another try, and `screen_made` when a screen was made because somebody first looked at it.
    """

    closing = Signal()
    reopen_wanted = Signal()
    screen_made = Signal()
    parts: Parts

    def __init__(self, *, preferences: Preferences, dispatcher: Dispatcher, directory: Path) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle("rekreview")
        self._keep_legible()
        self._preferences = preferences
        self._dispatcher = dispatcher
        self._directory = directory
        self._screens: Screens | None = None
        self._going_over = False  # Undo or Redo was pressed, and what is left to move over is not asked for yet
        self._on_the_way = 0  # steps that may not be written yet
        self._can_undo = False  # as was read last
        if not memory.restore_window(self, preferences):
            self.resize(first_size_in(self.screen().availableGeometry().size()))

    def _keep_legible(self) -> None:
        """No smaller than what shows whole, so that nothing is cut off; but never larger than the screen."""
        self.setMinimumSize(least_in(self.screen().availableGeometry().size()))

    def compose(self) -> None:
        """Put the parts into the frame. The library comes later."""
        from rekreview.ui.keymap_keeping import KeymapKeeping
        from rekreview.ui.parts import Parts

        self.parts = parts = Parts(self, self._handlers(), self._preferences)
        keys = KeymapKeeping(self._preferences, self)
        keys.refused.connect(parts.tell_keys_refused)
        keys.heed(self._preferences.settings)
        parts.side.filter_changed.connect(self._show_filter)
        parts.center.import_wanted.connect(self._ask_for_media)
        parts.center.folder_wanted.connect(partial(self._ask_for_media, folder=True))
        parts.center.sample_wanted.connect(self.import_sample)
        parts.center.reopen_wanted.connect(self.reopen_wanted)
        parts.side.left.connect(self._work_on_assets)
        parts.drop_zone.dropped.connect(self.import_paths)
        parts.actions["report"].setEnabled(False)
        parts.actions["show_review"].setChecked(True)
        self._dispatcher.faulted.connect(self._show_fault)
        self._dispatcher.crashed.connect(self._show_fault)
        self._preferences.changed.connect(self._show_place)
        self._show_writable(False)
        self._show_place()
        memory.restore_splitters((parts.halves,), self._preferences)

    def show_library(self, opened: OpenLibrary) -> FirstTiles:
        """Fill the window with this library. Tells when its first tiles are there."""
        from rekreview.domain.taxonomy import taxonomy
        from rekreview.ui.filter_memory import remembered_filter, remembered_order_before
        from rekreview.ui.first_tiles import FirstTiles
        from rekreview.ui.screens import Screens

        self.parts.side.show_taxonomy(taxonomy("v7"))
        self._screens = screens = Screens(opened, self._dispatcher, self._preferences, self.parts, self)
        screens.standing.counted.connect(self._show_counts)
        screens.standing.undo_changed.connect(self._show_undo)
        screens.standing.undo_asked.connect(self._steps_asked)
        screens.step_begun.connect(self._step_begun)
        screens.review.verdicts.undone.connect(self._stepped_back)
        screens.work.began.connect(self._follow)
        screens.long_steps.began.connect(self.parts.step_bar.follow)
        screens.long_steps.began.connect(lambda *_job: self._offer_steps("undo"))
        screens.long_steps.ended.connect(screens.standing.ask_for_undo)
        screens.queue_wanted.connect(self._show_queue)
        screens.list_wanted.connect(self._show_list)
        screens.queueing.filter_wanted.connect(self.parts.side.show_filter)
        screens.screen_wanted.connect(self.show_screen)
        screens.screen_made.connect(self.screen_made)
        screens.outcomes.queue_wanted.connect(self._show_queue)
        screens.outcomes.undo_wanted.connect(self.undo)
        screens.outcomes.account_wanted.connect(partial(self._show_dialog, "account"))
        screens.outcomes.reported.connect(partial(self.parts.actions["report"].setEnabled, True))
        screens.targeted.connect(self.parts.status.show_target)
        screens.told.connect(self.parts.status.tell)
        self.parts.center.fill(screens.pages)
        self.setWindowTitle(str(self._directory))  # Qt adds the name of the app
        memory.restore_splitters((self.parts.halves, screens.review.pages.halves), self._preferences)
        self._show_writable(not opened.read_only)
        if opened.read_only:
            screens.outcomes.tell_read_only()
        before = remembered_order_before(self._directory, self._preferences)
        self.parts.side.show_filter(remembered_filter(self._directory, self._preferences), before)
        self.show_screen(memory.remembered_screen(self._directory, self._preferences))
        screens.standing.ask_soon()
        screens.queueing.handing_over.show_note()
        self._work_on_assets()
        return FirstTiles(screens.review)

    def show_opening_fault(self, error: Exception) -> None:
        """Say why the library cannot be opened, and what can be done."""
        from rekreview.ui import messages

        self.parts.center.show_fault(messages.of(error))

    # What a person does

    def import_paths(self, paths: list[Path]) -> None:
        """Import files and folders into the open library."""
        if self._screens is not None and paths:
            self._preferences.remember(import_from=str(paths[0] if paths[0].is_dir() else paths[0].parent))
            self._screens.work.import_paths(paths)

    def import_sample(self) -> None:
        """Import the media that come with the app."""
        if self._screens is not None:
            self._screens.work.import_paths([paths.resources() / "sample"])

    def moderate(self) -> None:
        """Have everything moderated that was not checked yet."""
        if self._screens is not None:
            self._screens.work.moderate()

    def show_screen(self, name: str) -> None:
        """Go to "review", "policy", "runs" or "reports"."""
        self.parts.center.show_screen(name)
        self.parts.actions[f"show_{self.parts.center.shown}"].setChecked(True)
        self.parts.side.show_filters(self.parts.center.shown == "review")

    def undo(self) -> None:
        """Take the last step back."""
        from rekreview.ui import undoing

        self._go_over(undoing.undo, self.tr("Undone"), self.tr("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone."""
        from rekreview.ui import undoing

        self._go_over(undoing.redo, self.tr("Redone"), self.tr("There is nothing to redo."))

    def _go_over(self, move: Callable[..., None], word: str, nothing: str) -> None:
        if self._screens is not None:
            reviewer, done = self._preferences.settings.reviewer, partial(self._tell_moved, word, nothing)
            library, long_steps = self._screens.library, self._screens.long_steps
            self._going_over = True
            self._offer_steps("undo", "redo")
            move(dispatcher=self._dispatcher, library=library, reviewer=reviewer, long_steps=long_steps, done=done)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window is, and let the app end: nothing is left ticking."""
        if hasattr(self, "parts"):
            memory.remember_window(self, self._preferences)
            memory.remember_screen(self.parts.center.shown, self._directory, self._preferences)
        if self._screens is not None:
            self._screens.close()
        self._preferences.save_now()
        # One that fired from now on would ask a library that is closed, or a part that is half taken away.
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.closing.emit()
        super().closeEvent(event)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        from rekreview.ui.window_actions import EXPORTS

        return {
            "import_files": self._ask_for_media,
            "import_folder": partial(self._ask_for_media, folder=True),
            "add_sample": self.import_sample,
            "report": self._show_report,
            "moderate": self.moderate,
            "undo": self.undo,
            "redo": self.redo,
            "search": self._search,
            "palette": self._open_palette,
            "all_filters": partial(self._with_queues, "filters"),
            **{name: partial(self._with_queues, name) for name in ("save_filter", "recent", "statistics", "day")},
            "show_review": self._go_to_review,
            "show_policy": partial(self.show_screen, "policy"),
            "show_runs": partial(self.show_screen, "runs"),
            "show_reports": partial(self.show_screen, "reports"),
            **{name: partial(self._show_dialog, name) for name in ("settings", "account", "keys", "about")},
            **{form: partial(self._export_segments, form) for form in EXPORTS},
            "blank": lambda: self.parts.blank.toggle(),
            "quit": self.close,
        }

    def _ask_for_media(self, *, folder: bool = False) -> None:
        from rekreview.ui.dialogs.choose_media import ask

        ask(self, self._preferences.remembered("import_from", str(Path.home())), self.import_paths, folder=folder)

    def _export_segments(self, form: str) -> None:
        from rekreview.domain.segment_exports import SegmentFormat

        if self._screens is not None:
            self._screens.export_segments(SegmentFormat(form))

    def _go_to_review(self) -> None:
        self.show_screen("review")
        self._work_on_assets()

    def _search(self) -> None:
        self.show_screen("review")
        self.parts.side.focus_search()

    def _open_palette(self) -> None:
        from rekreview.ui.palette.opening import Ways, open_palette

        ways = Ways(
            window=self,
            parts=self.parts,
            preferences=self._preferences,
            dispatcher=self._dispatcher,
            screens=self._screens,
            show_screen=self.show_screen,
            show_dialog=self._show_dialog,
        )
        open_palette(ways)

    def _with_queues(self, name: str) -> None:
        """Do something with the list that is shown."""
        if self._screens is not None:
            if name not in ("statistics", "day"):
                self.show_screen("review")
            self._screens.queueing.does[name]()

    def _show_report(self) -> None:
        if self._screens is not None:
            self._screens.outcomes.show_report()

    def _show_dialog(self, name: str) -> None:
        from rekreview.ui.dialogs import show

        queries = self._screens.library.queries if self._screens is not None else None
        show.BY_NAME[name](show.Needed(self, self._preferences, self._dispatcher, self._directory, queries))

    # What is shown

    def _show_filter(self, wanted: QueueFilter) -> None:
        from rekreview.ui.filter_memory import remember_filter

        if self._screens is not None:
            self.parts.side.hold_counts(False)
            self._screens.show_filter(wanted)
            remember_filter(wanted, self._directory, self._preferences, self.parts.side.order_before)
            self.show_screen("review")

    def _show_list(self, wanted: QueueFilter) -> None:
        """A list that is no queue. It is not remembered: it is there for what is known just now."""
        if self._screens is not None:
            self.parts.side.show_no_queue()
            self.parts.side.hold_counts(wanted.is_blind)
            self._screens.show_filter(wanted)
            self._go_to_review()

    def _show_queue(self, name: QueueName) -> None:
        self.parts.side.show_queue(name)

    def _show_counts(self, counts: QueueCounts) -> None:
        self.parts.side.show_counts(counts)
        self.parts.center.show_counts(counts)
        if self._screens is not None:
            self._screens.queueing.statistics.show_counts(counts)
        if self._screens is not None:
            self._screens.outcomes.offer_moderation(counts)

    def _steps_asked(self) -> None:
        self._going_over = False
        self._offer_steps("undo")

    def _step_begun(self) -> None:
        """What is on its way to the library can be taken back, which waits for it there: until it has come, the library
        does not know of it.
        """
        self._on_the_way += 1
        self._offer_steps("undo")
        self._dispatcher.write(lambda: None, lambda _written: self._step_written(), awaited=False)

    def _step_written(self) -> None:
        self._on_the_way -= 1
        if not self._on_the_way and not self._can_undo:
            self._ask_for_steps()

    def _ask_for_steps(self) -> None:
        if self._screens is not None:
            self._screens.standing.ask_for_undo()

    def _stepped_back(self, _ids: object) -> None:
        if self._screens is not None:
            self._offer_steps("undo", "redo")
            self._ask_for_steps()

    def _offer_steps(self, *names: str) -> None:
        """A key pressed before it is read what there is to move over counts: what it does tells if there is nothing."""
        if self._screens is not None and not self._screens.read_only:
            self.parts.actions.offer_steps(*names)

    def _show_undo(self, state: UndoState) -> None:
        if self._going_over:
            return  # it was read before the step that is being moved over
        writable = self._screens is not None and not self._screens.read_only
        self._can_undo = state.can_undo
        self.parts.actions.show_undo(state, writable=writable)
        if self._on_the_way or (self._screens is not None and self._screens.long_steps.job is not None):
            self._offer_steps("undo")

    def _tell_moved(self, word: str, nothing: str, restored: Restored) -> None:
        from rekreview.ui import naming

        if self._screens is not None:
            self._screens.review.taken_back(restored.ids)
            if restored.batch is None:
                self._screens.standing.ask_for_undo()
        self.parts.status.tell(nothing if restored.batch is None else naming.restored(word, restored))

    def _work_on_assets(self) -> None:
        if self._screens is not None and self.parts.center.shown == "review":
            self._screens.work_on_assets()

    def _follow(self, kind: WorkKind, job: Job) -> None:
        self.parts.bars[kind].follow(job)

    def _show_writable(self, writable: bool) -> None:
        self.parts.actions.show_writable(writable)
        self.parts.drop_zone.accepting = writable
        self.parts.center.first_start.set_writable(writable)

    def _show_fault(self, error: Exception) -> None:
        from rekreview.ui.panels.banner import tell_fault

        tell_fault(self.parts.banners, error)

    def _show_place(self) -> None:
        self.parts.status.show_place(self._preferences.settings.reviewer, self._directory)
