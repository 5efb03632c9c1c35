"""The policies this library has had, newest first: any two compared, and the way back to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rekreview.library.values import AppliedPolicy, PolicyFlips
from rekreview.ui import naming
from rekreview.ui.policy.difference_words import difference_lines

TOLD_MOST = 8


class HistoryPanel(QWidget):
    """The list of applied policies. `edited` and `rolled_back` carry the AppliedPolicy a person chose.

    `flips_wanted` carries the one of which it has to be told what it changed: answer with `show_flips`.
    """

    edited = Signal(object)
    rolled_back = Signal(object)
    flips_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[AppliedPolicy] = []
        self._counts: AppliedPolicy | None = None
        self.list = QListWidget(self)
        self.other = QComboBox(self)
        self.told = QLabel()
        self.flips = QLabel()
        self.load = QPushButton(self.tr("Edit a copy"))
        self.back = QPushButton(self.tr("Roll back"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._turn)
        self.other.activated.connect(self._tell)
        self.load.clicked.connect(self._edit)
        self.back.clicked.connect(self._roll_back)
        self._turn()

    def show_versions(self, newest_first: Sequence[AppliedPolicy]) -> None:
        """Show the policies that were applied; the first that was not taken back is the one that counts."""
        self._versions = list(newest_first)
        self._counts = next((version for version in self._versions if not version.undone), None)
        self.list.blockSignals(True)
        self.list.clear()
        self.other.clear()
        self.other.addItem(self.tr("the one before"))
        for version in self._versions:
            entry = QListWidgetItem(self._line(version))
            entry.setToolTip(self.tr("When it was applied. Versions of a name are counted, the first one is 1."))
            self.list.addItem(entry)
            self.other.addItem(_called(version))
        self.list.setCurrentRow(self._versions.index(self._counts) if self._counts else 0)
        self.list.blockSignals(False)
        self._turn()

    def show_flips(self, version: AppliedPolicy, flips: PolicyFlips) -> None:
        """Tell what a version changed when it was applied, if it is the one that is chosen still."""
        if version == self._chosen:
            words = self.tr("When it was applied, {rejected} became rejected and {approved} became approved.")
            rejected, approved = len(flips.to_rejected), len(flips.to_approved)
            self.flips.setText(words.format(rejected=naming.assets(rejected), approved=naming.assets(approved)))

    @property
    def _chosen(self) -> AppliedPolicy | None:
        row = self.list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _line(self, version: AppliedPolicy) -> str:
        name = _called(version)
        if version is self._counts:
            name = self.tr("{name} – now").format(name=name)
        elif version.undone:
            name = self.tr("{name} – undone").format(name=name)
        return f"{name}\n{naming.moment(version.created)}"

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Policy versions"))
        self.list.setObjectName("policy-versions")
        for label, name in ((self.told, "policy-difference"), (self.flips, "policy-flips")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setObjectName(name)
        self.told.setToolTip(self.tr("The thresholds that differ: in the older version → in the newer one"))
        self.other.setToolTip(self.tr("Any version of any policy this library has had"))
        self.flips.setProperty("tone", "muted")
        self.flips.setToolTip(
            self.tr("Assets whose verdict changed side with this version. What a person had decided stayed as it was.")
        )
        self.back.setToolTip(self.tr("Apply this policy again, as a new version; no history is lost"))
        self.load.setToolTip(self.tr("Put this policy into the editor and change nothing yet"))
        compare = QLabel(self.tr("Against"))
        compare.setBuddy(self.other)
        compare.setProperty("tone", "muted")
        choice, buttons = QHBoxLayout(), QHBoxLayout()
        choice.addWidget(compare)
        choice.addWidget(self.other, 1)
        buttons.addWidget(self.load, 1)
        buttons.addWidget(self.back, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.list, 1)
        layout.addLayout(choice)
        layout.addWidget(self._words())
        layout.addLayout(buttons)

    def _words(self) -> QScrollArea:
        """What a version changed: as high as its words, and scrolled where there is no room for them."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.told)
        column.addWidget(self.flips)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _edit(self) -> None:
        if self._chosen is not None:
            self.edited.emit(self._chosen)

    def _roll_back(self) -> None:
        if self._chosen is not None:
            self.rolled_back.emit(self._chosen)

    def _turn(self) -> None:
        """Show another version: what can be done with it, what it changed, how it differs."""
        chosen = self._chosen
        self.load.setEnabled(chosen is not None)
        self.back.setEnabled(chosen is not None and chosen is not self._counts)
        self.flips.clear()
        if chosen is not None:
            self.flips_wanted.emit(chosen)
        self._tell()

    def _tell(self) -> None:
        chosen = self.list.currentRow()
        other = chosen + 1 if self.other.currentIndex() <= 0 else self.other.currentIndex() - 1
        if not 0 <= chosen < len(self._versions):
            self.told.setText("")
        elif other >= len(self._versions):
            self.told.setText(self.tr("The first policy of this library."))
        elif other == chosen:
            self.told.setText(self.tr("Choose another version to compare it with."))
        else:
            self.told.setText(self._difference(max(chosen, other), min(chosen, other)))

    def _difference(self, older: int, newer: int) -> str:
        before, after = self._versions[older], self._versions[newer]
        lines = difference_lines(before.pair, after.pair, TOLD_MOST)
        if not lines:
            return self.tr("{one} and {other} say the same.").format(one=_called(before), other=_called(after))
        return "\n".join([self.tr("From {one} to {other}:").format(one=_called(before), other=_called(after)), *lines])


def _called(version: AppliedPolicy) -> str:
    words = QCoreApplication.translate("HistoryPanel", "{name}, version {version}")
    return words.format(name=version.name, version=version.version)
