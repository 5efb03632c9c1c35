"""Asks the library one question again and again as it changes, without ever keeping anybody waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from rekreview.domain.errors import RekreviewError
from rekreview.jobs.dispatcher import Dispatcher

LEAST_REST_MS = 250
_REST_TIMES = 2
_AFTER_FAULT_MS = 1_000


class Follower(QObject):
    """One question at a time, and a rest after each, longer than it took: an import changes the library all the time.

    What is shown stays until the new answer comes; an answer to a question that was overtaken is not shown.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        question: Callable[[], Callable[[], Any] | None],
        answered: Callable[[Any], None],
        parent: QObject,
    ) -> None:
        """question: what to ask now, called here; what it gives is run in the read pool. None for nothing to ask."""
        super().__init__(parent)
        self._dispatcher = dispatcher
        self._question = question
        self._answered = answered
        self._asking = self._outdated = self._stopped = False
        self._number = 0
        self._begun = 0.0
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._rested)

    def ask(self) -> None:
        """The library changed: ask soon, or when the answer that is under way has come."""
        if self._asking or self._stopped:
            self._outdated = True
            return
        self._ask()

    def ask_anew(self) -> None:
        """Something else is to be asked: at once, and what is under way counts no more."""
        self._number += 1
        if self._asking:
            self._rest.stop()
        if not self._stopped:
            self._ask()

    def stop(self) -> None:
        """Ask nothing more."""
        self._stopped = True
        self._number += 1
        self._rest.stop()

    def _ask(self) -> None:
        asked = self._question()
        if asked is None:
            self._asking = self._outdated = False  # what was under way counts no more, so nothing else ends it
            return
        self._asking, self._outdated = True, False
        self._begun = time.monotonic()
        number = self._number
        self._dispatcher.read(asked, lambda answer: self._take(number, answer), lambda why: self._miss(number, why))

    def _take(self, number: int, answer: Any) -> None:
        if number == self._number:
            self._rest.start(max(LEAST_REST_MS, round(_REST_TIMES * 1000 * (time.monotonic() - self._begun))))
            self._answered(answer)

    def _miss(self, number: int, error: Exception) -> None:
        if number == self._number:
            self._rest.start(_AFTER_FAULT_MS)
            if isinstance(error, RekreviewError):
                self._dispatcher.faulted.emit(error)

    def _rested(self) -> None:
        self._asking = False
        if self._outdated:
            self._ask()
