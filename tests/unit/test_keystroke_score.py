from __future__ import annotations

import pytest

from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.score import score


def pressed(count: int, **more: float | bool) -> list[Input]:
    return [Input(0.0, Deed.REJECT, number, **more) for number in range(count)]  # type: ignore[arg-type]


def test_one_by_one_is_a_thought_and_a_key_each() -> None:
    told = score(Diary(pressed(100)), 100)
    assert told.seconds == pytest.approx(155)
    assert told.items_an_hour == pytest.approx(2322, abs=1)
    assert told.inputs_each == 1


def test_what_the_app_takes_counts_beyond_a_tenth_of_a_second() -> None:
    quick, slow = (score(Diary(pressed(10, painted_ms=20.0, next_ms=ms)), 10) for ms in (100.0, 300.0))
    assert slow.seconds - quick.seconds == pytest.approx(2.0)


def test_a_sweep_of_a_page_with_flips_is_mostly_looking() -> None:
    diary = Diary([*pressed(12, aimed=True), *pressed(10)], scanned=240)
    told = score(diary, 240)
    assert told.seconds == pytest.approx(240 * 0.35 + 22 * 1.55 + 12 * 1.1)
    assert told.inputs_each == pytest.approx(22 / 240)
    assert told.items_an_hour > 6000


def test_arrows_take_a_key_each_and_no_thought_and_keys_held_count_too() -> None:
    moves = [Input(0.0, Deed.MOVE, number, key="Right") for number in range(5)]
    swept = Input(0.0, Deed.REJECT, 1, key="ctrl+Return")
    told = score(Diary([*moves, swept]), 20)
    assert told.seconds == pytest.approx(5 * 0.2 + 2 * 0.2 + 1.35)
    assert told.inputs == 6
