"""The fields of a panel that draws blind samples: the seed, the choice among those drawn, and the form around them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

LARGEST_SAMPLE: Final = 10_000
_ANY_SEED: Final = 2**31


class SeedField(QLineEdit):
    """Where a seed may be written; empty stands for any."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(self.tr("any"))
        self.setToolTip(self.tr("A whole number: the same seed draws the same sample again. Empty: any"))
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{1,18}"), self))

    def take(self) -> int:
        """The seed for one drawing: what is written, else any. The next drawing is by another one."""
        written = self.text()
        self.clear()
        return int(written) if written else secrets.randbelow(_ANY_SEED)


class SampleChoice(QComboBox):
    """One of the samples there are."""

    def __init__(self, spoken: str, tip: str, least_letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: set[int] = set()
        self.setAccessibleName(spoken)
        self.setToolTip(tip)
        self.setMinimumContentsLength(least_letters)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def show_samples(self, newest_first: Iterable[tuple[int, str]]) -> bool:
        """Offer these, each with its number and title, and tell whether one is new: then the newest of those is chosen.

        Otherwise the chosen one stays.
        """
        offered = list(newest_first)
        fresh = [number for number, _ in offered if number not in self._known]
        chosen = fresh[0] if fresh else self.currentData()
        self._known = {number for number, _ in offered}
        self.clear()
        for number, title in offered:
            self.addItem(title, number)
        self.setCurrentIndex(max(0, self.findData(chosen)) if offered else -1)
        return bool(fresh)


def form_of(fields: Iterable[tuple[str, QWidget]]) -> QFormLayout:
    """These fields under each other, each beside its word."""
    form = QFormLayout()
    form.setVerticalSpacing(6)
    for text, field in fields:
        label = QLabel(text)
        label.setProperty("tone", "muted")
        label.setBuddy(field)
        form.addRow(label, field)
    return form
