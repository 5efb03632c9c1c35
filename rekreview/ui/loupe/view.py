"""The loupe with its bars: which asset it is, the time slider of a video, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSizeF, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from rekreview.domain.assets import Asset, MediaKind
from rekreview.domain.sightings import Sighting
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import actions, icons
from rekreview.ui.detail.pictures import PictureDecoder, Wish
from rekreview.ui.detail.shown_picture import ShownPicture
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.loupe.canvas import LoupeCanvas
from rekreview.ui.verdict_buttons import VerdictButtons
from rekreview.ui.wellness import Profile
from rekreview.ui.wording import duration, file_name, status_look, status_word

_LEAST_SIDE = 1600
_MOST_SIDE = 12_000
_SETTLE_MS = 150


class LoupeQueries(Protocol):
    """What the loupe asks of a library."""

    def assets(self, ids: Sequence[int]) -> Sequence[Asset]:
        """All that is known of these assets, in the order asked for."""


class Loupe(QWidget):
    """One asset large. picture_shown(int): its own picture is on the screen now. closed: back to the grid."""

    picture_shown = Signal(int)
    closed = Signal()

    def __init__(
        self, queries: LoupeQueries, dispatcher: Dispatcher, decoder: PictureDecoder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loupe")
        self._queries = queries
        self._dispatcher = dispatcher
        self._asset_id = -1
        self._asset: Asset | None = None
        self._ahead: tuple[int, ...] = ()
        self._sharpen = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._sharpen.timeout.connect(self._wish_sharp)
        self._build()
        self._shown = ShownPicture(dispatcher, decoder, "loupe", self.canvas, self)

    # What is shown.

    def show_asset(self, asset_id: int, ahead: Sequence[int] = (), place: str = "") -> None:
        """Show this asset; have those in `ahead` decoded, the likeliest first. place: such as "12 of 340"."""
        self._place.setText(place)
        self._ahead = tuple(ahead)
        if asset_id != self._asset_id:
            self._asset_id, self._asset = asset_id, None
            self._shown.begin(asset_id)
            self.canvas.show_nothing(asset_id)
            self._time_bar.hide()
            self._rewind(0)
            self._name.setText("")
        self.refresh()

    def refresh(self) -> None:
        """Read the asset again."""
        if self._asset_id >= 0:
            wanted = (self._asset_id, *self._ahead)
            self._dispatcher.newest("loupe-assets", partial(self._queries.assets, wanted), self._show_assets)

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""
        return asset_id == self._asset_id and self.canvas.is_shown(asset_id)

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""
        return self.canvas.sighting(asset_id) if self.is_shown(asset_id) else None

    def reveal(self, on: bool) -> None:
        """Show the picture without its veil, until told otherwise."""
        self._shown.reveal(on)

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self._shown.set_profile(profile)

    def leave(self) -> None:
        """The loupe is closed: nothing more is decoded for it."""
        self._shown.stop()
        self._shown.begin(-1)
        self._asset_id, self._asset = -1, None
        self.canvas.show_nothing(-1)
        self._sharpen.stop()

    # Composition.

    def _build(self) -> None:
        self.canvas = LoupeCanvas(self)
        self.canvas.shown.connect(self.picture_shown)
        self.canvas.zoomed.connect(self._zoom_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.canvas, 1)
        column.addWidget(self._times())
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QFrame(self)
        head.setProperty("tone", "head")
        line = QHBoxLayout(head)
        line.setContentsMargins(10, 6, 10, 6)
        back = QPushButton(icons.icon("chevron-left"), actions.text("close_loupe"), head)
        back.setToolTip(actions.tip("close_loupe"))
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(self.closed)
        self._status_icon = IconLabel(18, parent=head)
        self._status = QLabel(head)
        self._name = ElidedLabel(head, "heading")
        self._place = QLabel(head)
        self._place.setProperty("tone", "muted")
        self._scale = QLabel(head)
        self._scale.setObjectName("loupe-scale")
        self._scale.setProperty("tone", "muted")
        line.addWidget(back)
        line.addSpacing(8)
        for part in (self._status_icon, self._status):
            line.addWidget(part)
        line.addWidget(self._name, 1)
        line.addWidget(self._scale)
        line.addSpacing(10)
        line.addWidget(self._place)
        return head

    def _times(self) -> QWidget:
        self._time_bar = QWidget(self)
        line = QHBoxLayout(self._time_bar)
        line.setContentsMargins(14, 6, 14, 2)
        self.time = QSlider(Qt.Orientation.Horizontal, self._time_bar)
        self.time.setAccessibleName(self.tr("Time in the video"))
        self.time.setObjectName("time")
        self.time.valueChanged.connect(self._time_changed)
        self._at = QLabel(self._time_bar)
        line.addWidget(self.time, 1)
        line.addWidget(self._at)
        self._time_bar.hide()
        return self._time_bar

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

    def _show_assets(self, assets: Sequence[Asset]) -> None:
        by_id = {asset.id: asset for asset in assets}
        asset = by_id.get(self._asset_id)
        if asset is None:
            self.canvas.show_text(self.tr("This asset is not in the library any more."))
            return
        self._asset = asset
        self.canvas.show_source(asset.sha256)
        self._name.setText(file_name(asset))
        look = status_look(asset.status)
        self._status_icon.show_icon(look.icon, look.tone)
        self._status.setText(status_word(asset.status))
        self.canvas.show_size(QSizeF(asset.width, asset.height))
        self._show_times(asset)
        self._shown.know(asset)
        if self._shown.image.isNull():
            self._shown.wish(_LEAST_SIDE)
        self._wish_ahead([by_id[wanted] for wanted in self._ahead if wanted in by_id])

    def _wish_ahead(self, assets: Sequence[Asset]) -> None:
        coming = next((asset for asset in assets if asset.paths), None)
        if coming is not None:
            self._shown.pictures.wish_ahead(Wish(coming.id, coming.paths[0], _LEAST_SIDE))

    def _show_times(self, asset: Asset) -> None:
        lasts = asset.duration_ms or 0
        is_video = asset.kind is MediaKind.VIDEO and lasts > 0
        self._time_bar.setVisible(is_video)
        if is_video and self.time.maximum() != lasts:
            self._rewind(lasts)
        self._at.setText(f"{duration(self.time.value())} / {duration(lasts)}")

    def _rewind(self, lasts: int) -> None:
        """Put the slider at the beginning of a video that lasts so many milliseconds."""
        self.time.blockSignals(True)
        self.time.setRange(0, lasts)
        self.time.setPageStep(max(1, lasts // 20))
        self.time.setValue(0)
        self.time.blockSignals(False)

    def _time_changed(self, at_ms: int) -> None:
        if self._asset is not None:
            self._at.setText(f"{duration(at_ms)} / {duration(self.time.maximum())}")
            self._shown.wish(_LEAST_SIDE, at_ms)

    def _zoom_changed(self) -> None:
        self._scale.setText(f"{self.canvas.zoom.factor * self.devicePixelRatioF():.0%}".replace("%", " %"))
        self._sharpen.start()

    def _wish_sharp(self) -> None:
        """Have more pixels decoded if the zoom shows more than there are."""
        asset, image = self._asset, self._shown.image
        if asset is None or image.isNull() or asset.kind is MediaKind.VIDEO:
            return
        have = max(image.width(), image.height())
        if self.canvas.wants_pixels > have and max(asset.width, asset.height) > have:
            self._shown.wish(_MOST_SIDE)
