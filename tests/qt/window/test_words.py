from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rekreview.domain import errors
from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.queues import QueueName, SortKey
from rekreview.library.values import RunState, RunView
from rekreview.ui import messages, naming
from rekreview.ui.runs.words import is_resumable, state_word, told


def subclasses(kind: type[errors.RekreviewError]) -> list[type[errors.RekreviewError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in subclasses(child))]


@pytest.mark.parametrize(
    "kind",
    [
        k
        for k in subclasses(errors.RekreviewError)
        if k.__module__ == errors.__name__ and k is not errors.RekreviewError
    ],
)
def test_every_error_has_words(kind: type[errors.RekreviewError]) -> None:
    told_as = messages.of(kind("The particulars."))
    assert told_as.title.endswith(".")
    assert "The particulars." in told_as.whole


def test_a_hint_of_the_error_goes_before_the_usual_one() -> None:
    assert messages.of(errors.DiskFull("No room.", "Empty the bin.")).hint == "Empty the bin."
    assert messages.of(errors.DiskFull("No room.")).hint.startswith("Nothing was lost")


def test_a_bug_is_called_one() -> None:
    message = messages.of(ZeroDivisionError("division by zero"))
    assert "mistake of its own" in message.title
    assert "ZeroDivisionError" in message.hint
    assert "division by zero" not in message.whole


def test_an_unknown_code_has_no_words() -> None:
    assert messages.reason("something_new") == ""


def test_every_value_has_a_word() -> None:
    words = [naming.queue(name) for name in QueueName]
    assert len(set(words)) == len(QueueName)
    assert all(naming.kind(kind) for kind in MediaKind)
    assert len({naming.sort(key) for key in SortKey}) == len(SortKey)
    assert "estimate" in naming.engine(EngineName.ON_DEVICE)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (4.4, "4 s"), (59.6, "1 min 0 s"), (130, "2 min 10 s"), (3 * 3600 + 300, "3 h 5 min")],
)
def test_spans_of_time(seconds: float, text: str) -> None:
    assert naming.span(seconds) == text


def test_counts_are_grouped_and_one_is_one() -> None:
    assert naming.assets(1) == "1 asset"
    assert naming.assets(12_345) == "12,345 assets"
    assert naming.videos(1) == "1 video"
    assert naming.videos(2_300) == "2,300 videos"
    assert naming.files(1) == "1 file"
    assert naming.files(0) == "0 files"


def test_a_moment_is_told_in_this_computers_time() -> None:
    when = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)
    assert naming.moment(when) == when.astimezone().strftime("%Y-%m-%d %H:%M")


def run(state: RunState, **counts: object) -> RunView:
    created = datetime(2026, 3, 1, tzinfo=UTC)
    return RunView(1, EngineName.ON_DEVICE, "on-device-1", None, 1.0, state, created, None, **counts)  # type: ignore[arg-type]


def test_every_state_of_a_run_has_a_word() -> None:
    assert len({state_word(state) for state in RunState}) == len(RunState)


def test_a_run_is_told_with_its_causes() -> None:
    text = told(run(RunState.FINISHED, done=20, failed=3, causes={"undecodable": 2, "timed_out": 1}))
    assert "20 of 23 assets moderated by On-device estimate" in text
    assert "not counted as approved: 3 assets" in text
    assert "2 × the file is damaged" in text
    assert "Opening the file took too long" in text


def test_a_run_without_failures_says_so() -> None:
    assert told(run(RunState.FINISHED, done=2)).endswith("Nothing failed.")


def test_only_a_stopped_run_with_assets_left_can_go_on() -> None:
    assert is_resumable(run(RunState.PAUSED, queued=1))
    assert not is_resumable(run(RunState.PAUSED, done=1))
    assert not is_resumable(run(RunState.FINISHED, queued=1))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.0k"),
        (9_949, "9.9k"),
        (9_950, "10k"),
        (36_336, "36k"),
        (999_499, "999k"),
        (1_000_000, "1.0M"),
        (12_345_678, "12M"),
    ],
)
def test_a_rounded_count_has_four_characters_at_most(count: int, words: str) -> None:
    assert naming.rounded(count) == words
    assert len(words) <= 4
