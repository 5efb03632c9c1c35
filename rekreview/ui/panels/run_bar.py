"""The bar at the bottom that tells how far an import or a moderation run has come, and lets a person stop it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.progress import Progress, Spending
from rekreview.jobs.job import Job
from rekreview.ui import icons, naming
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.work import WorkKind

# Progress bars count in ints of 32 bits; a share of this many steps is finer than any screen.
STEPS = 10_000


class RunBar(QFrame):
    """One piece of long work: its name, a progress bar, rate and time left, Pause or Resume, Cancel.

    For work that costs money also the pace, the quota that was learned, and what it has cost so far.
    """

    def __init__(self, kind: WorkKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._job: Job | None = None
        self.setObjectName(f"{kind}-bar")
        self._title = QLabel(self)
        self._title.setObjectName(f"{kind}-title")
        self._figures = ElidedLabel(self)
        self._figures.setObjectName(f"{kind}-figures")
        self._spending = ElidedLabel(self, "muted")
        self._spending.setObjectName(f"{kind}-spending")
        self._spending.hide()
        self._bar = self._progress_bar()
        self._pause = QPushButton(icons.icon("pause"), self.tr("Pause"), self)
        self._pause.setObjectName(f"{kind}-pause")
        self._pause.clicked.connect(self._pause_or_resume)
        self._cancel = QPushButton(icons.icon("x"), self.tr("Cancel"), self)
        self._cancel.setObjectName(f"{kind}-cancel")
        self._cancel.clicked.connect(self._stop)
        self._describe_buttons()
        self._lay_out()
        self.hide()

    def follow(self, job: Job) -> None:
        """Show this job until it ends."""
        self._job = job
        job.progressed.connect(self._show)
        job.paused_changed.connect(self._show_paused)
        job.ended.connect(self.hide)
        self._cancel.setEnabled(True)
        self._pause.setEnabled(True)
        self._show(job.progress)
        self._show_paused(job.paused)
        self.show()

    def _show(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setRange(0, STEPS)
            self._bar.setValue(round(STEPS * progress.done / progress.total))
        else:
            self._bar.setRange(0, 0)
        paused = self._job is not None and self._job.paused
        self._figures.setText(figures(self._kind, progress, paused=paused))
        self._title.setText(self._title_of(progress, paused))
        self._spending.setVisible(progress.spending is not None)
        if progress.spending is not None:
            self._spending.setText(spending_words(progress.spending))
            self._spending.setToolTip(self._spending_tip())

    def _show_paused(self, paused: bool) -> None:
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._pause.setIcon(icons.icon("play" if paused else "pause"))
        if self._job is not None:
            self._show(self._job.progress)

    def _title_of(self, progress: Progress, paused: bool) -> str:
        if self._job is not None and self._job.cancel_token.cancelled:
            return self.tr("Stopping…")
        return _title(self._kind, paused, paid=progress.spending is not None)

    def _spending_tip(self) -> str:
        return self.tr(
            "The app learns how many calls a second the account allows. A call that broke off may be billed though no"
            " answer came; such calls are counted apart."
        )

    def _pause_or_resume(self) -> None:
        if self._job is not None:
            (self._job.resume if self._job.paused else self._job.pause)()

    def _stop(self) -> None:
        if self._job is not None:
            self._cancel.setEnabled(False)
            self._pause.setEnabled(False)
            self._job.cancel()
            self._title.setText(self.tr("Stopping…"))

    def _progress_bar(self) -> QProgressBar:
        bar = QProgressBar(self)
        bar.setObjectName(f"{self._kind}-progress")
        moderating = self._kind is WorkKind.MODERATION
        bar.setAccessibleName(self.tr("Moderation progress") if moderating else self.tr("Import progress"))
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        return bar

    def _describe_buttons(self) -> None:
        if self._kind is WorkKind.MODERATION:
            self._cancel.setToolTip(self.tr("Stop the moderation. What is done stays, and it can be resumed later."))
            self._pause.setToolTip(self.tr("Let the moderation stand still, or go on"))
        else:
            self._cancel.setToolTip(self.tr("Stop the import. What is imported stays."))
            self._pause.setToolTip(self.tr("Let the import stand still, or go on"))

    def _lay_out(self) -> None:
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(self._title)
        words.addWidget(self._figures, 1)
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addLayout(words)
        told.addWidget(self._bar)
        told.addWidget(self._spending)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addLayout(told, 1)
        row.addSpacing(8)
        for button in (self._pause, self._cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


def figures(kind: WorkKind, progress: Progress, *, paused: bool = False) -> str:
    """How far the work has come, in words: "40 of 120 · 12.5 a second · 7 s left · 2 not moderated"."""
    if progress.total is None:
        return _translate("Getting ready…") if kind is WorkKind.MODERATION else _translate("Looking for files…")
    parts = [
        _translate("{done} of {total}").format(done=naming.number(progress.done), total=naming.number(progress.total))
    ]
    if paused:
        parts.append(_translate("standing still"))
    elif progress.rate > 0:
        parts.append(_pace(progress.rate))
        if progress.seconds_left is not None and progress.done < progress.total:
            parts.append(_translate("{time} left").format(time=naming.span(progress.seconds_left)))
    if progress.failed:
        failed = _translate("{count} not moderated") if kind is WorkKind.MODERATION else _translate("{count} skipped")
        parts.append(failed.format(count=naming.number(progress.failed)))
    if progress.current:
        parts.append(PurePath(progress.current).name)
    return " · ".join(parts)


def spending_words(spending: Spending) -> str:
    """What paid work has cost so far and how fast it may go: "0.048 USD so far for 48 calls · quota about 50 …"."""
    told = _translate("{cost} so far for {calls}")
    parts = [told.format(cost=naming.usd(spending.cost_usd), calls=naming.calls(spending.calls))]
    if spending.rate is not None:
        parts.append(_translate("up to {rate} calls a second now").format(rate=_rate(spending.rate)))
    if spending.quota is not None:
        parts.append(_translate("the account allows about {rate} a second").format(rate=_rate(spending.quota)))
    if spending.unanswered:
        told = _translate("{calls} without an answer may be billed too: {cost}")
        parts.append(told.format(calls=naming.calls(spending.unanswered), cost=naming.usd(spending.may_cost_usd)))
    return " · ".join(parts)


def _pace(rate: float) -> str:
    """How fast it goes; whole videos take minutes each."""
    if rate >= 0.1:
        return _translate("{rate} a second").format(rate=_rate(rate))
    return _translate("{rate} a minute").format(rate=_rate(rate * 60))


def _rate(rate: float) -> str:
    return naming.number(round(rate)) if rate >= 10 else f"{rate:.1f}"


def _title(kind: WorkKind, paused: bool, *, paid: bool = False) -> str:
    if kind is WorkKind.MODERATION and paid and not paused:
        return _translate("Moderating by Amazon Rekognition")
    if kind is WorkKind.MODERATION:
        return _translate("Moderation paused") if paused else _translate("Moderating on this computer")
    return _translate("Import paused") if paused else _translate("Importing")


def _translate(text: str) -> str:
    return QCoreApplication.translate("RunBar", text)
