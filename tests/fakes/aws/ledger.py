"""What the stand-in saw: every call counted, as an account's bill and its metrics would."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Counts of calls. billed: answers worked out, whether or not they reached the caller."""

    calls: int = 0
    answered: int = 0
    billed: int = 0
    billed_without_answer: int = 0
    throttled: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    billed_contents: Counter[str] = field(default_factory=Counter)
    numbers: Counter[int] = field(default_factory=Counter)
    largest_concurrency: int = 0
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0

    def begin(self, moment: float) -> int:
        """Count a call in; its number, from 1."""
        with self._lock:
            self.calls += 1
            self._under_way += 1
            self.largest_concurrency = max(self.largest_concurrency, self._under_way)
            self.times.append(moment)
            return self.calls

    def end(self) -> None:
        """Count a call out."""
        with self._lock:
            self._under_way -= 1

    def bill(self, content: bytes, number: int, *, reached: bool) -> None:
        """Count an answer that costs money; `reached` says whether the caller got it."""
        with self._lock:
            self.billed += 1
            self.billed_contents[hashlib.sha256(content).hexdigest()] += 1
            self.numbers[number] += 1
            self.answered += reached
            self.billed_without_answer += not reached

    def refuse(self, code: str) -> None:
        """Count an error answer."""
        with self._lock:
            self.refused[code] += 1
            self.throttled += code in {"ThrottlingException", "ProvisionedThroughputExceededException"}

    @property
    def billed_twice(self) -> int:
        """Answers paid for bytes that had been answered before."""
        return sum(count - 1 for count in self.billed_contents.values())
