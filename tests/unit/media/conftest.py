"""Shared by the tests of media: one cage for many tests, and the samples made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage
from tests.media_samples import make_all


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each common kind, by name."""
    return make_all(tmp_path_factory.mktemp("samples"))


@pytest.fixture
def cage() -> Iterator[Cage]:
    """A cage of one worker, closed afterwards."""
    opened = Cage(workers=1)
    yield opened
    opened.close()


@pytest.fixture
def cancel() -> CancelToken:
    """A token nobody cancels unless the test does."""
    return CancelToken()
