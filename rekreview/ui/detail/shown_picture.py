"""The picture of the one asset a view is about: the pane beside the grid has one, and the loupe."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from rekreview.domain.assets import Asset
from rekreview.domain.errors import RekreviewError
from rekreview.domain.sightings import FilterStep
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.detail.pictures import PictureDecoder, Pictures, Wish, grey, veil, veil_side
from rekreview.ui.wellness import KEPT_MS, Profile, asset_is_veiled


class Stage(Protocol):
    """Where a picture shows, or why there is none."""

    def show_image(self, image: QImage, *, step: FilterStep = FilterStep.SHARP) -> None:
        """Show this picture; step: how much of it can be seen."""

    def show_text(self, text: str) -> None:
        """Say why there is no picture."""


class ShownPicture(QObject):
    """Has the asset's picture read and puts it on the stage, veiled as the wellness profile says until it is revealed.

    What was read for another asset never gets there, however late it comes: a verdict is given on what is seen. Of an
    asset that is veiled no sharp picture is decoded until it is revealed, and none is held KEPT_MS after. foremost: as
    for `Pictures`.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        decoder: PictureDecoder,
        name: str,
        stage: Stage,
        parent: QObject,
        *,
        foremost: bool = False,
    ) -> None:
        super().__init__(parent)
        self.pictures = Pictures(dispatcher, decoder, name, self, foremost=foremost)
        self.image = QImage()  # what is on the stage
        self._put: FilterStep | None = None
        self._veil = QImage()
        self._frame, self._frame_step = QImage(), FilterStep.SHARP  # of a video, as far as it was asked for
        self._is_film = False
        self._stage = stage
        self._profile = Profile.STANDARD
        self._revealed = FilterStep.VEILED
        self._asset_id = -1
        self._asset: Asset | None = None
        self._wanted: tuple[int, int | None] | None = None
        self._asked: FilterStep | None = None
        self._lingering = -1
        self._soon = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._soon.timeout.connect(self._let_go)
        self.pictures.read.connect(self._take)
        self.pictures.failed.connect(self._tell)

    def begin(self, asset_id: int) -> None:
        """Be about this asset, of which nothing is known yet; about none with -1."""
        if self._asset_id >= 0 and self.is_heavy:
            self.pictures.let_go(self._asset_id)
        self._let_go()
        self._asset_id, self._asset = asset_id, None
        self._forget()
        self._wanted, self._asked, self._revealed = None, None, FilterStep.VEILED

    def know(self, asset: Asset) -> None:
        """What was read of the asset: a picture that shows is veiled anew if it has to be."""
        self._asset = asset
        if self.step is FilterStep.VEILED and self._lingering != asset.id:
            self.pictures.let_go(asset.id)  # it was decoded ahead, before it was known to be heavy
        self._show_anew()

    @property
    def is_heavy(self) -> bool:
        """Whether the wellness profile veils what is known of the asset, until it is revealed."""
        return self._asset is None or asset_is_veiled(self._asset, self._profile)

    @property
    def step(self) -> FilterStep:
        """How much of the picture is to be seen now."""
        return self._revealed if self.is_heavy else FilterStep.SHARP

    @property
    def is_sharp(self) -> bool:
        """Whether a picture with all its detail is on the stage."""
        return self._put in (FilterStep.SHARP, FilterStep.GREY)

    @property
    def is_sharp_heavy(self) -> bool:
        """Whether that picture is one of a heavy category. Of an asset that is judged blind nobody is told."""
        asset = self._asset
        heavy = asset is not None and not asset.blind and asset_is_veiled(asset, Profile.LIGHT)
        return heavy and self.is_sharp

    def holds_unveiled(self, asset_id: int) -> bool:
        """Whether anything here has the detail of this asset's picture."""
        mine = asset_id == self._asset_id and (self.is_sharp or not self._frame.isNull())
        return mine or any(wish.asset_id == asset_id for wish in self.pictures.unveiled())

    def show_frame(self, image: QImage, veiled: QImage, step: FilterStep = FilterStep.SHARP) -> None:
        """Show a frame of the asset's video that was decoded elsewhere.

        image: at this step, null if it is not revealed. veiled: what shows while it is veiled, null if it is not heavy.
        """
        self._is_film, self._put = True, None
        self._frame, self._frame_step, self._veil = image, step, veiled
        self._show_anew()

    def show_fault(self, text: str) -> None:
        """There is no picture any more: say why."""
        self._forget()
        self._stage.show_text(text)

    def wish(self, max_side: int, at_ms: int | None = None) -> None:
        """Have the picture read, or the frame of a video at this time; it shows once it is here."""
        asset = self._asset
        if asset is None:
            return
        if not asset.paths:
            self._put = None
            self._stage.show_text(self.tr("The file is missing: it is not where it was."))
            return
        self._wanted = (max_side, at_ms)
        self._read(self.step)

    def wish_ahead(self, asset: Asset, max_side: int, at_ms: int | None = None) -> None:
        """Have the picture read of an asset that is likely to show next."""
        self.pictures.wish_ahead(self._wish_for(asset, max_side, at_ms))

    def has_ahead(self, asset: Asset, max_side: int, at_ms: int | None = None) -> bool:
        """Whether that picture is here."""
        return self.pictures.has(self._wish_for(asset, max_side, at_ms))

    def reveal(self, step: FilterStep) -> None:
        """Lift the veil so far, until told otherwise; VEILED lowers it."""
        self._revealed = step
        self._show_anew()

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self._profile = profile
        self._show_anew()
        if profile is not Profile.OFF:
            self.doubt()
            if self.is_heavy:
                self.pictures.let_go(self._asset_id)

    def doubt(self, changed: Collection[int] | None = None) -> None:
        """These assets, or all, may be heavy by now: nothing sharp of them is kept but of the one that shows."""
        self.pictures.doubt_ahead(changed)
        for wish in self.pictures.unveiled():
            if wish.asset_id != self._asset_id and (changed is None or wish.asset_id in changed):
                self.pictures.let_go(wish.asset_id)

    def stop(self) -> None:
        """Have nothing read any more."""
        self._soon.stop()
        self.pictures.stop()

    def _wish_for(self, asset: Asset, max_side: int, at_ms: int | None) -> Wish:
        heavy = asset_is_veiled(asset, self._profile)
        return self._wish_at(asset, FilterStep.VEILED if heavy else FilterStep.SHARP, max_side, at_ms)

    @staticmethod
    def _wish_at(asset: Asset, step: FilterStep, max_side: int, at_ms: int | None) -> Wish:
        side = min(max_side, veil_side(asset.width, asset.height)) if step is FilterStep.VEILED else max_side
        return Wish(asset.id, asset.paths[0], side, at_ms, step)

    def _read(self, step: FilterStep) -> None:
        if self._asset is None or self._wanted is None or not self._asset.paths:
            return
        self._asked = step
        wish = self._wish_at(self._asset, step, *self._wanted)
        image = self.pictures.wish(wish)
        if image is not None:
            self._take(wish, image)

    def _take(self, wish: Wish, image: QImage) -> None:
        if wish.asset_id != self._asset_id or wish.step is not self.step:
            return
        if wish.step is FilterStep.VEILED:
            self._veil = image
        self._show(image, wish.step)

    def _show_anew(self) -> None:
        """Put the picture on the stage as far as it may be seen, unless it shows there so."""
        step = self.step
        if self._asset is None:
            return
        if self._is_film:
            if step is not self._put:
                self._show_film(step)
            return
        if step is not self._put and not self.image.isNull():
            self._show_less(step)
        if step is not self._asked:
            self._read(step)  # with that, what was on its way at another step is not wanted any more

    def _show_less(self, step: FilterStep) -> None:
        """What is to be hidden of the picture that shows is hidden at once; what is to be shown has to be read."""
        if step is FilterStep.VEILED:
            self._show_veil(self.image)
        elif step is FilterStep.GREY and self._put is FilterStep.SHARP:
            self._show(grey(self.image), step)

    def _show_film(self, step: FilterStep) -> None:
        if step is FilterStep.VEILED or self._frame.isNull():
            self._show_veil(self._frame)
            self._frame = QImage()
            return
        if step is FilterStep.GREY and self._frame_step is FilterStep.SHARP:
            self._frame, self._frame_step = grey(self._frame), step
        self._show(self._frame, self._frame_step)

    def _show_veil(self, of: QImage) -> None:
        """Lower the veil at once; one is made here only for a picture that nobody knew to be heavy."""
        if self._veil.isNull() and not of.isNull():
            self._veil = veil(of)
        if not self._veil.isNull():
            self._show(self._veil, FilterStep.VEILED)
        self._lingering = self._asset_id
        self._soon.start()

    def _show(self, image: QImage, step: FilterStep) -> None:
        self.image, self._put = image, step
        self._stage.show_image(image, step=step)

    def _forget(self) -> None:
        self.image = self._veil = self._frame = QImage()
        self._put, self._is_film = None, False

    def _let_go(self) -> None:
        self._soon.stop()
        if self._lingering >= 0 and (self._lingering != self._asset_id or self.step is FilterStep.VEILED):
            self.pictures.let_go(self._lingering)
        self._lingering = -1

    def _tell(self, wish: Wish, error: Exception) -> None:
        if wish.asset_id == self._asset_id and self.image.isNull():
            said = error.message if isinstance(error, RekreviewError) else self.tr("The picture could not be shown.")
            self._stage.show_text(said)
