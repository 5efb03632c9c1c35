"""Keeps the effect of the draft up to date: loads the library's labels in the background and answers every edit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.columns import LabelColumns
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.policy.effect import Effect, Evidence, Question

# While a run writes many times a second, reading all labels anew each time would keep a core busy.
RELOAD_MS = 700


class LiveEffect(QObject):
    """Answers questions about the library off the GUI thread: one at a time, the newest one next, none in between.

    `answered` carries an Effect; `loaded` says that the labels were read anew, so that histograms may differ. It works
    only while `awake`, so that a hidden screen costs nothing.
    """

    answered = Signal(object)
    loaded = Signal()

    def __init__(
        self,
        read_columns: Callable[[], LabelColumns],
        dispatcher: Dispatcher,
        changes: ChangeFeed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_columns = read_columns
        self._dispatcher = dispatcher
        self._evidence: Evidence | None = None
        self._question: Question | None = None
        self._due = False
        self._busy = False
        self._awake = False
        self._stale = True
        self._soon = QTimer(self, interval=RELOAD_MS, singleShot=True)
        self._soon.timeout.connect(self._load)
        changes.changed.connect(self._heed)

    @property
    def evidence(self) -> Evidence | None:
        """The labels as they were read last, None before the first time."""
        return self._evidence

    def wake(self) -> None:
        """Start working; read the labels if they changed in the meantime."""
        self._awake = True
        if self._stale and not self._soon.isActive():
            self._load()

    def sleep(self) -> None:
        """Stop working until `wake`."""
        self._awake = False

    def ask(self, question: Question) -> None:
        """Have this question answered as soon as may be; a question that waits is dropped for it."""
        self._question, self._due = question, True
        self._answer_next()

    def _heed(self, change: ChangeSet) -> None:
        if change.added or change.changed or change.everything:
            self._stale = True
            if self._awake and not self._soon.isActive():
                self._soon.start()

    def _load(self) -> None:
        if not self._awake:
            return
        self._stale = False
        self._dispatcher.newest("policy-columns", lambda: Evidence(self._read_columns()), self._take)

    def _take(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._due = True
        self.loaded.emit()
        self._answer_next()

    def _answer_next(self) -> None:
        evidence, question = self._evidence, self._question
        if self._busy or not self._due or evidence is None or question is None:
            return
        self._busy, self._due = True, False
        self._dispatcher.read(lambda: evidence.answer(question), self._tell, self._fail)

    def _tell(self, effect: Effect) -> None:
        self._busy = False
        self.answered.emit(effect)
        self._answer_next()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        raise error
