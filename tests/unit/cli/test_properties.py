"""What a script relies on, whatever it asks: pages that join, forms that agree, text that is safe to print."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.cli.exits import Exit
from rekreview.cli.output import Form, Output, table
from rekreview.cli.progress import progress_text
from rekreview.cli.registry import COMMANDS, command_word, is_for_command_line
from rekreview.domain.progress import Progress
from tests.unit.cli.conftest import Shell

shared = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HOSTILE = st.text(st.characters(), max_size=20)
STATUSES = st.sampled_from(["approved", "rejected", "not_moderated", "pending"])


# Lists.


def paged(run: Shell, limit: int, *words: str) -> list[dict]:
    """All assets of a list, page by page."""
    found: list[dict] = []
    cursor: list[str] = []
    while True:
        page = run("list", "--json", "--limit", limit, *words, *cursor)
        assert page.status == Exit.DONE
        assert len(page.json["assets"]) <= limit
        found += page.json["assets"]
        if page.json["next_cursor"] is None:
            return found
        cursor = ["--cursor", page.json["next_cursor"]]


@pytest.fixture
def whole(run: Shell) -> list[dict]:
    """Every asset, from one list."""
    return run("list", "--json").json["assets"]


@shared
@given(limit=st.integers(1, 8), status=st.none() | STATUSES, kind=st.none() | st.sampled_from(["image", "video"]))
def test_pages_of_any_length_join_to_the_list_that_was_asked_for(
    run: Shell, whole: list[dict], limit: int, status: str | None, kind: str | None
) -> None:
    words = [*(("--status", status) if status else ()), *(("--kind", kind) if kind else ())]
    wanted = [one for one in whole if status in (None, one["status"]) and kind in (None, one["kind"])]
    assert paged(run, limit, *words) == wanted


def test_what_is_decided_between_two_pages_moves_nothing(run: Shell, whole: list[dict]) -> None:
    first = run("list", "--json", "--limit", 2).json
    run("override", first["assets"][0]["id"], whole[-1]["id"], "approved")
    rest = run("list", "--json", "--cursor", first["next_cursor"]).json["assets"]
    assert [one["id"] for one in (*first["assets"], *rest)] == [one["id"] for one in whole]


@pytest.mark.parametrize("status", ["approved", "rejected", "not_moderated", "pending", None])
def test_list_export_and_show_say_the_same(run: Shell, status: str | None) -> None:
    words = ["--status", status] if status else []
    listed = run("list", "--json", *words).json["assets"]
    assert run("list", "--jsonl", *words).lines == listed
    exported = run("export", "--format", "jsonl", "--to", "-", *words)
    assert [line["id"] for line in exported.lines] == [one["id"] for one in listed]
    for one in listed:
        assert run("show", one["id"], "--json").json == one


# Decisions.


def test_decisions_can_be_taken_back_one_by_one_and_made_again(run: Shell, whole: list[dict]) -> None:
    def standing() -> list[tuple]:
        return [(one["id"], one["status"], one["decided_by"]) for one in run("list", "--json").json["assets"]]

    ids = [one["id"] for one in whole]
    states = [standing()]
    for chosen, decision in ((ids[:3], "rejected"), (ids[2:], "approved"), (ids[:1], "clear")):
        document = run("override", *chosen, decision, "--json").json
        assert sorted(document["changed"] + document["unchanged"]) == chosen
        states.append(standing())
    for before in reversed(states[:-1]):
        run("undo")
        assert standing() == before
    for after in states[1:]:
        run("redo")
        assert standing() == after


# What is printed.


@given(text=HOSTILE)
def test_a_document_is_one_line_of_ascii_and_comes_back_whole(capfd_text, text: str) -> None:
    printed = capfd_text(lambda: Output(Form.JSONL).document({"text": text}, list))
    assert printed.isascii()
    assert printed.count("\n") == 1
    assert json.loads(printed) == {"text": text}


@given(text=HOSTILE)
def test_text_for_people_never_steers_their_terminal(capfd_text, text: str) -> None:
    printed = capfd_text(lambda: Output(Form.TEXT).document({}, lambda: [text]))
    assert not any(unicodedata.category(sign) == "Cc" for sign in printed.removesuffix("\n"))


@pytest.fixture(scope="module")
def capfd_text():
    """Runs something and gives what it printed to standard output."""
    import io
    from contextlib import redirect_stdout

    def printed(call) -> str:
        stream = io.StringIO()
        with redirect_stdout(stream):
            call()
        return stream.getvalue()

    return printed


cells = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=12)


@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_the_columns_of_a_table_stand_under_each_other(rows: list[list[str]]) -> None:
    lines = list(table(("A", "B", "C"), rows))
    assert len(lines) == len(rows) + 1
    widths = [max(len(row[column]) for row in [["A", "B", "C"], *rows]) for column in range(3)]
    starts = [0, widths[0] + 2, widths[0] + widths[1] + 4]
    for row, line in zip([["A", "B", "C"], *rows], lines, strict=True):
        found = [line[start : start + width].strip() for start, width in zip(starts, widths, strict=True)]
        assert found == row


@given(
    done=st.integers(0, 10**6),
    more=st.integers(0, 10**6),
    rate=st.floats(0, 10**4),
    left=st.none() | st.floats(0, 10**6),
    failed=st.integers(0, 9),
)
def test_progress_says_how_many_of_how_many(done: int, more: int, rate: float, left: float | None, failed: int) -> None:
    text = progress_text("Scanning", Progress(done, done + more, rate, left, "/media/a.jpg", failed))
    assert text.startswith(f"Scanning: {done:,} of {done + more:,}")
    assert text.endswith("a.jpg")
    assert ("not possible" in text) == (failed > 0)
    assert (" left" in text) == (left is not None)


# Which words are for the command line.

options = st.lists(st.sampled_from(["--json", "--jsonl", "-v", "--library=/l"]), max_size=3)


@given(options, st.sampled_from(sorted(COMMANDS)), st.booleans())
def test_a_command_is_found_behind_any_options(before: list[str], name: str, library: bool) -> None:
    words = [*before, *(["--library", "list"] if library else []), *name.split()]
    at = command_word(words)
    assert at is not None
    assert words[at:] == name.split()
    assert is_for_command_line(words)


@given(options)
def test_options_alone_open_the_window(words: list[str]) -> None:
    assert command_word(words) is None
    assert not is_for_command_line(words)


# Wrong words end well.


@shared
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8), max_size=3))
def test_whatever_is_asked_for_the_answer_is_a_document_and_a_known_status(run: Shell, words: list[str]) -> None:
    ran = run("--json", "show", *words)
    assert ran.status in set(Exit)
    assert isinstance(json.loads(ran.out), dict)
    assert ran.status != Exit.DONE or "id" in ran.json
