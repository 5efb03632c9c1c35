"""Ways about a long list: to a row, a share or a name; to the next borderline asset; and where one stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from rekreview.domain.assets import MediaKind
from rekreview.domain.changes import ChangeSet
from rekreview.domain.jumping import Jump
from rekreview.domain.queues import SortKey
from rekreview.ui import naming
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.jump_field import JumpField
from rekreview.ui.desk.landmarks import Landmarks
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.grid.position_label import PositionLabel
from rekreview.ui.wording import tr


class Going(DeskFeature):
    """Rows and shares are arithmetic, so a jump to them is in the next frame however long the list is."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self.landmarks = Landmarks(
            parts.queries, parts.dispatcher, lambda: parts.model.rows, lambda: parts.grid.selector.current, self
        )
        self.landmarks.go.connect(parts.grid.go_to)
        self.landmarks.told.connect(self.told)
        self.landmarks.failed.connect(self.failed)
        parts.loupe.panel.hit_wanted.connect(self._step_large)
        self.position = PositionLabel(
            parts.grid,
            parts.queries,
            parts.dispatcher,
            sort=lambda: parts.listing.filter.sort,
            asset_id=parts.model.asset_id,
        )

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """To anywhere, and to the borderline assets."""
        return {
            "jump": self.ask,
            "next_borderline": partial(self._step, 1),
            "previous_borderline": partial(self._step, -1),
        }

    def heed(self, change: ChangeSet) -> None:
        """What lies near a threshold may have changed."""
        # A decision moves nothing nearer to a threshold; an engine's answer does, and comes without history.
        answered = bool(change.changed) and not change.history
        if change.everything or change.policy or change.added or answered:
            self.landmarks.forget()

    def ask(self) -> None:
        """Ask where to."""
        field = JumpField(self.parts.model.rowCount(), self.parts.grid)
        field.wanted.connect(self.go)
        field.show()

    def go(self, jump: Jump) -> None:
        """Go there: a row or a share at once, a name as soon as it is found."""
        row = jump.row_in(self.parts.model.rowCount())
        if row >= 0:
            self._arrive(row)
            return
        rows, shown = self.parts.model.rows, self.parts.listing.filter
        by_name = shown.sort is SortKey.NAME

        def find() -> int:
            return self.parts.queries.first_named(rows.ids, jump.name, by_name=by_name, descending=shown.descending)

        def done(found: int) -> None:
            if found < 0:
                self.told.emit(tr("No name in this list begins with “{}”.").format(jump.name))
            elif self.parts.model.rows is rows:
                self._arrive(found)

        self.parts.dispatcher.newest("desk-jump", find, done, self.failed.emit)

    def _arrive(self, row: int) -> None:
        count = self.parts.model.rowCount()
        self.parts.grid.go_to(row)
        self.told.emit(tr("Row {at} of {all}.").format(at=naming.number(row + 1), all=naming.number(count)))

    def _step_large(self, by: int) -> None:
        """In the large view the same keys go from hit to hit, but where there is no video to have any."""
        tile = self.parts.model.tile(self.parts.grid.selector.current)
        if tile is not None and tile.kind is MediaKind.VIDEO:
            self.told.emit(tr("This video does not play yet, so there is no hit to go to."))
        else:
            self._step(by)

    def _step(self, by: int) -> None:
        if self.parts.queries.on:
            self.told.emit(tr("In a blind sample nothing says what lies near a threshold."))
        else:
            self.landmarks.step(by)
