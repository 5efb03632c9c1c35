"""Suggestions: the threshold that persons' words speak for, and the list that would make them say more."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import EngineName
from rekreview.domain.queues import QueueFilter
from rekreview.domain.suggesting import Goal, Suggestion, suggest
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE, percent
from rekreview.ui import naming
from rekreview.ui.number_fields import WholeNumberField
from rekreview.ui.policy.knowledge import Knowledge
from rekreview.ui.policy.model import PolicyModel
from rekreview.ui.policy.standing import settable
from rekreview.ui.policy.suggest_words import goal_meaning, goal_word, more_words, rests_on, suggestion_lines

WANTED_PERCENT = 95


class SuggestPanel(QFrame):
    """One category at a time: what is wanted of it, and the threshold that gives it as far as can be told.

    It works only while it shows: a drag changes the policy sixty times a second, and nobody looks.

    `list_asked` carries a QueueFilter: the assets on which a decision tells most.
    """

    list_asked = Signal(object)

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._knowledge = Knowledge()
        self._found: Suggestion | None = None
        self._asked_for = ""
        self.category = QComboBox()
        self.goal = QComboBox()
        self.wanted = WholeNumberField()
        self.engine = QComboBox()
        self.words = QLabel()
        self.more = QLabel()
        self.use = QPushButton()
        self.decide = QPushButton(self.tr("Decide on what tells most"))
        self._offered = ""
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Look, now that somebody does."""
        super().showEvent(event)
        self.show_model()

    def show_knowledge(self, knowledge: Knowledge) -> None:
        """Hear what is known now."""
        self._knowledge = knowledge
        self._look()

    def show_category(self, slug: str) -> None:
        """Turn to a category, and stay with it. Before anybody asked for one it is the one most is known of."""
        self._asked_for = slug
        self._look()

    def show_model(self) -> None:
        """Follow the medium and the taxonomy that are edited."""
        self._look()

    @property
    def slug(self) -> str:
        """The category it is about."""
        return str(self.category.currentData())

    def _offer(self) -> None:
        """Offer the categories of the taxonomy shown, and stand on the one that was asked for."""
        shown = self._model.taxonomy
        if self._offered != shown.version:
            self._offered = shown.version
            self.category.clear()
            for each in settable(shown):
                self.category.addItem("    " * (each.level - 1) + each.name, each.slug)
        wanted = self._asked_for or self._knowledge.evidence.best_known(self._model.kind)
        self.category.setCurrentIndex(max(0, self.category.findData(wanted)))

    def _look(self) -> None:
        """Look for the threshold, and tell of it."""
        if not self.isVisible():
            return
        self._offer()
        self._offer_engines()
        goal = Goal(self.goal.currentData())
        self.wanted.setToolTip(goal_meaning(goal))
        judged = self._knowledge.evidence.of(self._model.kind, EngineName(self.engine.currentData()), self.slug)
        self._found = found = suggest(judged, goal, self.wanted.value() / 100)
        self.words.setText("\n".join(suggestion_lines(found, self._name)))
        self.more.setText(more_words(found, self._name))
        self.more.setVisible(bool(self.more.text()))
        self._show_choices()

    def _offer_engines(self) -> None:
        """The engines of which something is known here, the weightiest first."""
        known = self._knowledge.evidence.engines(self._model.kind, self.slug) or (EngineName.ON_DEVICE,)
        if [self.engine.itemData(at) for at in range(self.engine.count())] != list(known):
            chosen = self.engine.currentData()
            self.engine.clear()
            for name in known:
                self.engine.addItem(naming.engine(name), name)
            self.engine.setCurrentIndex(max(0, self.engine.findData(chosen)))
        self._form.setRowVisible(self.engine, len(known) > 1)

    def _show_choices(self) -> None:
        """Say what can be done with it."""
        if self._found is None or not self.isVisible():
            return
        threshold = self._found.threshold
        self.use.setVisible(threshold is not None)
        if threshold is not None:
            self.use.setText(self.tr("Use {threshold}").format(threshold=f"{threshold:.2f}"))
            self.use.setEnabled(self._model.standings[self.slug].effective != threshold)

    @property
    def _name(self) -> str:
        category = self._model.taxonomy.get(self.slug)
        return category.name if category else self.slug

    def _boundary(self) -> Decimal:
        """The confidence next to which a decision tells most: the suggested threshold, else the one there is."""
        if self._found is not None and self._found.threshold is not None:
            return percent(self._found.threshold)
        effective = self._model.standings[self.slug].effective
        return percent(DEFAULT_THRESHOLD if effective is IGNORE else effective)

    def _use(self) -> None:
        if self._found is not None and self._found.threshold is not None:
            self._model.choose(self.slug, self._found.threshold)

    def _decide(self) -> None:
        near = QueueFilter(category=self.slug, kind=self._model.kind, boundary=float(self._boundary()))
        self.list_asked.emit(near)

    def _lay_out(self) -> None:
        self.setProperty("tone", "card")
        self.setObjectName("suggest")
        heading = QLabel(self.tr("Suggest a threshold"))
        heading.setProperty("tone", "heading")
        for goal in Goal:
            self.goal.addItem(goal_word(goal).capitalize(), goal)
            self.goal.setItemData(self.goal.count() - 1, goal_meaning(goal), Qt.ItemDataRole.ToolTipRole)
        self.wanted.setRange(1, 100)
        self.wanted.setValue(WANTED_PERCENT)
        self.wanted.setPrefix(self.tr("≥ "))
        self.wanted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.wanted.setSuffix(self.tr(" %"))
        self._lay_out_form()
        self._explain()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 10, 12)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addLayout(self._form)
        for part in (self.words, self.use, self.more, self.decide):
            layout.addWidget(part)

    def _lay_out_form(self) -> None:
        self._form = form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        for box in (self.category, self.engine):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
        self.category.setMaxVisibleItems(24)
        for text, field in (
            (self.tr("Category"), self.category),
            (self.tr("Labels of"), self.engine),
            (self.tr("Goal"), self.goal),
            (self.tr("Wanted"), self.wanted),
        ):
            form.addRow(_muted(text, field), field)

    def _explain(self) -> None:
        self.words.setObjectName("suggestion")
        self.more.setObjectName("suggestion-more")
        for label in (self.words, self.more):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setToolTip(rests_on())
        self.more.setToolTip(
            self.tr("After so many further decisions the 95 % interval is no wider than ±5 points, if the share stays")
        )
        self.use.setObjectName("use-suggestion")
        self.use.setToolTip(self.tr("Put this threshold into the policy being edited; nothing is applied by that"))
        self.decide.setToolTip(
            self.tr("Open a list of undecided assets with a label of this category, nearest to the threshold first")
        )

    def _connect(self) -> None:
        self.category.activated.connect(lambda: self.show_category(self.slug))
        for box in (self.engine, self.goal):
            box.activated.connect(self._look)
        self.wanted.valueChanged.connect(self._look)
        self.use.clicked.connect(self._use)
        self.decide.clicked.connect(self._decide)
        self._model.edited.connect(self._show_choices)
        self._model.switched.connect(self.show_model)


def _muted(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", "muted")
    label.setBuddy(buddy)
    return label
