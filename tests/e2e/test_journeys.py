"""Journeys of a person through the real window, by real keys and clicks on a virtual screen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.performing import PROJECT, SECONDS, see
from tests.fakes.aws.marks import picture

SAMPLE = PROJECT / "resources" / "sample"
NUMBERED = 40

STORIES = {
    "import_moderate_overturn_and_return": "a folder in, verdicts out, one overturned by a key, undone, kept",
    "a_threshold_moves_an_asset": "a threshold is set, the asset flips in the preview and, once applied, in the queues",
    "one_click_on_the_tile": "the buttons on the tile under the pointer decide by one click",
    "every_hit_of_a_clip": "a rejected clip opens where it was decided, H goes to each hit, 100 of 100 frames exact",
    "shuttle_speed_and_loop": "J K L, a quarter to four times the speed, and a hit played in a loop",
    "the_timeline_by_mouse": "a small picture under the pointer; a drag and a click lead to the frame of that time",
    "a_veil_lifted_while_a_key_is_held": "a heavy clip is veiled but while W is held, and it is the same frame then",
    "files_dropped_from_another_program": "files dragged from another program's window are imported",
    "keys_alone_review": "without a mouse: import, moderate, decide, see large, undo and redo",
    "a_left_hand_and_the_palette": "commands by their letters, other keys at once, a jump, and the sheet of keys",
    "keys_alone_set_a_threshold": "without a mouse: a threshold is moved and applied, and what flipped is seen",
    "every_control_by_tab": "Tab comes to every control of review and runs, and one sees where it is",
    "every_control_of_the_policy_by_tab": "Tab comes to every control of the policy, and one sees where it is",
    "a_slider_is_dragged_and_the_flip_theatre_plays": "strips and counts follow the mouse; applied, noted, taken back",
    "a_fault_is_told_at_its_place": "a mistyped string is told at its character and changes nothing",
    "decisions_are_judged_blind_and_reported": "judged blind, one disagreement settled, the report read and written",
    "own_decisions_come_back_unmarked": "a decision comes back unmarked, and what is said then changes nothing",
    "a_queue_of_ones_own": "filtered by keys, saved, one decision taken back by itself, a note for the next reviewer",
    "an_applied_policy_is_undone_and_redone_also_after_a_restart": "Ctrl+Z takes Apply back, also another day",
    "a_suggested_threshold_is_used": "decisions suggest a threshold, one click takes it, and Apply makes it count",
    "a_blind_sample_is_judged_to_its_end": "a sample is drawn, judged blind by keys, and tells what the policy misses",
    "a_preset_goes_by_file_and_a_former_string_is_replayed": "a preset out and in by file; version 6 in plain words",
}
PAID_STORIES = {
    "an_account_is_set_up": "engine and account are chosen in the settings; bad keys are told in words, good ones pass",
    "pictures_are_paid_for": "a sheet asks first, 40 pictures are moderated, what was sent is told, the bill agrees",
    "credentials_expire_on_the_way": "one banner says what to do; with new credentials the run finishes",
    "what_failed_is_told_and_tried_again": "the causes are told by the run, and what failed is tried again",
    "a_budget_ends_a_run": "nothing is spent beyond the budget, and going on asks anew",
    "cancel_acts_at_once": "Cancel acts within 200 ms while answers take seconds, and late answers are kept",
}


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", STORIES)
def test_journey(story: str, tmp_path: Path) -> None:
    media = tmp_path / "holiday pictures"
    shutil.copytree(SAMPLE, media)
    see(story, media, STORIES[story])


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", PAID_STORIES)
def test_journey_with_amazon_rekognition(story: str, tmp_path: Path) -> None:
    media = tmp_path / "numbered pictures"
    media.mkdir()
    for number in range(1, NUMBERED + 1):
        picture(number).save(media / f"{number:03}.png")
    see(story, media, PAID_STORIES[story])
