"""What a run may spend, and the book in which each of its paid calls is noted before it is made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from rekreview.domain.calls import CallBook, CallCounts, CallEnd, CallState, Price, Sent
from rekreview.domain.errors import AgreementReached, BudgetReached
from rekreview.domain.ports import Engine
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.library.values import CallStart
from rekreview.settings import Settings, load

_LOOK_SECONDS: Final = 0.05
_ROUNDING: Final = 1e-9
_TOLD_TO_USD: Final = 1e-6
"""To so much is a cost told before."""


class Purse:
    """What one scan may spend and what it has spent. Safe to use from several threads.

    budget_usd: dollars, None for no limit. Calls that may have been billed without an answer count as spent.
    agreed_usd: what a person was told that the answers cost at most, and agreed to; None if nobody was asked. A call
    made again since its reply was lost is not among them: it may be billed, and is told as such.
    """

    def __init__(self, price: Price, budget_usd: float | None = None, agreed_usd: float | None = None) -> None:
        self.price = price
        self.budget_usd = budget_usd
        self.agreed_usd = agreed_usd
        self._counts = CallCounts()
        self._under_way_usd = 0.0
        self._guard = threading.Lock()

    @property
    def counts(self) -> CallCounts:
        """The calls whose end is known."""
        return self._counts

    @property
    def left_usd(self) -> float | None:
        """What the budget still allows, in US dollars; None for any amount."""
        return None if self.budget_usd is None else self.budget_usd - self._spent_usd

    @property
    def _spent_usd(self) -> float:
        return self._counts.cost_usd + self._counts.may_cost_usd + self._under_way_usd

    def reserve(self, usd: float | None = None) -> None:
        """Set the price of one call aside, or another price. Raises BudgetReached if it is not there."""
        wanted = self.price.usd if usd is None else usd
        with self._guard:
            self.require(wanted)
            self._under_way_usd += wanted

    def require(self, usd: float) -> None:
        """Raise BudgetReached if so much is not there, AgreementReached if nobody agreed to it."""
        left = self.left_usd
        if left is not None and usd > left + _ROUNDING:
            raise BudgetReached(
                f"The budget of {self.budget_usd:g} USD is spent. What was done stays; the rest waits.",
                "Scan again with another budget to go on.",
            )
        answers_usd = self._counts.cost_usd + self._under_way_usd + usd
        if self.agreed_usd is not None and answers_usd > self.agreed_usd + _TOLD_TO_USD:
            raise AgreementReached(
                f"It would cost more than the {self.agreed_usd:.3f} USD that were agreed to. What was done stays; the "
                "rest waits.",
                "Go on to be told what the rest costs.",
            )

    def settle(self, state: CallState, usd: float | None = None) -> None:
        """Count a call whose end is known, at the price that was set aside for it."""
        price = self.price.usd if usd is None else usd
        with self._guard:
            self._under_way_usd = round(self._under_way_usd - price, 9)
            self._counts = _counted(self._counts, state, price)


def purse_for(engine: Engine, settings: Settings | None = None, budget_usd: float | None = None) -> Purse:
    """What a run of this engine may spend, at the price and with the budget of the settings, or with this budget."""
    if not engine.name.paid:
        return Purse(Price(0.0))
    chosen = settings or load()
    budget = (chosen.budget_usd or None) if budget_usd is None else budget_usd
    return Purse(Price(chosen.price_per_call_usd, chosen.price_as_of), budget)


def _counted(counts: CallCounts, state: CallState, usd: float) -> CallCounts:
    if state is CallState.ANSWERED:
        return replace(counts, answered=counts.answered + 1, cost_usd=round(counts.cost_usd + usd, 6))
    if state is CallState.REFUSED:
        return replace(counts, refused=counts.refused + 1)
    return replace(counts, unanswered=counts.unanswered + 1, may_cost_usd=round(counts.may_cost_usd + usd, 6))


def minus(counts: CallCounts, before: CallCounts) -> CallCounts:
    """What was added since `before`."""
    return CallCounts(
        answered=counts.answered - before.answered,
        refused=counts.refused - before.refused,
        unanswered=counts.unanswered - before.unanswered,
        cost_usd=round(counts.cost_usd - before.cost_usd, 6),
        may_cost_usd=round(counts.may_cost_usd - before.may_cost_usd, 6),
    )


class Turns:
    """Lets only one at a time have a key; the others wait until it is free."""

    def __init__(self) -> None:
        self._taken: set[object] = set()
        self._freed = threading.Condition()

    @contextmanager
    def taken(self, key: object, cancel: CancelToken) -> Iterator[None]:
        """Hold a key. Raises Cancelled while waiting for it."""
        with self._freed:
            while key in self._taken:
                self._freed.wait(_LOOK_SECONDS)
                if cancel.cancelled:
                    cancel.check()
            self._taken.add(key)
        try:
            yield
        finally:
            with self._freed:
                self._taken.discard(key)
                self._freed.notify_all()


_TURNS: Final = Turns()
"""For the whole process: a call may outlive the run that made it, and the next run must wait for its answer. Among
processes the library's holds see to the same."""


class RunBook:
    """The paid calls of one run. again: only answers of this run count as known."""

    def __init__(self, library: Library, engine: Engine, run: int, purse: Purse, *, again: bool = False) -> None:
        self.library = library
        self.engine = engine
        self.run = run
        self.purse = purse
        self.again = again

    def page(self, asset_id: int) -> CallBook:
        """The book for one asset."""
        return _Page(self, asset_id)


class _Page:
    """One asset's calls; see `CallBook`."""

    def __init__(self, book: RunBook, asset_id: int) -> None:
        self._book = book
        self._asset_id = asset_id

    @contextmanager
    def turn(self, sent: Sent, cancel: CancelToken) -> Iterator[dict[str, Any] | None]:
        """The answer these bytes got before, while nobody else sends them."""
        book, engine = self._book, self._book.engine
        key = (book.library.directory, engine.name, engine.adapter, sent.sha256)
        with _TURNS.taken(key, cancel), book.library.holds.sending(sent.sha256, cancel):
            yield book.library.queries.known_answer(
                sent.sha256,
                engine.name,
                engine.adapter,
                engine.min_confidence,
                run_id=book.run if book.again else None,
            )

    def begin(self, sent: Sent) -> int:
        """Note that a call is about to be made. Raises BudgetReached."""
        book, engine = self._book, self._book.engine
        book.purse.reserve()
        return book.library.commands.begin_call(
            CallStart(
                run_id=book.run,
                asset_id=self._asset_id,
                engine=engine.name,
                adapter=engine.adapter,
                floor=engine.min_confidence,
                sent=sent,
                price_usd=book.purse.price.usd,
            )
        )

    def end(self, call: int, end: CallEnd) -> None:
        """Note how the call ended."""
        self._book.purse.settle(end.state)
        self._book.library.commands.end_call(call, end)
