"""Where a picture lies in its view, and how large: fit, 100 %, zoom at a point, pan. Plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

STEP = 1.25
LARGEST = 16.0
LARGEST_FIT = 2.0


@dataclass(frozen=True)
class Zoom:
    """A picture of `picture` pixels in a view of `view` pixels.

    scale: view pixels for one of the picture; None fits the picture into the view (at most twice its size). centre: the
    place of the picture (in its own pixels) that is in the middle of the view; None is its middle.
    """

    picture: QSizeF
    view: QSizeF
    scale: float | None = None
    centre: QPointF | None = None

    @property
    def fitting(self) -> float:
        """The scale at which all of the picture shows, at most 2: small pictures are easier to judge larger."""
        if self.picture.isEmpty() or self.view.isEmpty():
            return 1.0
        return min(LARGEST_FIT, self.view.width() / self.picture.width(), self.view.height() / self.picture.height())

    @property
    def factor(self) -> float:
        """The scale in force."""
        return self.fitting if self.scale is None else self.scale

    @property
    def target(self) -> QRectF:
        """Where the picture is drawn, in the view. What is smaller than the view is in its middle."""
        size = self.picture * self.factor
        centre = self.centre or QPointF(self.picture.width() / 2, self.picture.height() / 2)
        left = _placed(self.view.width(), size.width(), centre.x() * self.factor)
        top = _placed(self.view.height(), size.height(), centre.y() * self.factor)
        return QRectF(left, top, size.width(), size.height())

    def fit(self) -> Zoom:
        """All of the picture."""
        return replace(self, scale=None, centre=None)

    def at(self, scale: float, point: QPointF | None = None) -> Zoom:
        """Another scale, with the place under `point` (of the view; its middle without one) staying where it is."""
        scale = max(min(self.fitting, 1.0), min(scale, LARGEST))
        if scale == self.fitting:
            return self.fit()
        fixed = point or QPointF(self.view.width() / 2, self.view.height() / 2)
        under = (fixed - self.target.topLeft()) / self.factor
        middle = QPointF(self.view.width() / 2, self.view.height() / 2)
        return replace(self, scale=scale, centre=self._kept_inside(under + (middle - fixed) / scale, scale))

    def by(self, steps: float, point: QPointF | None = None) -> Zoom:
        """In by so many steps of a quarter, out for a negative number."""
        return self.at(self.factor * STEP**steps, point)

    def panned(self, by: QPointF) -> Zoom:
        """Moved by this many pixels of the view."""
        if self.scale is None:
            return self
        centre = self.centre or QPointF(self.picture.width() / 2, self.picture.height() / 2)
        return replace(self, centre=self._kept_inside(centre - by / self.scale, self.scale))

    def resized(self, view: QSizeF) -> Zoom:
        """The same in a view of another size."""
        return replace(self, view=view)

    def _kept_inside(self, centre: QPointF, scale: float) -> QPointF:
        """The nearest centre at which no more emptiness shows than needed."""
        across, down = self.view.width() / scale / 2, self.view.height() / scale / 2
        return QPointF(
            _clamped(centre.x(), across, self.picture.width()), _clamped(centre.y(), down, self.picture.height())
        )


def _placed(room: float, size: float, centre: float) -> float:
    return (room - size) / 2 if size <= room else room / 2 - centre


def _clamped(at: float, half: float, whole: float) -> float:
    return whole / 2 if whole <= 2 * half else max(half, min(at, whole - half))
