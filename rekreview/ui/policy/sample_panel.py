"""The miss lottery: draws blind samples of what the policy judged, and tells what they say it misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.lottery import LAYERS
from rekreview.domain.queues import QueueFilter
from rekreview.library.values import AppliedPolicy, Lottery
from rekreview.ui.number_fields import WholeNumberField
from rekreview.ui.policy.sample_words import drawn_words, sample_lines, sample_title
from rekreview.ui.sample_fields import LARGEST_SAMPLE, SampleChoice, SeedField, form_of

SIZE: Final = 200


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample a person wants: of so many assets, by this seed."""

    size: int
    seed: int


class SamplePanel(QFrame):
    """The samples of a library. `draw_asked` carries a Draw, `list_asked` a QueueFilter: a sample to be judged.

    `came` says that the sample a person wanted is there.
    """

    draw_asked = Signal(object)
    list_asked = Signal(object)
    came = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: list[Lottery] = []
        self._applied: AppliedPolicy | None = None
        self._drawing = self._asked = False
        self.size_box = WholeNumberField()
        self.seed = SeedField(self.tr("Seed"))
        self.draw = QPushButton(self.tr("Draw a sample"))
        tip = self.tr("The samples of this library, with how many of their assets are decided on")
        self.samples = SampleChoice(self.tr("Samples"), tip, 8)
        self.words = QLabel()
        self.drawn = QLabel()
        self.judge = QPushButton(self.tr("Judge it blind"))
        self._lay_out()
        self._connect()
        self._tell()

    def show_samples(self, newest_first: Sequence[Lottery]) -> None:
        """Show the samples there are; the chosen one stays chosen unless there is a new one."""
        self._samples = list(newest_first)
        fresh = self.samples.show_samples((sample.id, sample_title(sample)) for sample in self._samples)
        self._tell()
        if fresh and self._drawing:
            self._drawing = False
            self.came.emit()

    def show_applied(self, applied: AppliedPolicy) -> None:
        """Know which policy counts now: a sample may be of an earlier one."""
        self._applied = applied
        self._tell()

    @property
    def _chosen(self) -> Lottery | None:
        row = self.samples.currentIndex()
        return self._samples[row] if 0 <= row < len(self._samples) else None

    def _tell(self) -> None:
        sample = self._chosen
        for part in (self.samples, self.words, self.drawn, self.judge):
            part.setVisible(sample is not None)
        if sample is None:
            return
        self.words.setText("\n".join(sample_lines(sample, self._applied)))
        self.drawn.setText(drawn_words(sample))
        self.judge.setEnabled(bool(sample.waiting))
        self.judge.setText(self.tr("Judge it blind") if sample.waiting else self.tr("All judged"))

    def ready(self) -> None:
        """What was asked for is drawn, or could not be: another one may be."""
        self._asked = False

    def _draw(self) -> None:
        if self._asked:
            return
        self._asked = self._drawing = True
        self.draw_asked.emit(Draw(self.size_box.value(), self.seed.take()))

    def _judge(self) -> None:
        if self._chosen is not None:
            self.list_asked.emit(QueueFilter(lottery=self._chosen.id))

    def _lay_out(self) -> None:
        self.setProperty("tone", "card")
        self.setObjectName("samples")
        heading = QLabel(self.tr("Miss lottery"))
        heading.setProperty("tone", "heading")
        about = QLabel(
            self.tr(
                "How much does the policy miss? Judge a sample by what you see, without knowing its verdicts: mostly "
                "approved assets, near to a threshold and far from it, and a few rejected ones among them."
            )
        )
        about.setProperty("tone", "muted")
        for label in (about, self.words, self.drawn):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._set_up_draw()
        self._set_up_samples()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 10, 12)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(about)
        layout.addLayout(form_of(((self.tr("Assets"), self.size_box), (self.tr("Seed"), self.seed))))
        for part in (self.draw, self.samples, self.words, self.drawn, self.judge):
            layout.addWidget(part)

    def _set_up_samples(self) -> None:
        self.words.setObjectName("sample-words")
        self.words.setToolTip(
            self.tr(
                "In brackets: where the number lies in truth with a certainty of 95 %. Worked out from your decisions "
                "on the sample, part by part, and from what was decided before it was drawn."
            )
        )
        self.drawn.setObjectName("sample-drawn")
        self.drawn.setProperty("tone", "muted")
        self.drawn.setToolTip(self.tr("The same seed draws the same sample from a library that did not change"))
        self.judge.setToolTip(
            self.tr("Open what is left of the sample on the review desk, with verdicts and labels hidden")
        )

    def _set_up_draw(self) -> None:
        self.size_box.setRange(len(LAYERS), LARGEST_SAMPLE)
        self.size_box.setValue(SIZE)
        self.size_box.setSingleStep(50)
        self.size_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_box.setAccessibleName(self.tr("Sample size"))
        self.size_box.setToolTip(self.tr("How many assets to draw: the more are judged, the narrower the interval"))
        self.draw.setToolTip(self.tr("Draw from what the policy judged and nobody has decided on"))

    def _connect(self) -> None:
        self.draw.clicked.connect(self._draw)
        self.seed.returnPressed.connect(self._draw)
        self.samples.activated.connect(self._tell)
        self.judge.clicked.connect(self._judge)
