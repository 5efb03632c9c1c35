"""Words and numbers for a terminal: tables, lengths of time, and the line of progress."""

from __future__ import annotations

import os
import pty
import signal
import sys
import threading

import pytest

from rekreview.cli.output import Form, Output, table
from rekreview.cli.progress import ProgressLine, drive, progress_text, stoppable
from rekreview.cli.text import beginning, clock, counted, duration, listed, printable, shortened
from rekreview.domain.progress import Progress


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (-3, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (7800, "2 h 10 min")],
)
def test_a_length_of_time_has_two_units(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("at_ms", "text"),
    [(0, "0:00.0"), (7_450, "0:07.4"), (59_960, "1:00.0"), (125_000, "2:05.0"), (3_723_000, "1:02:03.0")],
)
def test_a_time_in_a_video_is_read_as_on_a_clock(at_ms: int, text: str) -> None:
    assert clock(at_ms) == text


def test_counts_have_their_noun() -> None:
    assert (counted(1, "asset"), counted(0, "asset"), counted(1200, "asset")) == ("1 asset", "0 assets", "1,200 assets")
    assert counted(2, "entry", "entries") == "2 entries"


def test_long_texts_are_shortened_where_they_matter_less() -> None:
    assert shortened("/a/very/long/path.jpg", 9) == "…path.jpg"
    assert beginning("a long sentence", 7) == "a long…"
    assert (shortened("short"), beginning("short")) == ("short", "short")
    assert listed(map(str, range(7)), 3) == "0, 1, 2 and 4 more"
    assert listed(["a", "b"]) == "a, b"


def test_nothing_that_steers_a_terminal_is_printed() -> None:
    assert printable("a\x1b[31mb\n\u202ec é 漢") == "a�[31mb��c é 漢"


def test_columns_are_aligned_and_numbers_stand_to_the_right() -> None:
    assert list(table(("ID", "NAME", "N"), [(7, "ab", 1.5), (12, None, 10)])) == [
        "ID  NAME    N",
        " 7  ab    1.5",
        "12         10",
    ]
    assert list(table(("A", "B"), [])) == ["A  B"]


def test_each_form_prints_in_its_way(capsys: pytest.CaptureFixture[str]) -> None:
    Output(Form.TEXT).listing("names", [{"name": "a"}], lambda: ["one\tname"])
    Output(Form.JSON).listing("names", [{"name": "é"}], list, next_cursor=None)
    Output(Form.JSONL).listing("names", [{"name": "a"}, {"name": "b"}], list)
    Output(Form.JSONL).document({"one": 1}, list)
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "one�name"
    assert '"name": "\\u00e9"' in out
    assert out.endswith('{"name": "a"}\n{"name": "b"}\n{"one": 1}\n')


def test_progress_is_told_in_words() -> None:
    assert progress_text("Importing", Progress(0, None, current="/a/b.jpg")) == "Importing: counting… b.jpg"
    moving = Progress(1200, 5000, 12.34, 308, "/a/c.jpg", failed=2)
    assert progress_text("Moderating", moving) == (
        "Moderating: 1,200 of 5,000 · 12.3 a second · 5 min 8 s left · 2 not possible · c.jpg"
    )
    assert progress_text("Moderating", Progress(0, 5)) == "Moderating: 0 of 5"


def test_work_is_driven_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    def work():  # type: ignore[no-untyped-def]
        yield Progress(0, 2)
        yield Progress(1, 2)
        return "done"

    assert drive(work(), "Working") == "done"
    assert capsys.readouterr().err == "", "standard error is no terminal here"


def test_on_a_terminal_one_line_is_written_over_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = pty.openpty()
    with os.fdopen(writing, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        line = ProgressLine("Importing")
        line.show(Progress(1, 2, current="a\x1b.jpg"))
        line.show(Progress(2, 2, current="too soon to be read"))
        line.clear()
        shown = ""
        while shown.count("\r") < 2:  # a terminal hands out what it has so far
            shown += os.read(reading, 1000).decode()
    os.close(reading)
    assert "too soon" not in shown
    assert "a\x1b.jpg" not in shown
    assert shown.endswith("\r\x1b[K")


def test_a_signal_cancels_and_a_second_one_ends_it_hard() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stoppable() as cancel:
        os.kill(os.getpid(), signal.SIGTERM)
        assert cancel.cancelled
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) == before


def test_away_from_the_main_thread_signals_are_left_alone() -> None:
    seen: list[bool] = []

    def work() -> None:
        with stoppable() as cancel:
            seen.append(cancel.cancelled)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]
