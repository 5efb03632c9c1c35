"""The rate: evenly spaced, learned upward and downward, one for all workers, and ended at once by a stop.

The account is played by a token bucket, and time by a clock that only moves when somebody waits.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.rate_limit import FIRST_RATE, SMALLEST_RATE, RateLimiter


@dataclass
class World:
    """Time, an account with a quota, and the calls under way. burst: seconds of quota that may be saved up."""

    quota: float
    latency: float = 0.2
    burst: float = 1.0
    now: float = 1000.0
    tokens: float = 0.0
    filled: float = 1000.0
    passed: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = self.quota * self.burst

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def lets_through(self) -> bool:
        self.tokens = min(self.quota * self.burst, self.tokens + (self.now - self.filled) * self.quota)
        self.filled = self.now
        if self.tokens < 1:
            self.refused.append(self.now)
            return False
        self.tokens -= 1
        self.passed.append(self.now)
        return True


class Waiting(CancelToken):
    """A token whose waits move the clock of the world instead of taking time."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)


def play(world: World, limiter: RateLimiter, seconds: float) -> None:
    """Calls start when the limiter says so; each answer comes a latency later."""
    token, answers, order = Waiting(world), list[tuple[float, int, float, bool]](), itertools.count()
    end = world.now + seconds
    while world.now < end:
        started = limiter.acquire(token)
        heapq.heappush(answers, (world.now + world.latency, next(order), started, world.lets_through()))
        while answers and answers[0][0] <= world.now:
            _, _, begun, let_through = heapq.heappop(answers)
            if let_through:
                limiter.answered(begun)
            else:
                limiter.refused(begun)


def rate_between(moments: list[float], first: float, last: float) -> float:
    return sum(first <= moment < last for moment in moments) / (last - first)


def test_a_fixed_rate_is_kept_to_the_call() -> None:
    world = World(quota=1000)
    play(world, RateLimiter(fixed=40, clock=world.clock), 10)
    assert len(world.passed) == pytest.approx(400, abs=2)
    gaps = [after - before for before, after in itertools.pairwise(world.passed)]
    assert max(gaps) < 0.03


def test_it_begins_at_a_safe_rate() -> None:
    world = World(quota=1000)
    limiter = RateLimiter(clock=world.clock)
    assert (limiter.rate, limiter.learned_quota) == (FIRST_RATE, None)
    play(world, limiter, 1)
    assert len(world.passed) <= 8


