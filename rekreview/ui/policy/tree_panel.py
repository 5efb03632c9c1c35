"""The category tree with what narrows it down: taxonomy, search, only categories the library has labels in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from rekreview.domain.taxonomy import VERSIONS, Taxonomy, taxonomy
from rekreview.domain.trial import CategoryEffect
from rekreview.ui import icons
from rekreview.ui.policy.at_hand import RowAtHand
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.category_tree import CategoryTree
from rekreview.ui.policy.knowledge import Knowledge
from rekreview.ui.policy.model import PolicyModel


class TreePanel(QWidget):
    """The tree, always in step with the model. It is made when it is first shown: two hundred controls cost time."""

    def __init__(
        self, model: PolicyModel, covered: Mapping[str, frozenset[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._labelled: frozenset[str] = frozenset()
        self._knowledge = Knowledge()
        self._price_usd = 0.0
        self.tree = CategoryTree(covered, self)
        self.hand = RowAtHand(self)
        self._at_hand: CategoryRow | None = None
        self.search = QLineEdit()
        self.version = QComboBox()
        self.only_labelled = QCheckBox(self.tr("With labels only"))
        self._lay_out()
        self._made = False
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the tree, now that somebody looks."""
        if not self._made:
            self._made = True
            self.show_model()
        super().showEvent(event)

    def show_model(self) -> None:
        """Show how every category stands."""
        if not self._made:
            return
        self.tree.show_taxonomy(self._model.taxonomy)
        self.version.setCurrentIndex(self.version.findData(self._model.taxonomy.version))
        self.tree.show_standings(self._model.standings)
        self.tree.show_knowledge(self._knowledge, self._model.kind, self._price_usd)
        self._show_hand()
        self._narrow()

    def show_confidences(self, histograms: Mapping[str, Sequence[int]]) -> None:
        """Show the library's confidences in each category."""
        self._labelled = frozenset(histograms)
        self.tree.show_confidences(histograms)
        self._narrow()

    def show_effects(self, categories: Mapping[str, CategoryEffect]) -> None:
        """Show what each category does to the library."""
        self.tree.show_effects(categories)

    def show_knowledge(self, knowledge: Knowledge, price_usd: float) -> None:
        """Show what is known of the engines. price_usd: of one call of a paid one."""
        self._knowledge, self._price_usd = knowledge, price_usd
        if self._made:
            self.tree.show_knowledge(knowledge, self._model.kind, price_usd)
            self._show_hand()

    def take_in_hand(self, row: CategoryRow) -> None:
        """Tell of this category how well engines do in it."""
        self._at_hand = row
        self._show_hand()

    def _show_hand(self) -> None:
        """Before anybody was at a row it is the one most is known of."""
        rows, shown = self.tree.rows(), self._at_hand
        if shown not in rows:
            known = self._knowledge.evidence.best_known(self._model.kind)
            shown = next((row for row in rows if row.category.slug == known), rows[0] if rows else None)
        if shown is not None:
            self.hand.show_row(shown.category.name, shown.accuracies)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.tree.isAncestorOf(now):
            at = next((row for row in self.tree.rows() if row.isAncestorOf(now)), None)
            if at is not None:
                self.take_in_hand(at)

    def _lay_out(self) -> None:
        self.search.setAccessibleName(self.tr("Search categories"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setMinimumWidth(84)
        self.search.addAction(
            QAction(icons.icon("search"), self.tr("Search"), self), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.setClearButtonEnabled(True)
        for version in VERSIONS:
            self.version.addItem(self._called(taxonomy(version)), version)
        self.version.setToolTip(
            self.tr(
                "Which names the categories have: version 7 is what Amazon Rekognition answers with today, version 6 "
                "what it did before. The policy can name both; a label is judged by the names of its own version."
            )
        )
        label = QLabel(self.tr("Taxonomy"))
        label.setBuddy(self.version)
        label.setProperty("tone", "muted")
        self.only_labelled.setToolTip(self.tr("Hide the categories in which nothing in this library has a label"))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.search, 1)
        head.addWidget(self.only_labelled)
        head.addWidget(label)
        head.addWidget(self.version)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head.setContentsMargins(0, 0, 12, 0)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.hand)

    def _called(self, shown: Taxonomy) -> str:
        words = {"v7": self.tr("Version 7"), "v6": self.tr("Version 6")}
        return words[shown.version]

    def _connect(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.tree.pointed.connect(self.take_in_hand)
        self.tree.chosen.connect(self._model.choose)
        self.tree.ignored.connect(self._model.ignore)
        self.tree.reset.connect(self._model.reset)
        self.search.textChanged.connect(self._narrow)
        self.only_labelled.toggled.connect(self._narrow)
        self.version.activated.connect(lambda: self._model.show_taxonomy(taxonomy(self.version.currentData())))
        self._model.edited.connect(self.show_model)
        self._model.switched.connect(self.show_model)

    def _narrow(self) -> None:
        """Filter the tree; what has a threshold of its own stays, or it could not be seen to count."""
        only = None
        if self.only_labelled.isChecked():
            own = {slug for slug, standing in self._model.standings.items() if standing.own is not None}
            only = self._labelled | own
        self.tree.filter(self.search.text(), only)
