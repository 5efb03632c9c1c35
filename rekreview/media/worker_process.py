"""The app's side of one decoding worker: it is given one job at a time, and ended when it hangs."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from rekreview.domain.errors import Cancelled, DecoderCrashed, DecodeTimedOut
from rekreview.domain.progress import CancelToken
from rekreview.media import messages, replies
from rekreview.media.budget import POLL_SECONDS, Budget
from rekreview.media.replies import Reply

log = logging.getLogger(__name__)

START_SECONDS = 60.0
LEFT_SECONDS = 2.0
# Imports make no garbage, and looking for some costs a tenth of a worker's start.
_WORK = "import gc; gc.disable(); from rekreview.media.worker import main; main()"
_PIPE_BYTES = 1 << 20
_AHEAD_BYTES = 64 << 10
_KEPT_VARIABLES = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "TMPDIR",
)
# Few arenas and early give-back keep a worker small after a large picture; yet what one picture of a phone takes is
# kept for the next, since the kernel needs 4 ms to clear it each time. And there are as many workers as cores: threads
# of NumPy's own for each core, in each worker, would cost more than all the rest of its start.
_THRIFT = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": str(32 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(8 << 20),
    "OPENBLAS_NUM_THREADS": "1",
}

Start = Callable[[], "subprocess.Popen[bytes]"]


def start_process(memory_bytes: int) -> subprocess.Popen[bytes]:
    """Start a worker. The kernel kills it when the *thread* that calls this ends, so call it from one that lasts."""
    # -P keeps the current folder, which may be the one under review, out of the places modules come from.
    command = [sys.executable, "-P", "-c", _WORK, str(memory_bytes), str(os.getpid())]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=_environment(),
        # Ctrl-C in a terminal is the app's to handle. A session of its own would do that too, but Linux shares the
        # processor between sessions first, and only within one by how nice each process is: a worker that stands back
        # would take as much as the app.
        process_group=0,
    )
    _widen(process)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """End a worker's process at once, whatever it does, and close its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:  # stuck in the kernel, on a drive that does not answer
        log.warning("Decoding worker %d does not end; the system will end it when the drive answers.", process.pid)


def _environment() -> dict[str, str]:
    """Only what Python needs to start: credentials have no business in a process that opens hostile files."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, **_THRIFT}


def _widen(process: subprocess.Popen[bytes]) -> None:
    set_size = getattr(fcntl, "F_SETPIPE_SZ", None)
    if set_size is not None and process.stdout is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(process.stdout, set_size, _PIPE_BYTES)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a worker may be silent before it is taken for hung, in seconds: while starting, and while decoding."""

    starting: float = START_SECONDS
    decoding: float = 10.0