@pytest.mark.parametrize("quota", [5, 20, 50, 200])
@pytest.mark.parametrize("latency", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("burst", [0.1, 1.0])
def test_a_quota_is_learned_and_used(quota: float, latency: float, burst: float) -> None:
    world = World(quota=quota, latency=latency, burst=max(burst, 1.5 / quota))
    limiter = RateLimiter(clock=world.clock)
    play(world, limiter, 150)
    assert rate_between(world.passed, 1030, 1150) >= 0.93 * quota
    late = [moment for moment in world.refused if moment >= 1030]
    assert len(late) <= 0.012 * len(world.passed)
    assert limiter.learned_quota == pytest.approx(quota, rel=0.2)


@pytest.mark.parametrize("latency", [0.1, 0.2])
def test_at_fifty_a_second_the_bar_is_held(latency: float) -> None:
    world = World(quota=50, latency=latency)
    limiter = RateLimiter(clock=world.clock)
    play(world, limiter, 90)
    assert rate_between(world.passed, 1015, 1090) >= 0.95 * 50
    assert len(world.refused) <= 0.01 * (len(world.passed) + len(world.refused))


def test_a_quota_that_falls_is_followed() -> None:
    world = World(quota=50)
    limiter = RateLimiter(clock=world.clock)
    play(world, limiter, 60)
    world.quota, world.tokens = 10, 0
    play(world, limiter, 60)
    assert rate_between(world.passed, 1090, 1120) == pytest.approx(10, rel=0.1)


def test_a_quota_that_rises_is_found_in_time() -> None:
    world = World(quota=10)
    limiter = RateLimiter(clock=world.clock)
    play(world, limiter, 60)
    world.quota = 20
    play(world, limiter, 300)
    assert rate_between(world.passed, 1300, 1360) >= 14


def test_it_never_stops_altogether() -> None:
    world = World(quota=0.0001, burst=1)
    limiter = RateLimiter(clock=world.clock)
    play(world, limiter, 300)
    assert limiter.rate >= SMALLEST_RATE


def test_idle_time_is_not_taken_for_a_quota() -> None:
    world = World(quota=1000)
    limiter = RateLimiter(clock=world.clock)
    token = Waiting(world)
    for _ in range(20):
        started = limiter.acquire(token)
        world.wait(2.0)
        limiter.answered(started)
    assert limiter.rate == FIRST_RATE, "a rate that was not the limit says nothing"


def test_all_threads_share_one_rate() -> None:
    limiter, starts = RateLimiter(fixed=200), list[float]()

    def work() -> None:
        for _ in range(10):
            starts.append(limiter.acquire(CancelToken()))

    threads = [threading.Thread(target=work) for _ in range(8)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - begun >= 78 / 200 - 0.01
    assert len(set(starts)) == 80


def test_a_stop_ends_the_wait_at_once() -> None:
    limiter, cancel = RateLimiter(fixed=0.01), CancelToken()
    limiter.acquire(cancel)
    threading.Timer(0.1, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        limiter.acquire(cancel)
    assert time.monotonic() - begun < 20


def _in_line(limiter: RateLimiter, count: int) -> None:
    """Wait until so many threads stand behind the one that waits for the time."""
    until = time.monotonic() + 20
    while len(limiter._gate._waiting) < count:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_stop_ends_the_wait_of_the_whole_line() -> None:
    limiter, cancel = RateLimiter(fixed=0.01), CancelToken()
    limiter.acquire(cancel)
    with ThreadPoolExecutor(5) as threads:
        waits = [threads.submit(limiter.acquire, cancel) for _ in range(5)]
        _in_line(limiter, 4)
        cancel.cancel()
        for wait in waits:
            with pytest.raises(Cancelled):
                wait.result(20)
    assert not limiter._gate._waiting
    assert not limiter._gate._taken, "whoever comes next is let in"


def test_who_leaves_the_line_keeps_nobody_from_their_turn() -> None:
    limiter, stays, leaves = RateLimiter(fixed=10), CancelToken(), CancelToken()
    limiter.acquire(stays)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(limiter.acquire, stays)
        gone = []
        for number, token in enumerate((leaves, stays, leaves)):
            gone.append(threads.submit(limiter.acquire, token))
            _in_line(limiter, number + 1)
        leaves.cancel()
        for wait in (gone[0], gone[2]):
            with pytest.raises(Cancelled):
                wait.result(20)
        assert gone[1].result(20) > first.result(20)


def test_those_in_line_go_in_the_order_they_came() -> None:
    limiter, cancel = RateLimiter(fixed=20), CancelToken()
    limiter.acquire(cancel)
    with ThreadPoolExecutor(6) as threads:
        waits = [threads.submit(limiter.acquire, cancel)]
        while not limiter._gate._taken:
            time.sleep(0.001)
        for number in range(5):
            waits.append(threads.submit(limiter.acquire, cancel))
            _in_line(limiter, number + 1)
        starts = [wait.result(20) for wait in waits]
    assert starts == sorted(starts)


def test_who_waits_in_line_does_nothing_meanwhile() -> None:
    limiter, cancel = RateLimiter(fixed=1), CancelToken()
    limiter.acquire(cancel)
    left: list[int] = []

    def work() -> None:
        with suppress(Cancelled):
            limiter.acquire(cancel)
        left.append(1)

    looked: list[bool] = []
    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    _in_line(limiter, 19)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CancelToken, "cancelled", property(lambda _: bool(looked.append(True))))
        time.sleep(0.6)
    cancel.cancel()
    for thread in threads:
        thread.join(20)
    assert len(left) == 20
    assert not looked
