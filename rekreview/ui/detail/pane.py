"""The pane beside the grid: everything about the current asset, and the buttons that decide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.assets import Asset, EngineName
from rekreview.domain.errors import RekreviewError
from rekreview.domain.sightings import FilterStep
from rekreview.engines.on_device import wording as on_device
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import actions, icons
from rekreview.ui.detail.card import AssetCard, CardQueries, read_card
from rekreview.ui.detail.exchange_section import ExchangeSection
from rekreview.ui.detail.labels_section import LabelsSection
from rekreview.ui.detail.note_field import NoteField
from rekreview.ui.detail.picture_view import PictureView
from rekreview.ui.detail.pictures import PictureDecoder
from rekreview.ui.detail.sections import Facts, History, Places, Section, text_label
from rekreview.ui.detail.shown_picture import ShownPicture
from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.verdict_buttons import VerdictButtons
from rekreview.ui.video_jobs import under_way
from rekreview.ui.wellness import Profile
from rekreview.ui.wording import aside, file_name, status_look, status_word, what_to_do, why

PACE_MS = 200
"""Of assets that follow on each other faster only the first is read, and the one at which somebody stays so long:
nobody reads faster, and keys in a row should not wait for it.
"""
_PICTURE_SIDE = 1024
_WIDTH = 340


class DetailPane(QWidget):
    """Shows one asset at a time. What is decided here is decided by whoever listens.

    opened: the picture was clicked. note_kept(AssetCard, str): a note was written on that asset. left: the keys of the
    desk count again. second_look_wanted(bool).
    """

    opened = Signal()
    note_kept = Signal(object, str)
    left = Signal()
    second_look_wanted = Signal(bool)

    def __init__(
        self, queries: CardQueries, dispatcher: Dispatcher, decoder: PictureDecoder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self._queries = queries
        self._dispatcher = dispatcher
        self._asset_id = -1
        self._card: AssetCard | None = None
        self._unseen = False  # a card came while nobody saw the pane
        self._unread = False  # another asset came too soon after the one before
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self._read_if_unread)
        self._waiting_note = ""
        self._early_note = ""  # written before the card came
        self.setMinimumWidth(_WIDTH - 60)
        self._build()
        self._shown = ShownPicture(dispatcher, decoder, "detail", self.picture, self)

    # What is shown.

    @property
    def asset_id(self) -> int:
        """The asset that shows, or will as soon as it is read; -1 for none."""
        return self._asset_id

    @property
    def card(self) -> AssetCard | None:
        """The asset that shows, once it was read."""
        return self._card

    def show_asset(self, asset_id: int) -> None:
        """Show this asset, or none with -1. Of those that are passed by in a hurry nothing shows."""
        if asset_id == self._asset_id:
            return
        self._asset_id = asset_id
        self._card = None
        self.second_look.setChecked(False)
        self._shown.begin(asset_id)
        self._waiting_note = self._early_note = ""
        self.note.show_note("")
        self.picture.show_nothing()
        self._stack.setCurrentIndex(0 if asset_id < 0 else 1)
        if asset_id < 0:
            self._shown.stop()
            self.buttons.show_target(0)
        elif self._pace.isActive():
            self._unread = True
            self._pace.start()
            self._hide_card()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read the asset again."""
        wanted, self._unread = self._asset_id, False
        if wanted >= 0:
            self._pace.start()
            read = partial(read_card, self._queries, wanted)
            self._dispatcher.newest("detail-card", read, self._show_card, partial(self._show_missing, wanted))

    def reveal(self, step: FilterStep) -> None:
        """Lift the veil of the picture so far, until told otherwise; VEILED lowers it."""
        self._shown.reveal(step)

    @property
    def shown(self) -> ShownPicture:
        """The picture that shows, and those kept for it."""
        return self._shown

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self._shown.set_profile(profile)

    def take_note(self) -> str | None:
        """The note that was written and that nobody keeps yet, for somebody who does now; None if there is none."""
        early, self._early_note = self._early_note, ""
        written = self.note.take()
        return written if written is not None else early or None

    def show_waiting_note(self, note: str) -> None:
        """Show a note that goes with the next verdict, also when the asset is read again; "" for none."""
        self._waiting_note = note
        if note and not self.note.hasFocus():
            self.note.show_note(note)

    def stop(self) -> None:
        """Read and decode nothing more."""
        self._pace.stop()
        self._shown.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came while nobody looked."""
        super().showEvent(event)
        if self._unseen and self._card is not None:
            self._show_card(self._card)

    def sizeHint(self) -> QSize:
        """The usual width of the pane."""
        return QSize(_WIDTH, 700)

    def _read_if_unread(self) -> None:
        if self._unread:
            self.refresh()

    # Composition.

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        empty = text_label(self, "muted", "detail-empty")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setText(self.tr("Choose an asset to see it here."))
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scrolled(), 1)
        column.addWidget(self._foot())
        self._stack.addWidget(empty)
        self._stack.addWidget(whole)

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FocusInSight(area)
        inner = QWidget(area)
        self._make_parts(inner)
        self._lay_out_parts(inner)
        area.setWidget(inner)
        return area

    def _make_parts(self, inner: QWidget) -> None:
        self.picture = PictureView(inner)
        self.picture.opened.connect(self.opened)
        self._name = text_label(inner, "heading", "asset-name")
        self._status_icon = IconLabel(18, parent=inner)
        self._status = QLabel(inner)
        self._status.setObjectName("asset-status")
        self.second_look = QPushButton(icons.icon("flag"), actions.text("second_look"), inner)
        self.second_look.setCheckable(True)
        actions.explain(self.second_look, "second_look")
        self.second_look.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.second_look.clicked.connect(self._ask_for_second_look)
        self._aside = text_label(inner, "muted", "aside")
        self._why = text_label(inner, name="why")
        self._remedy = text_label(inner, "muted", "remedy")
        self._estimate = QLabel(on_device.ESTIMATE_LONG[1], inner)
        self._estimate.setProperty("tone", "badge")
        self._estimate.setToolTip(on_device.ESTIMATE_TOOLTIP[1])
        self._estimate.setWordWrap(True)
        self.labels = LabelsSection(inner)
        self.exchange = ExchangeSection(inner)
        self.facts, self.places, self.history = Facts(inner), Places(inner), History(inner)
        self.note = NoteField(inner)
        self.note.kept.connect(self._keep_note)
        self.note.left.connect(self.left)
        self._of_card: tuple[QWidget, ...] = (
            self._status_icon,
            self._aside,
            self._remedy,
            self._estimate,
            self.labels,
            self.history,
            self.exchange,
            self.facts,
            self.places,
        )

    def _lay_out_parts(self, inner: QWidget) -> None:
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(6)
        column.addWidget(self.picture)
        column.addSpacing(4)
        column.addWidget(self._name)
        column.addLayout(self._status_line())
        self.beside_status = QVBoxLayout()
        column.addLayout(self.beside_status)
        note = Section(self.tr("Note"), inner)
        note.column.addWidget(self.note)
        column.addWidget(self._aside)
        column.addWidget(self._why)
        for part in (self._remedy, self._estimate, self.labels, note, self.history, self.exchange, self.facts):
            column.addWidget(part)
        column.addWidget(self.places)
        column.addStretch(1)

    def _status_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._status_icon)
        line.addWidget(self._status)
        line.addStretch(1)
        line.addWidget(self.second_look)
        return line

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setProperty("tone", "foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 10, 14, 12)
        self.buttons = VerdictButtons(foot)
        column.addWidget(self.buttons)
        return foot

    # Answers.

    def _show_card(self, card: AssetCard) -> None:
        if card.asset.id != self._asset_id:
            return
        self._unseen = not self.isVisible()
        if self._unseen:  # beside the large view: what is decoded and laid out for nobody would keep it waiting
            self._card = card
            return
        # No answer may take away what is being written.
        fresh = not self.note.hasFocus() or (self._card is None and not self.note.isModified())
        self._card = card
        early, self._early_note = self._early_note, ""
        asset = card.asset
        self._name.setText(file_name(asset))
        self._show_status(asset)
        self._why.setText(_why(card))
        remedy = what_to_do(asset)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        detection = card.detection
        self._estimate.setVisible(detection is not None and detection.engine is EngineName.ON_DEVICE)
        self.second_look.setChecked(asset.second_look)
        self._aside.setText(aside(asset.looker, asset.aside_since) if asset.second_look else "")
        self._aside.setVisible(asset.second_look)
        for part in (self._status_icon, self.facts, self.places, self.history):
            part.show()
        self.labels.show_card(card)
        self.exchange.show_card(card)
        self.facts.show_asset(asset)
        self.places.show_asset(asset)
        self.history.show_entries(card.history)
        if early:
            self.note_kept.emit(card, early)
        elif fresh:
            self.note.show_note(self._waiting_note or (card.decision.note if card.decision else ""))
        self._shown.know(asset)
        if self._shown.image.isNull() or not asset.paths:
            self._shown.wish(_PICTURE_SIDE, card.decided_at)

    def _hide_card(self) -> None:
        """Nothing of the asset before stays, and nothing that would act on it."""
        for label in (self._name, self._status, self._why):
            label.clear()
        inside = QApplication.focusWidget()
        for part in self._of_card:
            if inside is not None and part.isAncestorOf(inside):
                self.left.emit()  # else the keyboard would come to whatever is next, such as the note
            part.hide()

    def _show_status(self, asset: Asset) -> None:
        look = status_look(asset.status)
        self._status_icon.show_icon(look.icon, look.tone)
        self._status.setText(status_word(asset.status))
        self._status.setProperty("tone", look.tone)
        self._status.style().polish(self._status)

    def _show_missing(self, asset_id: int, error: Exception) -> None:
        if asset_id != self._asset_id:
            return
        self._card = None
        self._shown.begin(self._asset_id)
        self.picture.show_text(self.tr("This asset is not in the library any more."))
        if not isinstance(error, RekreviewError):
            self.picture.show_text(self.tr("This asset could not be read."))

    def _ask_for_second_look(self, on: bool) -> None:
        """The button shows what is written, also where the wish is not taken: the next card tells of what was."""
        self.second_look_wanted.emit(on)
        self.second_look.setChecked(self._card is not None and self._card.asset.second_look)

    def _keep_note(self, text: str) -> None:
        if self._card is not None:
            self.note_kept.emit(self._card, text)
        else:
            self._early_note = text  # what it belongs to, a decision or the next verdict, is told by the card


def _why(card: AssetCard) -> str:
    """Why the asset is where it is; of a video whose job is under way also, or only, how far that has come."""
    waits = under_way(card.job) if card.job else ""
    told = why(card.asset, card.verdict, card.decision)
    if not waits or card.asset.decided_by is None:
        return waits or told
    return f"{told} {waits}"
