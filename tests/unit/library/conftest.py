"""A library for each test, on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rekreview.domain.changes import ChangeSet
from rekreview.library import Library


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the library lies."""
    return tmp_path / "library"


@pytest.fixture
def library(place: Path) -> Iterator[Library]:
    """A new library, closed afterwards."""
    with Library.open(place, create=True) as opened:
        yield opened


@pytest.fixture
def heard(library: Library) -> list[ChangeSet]:
    """Every change the library told of."""
    changes: list[ChangeSet] = []
    library.subscribe(changes.append)
    return changes
