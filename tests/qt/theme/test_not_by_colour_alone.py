"""Nothing is told by colour alone: everything is painted with one colour for all that has a meaning, and compared."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.domain.queues import QueueName
from rekreview.domain.segments import Segment
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.domain.trial import CategoryEffect
from rekreview.library.step_values import RecentStep
from rekreview.ui import theme
from rekreview.ui.detail.label_nodes import LabelNode
from rekreview.ui.detail.label_tree import LabelTree
from rekreview.ui.grid.geometry import Geometry
from rekreview.ui.grid.tile_layout import tile_layout
from rekreview.ui.grid.tile_painter import TileLook, TilePainter
from rekreview.ui.panels import queues
from rekreview.ui.player import looks
from rekreview.ui.player.timeline import Timeline
from rekreview.ui.player.timeline_model import LOOKS, Lane, Story
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.standing import Standing
from rekreview.ui.policy.threshold_slider import ThresholdSlider
from rekreview.ui.recent.delegate import CELL, STEP, StepDelegate
from rekreview.ui.reports import charts
from rekreview.ui.reports.charts import Column
from rekreview.ui.reports.figure import Ink
from rekreview.ui.reports.painting import paint
from tests.fakes.shelf import tile

applying = sys.modules["rekreview.ui.theme.apply"]  # the name itself is its function

ENOUGH = 12
"""So many pixels that differ are a sign that is seen."""
CLEAN = {"overturned": False, "has_note": False, "second_look": False, "category": "", "confidence": None}


@pytest.fixture(autouse=True, params=["light", "dark"])
def one_colour(request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A look in which approved, rejected, caution and accent are the same."""
    name = request.param.upper()
    look = getattr(applying, name)
    same = {"approve": look.text, "reject": look.text, "caution": look.text, "accent": look.text, "muted": look.text}
    monkeypatch.setattr(applying, name, replace(look, **same))
    monkeypatch.setattr(looks, f"{name}_COLOURS", (look.text,) * LOOKS)
    theme.apply(qapp, request.param)
    yield
    monkeypatch.undo()
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")


def differing(one: QImage, other: QImage) -> int:
    """How many pixels of two pictures of one size differ by more than a shade."""
    assert one.size() == other.size()
    first, second = (image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other))
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return sum(abs(a - b) > 40 for a, b in pairs)


def all_differ(pictures: dict[str, QImage]) -> list[str]:
    """The pairs that are not told apart."""
    return [
        f"{one} and {other}"
        for (one, first), (other, second) in combinations(pictures.items(), 2)
        if differing(first, second) < ENOUGH
    ]


def canvas(size: QSize, draw: Callable[[QPainter], object]) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.current().surface)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def painted_tile(shown: Tile, **look: object) -> QImage:
    grid = Geometry(1, 900, 700, 192)
    parts = tile_layout(grid.cell_width, grid.cell_height, grid.picture_height)
    size = QSize(parts.picture.width() + 12, parts.caption.bottom() + 6)
    painter = TilePainter(theme.current(), QApplication.font(), 1.0)
    whole = QRect(0, 0, size.width(), size.height())
    return canvas(size, lambda brush: painter.paint(brush, whole, parts, shown, None, TileLook(**look)))


def test_tiles_of_every_status_and_mark() -> None:
    policy = replace(tile(1), **CLEAN, decided_by=DecidedBy.POLICY)
    pictures = {status.value: painted_tile(replace(policy, status=status)) for status in Status}
    reviewed = replace(policy, status=Status.APPROVED, decided_by=DecidedBy.REVIEWER)
    pictures |= {
        "by a person": painted_tile(reviewed),
        "overturned": painted_tile(replace(reviewed, overturned=True)),
        "aside": painted_tile(replace(reviewed, second_look=True)),
        "with a note": painted_tile(replace(reviewed, has_note=True)),
        "selected": painted_tile(reviewed, selected=True),
        "current": painted_tile(reviewed, current=True),
    }
    assert all_differ(pictures) == []


def test_queues() -> None:
    delegate = queues._QueueDelegate()
    rows = QListWidget()
    pictures = {}
    for name in QueueName:
        entry = QListWidgetItem(rows)
        entry.setData(queues._NAME, name)
        entry.setData(queues._COUNT, 3)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, 40, queues.ROW_HEIGHT)  # the icon alone
        index = rows.indexFromItem(entry)
        pictures[name.value] = canvas(
            QSize(34, queues.ROW_HEIGHT), lambda brush, o=option, i=index: delegate.paint(brush, o, i)
        )
    assert all_differ(pictures) == []
    delegate.deleteLater()
    rows.deleteLater()


