"""Journeys through stacks of near-duplicates, on pictures that are really scaled and saved again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.performing import SECONDS, see
from tests.fakes.near_pictures import motif, near_duplicates

STORIES = {
    "whole_stacks_by_keys": "eight copies take one key, can be looked into and undone, also after a restart",
    "a_page_and_a_memory": "a page is confirmed by one key, and a decision on a near-duplicate is offered and taken",
}


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", STORIES)
def test_journey_through_stacks(story: str, tmp_path: Path) -> None:
    media = tmp_path / "pictures of the harbour"
    media.mkdir()
    for seed, (name, count) in enumerate((("harbour", 8), ("market", 3), ("portrait", 5))):
        near_duplicates(media, name, seed + 3, count)
    for seed, name in enumerate(("bridge", "tower")):
        motif(40 + seed).save(media / f"{name}.jpg")
    see(story, media, STORIES[story])
