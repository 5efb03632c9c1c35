"""The robot's pictures: each has its number, and those of a stack are near-duplicates all the same."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from rekreview.domain.near_duplicates import DISTANCE
from rekreview.media.fingerprints import distance
from tests.e2e.moderator import stacks
from tests.e2e.moderator.numbered import Place, number_at, picture, places

TILE = (240, 180)


def on_a_screen(picture_of: np.ndarray) -> tuple[np.ndarray, list[Place]]:
    """A picture on something dark, as a screen has it: blue first."""
    screen = np.full((picture_of.shape[0] + 40, picture_of.shape[1] + 40, 3), 30, np.uint8)
    screen[20:-20, 20:-20] = picture_of[..., ::-1]
    return screen, places(screen)


@pytest.mark.parametrize("share", [1.0, stacks.FIELD])
@pytest.mark.parametrize("number", [1, 77, 400])
def test_the_number_is_read_where_the_picture_is_found(number: int, share: float) -> None:
    screen, found = on_a_screen(picture(number, *TILE, stacks.grey(100), share))
    assert found == [Place(20, 20, *TILE)]
    assert number_at(screen, found[0], share) == number


def test_a_number_in_a_corner_is_none_of_the_whole_picture() -> None:
    screen, found = on_a_screen(picture(5, *TILE, stacks.grey(100), stacks.FIELD))
    assert number_at(screen, found[0]) is None


def test_those_of_a_stack_are_near_and_those_of_two_are_not() -> None:
    hashes = [
        [stacks._hash(seed, at * stacks.EACH + member) for member in range(1, stacks.EACH + 1)]
        for at, seed in enumerate(islice(stacks.seeds(), 4))
    ]
    for at, one in enumerate(hashes):
        assert max(distance(one[0], other) for other in one) < DISTANCE
        assert all(distance(one[0], other[0]) > 2 * DISTANCE for other in hashes[:at])


def test_the_members_of_a_stack() -> None:
    assert list(stacks.members(1)) == list(stacks.members(8)) == list(range(1, 9))
    assert stacks.members(9)[0] == 9
