"""The paid jobs of a run on whole videos: how far each has come, and what of it lies in a bucket."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from rekreview.library.values import VideoJobView
from rekreview.ui import naming
from rekreview.ui.as_written import in_tip
from rekreview.ui.tree_rows import explain
from rekreview.ui.video_jobs import cost_word, left_word, minutes_begun, state_word


class VideoJobsTable(QWidget):
    """One row a job, in the order they were begun; not there where a run has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Videos checked whole"), self)
        title.setProperty("tone", "section")
        self._rows = self._table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(title)
        column.addWidget(self._rows, 1)
        self.hide()

    def show_jobs(self, jobs: Sequence[VideoJobView]) -> None:
        """Show these jobs instead."""
        self._rows.clear()
        for view in jobs:
            row = QTreeWidgetItem(self._rows, _cells(view))
            for cell in (0, 1):
                row.setToolTip(cell, in_tip(row.text(cell)))
            explain(row, self._meanings)
        self.setVisible(bool(jobs))

    def _table(self) -> QTreeWidget:
        rows = QTreeWidget(self)
        rows.setObjectName("video-jobs")
        rows.setAccessibleName(self.tr("Videos checked whole in this run"))
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setAllColumnsShowFocus(True)
        rows.setMinimumHeight(96)
        rows.setHeaderLabels(
            [
                self.tr("Video"),
                self.tr("Job"),
                self.tr("Minutes"),
                self.tr("Cost"),
                self.tr("Since"),
                self.tr("Ended"),
                self.tr("In the bucket"),
            ]
        )
        self._meanings = {
            2: self.tr("Minutes of the video that are paid for; one that was begun counts whole"),
            3: self.tr("What the job costs, or may cost, at the price set when it was begun"),
            4: self.tr("When the video was begun with"),
            5: self.tr("When the job came to its end"),
        }
        explain(rows.headerItem(), self._meanings)
        rows.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for wide in (0, 1):
            rows.header().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        return rows


def _cells(view: VideoJobView) -> list[str]:
    state = state_word(view.job.state)
    return [
        view.name,
        f"{state}: {view.job.message}" if view.job.message else state,
        naming.number(minutes_begun(view.duration_ms)) if view.duration_ms else "",
        cost_word(view),
        naming.moment(view.begun),
        naming.moment(view.ended) if view.ended else "",
        left_word(view.job),
    ]
