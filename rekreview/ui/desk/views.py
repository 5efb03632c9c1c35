"""The ways between grid, large view and hit reel, which share one current asset."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from rekreview.ui.desk.one_picture import OnePicture
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.desk.reveal import RevealKey
from rekreview.ui.wording import tr

_AHEAD = 3


class DeskViews(QObject):
    """Shows the grid, the large view or the reel, and in each of them the current asset.

    told: a sentence for the status line.
    """

    told = Signal(str)

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts.desk)
        self._parts = parts
        self._model, self._grid, self._detail = parts.model, parts.grid, parts.detail
        self._loupe, self._reel = parts.loupe, parts.reel
        self._in_reel = False  # the large view was opened from there
        self._in_pane = -1
        self._before = -1  # the row shown large last, which tells the direction of travel
        self.openers: list[Callable[[], bool]] = []  # what may open instead: the first that does counts
        one = OnePicture(parts.grid, parts.detail, parts.loupe, parts.reel)
        self.reveal_key = RevealKey(parts.desk, one.reveal)
        self.reveal_key.hear_in(parts.reel.cells)
        parts.grid.current_changed_to.connect(self.show_current)
        parts.grid.opened.connect(lambda _id: self.open())
        parts.loupe.closed.connect(self.close_loupe)
        parts.reel.moved.connect(self._clip_changed)
        parts.reel.opened.connect(self._open_hit)
        parts.reel.closed.connect(self.close_reel)
        parts.detail.opened.connect(self.open_loupe)
        parts.detail.note.entered.connect(self.show_in_pane)
        parts.head.reel_wanted.connect(self.open_reel)
        parts.shown.emptied.connect(self._show_nothing)

    def open(self) -> None:
        """Open what is at hand: large, unless it is something that opens otherwise."""
        if not any(opener() for opener in self.openers):
            self.open_loupe()

    def open_loupe(self) -> None:
        """Show the current asset large."""
        if self._parts.stage.current() >= 0:
            self._parts.pages.show_loupe()
            self._show_in_loupe()
            self._loupe.setFocus()
            self._parts.target.show()

    def close_loupe(self) -> None:
        """Back to where the large view was opened from, at the same asset."""
        self.reveal_key.veil()
        back, self._in_reel = self._in_reel, False
        self._parts.pages.show_grid()
        self._loupe.leave()
        self._parts.verdicts.moved(-1)
        self._grid.setFocus()
        if back:
            self._show_reel()
        self._parts.target.show()

    def open_reel(self) -> None:
        """Show all hits of the videos in this list."""
        if not self._parts.stage.in_reel:
            self._in_reel = True
            self.close_loupe()

    def close_reel(self) -> None:
        """Back to the grid, at the clip that was chosen."""
        chosen = self._reel.current
        self._parts.pages.show_grid()
        self._reel.leave()
        self._parts.verdicts.moved(-1)
        if chosen >= 0:
            self._grid.make_current(chosen)
            self._grid.scrollTo(self._grid.currentIndex())
        self._grid.setFocus()
        self._parts.target.show()

    def go_to_grid(self) -> None:
        """Back to the grid, whatever shows and wherever it was opened from."""
        self._in_reel = False
        if self._parts.stage.in_loupe:
            self.close_loupe()
        elif self._parts.stage.in_reel:
            self.close_reel()

    def step(self, by: int) -> None:
        """Go so many assets on in the list; its ends stay."""
        row = self._grid.selector.current + by
        self._grid.go_to(max(0, min(row, self._model.rowCount() - 1)))

    def go_to_last(self) -> None:
        """Go to the end of the list."""
        self._grid.go_to(self._model.rowCount() - 1)

    def resize(self, steps: int) -> None:
        """Larger by so many steps, smaller for a negative number: the tiles, or what the large view shows."""
        if self._parts.stage.in_loupe:
            self._loupe.canvas.step(steps)
        else:
            self._grid.step_tile_size(steps)

    def doubt(self, changed: Collection[int] | None) -> None:
        """These assets changed, or all: what is kept of them may show what is to be veiled by now."""
        for part in (self._grid.revealed, self._detail.shown, self._loupe.shown):
            part.doubt(changed)

    def show_current(self, asset_id: int) -> None:
        """Another asset is the current one; -1 for none."""
        self.reveal_key.veil()
        self._parts.verdicts.moved(asset_id)
        self._in_pane = asset_id
        if self._detail.note.hasFocus():
            self.show_in_pane()
        else:
            self._parts.dispatcher.after_writes(self.show_in_pane)
        if self._parts.stage.in_loupe:
            self._show_in_loupe()
        self._parts.target.show()

    def refresh(self) -> None:
        """Read the current asset again."""
        self.show_in_pane()
        self._detail.refresh()
        if self._parts.stage.in_loupe:
            self._loupe.refresh()

    def show_in_pane(self) -> None:
        """Have the pane show the current asset, if it does not yet: right after a verdict it comes a moment later."""
        self._detail.show_asset(self._in_pane)
        self._detail.show_waiting_note(self._parts.verdicts.note_on(self._in_pane))

    def _show_reel(self) -> None:
        self._parts.pages.show_reel()
        self._reel.enter()

    def _open_hit(self, asset_id: int, at_ms: int) -> None:
        """See a hit large; from there Esc leads back to the reel."""
        self._grid.make_current(asset_id)
        if self._grid.current_id() != asset_id:
            self.told.emit(tr("This clip is not in the list any more: refresh the list."))
            return
        self._parts.pages.show_loupe()
        self._in_reel = True
        self._show_in_loupe(at_ms)
        self._loupe.setFocus()
        self._parts.target.show()

    def _clip_changed(self, asset_id: int) -> None:
        if self._parts.stage.in_reel:
            self._parts.verdicts.moved(asset_id)
            self._parts.target.show()

    def _show_in_loupe(self, at_ms: int | None = None) -> None:
        row, count = self._grid.selector.current, self._model.rowCount()
        back = row < self._before
        self._before = row
        coming = range(row - 1, max(row - 1 - _AHEAD, -1), -1) if back else range(row + 1, min(row + 1 + _AHEAD, count))
        ahead = [self._model.asset_id(wanted) for wanted in coming]
        self._loupe.show_asset(self._parts.stage.current(), ahead, self._place_words(row), at_ms)

    def _place_words(self, row: int) -> str:
        """Where the asset stands: in the list, or in the stack that is shown alone."""
        place = {"at": f"{row + 1:,}", "all": f"{self._model.rowCount():,}"}
        if self._parts.shown.alone:
            return tr("{at} of {all} in this stack").format(**place)
        behind = self._model.rows.count(row) if row >= 0 else 1
        if behind > 1:
            return tr("{at} of {all} · stands for {behind}").format(**place, behind=f"{behind:,}")
        return tr("{at} of {all}").format(**place)

    def _show_nothing(self) -> None:
        """The list is empty."""
        if self._parts.stage.in_loupe:
            self.close_loupe()
        self.show_current(-1)
