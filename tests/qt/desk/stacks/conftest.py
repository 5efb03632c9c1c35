"""Real pictures that are near-duplicates, in a real library, on a desk that shows them stack by stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueName
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.grid.stack_rows import StackRows
from tests.fakes.near_pictures import motif, near_duplicates
from tests.qt.desk.conftest import Desk

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CATS, ALONE, DOGS = 4, 1, 3


@pytest.fixture(scope="module")
def near_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cats, one alone, three dogs, and another one alone, in the order of their names."""
    folder = tmp_path_factory.mktemp("near")
    near_duplicates(folder, "a-cat", 1, CATS)
    motif(7).save(folder / "b-alone.jpg")
    near_duplicates(folder, "c-dog", 3, DOGS)
    motif(11).save(folder / "d-alone.jpg")
    return folder


def take_in(library: Library, decoder: Cage, *paths: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(library, decoder, list(paths), executor=executor, cancel=CancelToken()):
            pass


@pytest.fixture
def library(tmp_path: Path, near_pictures: Path, decoder: Cage) -> Iterator[Library]:
    """Those pictures, none of them checked."""
    made = Library.open(tmp_path / "library", create=True)
    take_in(made, decoder, near_pictures)
    yield made
    made.close()


def stack(desk: Desk, *, queue: QueueName = QueueName.ALL) -> Stacks:
    """Show a queue stack by stack, by the key."""
    desk.show(queue)
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: isinstance(desk.desk.model.rows, StackRows), timeout=10_000)
    desk.wait_until_shown()
    return desk.desk.feature(Stacks)


@pytest.fixture
def stacked(make_desk: Callable[..., Desk]) -> Desk:
    made = make_desk()
    stack(made)
    return made


def counts(desk: Desk) -> list[int]:
    rows = desk.desk.model.rows
    return [rows.count(row) for row in range(len(rows))]


def all_ids(desk: Desk) -> list[int]:
    from rekreview.domain.queues import QueueFilter

    return desk.library.queries.ids(QueueFilter()).tolist()
