"""One row of the category tree: a category, its threshold three ways, where that comes from, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QToolButton, QToolTip, QWidget

from rekreview.domain.taxonomy import Category
from rekreview.domain.trial import CategoryEffect
from rekreview.ui import icons, naming, theme
from rekreview.ui.policy.accuracy_words import in_full, short_forms
from rekreview.ui.policy.column_words import MEANINGS, column_at, effect_words, hint, short_effect
from rekreview.ui.policy.geometry import INDENT, ROW_HEIGHT, Columns, Span, columns
from rekreview.ui.policy.knowledge import Accuracy
from rekreview.ui.policy.number_box import NumberBox, written
from rekreview.ui.policy.standing import Standing
from rekreview.ui.policy.threshold_slider import ThresholdSlider

# How far name and line below it lie from the middle of the row.
LINE_SHIFT = 8
# Nobody reads a tool tip, or hears it read, of a row that changes at every step of a drag.
DESCRIBE_MS = 80
SIGNS = "0123456789.,+−\u202f\u2019"
NOT_COVERED = "Not covered by the on-device estimate: only Amazon Rekognition looks for it."


class CategoryRow(QWidget):
    """A category's controls side by side. The words are painted, the controls are real: keyboard and robots reach them.

    `chosen` carries a threshold a person chose for it, `reset` that it shall inherit again. pointed: the pointer came.
    """

    chosen = Signal(object)
    ignored = Signal(bool)
    reset = Signal()
    pointed = Signal()

    def __init__(self, category: Category, covered: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.category = category
        self.covered = covered
        self.standing = Standing()
        self._shown: Standing | None = None
        self._origin_shown: tuple[str, bool] | None = None
        self._effect: CategoryEffect | None = None
        self._accuracies: tuple[Accuracy, ...] = ()
        self._below: tuple[str, ...] = ()
        self._showing = False
        self._sign = 0  # how wide the widest sign of a number is, once that is known
        self._describing = QTimer(self, interval=DESCRIBE_MS, singleShot=True)
        self._describing.timeout.connect(self.describe)
        self._columns: Columns = columns(800)
        self.setObjectName(f"row-{category.slug}")
        self.setFixedHeight(ROW_HEIGHT)
        self.slider = ThresholdSlider(self)
        self.number = NumberBox(self)
        self.ignore = QCheckBox(self)
        self.inherit = QToolButton(self)
        self.make_own = QToolButton(self)
        self._name_controls()
        self._connect()
        self.describe()

    def _name_controls(self) -> None:
        name = self.category.name
        self.slider.setAccessibleName(self.tr("{name} threshold").format(name=name))
        self.number.setAccessibleName(self.tr("{name} number").format(name=name))
        self.ignore.setAccessibleName(self.tr("{name} ignore").format(name=name))
        self.ignore.setToolTip(self.tr("Never reject for {name}, however sure the engine is").format(name=name))
        self.inherit.setAccessibleName(self.tr("{name} reset").format(name=name))
        self.inherit.setToolTip(self.tr("Let {name} inherit again").format(name=name))
        self.inherit.setIcon(icons.icon("rotate-ccw"))
        self.inherit.setIconSize(QSize(14, 14))
        self.inherit.setAutoRaise(True)
        self.inherit.hide()
        self.make_own.setAccessibleName(self.tr("{name} make own").format(name=name))
        self.make_own.setToolTip(
            self.tr("Give {name} a threshold of its own, equal to the one it inherits").format(name=name)
        )
        self.make_own.setIcon(icons.icon("pin"))
        self.make_own.setIconSize(QSize(14, 14))
        self.make_own.setAutoRaise(True)
        self.setToolTip(name if self.covered else f"{name}\n{self.tr(NOT_COVERED)}")

    def _connect(self) -> None:
        self.slider.chosen.connect(self.chosen)
        self.number.chosen.connect(self.chosen)
        self.ignore.toggled.connect(self._tell_ignored)
        self.inherit.clicked.connect(self.reset)
        self.make_own.clicked.connect(lambda: self.chosen.emit(self.standing.effective))

    def _tell_ignored(self, on: bool) -> None:
        if not self._showing:
            self.ignored.emit(on)

    def sizeHint(self) -> QSize:
        """One line of the tree."""
        return QSize(720, ROW_HEIGHT)

    def show_standing(self, standing: Standing) -> None:
        """Show how the category stands, in every control at once."""
        if standing == self._shown:
            return
        before, self.standing, self._shown = self._shown, standing, standing
        own = standing.own is not None
        self.slider.show_threshold(standing.effective, own=own)
        self.number.show_threshold(standing.effective)
        if before is None or (before.own is not None, before.ignored) != (own, standing.ignored):
            self._showing = True
            self.ignore.setChecked(standing.ignored)
            self._showing = False
            self.inherit.setVisible(own)
            self.make_own.setVisible(not own)
        self._describe_soon()
        # The controls paint themselves; name and origin stay, and half the rows move when their parent is dragged.
        origin = (self._origin(), bool(standing.blocked_by))
        if origin != self._origin_shown and self._columns.words is not None:
            self.update(self._columns.words.left, 0, self._columns.words.width, self.height())
        self._origin_shown = origin

    def show_confidences(self, bins: Sequence[int], tallest: int) -> None:
        """Show the library's confidences in this category."""
        self.slider.show_confidences(bins, tallest)

    def show_effect(self, effect: CategoryEffect | None) -> None:
        """Show what the category does to the library's assets; None while that is not known."""
        if effect == self._effect:
            return
        before, self._effect = self._effect, effect
        self._describe_soon()
        # Only what changed: name, slider and all numbers would be painted anew in every row at every step of a drag.
        if before is None or effect is None:
            self.update(self._numbers() if not self._lacking() else self.rect())
            return
        place = self._columns
        flips = (before.to_rejected, before.to_approved) != (effect.to_rejected, effect.to_approved)
        for span, changed in (
            (place.count, before.over != effect.over),
            (place.alone or place.name, before.alone != effect.alone),
            (place.flips or place.name, flips),
        ):
            if changed and span is not None:
                self.update(span.left, 0, span.width, self.height())

    def _numbers(self) -> QRect:
        """Where the numbers of the effect stand."""
        place = self._columns
        shown = [one for one in (place.count, place.alone, place.flips) if one is not None]
        left = min((one.left for one in shown), default=0)
        return QRect(left, 0, max((one.right for one in shown), default=0) - left, self.height())

    def _lacking(self) -> tuple[str, ...]:
        """The columns of numbers for which this row is too narrow: they are told below the name."""
        return tuple(column for column in MEANINGS if getattr(self._columns, column) is None)

    @property
    def accuracies(self) -> tuple[Accuracy, ...]:
        """How often engines are right here, as far as it is known."""
        return self._accuracies

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is on this row now."""
        super().enterEvent(event)
        self.pointed.emit()

    def show_accuracies(self, accuracies: tuple[Accuracy, ...]) -> None:
        """Show how often engines are right here, as far as persons' words tell."""
        if accuracies != self._accuracies:
            self._accuracies = accuracies
            self._describe_soon()
            self.update()

    def show_unknown_ground(self, highest: float, words: tuple[str, ...]) -> None:
        """Show down to where labels were asked for: `highest` of the floors (0–100), and what to say of the threshold
        if it lies below one.
        """
        self.slider.show_floor(highest / 100)
        if words != self._below:
            self._below = words
            self._describe_soon()

    def _origin(self) -> str:
        """Where the threshold comes from, in words."""
        standing = self.standing
        if standing.blocked_by:
            return self.tr("own, no effect")
        if standing.own is not None:
            return self.tr("own")
        return self.tr("from {category}").format(category=standing.source) if standing.source else self.tr("default")

    def _describe_soon(self) -> None:
        self._describing.start()

    def describe(self) -> None:
        """Say in the slider's tool tip, and to who hears the screen, how the category stands and what it does."""
        self._describing.stop()
        words = [self._origin()]
        if self._effect is not None:
            words.append(self.tr("{count} over the threshold").format(count=naming.number(self._effect.over)))
            words += [effect_words(column, self._effect) for column in self._lacking() if column != "count"]
        if self.standing.blocked_by:
            told = self.tr("{category} is stricter and rejects first, since its label comes along")
            words.append(told.format(category=self.standing.blocked_by))
        words += self._below
        words += in_full(self._accuracies)
        if not self.covered:
            words.append(self.tr(NOT_COVERED))
        self.slider.setAccessibleDescription("; ".join(words))
        value = self.standing.effective
        number = written(value) if isinstance(value, Decimal) else ""
        said = self.tr("rejects over {number}").format(number=number) if number else self.tr("never rejects")
        self.slider.setToolTip("\n".join([f"{self.category.name}: {said}", *words]))
        self.number.setToolTip(f"{self.category.name}: {said}\n{hint('number')}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the controls into their columns."""
        self._columns = columns(event.size().width())
        place = self._columns
        self.slider.setGeometry(_cell(place.bar, 26))
        self.number.setGeometry(_cell(place.number, 26))
        box = self.ignore.sizeHint()
        self.ignore.setGeometry(
            _cell(Span(place.ignore.left + (place.ignore.width - box.width()) // 2, box.width()), 24)
        )
        for button in (self.inherit, self.make_own):
            button.setGeometry(_cell(place.reset, 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the name, where the threshold comes from, and how many assets are over it."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        tokens = theme.current()
        if event.rect().left() < self._columns.name.right:
            self._paint_name(painter, tokens)
        words = self._columns.words
        if words is not None and event.region().intersects(QRect(words.left, 0, words.width, self.height())):
            colour = tokens.caution if self.standing.blocked_by else tokens.muted
            _write(painter, words, self._origin(), colour)
        if self._effect is not None and event.region().intersects(self._numbers()):
            self._paint_effect(painter, event.region(), tokens, self._effect)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_effect(self, painter: QPainter, region: QRegion, tokens: theme.Tokens, effect: CategoryEffect) -> None:
        for place, number in ((self._columns.count, effect.over), (self._columns.alone, effect.alone)):
            if place is not None and region.intersects(_cell(place, ROW_HEIGHT)):
                self._write_number(painter, place, naming.number(number), tokens.text if number else tokens.faint)
        place = self._columns.flips
        if place is not None and region.intersects(_cell(place, ROW_HEIGHT)):
            self._paint_flips(painter, place, tokens, effect)

    def _paint_flips(self, painter: QPainter, place: Span, tokens: theme.Tokens, effect: CategoryEffect) -> None:
        """Each side has its half of the column; one that is alone and too long all of it; two too long are rounded."""
        half, alone = place.width // 2, not (effect.to_rejected and effect.to_approved)
        sides = (
            (Span(place.left, half), effect.to_rejected, "+", tokens.reject),
            (Span(place.left + half, half), effect.to_approved, "−", tokens.approve),
        )
        for stretch, number, sign, colour in sides:
            text = f"{sign}{naming.number(number)}"
            if number and len(text) * self._widest_sign() <= stretch.width:
                self._write_number(painter, stretch, text, colour)
            elif number and alone and len(text) * self._widest_sign() <= place.width:
                self._write_number(painter, place, text, colour)
            elif number:
                self._write_number(painter, stretch, f"{sign}{naming.rounded(number)}", colour)

    def _write_number(self, painter: QPainter, place: Span, text: str, colour: str) -> None:
        """Write it at the right. What fits for sure is not measured: there are dozens at every step of a drag."""
        write = _put if len(text) * self._widest_sign() <= place.width else _write
        write(painter, place, text, colour, Qt.AlignmentFlag.AlignRight)

    def _widest_sign(self) -> int:
        """How wide a sign of a number is at most."""
        self._sign = self._sign or max(map(self.fontMetrics().horizontalAdvance, SIGNS))
        return self._sign

    def changeEvent(self, event: QEvent) -> None:
        """Wear another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._sign = 0

    def event(self, event: QEvent) -> bool:
        """Say of each painted number what it means."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.meaning_at(event.pos()), self)
            return True
        return super().event(event)

    def meaning_at(self, point: QPoint) -> str:
        """What there is to say of the word or number at a point of this row."""
        column = column_at(self._columns, point.x())
        if column == "name" and (self._accuracies or self._effect):
            effect = self._effect
            lacking = [effect_words(name, effect) for name in self._lacking()] if effect else []
            return "\n".join((self.toolTip(), *lacking, *in_full(self._accuracies)))
        if self._effect is None or column not in MEANINGS:
            return self.toolTip()
        return f"{self.category.name}: {effect_words(column, self._effect)}"

    def _paint_name(self, painter: QPainter, tokens: theme.Tokens) -> None:
        place = self._columns.name
        left = place.left + INDENT * (self.category.level - 1)
        room = Span(left, place.right - left)
        if not self.covered:
            mark = QRectF(room.right - 14, (self.height() - 14) / 2, 14, 14)
            icons.paint(painter, "circle-dashed", mark, tokens.faint)
            room = Span(room.left, room.width - 20)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.category.level == 1 else QFont.Weight.Normal)
        painter.setFont(font)
        ink = tokens.text if self.covered else tokens.muted
        forms = self._forms_below()
        if not forms:
            _write(painter, room, self.category.name, ink)
        else:
            painter.translate(0, -LINE_SHIFT)
            _write(painter, room, self.category.name, ink)
            painter.translate(0, 2 * LINE_SHIFT)
            self._paint_below(painter, room, tokens, forms)
            painter.translate(0, -LINE_SHIFT)
        painter.setFont(self.font())

    def _forms_below(self) -> list[str]:
        """What may stand under the name, the longest form first: the numbers whose columns have no room, and how often
        the engine is right.
        """
        right = short_forms(self._accuracies[0]) if self._accuracies else []
        lacking, effect = self._lacking(), self._effect
        if not lacking or effect is None:
            return list(right)
        told = short_effect(lacking, effect)
        shorter = [short_effect(lacking[left_out:], effect) for left_out in range(1, len(lacking))]
        return [*(f"{told} · {form}" for form in right), told, *shorter]

    def _paint_below(self, painter: QPainter, room: Span, tokens: theme.Tokens, forms: Sequence[str]) -> None:
        """Under the name: the longest form there is room for; the tool tip says all of it."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        fitting = [form for form in forms if painter.fontMetrics().horizontalAdvance(form) <= room.width]
        _write(painter, room, (fitting or forms[-1:])[0], tokens.muted)


def _cell(place: Span, height: int) -> QRect:
    return QRect(place.left, (ROW_HEIGHT - height) // 2, place.width, height)


def _write(
    painter: QPainter, place: Span, text: str, colour: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    _put(painter, place, _elided(text, place.width, painter.font()), colour, side)


@lru_cache(maxsize=1024)
def _elided(text: str, width: int, font: QFont) -> str:
    """As much of a text as fits. The same few words are painted over and over while a slider moves."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _put(painter: QPainter, place: Span, text: str, colour: str, side: Qt.AlignmentFlag) -> None:
    painter.setPen(QColor(colour))
    painter.drawText(QRect(place.left, 0, place.width, ROW_HEIGHT), side | Qt.AlignmentFlag.AlignVCenter, text)
