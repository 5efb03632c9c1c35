"""The picture of the one asset a view is about: the pane beside the grid has one, and the loupe."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from rekreview.domain.assets import Asset
from rekreview.domain.errors import RekreviewError
from rekreview.domain.verdict import Verdict
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.detail.pictures import PictureDecoder, Pictures, Wish, veil
from rekreview.ui.wellness import Profile, asset_is_veiled


class Stage(Protocol):
    """Where a picture shows, or why there is none."""

    def show_image(self, image: QImage, *, veiled: bool = False) -> None:
        """Show this picture."""

    def show_text(self, text: str) -> None:
        """Say why there is no picture."""


class ShownPicture(QObject):
    """Has the asset's picture read and puts it on the stage, veiled as the wellness profile says until it is revealed.

    What was read for another asset never gets there, however late it comes: a verdict is given on what is seen.
    """

    def __init__(
        self, dispatcher: Dispatcher, decoder: PictureDecoder, name: str, stage: Stage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.pictures = Pictures(dispatcher, decoder, name, self)
        self.image = QImage()
        self._hidden: Callable[[], QImage] = QImage
        self._stage = stage
        self._profile = Profile.STANDARD
        self._revealed = False
        self._asset_id = -1
        self._asset: Asset | None = None
        self._verdict: Verdict | None = None
        self._put_veiled: bool | None = None
        self.pictures.read.connect(self._take)
        self.pictures.failed.connect(self._tell)

    def begin(self, asset_id: int) -> None:
        """Be about this asset, of which nothing is known yet; about none with -1."""
        self._asset_id, self._asset, self._verdict = asset_id, None, None
        self.image, self._put_veiled = QImage(), None
        self._revealed = False

    def know(self, asset: Asset, verdict: Verdict | None = None) -> None:
        """What was read of the asset: a picture that shows is veiled anew if it has to be."""
        self._asset, self._verdict = asset, verdict
        self._veil_anew()

    @property
    def is_heavy(self) -> bool:
        """Whether the wellness profile veils what is known of the asset, until it is revealed."""
        return self._asset is None or asset_is_veiled(self._asset, self._verdict, self._profile)

    def show_frame(self, image: QImage, hidden: Callable[[], QImage]) -> None:
        """Show a frame of the asset's video that was decoded elsewhere. hidden: makes what shows while it is veiled."""
        self.image, self._hidden, self._put_veiled = image, hidden, None
        self._veil_anew()

    def show_fault(self, text: str) -> None:
        """There is no picture any more: say why."""
        self.image, self._put_veiled = QImage(), None
        self._stage.show_text(text)

    def wish(self, max_side: int, at_ms: int | None = None) -> None:
        """Have the picture read, or the frame of a video at this time; it shows once it is here."""
        asset = self._asset
        if asset is None:
            return
        if not asset.paths:
            self._put_veiled = None
            self._stage.show_text(self.tr("The file is missing: it is not where it was."))
            return
        wish = Wish(asset.id, asset.paths[0], max_side, at_ms)
        image = self.pictures.wish(wish)
        if image is not None:
            self._take(wish, image)

    def reveal(self, on: bool) -> None:
        """Show the picture without its veil, until told otherwise."""
        self._revealed = on
        self._veil_anew()

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self._profile = profile
        self._veil_anew()

    def stop(self) -> None:
        """Have nothing read any more."""
        self.pictures.stop()

    def _take(self, wish: Wish, image: QImage) -> None:
        if wish.asset_id == self._asset_id:
            self.show_frame(image, partial(veil, image))

    def _veil_anew(self) -> None:
        """Put the picture on the stage, unless it shows there as it should."""
        if self._asset is None or self.image.isNull():
            return
        veiled = not self._revealed and self.is_heavy
        if veiled is not self._put_veiled:
            self._put_veiled = veiled
            self._stage.show_image(self._hidden() if veiled else self.image, veiled=veiled)

    def _tell(self, wish: Wish, error: Exception) -> None:
        if wish.asset_id == self._asset_id and self.image.isNull():
            said = error.message if isinstance(error, RekreviewError) else self.tr("The picture could not be shown.")
            self._stage.show_text(said)
