"""What a person sees of a tile. Tiles are painted for real, and compared where a difference must, or must not, show."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from rekreview.domain.assets import DecidedBy, MediaKind, Status, Tile
from rekreview.domain.sightings import FilterStep
from rekreview.domain.stack_lists import StackSummary
from rekreview.domain.video import JobState
from rekreview.ui import theme
from rekreview.ui.grid import tile_painter
from rekreview.ui.grid.fit import Fit
from rekreview.ui.grid.geometry import TILE_SIZES, Geometry
from rekreview.ui.grid.tile_layout import BUTTON_HEIGHT, TileLayout, tile_layout
from rekreview.ui.grid.tile_painter import TileLook, TilePainter
from rekreview.ui.wording import accessible_tile
from tests.fakes.shelf import tile

GRID = Geometry(1, 900, 700, 192)
PARTS = tile_layout(GRID.cell_width, GRID.cell_height, GRID.picture_height)
MARGIN = 20
PLAIN = tile(
    1,
    kind=MediaKind.IMAGE,
    status=Status.APPROVED,
    decided_by=DecidedBy.POLICY,
    overturned=False,
    category="Weapons",
    confidence=80.0,
    estimate=False,
    duration_ms=None,
    has_note=False,
    second_look=False,
)


def tile_of(**changes: object) -> Tile:
    return replace(PLAIN, **changes)


@pytest.fixture(scope="module", params=["light", "dark"], autouse=True)
def scheme(request: pytest.FixtureRequest, qapp) -> str:
    theme.apply(qapp, request.param)
    return request.param


@pytest.fixture(scope="module")
def painter(qapp, scheme: str) -> TilePainter:
    return TilePainter(theme.current(), qapp.font(), 1.0)


def red(width: int = 160, height: int = 120) -> QPixmap:
    made = QPixmap(width, height)
    made.fill("#ff0000")
    return made


def painted(
    painter: TilePainter, shown: Tile | None, pixmap: QPixmap | None, parts: TileLayout = PARTS, **look: object
) -> QImage:
    """A tile on a green ground that is larger than the tile."""
    size = parts.picture.width() + 12, parts.caption.bottom() + 6
    image = QImage(size[0] + 2 * MARGIN, size[1] + 2 * MARGIN, QImage.Format.Format_RGB32)
    image.fill("#00ff00")
    brush = QPainter(image)
    cell = QRect(MARGIN, MARGIN, *size)
    painter.paint(brush, cell, parts, shown, pixmap, TileLook(**look))
    brush.end()
    return image


def part(image: QImage, rect: QRect) -> QImage:
    return image.copy(rect.translated(MARGIN, MARGIN))


def changed(one: QImage, other: QImage) -> QRect:
    """The rectangle, in the tile, within which two pictures of it differ."""
    found = QRect()
    for y in range(one.height()):
        if one.copy(0, y, one.width(), 1) != other.copy(0, y, one.width(), 1):
            for x in range(one.width()):
                if one.pixel(x, y) != other.pixel(x, y):
                    found |= QRect(x, y, 1, 1)
    return found.translated(-MARGIN, -MARGIN)


def colour_at(image: QImage, point: QPoint) -> str:
    return image.pixelColor(point + QPoint(MARGIN, MARGIN)).name()


def test_nothing_is_painted_outside_the_cell(painter: TilePainter):
    image = painted(painter, tile(3), red(), current=True, focused=True, selected=True, hovered=True)
    for x, y in itertools.product(
        (2, MARGIN - 2, image.width() - MARGIN + 1, image.width() - 3), range(image.height())
    ):
        assert image.pixelColor(x, y).name() == "#00ff00"
    for y in (2, MARGIN - 2, image.height() - MARGIN + 1):
        assert image.pixelColor(image.width() // 2, y).name() == "#00ff00"


def test_the_picture_lies_in_its_place(painter: TilePainter):
    image = painted(painter, PLAIN, red())
    assert colour_at(image, PARTS.picture.center()) == "#ff0000"
    assert colour_at(image, PARTS.caption.center()) != "#ff0000"


def test_what_is_round_has_smooth_corners_without_a_pile_too(painter: TilePainter):
    stack = StackSummary(((Status.APPROVED, 8),))
    alone, piled = (painted(painter, tile_of(stack=one), red(), hovered=True) for one in (None, stack))
    corner = QRect(PARTS.approve.topLeft(), QSize(12, 12))
    assert part(alone, corner) == part(piled, corner)
    assert len({part(alone, corner).pixel(x, y) for x in range(12) for y in range(12)}) > 4


def test_every_status_looks_different(painter: TilePainter):
    captions = [
        part(painted(painter, tile(1, status=status, category="", confidence=None), red()), PARTS.caption)
        for status in Status
    ]
    assert all(one != other for one, other in itertools.combinations(captions, 2))


def test_a_status_is_not_told_by_colour_alone(painter: TilePainter):
    """Rejected and approved differ also for an eye, or a screen, that knows no colours."""
    shades = []
    for status in (Status.REJECTED, Status.APPROVED):
        image = painted(painter, tile(1, status=status, category="", confidence=None), red())
        grey = part(image, PARTS.caption).convertToFormat(QImage.Format.Format_Grayscale8)
        ground = grey.pixelColor(grey.width() - 1, grey.height() - 1).lightness()
        inked = [
            (x, y)
            for y in range(grey.height() // 2)
            for x in range(grey.width())
            if abs(grey.pixelColor(x, y).lightness() - ground) > 60
        ]
        shades.append(set(inked))
    assert len(shades[0] ^ shades[1]) > 30


def test_a_video_says_how_long_it_is(painter: TilePainter):
    picture = painted(painter, PLAIN, red())
    short = painted(painter, tile_of(kind=MediaKind.VIDEO, duration_ms=5_000), red())
    long = painted(painter, tile_of(kind=MediaKind.VIDEO, duration_ms=65_000), red())
    unknown = painted(painter, tile_of(kind=MediaKind.VIDEO, duration_ms=None), red())
    seen = [part(image, PARTS.picture) for image in (picture, short, long, unknown)]
    assert all(one != other for one, other in itertools.combinations(seen, 2))


@pytest.mark.parametrize(
    ("changes", "look"),
    [
        ({"estimate": True}, {}),
        ({}, {"veiled": True}),
        ({}, {"selected": True}),
        ({}, {"left": True}),
        ({}, {"hovered": True}),
        ({"kind": MediaKind.VIDEO, "duration_ms": 9_000}, {}),
    ],
)
def test_a_mark_on_the_picture_shows(painter: TilePainter, changes: dict, look: dict):
    plain = part(painted(painter, PLAIN, red()), PARTS.picture)
    assert part(painted(painter, tile_of(**changes), red(), **look), PARTS.picture) != plain


MARKS = ({"overturned": True, "decided_by": DecidedBy.REVIEWER}, {"decided_by": DecidedBy.REVIEWER},
         {"second_look": True}, {"has_note": True})  # fmt: skip


def test_every_mark_in_the_caption_is_its_own(painter: TilePainter):
    captions = [part(painted(painter, tile_of(**marks), red()), PARTS.caption) for marks in ({}, *MARKS)]
    assert all(one != other for one, other in itertools.combinations(captions, 2))


def test_marks_in_the_caption_leave_the_picture_alone(painter: TilePainter):
    plain = painted(painter, PLAIN, red())
    for marks in MARKS:
        assert PARTS.caption.adjusted(-2, -2, 2, 2).contains(changed(plain, painted(painter, tile_of(**marks), red())))


def test_an_overturned_verdict_has_one_mark_and_not_two(painter: TilePainter):
    assert tile_painter._marks(tile_of(**MARKS[0])) == ("arrow-left-right",)
    assert tile_painter._marks(tile_of(**MARKS[1])) == ("user-check",)


def test_what_leaves_is_greyed_and_still_says_how_it_was_decided(painter: TilePainter):
    whole, leaving = painted(painter, PLAIN, red()), painted(painter, PLAIN, red(), left=True)
    assert colour_at(leaving, PARTS.picture.center()) != "#ff0000"
    assert part(whole, PARTS.caption) == part(leaving, PARTS.caption)


def test_a_veiled_tile_without_its_picture_claims_no_veil(painter: TilePainter):
    assert painted(painter, PLAIN, None, veiled=True) == painted(painter, PLAIN, None)


def test_a_missing_picture_is_told_from_one_that_is_coming(painter: TilePainter):
    assert painted(painter, PLAIN, None, failed=True) != painted(painter, PLAIN, None)


def test_a_tile_that_is_not_here_yet_is_a_skeleton_with_nothing_to_press(painter: TilePainter):
    skeleton = painted(painter, None, None)
    assert painted(painter, None, red(), selected=False, left=True) == skeleton
    assert part(skeleton, PARTS.approve) == part(skeleton, PARTS.approve.translated(0, -BUTTON_HEIGHT))


def test_a_kept_skeleton_is_as_large_as_its_tile(painter: TilePainter):
    small = tile_layout(GRID.cell_width - 40, GRID.cell_height - 30, GRID.picture_height - 30)
    large = painted(painter, None, None)
    assert painted(painter, None, None, small) == painted(
        TilePainter(theme.current(), QApplication.font(), 1.0), None, None, small
    )
    assert painted(painter, None, None) == large


def test_the_buttons_show_only_under_the_pointer_and_where_they_act(painter: TilePainter):
    plain, hovered = painted(painter, PLAIN, red()), painted(painter, PLAIN, red(), hovered=True)
    for rect in (PARTS.approve, PARTS.reject):
        assert part(plain, rect) != part(hovered, rect)
    # The corner of the picture above the buttons stays the picture.
    assert colour_at(hovered, PARTS.picture.center()) == "#ff0000"


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED])
def test_the_button_that_would_act_is_lit_and_only_that(painter: TilePainter, status: Status):
    plain = painted(painter, PLAIN, red(), hovered=True)
    lit = painted(painter, PLAIN, red(), hovered=True, button=status)
    rect = PARTS.approve if status is Status.APPROVED else PARTS.reject
    assert rect.contains(changed(plain, lit))
    assert part(plain, rect) != part(lit, rect)


def test_approve_is_green_and_reject_red(painter: TilePainter):
    image = painted(painter, PLAIN, red(), hovered=True)
    green = image.pixelColor(PARTS.approve.center().x() + MARGIN, PARTS.approve.top() + 4 + MARGIN)
    ruby = image.pixelColor(PARTS.reject.center().x() + MARGIN, PARTS.reject.top() + 4 + MARGIN)
    assert green.green() > green.red()
    assert ruby.red() > ruby.green()


def test_the_current_tile_has_a_ring_and_a_stronger_one_with_the_keyboard(painter: TilePainter):
    plain, current = painted(painter, PLAIN, red()), painted(painter, PLAIN, red(), current=True)
    focused = painted(painter, PLAIN, red(), current=True, focused=True)
    assert plain != current
    assert current != focused
    assert part(plain, PARTS.picture) == part(focused, PARTS.picture)


def test_what_was_not_checked_never_reads_like_an_approval():
    said = {status: tile_painter._no_label(tile_of(status=status, category="")) for status in Status}
    assert said[Status.PENDING] == said[Status.QUEUED] == "Not checked yet"
    assert said[Status.NOT_MODERATED] == "Could not be checked"
    assert said[Status.APPROVED] == "Nothing found"


def test_a_video_whose_job_runs_says_so_and_not_that_nobody_looks_at_it():
    waits = tile_of(status=Status.PENDING, verdict=Status.PENDING, category="", kind=MediaKind.VIDEO)
    said = {state: tile_painter._no_label(replace(waits, job=state)) for state in JobState}
    assert said[JobState.STARTED] == "Its job runs at Amazon"
    assert len({*said.values(), "Not checked yet"}) == 5  # one that failed is no tile's job
    running = replace(waits, name="clip.mp4", job=JobState.STARTED)
    assert accessible_tile(running) == "clip.mp4, pending, Its job runs at Amazon"
    assert tile_painter._no_label(replace(running, blind=True)) == "Labels hidden"


def test_a_decision_on_what_was_not_checked_does_not_make_it_checked():
    decided = tile_of(status=Status.REJECTED, decided_by=DecidedBy.REVIEWER, category="")
    assert tile_painter._no_label(replace(decided, verdict=Status.NOT_MODERATED)) == "Could not be checked"
    assert tile_painter._no_label(replace(decided, verdict=Status.PENDING)) == "Not checked yet"
    assert tile_painter._no_label(replace(decided, verdict=Status.APPROVED)) == "Nothing found"


@pytest.mark.parametrize("size", TILE_SIZES)
def test_a_long_name_and_category_stay_in_the_tile(painter: TilePainter, size: int):
    grid = Geometry(40, 1000, 700, size)
    parts = tile_layout(grid.cell_width, grid.cell_height, grid.picture_height)
    shown = tile_of(name="n" * 400 + ".jpg", category="Exposed Male Genitalia and More of That Kind " * 3)
    image = painted(painter, shown, red(), parts)
    right = image.width() - MARGIN
    for y in range(MARGIN + 12, image.height() - MARGIN - 12):
        assert image.pixelColor(right + 1, y).name() == "#00ff00"
        # Between the caption and the edge of the card there is only the card.
        if parts.caption.top() < y - MARGIN < parts.caption.bottom():
            assert image.pixelColor(right - 4, y) == image.pixelColor(right - 3, y)


@pytest.mark.parametrize("shape", [(256, 1), (1, 256), (2, 250), (250, 3), (1, 1)])
def test_a_strip_of_a_picture_is_painted_like_any_other(painter: TilePainter, shape: tuple[int, int]):
    pixmap = QPixmap(Fit(PARTS.picture.size()).size(QSize(*shape), FilterStep.SHARP))
    pixmap.fill(Qt.GlobalColor.red)
    image = part(painted(painter, PLAIN, pixmap), PARTS.picture)
    middle = image.rect().center()
    around = [image.pixelColor(middle + QPoint(x, y)).name() for x, y in itertools.product((-1, 0, 1), repeat=2)]
    assert "#ff0000" in around


@settings(max_examples=60)
@given(st.integers(60, 3000), st.sampled_from(TILE_SIZES))
def test_the_parts_of_a_tile_never_overlap_and_lie_in_it(width: int, size: int):
    grid = Geometry(50, width, 700, size)
    parts = tile_layout(grid.cell_width, grid.cell_height, grid.picture_height)
    cell = QRect(0, 0, grid.cell_width, grid.cell_height)
    assert cell.contains(parts.picture)
    assert cell.contains(parts.caption)
    assert not parts.picture.intersects(parts.caption)
    assert not parts.approve.intersects(parts.reject)
    assert parts.picture.contains(parts.approve)
    assert parts.picture.contains(parts.reject)
    assert parts.approve.size() == parts.reject.size()


@settings(max_examples=60)
@given(st.integers(100, 320), st.data())
def test_a_click_decides_what_the_button_under_it_says(width: int, data: st.DataObject):
    parts = tile_layout(width, width, round(width * 0.82))
    point = QPoint(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, width - 1)))
    meant = {Status.APPROVED: parts.approve, Status.REJECTED: parts.reject}
    found = parts.button_at(point)
    assert [status for status, rect in meant.items() if rect.contains(point)] == ([found] if found else [])


def test_a_tile_without_a_thumbnail_says_so_below_its_sign(
    painter: TilePainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded = painted(painter, PLAIN, None, failed=True)
    monkeypatch.setattr(tile_painter, "tr", lambda text: "" if text == "No thumbnail" else text)
    silent = painted(painter, PLAIN, None, failed=True)
    rows = [y for y in range(worded.height()) if row(worded, y) != row(silent, y)]
    stage = PARTS.picture.translated(MARGIN, MARGIN)
    assert rows, "there are words"
    assert stage.center().y() < rows[0] <= rows[-1] < stage.bottom()


def row(image: QImage, y: int) -> list[int]:
    return [image.pixel(x, y) for x in range(image.width())]
