"""Where the reviewer stopped is kept for each queue, over other queues and over a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.facets import Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.settings import load
from rekreview.ui import memory, place_keeping
from rekreview.ui.desk.stopped import StoppedAt
from tests.qt.queueing.conftest import Shown, chosen

REJECTED = QueueFilter(QueueName.REJECTED)
WEAPONS = chosen((Facet.CATEGORY, "weapons"))


def at(shown: Shown) -> int:
    return shown.ids.index(shown.review.grid.current_id())


def test_coming_back_to_a_queue_goes_on_where_it_was_left(shown: Shown) -> None:
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    left = at(shown)
    shown.show(WEAPONS)
    shown.review.grid.make_current(shown.listed[2])
    other = at(shown)
    shown.show(REJECTED)
    assert at(shown) == left
    shown.show(WEAPONS)
    assert at(shown) == other


def test_all_places_survive_a_restart(open_window: Callable[..., Shown]) -> None:
    first = open_window()
    first.show(REJECTED)
    first.review.grid.make_current(first.listed[4])
    left = at(first)
    first.show(WEAPONS)
    first.review.grid.make_current(first.listed[1])
    other = at(first)
    again = open_window()
    again.wait(lambda: again.review.grid.current_id() >= 0 and len(again.listed) == 4)
    assert at(again) == other
    again.show(REJECTED)
    assert at(again) == left


def test_where_the_asset_left_meanwhile_the_same_row_comes_up(shown: Shown) -> None:
    shown.show(WEAPONS)
    shown.show(REJECTED)
    before = shown.listed
    shown.review.grid.make_current(before[2])
    shown.show(WEAPONS)
    shown.library.commands.decide([before[2]], Status.APPROVED, reviewer="Bob")
    shown.show(REJECTED)
    assert shown.review.grid.current_id() == before[3]


def test_a_queue_never_visited_begins_at_its_first_asset(shown: Shown) -> None:
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    shown.show(QueueFilter(QueueName.REVIEWED))
    assert shown.review.grid.current_id() == shown.listed[0]


def test_a_blind_sample_begins_at_its_first_asset_wherever_the_queue_it_was_drawn_from_was_left(shown: Shown) -> None:
    shown.show(QueueFilter())
    everything = shown.listed
    sample = QueueFilter(lottery=shown.library.commands.draw_lottery(8, seed=7, reviewer="Ann").id)
    for left in everything:
        shown.show(QueueFilter())
        shown.review.grid.make_current(left)
        shown.show(sample)
        assert shown.review.grid.current_id() == shown.listed[0]


def on_disk(file: Path, library: Path) -> dict[str, Any]:
    """What would be there after a crash at this moment."""
    kept = load(file).state.get(memory.DESK, {}).get(str(library.resolve()), {})
    assert isinstance(kept, dict)
    return kept


def test_a_place_is_on_the_disk_without_a_close(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_keeping, "KEEP_AFTER_MS", 50)
    file, library = tmp_path / "settings.json", shown.library.directory
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    left = shown.review.grid.current_id()
    shown.wait(lambda: file.exists() and on_disk(file, library).get("current") == left)
    assert shown.window.isVisible()


def test_showing_another_list_keeps_both_places(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_keeping, "KEEP_AFTER_MS", 3_600_000)
    file, library = tmp_path / "settings.json", shown.library.directory
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    left = shown.review.grid.current_id()
    shown.show(WEAPONS)
    begun = shown.listed[0]
    shown.wait(lambda: file.exists() and on_disk(file, library).get("current") == begun)
    assert left in [place["current"] for place in on_disk(file, library)["stopped"].values()]


def test_after_a_crash_each_queue_goes_on_where_it_was(
    open_window: Callable[..., Shown], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_keeping, "KEEP_AFTER_MS", 50)
    first = open_window()
    file, library = tmp_path / "settings.json", first.library.directory
    for wanted, row in ((REJECTED, 4), (WEAPONS, 2)):
        first.show(wanted)
        first.review.grid.make_current(first.listed[row])
    other = first.review.grid.current_id()
    first.wait(lambda: on_disk(file, library).get("current") == other)
    crashed = load(file)
    again = open_window(crashed)
    again.wait(lambda: again.review.grid.current_id() == other)
    assert again.review.listing.filter == WEAPONS
    again.show(REJECTED)
    assert again.review.grid.current_id() == again.listed[4]


def test_a_list_that_is_not_read_yet_takes_no_place_of_the_one_before(shown: Shown) -> None:
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    stopped = shown.review.feature(StoppedAt)
    shown.window.parts.side.show_filter(WEAPONS)
    assert not stopped.is_there
    kept = stopped.to_state()
    shown.wait(lambda: stopped.is_there)
    assert len(stopped.to_state()) == len(kept) + 1


def test_a_queue_that_is_only_passed_by_takes_no_place_and_gives_none(shown: Shown) -> None:
    everything = QueueFilter()
    shown.show(REJECTED)
    shown.review.grid.make_current(shown.listed[3])
    left = at(shown)
    shown.show(everything)
    shown.review.grid.make_current(shown.listed[5])
    shown.show(WEAPONS)
    shown.review.grid.make_current(shown.listed[2])
    shown.window.parts.side.show_filter(everything)
    shown.show(REJECTED)
    assert at(shown) == left
    shown.window.parts.side.show_filter(WEAPONS)
    shown.show(QueueFilter(QueueName.REVIEWED))
    assert shown.review.grid.current_id() == shown.listed[0], "it was never visited"
    shown.show(everything)
    assert shown.review.grid.current_id() == shown.listed[5]
