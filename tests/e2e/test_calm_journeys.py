"""Journeys of a person who wants to see less, and of one who uses keys or large print, on a real window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.performing import PROJECT, SECONDS, see

STORIES = {
    "veils_lifted_in_steps": "W shows one picture without its colours, Shift+W with them, letting go veils it again",
    "another_window_lowers_the_veil": "the veil comes down when another program comes up, though the key is held",
    "everything_is_blanked_by_a_key": "one key covers everything, no other key or click brings it back",
    "a_private_meter_counts": "the status line tells how long heavy pictures were seen sharp, if it may",
    "every_control_of_the_settings_by_tab": "Tab comes to every control of the settings, and one sees where it is",
    "every_control_of_the_other_dialogs_by_tab": "Tab comes to every control of them, and one sees where it is",
    "every_panel_of_the_policy_by_tab": "Tab comes to every control of the panels beside the categories",
}
LARGE = {"on a laptop": "1920x1200", "on a large screen": "2560x1600"}


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "resources" / "sample", tmp_path / "holiday pictures"))


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", STORIES)
def test_journey(story: str, media: Path) -> None:
    see(story, media, STORIES[story])


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("size", LARGE.values(), ids=LARGE)
def test_nothing_is_cut_off_or_unreachable_at_200_per_cent(size: str, media: Path) -> None:
    see("twice_as_large", media, "everything, twice as large", "--size", size, "--scale", "2")
