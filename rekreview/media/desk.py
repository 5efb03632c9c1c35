"""The worker's side of the pipes: it takes jobs, answers them, and shows that it is alive."""

from __future__ import annotations

import os
import time
from typing import Any

from rekreview.domain.errors import TooLarge
from rekreview.media import messages

_ALIVE_SECONDS = 0.5
_UNASKED_BYTES = 32 << 20


class Desk:
    """Reads jobs from one descriptor and writes answers to another."""

    def __init__(self, jobs: int, answers: int) -> None:
        self._jobs = jobs
        self._answers = answers
        self._job = 0
        self._said = 0.0
        self._held = b""

    def next_job(self) -> messages.Header | None:
        """Wait for a job and say that it has begun; None when the app has closed the pipe."""
        job = self._read()
        if job is not None:
            self._job = int(job["job"])
            self.say("begun")
        return job

    def say(self, what: str, payload: messages.Bytes = b"", **about: Any) -> None:
        """Send one answer of the current job, and what was held before it."""
        parts = messages.packed({"job": self._job, "say": what, **about}, payload)
        if self._held:
            parts, self._held = [self._held + b"".join(parts)], b""
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(self._answers, rest) :]
        self._said = time.monotonic()

    def hold(self, what: str, payload: messages.Bytes = b"", **about: Any) -> None:
        """Send a short answer together with the next, which comes at once: the app wakes only once for both."""
        self._held += b"".join(messages.packed({"job": self._job, "say": what, **about}, payload))

    def alive(self) -> None:
        """Show a sign of life, so that long honest work is not taken for a hang. Cheap enough for every frame."""
        if time.monotonic() - self._said > _ALIVE_SECONDS:
            self.say("alive")

    def allow(self, memory_bytes: int) -> None:
        """Ask the app for a share of the memory all workers may decode into; waits until it is free."""
        if memory_bytes <= _UNASKED_BYTES:
            return
        self.say("need", bytes=memory_bytes)
        answer = self._read()
        if answer is None or answer.get("say") != "granted":
            raise TooLarge("Nobody waits for it any more.")

    def _read(self) -> messages.Header | None:
        prefix = self._exactly(messages.LENGTHS.size)
        if prefix is None:
            return None
        length, _ = messages.lengths(prefix)
        text = self._exactly(length)
        return None if text is None else messages.parsed(text)

    def _exactly(self, count: int) -> bytes | None:
        found = b""
        while len(found) < count:
            part = os.read(self._jobs, count - len(found))
            if not part:
                return None
            found += part
        return found
