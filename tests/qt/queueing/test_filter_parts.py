"""What narrows a list, in words, chips and rows: whatever it is, all of it shows, and each part goes by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.facets import Choice, Facet, FacetCounts, FacetValue
from rekreview.domain.queues import QueueFilter
from rekreview.ui.filtering import words
from rekreview.ui.filtering.chips import FilterChips
from rekreview.ui.filtering.flow import FlowLayout
from rekreview.ui.filtering.parts import parts, widened
from rekreview.ui.filtering.tree import FacetTree
from rekreview.ui.tree_rows import rows_below
from tests.unit.domain.test_facets import FILTERS, choices

quick = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


# Parts.


@settings(max_examples=40)
@given(FILTERS)
def test_taking_every_part_away_leaves_the_queue_and_its_order(wanted: QueueFilter) -> None:
    left = wanted
    for _ in parts(wanted):
        left = parts(left)[0].without
    assert parts(left) == []
    assert widened(left) == widened(wanted)
    assert (left.queue, left.sort, left.descending) == (wanted.queue, wanted.sort, wanted.descending)


@settings(max_examples=40)
@given(FILTERS)
def test_each_part_takes_away_itself_and_nothing_else(wanted: QueueFilter) -> None:
    found = parts(wanted)
    assert all(part.text.strip() for part in found)
    for at, part in enumerate(found):
        rest = [one.text for one in found if one is not part]
        assert [one.text for one in parts(part.without)] == rest, at


values = st.builds(
    FacetValue,
    st.text(max_size=5),
    st.integers(0, 10**9),
    st.text(max_size=5),
    st.text(max_size=3),
    st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)


@given(choices, st.none() | values)
def test_every_value_has_a_name_whoever_made_it(choice: Choice, told: FacetValue | None) -> None:
    assert words.facet(choice.facet) in words.choice(choice, told)
    assert isinstance(words.value(choice, told), str)


@pytest.mark.parametrize(
    ("facet", "value", "said"),
    [
        (Facet.CONFIDENCE, "90", "90–100 %"),
        (Facet.CONFIDENCE, "9" * 5_000, "9" * 5_000),
        (Facet.DATE, "2026-02-30", "2026-02-30"),
        (Facet.DATE, "9999-12-31", "9999-12-31"),
        (Facet.KIND, "sculpture", "sculpture"),
        (Facet.ENGINE, "oracle", "oracle"),
        (Facet.CATEGORY, "no such", "no such"),
        (Facet.RUN, "7", "No. 7"),
        (Facet.NOTE, "yes", "With a note"),
    ],
)
def test_values_of_later_versions_are_told_as_they_are(facet: Facet, value: str, said: str) -> None:
    assert words.value(Choice(facet, value)) == said


# Chips.


@quick
@given(wanted=FILTERS)
def test_there_is_a_chip_for_every_part_and_one_for_all(qtbot: QtBot, wanted: QueueFilter) -> None:
    chips = FilterChips()
    qtbot.addWidget(chips)
    chips.show_filter(wanted)
    expected = [] if wanted.asks_for_evidence else [part.text for part in parts(wanted)]
    shown = [text.replace("&&", "&") for text in chips.texts]
    assert shown == expected + (["Clear all"] if len(expected) > 1 else [])
    emitted: list[QueueFilter] = []
    chips.filter_wanted.connect(emitted.append)
    for chip in chips._chips:
        chip.click()
        assert chip.shortcut().isEmpty()
    assert emitted == ([part.without for part in parts(wanted)] + [widened(wanted)])[: len(shown)] if shown else True


def test_the_last_chip_taken_away_by_key_leaves_the_keyboard_somewhere(shown) -> None:
    shown.show(QueueFilter(facets=(Choice(Facet.REVIEWER, "Bob"),)))
    (chip,) = shown.queueing.filtering.chips._chips
    shown.window.activateWindow()
    shown.wait(shown.window.isActiveWindow)
    chip.setFocus()
    shown.qtbot.keyClick(chip, Qt.Key.Key_Delete)
    shown.wait(lambda: len(shown.listed) == 12)
    shown.wait(lambda: shown.queueing.filtering.chips.isHidden())
    focused = QApplication.focusWidget()
    assert focused is shown.review.grid, f"the keys are with {focused}"


# Rows.

NAMES = ("a", "b", "c", "d", "e")


@st.composite
def told_of(draw) -> tuple[FacetCounts, tuple[Choice, ...]]:
    """Counts in which some categories lie below others, and some of the values ticked."""
    found: dict[Facet, tuple[FacetValue, ...]] = {}
    for facet in draw(st.lists(st.sampled_from(list(Facet)), max_size=4, unique=True)):
        names = draw(st.lists(st.sampled_from(NAMES), max_size=5, unique=True))
        # Whatever lies below something lies below what comes before it: there are no circles.
        above = [draw(st.sampled_from(["", "no such", *names[:at]])) for at in range(len(names))]
        found[facet] = tuple(
            FacetValue(name, draw(st.integers(0, 9)), name, parent if facet is Facet.CATEGORY else "")
            for name, parent in zip(names, above, strict=True)
        )
    every = [Choice(facet, one.value) for facet, several in found.items() for one in several]
    ticked = draw(st.lists(st.sampled_from(every), unique=True, max_size=3)) if every else []
    return FacetCounts(found, 9), tuple(ticked)


@quick
@given(answers=st.lists(told_of(), min_size=1, max_size=4), sought=st.sampled_from(["", "a", "zz", "Category"]))
def test_the_tree_shows_the_last_answer_and_nothing_of_those_before(
    qtbot: QtBot, answers: list[tuple[FacetCounts, tuple[Choice, ...]]], sought: str
) -> None:
    tree = FacetTree()
    qtbot.addWidget(tree)
    toggled: list[Choice] = []
    tree.toggled.connect(toggled.append)
    for counts, ticked in answers:
        tree.show_counts(counts, ticked)
    tree.seek(sought)
    tree.seek("")
    counts, ticked = answers[-1]
    told = {Choice(facet, one.value): one for facet, several in counts.values.items() for one in several}
    rows = {choice: row for head in tree._heads.values() for choice, row in below(tree, head)}
    assert rows.keys() == told.keys()
    for choice, row in rows.items():
        assert row.text(1) == str(told[choice].count)
        assert (row.checkState(0) is Qt.CheckState.Checked) == (choice in ticked)
        parent = Choice(choice.facet, told[choice].parent)
        assert row.parent() is (rows[parent] if parent in rows else tree._heads[choice.facet])
        assert not row.isHidden()
    assert toggled == [], "nobody ticked anything"
    assert all(head.isHidden() == (facet not in {one.facet for one in told}) for facet, head in tree._heads.items())


def below(tree: FacetTree, row) -> list:
    found = []
    for child in rows_below(row):
        found += [(tree._choice(child), child), *below(tree, child)]
    return found


# The rows of chips.


@quick
@given(
    sizes=st.lists(st.tuples(st.integers(1, 400), st.integers(1, 60)), max_size=12),
    width=st.integers(1, 900),
    gap=st.integers(0, 20),
)
def test_what_flows_never_overlaps_nor_leaves_its_width(
    qtbot: QtBot, sizes: list[tuple[int, int]], width: int, gap: int
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(page, gap)
    flow.setContentsMargins(3, 4, 5, 6)
    labels = []
    for size in sizes:
        label = QLabel(page)
        label.setFixedSize(QSize(*size))
        labels.append(label)
        flow.addWidget(label)
    high = flow.heightForWidth(width)
    places = places_in(flow, labels, width, high)
    for at, place in enumerate(places):
        assert place.left() >= 3
        assert place.top() >= 4
        assert place.right() < width - 5 or place.left() == 3, "one alone may be too wide"
        assert place.bottom() < max(high - 6, place.top() + place.height()) + 1
        assert not any(place.intersects(other) for other in places[at + 1 :])
    in_order = sorted(range(len(places)), key=lambda at: (places[at].top(), places[at].left()))
    assert in_order == list(range(len(places))), "they are read in their order"
    assert flow.heightForWidth(width + 500) <= high


def places_in(flow: FlowLayout, labels: list[QLabel], width: int, high: int) -> list:
    from PySide6.QtCore import QRect

    flow.setGeometry(QRect(0, 0, width, high))
    return [label.geometry() for label in labels]


def test_an_empty_flow_takes_its_margins_and_gives_back_what_it_held(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(page)
    flow.setContentsMargins(1, 2, 3, 4)
    assert flow.heightForWidth(10) == 6
    assert flow.itemAt(0) is None
    assert flow.takeAt(0) is None
    flow.addWidget(QLabel("x", page))
    assert flow.count() == 1
    assert flow.itemAt(-1) is None
    assert reduce(lambda found, _: found + (flow.takeAt(0) is not None), range(3), 0) == 1
