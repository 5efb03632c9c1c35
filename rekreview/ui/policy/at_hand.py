"""How well each engine does in the category at hand, under the tree, whose rows have room for one line at most."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from rekreview.domain.estimates import Share
from rekreview.ui import naming
from rekreview.ui.policy.accuracy_words import meaning_of_precision, meaning_of_recall, rests_on
from rekreview.ui.policy.knowledge import Accuracy
from rekreview.ui.policy.share_words import share_words
from rekreview.ui.still_label import StillLabel

_ENGINE, _PRECISION, _RECALL = range(3)


@dataclass(frozen=True, slots=True)
class _Line:
    """One engine's."""

    engine: StillLabel
    precision: StillLabel
    recall: StillLabel

    @property
    def parts(self) -> tuple[StillLabel, StillLabel, StillLabel]:
        return self.engine, self.precision, self.recall


class RowAtHand(QFrame):
    """Precision and recall of one category, engine by engine, each with its interval and what it rests on.

    It follows a drag, so nothing is laid out anew for another number.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row-at-hand")
        self.setProperty("tone", "foot")
        self._shown: tuple[str, tuple[Accuracy, ...]] | None = None
        self.name = self._label("section")
        self.precision = self._label("muted", self.tr("Precision"))
        self.recall = self._label("muted", self.tr("Recall"))
        self.nothing = self._label("muted")
        self.lines: list[_Line] = []
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 12, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for column, (label, stretch) in enumerate(((self.name, 4), (self.precision, 5), (self.recall, 5))):
            grid.addWidget(label, 0, column)
            grid.setColumnStretch(column, stretch)
        grid.addWidget(self.nothing, 1, 0, 1, 3)
        self.precision.setToolTip(meaning_of_precision())
        self.recall.setToolTip(meaning_of_recall())
        self.hide()

    def show_row(self, name: str, accuracies: tuple[Accuracy, ...]) -> None:
        """Show how engines do in this category at its threshold."""
        if (name, accuracies) == self._shown:
            return
        self._shown = (name, accuracies)
        self.name.setText(name)
        self.name.setToolTip(self.tr("The category the keyboard or the pointer is at"))
        nothing = self.tr("Not known yet: nobody marked a label of it, or decided on an asset by it alone.")
        self.nothing.setText(nothing)
        self.nothing.setToolTip(nothing)
        self.nothing.setVisible(not accuracies)
        while len(self.lines) < len(accuracies):
            self._add_line()
        for at, line in enumerate(self.lines):
            for part in line.parts:
                part.setVisible(at < len(accuracies))
        for line, accuracy in zip(self.lines, accuracies, strict=False):
            self._fill(line, accuracy)
        self.show()

    def _fill(self, line: _Line, accuracy: Accuracy) -> None:
        rests = rests_on(accuracy)
        line.engine.setText(naming.engine(accuracy.engine))
        line.engine.setToolTip(rests)
        shares = (
            (line.precision, self.tr("Precision"), accuracy.precision, meaning_of_precision()),
            (line.recall, self.tr("Recall"), accuracy.recall, meaning_of_recall()),
        )
        for label, word, share, meaning in shares:
            self._show_share(label, f"{naming.engine(accuracy.engine)}, {word}", share, f"{meaning}\n{rests}")

    def _show_share(self, label: StillLabel, spoken: str, share: Share, meaning: str) -> None:
        text = share_words(share)
        label.setText(text)
        label.setAccessibleName(f"{spoken}: {text}")
        label.setToolTip(f"{text}\n{meaning}")

    def _add_line(self) -> None:
        line = _Line(self._label("muted"), self._label(""), self._label(""))
        at = len(self.lines) + 2
        for column, label in zip((_ENGINE, _PRECISION, _RECALL), line.parts, strict=True):
            self._grid.addWidget(label, at, column)
        self.lines.append(line)

    def _label(self, tone: str, words: str = "") -> StillLabel:
        label = StillLabel(words, parent=self)
        if tone:
            label.setProperty("tone", tone)
        return label
