"""What an engine saw, and what it did not look for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import DetectionView, EngineName
from rekreview.domain.marks import MarkWord
from rekreview.engines.on_device import wording as on_device
from rekreview.ui import actions
from rekreview.ui.detail.card import AssetCard
from rekreview.ui.detail.label_nodes import LabelNode, exempt_names, label_nodes
from rekreview.ui.detail.label_tree import LabelTree
from rekreview.ui.detail.mark_buttons import MissingRow
from rekreview.ui.detail.sections import Section, text_label
from rekreview.ui.exempting import content_types_line
from rekreview.ui.wording import covered, engine_line, percent, tr


def strong_only(nodes: list[LabelNode], least: float) -> list[LabelNode]:
    """The tree without branches in which nothing reaches `least` or rejects."""
    kept = []
    for node in nodes:
        children = strong_only(node.children, least)
        if children or node.over or node.exempt or (node.confidence or 0.0) >= least:
            kept.append(replace(node, children=children))
    return kept


def count_nodes(nodes: list[LabelNode]) -> int:
    """How many categories a tree has."""
    return sum(1 + count_nodes(node.children) for node in nodes)


def nothing_found(detection: DetectionView) -> str:
    """What an empty answer means, and what it does not."""
    if detection.engine is EngineName.ON_DEVICE:
        return on_device.NOTHING_FOUND[1] + "."
    return tr("No label at {} % or over.").format(percent(detection.min_confidence))


class LabelsSection(Section):
    """The label tree. Weak labels of the on-device check are folded away: most are noise, all are kept.

    marked(str, MarkWord or None): a label's name, and what a person says of it. missing_wanted: a person wants to pick
    a category that is missing.
    """

    marked = Signal(str, object)
    missing_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Labels"), parent)
        self._engine = text_label(self, "muted", "engine")
        self._coverage = text_label(self, "muted", "coverage")
        self._content = text_label(self, "muted", "content-types")
        self._nothing = text_label(self, name="nothing-found")
        self.tree = LabelTree(self)
        self.more = QPushButton(self)
        self.more.hide()  # until it is known how many there are
        self.more.setProperty("tone", "link")
        self._limits = text_label(self, "muted", "not-covered")
        self.missing = QPushButton(actions.text("mark_missing"), self)
        actions.explain(self.missing, "mark_missing")
        self.missing.setProperty("tone", "link")
        self._missing_rows: list[MissingRow] = []
        self._missing_place = QVBoxLayout()
        for part in (self._engine, self._coverage, self._content, self._nothing, self.tree, self.more):
            self.column.addWidget(part)
        self.column.addLayout(self._missing_place)
        self.column.addWidget(self.missing)
        self.column.addWidget(self._limits)
        self.tree.marked.connect(self.marked)
        self.missing.clicked.connect(self.missing_wanted)
        self.more.clicked.connect(self._show_all)
        self._nodes: list[LabelNode] = []
        self._asset_id = -1
        self._unfolded = False

    def show_card(self, card: AssetCard) -> None:
        """Show the labels of the deciding detection."""
        detection = card.detection
        self.setVisible(detection is not None)
        if detection is None:
            return
        if card.asset.id != self._asset_id:
            self._asset_id, self._unfolded = card.asset.id, False
        self._engine.setText(engine_line(detection))
        self._coverage.setText(covered(detection.coverage))
        self._coverage.setVisible(bool(detection.coverage))
        content = content_types_line(detection)
        self._content.setText(content)
        self._content.setVisible(bool(content))
        marks = {mark.category: mark.word for mark in card.marks}
        self._nodes = label_nodes(detection.labels, card.taxonomy, card.thresholds, exempt_names(card.verdict), marks)
        self._show_missing([mark.name for mark in card.marks if mark.word is MarkWord.MISSING])
        on_this_computer = detection.engine is EngineName.ON_DEVICE
        least = on_device.SHOWN_FROM if on_this_computer and not self._unfolded else 0.0
        shown = strong_only(self._nodes, least)
        self.tree.show_nodes(shown)
        self._nothing.setText(nothing_found(detection))
        self._nothing.setVisible(not shown)
        self._offer_more(count_nodes(self._nodes) - count_nodes(shown))
        self._limits.setVisible(on_this_computer)
        self._limits.setText(tr("It looks for 8 of Amazon's 52 categories; the others are not covered."))

    def set_writable(self, on: bool) -> None:
        """Whether labels can be marked."""
        self.tree.set_writable(on)
        self.missing.setVisible(on)

    def _show_missing(self, names: list[str]) -> None:
        for row in self._missing_rows:
            self._missing_place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._missing_rows = [MissingRow(name, self) for name in names]
        for row in self._missing_rows:
            row.taken_away.connect(lambda name: self.marked.emit(name, None))
            self._missing_place.addWidget(row)

    def _offer_more(self, hidden: int) -> None:
        self.more.setVisible(hidden > 0)
        self.more.setText(tr("Show 1 weak label") if hidden == 1 else tr("Show {} weak labels").format(hidden))

    def _show_all(self) -> None:
        self._unfolded = True
        self.tree.show_nodes(self._nodes)
        self._nothing.setVisible(not self._nodes)
        self.more.setVisible(False)