def test_recent_decisions() -> None:
    rows = QListWidget()
    delegate = StepDelegate(rows, writable=True)
    one = RecentStep(1, datetime.now(UTC), "Ada", Status.APPROVED, 1, "", "", tile(1), reverted=False)
    steps = {
        "approved": one,
        "rejected": replace(one, status=Status.REJECTED),
        "cleared": replace(one, status=None),
        "taken back": replace(one, reverted=True),
    }
    pictures = {}
    for name, step in steps.items():
        entry = QListWidgetItem(rows)
        entry.setData(STEP, step)
        option = QStyleOptionViewItem()
        option.rect, option.font = QRect(0, 0, CELL.width(), CELL.height()), rows.font()
        option.fontMetrics = rows.fontMetrics()
        index = rows.indexFromItem(entry)
        pictures[name] = canvas(CELL, lambda brush, o=option, i=index: delegate.paint(brush, o, i))
    assert all_differ(pictures) == []
    rows.deleteLater()


def grabbed(qtbot: QtBot, widget: QWidget, size: QSize) -> Callable[[], QImage]:
    qtbot.addWidget(widget)
    widget.resize(size)
    widget.show()
    return lambda: widget.grab().toImage()


def test_histogram_and_threshold(qtbot: QtBot) -> None:
    slider = ThresholdSlider()
    grab = grabbed(qtbot, slider, QSize(212, 26))
    slider.show_confidences([4] * 20, 8)
    pictures = {}
    for name, threshold, own, floor in (
        ("own", Decimal("0.4"), True, 0.0),
        ("inherited", Decimal("0.4"), False, 0.0),
        ("another", Decimal("0.7"), True, 0.0),
        ("ignored", IGNORE, True, 0.0),
        ("unknown ground", Decimal("0.4"), True, 0.3),
    ):
        slider.show_floor(floor)
        slider.show_threshold(threshold, own=own)
        pictures[name] = grab()
    assert all_differ(pictures) == []


def test_flips_and_origin_of_a_category(qtbot: QtBot) -> None:
    category = taxonomy("v7").get("weapons")
    assert category is not None
    row = CategoryRow(category, covered=True)
    grab = grabbed(qtbot, row, QSize(1100, 34))
    pictures = {}
    for name, effect in (
        ("rejects", CategoryEffect(over=5, alone=1, to_rejected=4, to_approved=0)),
        ("approves", CategoryEffect(over=5, alone=1, to_rejected=0, to_approved=4)),
        ("nobody", CategoryEffect(over=5, alone=1, to_rejected=0, to_approved=0)),
    ):
        row.show_effect(effect)
        pictures[name] = grab()
    row.show_standing(Standing(own=Decimal("0.5"), effective=Decimal("0.5"), blocked_by="Violence"))
    pictures["without effect"] = grab()
    assert all_differ(pictures) == []


@pytest.mark.parametrize("kinds", [(Ink.APPROVED, Ink.REJECTED), (Ink.CONFIRMED, Ink.OVERTURNED)])
def test_series_of_the_reports(kinds: tuple[Ink, Ink]) -> None:
    def chart(parts: tuple[int, int], inks: tuple[Ink, Ink]) -> QImage:
        figure = charts.columns([Column("11-21", parts, "")], (("one", inks[0]), ("other", inks[1])), 400)
        tokens = theme.current()
        return canvas(QSize(400, 260), lambda brush: paint(brush, figure, tokens, QFont(QApplication.font())))

    assert differing(chart((3, 3), kinds), chart((3, 3), kinds[::-1])) > 100


def test_lanes_of_the_timeline(qtbot: QtBot) -> None:
    timeline = Timeline()
    grab = grabbed(qtbot, timeline, QSize(900, 100))
    gun = Segment("Weapons", "Violence", 2_000, 8_000, 84.2, 3_000)
    pictures = {}
    for look in range(LOOKS):
        timeline.show_story(Story(10_000, (Lane("Weapons", 50.0, False, (gun,), look=look),), (gun,), 0))
        pictures[f"look {look}"] = grab()
    assert all_differ(pictures) == []


def test_labels_that_reject_and_that_do_not(qtbot: QtBot) -> None:
    tree = LabelTree()
    grab = grabbed(qtbot, tree, QSize(320, 60))
    pictures = {}
    for name, node in (
        ("over", LabelNode("Weapons", Decimal("0.5"), 80.0)),
        ("not over", LabelNode("Weapons", Decimal("0.9"), 80.0)),
        ("exempt", LabelNode("Weapons", Decimal("0.5"), 80.0, exempt="animated")),
        ("ignored", LabelNode("Weapons", IGNORE, 80.0)),
    ):
        tree.show_nodes([node])
        tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pictures[name] = grab()
    assert all_differ(pictures) == []
