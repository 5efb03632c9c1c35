"""A run, and the bytes of a call, belong to one process at a time, until it lets go or dies."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rekreview.domain.errors import Cancelled, DiskFull, RunUnderWay
from rekreview.domain.progress import CancelToken
from rekreview.library.holding import Holds

BYTES = "ab" * 32
OTHERS = "cd" * 32
HOLDER = """
import sys
from pathlib import Path
from rekreview.domain.progress import CancelToken
from rekreview.library.holding import Holds
holds = Holds(Path(sys.argv[1]))
with holds.run(int(sys.argv[2])), holds.sending(sys.argv[3], CancelToken()):
    print("held", flush=True)
    sys.stdin.readline()
print("free", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another_process(place: Path, run: int = 7, content: str = BYTES) -> Iterator[subprocess.Popen[str]]:
    """A process that has a run and sends some bytes until it reads a line."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place), str(run), content], stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture
def holds(tmp_path: Path) -> Iterator[Holds]:
    opened = Holds(tmp_path)
    yield opened
    opened.close()


def test_a_run_of_another_process_is_refused_and_says_who_has_it(holds: Holds, tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        with pytest.raises(RunUnderWay, match=f"Run 7 .* process {process.pid}, since ") as refused, holds.run(7):
            pass
        assert refused.value.hint
        with holds.run(6), holds.run(8):
            """Its neighbours are free."""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_is_free_again_when_its_process_is_gone_however_it_went(holds: Holds, tmp_path: Path, end: int) -> None:
    with another_process(tmp_path) as process:
        process.send_signal(end)
        process.wait()
        with holds.run(7), holds.sending(BYTES, CancelToken()):
            """Nobody has to tidy up."""


def test_a_run_is_free_again_when_it_was_let_go(holds: Holds, tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "free\n"
        with holds.run(7):
            """The process still runs; it just has not got the run any more."""


def test_two_jobs_of_one_process_are_kept_apart_too(holds: Holds, tmp_path: Path) -> None:
    with holds.run(7):
        for other in (holds, Holds(tmp_path)):
            with pytest.raises(RunUnderWay), other.run(7):
                pass
    with holds.run(7):
        """A refusal of others takes nothing from who has it, and leaves nothing behind."""


def test_the_same_bytes_wait_for_the_process_that_sends_them(holds: Holds, tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        with holds.sending(OTHERS, CancelToken()):
            """Other bytes need not wait."""
        threading.Timer(0.3, process.kill).start()
        begun = time.monotonic()
        with holds.sending(BYTES, CancelToken()):
            assert 0.2 < time.monotonic() - begun < 2


def test_who_waits_for_the_same_bytes_can_be_stopped(holds: Holds, tmp_path: Path) -> None:
    cancel = CancelToken()
    with another_process(tmp_path):
        threading.Timer(0.2, cancel.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled), holds.sending(BYTES, cancel):
            pass
        assert time.monotonic() - begun < 0.4


def test_a_library_that_is_closed_meanwhile_troubles_no_call_under_way(tmp_path: Path) -> None:
    holds = Holds(tmp_path)
    with holds.sending(BYTES, CancelToken()):
        holds.close()
    with holds.sending(BYTES, CancelToken()):
        """It opens again by itself."""
    holds.close()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="No such file"), Holds(tmp_path / "gone").run(1):
        pass
