"""A report on paper: the same words, plots and tables on pages of A4, as a PDF."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from rekreview.ui.reports.page import Imprint, imprint_told
from rekreview.ui.reports.painting import paint
from rekreview.ui.reports.parts import Cell, Headline, Report, Section
from rekreview.ui.reports.words import tr, wish_told
from rekreview.ui.theme.tokens import LIGHT

_UNITS = 96  # a unit is a screen's pixel at 100 %, as in the figures
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_ROW = 20.0
_FOOT = 26.0


def pdf(report: Report, imprint: Imprint) -> bytes:
    """The whole report as the bytes of a PDF."""
    steps = pages(report, imprint)
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return bytes(end.value)


def pages(report: Report, imprint: Imprint) -> Generator[None, None, bytes]:
    """The same, a part of the report at a time: it is painted on the GUI thread, and a part takes it a few ms."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer)
    paper = _Paper(writer)
    try:
        paper.begin(report, imprint)
        for section in report.sections:
            yield
            paper.section(section)
    finally:
        paper.end()
        buffer.close()
    return bytes(content.data())


def _writer(buffer: QBuffer) -> QPdfWriter:
    """What writes pages of A4."""
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("Review report"))
    writer.setCreator("rekreview")
    margins, size = QMarginsF(16, 16, 16, 14), QPageSize(QPageSize.PageSizeId.A4)
    upright, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, upright, margins, unit))
    return writer


class _Paper:
    """Lays blocks one below the other, and turns to a new page where one does not fit."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._painter = QPainter(writer)
        scale = writer.resolution() / _UNITS
        self._painter.scale(scale, scale)
        area = writer.pageLayout().paintRectPixels(writer.resolution())
        self._width, self._height = area.width() / scale, area.height() / scale
        self._y = 0.0
        self._page = 1
        self._foot = ""

    def begin(self, report: Report, imprint: Imprint) -> None:
        """The head of the first page."""
        self._foot = imprint_told(imprint)
        self._text(tr("Review report"), _font(24, bold=True))
        self._text(wish_told(report.figures.wish), _font(12), LIGHT.muted)
        self._y += 10
        self._headlines(report.headlines)

    def section(self, one: Section) -> None:
        """One part: its words, and its plot and table, or why there are none."""
        figure = one.draw(self._width) if one.draw else None
        self._leave_room(70 + (figure.height if figure else 30) + (3 * _ROW if one.rows else 0))
        self._y += 16
        self._text(one.title, _font(16, bold=True))
        self._text(one.about, _font(12), LIGHT.muted)
        if figure is None:
            self._text(one.empty, _font(12))
            return
        self._painter.save()
        self._painter.translate(0, self._y + 6)
        paint(self._painter, figure, LIGHT, _font(12))
        self._painter.restore()
        self._y += figure.height + 12
        self._table(one)

    def end(self) -> None:
        """The foot of the last page."""
        self._number()
        self._painter.end()

    def _headlines(self, headlines: Sequence[Headline]) -> None:
        wide = (self._width - 10 * (len(headlines) - 1)) / max(1, len(headlines))
        for at, one in enumerate(headlines):
            x = at * (wide + 10)
            self._painter.setPen(QPen(QColor(LIGHT.line), 1))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(QRectF(x, self._y, wide, 74), 6, 6)
            for text, size, down, ink in (
                (one.title, 12, 8, LIGHT.text),
                (one.value, 20, 24, LIGHT.text),
                (one.note, 11, 52, LIGHT.muted),
            ):
                self._painter.setFont(_font(size, bold=size > 12))
                self._painter.setPen(QColor(ink))
                self._painter.drawText(QRectF(x + 10, self._y + down, wide - 14, 30), 0, text)
        self._y += 84

    def _table(self, one: Section) -> None:
        wide = _widths([one.headers, *([cell.text for cell in row] for row in one.rows)], self._width)
        self._titles(one, wide)
        for row in one.rows:
            if self._y + _ROW > self._height - _FOOT:
                self._turn()
                self._titles(one, wide)
            self._row(row, wide, LIGHT.text)

    def _titles(self, one: Section, wide: Sequence[float]) -> None:
        titles = [Cell(title, number=cell.number) for title, cell in zip(one.headers, one.rows[0], strict=True)]
        self._row(titles, wide, LIGHT.muted)

    def _row(self, cells: Sequence[Cell], wide: Sequence[float], ink: str) -> None:
        font = _font(10.5)
        metrics = QFontMetricsF(font, self._writer)
        self._painter.setFont(font)
        x = 0.0
        for cell, width in zip(cells, wide, strict=True):
            self._painter.setPen(QColor(ink))
            side = Qt.AlignmentFlag.AlignRight if cell.number else Qt.AlignmentFlag.AlignLeft
            text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, width - 10)
            self._painter.drawText(QRectF(x, self._y, width - 8, _ROW), side | Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        self._y += _ROW
        self._painter.setPen(QPen(QColor(LIGHT.line), 0.6))
        self._painter.drawLine(0, round(self._y), round(self._width), round(self._y))

    def _text(self, text: str, font: QFont, ink: str = LIGHT.text) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(ink))
        room = QRectF(0, self._y, self._width, self._height)
        taken = self._painter.boundingRect(room, _WRAPPED, text)
        self._painter.drawText(room, _WRAPPED, text)
        self._y += taken.height() + 4

    def _leave_room(self, high: float) -> None:
        if self._y and self._y + high > self._height - _FOOT:
            self._turn()

    def _turn(self) -> None:
        self._number()
        self._writer.newPage()
        self._page += 1
        self._y = 0.0

    def _number(self) -> None:
        self._painter.setFont(_font(10))
        self._painter.setPen(QColor(LIGHT.muted))
        foot = QRectF(0, self._height - 16, self._width, 16)
        self._painter.drawText(foot, Qt.AlignmentFlag.AlignRight, str(self._page))
        self._painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, self._foot)


def _font(pixels: float, *, bold: bool = False) -> QFont:
    """A font whose size is in units of the page."""
    font = QFont("Inter")
    font.setPixelSize(round(pixels))
    font.setBold(bold)
    return font


def _widths(rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Columns as wide as what is in them, shared out so that they fill the page."""
    needed = [max(len(text) for text in column) + 3.0 for column in zip(*rows, strict=True)]
    needed = [min(one, 44.0) for one in needed]
    return [room * one / sum(needed) for one in needed]
