"""Numbers come from a query as one text, and are read a piece at a time."""

from __future__ import annotations

import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.library import database


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40), st.integers(0, 30))
def test_every_number_is_read_wherever_the_pieces_end(numbers: list[int], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_READ_AT_ONCE", piece)
        read = database._numbers(",".join(map(str, numbers)))
    assert read.dtype == np.int64
    assert read.tolist() == numbers


def test_other_threads_run_while_a_million_are_read() -> None:
    """One long read would hold them up from its beginning to its end, however often it is tried."""
    text = ",".join(map(str, range(2_000_000)))
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        assert any(_turns_while_read(text) > 4 for _ in range(8))
    finally:
        sys.setswitchinterval(before)


def _turns_while_read(text: str) -> int:
    """How often this thread came to run while another one read the numbers."""
    ended = threading.Event()
    thread = threading.Thread(target=lambda: (database._numbers(text), ended.set()))
    thread.start()
    turns = 0
    while not ended.is_set():
        time.sleep(0.0005)
        turns += 1
    thread.join()
    return turns
