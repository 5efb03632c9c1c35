"""Tells what was done today, leaves a note to the next reviewer, and shows the one the last reviewer left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from rekreview.ui.day import words
from rekreview.ui.day.dialog import DayDialog
from rekreview.ui.memory import LibraryMemory
from rekreview.ui.panels.banner import Banners, Offer

if TYPE_CHECKING:
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.library.library import Library
    from rekreview.library.values import DaySummary, HandOver
    from rekreview.ui.preferences import Preferences

BANNER: Final = "hand-over"
_DRAFT: Final = "hand-over notes"
_SHORT: Final = 240


class HandingOver(QObject):
    """told: a sentence for the status line."""

    told = Signal(str)

    def __init__(
        self, library: Library, dispatcher: Dispatcher, preferences: Preferences, banners: Banners, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library, self._dispatcher, self._preferences = library, dispatcher, preferences
        self._banners, self._window = banners, window
        self._memory = LibraryMemory(library.directory, preferences)

    def show_note(self) -> None:
        """Show what reviewers left and nobody has put away yet: the oldest note first, the next once that is away."""
        self._dispatcher.newest("hand-over", self._library.queries.hand_overs, self._show_banner)

    def open(self) -> None:
        """Show the day's summary, with room for a note."""
        begun = datetime.combine(datetime.now().astimezone().date(), time()).astimezone()
        self._dispatcher.newest("day", lambda: self._library.queries.day_summary(begun), self._show_day)

    def _show_day(self, day: DaySummary) -> None:
        self._dialog(words.summary(day), writable=not self._library.read_only)

    def _dialog(self, text: str, *, writable: bool) -> None:
        dialog = DayDialog(text, writable=writable, draft=self._memory.remembered(_DRAFT, ""), parent=self._window)
        dialog.left_note.connect(self._leave)
        dialog.written.connect(self._keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, note: str) -> None:
        """What was written stays until it is handed over, also where that fails, the dialog was closed by mistake, or
        the app was started anew.
        """
        self._memory.remember(_DRAFT, note)

    def _left(self) -> None:
        self._keep("")
        self.told.emit(self.tr("Handed over: the note is shown to whoever opens this library next."))

    def _leave(self, note: str, summary: str) -> None:
        reviewer, commands = self._preferences.settings.reviewer, self._library.commands
        self._dispatcher.write(
            lambda: commands.leave_hand_over(reviewer=reviewer, note=note, summary=summary),
            lambda _number: self._left(),
        )

    def _show_banner(self, notes: Sequence[HandOver]) -> None:
        if not notes:
            return
        note, *later = notes
        # One line, whatever was written: a banner of a hundred lines would be all there is to see.
        shown = " ".join(note.note.split())
        short = shown if len(shown) <= _SHORT else shown[:_SHORT].rstrip() + "…"
        offers = [
            Offer(self.tr("All of it"), lambda: self._dialog(words.whole(note), writable=False), stays=True),
            Offer(self.tr("Copy as text"), lambda: self._copy(note), stays=True),
        ]
        if not self._library.read_only:
            offers.append(Offer(self.tr("Put away"), lambda: self._put_away(note, later)))
        elif later:
            offers.append(Offer(self.tr("Next note"), lambda: self._show_banner(later)))
        text = " ".join(part for part in (f"{words.left_by(note)}: {short}", words.waiting(len(later))) if part)
        self._banners.tell(BANNER, text, offers, closable=self._library.read_only)

    def _copy(self, note: HandOver) -> None:
        QGuiApplication.clipboard().setText(words.whole(note))
        self.told.emit(self.tr("Copied."))

    def _put_away(self, note: HandOver, later: Sequence[HandOver]) -> None:
        reviewer = self._preferences.settings.reviewer
        self._dispatcher.write(lambda: self._library.commands.put_away_hand_over(note.id, reviewer=reviewer))
        self._show_banner(later)
