from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName, SortKey
from rekreview.domain.taxonomy import taxonomy
from rekreview.ui.panels.side import SidePanel


@pytest.fixture
def panel(qtbot: QtBot) -> SidePanel:
    made = SidePanel()
    qtbot.addWidget(made)
    made.show_taxonomy(taxonomy("v7"))
    made.show()
    return made


def test_each_row_says_its_queue_and_its_count(panel: SidePanel) -> None:
    panel.show_counts(QueueCounts({QueueName.REJECTED: 2, QueueName.ALL: 12_345}))
    rows = [panel.queues.item(row).text() for row in range(panel.queues.count())]
    assert rows[0] == "Rejected, 2"
    assert rows[1] == "Approved, 0"
    assert rows[-1] == "All, 12345"
    assert [row.split(",")[0] for row in rows] == [
        "Rejected",
        "Approved",
        "Pending",
        "Not moderated",
        "Second look",
        "Borderline",
        "Disagreeing engines",
        "Reviewed",
        "Overturned",
        "All",
    ]


def test_what_is_not_counted_yet_is_not_said_to_be_empty(panel: SidePanel) -> None:
    assert [panel.queues.item(row).text() for row in (0, 1)] == ["Rejected", "Approved"]
    panel.show_counts(QueueCounts())
    assert [panel.queues.item(row).text() for row in (0, 1)] == ["Rejected, 0", "Approved, 0"]


def test_counts_stand_still_while_they_are_held(panel: SidePanel) -> None:
    panel.show_counts(QueueCounts({QueueName.REJECTED: 2}))
    panel.hold_counts(True)
    panel.show_counts(QueueCounts({QueueName.REJECTED: 3}))
    panel.show_counts(QueueCounts({QueueName.REJECTED: 4}))
    assert panel.queues.item(0).text() == "Rejected, 2"
    panel.hold_counts(False)
    assert panel.queues.item(0).text() == "Rejected, 4"
    panel.show_counts(QueueCounts({QueueName.REJECTED: 5}))
    assert panel.queues.item(0).text() == "Rejected, 5"


def test_the_list_is_called_queues_and_its_rows_are_read_out(panel: SidePanel) -> None:
    panel.show_counts(QueueCounts({QueueName.REJECTED: 2}))
    read = QAccessible.queryAccessibleInterface(panel.queues)
    assert read is not None
    assert read.text(QAccessible.Text.Name) == "Queues"
    first = read.child(0)
    assert first is not None
    assert first.text(QAccessible.Text.Name) == "Rejected, 2"


def test_all_is_chosen_at_first(panel: SidePanel) -> None:
    assert panel.filter == QueueFilter()


def test_choosing_a_queue_tells_of_it_once(qtbot: QtBot, panel: SidePanel) -> None:
    told: list[QueueFilter] = []
    panel.filter_changed.connect(told.append)
    panel.queues.select(QueueName.REJECTED)
    assert told == [QueueFilter(queue=QueueName.REJECTED)]


def test_typing_asks_one_question_for_a_word(qtbot: QtBot, panel: SidePanel) -> None:
    told: list[QueueFilter] = []
    panel.filter_changed.connect(told.append)
    qtbot.keyClicks(panel.search, " beach ")
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(200)
    assert told == [QueueFilter(search="beach")]


def test_enter_asks_at_once(qtbot: QtBot, panel: SidePanel) -> None:
    told: list[QueueFilter] = []
    panel.filter_changed.connect(told.append)
    panel.search.setText("cat")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert told == [QueueFilter(search="cat")]


def test_every_choice_ends_up_in_the_filter(panel: SidePanel) -> None:
    wanted = QueueFilter(
        queue=QueueName.BORDERLINE,
        search="sea",
        category="alcohol",
        min_confidence=40.0,
        max_confidence=80.0,
        kind=MediaKind.VIDEO,
        sort=SortKey.CONFIDENCE,
        descending=True,
        content_type="Animated",
    )
    panel.show_filter(wanted)
    assert panel.filter == wanted


def test_showing_a_filter_tells_of_it_once(panel: SidePanel) -> None:
    told: list[QueueFilter] = []
    panel.filter_changed.connect(told.append)
    panel.show_filter(QueueFilter(queue=QueueName.APPROVED, search="x", kind=MediaKind.IMAGE))
    assert len(told) == 1


def test_every_category_can_be_chosen_below_its_parent(panel: SidePanel) -> None:
    box = panel.filters.labels.category
    slugs = [box.itemData(row) for row in range(box.count())]
    assert slugs[0] is None
    assert set(slugs[1:]) == {category.slug for category in taxonomy("v7").categories}
    assert len(slugs) == 1 + len(taxonomy("v7").categories)
    at = slugs.index("explicit_nudity")
    assert slugs.index("explicit") < at
    assert box.itemText(at) == "    Explicit Nudity"


