"""The category tree: one row per category of a taxonomy, with a search and a filter, under one header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QVBoxLayout, QWidget

from rekreview.domain.assets import MediaKind
from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.domain.thresholds import Threshold
from rekreview.domain.trial import CategoryEffect
from rekreview.ui import theme
from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.policy.accuracy_words import unknown_ground
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.column_words import TITLES, column_at, hint, title
from rekreview.ui.policy.geometry import HEADER_HEIGHT, ROW_HEIGHT, Span, columns
from rekreview.ui.policy.knowledge import Knowledge
from rekreview.ui.policy.standing import Standing, settable, shown

NO_EFFECT: Final = CategoryEffect(0, 0, 0, 0)
SIDES: Final = {
    "ignore": Qt.AlignmentFlag.AlignHCenter,
    **dict.fromkeys(("number", "count", "flips", "alone"), Qt.AlignmentFlag.AlignRight),
}


class CategoryTree(QWidget):
    """All categories of one taxonomy. Rows are made once and kept; filtering only moves them.

    covered: for each taxonomy version, the categories the on-device engine can name.

    `chosen` carries a slug and a threshold, `ignored` a slug and on or off, `reset` a slug that shall inherit again.
    pointed(CategoryRow): the pointer is on another row.
    """

    chosen = Signal(str, object)
    ignored = Signal(str, bool)
    reset = Signal(str)
    pointed = Signal(object)

    def __init__(self, covered: Mapping[str, frozenset[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._covered = covered
        self._pages: dict[str, list[CategoryRow]] = {}
        self._taxonomy: Taxonomy | None = None
        # What was told of the engines last, and at which threshold of each row: a drag moves few of them.
        self._told: Knowledge | None = None
        self._told_of: tuple[MediaKind, float] | None = None
        self._told_at: dict[str, Threshold] = {}
        self._search = ""
        self._only: frozenset[str] | None = None
        self._header = _Header(self)
        self._ground = _Ground()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setWidget(self._ground)
        self._scroll.setAccessibleName("Categories")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows have the keyboard; nothing would show it here
        FocusInSight(self._scroll)
        self._ground.resized.connect(self._header.align)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._scroll)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Show the categories of this version; its rows are made the first time they are needed."""
        if taxonomy is self._taxonomy:
            return
        for row in self.rows():
            row.hide()
        self._taxonomy = taxonomy
        self._told_at.clear()
        if taxonomy.version not in self._pages:
            covered = self._covered.get(taxonomy.version, frozenset())
            self._pages[taxonomy.version] = [self._make(each, each.slug in covered) for each in settable(taxonomy)]
        self._arrange()

    def rows(self) -> Sequence[CategoryRow]:
        """The rows of the taxonomy that is shown, also those a filter hides."""
        return self._pages.get(self._taxonomy.version, []) if self._taxonomy else []

    def row(self, slug: str) -> CategoryRow:
        """The row of one category. Raises LookupError if the taxonomy shown has none."""
        found = [row for row in self.rows() if row.category.slug == slug]
        if not found:
            raise LookupError(f"No category {slug!r} is shown.")
        return found[0]

    def show_standings(self, standings: Mapping[str, Standing]) -> None:
        """Show how every category stands in the policy being edited."""
        for row in self.rows():
            row.show_standing(standings[row.category.slug])

    def show_confidences(self, histograms: Mapping[str, Sequence[int]]) -> None:
        """Show the library's confidences; all rows share one scale, so that a big category looks big."""
        tallest = max((max(bins) for bins in histograms.values()), default=1)
        for row in self.rows():
            row.show_confidences(histograms.get(row.category.slug, ()), tallest)

    def show_effects(self, categories: Mapping[str, CategoryEffect]) -> None:
        """Show what each category does to the library; one that is missing has no labels and does nothing."""
        for row in self.rows():
            row.show_effect(categories.get(row.category.slug, NO_EFFECT))

    def show_knowledge(self, knowledge: Knowledge, kind: MediaKind, price_usd: float) -> None:
        """Show how often engines are right at each threshold, and where it lies on unknown ground.

        price_usd: of one call of a paid engine.
        """
        floors = knowledge.floors_of(kind)
        highest = max((one.floor for one in floors), default=0.0)
        if knowledge is not self._told or (kind, price_usd) != self._told_of:
            self._told, self._told_of = knowledge, (kind, price_usd)
            self._told_at.clear()
        for row in self.rows():
            slug, threshold = row.category.slug, row.standing.effective
            if self._told_at.get(slug) == threshold:
                continue
            self._told_at[slug] = threshold
            row.show_accuracies(knowledge.accuracies(kind, slug, threshold))
            row.show_unknown_ground(highest, tuple(unknown_ground(floors, threshold, price_usd)))

    def filter(self, search: str, only: frozenset[str] | None) -> None:
        """Show the categories whose name holds `search`, of those in `only` (None: all), and what they stand under."""
        if (search, only) != (self._search, self._only):
            self._search, self._only = search, only
            self._arrange()

    def _make(self, category: Category, covered: bool) -> CategoryRow:
        row = CategoryRow(category, covered, self._ground)
        row.chosen.connect(lambda threshold: self.chosen.emit(category.slug, threshold))
        row.ignored.connect(lambda on: self.ignored.emit(category.slug, on))
        row.reset.connect(lambda: self.reset.emit(category.slug))
        row.pointed.connect(lambda: self.pointed.emit(row))
        return row

    def _arrange(self) -> None:
        if self._taxonomy is None:
            return
        wanted = shown(self._taxonomy, self._search, self._only)
        for row in self.rows():
            row.setVisible(row.category.slug in wanted)
        self._ground.hold([row for row in self.rows() if row.category.slug in wanted])


