"""The strip of the last decisions, below the grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)

from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.library.step_values import RecentStep, Restored
from rekreview.ui import actions, icons, naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.follower import Follower
from rekreview.ui.own_viewport import own_viewport
from rekreview.ui.recent import words
from rekreview.ui.recent.delegate import CELL, IMAGE, SIDE, STEP, StepDelegate, take_back_place
from rekreview.ui.recent.pictures import PicturedStep, pictured
from rekreview.ui.wellness import Profile

if TYPE_CHECKING:
    from rekreview.domain.changes import ChangeSet
    from rekreview.domain.queues import QueueFilter
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.library.library import Library
    from rekreview.ui.preferences import Preferences

SHOWN = "recent decisions"
_HIGH = CELL.height() + 16


@dataclass(frozen=True, slots=True)
class _Pointed:
    """A step under the pointer, and whether that is on the button that takes it back."""

    step: RecentStep
    takes_back: bool


class RecentStrip(QFrame):
    """asset_wanted(int): a person wants to see this asset. taken_back(tuple): decisions on these were taken back.
    long_wanted(RecentStep): a step on very many assets is to be taken back. told: a sentence for the status line. left:
    back to the assets.
    """

    asset_wanted = Signal(int)
    taken_back = Signal(object)
    long_wanted = Signal(object)
    told = Signal(str)
    left = Signal()

    def __init__(
        self, library: Library, dispatcher: Dispatcher, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("recent-strip")
        self.setProperty("tone", "foot")
        self._library, self._dispatcher, self._preferences = library, dispatcher, preferences
        self._profile, self._blind = Profile.STANDARD, False
        self._pressed: _Pointed | None = None
        self.steps = self._list()
        self._empty = QLabel(self.tr("Nothing was decided yet: your last decisions will show here."), self)
        self._empty.setProperty("tone", "muted")
        self._empty.hide()
        self._lay_out()
        self._follower = Follower(dispatcher, self._question, self._show, self)
        self.setVisible(bool(preferences.remembered(SHOWN, False)))

    def toggle(self) -> None:
        """Show the strip and put the keyboard into it, or hide it."""
        shown = self.isHidden()
        self.setVisible(shown)
        self._preferences.remember(**{SHOWN: shown})
        if shown:
            self._follower.ask_anew()
            self.steps.setFocus()
        else:
            self.left.emit()

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        if profile is not self._profile:
            self._profile = profile
            self.steps.clear()
        self._ask()

    def show_filter(self, wanted: QueueFilter) -> None:
        """Another list is shown: while a blind sample is, no veil may tell of a label."""
        blind = wanted.asks_for_evidence and wanted.boundary is None
        if blind is not self._blind:
            self._blind = blind
            self.steps.clear()
            self._follower.ask_anew()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        shown = {step.tile.id for row in range(self.steps.count()) if (step := _step(self.steps.item(row)))}
        if change.history or change.everything or not shown.isdisjoint(change.changed):
            self._ask()  # what has other labels by now may be heavy

    def stop(self) -> None:
        """Ask nothing more."""
        self._follower.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the asset, Delete takes the step back, Esc leads back to the grid; a click does the same."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.steps:
            return self._key(event)
        if isinstance(event, QMouseEvent) and watched is not self.steps:
            if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
                self._pressed = self._at(event)
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._release(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        step = _step(self.steps.currentItem())
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and step is not None:
            self.asset_wanted.emit(step.tile.id)
        elif event.key() == Qt.Key.Key_Delete and step is not None:
            self.take_back(step)
        else:
            return False
        return True

    def _at(self, event: QMouseEvent) -> _Pointed | None:
        """What lies under the pointer, for its left button."""
        at = event.position().toPoint()
        row = self.steps.itemAt(at)
        step = _step(row)
        if row is None or step is None or event.button() is not Qt.MouseButton.LeftButton:
            return None
        return _Pointed(step, take_back_place(self.steps.visualItemRect(row)).contains(at) and not step.reverted)

    def _release(self, event: QMouseEvent) -> None:
        """A click is for what was pressed: a decision made meanwhile moves the others on under the pointer."""
        pressed, self._pressed = self._pressed, None
        released = self._at(event)
        if pressed is None or released is None:
            return
        if pressed.step.batch != released.step.batch:
            self.told.emit(self.tr("Not taken: a new decision moved this one away while the button was down."))
        elif pressed.takes_back and released.takes_back:
            self.take_back(released.step)
        elif not pressed.takes_back:
            self.asset_wanted.emit(released.step.tile.id)

    def take_back(self, step: RecentStep) -> None:
        """Take this step back by itself; what was decided later stays."""
        if self._library.read_only:
            self.told.emit(self.tr("This window may only look: nothing was taken back."))
        elif step.reverted:
            self.told.emit(self.tr("This decision was taken back already."))
        elif step.assets > STEP_ASSETS:
            self.long_wanted.emit(step)
        else:
            reviewer = self._preferences.settings.reviewer
            self._dispatcher.write(lambda: self._library.commands.revert(step.batch, reviewer=reviewer), self._taken)

    def _taken(self, restored: Restored) -> None:
        if restored.ids:
            self.taken_back.emit(restored.ids)
            count = naming.assets(len(restored.ids))
            self.told.emit(self.tr("Taken back: the decision on {}. Later ones stay.").format(count))
        else:
            self.told.emit(self.tr("Nothing of this decision stood any more."))

    def _ask(self) -> None:
        if not self.isHidden():
            self._follower.ask()

    def _question(self) -> Callable[[], list[PicturedStep]] | None:
        if self.isHidden():
            return None
        queries, thumbnails = self._library.queries, self._library.thumbnails
        profile, blind, side = self._profile, self._blind, round(SIDE * self.devicePixelRatioF())
        return lambda: pictured(queries, thumbnails, profile, side, blind=blind)

    def _show(self, found: Sequence[PicturedStep]) -> None:
        current = _step(self.steps.currentItem())
        while self.steps.count() > len(found):
            self.steps.takeItem(self.steps.count() - 1)
        while self.steps.count() < len(found):
            self.steps.addItem(QListWidgetItem())
        for at, one in enumerate(found):
            row = self.steps.item(at)
            row.setData(STEP, one.step)
            row.setData(IMAGE, one.image)
            row.setText(words.spoken(one.step))
            row.setToolTip(in_tip(self._tip(one.step)))
            if current is not None and one.step.batch == current.batch:
                self.steps.setCurrentItem(row)
        self._empty.setVisible(not found)

    def _tip(self, step: RecentStep) -> str:
        offer = self.tr("Take this decision back, and no later one")
        parts = (words.spoken(step), self.tr("Click: go to the asset"), actions.with_hint(offer, "remove"))
        return "\n".join(parts[:2] if step.reverted else parts)

    def _list(self) -> QListWidget:
        steps = QListWidget(self)
        own_viewport(steps).installEventFilter(self)
        steps.setObjectName("recent-steps")
        steps.setAccessibleName(self.tr("Recent decisions"))
        steps.setFlow(QListWidget.Flow.LeftToRight)
        steps.setWrapping(False)
        steps.setItemDelegate(StepDelegate(steps, writable=not self._library.read_only))
        steps.setMouseTracking(True)
        steps.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        steps.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        steps.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        steps.setFixedHeight(_HIGH)
        steps.installEventFilter(self)
        return steps

    def _lay_out(self) -> None:
        close = QToolButton(self)
        close.setIcon(icons.icon("x"))
        close.setIconSize(QSize(14, 14))
        close.setAccessibleName(self.tr("Hide the recent decisions"))
        actions.explain_as(close, self.tr("Hide the recent decisions"), "recent")
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.addWidget(self._empty)
        row.addWidget(self.steps, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)


def _step(row: QListWidgetItem | None) -> RecentStep | None:
    step = None if row is None else row.data(STEP)
    return step if isinstance(step, RecentStep) else None