class WorkerProcess:
    """One worker, started when it is first asked and again after it died. Used by one thread at a time."""

    def __init__(self, start: Start, budget: Budget, patience: Patience) -> None:
        self._start = start
        self._budget = budget
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._poll = select.poll()
        self._ahead = bytearray()  # read from the process together with what was wanted
        self._job = 0
        self._retired = False
        self._owes = False
        self._torn = False  # an answer was read in part: what follows can no longer be told apart

    @property
    def pid(self) -> int | None:
        """The process now in charge, None before the first job and after `stop`."""
        return self._process.pid if self._process else None

    @property
    def owes(self) -> bool:
        """Whether it still works on a job that nobody waits for; it may be asked again all the same."""
        return self._owes

    def ask(self, job: Mapping[str, Any], cancel: CancelToken, *, leave: bool = False) -> Generator[Reply, None, None]:
        """Give the worker a job and yield its answers as they come.

        Raises MediaError for what the worker says of the file, DecodeTimedOut, DecoderCrashed and Cancelled. Unless the
        answers were read to their end or ended in what the worker said of the file, the worker must be stopped.
        leave: the job is short, so when it is cancelled the worker may finish it alone: that costs less than a new one.
        """
        try:
            yield from self._answers_granted(job, cancel)
        except Cancelled:
            self._owes = leave and not self._torn and self._process is not None
            raise

    def _answers_granted(self, job: Mapping[str, Any], cancel: CancelToken) -> Generator[Reply, None, None]:
        with contextlib.ExitStack() as shares:
            for reply in self._answers(job, cancel):
                if reply.say == "end":
                    return
                if reply.say == "fault":
                    raise self._fault(reply)
                if reply.say == "need":
                    self._grant(reply, cancel, shares)
                elif reply.say != "alive":
                    yield reply

    def _grant(self, need: Reply, cancel: CancelToken, shares: contextlib.ExitStack) -> None:
        """Let the worker decode once its share of memory is free; refuse if that is no longer wanted."""
        try:
            shares.enter_context(self._budget.share(need.number("bytes"), cancel))
        except Cancelled:
            self._send({"say": "refused"})
            raise
        self._send({"say": "granted"})

    def retire(self) -> None:
        """End the process from any thread, and start no other: whoever waits for it is told that it died."""
        self._retired = True
        if process := self._process:
            process.kill()

    def stop(self) -> None:
        """End the process at once, whatever it does. Only for the thread that uses it."""
        process, self._process = self._process, None
        self._owes = self._torn = False
        self._ahead.clear()
        if process is not None:
            end(process)

    def _answers(self, job: Mapping[str, Any], cancel: CancelToken) -> Generator[Reply, None, None]:
        self._begin(job, cancel)
        while True:
            yield self._receive(self._patience.decoding, cancel)

    def _begin(self, job: Mapping[str, Any], cancel: CancelToken) -> None:
        """Hand over a job and wait until it is begun; what happens before that is not the file's fault."""
        for attempt in (1, 2):
            try:
                self._settle(cancel)
                self._job += 1
                self._send({"job": self._job, **job})
                first = self._receive(self._patience.starting, cancel)
            except (DecoderCrashed, DecodeTimedOut):
                self.stop()
                if attempt == 2:
                    raise
                continue
            if first.say != "begun":
                raise replies.nonsense("an answer before its turn")
            return

    def _settle(self, cancel: CancelToken) -> None:
        """Pass over what the worker has still to say of a job that was left."""
        until = time.monotonic() + LEFT_SECONDS
        while self._owes:
            reply = self._receive(max(0.0, until - time.monotonic()), cancel)
            if reply.say == "need":
                self._send({"say": "refused"})
            self._owes = reply.say not in {"end", "fault"}

    def _send(self, header: Mapping[str, Any]) -> None:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(b"".join(messages.packed(header)))
        except OSError as error:
            raise self._crashed() from error

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None and not self._retired:
            self._process = self._start()
            assert self._process.stdout is not None
            self._poll = select.poll()
            self._poll.register(self._process.stdout, select.POLLIN)
        if self._process is None or self._retired:
            self.stop()
            raise DecoderCrashed("The decoder was closed.")
        return self._process

    def _receive(self, patience: float, cancel: CancelToken) -> Reply:
        if cancel.cancelled:
            cancel.check()
        deadline = time.monotonic() + patience
        prefix = self._exactly(messages.LENGTHS.size, deadline, cancel)
        self._torn = True
        try:
            header_bytes, payload_bytes = messages.lengths(prefix)
            header = messages.parsed(self._exactly(header_bytes, deadline, cancel))
        except ValueError as error:
            raise replies.nonsense(str(error)[:100]) from error
        payload = self._exactly(payload_bytes, deadline, cancel)
        self._torn = False
        if header.get("job") != self._job or not isinstance(header.get("say"), str):
            raise replies.nonsense("an answer to another job")
        return Reply(header["say"], header, payload)

    def _exactly(self, count: int, deadline: float, cancel: CancelToken) -> bytearray:
        found = bytearray(count)
        rest = memoryview(found)
        ready = self._ahead[:count]
        rest[: len(ready)] = ready
        del self._ahead[: len(ready)]
        rest = rest[len(ready) :]
        process = self._running()
        assert process.stdout is not None
        while rest:
            if not self._poll.poll(POLL_SECONDS * 1000):
                if cancel.cancelled:
                    self._torn = self._torn or len(rest) < count
                    cancel.check()
                if time.monotonic() > deadline:
                    raise DecodeTimedOut("Decoding it took too long and was stopped.")
                continue
            got = self._read(process.stdout, rest)
            if not got:
                raise self._crashed()
            rest = rest[got:]
        return found

    def _read(self, answers: IO[bytes], wanted: memoryview) -> int:
        """Fill a part of `wanted` with what there is; what is there beyond it, of short answers, is kept for later."""
        if len(wanted) >= _AHEAD_BYTES:
            return int(answers.readinto(wanted))  # type: ignore[attr-defined]
        chunk = answers.read(_AHEAD_BYTES)
        got = min(len(chunk), len(wanted))
        wanted[:got] = chunk[:got]
        self._ahead += chunk[got:]
        return got

    def _crashed(self) -> DecoderCrashed:
        process = self._process
        how = "it ended"
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(1)
                how = signal.strsignal(-code) or str(code) if code < 0 else f"exit status {code}"
        return DecoderCrashed(f"The decoder died on this file ({how}).")

    def _fault(self, reply: Reply) -> Exception:
        if reply.text("code") == "bug":
            log.error("A bug in the decoder: %s", reply.text("message", 8000))
            return DecoderCrashed("The app failed on this file; the log has the details.")
        return replies.fault(reply)