class _Ground(QWidget):
    """What the rows lie on, at arithmetic places: no layout to run through for fifty rows of four controls."""

    resized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[CategoryRow] = []

    def hold(self, rows: list[CategoryRow]) -> None:
        """Lay these rows below each other; every other row is hidden."""
        self._rows = rows
        self.setMinimumHeight(ROW_HEIGHT * max(1, len(rows)))
        self._place()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as all its rows."""
        return QSize(720, ROW_HEIGHT * max(1, len(self._rows)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rows as wide as the ground."""
        self._place()
        self.resized.emit(event.size().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so when nothing is left."""
        if not self._rows:
            painter = QPainter(self)
            painter.setClipRect(event.rect())
            painter.setPen(QColor(theme.current().muted))
            painter.drawText(
                self.rect().adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignCenter, self.tr("No category matches")
            )
            painter.end()

    def _place(self) -> None:
        for position, row in enumerate(self._rows):
            row.setGeometry(0, position * ROW_HEIGHT, self.width(), ROW_HEIGHT)


class _Header(QWidget):
    """The names of the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self._width = 0

    def align(self, width: int) -> None:
        """Line up with rows that are `width` pixels wide."""
        self._width = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the names over their columns."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setPen(QColor(theme.current().muted))
        place = columns(self._width or self.width())
        for column in TITLES:
            span = getattr(place, column)
            if span is not None:
                self._write(painter, span, title(column), SIDES.get(column, Qt.AlignmentFlag.AlignLeft))
        painter.setPen(QColor(theme.current().line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say what a column tells."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            column = column_at(columns(self._width or self.width()), event.pos().x())
            QToolTip.showText(event.globalPos(), hint(column) if column else "", self)
            return True
        return super().event(event)

    def _write(
        self, painter: QPainter, place: Span, words: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        """Where there is no room for all words of a title the first one says enough."""
        fits = painter.fontMetrics().horizontalAdvance(words) <= place.width
        text = words if fits else words.split()[0]
        painter.drawText(QRect(place.left, 0, place.width, self.height()), side | Qt.AlignmentFlag.AlignVCenter, text)
