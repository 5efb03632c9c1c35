"""The loupe with its bars: which asset it is, the player of a video, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import Asset, MediaKind
from rekreview.domain.errors import RekreviewError
from rekreview.domain.sightings import FilterStep, Sighting
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import actions, icons
from rekreview.ui.detail.pictures import PictureDecoder
from rekreview.ui.detail.shown_picture import ShownPicture
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.loupe.canvas import LoupeCanvas
from rekreview.ui.loupe.scene import LoupeQueries, Scene, read_scenes
from rekreview.ui.player.frames import Frame
from rekreview.ui.player.panel import PlayerPanel, Storyboards
from rekreview.ui.verdict_buttons import VerdictButtons
from rekreview.ui.wellness import Profile
from rekreview.ui.wording import file_name, status_look, status_word

_LEAST_SIDE = 1600
_MOST_SIDE = 12_000
_SETTLE_MS = 150


class Loupe(QWidget):
    """One asset large.

    picture_shown(int): its own picture is on the screen now. closed: back to the grid. told: a sentence for the status
    line.
    """

    picture_shown = Signal(int)
    closed = Signal()
    told = Signal(str)

    def __init__(
        self,
        queries: LoupeQueries,
        dispatcher: Dispatcher,
        decoder: PictureDecoder,
        parent: QWidget | None = None,
        *,
        storyboards: Storyboards | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("loupe")
        self._queries = queries
        self._dispatcher = dispatcher
        self._asset_id = -1
        self._asset: Asset | None = None
        self._at_ms: int | None = None
        self._ahead: tuple[int, ...] = ()
        self._sharpen = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._sharpen.timeout.connect(self._wish_sharp)
        self.panel = PlayerPanel(dispatcher, storyboards, self)
        self._build()
        self._shown = ShownPicture(dispatcher, decoder, "loupe", self.canvas, self, foremost=True)

    # What is shown.

    def show_asset(self, asset_id: int, ahead: Sequence[int] = (), place: str = "", at_ms: int | None = None) -> None:
        """Show this asset; have those in `ahead` decoded, the likeliest first. place: such as "12 of 340".

        at_ms: where a video opens; without it at the moment that decided.
        """
        self._place.setText(place)
        self._ahead = tuple(ahead)
        if asset_id != self._asset_id:
            self._forget_asset(asset_id)
            self._at_ms = at_ms
            self.canvas.show_nothing(asset_id)
            self._name.setText("")
        elif at_ms is not None:
            self.time.setValue(at_ms)
        self.refresh()

    def refresh(self) -> None:
        """Read the asset again."""
        if self._asset_id >= 0:
            wanted = (self._asset_id, *self._ahead)
            ask = partial(read_scenes, self._queries, wanted)
            self._dispatcher.newest("loupe-assets", ask, self._show_scenes, foremost=True)

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""
        return asset_id == self._asset_id and self.canvas.is_shown(asset_id)

    def came_at(self, asset_id: int) -> float | None:
        """Since when (seconds) this asset, or that it is still to come, is on the screen; None if not yet."""
        return self.canvas.came_at if asset_id == self._asset_id else None

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""
        return self.canvas.sighting(asset_id) if self.is_shown(asset_id) else None

    def reveal(self, step: FilterStep) -> None:
        """Lift the veil of the picture so far, until told otherwise; VEILED lowers it."""
        self._shown.reveal(step)
        self._set_view()
        if step is not FilterStep.VEILED:
            self._sharpen.start()

    @property
    def shown(self) -> ShownPicture:
        """The picture on the stage, and those kept for it."""
        return self._shown

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self._shown.set_profile(profile)
        self._set_view()

    def leave(self) -> None:
        """The loupe is closed: nothing more is decoded for it."""
        self._shown.stop()
        self._forget_asset(-1)
        self.panel.close_player()
        self.canvas.show_nothing(-1)
        self._sharpen.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays where nobody sees it."""
        super().hideEvent(event)
        self.panel.player.pause()

    # Composition.

    def _build(self) -> None:
        self.canvas = LoupeCanvas(self)
        self.canvas.shown.connect(self.picture_shown)
        self.canvas.zoomed.connect(self._zoom_changed)
        self.time = self.panel.timeline
        self.panel.shown.connect(self._show_frame)
        self.panel.failed.connect(self._show_no_video)
        self.panel.told.connect(self.told)
        self.panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.canvas, 1)
        column.addWidget(self.panel)
        self.above_foot = QVBoxLayout()
        column.addLayout(self.above_foot)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QFrame(self)
        head.setProperty("tone", "head")
        line = QHBoxLayout(head)
        line.setContentsMargins(10, 6, 10, 6)
        back = QPushButton(icons.icon("chevron-left"), actions.text("close_loupe"), head)
        actions.explain(back, "close_loupe")
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(self.closed)
        self._status_icon = IconLabel(18, parent=head)
        self._status = QLabel(head)
        self._name = ElidedLabel(head, "heading")
        self._place = QLabel(head)
        self._place.setToolTip(self.tr("Which asset of the list this is, and how many the list holds"))
        self._place.setProperty("tone", "muted")
        self._scale = QLabel(head)
        self._scale.setObjectName("loupe-scale")
        self._scale.setToolTip(self.tr("How large the picture shows: at 100 % pixel by pixel"))
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

    def _forget_asset(self, coming: int) -> None:
        """The asset that shows is left for another."""
        self._asset_id, self._asset, self._at_ms = coming, None, None
        self._shown.begin(coming)
        self.panel.leave()
        self.panel.hide()

    def _show_scenes(self, scenes: Sequence[Scene]) -> None:
        by_id = {scene.asset.id: scene for scene in scenes}
        scene = by_id.get(self._asset_id)
        if scene is None:
            self.canvas.show_text(self.tr("This asset is not in the library any more."))
            return
        asset, known = scene.asset, self._asset is not None
        self._asset = asset
        self.canvas.show_source(asset.sha256)
        self._name.setText(file_name(asset))
        look = status_look(asset.status)
        self._status_icon.show_icon(look.icon, look.tone)
        self._status.setText(status_word(asset.status))
        self.canvas.show_size(QSizeF(asset.width, asset.height))
        self._shown.know(asset)
        if scene.story is not None and asset.paths and asset.width and asset.duration_ms:
            self._show_video(scene, known=known)
        elif self._shown.image.isNull():
            self._shown.wish(_LEAST_SIDE)
        self._wish_ahead([by_id[wanted] for wanted in self._ahead if wanted in by_id])

    def _wish_ahead(self, scenes: Sequence[Scene]) -> None:
        coming = next((scene for scene in scenes if scene.asset.paths), None)
        if coming is not None:
            self._shown.wish_ahead(coming.asset, _LEAST_SIDE, coming.opens_at)

    def _show_video(self, scene: Scene, *, known: bool) -> None:
        """Open a video, with the picture that was decoded ahead until the player has its own."""
        assert scene.story is not None
        self._set_view()
        self.panel.controls.show_answer(scene.coverage, estimate=scene.is_estimate)
        if known:
            self.panel.show_story(scene.story)
            return
        self.panel.show()
        at_ms = scene.story.opens_at if self._at_ms is None else self._at_ms
        if self._shown.has_ahead(scene.asset, _LEAST_SIDE, at_ms):
            self._shown.wish(_LEAST_SIDE, at_ms)
        self.panel.open(scene.asset.id, scene.asset.paths[0], scene.story, at_ms)

    def _set_view(self) -> None:
        """Have frames decoded as large as they are shown, and veiled if they are to be."""
        if self._asset is not None and self._asset.kind is MediaKind.VIDEO:
            pixels = self.canvas.zoom.target.size() * self.devicePixelRatioF()
            self.panel.set_view(pixels.toSize(), veiled=self._shown.is_heavy, step=self._shown.step)

    def _show_frame(self, frame: Frame) -> None:
        self._shown.show_frame(frame.image, frame.veiled, frame.step)

    def _show_no_video(self, error: Exception) -> None:
        said = error.message if isinstance(error, RekreviewError) else self.tr("The video could not be played.")
        self._shown.show_fault(said)

    def _zoom_changed(self) -> None:
        self._scale.setText(f"{self.canvas.zoom.factor * self.devicePixelRatioF():.0%}".replace("%", " %"))
        self._sharpen.start()

    def _wish_sharp(self) -> None:
        """Have more pixels decoded if the zoom shows more than there are."""
        self._set_view()
        asset, image = self._asset, self._shown.image
        if asset is None or not self._shown.is_sharp or asset.kind is MediaKind.VIDEO:
            return
        have = max(image.width(), image.height())
        if self.canvas.wants_pixels > have and max(asset.width, asset.height) > have:
            self._shown.wish(_MOST_SIDE)
