"""Icons by name, drawn in the colour of the text beside them, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rekreview import paths
from rekreview.ui import theme

_Group = QPalette.ColorGroup
_Role = QPalette.ColorRole
_GROUPS = {QIcon.Mode.Disabled: _Group.Disabled, QIcon.Mode.Selected: _Group.Active}


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    file = paths.resources() / "icons" / f"{name}.svg"
    if not file.is_file():
        raise LookupError(f"There is no icon {name!r} in {file.parent}.")
    return file.read_text("utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def _square(rect: QRectF) -> QRectF:
    side = min(rect.width(), rect.height())
    corner = rect.center() - QPointF(side / 2, side / 2)
    return QRectF(corner.x(), corner.y(), side, side)


def paint(painter: QPainter, name: str, rect: QRectF, colour: str | QColor) -> None:
    """Draw an icon in this colour, as big as fits in the middle of `rect`."""
    square, scale = _square(rect), painter.device().devicePixelRatio()
    corner = QPointF(round(square.x() * scale), round(square.y() * scale)) / scale  # a pixel of the screen
    painter.drawPixmap(corner, pixmap(name, round(square.width()), QColor(colour).name(), scale))


def pixmap(name: str, side: int, colour: str, scale: float) -> QPixmap:
    """An icon `side` device-independent pixels wide in this colour; kept, as the same few are drawn again and again."""
    pixels = round(side * scale)
    return _drawn(name, colour, pixels, pixels, scale)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, width: int, height: int, scale: float) -> QPixmap:
    """An icon in so many pixels."""
    made = QPixmap(width, height)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, _square(QRectF(0, 0, width, height)))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


class _PaletteEngine(QIconEngine):
    """Draws one icon in the palette's colour of the moment, so that a change of look needs no new icons."""

    def __init__(self, name: str, colour: str | None = None, role: QPalette.ColorRole = _Role.ButtonText) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._role = role

    def _colour_for(self, mode: QIcon.Mode) -> str:
        if self._colour and mode is not QIcon.Mode.Disabled:
            return self._colour if self._colour.startswith("#") else str(getattr(theme.current(), self._colour))
        return QGuiApplication.palette().color(_GROUPS.get(mode, _Group.Active), self._role).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        """Draw the icon in `rect`."""
        paint(painter, self._name, QRectF(rect), self._colour_for(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon at this size on a screen of scale 1."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002
        """The icon at this size (device-independent since Qt 6.8) for a screen of this scale."""
        pixels = size * scale
        return _drawn(self._name, self._colour_for(mode), pixels.width(), pixels.height(), scale)

    def clone(self) -> QIconEngine:
        """Another engine that draws the same."""
        return _PaletteEngine(self._name, self._colour, self._role)


def icon(name: str, colour: str | None = None, *, role: QPalette.ColorRole = _Role.ButtonText) -> QIcon:
    """An icon of `resources/icons` by its file name without ".svg".

    It follows the palette's `role` (a button's text unless told). With `colour` it follows that token of the theme
    ("on_approve"), or keeps that colour ("#rrggbb") in every look. Raises LookupError if there is none of that name.
    """
    _drawing(name)
    return QIcon(_PaletteEngine(name, colour, role))
