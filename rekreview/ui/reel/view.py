"""The screen of the hit reel: categories on the left, cells in the middle, the buttons that decide below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.assets import Asset, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter
from rekreview.domain.sightings import FilterStep, Sighting
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import actions, icons, naming
from rekreview.ui.player.panel import Storyboards
from rekreview.ui.reel.cells import CELL, HIT, HitModel, HitPainter
from rekreview.ui.reel.hits import Hit, Reel, ReelQueries, hidden, read_reel, sharp_cell
from rekreview.ui.verdict_buttons import VerdictButtons
from rekreview.ui.wellness import Profile, asset_is_veiled

_LIST_WIDTH = 210


class HitReel(QWidget):
    """All hits of the videos in a list. A verdict from here is one on the whole clip.

    opened(int, int): a hit of this asset at this time (ms) is wanted large. moved(int): the clip a verdict acts on is
    another. picture_shown(int): a hit of that clip is on the screen now. scrolled_away: the hit of
    that clip (its id in a list) is not any more. closed: back to the grid. failed(Exception).
    """

    opened = Signal(int, int)
    scrolled_away = Signal(object)
    moved = Signal(int)
    picture_shown = Signal(int)
    closed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        queries: ReelQueries,
        dispatcher: Dispatcher,
        storyboards: Storyboards | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("hit-reel")
        self._queries = queries
        self._dispatcher = dispatcher
        self._storyboards = storyboards
        self._profile = Profile.STANDARD
        self._filter = QueueFilter()
        self._reel, self._read, self._reading = Reel(), False, False
        self._doubted: set[int] = set()
        self._cancel = CancelToken()
        self._current = -1
        self._revealed = FilterStep.VEILED
        self.model = HitModel(self)
        # Told after the paint, which is no time to decide.
        self._painter = HitPainter(self.model, lambda clip: QTimer.singleShot(0, self, partial(self._tell_shown, clip)))
        self._build()

    # What is shown.

    @property
    def current(self) -> int:
        """The clip that a verdict acts on, -1 if there is none."""
        hit = self.hit
        return hit.asset_id if hit is not None else -1

    @property
    def hit(self) -> Hit | None:
        """The hit that is chosen."""
        index = self.cells.currentIndex()
        return self.model.hits[index.row()] if index.isValid() else None

    @property
    def room(self) -> QRect:
        """Where the chosen hit is on the screen."""
        cells = self.cells
        area = cells.visualRect(cells.currentIndex()).intersected(cells.viewport().rect())
        return QRect(cells.viewport().mapToGlobal(area.topLeft()), area.size())

    def show_list(self, wanted: QueueFilter) -> None:
        """Show the hits of the videos in this list, now or when the reel is entered."""
        self._filter, self._read = wanted, False
        self.refresh()

    def enter(self) -> None:
        """The reel is what shows now: the hits are read unless they were."""
        if self._read:
            self.read_statuses()
        else:
            self.refresh()
        self.cells.setFocus()

    def refresh(self) -> None:
        """Read the hits again, if anybody sees them."""
        self._stop_reading()
        if self.isHidden():
            self._read = False
            return
        self._cancel, self._reading = CancelToken(), True
        self._count.setText(self.tr("Looking for hits…"))
        read = partial(read_reel, self._queries, self._storyboards, self._filter, self._profile, self._cancel)
        self._dispatcher.newest("hit-reel", read, self._put, self.failed.emit)

    def leave(self) -> None:
        """Another screen shows: read nothing more, keep nothing."""
        self._stop_reading()
        self._reel, self._read = Reel(), False
        self.model.put(())

    def _stop_reading(self) -> None:
        """What is being read is not wanted any more."""
        if self._reading:
            self._cancel.cancel()
            self._dispatcher.newest("hit-reel", Reel, lambda _none: None)
        self._reading, self._doubted = False, set()

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says: until it is read, nothing shows, also of what nobody sees now."""
        if profile is not self._profile:
            self._profile = profile
            self._hide({hit.asset_id for hit in self._reel.hits})
            self.refresh()

    def _hide(self, clips: Collection[int]) -> None:
        self._reel = replace(self._reel, hits=hidden(self._reel.hits, clips))
        self.model.hide(clips)

    def reveal(self, step: FilterStep) -> None:
        """Lift the veil of the chosen hit so far, until told otherwise; VEILED lowers it."""
        self._revealed, hit, store = step, self.hit, self._storyboards
        if step is FilterStep.VEILED or hit is None or not hit.veiled or store is None:
            self.model.veil()
            return
        self._dispatcher.newest("revealed-hit", partial(sharp_cell, store, hit), partial(self._show_revealed, hit))

    def _show_revealed(self, hit: Hit, jpeg: bytes) -> None:
        if self._revealed is not FilterStep.VEILED and hit == self.hit:
            self.model.reveal(hit, jpeg, self._revealed)

    def is_shown(self, asset_id: int) -> bool:
        """Whether the chosen hit of this clip is on the screen."""
        row = self.cells.currentIndex().row()
        return asset_id == self.current and self.isVisible() and row in self._painter.shown and self._is_in_sight(row)

    def in_sight(self, asset_id: int) -> bool:
        """Whether the cell of the chosen hit is on the screen, if it is one of this clip."""
        return asset_id != self.current or self._is_in_sight(self.cells.currentIndex().row())

    def bring_into_sight(self) -> None:
        """Scroll to the chosen hit; it is told as shown once it is painted again."""
        self._painter.shown.mark(self.cells.currentIndex().row(), None)
        self.cells.scrollTo(self.cells.currentIndex())

    def hits_with_detail(self) -> list[Hit]:
        """The hits on the screen whose pictures show all their detail."""
        hits = self.model.hits
        return [hits[row] for row in self._painter.shown.with_detail() if row < len(hits) and self._is_in_sight(row)]

    def sighting(self, asset_id: int) -> Sighting | None:
        """How the chosen hit of this clip is painted: that one frame is what is seen of the clip here."""
        return self._painter.shown.sighting(self.cells.currentIndex().row()) if self.is_shown(asset_id) else None

    def _is_in_sight(self, row: int) -> bool:
        return self.cells.visualRect(self.model.index(row)).intersects(self.cells.viewport().rect())

    def _scrolled(self) -> None:
        """What was scrolled away has to be seen anew."""
        shown = self._painter.shown
        shown.keep([row for row in shown if self._is_in_sight(row)])
        if self.hit is not None and not self.in_sight(self.current):
            self.scrolled_away.emit([self.current])

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of it is on the screen any more."""
        super().hideEvent(event)
        self._painter.shown.clear()

    def name_of(self, asset_id: int) -> str:
        """A clip's file name, "" if it has no hit here."""
        return next((hit.name for hit in self.model.hits if hit.asset_id == asset_id), "")

    def show_decided(self, ids: Sequence[int], status: Status) -> None:
        """Show this decision, which was just written."""
        self.model.put_statuses(dict.fromkeys(ids, status))

    def heed(self, change: ChangeSet) -> None:
        """The library changed: the hits too if the policy did, else at most where the clips stand."""
        if change.everything or change.policy:
            self.refresh()
        elif change.changed:
            self._doubted |= set(change.changed) if self._reading else set()
            self.read_statuses()

    def read_statuses(self) -> None:
        """Show where the clips stand in the library, and nothing sharp of what is heavy by now."""
        ids = list({hit.asset_id for hit in self._reel.hits})
        if ids:
            self._dispatcher.newest("hit-reel-statuses", lambda: self._queries.assets(ids), self._show_statuses)

    def _show_statuses(self, assets: Sequence[Asset]) -> None:
        self.model.put_statuses({asset.id: asset.status for asset in assets})
        heavy = {asset.id for asset in assets if asset_is_veiled(asset, self._profile)}
        if heavy := {hit.asset_id for hit in self._reel.hits if hit.asset_id in heavy and not hit.veiled}:
            self._hide(heavy)
            self.refresh()
        elif {hit.asset_id for hit in self._reel.hits if not hit.heavy} & {asset.id for asset in assets if asset.heavy}:
            self.refresh()  # it shows as before, and counts as heavy

    # Moving about.

    def advance(self, ids: Sequence[int]) -> None:
        """Go to the first hit of the next clip; the last one stays."""
        row = self.cells.currentIndex().row()
        following = range(row + 1, len(self.model.hits))
        coming = next((at for at in following if self.model.hits[at].asset_id not in ids), None)
        if coming is not None:
            self._go_to(coming)

    def return_to(self, ids: Sequence[int]) -> None:
        """Go to the first hit of one of these clips."""
        found = next((at for at, hit in enumerate(self.model.hits) if hit.asset_id in ids), None)
        if found is not None:
            self._go_to(found)

    def open_hit(self) -> None:
        """See the chosen hit large."""
        hit = self.hit
        if hit is not None:
            self.opened.emit(hit.asset_id, hit.start_ms)

    # Composition.

    def _build(self) -> None:
        self.categories = QListWidget(self)
        self.categories.setAccessibleName(self.tr("Categories with hits"))
        self.categories.setObjectName("reel-categories")
        self.categories.setFixedWidth(_LIST_WIDTH)
        self.categories.setFrameShape(QFrame.Shape.NoFrame)
        self.categories.currentRowChanged.connect(self._choose_category)
        self.cells = QListView(self)
        self.cells.setAccessibleName(self.tr("Hits"))
        self.cells.setObjectName("hits")
        self.cells.setModel(self.model)
        self.cells.setItemDelegate(self._painter)
        self.cells.setViewMode(QListView.ViewMode.IconMode)
        self.cells.setMovement(QListView.Movement.Static)
        self.cells.setResizeMode(QListView.ResizeMode.Adjust)
        self.cells.setUniformItemSizes(True)
        self.cells.setGridSize(CELL)
        self.cells.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.cells.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.cells.setFrameShape(QFrame.Shape.NoFrame)
        self.cells.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.cells.doubleClicked.connect(lambda _index: self.open_hit())
        self.cells.selectionModel().currentChanged.connect(self._current_changed)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("no-hits")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("tone", "muted")
        middle = QHBoxLayout()
        middle.setSpacing(0)
        for part, stretch in ((self.categories, 0), (self.cells, 1), (self._nothing, 1)):
            middle.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addLayout(middle, 1)
        column.addWidget(self._foot())
        self._nothing.hide()

    def _head(self) -> QWidget:
        head = QFrame(self)
        head.setProperty("tone", "head")
        line = QHBoxLayout(head)
        line.setContentsMargins(10, 6, 10, 6)
        back = QPushButton(icons.icon("chevron-left"), actions.text("close_loupe"), head)
        actions.explain(back, "close_reel")
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(self.closed)
        title = QLabel(self.tr("Hit reel"), head)
        title.setProperty("tone", "heading")
        self._count = QLabel(head)
        self._count.setObjectName("hit-count")
        self._count.setToolTip(self.tr("How many moments over a threshold show here, and in how many videos they are"))
        self._count.setProperty("tone", "muted")
        line.addWidget(back)
        line.addSpacing(8)
        line.addWidget(title)
        line.addSpacing(8)
        line.addWidget(self._count, 1)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame(self)
        foot.setProperty("tone", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(14, 8, 14, 8)
        self.buttons = VerdictButtons(foot, in_a_row=True)
        self.buttons.setMaximumWidth(620)
        line.addStretch(1)
        line.addWidget(self.buttons, 6)
        line.addStretch(1)
        return foot

    # Answers.

    def _put(self, reel: Reel) -> None:
        self._reel, self._read, self._reading = reel, True, False
        doubted, self._doubted = self._doubted & {hit.asset_id for hit in reel.hits}, set()
        self._hide(doubted)
        count = len(reel.hits)
        self._count.setText(self._count_words(reel))
        self._nothing.setText(self.tr("No video of this list has a hit: nothing in them is over its threshold."))
        for part in (self.cells, self.categories):
            part.setVisible(count > 0)
        self._nothing.setVisible(not count)
        self._list_categories()
        if doubted:
            self.refresh()  # their labels changed while they were read

    def _count_words(self, reel: Reel) -> str:
        count = len(reel.hits)
        words = [
            self.tr("1 hit") if count == 1 else self.tr("{} hits").format(naming.number(count)),
            self.tr("in 1 video") if reel.videos == 1 else self.tr("in {} videos").format(naming.number(reel.videos)),
        ]
        if reel.unread:
            words.append(self.tr("({} more are not read: narrow the list)").format(naming.number(reel.unread)))
        return " ".join(words)

    def _list_categories(self) -> None:
        chosen = max(0, self.categories.currentRow())
        self.categories.blockSignals(True)
        self.categories.clear()
        self.categories.addItem(self.tr("All categories, {}").format(naming.number(len(self._reel.hits))))
        for name, count in self._reel.categories:
            self.categories.addItem(f"{name}, {naming.number(count)}")
        self.categories.setCurrentRow(min(chosen, self.categories.count() - 1))
        self.categories.blockSignals(False)
        self._choose_category(self.categories.currentRow())

    def _choose_category(self, row: int) -> None:
        names = [None, *(name for name, _ in self._reel.categories)]
        before = self.hit
        self._painter.shown.clear()
        self.model.put(self._reel.of(names[row] if 0 <= row < len(names) else None))
        hits = self.model.hits
        place = None if before is None else _place(before)
        self._go_to(next((at for at, hit in enumerate(hits) if _place(hit) == place), 0))

    def _go_to(self, row: int) -> None:
        if 0 <= row < len(self.model.hits):
            self.cells.setCurrentIndex(self.model.index(row))
            self.cells.scrollTo(self.model.index(row))
        else:
            self._current_changed(QModelIndex())

    def _tell_shown(self, asset_id: int) -> None:
        if self.is_shown(asset_id):
            self.picture_shown.emit(asset_id)

    def _current_changed(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        self.reveal(FilterStep.VEILED)
        hit: Hit | None = index.data(HIT) if index.isValid() else None
        current = hit.asset_id if hit is not None else -1
        if current != self._current:
            self._current = current
            self.moved.emit(current)


def _place(hit: Hit) -> tuple[int, str, int]:
    """What tells a hit apart, however its picture is veiled."""
    return hit.asset_id, hit.category, hit.start_ms
