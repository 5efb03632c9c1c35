"""Keeps the effect of the draft up to date: holds the library's labels, follows its changes and answers every edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.columns import LabelColumns
from rekreview.domain.errors import Cancelled, RekreviewError
from rekreview.domain.policy import DEFAULT_PAIR
from rekreview.domain.trial import Trial
from rekreview.domain.tuning_index import STALE_MOST, TuningIndex
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.policy.effect import Effect, Question, told

# While a run writes many times a second, following every single write would keep a core busy.
RELOAD_MS: Final = 700

STEP_MOST: Final = 1_000_000
"""How many labels may be looked at on the GUI thread to answer one question: some 6 ms."""

CHANGED_MOST: Final = 20_000
"""Of more assets than these all labels are read anew, which is faster then."""

CHUNK: Final = 2_000
"""How many assets are read anew in one query."""

ReadColumns = Callable[[Sequence[int] | None], LabelColumns]
"""Reads the columns of these assets, of all for None."""


class LiveEffect(QObject):
    """Answers questions about the library: a slider's step at once, on the GUI thread, since it looks only at the
    labels between; whatever takes longer in the read pool, one at a time, the newest question next.

    `answered` carries an Effect; `loaded` says that the labels are others than before, so that histograms may differ.
    It works only while `awake`, so that a hidden screen costs nothing.
    """

    answered = Signal(object)
    loaded = Signal()

    def __init__(
        self,
        read_columns: ReadColumns,
        dispatcher: Dispatcher,
        changes: ChangeFeed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_columns = read_columns
        self._dispatcher = dispatcher
        self._trial: Trial | None = None
        self._question: Question | None = None
        self._due = False
        self._lent = False
        self._loading = False
        self._awake = False
        self._all_changed = True
        self._changed: dict[int, None] = {}
        self._soon = QTimer(self, interval=RELOAD_MS, singleShot=True)
        self._soon.timeout.connect(self._load)
        changes.changed.connect(self._heed)

    @property
    def index(self) -> TuningIndex | None:
        """The labels as they were read last, None before the first time."""
        return None if self._trial is None else self._trial.index

    def wake(self) -> None:
        """Start working; read the labels if they changed in the meantime."""
        self._awake = True
        if self._stale and not self._soon.isActive():
            self._load()

    def sleep(self) -> None:
        """Stop working until `wake`."""
        self._awake = False

    def ask(self, question: Question) -> None:
        """Have this question answered as soon as may be, before this returns if it is a small step."""
        self._question, self._due = question, True
        self._answer_next()

    # Following the library

    @property
    def _stale(self) -> bool:
        return self._all_changed or bool(self._changed)

    def _heed(self, change: ChangeSet) -> None:
        self._all_changed |= change.everything
        self._changed.update(dict.fromkeys((*change.added, *change.changed)))
        if len(self._changed) > CHANGED_MOST:
            self._all_changed = True
        if self._all_changed:
            self._changed.clear()
        if self._stale and self._awake and not self._soon.isActive():
            self._soon.start()

    def _load(self) -> None:
        if self._loading or not self._awake or not self._stale:
            return
        index = None if self._all_changed else self.index
        changed, question = tuple(self._changed), self._question
        self._loading, self._all_changed, read = True, False, self._read_columns
        self._changed.clear()

        def follow() -> Trial:
            fresh = TuningIndex.of(read(None)) if index is None else _followed(index, changed, read)
            return _prepared(fresh, question)

        self._dispatcher.read(follow, self._take, self._miss)

    def _miss(self, error: Exception) -> None:
        """The labels could not be read: they are read anew after the next change, or on waking."""
        self._loading, self._all_changed = False, True
        if isinstance(error, RekreviewError) and not isinstance(error, Cancelled):
            self._dispatcher.faulted.emit(error)

    def _take(self, trial: Trial) -> None:
        self._trial, self._loading, self._lent = trial, False, False
        self._due = True
        self.loaded.emit()
        self._answer_next()
        if self._stale and self._awake:
            self._soon.start()

    # Answering

    def _answer_next(self) -> None:
        trial, question = self._trial, self._question
        if self._lent or not self._due or trial is None or question is None:
            return
        self._due = False
        if trial.applied == question.applied and trial.cost(question.draft) <= STEP_MOST:
            trial.move(question.draft)
            self.answered.emit(told(trial, question))
            return
        self._lent = True
        self._dispatcher.read(
            lambda: _answered(trial, question), lambda found: self._tell(trial, *found), self._give_up
        )

    def _tell(self, lent: Trial, trial: Trial, effect: Effect) -> None:
        """Take a trial back from the read pool; the labels may have been read anew meanwhile."""
        if lent is self._trial:
            self._trial, self._lent = trial, False
            self.answered.emit(effect)
            self._answer_next()

    def _give_up(self, _error: Exception) -> None:
        """A bug, which the dispatcher has told already: start anew from the library."""
        self._lent, self._trial, self._all_changed = False, None, True


def _answered(trial: Trial, question: Question) -> tuple[Trial, Effect]:
    """The effect of a question, from scratch: for the read pool."""
    fresh = Trial(trial.index, question.applied, question.draft)
    return fresh, told(fresh, question)


def _followed(index: TuningIndex, changed: Sequence[int], read: ReadColumns) -> TuningIndex:
    """The index after these assets changed."""
    for start in range(0, len(changed), CHUNK):
        chunk = changed[start : start + CHUNK]
        index = index.replaced(chunk, read(chunk))
    return index.compact() if index.stale > STALE_MOST else index


def _prepared(index: TuningIndex, question: Question | None) -> Trial:
    """A trial of the newest labels, with the histograms worked out already."""
    applied, draft = (question.applied, question.draft) if question else (DEFAULT_PAIR, DEFAULT_PAIR)
    index.prepare()
    return Trial(index, applied, draft)