def test_filters_can_be_cleared_and_keep_the_order(qtbot: QtBot, panel: SidePanel) -> None:
    panel.show_filter(QueueFilter(kind=MediaKind.IMAGE, category="alcohol", sort=SortKey.NAME, descending=True))
    assert panel.filters._reset.isVisible()
    qtbot.mouseClick(panel.filters._reset, Qt.MouseButton.LeftButton)
    assert panel.filter == QueueFilter(sort=SortKey.NAME, descending=True)
    assert not panel.filters._reset.isVisible()


def test_facets_and_what_an_older_filter_says_are_kept_until_they_are_cleared(panel: SidePanel) -> None:
    wanted = QueueFilter(content_type="Animated", facets=(Choice(Facet.KIND, "video"), Choice(Facet.NOTE, "yes")))
    panel.show_filter(wanted)
    panel.queues.select(QueueName.REJECTED)
    assert panel.filter == replace(wanted, queue=QueueName.REJECTED)
    assert panel.filters.narrowing
    panel.filters.reset()
    assert panel.filter == QueueFilter(queue=QueueName.REJECTED)


def test_borderline_comes_nearest_first_and_the_former_order_comes_back(panel: SidePanel) -> None:
    panel.show_filter(QueueFilter(sort=SortKey.NAME, descending=True))
    panel.queues.select(QueueName.BORDERLINE)
    assert (panel.filter.sort, panel.filter.descending) == (SortKey.BORDERLINE, False)
    panel.queues.select(QueueName.REJECTED)
    assert (panel.filter.sort, panel.filter.descending) == (SortKey.NAME, True)


def test_an_order_chosen_among_borderline_assets_stays_chosen(panel: SidePanel) -> None:
    panel.queues.select(QueueName.BORDERLINE)
    panel.filters._sort.setCurrentIndex(panel.filters._sort.findData(SortKey.SIZE))
    assert panel.filter.sort is SortKey.SIZE
    panel.queues.select(QueueName.ALL)
    assert panel.filter.sort is SortKey.SIZE


def test_the_ends_of_the_confidence_cannot_cross(panel: SidePanel) -> None:
    box = panel.filters.labels.confidence
    box._low.setValue(60)
    box._high.setValue(40)
    assert box.ends == (40.0, 40.0)
    box._low.setValue(70)
    assert box.ends == (70.0, 70.0)


def test_open_ends_filter_nothing(panel: SidePanel) -> None:
    panel.filters.labels.confidence.set_ends(None, None)
    assert panel.filters.labels.confidence.ends == (None, None)
    assert not panel.filters.narrowing


def test_filters_are_hidden_where_no_queue_is_shown(panel: SidePanel) -> None:
    panel.show_filters(False)
    assert not panel.filters.isVisible()
    assert panel.queues.isVisible()
    panel.show_filters(True)
    assert panel.filters.isVisible()


def test_nothing_is_wider_than_the_panel(qtbot: QtBot, panel: SidePanel) -> None:
    panel.resize(panel.minimumWidth(), 700)
    qtbot.wait(10)
    for widget in (panel.filters.open, panel.filters._sort, panel.filters._direction, panel.queues):
        right = widget.mapTo(panel, widget.rect().topRight()).x()
        assert right <= panel.width(), widget.objectName()


@pytest.mark.parametrize(
    ("key", "kept"), [(Qt.Key.Key_Return, "cat"), (Qt.Key.Key_Down, "cat"), (Qt.Key.Key_Escape, "")]
)
def test_the_keyboard_gets_out_of_the_search(panel: SidePanel, qtbot: QtBot, key: Qt.Key, kept: str) -> None:
    panel.focus_search()
    qtbot.waitUntil(panel.search.hasFocus)
    qtbot.keyClicks(panel.search, "cat")
    with qtbot.waitSignals([panel.filter_changed, panel.left]):
        qtbot.keyClick(panel.search, key)
    assert panel.filter.search == kept


@pytest.mark.parametrize("kind", [None, *MediaKind])
@pytest.mark.parametrize("sort", SortKey)
def test_what_is_chosen_is_the_kind_and_the_order_themselves(panel: SidePanel, kind: MediaKind | None, sort: SortKey):
    """Qt keeps their words: a library that is asked for a word finds nothing."""
    panel.show_filter(QueueFilter(kind=kind, sort=sort))
    assert panel.filter.kind is kind
    assert panel.filter.sort is sort
