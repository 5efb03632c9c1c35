"""One strip of the flip theatre: the assets that would change to one side, to look at, to open and to decide on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.trial import Side
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader, Thumbnails
from rekreview.ui import actions, live_keys, naming
from rekreview.ui.desk.operations import DeskOperations
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.pixmaps import PixmapCache
from rekreview.ui.grid.view import GridView
from rekreview.ui.policy.flip_model import FlipModel, ReadTiles
from rekreview.ui.policy.strip_buttons import StripButtons
from rekreview.ui.policy.strip_marking import StripMarking
from rekreview.ui.still_label import StillLabel
from rekreview.ui.wellness import Profile

NOBODY: Final = Side(0, np.empty(0, dtype=np.int64))
TILE: Final = 88
CACHE_BYTES: Final = 24 * 2**20


@dataclass(frozen=True)
class Stage:
    """What both strips need of the library. failed: told what went wrong with a decision."""

    read_tiles: ReadTiles
    thumbnails: Thumbnails
    dispatcher: Dispatcher
    operations: DeskOperations
    failed: Callable[[Exception], None]


class FlipStrip(QFrame):
    """The assets of one side, nearest to their threshold first.

    opened carries an asset a person wants to see, decided the name of one they decided on and the status they gave it,
    told a sentence for the status line.
    """

    opened = Signal(int)
    decided = Signal(str, object)
    told = Signal(str)

    def __init__(self, becomes: Status, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._becomes = becomes
        self._stage = stage
        self._pressed = -1
        self.loader = ThumbnailLoader(stage.thumbnails, self)
        self.model = FlipModel(becomes.value, stage.read_tiles, stage.dispatcher, self)
        feed = ThumbnailFeed(self.loader, PixmapCache(CACHE_BYTES), self)
        self.view = GridView(self.model, feed, self, tile=TILE)
        self.marks = StripMarking(self.model, self.view, stage.operations, self)
        self.heading = StillLabel(parent=self)
        self._name_view()
        self.buttons = StripButtons(self.view, self)
        self._lay_out()
        self._connect()
        self.show_side(NOBODY)

    def show_side(self, side: Side) -> None:
        """Show who would change to this side now."""
        count = naming.assets(side.count)
        rejects = self._becomes is Status.REJECTED
        words = self.tr("{count} would be rejected") if rejects else self.tr("{count} would be approved")
        self.heading.setText(words.format(count=count))
        self.model.show_ids(side.nearest)
        # Qt would lay out, and paint anew, what is painted by then.
        self.view.executeDelayedItemsLayout()
        self._make_room(bool(side.count))
        self.buttons.show_for(bool(side.count))

    def _make_room(self, somebody: bool) -> None:
        """Leave the room to the other strip while nobody is in this one."""
        if self.view.isHidden() is somebody:
            self.view.setVisible(somebody)
            upright = QSizePolicy.Policy.Expanding if somebody else QSizePolicy.Policy.Maximum
            self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self.view.set_profile(profile)

    def heed(self, change: ChangeSet) -> None:
        """Assets changed: read again what is shown of them."""
        self.model.forget(None if change.everything else [*change.added, *change.changed])

    def stop(self) -> None:
        """Load no more pictures."""
        self.loader.shutdown()

    def decide(self, status: Status, asset_id: int | None = None) -> None:
        """Decide on one asset, the current one unless told; only while its own picture is what a person sees."""
        wanted = self.view.current_id() if asset_id is None else asset_id
        tile = self.model.tile(self.model.rows.row_of(wanted)) if self.model.rows.row_of(wanted) >= 0 else None
        if tile is None or not self.view.is_shown(wanted):
            return
        self.model.decide(wanted, status)

        def fail(error: Exception) -> None:
            self.model.forget_decision(wanted)
            self._stage.failed(error)

        self._stage.operations.decide(
            [wanted],
            status,
            "",
            "",
            lambda _decided: self.decided.emit(tile.name, status),
            fail,
            self.view.sighting(wanted),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a tile, pressed and released there, opens it; its verdict buttons are the view's own."""
        if isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton:
            at = self._tile_at(event)
            if event.type() is QEvent.Type.MouseButtonPress:
                self._pressed = at
            elif event.type() is QEvent.Type.MouseButtonRelease and at >= 0 and at == self._pressed:
                self._pressed = -1
                self.opened.emit(at)
        return super().eventFilter(watched, event)

    def _tile_at(self, event: QMouseEvent) -> int:
        """The asset whose tile, and none of its buttons, is under the pointer; -1 for none."""
        index = self.view.indexAt(event.position().toPoint())
        if not index.isValid() or self.view.button_at(event.position().toPoint()) is not None:
            return -1
        return self.model.asset_id(index.row())

    def _name_view(self) -> None:
        rejects = self._becomes is Status.REJECTED
        self.view.setAccessibleName(self.tr("Would be rejected") if rejects else self.tr("Would be approved"))
        self.view.setObjectName(f"strip-{self._becomes.value}")

    def _lay_out(self) -> None:
        rejects = self._becomes is Status.REJECTED
        self.heading.setProperty("tone", "reject" if rejects else "approve")
        self.heading.setObjectName(f"flips-to-{self._becomes.value}")
        meaning = (
            self.tr("Assets approved or pending under the applied policy that the policy being edited would reject.")
            if rejects
            else self.tr("Assets the applied policy does not approve that the policy being edited would approve.")
        )
        live_keys.follow(self, lambda strip: strip._show_keys(meaning))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMinimumHeight(40)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.buttons)

    def _show_keys(self, meaning: str) -> None:
        hint = self.tr(
            "Those nearest to their threshold come first. Decided assets stay as they are and are not here. "
            "Click one to open it; {approve} and {reject} decide on the current one, {wrong} marks its label as wrong, "
            "{missing} another as missing."
        ).format(
            approve=actions.key_or_name("approve"),
            reject=actions.key_or_name("reject"),
            wrong=actions.key_or_name("mark_wrong"),
            missing=actions.key_or_name("mark_missing"),
        )
        held = self.tr("Hold {key} to see a veiled picture: the one under the pointer, else the current one.")
        key = actions.spec("reveal").hint
        self.heading.setToolTip("\n".join([meaning, hint, *([held.format(key=key)] if key else [])]))

    def _connect(self) -> None:
        self.view.verdict_clicked.connect(lambda asset_id, status: self.decide(status, asset_id))
        self.view.viewport().installEventFilter(self)
        self.marks.marking.told.connect(self.told)
        self.marks.marking.failed.connect(self._stage.failed)
        for name, act in (
            ("approve", lambda: self.decide(Status.APPROVED)),
            ("reject", lambda: self.decide(Status.REJECTED)),
            ("open_loupe", self._open_current),
            ("mark_wrong", self.marks.top_is_wrong),
            ("mark_missing", self.marks.pick_missing),
        ):
            actions.hear(name, self.view, act)

    def _open_current(self) -> None:
        if self.view.current_id() >= 0:
            self.opened.emit(self.view.current_id())
