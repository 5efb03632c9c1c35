"""The Reports screen: a report, the blind second looks, and the history of what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from rekreview.domain.changes import ChangeSet
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.opinion_values import OpinionSample
from rekreview.ui.reports.disputes_panel import DisputesPanel
from rekreview.ui.reports.exporting import ReportExporting
from rekreview.ui.reports.history_panel import HistoryPanel
from rekreview.ui.reports.parts import Report
from rekreview.ui.reports.report_view import ReportView
from rekreview.ui.reports.samples_panel import SamplesPanel, SecondDraw
from rekreview.ui.reports.sections import report
from rekreview.ui.reports.top_bar import TopBar

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.ui.preferences import Preferences


class ReportsScreen(QWidget):
    """told: a sentence for the status line. failed: something could not be done (an exception).

    list_asked(QueueFilter): a list to be shown on the desk.
    """

    told = Signal(str)
    failed = Signal(object)
    list_asked = Signal(object)

    def __init__(
        self,
        *,
        library: Library,
        dispatcher: Dispatcher,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reports-screen")
        self._library = library
        self._dispatcher = dispatcher
        self._preferences = preferences
        self._reviewer: Callable[[], str] = lambda: preferences.settings.reviewer
        self._outdated = True
        self.bar = TopBar(self)
        self.report = ReportView(self)
        self.samples = SamplesPanel(self._reviewer, writable=not library.read_only, parent=self)
        self.disputes = DisputesPanel(self)
        self.history = HistoryPanel(library=library, dispatcher=dispatcher, parent=self)
        self.exporting = ReportExporting(dispatcher=dispatcher, preferences=preferences, library=library, window=self)
        self.tabs = self._tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Count again what changed while nobody looked."""
        super().showEvent(event)
        if self._outdated:
            self.refresh()

    def heed(self, change: ChangeSet) -> None:
        """The library changed: count again when somebody looks."""
        if not (change.history or change.everything):
            return
        self._outdated = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self._outdated = False
        quality = self._library.queries.quality
        self._ask()
        self._dispatcher.newest("report-reviewers", quality.reviewers, self._show_reviewers)
        self._dispatcher.newest("second-samples", quality.samples, self.samples.show_samples)
        self._dispatcher.newest("disputes", quality.disputes, self.disputes.show_disputes)
        self.history.refresh()

    @property
    def shown(self) -> Report | None:
        """The report that shows."""
        return self.exporting.report

    def _ask(self) -> None:
        wish, quality = self.bar.wish, self._library.queries.quality
        self._dispatcher.newest("report", lambda: report(quality.figures(wish)), self._show_report)

    def _show_report(self, told: Report) -> None:
        self.exporting.report = told
        self.report.show_report(told)

    def _show_reviewers(self, names: list[str]) -> None:
        self.bar.show_reviewers(names)
        self.samples.show_reviewers(names)
        self.history.show_reviewers(names)

    def _connect(self) -> None:
        self.bar.wanted.connect(lambda _wish: self._ask() if self.isVisible() else None)
        self.bar.export_wanted.connect(self.exporting.ask)
        for part in (self.exporting, self.history):
            part.told.connect(self.told)
            part.failed.connect(self.failed)
        self.samples.draw_asked.connect(self._draw)
        for panel in (self.samples, self.disputes):
            panel.list_asked.connect(self.list_asked)

    def _draw(self, wanted: SecondDraw) -> None:
        command = partial(
            self._library.commands.draw_second_look,
            wanted.size,
            seed=wanted.seed,
            whose=wanted.whose,
            reviewer=self._reviewer(),
        )
        self._dispatcher.write(command, self._drawn, self._fail_to_draw)

    def _fail_to_draw(self, error: Exception) -> None:
        self.samples.ready()
        self.failed.emit(error)

    def _drawn(self, sample: OpinionSample) -> None:
        self.samples.ready()
        self.told.emit(self.tr("Drawn: a blind second look at {} decisions.").format(len(sample.asset_ids)))
        quality = self._library.queries.quality
        self._dispatcher.newest("second-samples", quality.samples, self.samples.show_samples)

    def _tabs(self) -> QTabWidget:
        tabs = QTabWidget(self)
        tabs.setObjectName("report-tabs")
        tabs.setDocumentMode(True)
        first = QWidget(tabs)
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.report, 1)
        second = QWidget(tabs)
        beside = QHBoxLayout(second)
        beside.setContentsMargins(16, 14, 16, 14)
        beside.setSpacing(14)
        self.samples.setMaximumWidth(380)
        beside.addWidget(self.samples, 2)
        beside.addWidget(self.disputes, 3)
        tabs.addTab(first, self.tr("Report"))
        tabs.addTab(second, self.tr("Second looks"))
        tabs.addTab(self.history, self.tr("History"))
        return tabs
