"""Column types: moments keep their meaning, paths their bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from rekreview.library.columns import PathText, UtcDateTime, now, restored, storable
from rekreview.library.commands.importing import signed

DIALECT = sqlite.dialect()


@given(st.binary(max_size=40).map(os.fsdecode))
def test_any_file_name_goes_in_and_comes_out(name: str) -> None:
    kept = storable(name)
    kept.encode("utf-8")
    assert restored(kept) == name


@given(st.text(alphabet=st.characters(max_codepoint=0xD7FF), max_size=20))
def test_a_name_that_is_text_is_kept_as_it_is(name: str) -> None:
    assert storable(name) == name


def test_nothing_stays_nothing() -> None:
    assert PathText().process_bind_param(None, DIALECT) is None
    assert PathText().process_result_value(None, DIALECT) is None
    assert UtcDateTime().process_bind_param(None, DIALECT) is None
    assert UtcDateTime().process_result_value(None, DIALECT) is None


def test_a_moment_of_any_zone_is_kept_as_utc() -> None:
    there = datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    kept = UtcDateTime().process_bind_param(there, DIALECT)
    assert kept == datetime(2025, 12, 31, 20, 0)
    assert UtcDateTime().process_result_value(kept, DIALECT) == there


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), DIALECT)


def test_now_is_aware_of_being_utc() -> None:
    assert now().tzinfo is UTC


@given(st.integers(0, 2**64 - 1))
def test_a_hash_of_64_bits_fits_a_signed_column(number: int) -> None:
    kept = signed(number)
    assert kept is not None
    assert -(2**63) <= kept < 2**63
    assert kept % 2**64 == number
    assert signed(None) is None
