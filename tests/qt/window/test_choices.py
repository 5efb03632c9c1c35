"""Whatever a person chooses at the left is what is asked for, shown again, and remembered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QToolButton
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName, SortKey
from rekreview.domain.taxonomy import taxonomy
from rekreview.ui.filter_memory import ORDER_BEFORE, remember_filter, remembered_filter, remembered_order_before
from rekreview.ui.memory import LibraryMemory
from rekreview.ui.panels.confidence_range import ConfidenceRange
from rekreview.ui.panels.side import SidePanel
from rekreview.ui.preferences import Preferences

V7 = taxonomy("v7")
OWN = {QueueName.BORDERLINE: SortKey.BORDERLINE, QueueName.SECOND_LOOK: SortKey.WAITING}
LIBRARY = Path("/somewhere/library")
shared = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ends = st.tuples(st.integers(1, 99), st.integers(1, 99)).map(sorted)
filters = st.builds(
    lambda ends, low, high, **rest: QueueFilter(
        min_confidence=float(ends[0]) if low else None, max_confidence=float(ends[1]) if high else None, **rest
    ),
    ends,
    st.booleans(),
    st.booleans(),
    queue=st.sampled_from(QueueName),
    search=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12),
    category=st.none() | st.sampled_from([category.slug for category in V7.categories]),
    kind=st.none() | st.sampled_from(MediaKind),
    sort=st.sampled_from(SortKey),
    descending=st.booleans(),
    content_type=st.none() | st.sampled_from(["Animated", "Illustrated"]),
)


@pytest.fixture
def panel(qtbot: QtBot) -> SidePanel:
    made = SidePanel()
    qtbot.addWidget(made)
    made.show_taxonomy(V7)
    made.show()
    return made


@shared
@given(shown=filters)
def test_what_is_shown_is_what_is_asked_for(panel: SidePanel, shown: QueueFilter) -> None:
    told: list[QueueFilter] = []
    panel.filter_changed.connect(told.append)
    panel.show_filter(shown)
    panel.filter_changed.disconnect()
    assert panel.filter == shown
    assert told == [shown]
    assert panel.filter.sort is shown.sort, "a list is ordered by what the word is, not by what it equals"
    assert panel.filter.kind is shown.kind
    assert told[0].queue is shown.queue


@shared
@given(shown=filters)
def test_a_way_to_clear_the_filters_shows_exactly_while_something_narrows(panel: SidePanel, shown: QueueFilter) -> None:
    panel.show_filter(shown)
    choices = (shown.kind, shown.category, shown.content_type, shown.min_confidence, shown.max_confidence)
    narrowed = any(choice is not None for choice in choices)
    clear = panel.findChild(QToolButton, "reset-filters")
    assert clear is not None
    assert clear.isHidden() != narrowed
    panel.filters.reset()
    plain = QueueFilter(shown.queue, shown.search, sort=shown.sort, descending=shown.descending)
    assert panel.filter == plain
    assert clear.isHidden()


def test_the_words_of_the_order_have_room_beside_all_that_narrows(panel: SidePanel) -> None:
    panel.show_filter(QueueFilter(category="weapons"))
    panel.resize(panel.minimumWidth(), 700)
    panel.show()
    order = panel.findChild(QComboBox, "sort")
    assert order is not None
    assert order.currentText() == "Order of import"
    option = QStyleOptionComboBox()
    order.initStyleOption(option)
    style = order.style()
    room = style.subControlRect(style.ComplexControl.CC_ComboBox, option, style.SubControl.SC_ComboBoxEditField, order)
    assert room.width() >= order.fontMetrics().horizontalAdvance(order.currentText())


@shared
@given(shown=filters, queue=st.sampled_from(QueueName))
def test_a_queue_that_is_offered_is_shown_whole(panel: SidePanel, shown: QueueFilter, queue: QueueName) -> None:
    """ "Show them" after a moderation must not hide half of them behind an old search."""
    panel.show_filter(shown)
    panel.show_queue(queue)
    assert panel.filter == QueueFilter(queue, sort=panel.filter.sort, descending=panel.filter.descending)
    if queue in OWN:
        assert panel.filter.sort is OWN[queue]
    elif shown.queue not in OWN:
        assert (panel.filter.sort, panel.filter.descending) == (shown.sort, shown.descending)


@shared
@given(name=st.sampled_from(QueueName), ways=st.lists(st.tuples(st.sampled_from(QueueName), st.booleans())))
def test_every_way_to_a_queue_gives_the_same_order(
    panel: SidePanel, name: QueueName, ways: list[tuple[QueueName, bool]]
) -> None:
    """A click, the palette and the banners: a queue's own order is there in it, and left behind with it."""
    panel.show_filter(QueueFilter(sort=SortKey.NAME, descending=True))
    for queue, clicked in [*ways, (name, False)]:
        (panel.queues.select if clicked else panel.show_queue)(queue)
        wanted = (OWN[queue], False) if queue in OWN else (SortKey.NAME, True)
        assert (panel.filter.queue, panel.filter.sort, panel.filter.descending) == (queue, *wanted)


@shared
@given(queue=st.sampled_from([QueueName.BORDERLINE, QueueName.SECOND_LOOK]), search=st.sampled_from(["", "cat"]))
def test_a_list_shown_at_once_gives_its_own_order_up_too(panel: SidePanel, queue: QueueName, search: str) -> None:
    panel.show_filter(QueueFilter(sort=SortKey.SIZE, descending=True))
    panel.show_filter(QueueFilter(queue, search, sort=OWN[queue]))
    panel.show_filter(QueueFilter(queue, search, kind=MediaKind.IMAGE, sort=OWN[queue]))
    panel.queues.select(QueueName.ALL)
    assert (panel.filter.sort, panel.filter.descending) == (SortKey.SIZE, True)


