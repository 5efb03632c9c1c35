"""The bar at the bottom that tells how far a step on very many assets has come, and lets a person stop it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.progress import Progress
from rekreview.jobs.job import Job
from rekreview.ui import icons, naming
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.panels.run_bar import STEPS


class StepBar(QFrame):
    """Approving, rejecting, undoing … so many assets: how many of them, the time left, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.setObjectName("step-bar")
        self.title = QLabel(self)
        self.title.setObjectName("step-title")
        self.figures = ElidedLabel(self)
        self.figures.setObjectName("step-figures")
        self.figures.setToolTip(self.tr("Assets gone through, and how long the others take at this pace"))
        self.bar = QProgressBar(self)
        self.bar.setObjectName("step-progress")
        self.bar.setAccessibleName(self.tr("Batch progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setRange(0, STEPS)
        self.cancel = QPushButton(icons.icon("x"), self.tr("Cancel"), self)
        self.cancel.setObjectName("step-cancel")
        self.cancel.setAccessibleName(self.tr("Cancel the batch"))
        self.cancel.setToolTip(self.tr("Stop after the assets at hand. What is done by then stays."))
        self.cancel.clicked.connect(self._stop)
        self._lay_out()
        self.hide()

    def follow(self, job: Job, title: str) -> None:
        """Show this job until it ends."""
        self._job = job
        self.title.setText(title)
        self.cancel.setEnabled(True)
        job.progressed.connect(self._show)
        job.ended.connect(self._leave)
        self._show(job.progress)
        self.show()

    def _show(self, progress: Progress) -> None:
        self.figures.setText(figures(progress))
        self.bar.setValue(round(STEPS * progress.done / progress.total) if progress.total else 0)

    def _leave(self) -> None:
        """Another one may have begun by the time that the end of this one is told."""
        if self._job is not None and not self._job.running:
            self.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self.title.setText(self.tr("Stopping…"))
            self._job.cancel()

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(self.title)
        words.addWidget(self.figures, 1)
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addLayout(words)
        told.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(16)
        row.addLayout(told, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)


def figures(progress: Progress) -> str:
    """How far it has come: "120,000 of 1,000,000 · 8 s left"."""
    if progress.total is None:
        return ""
    told = _translate("{done} of {total}")
    parts = [told.format(done=naming.number(progress.done), total=naming.number(progress.total))]
    if progress.seconds_left is not None and progress.done < progress.total:
        parts.append(_translate("{time} left").format(time=naming.span(progress.seconds_left)))
    return " · ".join(parts)


def _translate(text: str) -> str:
    return QCoreApplication.translate("StepBar", text)
