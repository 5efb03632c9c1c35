import threading
import time

import pytest

from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken
from rekreview.media.budget import Budget


class Holder(threading.Thread):
    """Takes a share in a thread of its own, and holds it until it is told to let go."""

    def __init__(self, budget: Budget, share: int, cancel: CancelToken | None = None) -> None:
        super().__init__()
        self.budget, self.share, self.cancel = budget, share, cancel or CancelToken()
        self.holds, self.let_go, self.stopped = threading.Event(), threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        try:
            with self.budget.share(self.share, self.cancel):
                self.holds.set()
                self.let_go.wait(10)
        except Cancelled:
            self.stopped.set()


def finish(*holders: Holder) -> None:
    for holder in holders:
        holder.let_go.set()
    for holder in holders:
        holder.join(5)
        assert not holder.is_alive()


def test_shares_that_fit_are_held_together() -> None:
    budget = Budget(100)
    holders = [Holder(budget, 50), Holder(budget, 50)]
    assert all(holder.holds.wait(5) for holder in holders)
    finish(*holders)


def test_what_does_not_fit_waits_until_there_is_room() -> None:
    budget = Budget(100)
    first = Holder(budget, 60)
    assert first.holds.wait(5)
    second = Holder(budget, 50)
    assert not second.holds.wait(0.15)
    finish(first)
    assert second.holds.wait(5)
    finish(second)


def test_more_than_there_is_means_alone() -> None:
    budget = Budget(100)
    big = Holder(budget, 1_000_000)
    assert big.holds.wait(5)
    small = Holder(budget, 1)
    assert not small.holds.wait(0.15)
    finish(big, small)


def test_the_large_one_is_not_passed_by_for_ever() -> None:
    budget = Budget(100)
    first = Holder(budget, 60)
    assert first.holds.wait(5)
    large = Holder(budget, 100)
    time.sleep(0.1)
    late = Holder(budget, 10)
    assert not late.holds.wait(0.15)
    finish(first)
    assert large.holds.wait(5)
    assert not late.holds.is_set()
    finish(large)
    assert late.holds.wait(5)
    finish(late)


def test_cancelling_ends_the_wait_and_frees_the_line() -> None:
    budget = Budget(100)
    first = Holder(budget, 100)
    assert first.holds.wait(5)
    stop = CancelToken()
    waiting = Holder(budget, 100, stop)
    behind = Holder(budget, 100)
    stop.cancel()
    assert waiting.stopped.wait(1)
    finish(first)
    assert behind.holds.wait(5)
    finish(waiting, behind)


def test_a_share_is_given_back_after_an_error() -> None:
    budget = Budget(100)
    with pytest.raises(RuntimeError), budget.share(100, CancelToken()):
        raise RuntimeError
    with budget.share(100, CancelToken()):
        pass
