"""Draws the large picture, and lets a person zoom and move it."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.ui import icons, live_keys, theme
from rekreview.ui.detail.veil_mark import paint_veil_mark, step_words
from rekreview.ui.loupe.zoom import Zoom
from rekreview.ui.painted import PaintedSince, painted

_NOTCH = 120
# What was painted goes to the screen with the rest of the window, and nobody can answer it sooner.
_TO_THE_SCREEN_SECONDS = 0.02


class LoupeCanvas(QWidget):
    """One picture with zoom. shown(int): the asset's own picture (or why there is none) was painted just now.

    zoomed: the scale changed. More pixels may be needed than those at hand: `wants_pixels` says how many.
    """

    shown = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loupe-picture")
        self.setAccessibleName(self.tr("Large picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._asset_id = -1
        self._pixmap: QPixmap | None = None
        self._text = ""
        self.filter_step = FilterStep.NO_PICTURE
        self._painted = -1
        self.came_at: float | None = None
        """Since when (seconds) the stage is this asset's, with or without its picture; None while the last is there."""
        self._source = ""
        self._seen: PaintedSince | None = None
        self._zoom = Zoom(QSizeF(), QSizeF())
        self._dragged_from: QPointF | None = None
        self._announce = QTimer(self, singleShot=True, interval=0)
        self._announce.timeout.connect(self._tell_shown)
        live_keys.follow(self, LoupeCanvas._describe)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._text or step_words(self.filter_step))

    @property
    def zoom(self) -> Zoom:
        """Where and how large the picture lies."""
        return self._zoom

    @property
    def wants_pixels(self) -> int:
        """The long side a picture must have to be sharp at this zoom on this screen."""
        size = self._zoom.target.size()
        return round(max(size.width(), size.height()) * self.devicePixelRatioF())

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""
        return self.isVisible() and asset_id == self._painted

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""
        return self._seen.sighting(View.LOUPE) if self._seen is not None and self.is_shown(asset_id) else None

    def show_source(self, source_sha256: str) -> None:
        """The SHA-256 of the bytes this asset's picture is made from."""
        self._source = source_sha256

    def show_nothing(self, asset_id: int, size: QSizeF | None = None) -> None:
        """An empty stage for this asset, whose picture (of `size` pixels) is on its way."""
        self._asset_id, self._painted, self.came_at = asset_id, -1, None
        self._source, self._seen = "", None
        self._pixmap, self._text, self.filter_step = None, "", FilterStep.NO_PICTURE
        self._zoom = Zoom(size or QSizeF(), QSizeF(self.size()))
        self.update()

    def show_size(self, size: QSizeF) -> None:
        """The true size of the picture in pixels."""
        if size != self._zoom.picture and not size.isEmpty():
            self._zoom = Zoom(size, QSizeF(self.size()))
            self.update()
            self.zoomed.emit()

    def show_image(self, image: QImage, *, step: FilterStep = FilterStep.SHARP) -> None:
        """Show the picture, of which so much can be seen; one with more pixels of the same asset keeps the zoom."""
        if self._zoom.picture.isEmpty():
            self._zoom = Zoom(QSizeF(image.size()), QSizeF(self.size()))
            self.zoomed.emit()
        self._pixmap, self._text, self.filter_step = QPixmap.fromImage(image), "", step
        self._describe()
        self.update()

    def show_text(self, text: str) -> None:
        """Say why there is no picture."""
        self._pixmap, self._text, self.filter_step = None, text, FilterStep.NO_PICTURE
        self._describe()
        self.update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the picture like this."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.setCursor(Qt.CursorShape.ArrowCursor if zoom.scale is None else Qt.CursorShape.OpenHandCursor)
            self.update()
            self.zoomed.emit()

    def fit(self) -> None:
        """All of the picture."""
        self.set_zoom(self._zoom.fit())

    def full_size(self) -> None:
        """One pixel of the picture for each of the screen."""
        self.set_zoom(self._zoom.at(1 / self.devicePixelRatioF()))

    def step(self, steps: float) -> None:
        """Zoom in or out about the middle."""
        self.set_zoom(self._zoom.by(steps))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the stage and the picture."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.stage))
        if self._pixmap is not None:
            smooth = self._zoom.factor < 4
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawPixmap(self._zoom.target, self._pixmap, QRectF(self._pixmap.rect()))
            paint_veil_mark(painter, QRectF(self.width() / 2 - 24, 18, 48, 36), self.filter_step)
        elif self._text:
            painter.setPen(QColor(tokens.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(60, 20, -60, -20), flags, self._text)
        else:
            icons.paint(
                painter, "image", QRectF(self.rect().center().x() - 24, self.height() / 2 - 24, 48, 48), tokens.line
            )
        painter.end()
        if self.came_at is None:
            self.came_at = time.monotonic() + _TO_THE_SCREEN_SECONDS
        if self._pixmap is not None or self._text:
            self._note_painting()
        if (self._pixmap is not None or self._text) and self._painted != self._asset_id:
            self._painted = self._asset_id
            self._announce.start()

    def _note_painting(self) -> None:
        scale, target = self.devicePixelRatioF(), self._zoom.target.intersected(QRectF(self.rect()))
        taken = target.size() * scale if self._pixmap is not None else None
        now = painted(taken, QSizeF(self.size()) * scale, self._source, step=self.filter_step)
        if self._seen is None:
            self._seen = PaintedSince(now)
        self._seen.again(now)

    def _tell_shown(self) -> None:
        if self._painted >= 0:
            self.shown.emit(self._painted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the zoom in the new size."""
        super().resizeEvent(event)
        self._zoom = self._zoom.resized(QSizeF(event.size()))
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.set_zoom(self._zoom.by(event.angleDelta().y() / _NOTCH, event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() is Qt.MouseButton.LeftButton and self._zoom.scale is not None:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        if self._dragged_from is not None:
            self.set_zoom(self._zoom.panned(event.position() - self._dragged_from))
            self._dragged_from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go of the picture."""
        if self._dragged_from is not None:
            self._dragged_from = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """100 % at the pointer, or all of the picture again."""
        full = 1 / self.devicePixelRatioF()
        self.set_zoom(self._zoom.at(full, event.position()) if self._zoom.scale is None else self._zoom.fit())
