"""Paints one tile. All it needs is handed in: it reads no file, asks no model, and keeps only text it has cut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import DecidedBy, MediaKind, Status, Tile
from rekreview.domain.stack_lists import StackSummary
from rekreview.ui import icons, naming, theme
from rekreview.ui.grid.tile_layout import BADGE_HEIGHT, TileLayout
from rekreview.ui.theme import Tokens
from rekreview.ui.wording import aside_briefly, duration, job_word, leads, percent, status_look, status_word, tr

_ROUND = 8.0
_GREYED = 0.32
_SCRIM = QColor(8, 10, 14, 190)
_ON_SCRIM = "#ffffff"
_GLYPH = 15
_BADGE = 19
PILE = 7
"""Pixels by which the sheets of a pile show at the right of its tile and below."""
_BADGE_SPARE = 33
_BUTTON_TEXTS = {Status.APPROVED: "Approve", Status.REJECTED: "Reject"}


@dataclass(frozen=True, slots=True)
class TileLook:
    """How a tile shows at this moment, beside what it is.

    left: it was decided and leaves at the next refresh. button: the verdict button under the pointer. hovered: the
    pointer is over the tile. grey: revealed without its colours. failed: there is no thumbnail to wait for. badge_lit:
    the pointer is over the badge of a stack.
    """

    selected: bool = False
    current: bool = False
    focused: bool = False
    hovered: bool = False
    button: Status | None = None
    left: bool = False
    veiled: bool = False
    grey: bool = False
    failed: bool = False
    badge_lit: bool = False


_PLAIN = TileLook()
_CARDS = 16

_Rect = tuple[int, int, int, int]
_Shape = tuple[int, int, _Rect, _Rect]
"""Width and height of a cell, and where picture and caption lie in it."""


class TilePainter:
    """Draws tiles in one look: colours, font, and the scale of the screen. Make a new one when any of them changes."""

    def __init__(self, tokens: Tokens, font: QFont, scale: float) -> None:
        self._tokens = tokens
        self.scale = scale
        self._small = QFont(font)
        self._small.setPointSizeF(font.pointSizeF() * 0.9)
        self._strong = QFont(self._small)
        self._strong.setWeight(QFont.Weight.Medium)
        self._badge = QFont(font)
        self._badge.setPointSizeF(font.pointSizeF() * 0.82)
        self._small_metrics = QFontMetrics(self._small)
        self._strong_metrics = QFontMetrics(self._strong)
        self._badge_metrics = QFontMetrics(self._badge)
        self._colours = {name: QColor(getattr(tokens, name)) for name in tokens.__slots__ if name != "dark"}
        self._cut = lru_cache(maxsize=4096)(self._elide)
        self._cards = lru_cache(maxsize=_CARDS)(self._painted_card)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        parts: TileLayout,
        tile: Tile | None,
        pixmap: QPixmap | None,
        look: TileLook,
    ) -> None:
        """Draw one cell: a card, the picture or a skeleton in its place, the caption, and what the pointer calls up."""
        if tile is None and not (look.selected or look.current or look.hovered):
            painter.drawPixmap(cell.topLeft(), self._cards(_shape(parts, cell.size()), _PLAIN, True))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(cell.topLeft())
        if tile is not None and tile.stack is not None:
            self._pile(painter, cell.size(), look)
        card = TileLook(look.selected, look.current, look.focused, look.hovered)
        painter.drawPixmap(0, 0, self._cards(_shape(parts, cell.size()), card, tile is None))
        if tile is not None:
            self._picture(painter, parts.picture, tile, pixmap, look)
            if tile.stack is not None:
                self._stack_badge(painter, parts.badge, tile.stack, look)
            self._caption(painter, parts.caption, tile)
            if look.hovered:
                self._buttons(painter, parts, look.button)
        painter.restore()

    def _painted_card(self, shape: _Shape, look: TileLook, on_its_way: bool) -> QPixmap:
        """A card with room for its picture; of a tile that is on its way with grey lines for its words.

        Few look otherwise than others, and round corners take longer to paint than all else of a tile.
        """
        width, height, picture, caption = shape
        size = QSize(width, height)
        pixmap = QPixmap(size * self.scale)
        pixmap.setDevicePixelRatio(self.scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._card(painter, size, look)
        self._stage(painter, QRect(*picture))
        if on_its_way:
            self._skeleton(painter, QRect(*caption))
        painter.end()
        return pixmap

    def _card(self, painter: QPainter, size: QSize, look: TileLook) -> None:
        colours = self._colours
        edge = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        fill = "accent_soft" if look.selected else "raised" if look.hovered or not self._tokens.dark else "surface"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours["accent" if look.selected else "line"], 1))
        painter.setBrush(colours[fill])
        painter.drawRoundedRect(edge, _ROUND, _ROUND)
        if look.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # Thick with the keyboard and thin without: accent and outline alone are hardly told apart.
            painter.setPen(QPen(colours["accent" if look.focused else "outline"], 3 if look.focused else 1.5))
            painter.drawRoundedRect(edge.adjusted(0.75, 0.75, -0.75, -0.75), _ROUND, _ROUND)

    def _pile(self, painter: QPainter, size: QSize, look: TileLook) -> None:
        """The edges of two sheets below the card: this tile stands for several assets."""
        edge = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        for shift in (PILE - 0.5, PILE / 2):
            sheet = edge.translated(shift, shift)
            painter.setPen(QPen(self._colours["accent" if look.selected else "outline"], 1))
            painter.setBrush(self._colours["surface"])
            painter.drawRoundedRect(sheet, _ROUND, _ROUND)

    def _stack_badge(self, painter: QPainter, room: QRect, stack: StackSummary, look: TileLook) -> None:
        """How many assets the tile stands for, and whether they differ in status: the way into the stack."""
        text = naming.number(stack.count)
        if stack.mixed:
            worded = tr("{count} · mixed").format(count=text)
            fits = self._badge_metrics.horizontalAdvance(worded) + _BADGE_SPARE <= room.width()
            text = worded if fits else f"{text} ≠"
        box = badge_box(room, self._badge_metrics.horizontalAdvance(text))
        painter.setPen(QPen(QColor(_ON_SCRIM), 1.5) if look.badge_lit else Qt.PenStyle.NoPen)
        painter.setBrush(_SCRIM)
        painter.drawRoundedRect(QRectF(box), 5, 5)
        middle = box.top() + box.height() // 2
        painter.drawPixmap(QPoint(box.left() + 6, middle - 7), icons.pixmap("layers", 14, _ON_SCRIM, self.scale))
        painter.setFont(self._badge)
        painter.setPen(QColor(_ON_SCRIM))
        at = QPoint(box.left() + 25, middle + (self._badge_metrics.capHeight() + 1) // 2)
        painter.drawText(at, text)

    def _skeleton(self, painter: QPainter, caption: QRect) -> None:
        painter.setBrush(self._colours["hover"])
        for line, share in enumerate((0.45, 0.8, 0.65)):
            top = caption.top() + 4 + line * 19
            if top + 9 <= caption.bottom():
                painter.drawRoundedRect(QRectF(caption.left(), top, caption.width() * share, 9), 4, 4)

    def _stage(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["stage"])
        painter.drawRoundedRect(QRectF(rect), 5, 5)

    def _picture(self, painter: QPainter, rect: QRect, tile: Tile, pixmap: QPixmap | None, look: TileLook) -> None:
        if look.left:
            painter.setOpacity(_GREYED)
        if pixmap is not None:
            self._draw_fitted(painter, pixmap, rect)
        elif look.failed:
            self._no_thumbnail(painter, rect)
        else:
            self._icon(painter, "film" if tile.kind is MediaKind.VIDEO else "image", rect, 24, "line")
        painter.setOpacity(1.0)
        self._badges(painter, rect, tile, look, seen=pixmap is not None)

    def _no_thumbnail(self, painter: QPainter, rect: QRect) -> None:
        """Say that there is nothing to wait for."""
        line = self._small_metrics.height()
        self._icon(painter, "image-off", rect.adjusted(0, 0, 0, -line), 28, "muted")
        painter.setFont(self._small)
        painter.setPen(self._colours["muted"])
        words = self._cut(tr("No thumbnail"), rect.width() - 8, False)
        painter.drawText(rect.adjusted(0, 28 + line, 0, 0), Qt.AlignmentFlag.AlignCenter, words)

    def _draw_fitted(self, painter: QPainter, pixmap: QPixmap, rect: QRect) -> None:
        """Draw in the middle. One made for another tile size is stretched for the moment until the right one comes."""
        size = pixmap.deviceIndependentSize()
        fit = min(rect.width() / size.width(), rect.height() / size.height())
        if fit >= 1 - 2 / min(rect.width(), rect.height()):
            left = rect.left() + (rect.width() - size.width()) / 2
            painter.drawPixmap(QPoint(round(left), round(rect.top() + (rect.height() - size.height()) / 2)), pixmap)
            return
        target = QRectF(0, 0, size.width() * fit, size.height() * fit)
        target.moveCenter(QRectF(rect).center())
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))

    def _icon(self, painter: QPainter, name: str, rect: QRect, side: int, tone: str) -> None:
        corner = rect.center() - QPoint(side // 2 - 1, side // 2 - 1)
        painter.drawPixmap(corner, icons.pixmap(name, side, getattr(self._tokens, tone), self.scale))

    def _badges(self, painter: QPainter, rect: QRect, tile: Tile, look: TileLook, *, seen: bool) -> None:
        bottom = rect.bottom() - 4 - _BADGE
        if tile.kind is MediaKind.VIDEO and not look.hovered:
            text = tr("video") if tile.duration_ms is None else duration(tile.duration_ms)
            width = self._badge_metrics.horizontalAdvance(text) + 27
            self._badge_box(painter, QRect(rect.right() - 4 - width, bottom, width, _BADGE), text, "play")
        if tile.estimate and not look.hovered:
            text = tr("estimate")
            width = self._badge_metrics.horizontalAdvance(text) + 13
            self._badge_box(painter, QRect(rect.left() + 5, bottom, width, _BADGE), text)
        if (look.veiled or look.grey) and seen:
            box = QRect(rect.right() - 27, rect.top() + 4, 23, _BADGE)
            self._badge_box(painter, box, "", "eye-off" if look.veiled else "scan-eye")
        if look.selected:
            # Below the badge of a stack.
            down = BADGE_HEIGHT + 4 if tile.stack is not None else 0
            self._check(painter, QPointF(rect.left() + 14, rect.top() + 14 + down))

    def _badge_box(self, painter: QPainter, box: QRect, text: str, icon: str = "") -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SCRIM)
        painter.drawRoundedRect(QRectF(box), 4, 4)
        left = box.left() + 6
        if icon:
            painter.drawPixmap(QPoint(left - 1, box.top() + 4), icons.pixmap(icon, 12, _ON_SCRIM, self.scale))
            left += 15
        painter.setFont(self._badge)
        painter.setPen(QColor(_ON_SCRIM))
        painter.drawText(QPoint(left, box.top() + (_BADGE + self._badge_metrics.capHeight() + 1) // 2), text)

    def _check(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(QPen(self._colours["on_accent"], 1.5))
        painter.setBrush(self._colours["accent"])
        painter.drawEllipse(centre, 9.5, 9.5)
        corner = QPoint(round(centre.x()) - 6, round(centre.y()) - 6)
        painter.drawPixmap(corner, icons.pixmap("check", 12, self._tokens.on_accent, self.scale))

    def _caption(self, painter: QPainter, rect: QRect, tile: Tile) -> None:
        """Status and marks; category and confidence; and, where there is room, the name."""
        line = self._strong_metrics.height() + 2
        baseline = rect.top() + self._strong_metrics.ascent()
        self._status_line(painter, rect, baseline, tile)
        self._label_line(painter, rect, baseline + line, tile)
        if rect.top() + 3 * line <= rect.bottom() + 4:
            painter.setPen(self._colours["faint"])
            painter.drawText(QPoint(rect.left(), baseline + 2 * line), self._cut(_last_line(tile), rect.width(), True))

    def _status_line(self, painter: QPainter, rect: QRect, baseline: int, tile: Tile) -> None:
        look = status_look(tile.status)
        top = baseline - self._strong_metrics.capHeight() // 2 - _GLYPH // 2
        glyph = icons.pixmap(look.icon, _GLYPH, getattr(self._tokens, look.tone), self.scale)
        painter.drawPixmap(QPoint(rect.left() - 1, top), glyph)
        right = rect.right() + 1
        for mark in _marks(tile):
            right -= _GLYPH
            painter.drawPixmap(QPoint(right, top), icons.pixmap(mark, _GLYPH - 1, self._tokens.muted, self.scale))
            right -= 4
        painter.setFont(self._strong)
        painter.setPen(self._colours[look.tone])
        left = rect.left() + _GLYPH + 4
        painter.drawText(QPoint(left, baseline), self._cut(status_word(tile.status), right - left, False))

    def _label_line(self, painter: QPainter, rect: QRect, baseline: int, tile: Tile) -> None:
        painter.setFont(self._small)
        painter.setPen(self._colours["text"])
        right = rect.right() + 1
        named = leads(tile)
        if named and tile.confidence is not None:
            number = f"{percent(tile.confidence)} %"
            right -= self._small_metrics.horizontalAdvance(number)
            painter.drawText(QPoint(right, baseline), number)
            right -= 8
        if named:
            painter.drawText(QPoint(rect.left(), baseline), self._cut(tile.category, right - rect.left(), False))
        else:
            painter.setPen(self._colours["faint"])
            painter.drawText(QPoint(rect.left(), baseline), self._cut(_no_label(tile), right - rect.left(), False))

    def _buttons(self, painter: QPainter, parts: TileLayout, under_pointer: Status | None) -> None:
        for status, rect in ((Status.APPROVED, parts.approve), (Status.REJECTED, parts.reject)):
            self._button(painter, rect, status, lit=status is under_pointer, worded=parts.worded)

    def _button(self, painter: QPainter, rect: QRect, status: Status, *, lit: bool, worded: bool) -> None:
        approves = status is Status.APPROVED
        ink = self._tokens.on_approve if approves else self._tokens.on_reject
        fill = self._colours["approve" if approves else "reject"]
        painter.setBrush(fill.lighter(112) if lit else fill)
        painter.setPen(QPen(QColor(ink), 2) if lit else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
        text = tr(_BUTTON_TEXTS[status]) if worded else ""
        width = 16 + (5 + self._strong_metrics.horizontalAdvance(text) if text else 0)
        left = rect.left() + (rect.width() - width) // 2
        icon = icons.pixmap("check" if approves else "x", 16, ink, self.scale)
        painter.drawPixmap(QPoint(left, rect.top() + (rect.height() - 16) // 2), icon)
        painter.setFont(self._strong)
        painter.setPen(QColor(ink))
        painter.drawText(QPoint(left + 21, rect.top() + (rect.height() + self._strong_metrics.capHeight()) // 2), text)

    def _elide(self, text: str, width: int, middle: bool) -> str:
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        return self._small_metrics.elidedText(text, mode, max(0, width))


def _shape(parts: TileLayout, size: QSize) -> _Shape:
    return size.width(), size.height(), _numbers(parts.picture), _numbers(parts.caption)


def _numbers(rect: QRect) -> _Rect:
    return rect.x(), rect.y(), rect.width(), rect.height()


def painter_for(view: QWidget, kept: TilePainter | None) -> TilePainter:
    """The painter of a view: the one it has kept, unless the view is on a screen of another scale by now."""
    scale = view.devicePixelRatioF()
    if kept is not None and kept.scale == scale:
        return kept
    return TilePainter(theme.current(), view.font(), scale)


def badge_box(room: QRect, text_width: int) -> QRect:
    """Where the badge of a stack lies for a text so wide."""
    return QRect(room.left(), room.top(), min(room.width(), text_width + _BADGE_SPARE), room.height())


def _marks(tile: Tile) -> tuple[str, ...]:
    """The icons of what else there is to say of a tile, from the right."""
    decided = tile.decided_by is DecidedBy.REVIEWER
    shown = (
        ("arrow-left-right", tile.overturned),
        ("user-check", decided and not tile.overturned),
        ("flag", tile.second_look),
        ("message-square", tile.has_note),
    )
    return tuple(name for name, is_so in shown if is_so)


def _last_line(tile: Tile) -> str:
    """The name; of an asset put aside for a second look since when and by whom, and then its name."""
    return f"{aside_briefly(tile.looker, tile.aside_since)} · {tile.name}" if tile.second_look else tile.name


def _no_label(tile: Tile) -> str:
    if tile.blind:
        return tr("Labels hidden")
    # A person's word on what could not be checked does not make it checked.
    stands = tile.verdict or tile.status
    if tile.job is not None:
        return job_word(tile.job)
    if stands in (Status.PENDING, Status.QUEUED):
        return tr("Not checked yet")
    if stands is Status.NOT_MODERATED:
        return tr("Could not be checked")
    return tr("Nothing found")
