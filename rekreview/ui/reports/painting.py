"""Paints figures with the colours of a look, and with patterns where areas have to be told apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from rekreview.ui.reports.figure import Box, Dot, Figure, Ink, Line, Side, Words
from rekreview.ui.theme.tokens import Tokens


def colour(ink: Ink, tokens: Tokens) -> str:
    """What an ink looks like."""
    return {
        Ink.APPROVED: tokens.approve,
        Ink.REJECTED: tokens.reject,
        Ink.CONFIRMED: tokens.accent,
        Ink.OVERTURNED: tokens.caution,
        Ink.POINT: tokens.accent,
        Ink.FEW: tokens.outline,
        Ink.GRID: tokens.line,
        Ink.TEXT: tokens.text,
        Ink.MUTED: tokens.muted,
    }[ink]


HATCHED = {Ink.REJECTED: Qt.BrushStyle.BDiagPattern, Ink.OVERTURNED: Qt.BrushStyle.DiagCrossPattern}
"""Areas that are hatched; the others are full."""


def paint(painter: QPainter, figure: Figure, tokens: Tokens, font: QFont) -> None:
    """Paint a figure at the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    metrics = QFontMetricsF(font, painter.device()) if painter.device() else QFontMetricsF(font)
    for shape in figure.shapes:
        ink = QColor(colour(shape.ink, tokens))
        if isinstance(shape, Box):
            _box(painter, shape, ink, QColor(tokens.surface))
        elif isinstance(shape, Line):
            painter.setPen(QPen(ink, shape.thickness))
            painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
        elif isinstance(shape, Dot):
            painter.setPen(QPen(ink, 2))
            painter.setBrush(QColor(tokens.surface) if shape.open else ink)
            painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
        else:
            painter.setPen(ink)
            painter.drawText(QPointF(_start(shape, metrics), shape.y), shape.text)


def _box(painter: QPainter, box: Box, ink: QColor, ground: QColor) -> None:
    area = QRectF(box.x, box.y, box.width, box.height)
    painter.setPen(Qt.PenStyle.NoPen)
    hatch = HATCHED.get(box.ink)
    painter.fillRect(area, ground if hatch else ink)
    if hatch:
        painter.fillRect(area, QBrush(ink, hatch))
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.7, 0.7, -0.7, -0.7) if min(box.width, box.height) > 2 else area)


def _start(words: Words, metrics: QFontMetricsF) -> float:
    wide = metrics.horizontalAdvance(words.text)
    return words.x - {Side.START: 0.0, Side.MIDDLE: wide / 2, Side.END: wide}[words.side]
