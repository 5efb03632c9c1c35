"""The policies this library has had, newest first, and the way back to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import MediaKind
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, Threshold
from rekreview.domain.thresholds import write_threshold
from rekreview.library.values import AppliedPolicy
from rekreview.ui import naming
from rekreview.ui.exempting import exemption_words
from rekreview.ui.policy.differences import Difference, differences

TOLD_MOST = 8


class HistoryPanel(QWidget):
    """The list of applied policies. `edited` and `rolled_back` carry the AppliedPolicy a person chose."""

    edited = Signal(object)
    rolled_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[AppliedPolicy] = []
        self.list = QListWidget(self)
        self.told = QLabel()
        self.load = QPushButton(self.tr("Edit a copy"))
        self.back = QPushButton(self.tr("Roll back"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._tell)
        self.load.clicked.connect(self._edit)
        self.back.clicked.connect(self._roll_back)
        self._tell()

    def show_versions(self, newest_first: Sequence[AppliedPolicy]) -> None:
        """Show the policies that were applied; the first of them is the one that counts."""
        self._versions = list(newest_first)
        self.list.blockSignals(True)
        self.list.clear()
        for position, version in enumerate(self._versions):
            self.list.addItem(QListWidgetItem(self._line(version, current=position == 0)))
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._tell()

    @property
    def _chosen(self) -> AppliedPolicy | None:
        row = self.list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _line(self, version: AppliedPolicy, *, current: bool) -> str:
        words = self.tr("{name}, version {version} – now") if current else self.tr("{name}, version {version}")
        return words.format(name=version.name, version=version.version) + f"\n{naming.moment(version.created)}"

    def _lay_out(self) -> None:
        self.list.setAccessibleName(self.tr("Policy versions"))
        self.list.setObjectName("policy-versions")
        self.told.setWordWrap(True)
        self.told.setObjectName("policy-difference")
        self.back.setToolTip(self.tr("Apply this policy again, as a new version; no history is lost"))
        self.load.setToolTip(self.tr("Put this policy into the editor and change nothing yet"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.load, 1)
        buttons.addWidget(self.back, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)

    def _edit(self) -> None:
        if self._chosen is not None:
            self.edited.emit(self._chosen)

    def _roll_back(self) -> None:
        if self._chosen is not None:
            self.rolled_back.emit(self._chosen)

    def _tell(self) -> None:
        chosen = self._chosen
        self.load.setEnabled(chosen is not None)
        self.back.setEnabled(chosen is not None and chosen is not self._versions[0])
        if chosen is None:
            self.told.setText("")
        elif chosen is self._versions[0]:
            self.told.setText(self.tr("This is the policy that gives the verdicts now."))
        else:
            self.told.setText(self._difference(self._versions[0], chosen))

    def _difference(self, now: AppliedPolicy, then: AppliedPolicy) -> str:
        found = differences(now.pair, then.pair)
        lines = [self._say(difference) for difference in found[:TOLD_MOST]]
        if len(found) > TOLD_MOST:
            lines.append(self.tr("and {count} more").format(count=len(found) - TOLD_MOST))
        if now.pair.parents is not then.pair.parents:
            leaf = then.pair.parents is Parents.LEAF
            lines.append(self.tr("leaf labels decided") if leaf else self.tr("parent labels counted"))
        lines += [self.tr("exempt: {}").format(exemption_words(one)) for one in _added(now, then)]
        lines += [self.tr("not exempt: {}").format(exemption_words(one)) for one in _added(then, now)]
        return "\n".join([self.tr("Against now:"), *lines]) if lines else self.tr("The same thresholds as now.")

    def _say(self, difference: Difference) -> str:
        medium = self.tr("pictures") if difference.kind is MediaKind.IMAGE else self.tr("videos")
        then, now = self._value(difference.after), self._value(difference.before)
        return self.tr("{category}: {then}, now {now} ({medium})").format(
            category=difference.slug, then=then, now=now, medium=medium
        )

    def _value(self, threshold: Threshold | None) -> str:
        return self.tr("inherited") if threshold is None else write_threshold(threshold)


def _added(before: AppliedPolicy, after: AppliedPolicy) -> list[Exemption]:
    """The exemptions of one policy that another does not have."""
    return [one for one in after.pair.exemptions if one not in before.pair.exemptions]
