"""A heavy category that a person marks as missing veils the picture from then on, wherever it shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from rekreview.domain.queues import QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.ui.calm.looks import shows_sharp_heavy
from rekreview.ui.recent.pictures import pictured
from rekreview.ui.wellness import Profile
from tests.qt.desk.conftest import Desk

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
Make = Callable[..., Desk]


def miss(one: Desk, top: str) -> None:
    """Pick a category from the menu of what is missing, by the key."""
    one.qtbot.waitUntil(lambda: one.desk.detail.card is not None and one.desk.detail.card.asset.id == one.current)
    one.press(KEY.Key_R, SHIFT)
    menu = one.desk.findChild(QMenu, "missing-category")
    assert isinstance(menu, QMenu)
    below = next(action.menu() for action in menu.actions() if action.text() == top)
    below.actions()[0].trigger()
    menu.close()
    menu.deleteLater()
    one.settle()


def step(one: Desk, asset_id: int) -> FilterStep | None:
    seen = one.desk.grid.sighting(asset_id)
    return seen.step if seen else None


def test_tile_pane_and_large_view_are_veiled_once_it_is_marked(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    first = one.current
    one.qtbot.waitUntil(lambda: one.desk.detail.picture.filter_step is FilterStep.SHARP, timeout=10_000)
    assert step(one, first) is FilterStep.SHARP
    miss(one, "Explicit")
    one.qtbot.waitUntil(lambda: step(one, first) is FilterStep.VEILED, timeout=10_000)
    one.qtbot.waitUntil(lambda: one.desk.detail.picture.filter_step is FilterStep.VEILED, timeout=10_000)
    one.desk.open_loupe()
    one.wait_until_shown()
    seen = one.desk.loupe.sighting(first)
    assert seen is not None
    assert seen.step is FilterStep.VEILED
    one.desk.close_loupe()
    one.library.commands.undo(reviewer="Ada")
    one.qtbot.waitUntil(lambda: step(one, first) is FilterStep.SHARP, timeout=10_000)


def test_what_is_marked_heavy_counts_where_nothing_is_veiled(make_desk: Make):
    one = make_desk()
    one.desk.set_profile(Profile.OFF)
    one.show(QueueName.REJECTED)
    first = one.current
    assert not shows_sharp_heavy(one.desk.window(), one.desk)
    miss(one, "Explicit")
    one.qtbot.waitUntil(lambda: shows_sharp_heavy(one.desk.window(), one.desk), timeout=10_000)
    assert step(one, first) is FilterStep.SHARP


def test_among_the_recent_decisions_it_is_veiled(make_desk: Make):
    one = make_desk()
    one.show(QueueName.REJECTED)
    first = one.current
    one.library.commands.decide([first], one.status(first), reviewer="Ada")

    def newest(profile: Profile) -> bytes:
        return pictured(one.library.queries, one.library.thumbnails, profile, 48, blind=False)[0].image

    assert newest(Profile.STANDARD) == newest(Profile.OFF)
    miss(one, "Explicit")
    one.library.commands.decide([first], one.status(first), reviewer="Ada")
    assert newest(Profile.STANDARD) != newest(Profile.OFF)
