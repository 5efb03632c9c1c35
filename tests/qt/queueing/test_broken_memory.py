"""What a window remembers may be broken by hand, by a later version, or by a bad disk: it opens all the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QSplitter

from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui.calm.calm import KEPT_UNDER
from rekreview.ui.memory import restore_splitters
from rekreview.ui.panels.more_queues import SAVED
from rekreview.ui.panels.saved_queues import OPEN
from tests.qt.queueing.conftest import Shown

RUBBISH: list[Any] = [
    *(None, True, -1, 0, 10**30, -(10**30), 2**63, 1e308, float("nan"), float("inf"), "", "x", "\u202e😀", "\0"),
    *([], [[]], [{}], [None, 1, "a"], {}, {"": {}}, {"current": 10**30}, [10**30], "A" * 10_000),
]


def broken(value: Any, chance: random.Random, often: float = 0.35) -> Any:
    """A value with some of what is in it replaced by rubbish, however deep."""
    if chance.random() < often:
        return chance.choice(RUBBISH)
    if isinstance(value, dict):
        return {name: broken(one, chance, often) for name, one in value.items()}
    if isinstance(value, list):
        return [broken(one, chance, often) for one in value]
    return value


def remembering(open_window: Callable[..., Shown]) -> tuple[Shown, dict[str, Any]]:
    """A window that remembers all it can, and what that is."""
    shown = open_window()
    shown.show(QueueFilter(QueueName.ALL, search="holiday", facets=(Choice(Facet.KIND, "image"),)))
    shown.queueing.more.open((SAVED, Facet.DATE.value))
    shown.preferences.remember(**{KEPT_UNDER: {"day": "2026-01-01", "seconds": 5, "suggested": 0}})
    shown.review.grid.go_to(2)
    again = open_window()
    return again, dict(again.preferences.settings.state)


def test_a_whole_memory_is_taken_as_it_is(open_window: Callable[..., Shown]) -> None:
    shown, state = remembering(open_window)
    assert {"filter", "desk", "geometry", "splitters", OPEN} <= state.keys()
    assert shown.window.parts.side.filter.search == "holiday"
    assert shown.queueing.more.open_sections == (SAVED, Facet.DATE.value)


@pytest.mark.parametrize("seed", range(3))
def test_a_window_opens_whatever_it_remembers(open_window: Callable[..., Shown], seed: int) -> None:
    shown, state = remembering(open_window)
    chance = random.Random(seed)
    mended = {name: broken(value, chance) for name, value in state.items()}
    again = open_window(replace(shown.preferences.settings, state=mended))
    again.wait(lambda: again.dispatcher.idle())
    again.show(QueueFilter())
    assert len(again.listed) == 12
    assert again.window.parts.banners.shown("fault") is None
    assert again.window.width() >= 1000


def test_parts_of_no_size_meet_where_they_always_do(open_window: Callable[..., Shown]) -> None:
    """One window for all of it: what is remembered of each splitter is looked at by itself."""
    shown = open_window()
    parts = [part for part in shown.window.findChildren(QSplitter) if part.objectName()]
    before = [part.sizes() for part in parts]
    for size in (10**30, -1, 2**31, "200", None, 1.5):
        shown.preferences.remember(splitters={part.objectName(): [size] * part.count() for part in parts})
        restore_splitters(parts, shown.preferences)
        assert [part.sizes() for part in parts] == before, size


def test_the_parts_meet_where_they_were_left(open_window: Callable[..., Shown]) -> None:
    def splitters(shown: Shown) -> dict[str, QSplitter]:
        return {part.objectName(): part for part in shown.window.findChildren(QSplitter) if part.objectName()}

    parts = splitters(open_window())
    for part in parts.values():
        first, second = part.sizes()
        part.setSizes([first + 40, second - 40] if first < second else [first - 40, second + 40])
    left = {name: part.sizes() for name, part in parts.items()}
    assert {"window-splitter", "review-splitter"} <= left.keys()
    assert {name: part.sizes() for name, part in splitters(open_window()).items()} == left


@pytest.mark.parametrize("value", RUBBISH, ids=lambda value: repr(value)[:12])
def test_an_exposure_that_makes_no_sense_counts_as_nothing(value: Any) -> None:
    from datetime import date

    from rekreview.domain.exposure import exposure_from

    today = date(2026, 11, 21)
    found = exposure_from({"day": today.isoformat(), "seconds": value, "suggested": value}, today)
    assert 0 <= found.suggested <= found.today <= 24 * 3600
    assert exposure_from({"day": value, "seconds": 9}, today).today == 0
    assert found.grown(1, today).today == pytest.approx(found.today + 1)
