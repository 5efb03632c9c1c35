"""Shows the moderation runs, newest first, and what the chosen one could not moderate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTableView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import RunState, RunView, TaskFault
from rekreview.ui import icons, messages, naming
from rekreview.ui.runs.faults_model import WHY, FaultsModel
from rekreview.ui.runs.ledger import LedgerTable
from rekreview.ui.runs.left_over import LeftOverBar, Leftovers
from rekreview.ui.runs.video_jobs_table import VideoJobsTable
from rekreview.ui.runs.words import is_resumable, state_word, told
from rekreview.ui.tree_rows import explain
from rekreview.ui.video_jobs import cleared_told

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.pipeline.bucket_clearing import Cleared

_RUN = int(Qt.ItemDataRole.UserRole)


class RunsScreen(QWidget):
    """Past and present runs.

    retry_wanted(run id). resume_wanted(run id). removal_wanted(bool): of what jobs left in buckets, with True also what
    was kept there by choice.
    """

    retry_wanted = Signal(int)
    resume_wanted = Signal(int)
    removal_wanted = Signal(bool)

    def __init__(self, *, dispatcher: Dispatcher, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs-screen")
        self._dispatcher = dispatcher
        self._library = library
        self._runs: dict[int, RunView] = {}
        self._working = False
        self._list = self._runs_list()
        self._faults = FaultsModel()
        self._told = QLabel(self)
        self._told.setObjectName("run-told")
        self._told.setWordWrap(True)
        self._resume = QPushButton(icons.icon("play"), self.tr("Resume this run"), self)
        self._retry = QPushButton(icons.icon("rotate-ccw"), self.tr("Retry failed"), self)
        self._copy = QPushButton(icons.icon("copy"), self.tr("Copy list"), self)
        self._table = self._faults_table()
        self._ledger = LedgerTable(self)
        self._jobs = VideoJobsTable(self)
        self.left_over = LeftOverBar(self)
        self.left_over.removal_wanted.connect(self.removal_wanted)
        self._connect()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._nothing_yet())
        self._pages.addWidget(self._whole())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the runs again: answers that came after a Cancel are noted without a word to anybody."""
        super().showEvent(event)
        self.left_over.tell("")
        self.refresh()

    def refresh(self) -> None:
        """Read the runs again."""
        queries = self._library.queries
        self._dispatcher.newest("runs", lambda: list(queries.runs()), self._show)
        self._dispatcher.newest("ledger", queries.months, self._ledger.show_months)
        self._dispatcher.newest("left-over", lambda: _left_over(self._library), self._show_left)

    def set_working(self, working: bool) -> None:
        """While a run is under way, no other can be started."""
        self._working = working
        self._show_buttons()

    def tell_cleared(self, cleared: Cleared) -> None:
        """Say what was removed from the buckets and what was not, and look again."""
        keys = {(job.bucket, job.key) for job in cleared.removed}
        self.left_over.tell(cleared_told(len(keys), (why for _, why in cleared.left)))
        self.refresh()

    def tell_not_cleared(self, error: Exception) -> None:
        """Say why nothing could be removed."""
        self.left_over.tell(messages.of(error).whole)

    @property
    def chosen(self) -> RunView | None:
        """The run that is chosen."""
        row = self._list.currentItem()
        return self._runs.get(row.data(0, _RUN)) if row is not None else None

    def _show(self, runs: list[RunView]) -> None:
        kept = self.chosen
        self._runs = {run.id: run for run in runs}
        self._list.blockSignals(True)
        self._list.clear()
        for run in sorted(runs, key=lambda run: run.id, reverse=True):
            row = QTreeWidgetItem(self._list, self._cells(run))
            row.setData(0, _RUN, run.id)
            explain(row, self._meanings)
            if (kept is None and self._list.topLevelItemCount() == 1) or (kept is not None and run.id == kept.id):
                self._list.setCurrentItem(row)
        self._list.blockSignals(False)
        self._pages.setCurrentIndex(1 if runs else 0)
        self._show_chosen()

    def _cells(self, run: RunView) -> list[str]:
        return [
            naming.moment(run.created),
            naming.engine(run.engine),
            state_word(run.state),
            naming.number(run.done),
            naming.number(run.failed),
            naming.number(run.queued + run.active),
            naming.usd(run.cost_usd) if run.engine.paid else "",
        ]

    def _show_chosen(self) -> None:
        run = self.chosen
        self._told.setText(told(run) if run else "")
        self._show_buttons()
        if run is not None:
            queries = self._library.queries
            self._dispatcher.newest("faults", lambda: list(queries.faults(run.id)), self._show_faults)
            self._dispatcher.newest("video-jobs", lambda: queries.video_job_views(run.id), self._jobs.show_jobs)

    def _show_left(self, left: Leftovers) -> None:
        self.left_over.show_left(left, writable=not self._library.read_only)

    def _show_faults(self, faults: list[TaskFault]) -> None:
        self._faults.show(faults)
        self._table.setVisible(bool(faults))
        self._copy.setVisible(bool(faults))

    def _show_buttons(self) -> None:
        run = self.chosen
        writable = not self._library.read_only and not self._working
        self._resume.setVisible(run is not None and is_resumable(run))
        self._resume.setEnabled(writable)
        self._retry.setVisible(run is not None and run.failed > 0)
        self._retry.setEnabled(writable and run is not None and run.state is not RunState.RUNNING)

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self._resume.clicked.connect(self._ask_resume)
        self._retry.clicked.connect(self._ask_retry)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._faults.as_text()))

    def _ask_resume(self) -> None:
        if self.chosen is not None:
            self.resume_wanted.emit(self.chosen.id)

    def _ask_retry(self) -> None:
        if self.chosen is not None:
            self.retry_wanted.emit(self.chosen.id)

    def _runs_list(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("runs")
        rows.setAccessibleName(self.tr("Runs"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setHeaderLabels(
            [
                self.tr("Started"),
                self.tr("Engine"),
                self.tr("State"),
                self.tr("Moderated"),
                self.tr("Not moderated"),
                self.tr("Left"),
                self.tr("Cost"),
            ]
        )
        self._meanings = {
            3: self.tr("How many assets got an answer in this run"),
            4: self.tr("How many could not be checked; they are not counted as approved"),
            5: self.tr("How many wait still"),
            6: self.tr("What the run cost, at the price set when each call was made"),
        }
        explain(rows.headerItem(), self._meanings)
        rows.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.header().setMinimumSectionSize(70)
        rows.setAllColumnsShowFocus(True)
        return rows

    def _faults_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("faults")
        table.setAccessibleName(self.tr("Not moderated in this run"))
        table.setModel(self._faults)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        table.setShowGrid(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.horizontalHeader().setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setColumnWidth(0, 220)
        table.setColumnWidth(2, 220)
        table.setTabKeyNavigation(False)
        return table

    def _nothing_yet(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addStretch(1)
        for text, tone in (
            (self.tr("No moderation run yet"), "heading"),
            (
                self.tr("Import something, then press Moderate. Each run is listed here with what it could not do."),
                "muted",
            ),
        ):
            label = QLabel(text, page)
            label.setProperty("tone", tone)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        return page

    def _whole(self) -> QWidget:
        chosen = QWidget(self)
        below = QVBoxLayout(chosen)
        below.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        head.addWidget(self._told, 1)
        for button in (self._resume, self._retry, self._copy):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        below.addLayout(head)
        below.addWidget(self._table, 1)
        below.addWidget(self._jobs, 1)
        below.addStretch(0)
        self.halves = halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setObjectName("runs-splitter")
        halves.addWidget(self._list)
        halves.addWidget(chosen)
        halves.addWidget(self._ledger)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        halves.setSizes([200, 320, 160])
        halves.setChildrenCollapsible(False)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.left_over)
        column.addWidget(halves, 1)
        return page


def _left_over(library: Library) -> Leftovers:
    """What lies in buckets and is needed no more. Blocks."""
    from rekreview.pipeline.bucket_clearing import needless

    found = needless(library, kept=True)
    return Leftovers([job for job in found if not job.kept], [job for job in found if job.kept])
