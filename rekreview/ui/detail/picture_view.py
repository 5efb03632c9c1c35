"""Shows one picture as large as its place lets it be, or says why it cannot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui import live_keys, theme
from rekreview.ui.detail.veil_mark import paint_veil_mark, step_words


class PictureView(QWidget):
    """A picture on its stage. opened: it was clicked, or Enter pressed on it."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setAccessibleName(self.tr("Picture"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._image = QImage()
        self._drawn: QPixmap | None = None
        self._text = ""
        self.filter_step = FilterStep.NO_PICTURE
        live_keys.follow(self, PictureView._describe)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._text or step_words(self.filter_step))

    def show_image(self, image: QImage, *, step: FilterStep = FilterStep.SHARP) -> None:
        """Show this picture; step: how much of it can be seen."""
        self._image, self._drawn, self._text, self.filter_step = image, None, "", step
        self._describe()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def show_text(self, text: str) -> None:
        """Say why there is no picture."""
        self._image, self._drawn, self._text, self.filter_step = QImage(), None, text, FilterStep.NO_PICTURE
        self._describe()
        self.unsetCursor()
        self.update()

    def show_nothing(self) -> None:
        """An empty stage, while a picture is on its way."""
        self.show_text("")

    @property
    def text(self) -> str:
        """What is said instead of a picture."""
        return self._text

    @property
    def has_picture(self) -> bool:
        """Whether a picture shows."""
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        """The usual place in the pane."""
        return QSize(300, 230)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw stage, picture and, where there is none, the text."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.stage))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not self._image.isNull():
            drawn = self._fitted()
            size = drawn.deviceIndependentSize().toSize()
            painter.drawPixmap(QRect(self.rect().center() - _half(size), size).topLeft(), drawn)
            paint_veil_mark(painter, QRectF(self.width() - 36, 8, 28, 24), self.filter_step)
        elif self._text:
            painter.setPen(QColor(tokens.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(20, 12, -20, -12), flags, self._text)
        painter.end()

    def _fitted(self) -> QPixmap:
        if self._drawn is None:
            scale = self.devicePixelRatioF()
            room = self.size() * scale
            if self.filter_step is not FilterStep.VEILED:
                room = room.boundedTo(self._image.size() * max(1.0, scale))
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._drawn = QPixmap.fromImage(self._image.scaled(room, keep, smooth))
            self._drawn.setDevicePixelRatio(scale)
        return self._drawn

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._drawn = None

    def changeEvent(self, event: QEvent) -> None:
        """Wear a new palette."""
        super().changeEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the picture large."""
        if (
            event.button() is Qt.MouseButton.LeftButton
            and self.has_picture
            and self.rect().contains(event.position().toPoint())
        ):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the picture large with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.has_picture:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _half(size: QSize) -> QPoint:
    return QRect(0, 0, size.width(), size.height()).center()
