"""Messages of any length: paths, names and notes are anybody's, and none of them may take the window over."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from rekreview.domain.errors import DiskFull
from rekreview.domain.progress import Progress, Spending
from rekreview.ui import naming
from rekreview.ui.panels.run_bar import figures, spending_words
from rekreview.ui.panels.shortened import shortened
from rekreview.ui.work import WorkKind
from tests.qt.window.conftest import Shown

LONG = ["w" * 4_096, "w " * 4_000, "line\n" * 400, "/" + "ü" * 4_000, "😀" * 1_000, "\n\n\n"]
NAMES = ["word", "words", "lines", "path", "smiles", "nothing"]


@pytest.mark.parametrize("text", LONG, ids=NAMES)
def test_no_message_makes_the_window_larger_or_covers_it(shown: Shown, text: str) -> None:
    window = shown.window
    before = window.size()
    parts = window.parts
    parts.toast.tell(text, "Undo", lambda: None)
    QApplication.processEvents()
    assert parts.toast.height() <= 240
    assert window.rect().contains(parts.toast.geometry())
    shown.dispatcher.faulted.emit(DiskFull(text, "Make room."))
    QApplication.processEvents()
    assert window.size() == before
    assert window.minimumSizeHint().width() <= before.width()
    assert parts.banners.height() <= window.height() // 2
    parts.toast.hide()


def test_a_short_message_is_told_to_the_letter(shown: Shown) -> None:
    text = "The queue “Weapons & <b>” was deleted;\nits assets stay."
    shown.window.parts.toast.tell(text)
    assert shown.window.parts.toast.text == text
    shown.window.parts.toast.hide()


# Numbers in words.

PROGRESS = st.builds(
    Progress,
    st.integers(0, 10**9),
    st.none() | st.integers(0, 10**9),
    st.floats(0, 10**6),
    st.none() | st.floats(0, 10**9),
    st.text(max_size=20),
    st.integers(0, 10**6),
)


@given(PROGRESS, st.sampled_from(list(WorkKind)), st.booleans())
@example(Progress(0, 0), WorkKind.IMPORT, False)
@example(Progress(5, 3, 1e-9, 1e9, "a/\n/b"), WorkKind.MODERATION, False)
def test_whatever_the_progress_it_is_told(progress: Progress, kind: WorkKind, paused: bool) -> None:
    text = figures(kind, progress, paused=paused)
    assert text
    if progress.total is not None:
        assert naming.number(progress.done) in text
        assert ("standing still" in text) == paused or "standing still" in progress.current
        assert paused or progress.rate <= 0 or "a second" in text or "a minute" in text


@given(
    st.builds(
        Spending,
        st.integers(0, 10**9),
        st.floats(0, 10**7),
        st.floats(0, 10**7),
        st.none() | st.floats(0, 10**4),
        st.none() | st.floats(0, 10**4),
        st.integers(0, 10**6),
    )
)
def test_what_was_spent_and_what_may_be_are_never_one_sum(spending: Spending) -> None:
    text = spending_words(spending)
    assert text.startswith(naming.usd(spending.cost_usd))
    assert ("may be billed too" in text) == (spending.unanswered > 0)


@given(st.floats(0, 10**9))
@example(0.0)
@example(59.5)
@example(59.4999)
@example(3_599.5)
def test_a_span_has_no_sixty_of_anything(seconds: float) -> None:
    text = naming.span(seconds)
    assert "60 s" not in text
    assert " 60 min" not in text
    numbers = [int(part) for part in text.replace(",", "").split() if part.isdigit()]
    units = {"s": 1, "min": 60, "h": 3_600}
    told = sum(number * units[unit] for number, unit in zip(numbers, text.split()[1::2], strict=True))
    assert math.isclose(told, max(1, seconds), abs_tol=60 if "h" in text else 0.51)


@given(st.floats(0, 10**6))
@example(9.9996)
@example(10.0)
def test_an_amount_is_told_to_the_tenth_of_a_cent_where_that_matters(amount: float) -> None:
    text = naming.usd(amount)
    told = float(text.removesuffix(" USD").replace(",", ""))
    assert abs(told - amount) <= (0.0051 if amount >= 10 else 0.00051)


@given(st.text(max_size=900), st.integers(1, 8), st.integers(1, 700))
def test_what_is_cut_begins_as_it_was_and_keeps_its_bounds(text: str, lines: int, signs: int) -> None:
    cut = shortened(text, lines=lines, signs=signs)
    assert len(cut) <= signs + 2
    assert len(cut.splitlines()) <= lines + 1
    begun = "\n".join(text.splitlines())
    assert begun.startswith(cut.removesuffix("…").rstrip())
    if len(begun) <= signs and len(text.splitlines()) <= lines:
        assert cut == begun
