"""The small picture over the timeline: what is at the time under the pointer, from the storyboard."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rekreview.jobs.jpegs import image_of_jpeg
from rekreview.ui import theme
from rekreview.ui.wording import duration

Cells = Sequence[tuple[int, bytes]]
_EDGE, _CAPTION = 4, 20


def nearest(cells: Cells, at_ms: int) -> int:
    """The number of the cell that is nearest to a time; -1 if there are none."""
    if not cells:
        return -1
    times = [at for at, _ in cells]
    after = bisect.bisect_left(times, at_ms)
    around = [number for number in (after - 1, after) if 0 <= number < len(times)]
    return min(around, key=lambda number: abs(times[number] - at_ms))


class Preview(QWidget):
    """One cell of the storyboard with its time. It knows only the cells it is given: veiled ones for a veiled video."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cells: Cells = ()
        self._images: dict[int, QImage] = {}
        self._shown = -1
        self._at_ms = 0
        self.hide()

    @property
    def image(self) -> QImage:
        """The picture that shows."""
        return self._images.get(self._shown, QImage())

    def show_cells(self, cells: Cells) -> None:
        """The storyboard to look into."""
        self._cells, self._images, self._shown = cells, {}, -1
        self.hide()

    def show_time(self, at_ms: int, x: int, bottom: int) -> None:
        """Show what is at this time, above `bottom` with its middle at x, inside the parent."""
        self._shown, self._at_ms = nearest(self._cells, at_ms), at_ms
        if self._shown >= 0 and self._shown not in self._images:
            self._images[self._shown] = image_of_jpeg(self._cells[self._shown][1])
        size = self._size()
        parent = self.parentWidget()
        assert parent is not None
        left = max(4, min(x - size.width() // 2, parent.width() - size.width() - 4))
        self.setGeometry(left, bottom - size.height(), size.width(), size.height())
        self.raise_()
        self.show()
        self.update()

    def _size(self) -> QSize:
        if self.image.isNull():
            return QSize(72, _CAPTION + 2 * _EDGE)
        return self.image.size().expandedTo(QSize(72, 1)) + QSize(2 * _EDGE, 2 * _EDGE + _CAPTION)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the picture and its time."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.outline))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        image = self.image
        if not image.isNull():
            painter.drawImage((self.width() - image.width()) // 2, _EDGE, image)
        painter.setPen(QColor(tokens.text))
        caption = self.rect().adjusted(0, self.height() - _CAPTION - 2, 0, -2)
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, duration(self._at_ms))
        painter.end()
