"""The timeline under a video: a slider of its time, with a lane for each category that was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from rekreview.domain.segments import Segment
from rekreview.ui import theme
from rekreview.ui.player import looks
from rekreview.ui.player.timeline_model import Lane, Story
from rekreview.ui.wording import percent, tr

RULER, LANE, GAP = 24, 22, 3
_NAMES, _MARGIN = 176, 10
_LEAST_WIDTH = 3.0
_SECOND = 1000
_KEYS = {
    Qt.Key.Key_Left: -_SECOND,
    Qt.Key.Key_Right: _SECOND,
    Qt.Key.Key_Down: -_SECOND,
    Qt.Key.Key_Up: _SECOND,
}


class Timeline(QSlider):
    """Its value is the time in the video (ms). Drag it, click it, or use the arrows while it has the focus.

    hovered(int, int): the pointer is over this time, at this x; -1, 0 when it leaves.
    """

    hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("time")
        self.setAccessibleName(self.tr("Time in the video"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._story = Story(0)
        self._loop: tuple[int, int] | None = None
        self.show_story(self._story)

    # What is shown.

    def show_story(self, story: Story) -> None:
        """Show these lanes, and let the slider span the video."""
        self._story = story
        if self.maximum() != story.duration_ms:
            self._quietly(lambda: self.setRange(0, story.duration_ms))
            self.setSingleStep(_SECOND)
            self.setPageStep(max(1, story.duration_ms // 20))
        self.setAccessibleDescription(told(story))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def show_time(self, at_ms: int) -> None:
        """The video stands at this time by itself. A slider that is held by a person stays where it is held."""
        if not self.isSliderDown():
            self._quietly(lambda: self.setValue(at_ms))

    def show_loop(self, span: tuple[int, int] | None) -> None:
        """Mark what is played over and over."""
        self._loop = span
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(400, RULER + len(self._story.lanes) * (LANE + GAP) + 4)

    def minimumSizeHint(self) -> QSize:
        """Names, and some room for time."""
        return QSize(260, self.sizeHint().height())

    # Where times are.

    @property
    def span(self) -> QRectF:
        """The part of the widget in which time runs from left to right."""
        left = _NAMES + _MARGIN if self._story.lanes else _MARGIN
        return QRectF(left, 0, max(1.0, self.width() - left - _MARGIN), self.height())

    def x_of(self, at_ms: float) -> float:
        """Where a time is, in pixels from the left."""
        span = self.span
        return span.left() + span.width() * at_ms / max(1, self.maximum())

    def time_at(self, x: float) -> int:
        """Which time is at x."""
        span = self.span
        share = (x - span.left()) / span.width()
        return round(max(0.0, min(share, 1.0)) * self.maximum())

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw ruler, lanes, loop and the time that shows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        for number, lane in enumerate(self._story.lanes):
            self._paint_lane(painter, lane, RULER + number * (LANE + GAP))
        self._paint_hand(painter)
        painter.end()

    def _paint_ruler(self, painter: QPainter) -> None:
        tokens = theme.current()
        groove = QRectF(self.span.left(), RULER / 2 - 3, self.span.width(), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(groove, 3, 3)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), self.x_of(self.value()) - groove.left(), 6), 3, 3)
        painter.setBrush(QColor(tokens.reject))
        for hit in self._story.hits:
            painter.drawRect(self._stretch(hit, RULER / 2 - 3, 6))
        if self._loop is not None:
            left, right = (self.x_of(at) for at in self._loop)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.text), 2))
            painter.drawRect(QRectF(left, RULER / 2 - 7, max(_LEAST_WIDTH, right - left), 14))

    def _paint_lane(self, painter: QPainter, lane: Lane, top: int) -> None:
        tokens = theme.current()
        area = QRectF(self.span.left(), top, self.span.width(), LANE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRect(area)
        for segment in lane.segments:
            self._paint_segment(painter, lane, segment, top)
        if lane.threshold is not None:
            y = round(top + LANE * (1 - lane.threshold / 100)) + 0.5  # on the middle of a row of pixels
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        self._paint_name(painter, lane, top)

    def _paint_segment(self, painter: QPainter, lane: Lane, segment: Segment, top: int) -> None:
        """As high as its peak, and patterned; what rejects has a strong frame and a mark at its peak."""
        high = LANE * segment.peak / 100
        shape = self._stretch(segment, top + LANE - high, high)
        tone = looks.colour(lane.look)
        soft = QColor(tone)
        soft.setAlphaF(0.35 if lane.rejects(segment) else 0.12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRect(shape)
        painter.setBrush(looks.pattern(lane.look))
        painter.setPen(QPen(tone, 1.5 if lane.rejects(segment) else 0.5))
        painter.drawRect(shape)
        if lane.rejects(segment):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(self.x_of(segment.peak_ms), shape.top() + 1), 2.5, 2.5)

    def _paint_name(self, painter: QPainter, lane: Lane, top: int) -> None:
        tokens = theme.current()
        chip = QRectF(_MARGIN, top + LANE / 2 - 6, 12, 12)
        painter.setPen(QPen(looks.colour(lane.look), 1))
        painter.setBrush(looks.pattern(lane.look))
        painter.drawRect(chip)
        number = percent(lane.peak)
        metrics = QFontMetricsF(painter.font())
        room = QRectF(chip.right() + 6, top, _NAMES - 18 - 6, LANE)
        name = metrics.elidedText(
            lane.name, Qt.TextElideMode.ElideRight, room.width() - metrics.horizontalAdvance(number) - 8
        )
        painter.setPen(QColor(tokens.text if lane.over else tokens.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(tokens.reject if lane.over else tokens.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)

    def _paint_hand(self, painter: QPainter) -> None:
        tokens = theme.current()
        x = self.x_of(self.value())
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawLine(QPointF(x, RULER / 2), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(tokens.text if self.hasFocus() else tokens.surface), 2))
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(QPointF(x, RULER / 2), 7, 7)

    def _stretch(self, segment: Segment, top: float, high: float) -> QRectF:
        left, right = self.x_of(segment.start_ms), self.x_of(segment.end_ms)
        return QRectF(left, top, max(_LEAST_WIDTH, right - left), high)

    # Hands.

    def event(self, event: QEvent) -> bool:
        """While it has the focus, the arrows are its own, and do not go to the next asset."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A second back or on; Home, End and pages as any slider does."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.setValue(self.value() + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time that was clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self.time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the hand that holds the slider; tell where the pointer is."""
        x = event.position().x()
        if self.isSliderDown():
            self.setValue(self.time_at(x))
        inside = self.span.left() <= x <= self.span.right()
        self.hovered.emit(self.time_at(x) if inside else -1, round(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go of it."""
        self.setSliderDown(False)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self.hovered.emit(-1, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Wear a new palette."""
        super().changeEvent(event)
        self.update()

    def _quietly(self, change: Callable[[], None]) -> None:
        self.blockSignals(True)
        change()
        self.blockSignals(False)
        self.update()


def _is_own(event: QKeyEvent) -> bool:
    return not event.modifiers() and event.key() in (*_KEYS, Qt.Key.Key_Home, Qt.Key.Key_End)


def told(story: Story) -> str:
    """The lanes in words, for those who hear the timeline."""
    if not story.lanes:
        return tr("Nothing was found in this video at any time.")
    parts = []
    for lane in story.lanes:
        words = tr("{name} up to {peak} %, {count} times") if len(lane.segments) > 1 else tr("{name} up to {peak} %")
        said = words.format(name=lane.name, peak=percent(lane.peak), count=len(lane.segments))
        if lane.threshold is not None:
            over = tr("over its threshold of {} %") if lane.over else tr("not over its threshold of {} %")
            said += ", " + over.format(f"{lane.threshold:g}")
        parts.append(said)
    if story.hidden:
        parts.append(tr("{} weaker categories are not shown").format(story.hidden))
    return "; ".join(parts) + "."
