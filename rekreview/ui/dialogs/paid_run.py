"""The sheet before a run that costs money: what is sent where, what it costs, how long it takes; Start or Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from rekreview.ui import naming
from rekreview.ui.agreement import PaidRun
from rekreview.ui.dialogs import paid_videos


class PaidRunSheet(QDialog):
    """Asks once, and nothing is sent before the answer. Emits agreed(PaidRun).

    frames_wanted(Wanted): a person wants all videos checked by frames, and to be asked again. copies_wanted(Wanted): or
    those that would be refused converted first.
    """

    agreed = Signal(object)
    frames_wanted = Signal(object)
    copies_wanted = Signal(object)

    def __init__(self, paid: PaidRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("paid-run")
        self.setWindowTitle(self.tr("Moderate by Amazon Rekognition"))
        self.setMinimumWidth(560)
        self._paid = paid
        title = QLabel(self._question(), self)
        title.setProperty("tone", "heading")
        title.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        column.addWidget(title)
        column.addLayout(self._figures())
        if paid.estimate.videos.refused:
            column.addWidget(self._refused())
        column.addWidget(self._note(self._what_leaves()))
        column.addWidget(self._note(self._how_it_can_be_stopped()))
        column.addStretch(1)
        column.addWidget(self._buttons())

    def showEvent(self, event: QShowEvent) -> None:
        """Take as much height as the wrapped lines need: of its own accord a dialog leaves them less."""
        super().showEvent(event)
        layout = self.layout()
        assert layout is not None
        self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def _question(self) -> str:
        videos = self._paid.estimate.videos
        if not self._paid.estimate.sent and videos.awaited:
            return self.tr("Read the answers on {videos} from {where}? Nothing more is sent.").format(
                videos=naming.videos(videos.awaited), where=self._paid.where
            )
        if not self._paid.estimate.sent:
            return self.tr("There is nothing to send to {where}.").format(where=self._paid.where)
        return self.tr("Send {assets} to {where}?").format(
            assets=naming.assets(self._paid.estimate.sent), where=self._paid.where
        )

    def _figures(self) -> QFormLayout:
        estimate, settings = self._paid.estimate, self._paid.setup.settings
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(6)
        calls = self.tr("about {count}").format(count=naming.number(estimate.calls)) if estimate.calls else ""
        budget = naming.usd(settings.budget_usd) if settings.budget_usd else self.tr("no limit")
        floor = self.tr("from {floor:g} % on").format(floor=settings.min_confidence)
        rows = (
            ("videos", self.tr("Videos"), paid_videos.sent_words(estimate.videos, settings)),
            ("calls", self.tr("Calls"), calls),
            ("cost", self.tr("Cost"), paid_videos.cost_words(estimate)),
            ("time", self.tr("Time"), self._time() if estimate.calls else ""),
            ("budget", self.tr("Budget of this run"), budget),
            ("account", self.tr("Paid by"), self._paid.who),
            ("labels", self.tr("Labels asked for"), floor),
            ("adapter", self.tr("Adapter"), settings.adapter),
        )
        for name, word, value in rows:
            if value:
                form.addRow(self._word(word), self._value(name, value))
        return form

    def _refused(self) -> paid_videos.RefusedVideos:
        """Below the figures, over the whole width: a form would give it less room than it needs."""
        refused = paid_videos.RefusedVideos(self._paid.estimate.videos, self)
        refused.frames.clicked.connect(lambda: self._want(self.frames_wanted))
        refused.copies.clicked.connect(lambda: self._want(self.copies_wanted))
        return refused

    def _want(self, other: SignalInstance) -> None:
        """The other question takes the place of this one."""
        self.close()
        other.emit(self._paid.wanted)

    def _time(self) -> str:
        estimate, fixed = self._paid.estimate, self._paid.setup.settings.calls_per_second
        span = naming.span(estimate.seconds)
        if fixed:
            return self.tr("about {span}, at {rate:g} calls a second").format(span=span, rate=fixed)
        told = self.tr(
            "at most about {span}; it starts with {rate:g} calls a second and learns what the account allows"
        )
        return told.format(span=span, rate=estimate.rate)

    def _what_leaves(self) -> str:
        estimate = self._paid.estimate
        if not estimate.calls:
            kind = ""
        elif self._paid.setup.settings.send_originals:
            kind = self.tr("The files' own bytes are sent where the service takes them, else a JPEG or PNG copy.")
        else:
            kind = self.tr(
                "A JPEG copy of each picture is sent, at most 1280 pixels wide and high, without its metadata."
            )
        rest = self.tr("File names and folders stay here. What was answered before is not sent again.")
        return " ".join(filter(None, (kind, paid_videos.what_leaves(estimate.videos), rest)))

    def _how_it_can_be_stopped(self) -> str:
        return self.tr("You can pause or cancel at any moment; what was answered stays, and nothing is asked twice.")

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        start = box.addButton(self.tr("Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = box.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        start.setObjectName("paid-run-start")
        cancel.setObjectName("paid-run-cancel")
        start.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.agreed.emit(self._paid))
        return box

    def _word(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "muted")
        return label

    def _value(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(f"paid-run-{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _note(self, text: str) -> QLabel:
        label = self._word(text)
        label.setWordWrap(True)
        return label