@shared
@given(
    queue=st.sampled_from([QueueName.BORDERLINE, QueueName.SECOND_LOOK]),
    before=st.tuples(st.sampled_from([SortKey.IMPORTED, SortKey.NAME, SortKey.SIZE]), st.booleans()),
)
def test_the_order_before_comes_back_after_a_restart(
    panel: SidePanel, preferences: Preferences, queue: QueueName, before: tuple[SortKey, bool]
) -> None:
    panel.show_filter(QueueFilter(sort=before[0], descending=before[1]))
    panel.show_queue(queue)
    remember_filter(panel.filter, LIBRARY, preferences, panel.order_before)
    written = json.loads(json.dumps(preferences.settings.state))
    preferences._settings = replace(preferences.settings, state=written)
    again = SidePanel()
    again.show_filter(remembered_filter(LIBRARY, preferences), remembered_order_before(LIBRARY, preferences))
    assert again.filter.sort is OWN[queue]
    again.show_queue(QueueName.ALL)
    assert (again.filter.sort, again.filter.descending) == before
    again.deleteLater()


@pytest.mark.parametrize("kept", [None, [], ["name"], ["taste", True], [1, True], ["name", 2], "name", {"name": True}])
def test_a_broken_order_before_is_none(preferences: Preferences, kept: object) -> None:
    LibraryMemory(LIBRARY, preferences).remember(ORDER_BEFORE, kept)
    assert remembered_order_before(LIBRARY, preferences) is None


@shared
@given(shown=filters)
def test_a_filter_is_remembered_whole(preferences: Preferences, shown: QueueFilter) -> None:
    remember_filter(shown, LIBRARY, preferences)
    written = json.loads(json.dumps(preferences.settings.state))
    preferences._settings = replace(preferences.settings, state=written)
    assert remembered_filter(LIBRARY, preferences) == shown


@shared
@given(
    shown=filters,
    broken=st.sampled_from(["queue", "kind", "sort", "min_confidence"]),
    value=st.text(st.characters(categories=("Lu",)), min_size=1, max_size=5) | st.lists(st.integers(), min_size=1),
)
def test_a_broken_memory_narrows_nothing(
    preferences: Preferences, shown: QueueFilter, broken: str, value: object
) -> None:
    """A filter nobody can see the reason of would hide assets: rather the plain list."""
    remember_filter(shown, LIBRARY, preferences)
    state = json.loads(json.dumps(preferences.settings.state))
    (kept,) = state["filter"].values()
    kept[broken] = value
    preferences._settings = replace(preferences.settings, state=state)
    assert remembered_filter(LIBRARY, preferences) in (QueueFilter(), replace(shown, min_confidence=_infinite(value)))


def _infinite(value: object) -> float | None:
    """Some words are numbers."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


@shared
@given(typed=st.lists(st.tuples(st.booleans(), st.integers(0, 100)), max_size=8))
def test_the_lowest_is_never_above_the_highest(qtbot: QtBot, typed: list[tuple[bool, int]]) -> None:
    box = ConfidenceRange()
    for is_low, value in typed:
        (box._low if is_low else box._high).setValue(value)
        low, high = box._low.value(), box._high.value()
        assert low <= high
        assert (low if is_low else high) == value
        assert box.ends == (float(low) if low > 0 else None, float(high) if high < 100 else None)
    box.deleteLater()


def test_counts_that_grow_do_not_take_the_choice_away(panel: SidePanel) -> None:
    panel.queues.select(QueueName.REJECTED)
    told: list[object] = []
    panel.filter_changed.connect(told.append)
    for held in range(5):
        panel.show_counts(QueueCounts({QueueName.REJECTED: held}))
    assert panel.queues.selected is QueueName.REJECTED
    assert told == []


def test_letters_in_the_list_of_queues_choose_nothing(panel: SidePanel, qtbot: QtBot) -> None:
    """A and R are verdict keys for fingers that did not look where the focus is."""
    panel.queues.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_P, Qt.Key.Key_X):
        qtbot.keyClick(panel.queues, key)
    assert panel.queues.selected is QueueName.ALL


def test_a_queue_is_taken_by_enter_and_by_a_click(panel: SidePanel, qtbot: QtBot) -> None:
    panel.queues.setFocus()
    qtbot.keyClick(panel.queues, Qt.Key.Key_Home)
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.queues, Qt.Key.Key_Return)
    assert panel.filter.queue is QueueName.REJECTED
    third = panel.queues.visualItemRect(panel.queues.item(2)).center()
    with qtbot.waitSignal(panel.left):
        qtbot.mouseClick(panel.queues.viewport(), Qt.MouseButton.LeftButton, pos=third)
    assert panel.filter.queue is QueueName.PENDING


def test_search_is_reached_with_what_was_typed_selected(panel: SidePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.search.setText("beach")
    panel.focus_search()
    assert panel.search.hasFocus()
    qtbot.keyClicks(panel.search, "wine")
    assert panel.filter.search == "wine"


def test_spaces_around_a_search_do_not_count(panel: SidePanel) -> None:
    panel.search.setText("  wine ")
    assert panel.filter.search == "wine"


def test_a_category_that_another_taxonomy_has_too_stays_chosen(panel: SidePanel) -> None:
    panel.show_filter(QueueFilter(category="alcohol"))
    panel.show_taxonomy(taxonomy("v6"))
    assert panel.filter.category == "alcohol"
    panel.show_taxonomy(V7)
    assert panel.filter.category == "alcohol"
