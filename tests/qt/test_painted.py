"""How long an asset has been painted, and how."""

from __future__ import annotations

from PySide6.QtCore import QSizeF

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.ui.grid.shown import ShownTiles
from rekreview.ui.painted import Painted, PaintedSince, painted

SHA, OTHER = "ab" * 32, "cd" * 32
ROOM = QSizeF(200, 150)


def test_what_is_painted_is_told_with_its_step():
    sharp = painted(QSizeF(120, 90), ROOM, SHA, step=FilterStep.SHARP)
    assert sharp == Painted(FilterStep.SHARP, QSizeF(120, 90), SHA)
    assert painted(QSizeF(120, 90), ROOM, SHA, step=FilterStep.VEILED).step is FilterStep.VEILED
    assert painted(None, ROOM, SHA, step=FilterStep.VEILED) == Painted(FilterStep.NO_PICTURE, ROOM)
    assert painted(QSizeF(9, 9), ROOM, "", step=FilterStep.SHARP).step is FilterStep.NO_PICTURE, (
        "nobody knows what it shows"
    )


def test_dwell_goes_on_while_the_same_pixels_stay_and_begins_anew_with_others():
    now = [10.0]
    seen = PaintedSince(Painted(FilterStep.VEILED, ROOM, SHA), lambda: now[0])
    now[0] = 10.5
    seen.again(Painted(FilterStep.VEILED, QSizeF(400, 300), SHA))
    assert seen.sighting(View.GRID) == Sighting(View.GRID, FilterStep.VEILED, SHA, 400, 300, 500)
    seen.again(Painted(FilterStep.SHARP, QSizeF(400, 300), SHA))
    now[0] = 10.75
    assert seen.sighting(View.GRID).dwell_ms == 250
    seen.again(Painted(FilterStep.SHARP, QSizeF(400, 300), OTHER))
    assert seen.sighting(View.GRID).dwell_ms == 0


def test_a_tile_is_seen_from_its_first_whole_painting_until_it_leaves():
    shown = ShownTiles()
    shown.mark(1, None)
    assert shown.sighting(1) is None
    shown.mark(1, Painted(FilterStep.SHARP, ROOM, SHA))
    shown.mark(1, Painted(FilterStep.SHARP, ROOM, SHA))
    shown.mark(2, Painted(FilterStep.NO_PICTURE, ROOM))
    assert shown.take_news() == [1, 2]
    assert shown.sighting(1).source_sha256 == SHA
    assert shown.sighting(2).step is FilterStep.NO_PICTURE
    shown.keep([2, 3])
    assert shown.sighting(1) is None
    assert 1 not in shown
    shown.mark(2, None)
    assert shown.sighting(2) is None
    shown.mark(4, Painted(FilterStep.SHARP, ROOM, SHA))
    shown.clear()
    assert 4 not in shown
    assert shown.take_news() == []


def test_where_a_tile_stands_is_known_as_it_was_painted_last():
    shown = ShownTiles()
    shown.mark(1, Painted(FilterStep.SHARP, ROOM, SHA), Status.APPROVED)
    shown.mark(2, None, Status.APPROVED)
    assert (shown.status(1), shown.status(2), shown.status(3)) == (Status.APPROVED, None, None)
    shown.mark(1, Painted(FilterStep.SHARP, ROOM, SHA), Status.REJECTED)
    assert shown.status(1) is Status.REJECTED
    shown.keep([2])
    assert shown.status(1) is None
    shown.mark(1, Painted(FilterStep.SHARP, ROOM, SHA), Status.REJECTED)
    shown.clear()
    assert shown.status(1) is None
