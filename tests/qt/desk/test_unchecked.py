"""What no engine has looked at stays veiled when a person decides on it: nobody has said what is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui.recent.pictures import pictured
from rekreview.ui.wellness import Profile
from tests.qt.desk.conftest import Desk, detect

KEY = Qt.Key


@pytest.fixture
def library(tmp_path: Path, pictures: Path, decoder: Cage) -> Iterator[Library]:
    """The pictures imported, and not moderated."""
    made = Library.open(tmp_path / "library", create=True)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(made, decoder, [pictures], executor=executor, cancel=CancelToken()):
            pass
    yield made
    made.close()


def step(one: Desk, asset_id: int) -> FilterStep | None:
    seen = one.desk.grid.sighting(asset_id)
    return seen.step if seen else None


@pytest.mark.parametrize("key", [KEY.Key_X, KEY.Key_A])
def test_a_decision_unveils_neither_tile_nor_pane_nor_the_strip(make_desk: Callable[..., Desk], key: Qt.Key):
    one = make_desk()
    one.show(QueueName.ALL)
    first = one.current
    assert step(one, first) is FilterStep.VEILED
    one.press(key)
    one.qtbot.waitUntil(lambda: one.library.queries.tiles([first])[0].decided_by is DecidedBy.REVIEWER)
    one.settle()
    one.desk.grid.make_current(first)
    one.wait_until_shown()
    one.desk.grid.grab()
    assert step(one, first) is FilterStep.VEILED
    shown = one.desk.detail.picture
    one.qtbot.waitUntil(lambda: shown.filter_step is not FilterStep.NO_PICTURE)
    assert shown.filter_step is FilterStep.VEILED
    (newest,) = pictured(one.library.queries, one.library.thumbnails, Profile.STANDARD, 48, blind=False)
    veiled = pictured(one.library.queries, one.library.thumbnails, Profile.STANDARD, 48, blind=True)
    assert newest.image == veiled[0].image


def test_once_it_is_looked_at_and_harmless_it_shows(make_desk: Callable[..., Desk]):
    one = make_desk()
    one.show(QueueName.ALL)
    first = one.current
    one.press(KEY.Key_A)
    one.settle()
    detect(one.library)
    one.desk.grid.make_current(first)
    one.qtbot.waitUntil(lambda: step(one, first) is FilterStep.SHARP, timeout=10_000)
    one.qtbot.waitUntil(lambda: one.desk.detail.picture.filter_step is FilterStep.SHARP, timeout=10_000)
