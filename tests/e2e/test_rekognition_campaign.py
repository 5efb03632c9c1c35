"""A small campaign through the stand-in for Amazon Rekognition; the full one is among the benchmarks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.campaign import Folder, cut_off, expired, faulty, killed, make_folder, throttled, undisturbed

FILES = 45
TROUBLES = {
    "nothing goes wrong": undisturbed,
    "the originals are sent, at a rate a person set": lambda *places: undisturbed(*places, "--rate", "30"),
    "a quota": partial(throttled, quota=8.0),
    "faults and resets": partial(faulty, share=0.2),
    "an outage": partial(cut_off, after=2.0, seconds=3.0),
    "credentials expire": partial(expired, after=20),
    "killed": partial(killed, times=3),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return make_folder(tmp_path_factory.mktemp("campaign") / "media", FILES)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_goes_wrong_the_end_is_the_same(folder: Folder, tmp_path: Path, trouble: str) -> None:
    TROUBLES[trouble](tmp_path / "library", folder, tmp_path)
