"""A small campaign with videos through the stand-in for Amazon's services; the full one is among the benchmarks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.video_campaign import (
    everything,
    expired,
    faulty,
    killed,
    pages_expire,
    throttled,
    undisturbed,
)
from tests.video_films import Films, make_films

FILMS = 10
TROUBLES = {
    "nothing goes wrong": undisturbed,
    "throttled polls": throttled,
    "faults and resets": partial(faulty, share=0.2),
    "page tokens expire": pages_expire,
    "credentials expire": expired,
    "killed": partial(killed, times=5),
    "all of it": partial(everything, times=4),
}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    return make_films(tmp_path_factory.mktemp("campaign") / "media", FILMS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_goes_wrong_the_end_is_the_same(films: Films, tmp_path: Path, trouble: str) -> None:
    TROUBLES[trouble](tmp_path / "library", films, tmp_path)
