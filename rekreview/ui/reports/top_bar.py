"""What a report is to be about: days, reviewer, engine; and where it is to be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rekreview.domain.assets import EngineName
from rekreview.domain.reviewing import ReportWish
from rekreview.ui import naming
from rekreview.ui.number_fields import DayField

_SPANS = (7, 30, 90, 365)
_ALL, _CHOSEN = 0, -1
_FIRST_SPAN = 30


class TopBar(QFrame):
    """wanted(ReportWish): something else is to be told. export_wanted(str): "html" or "pdf".

    today: asked anew each time, since a window stays open over midnight.
    """

    wanted = Signal(object)
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setProperty("tone", "head")
        self._today = today
        self._quiet = False
        self.span = QComboBox(self)
        self.since, self.until = DayField(self), DayField(self)
        self.reviewer, self.engine = QComboBox(self), QComboBox(self)
        self.html = QPushButton(self.tr("Export HTML…"), self)
        self.pdf = QPushButton(self.tr("Export PDF…"), self)
        self._set_up()
        self._lay_out()
        self._take_span()

    @property
    def wish(self) -> ReportWish:
        """What is chosen."""
        self._follow_today()
        everything = self.span.currentData() == _ALL
        engine = self.engine.currentData()  # Qt gives a word of ours back as plain text
        return ReportWish(
            since=None if everything else _day(self.since),
            until=None if everything else _day(self.until),
            reviewer=self.reviewer.currentData() or "",
            engine=EngineName(engine) if engine else None,
        )

    def show_reviewers(self, names: Sequence[str]) -> None:
        """Offer these reviewers; the chosen one stays."""
        chosen = self.reviewer.currentData()
        self._quiet = True
        self.reviewer.clear()
        self.reviewer.addItem(self.tr("All reviewers"), "")
        for name in names:
            self.reviewer.addItem(name, name)
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(chosen)))
        self._quiet = False
        if self.reviewer.currentData() != (chosen or ""):
            self._ask()

    def _set_up(self) -> None:
        for days in _SPANS:
            text = self.tr("Last 12 months") if days == 365 else self.tr("Last {days} days").format(days=days)
            self.span.addItem(text, days)
        self.span.addItem(self.tr("All days"), _ALL)
        self.span.addItem(self.tr("From – to"), _CHOSEN)
        self.span.setCurrentIndex(_SPANS.index(_FIRST_SPAN))
        self.span.setAccessibleName(self.tr("Days of the report"))
        self.span.setToolTip(self.tr("Which days the report is about; decisions count on the day they were made"))
        self.span.currentIndexChanged.connect(self._take_span)
        for edit, name in ((self.since, self.tr("First day")), (self.until, self.tr("Last day"))):
            edit.setAccessibleName(name)
            edit.setToolTip(name)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setCalendarPopup(True)
            edit.dateChanged.connect(self._choose_days)
        self.reviewer.setAccessibleName(self.tr("Reviewer of the report"))
        self.reviewer.setToolTip(self.tr("Whose decisions; second opinions count where either of the two is chosen"))
        self.reviewer.addItem(self.tr("All reviewers"), "")
        self.reviewer.currentIndexChanged.connect(self._ask)
        self.engine.addItem(self.tr("All engines"), None)
        for name in EngineName:
            self.engine.addItem(naming.engine(name), name)
        self.engine.setAccessibleName(self.tr("Engine of the report"))
        self.engine.setToolTip(self.tr("Only decisions on what this engine's labels decided"))
        self.engine.currentIndexChanged.connect(self._ask)
        self.html.setToolTip(self.tr("Write the report as one page of HTML, to be read in any browser or printed"))
        self.pdf.setToolTip(self.tr("Write the report as a PDF"))
        self.html.clicked.connect(lambda: self.export_wanted.emit("html"))
        self.pdf.clicked.connect(lambda: self.export_wanted.emit("pdf"))

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 12, 6)
        line.setSpacing(8)
        self._dash = QLabel("–", self)
        for part in (self.span, self.since, self._dash, self.until, self.reviewer, self.engine):
            line.addWidget(part)
        for box in (self.reviewer, self.engine):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(11)
        line.addStretch(1)
        for button in (self.html, self.pdf):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            line.addWidget(button)

    def _take_span(self) -> None:
        days = self.span.currentData()
        for part in (self.since, self._dash, self.until):
            part.setVisible(days == _CHOSEN)
        self._ask()

    def _follow_today(self) -> None:
        """The last so many days end today, whenever that is."""
        days = self.span.currentData()
        if days > 0:
            today, was_quiet = self._today(), self._quiet
            self._quiet = True
            self.since.setDate(_qdate(today - timedelta(days=days - 1)))
            self.until.setDate(_qdate(today))
            self._quiet = was_quiet

    def _choose_days(self) -> None:
        """The last day is never before the first one."""
        if self._quiet:
            return
        self._quiet = True
        if self.until.date() < self.since.date():
            other = self.since if self.sender() is self.until else self.until
            other.setDate(self.until.date() if other is self.since else self.since.date())
        self._quiet = False
        self._ask()

    def _ask(self) -> None:
        if not self._quiet:
            self.wanted.emit(self.wish)


def _day(edit: DayField) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
