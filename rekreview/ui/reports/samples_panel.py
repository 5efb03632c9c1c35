"""Blind second looks: draws samples of what was decided, has them judged again, and lists where judgements differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.queues import QueueFilter
from rekreview.library.opinion_values import OpinionSample
from rekreview.ui import naming
from rekreview.ui.number_fields import WholeNumberField
from rekreview.ui.reports.words import tr
from rekreview.ui.sample_fields import LARGEST_SAMPLE, SampleChoice, SeedField, form_of

SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class SecondDraw:
    """A sample a person wants: of so many decisions, by this seed, of one reviewer or ("") of all."""

    size: int
    seed: int
    whose: str


class SamplesPanel(QFrame):
    """The samples of a library. draw_asked(SecondDraw). list_asked(QueueFilter): a sample to be judged.

    reviewer: who judges here.
    """

    draw_asked = Signal(object)
    list_asked = Signal(object)

    def __init__(self, reviewer: Callable[[], str], *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "card")
        self.setObjectName("second-samples")
        self._reviewer = reviewer
        self._writable = writable
        self._drawing = False
        self._samples: list[OpinionSample] = []
        self.size_box, self.whose = WholeNumberField(), QComboBox()
        self.seed = SeedField(self.tr("Seed of the second look"))
        self.draw = QPushButton(self.tr("Draw a sample"))
        tip = self.tr("The samples of this library, with how many of their assets you judged")
        self.samples = SampleChoice(self.tr("Second looks"), tip, 10)
        self.words = QLabel()
        self.judge = QPushButton(self.tr("Judge it blind"))
        self._set_up()
        self._lay_out()
        self._tell()

    def show_reviewers(self, names: Sequence[str]) -> None:
        """Offer the decisions of these reviewers; the chosen one stays."""
        chosen = self.whose.currentData()
        self.whose.clear()
        self.whose.addItem(self.tr("All reviewers"), "")
        for name in names:
            self.whose.addItem(name, name)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))

    def show_samples(self, newest_first: Sequence[OpinionSample]) -> None:
        """Show the samples there are; the chosen one stays chosen unless there is a new one."""
        self._samples = list(newest_first)
        self.samples.show_samples((one.id, self._title(one)) for one in self._samples)
        self._tell()

    @property
    def _chosen(self) -> OpinionSample | None:
        row = self.samples.currentIndex()
        return self._samples[row] if 0 <= row < len(self._samples) else None

    def _title(self, one: OpinionSample) -> str:
        judged = one.answered.get(self._reviewer(), 0)
        words = self.tr("Sample {number}: {judged} of {drawn} judged by you")
        return words.format(number=one.id, judged=naming.number(judged), drawn=naming.number(len(one.asset_ids)))

    def _tell(self) -> None:
        chosen = self._chosen
        for part in (self.samples, self.judge):
            part.setVisible(chosen is not None)
        if chosen is None:
            self.words.setText(self.tr("No sample yet. Draw one and have it judged, by somebody else or by yourself."))
            return
        left = len(chosen.asset_ids) - chosen.answered.get(self._reviewer(), 0)
        self.words.setText(sample_told(chosen))
        self.judge.setEnabled(left > 0 and self._writable)
        self.judge.setText(self.tr("Judge it blind") if left else self.tr("You judged all of it"))

    def ready(self) -> None:
        """What was asked for is drawn, or could not be: another one may be."""
        self._drawing = False

    def _draw(self) -> None:
        if self._drawing or not self._writable:
            return
        self._drawing = True
        self.draw_asked.emit(SecondDraw(self.size_box.value(), self.seed.take(), self.whose.currentData() or ""))

    def _judge(self) -> None:
        if self._chosen is not None:
            self.list_asked.emit(QueueFilter(second_sample=self._chosen.id, judge=self._reviewer()))

    def _set_up(self) -> None:
        self.size_box.setRange(1, LARGEST_SAMPLE)
        self.size_box.setValue(SIZE)
        self.size_box.setSingleStep(25)
        self.size_box.setAccessibleName(self.tr("Size of the second look"))
        self.size_box.setToolTip(self.tr("How many decisions to draw: the more are judged again, the surer is kappa"))
        self.whose.addItem(self.tr("All reviewers"), "")
        self.whose.setAccessibleName(self.tr("Whose decisions"))
        self.whose.setToolTip(self.tr("Draw from what this reviewer decided"))
        self.seed.returnPressed.connect(self._draw)
        self.draw.setToolTip(self.tr("Every decision that stands has the same chance; each kind has its share"))
        self.draw.setEnabled(self._writable)
        self.draw.clicked.connect(self._draw)
        self.samples.activated.connect(self._tell)
        self.judge.setToolTip(
            self.tr("Open what you have not judged on the desk: no verdict, no labels, no former decision are shown")
        )
        self.judge.clicked.connect(self._judge)

    def _lay_out(self) -> None:
        heading, about = (
            QLabel(self.tr("Blind second look")),
            QLabel(
                self.tr(
                    "Do two reviewers judge alike? Draw a sample of what was decided and have it judged once more, "
                    "without seeing what was said. What is said then changes no decision."
                )
            ),
        )
        heading.setProperty("tone", "heading")
        about.setProperty("tone", "muted")
        for label in (about, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("second-sample-words")
        fields = ((self.tr("Decisions"), self.size_box), (self.tr("By"), self.whose), (self.tr("Seed"), self.seed))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(about)
        column.addLayout(form_of(fields))
        for part in (self.draw, self.samples, self.words, self.judge):
            column.addWidget(part)
        column.addStretch(1)


def sample_told(one: OpinionSample) -> str:
    """What a sample was drawn from, so that it can be drawn again, and who judged how much of it."""
    whose = one.whose or tr("all reviewers")
    told = tr("Drawn {moment} by {reviewer} from {decided} decided by {whose}, seed {seed}.").format(
        moment=naming.moment(one.created),
        reviewer=one.reviewer,
        decided=naming.assets(one.decided),
        whose=whose,
        seed=one.seed,
    )
    judged = ", ".join(f"{name} {naming.number(count)}" for name, count in sorted(one.answered.items()))
    return told + " " + (tr("Judged: {}.").format(judged) if judged else tr("Nobody has judged any of it."))
