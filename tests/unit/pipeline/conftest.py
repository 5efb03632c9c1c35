"""Real parts for the pipeline's tests: a library on disk, worker processes, the on-device engine."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage


@pytest.fixture
def library(tmp_path):
    opened = wiring.open_library(tmp_path / "library", create=True)
    yield opened
    opened.close()


@pytest.fixture
def decoder():
    cage = Cage(workers=2)
    yield cage
    cage.close()


@pytest.fixture
def executor():
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def engine():
    made = wiring.make_engine(EngineName.ON_DEVICE)
    yield made
    made.close()


@pytest.fixture
def cancel():
    return CancelToken()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "media"
    made.mkdir()
    return made
