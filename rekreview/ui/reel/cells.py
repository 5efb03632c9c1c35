"""The cells of the reel: a model of hits, and how each is painted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep, View
from rekreview.engines.on_device.wording import ESTIMATE_MARK
from rekreview.jobs.jpegs import image_of_jpeg
from rekreview.ui import icons, theme
from rekreview.ui.as_written import in_tip
from rekreview.ui.detail.pictures import grey
from rekreview.ui.detail.veil_mark import paint_veil_mark
from rekreview.ui.grid.shown import ShownTiles
from rekreview.ui.painted import painted
from rekreview.ui.reel.hits import Hit, hidden
from rekreview.ui.wording import duration, percent, status_look, tr

CELL = QSize(196, 174)
HIT = Qt.ItemDataRole.UserRole
_PICTURE = 118
_PAD = 6
AnyIndex = QModelIndex | QPersistentModelIndex


def spoken(hit: Hit, status: Status) -> str:
    """What a screen reader says of a cell: "NAME, STATUS, CATEGORY CONFIDENCE, at 0:04"."""
    parts = [hit.name, status.value.replace("_", " "), f"{hit.category} {percent(hit.peak)}"]
    parts.append(tr("at {}").format(duration(hit.start_ms)))
    return ", ".join([*parts, ESTIMATE_MARK[1]] if hit.estimate else parts)


class HitModel(QAbstractListModel):
    """The hits that are shown, and where their clips stand by now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._statuses: dict[int, Status] = {}
        self._images: dict[bytes, QImage] = {}
        self._revealed: tuple[Hit, QImage, str, FilterStep] | None = None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits in the order of the cells."""
        return self._hits

    def put(self, hits: Sequence[Hit]) -> None:
        """Show these hits."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._images, self._revealed = {}, None
        self.endResetModel()

    def hide(self, clips: Collection[int]) -> None:
        """Show nothing of these clips until other hits are put, and hold nothing of them."""
        self._hits = hidden(self._hits, clips)
        if self._revealed and self._revealed[0].asset_id in clips:
            self._revealed = None
        cells = {hit.cell for hit in self._hits}
        self._images = {cell: image for cell, image in self._images.items() if cell in cells}
        self._tell_all()

    def reveal(self, hit: Hit, jpeg: bytes, step: FilterStep) -> None:
        """Show this picture of a hit in the place of its veiled one, and of no other."""
        image = image_of_jpeg(jpeg)
        if step is FilterStep.GREY:
            image = grey(image)
        self._revealed = None if image.isNull() else (hit, image, hashlib.sha256(jpeg).hexdigest(), step)
        self._tell_all()

    def veil(self) -> None:
        """Show no hit revealed any more, and hold nothing sharp of it."""
        if self._revealed is not None:
            self._revealed = None
            self._tell_all()

    @property
    def revealed(self) -> Hit | None:
        """The hit whose sharp picture is held."""
        return self._revealed[0] if self._revealed else None

    def step(self, hit: Hit) -> FilterStep:
        """How much of a hit's picture is to be seen."""
        if self._revealed and self._revealed[0] == hit:
            return self._revealed[3]
        return FilterStep.VEILED if hit.veiled else FilterStep.SHARP

    def source(self, hit: Hit) -> str:
        """The SHA-256 of the bytes of the picture that shows for a hit."""
        if self._revealed and self._revealed[0] == hit:
            return self._revealed[2]
        return hashlib.sha256(hit.cell).hexdigest()

    def _tell_all(self) -> None:
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    def put_statuses(self, statuses: Mapping[int, Status]) -> None:
        """These clips stand so now."""
        self._statuses |= statuses
        self._tell_all()

    def status(self, hit: Hit) -> Status:
        """Where the clip of a hit stands by now."""
        return self._statuses.get(hit.asset_id, hit.status)

    def image(self, hit: Hit) -> QImage:
        """The picture of a hit; a null image if there is none."""
        if self._revealed and self._revealed[0] == hit:
            return self._revealed[1]
        if hit.cell not in self._images:
            self._images[hit.cell] = image_of_jpeg(hit.cell)
        return self._images[hit.cell]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        """How many hits there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A hit, and its words."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT:
            return hit
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        said = spoken(hit, self.status(hit)) if role in words else None
        return in_tip(said) if said and role == Qt.ItemDataRole.ToolTipRole else said


class HitPainter(QStyledItemDelegate):
    """Paints a hit: its picture, its category and confidence, its clip and time, and where the clip stands.

    shown: the rows of the hits that are on the screen, and how: what a key acts on has to be there. told: called with
    the clip of a hit that was not there before.
    """

    def __init__(self, model: HitModel, told: Callable[[int], None]) -> None:
        super().__init__(model)
        self._told = told
        self._model = model
        self.shown = ShownTiles(View.REEL)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002
        """All cells are of one size."""
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell."""
        hit: Hit = index.data(HIT)
        status = self._model.status(hit)
        tokens = theme.current()
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if is_current else tokens.line), 2 if is_current else 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(area, 6, 6)
        stage = QRectF(area.left() + 3, area.top() + 3, area.width() - 6, _PICTURE)
        painter.setOpacity(1.0 if status is Status.REJECTED else 0.45)
        picture = self._paint_picture(painter, hit, stage)
        painter.setOpacity(1.0)
        self._paint_words(painter, hit, status, area.adjusted(_PAD + 2, _PICTURE + 5, -_PAD - 2, -3))
        painter.restore()
        scale = painter.device().devicePixelRatioF()
        source = self._model.source(hit)
        taken = None if picture is None else picture * scale
        self.shown.mark(index.row(), painted(taken, stage.size() * scale, source, step=self._model.step(hit)))
        if self.shown.take_news():
            self._told(hit.asset_id)

    def _paint_picture(self, painter: QPainter, hit: Hit, stage: QRectF) -> QSizeF | None:
        """Draw what is seen at a hit; the room it takes, None where a mark stands for it."""
        tokens = theme.current()
        painter.fillRect(stage, QColor(tokens.stage))
        image = self._model.image(hit)
        if image.isNull():
            icons.paint(
                painter, "film", QRectF(stage.center().x() - 16, stage.center().y() - 16, 32, 32), tokens.outline
            )
            return None
        size = image.size().scaled(stage.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(stage.center().x() - size.width() / 2, stage.center().y() - size.height() / 2, *size.toTuple())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, image)
        paint_veil_mark(painter, QRectF(stage.right() - 30, stage.top() + 6, 24, 20), self._model.step(hit))
        return target.size()

    def _paint_words(self, painter: QPainter, hit: Hit, status: Status, area: QRectF) -> None:
        tokens = theme.current()
        metrics = QFontMetricsF(painter.font())
        high = metrics.height() + 2
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top = QRectF(area.left(), area.top(), area.width(), high)
        number = f"{tr('estimate')} {percent(hit.peak)}" if hit.estimate else percent(hit.peak)
        room = area.width() - metrics.horizontalAdvance(number) - 8
        painter.setPen(QColor(tokens.text))
        painter.drawText(top, left, metrics.elidedText(hit.category, Qt.TextElideMode.ElideRight, room))
        painter.setPen(QColor(tokens.reject))
        painter.drawText(top, right, number)
        below = top.translated(0, high)
        when = duration(hit.start_ms)
        look = status_look(status)
        icons.paint(painter, look.icon, QRectF(area.left(), below.top() + 1, 14, 14), getattr(tokens, look.tone))
        room = area.width() - metrics.horizontalAdvance(when) - 28
        painter.setPen(QColor(tokens.muted))
        name = below.adjusted(19, 0, 0, 0)
        painter.drawText(name, left, metrics.elidedText(hit.name, Qt.TextElideMode.ElideMiddle, room))
        painter.drawText(below, right, when)
