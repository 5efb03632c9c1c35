"""Brings what a person presses, clicks and writes to the rules of deciding."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QObject

from rekreview.domain.assets import DecidedBy, Status
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.desk.views import DeskViews
from rekreview.ui.detail.card import AssetCard
from rekreview.ui.wording import tr


class Deciding(QObject):
    """Verdict keys and buttons, reasons and notes. Where the library may only be looked at, nothing of it works."""

    def __init__(self, parts: DeskParts, views: DeskViews) -> None:
        super().__init__(parts.desk)
        self._parts = parts
        self._views = views
        self._verdicts, self._detail = parts.verdicts, parts.detail
        for shows in (parts.grid, parts.loupe, parts.reel):
            shows.picture_shown.connect(self._verdicts.picture_shown)
        parts.grid.scrolled_away.connect(self._forget_what_left)
        parts.reel.scrolled_away.connect(self._verdicts.out_of_sight)
        parts.grid.verdict_clicked.connect(self.click)
        self._detail.note_kept.connect(self._keep_note)
        self._detail.second_look_wanted.connect(self._verdicts.second_look)
        self._detail.second_look.setEnabled(parts.writable)
        self._detail.left.connect(parts.grid.setFocus)
        for buttons in (self._detail.buttons, parts.loupe.buttons, parts.reel.buttons):
            buttons.decided.connect(self.press)
            buttons.cleared.connect(self._verdicts.clear)
            buttons.set_writable(parts.writable)

    def _forget_what_left(self, ids: Collection[int]) -> None:
        """Tiles were scrolled out of sight; behind another view it means nothing."""
        if not self._parts.stage.in_loupe and not self._parts.stage.in_reel:
            self._verdicts.out_of_sight(ids)

    def keys(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by the names of the table."""
        return {
            "approve": partial(self.press, Status.APPROVED),
            "reject": partial(self.press, Status.REJECTED),
            "clear": self._verdicts.clear,
            "second_look": self._verdicts.second_look,
            "undo_last": self._verdicts.undo_and_return,
            "note": self.write_note,
            **{f"reason_{number}": partial(self.press_reason, number - 1) for number in range(1, 11)},
        }

    def press(self, status: Status) -> None:
        """A verdict key, or a button of pane, large view or reel."""
        if self._parts.writable:
            self._parts.take_written_note()
            self._verdicts.press(status)

    def click(self, asset_id: int, status: Status) -> None:
        """A tile's own button."""
        if self._parts.writable:
            self._parts.grid.make_current(asset_id)
            self._verdicts.click(asset_id, status)

    def press_reason(self, at: int) -> None:
        """The reason at this place of the list, from 0."""
        reasons = self._parts.reasons
        if at < len(reasons) and reasons[at]:
            self._verdicts.press_reason(reasons[at])
        else:
            self._verdicts.told.emit(tr("No reason stands on this key. The settings have the list of them."))

    def write_note(self) -> None:
        """Go to where a note on the current asset is written."""
        self._views.go_to_grid()
        self._detail.note.setFocus()
        self._detail.note.selectAll()

    def _keep_note(self, card: AssetCard, text: str) -> None:
        asset, decision = card.asset, card.decision
        if not text and decision is not None and decision.note and asset.decided_by is DecidedBy.REVIEWER:
            self._detail.note.show_note(decision.note)
            self._verdicts.told.emit(tr("The note stays with its decision. Clear the decision to take both away."))
        elif asset.decided_by is DecidedBy.REVIEWER and decision is not None:
            self._verdicts.annotate(asset.id, asset.status, decision.reason, text)
        else:
            self._verdicts.put_note(asset.id, text)
            if asset.id == self._parts.stage.current():
                self._detail.show_waiting_note(text)
