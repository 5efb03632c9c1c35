"""Where a jump leads."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rekreview.domain.jumping import Jump, read_jump


@pytest.mark.parametrize(
    ("typed", "jump"),
    [
        ("12000", Jump(row=12000)),
        ("12,000", Jump(row=12000)),
        ("1 000 000", Jump(row=1000000)),
        ("#7", Jump(row=7)),
        ("50%", Jump(share=50.0)),
        (" 12.5 % ", Jump(share=12.5)),
        ("12,5 %", Jump(share=12.5)),
        ("250 %", Jump(share=100.0)),
        ("m", Jump(name="m")),
        ("IMG_2", Jump(name="IMG_2")),
        ('"2024', Jump(name="2024")),
        ('"2024"', Jump(name="2024")),
        ("", None),
        ("  ", None),
        ('"', None),
    ],
)
def test_what_is_typed_is_a_row_a_share_or_a_name(typed: str, jump: Jump | None) -> None:
    assert read_jump(typed) == jump


@given(st.integers(1, 2_000_000), st.integers(1, 1_000_000))
def test_a_row_is_reached_or_the_last_one(row: int, count: int) -> None:
    assert Jump(row=row).row_in(count) == min(row, count) - 1


@given(st.floats(0, 100), st.integers(1, 1_000_000))
def test_a_share_stays_in_the_list_and_grows_with_it(share: float, count: int) -> None:
    row = Jump(share=share).row_in(count)
    assert 0 <= row < count
    assert abs(row / count - share / 100) <= 1 / count + 1e-9


def test_a_name_is_no_row() -> None:
    assert Jump(name="m").row_in(10) == -1


@given(st.integers(0, 10**9))
def test_every_way_to_write_a_row_is_the_same_row(number: int) -> None:
    assert read_jump(f"{number}") == read_jump(f"{number:,}") == read_jump(f"# {number:_}") == Jump(row=number)


@given(st.text(max_size=30) | st.from_regex(r"\A#? ?[0-9.,_' ]{0,40} ?%?\Z"))
@example("9" * 5_000)
@example("9" * 500 + " %")
@example("0" * 5_000 + "7")
@example("1.000.000")
@example("٣")
@example("#")
def test_whatever_is_typed_leads_somewhere_or_nowhere(typed: str) -> None:
    jump = read_jump(typed)
    assert jump is not None or not any(sign.isalnum() for sign in typed)
    if jump is not None:
        assert -1 <= jump.row_in(10) < 10
        assert jump.row_in(1) in (-1, 0)


def test_zeros_before_a_row_change_nothing() -> None:
    assert read_jump("0" * 5_000 + "7") == Jump(row=7)
    assert Jump(row=0).row_in(3) == 0
