"""The sweep: one key confirms what is on the page, and only what was painted there, and brings the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueName
from rekreview.domain.sweeps import Confirmation, OnPage, Skip, Sweep, sweep
from rekreview.ui import actions, icons, naming
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.grid.geometry import MARGIN
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.stack_rows import StackRows
from rekreview.ui.wording import status_word, tr

if TYPE_CHECKING:
    from rekreview.library.values import Decided


class Sweeping(DeskFeature):
    """Confirms the verdicts of the tiles that show whole, as one step, and goes on to those that do not yet."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self.button = QToolButton(parts.head)
        self.button.setObjectName("sweep")
        self.button.setIcon(icons.icon(actions.spec("sweep").icon))
        self.button.setAccessibleName(actions.text("sweep"))
        actions.explain(self.button, "sweep")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setEnabled(parts.writable)
        self.button.clicked.connect(self.sweep)
        parts.head.add_choice(self.button)

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """The key of the sweep."""
        return {"sweep": self.sweep}

    def deciding_keys(self) -> tuple[str, ...]:
        """It decides."""
        return ("sweep",)

    def sweep(self) -> None:
        """Confirm the page, say what was left alone and why, and show the next page."""
        if self.parts.detail.card is None:
            self.parts.take_written_note()
        self.parts.detail.note.keep()
        page = self._page()
        if not len(page):
            self.told.emit(tr("There is no asset here to decide on."))
            return
        second_looks = self.parts.listing.filter.queue is QueueName.SECOND_LOOK
        found = sweep((self._on_page(row) for row in page), second_looks=second_looks)
        if not found.confirmed and found.skipped[Skip.NOT_PAINTED]:
            # A second press that came before the next page did.
            self.told.emit(tr("The pictures of this page are not here yet: nothing was confirmed. Press again."))
            return
        rows = self.parts.model.rows
        last = not self._go_beyond(page)
        self._confirm(found, lambda done: words(done, stacks=_stacks_among(rows, done), last=last))

    def _on_page(self, row: int) -> OnPage:
        model, grid = self.parts.model, self.parts.grid
        asset_id = model.asset_id(row)
        return OnPage(model.tile(row), self.parts.stage.sighting(asset_id), grid.painted_status(asset_id))

    def _page(self) -> range:
        """The rows that show whole; those that show at all where none does."""
        grid = self.parts.grid
        scroll, height = grid.verticalOffset(), grid.grid.height
        visible = grid.visible_rows()
        whole = [row for row in visible if _is_whole(grid.grid.cell(row).top() - scroll, grid.grid.cell_height, height)]
        return range(whole[0], whole[-1] + 1) if whole else visible

    def _confirm(self, found: Sweep, said: Callable[[Sweep], str]) -> None:
        """Have it written, and show and tell it once it is on the disk."""
        if not found.confirmed:
            self.told.emit(said(found))
            return
        self.parts.verdicts.forget_last()
        choices = self.parts.verdicts.notes.take_along(found.confirmed)
        made_in = self.parts.stage.list_number

        def written(decided: Decided) -> None:
            changed = set(decided.changed)
            self._keep_notes([one for one in choices if one.asset_id not in changed])
            self._written(found.written(changed), said, made_in)

        def not_done(error: Exception) -> None:
            self._keep_notes(choices)
            self.failed.emit(error)

        self.parts.operations.confirm(choices, written, not_done)

    def _keep_notes(self, left: Sequence[Confirmation]) -> None:
        """What was written on assets that were not confirmed waits again."""
        self.parts.verdicts.notes.give_back({one.asset_id: one.note for one in left})

    def _written(self, done: Sweep, said: Callable[[Sweep], str], made_in: int) -> None:
        stage = self.parts.stage
        for status in (Status.APPROVED, Status.REJECTED):
            ids = [one.asset_id for one in done.confirmed if one.status is status]
            stage.show_decided(ids, status, made_in)
        self.told.emit(said(done))

    def _go_beyond(self, page: range) -> bool:
        """Go to the page after these rows; False if there is none."""
        grid = self.parts.grid
        following = page.stop
        grid.selector.collapse()
        if following >= self.parts.model.rowCount():
            grid.go_to(page.stop - 1)
            return False
        grid.go_to(following)
        top = grid.grid.cell(following).top() - MARGIN
        grid.verticalScrollBar().setValue(min(top, grid.grid.scroll_limit))
        return True


def _stacks_among(rows: Rows, done: Sweep) -> int:
    if not isinstance(rows, StackRows):
        return 0
    return sum(rows.count(row) > 1 for row in rows.rows_of([one.asset_id for one in done.confirmed]).tolist())


def _is_whole(top: int, height: int, room: int) -> bool:
    return top >= 0 and top + height <= room


def words(found: Sweep, *, stacks: int = 0, last: bool = False) -> str:
    """What a sweep did, and what it left alone and why."""
    told = [_confirmed(found)]
    skipped = found.skipped.total()
    if skipped:
        reasons = ", ".join(_reason(why, count) for why, count in sorted(found.skipped.items()))
        told.append(tr("Skipped {count}: {reasons}.").format(count=naming.number(skipped), reasons=reasons))
    if stacks:
        text = tr("Of {stacks} only the asset that shows.")
        told.append(text.format(stacks=naming.stacks(stacks)))
    if last:
        told.append(tr("That was the last page."))
    return " ".join(told)


def _confirmed(found: Sweep) -> str:
    if not found.confirmed:
        return tr("Nothing was confirmed on this page.") if found.skipped else tr("All of this page is decided.")
    numbers = [
        f"{naming.number(count)} {status_word(status).lower()}"
        for status in (Status.APPROVED, Status.REJECTED)
        if (count := found.number(status))
    ]
    text = tr("Confirmed {count}: {numbers}.")
    return text.format(count=naming.number(len(found.confirmed)), numbers=", ".join(numbers))


def _reason(why: Skip, count: int) -> str:
    texts = {
        Skip.NOT_PAINTED: tr("{count} whose picture was not painted yet"),
        Skip.NO_PICTURE: tr("{count} that no picture can be shown of"),
        Skip.NO_VERDICT: tr("{count} without a verdict to confirm"),
        Skip.HIDDEN: tr("{count} whose verdict is hidden here"),
        Skip.ASIDE: tr("{count} put aside for a second look"),
        Skip.CHANGED: tr("{count} whose verdict has just changed"),
        Skip.MEANWHILE: tr("{count} decided on or put aside meanwhile"),
    }
    return texts[why].format(count=naming.number(count))
