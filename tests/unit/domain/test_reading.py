"""The nearest of what several walks found: each asset once, and the same ones as if everything were sorted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.reading import Found

finds = st.lists(st.tuples(st.integers(0, 12), st.sampled_from((0.0, 0.5, 0.5625, 1.0, 7.25))), max_size=40)


@given(finds, st.integers(0, 8))
def test_the_nearest_are_those_of_a_full_sort_each_once(found: list[tuple[int, float]], most: int) -> None:
    rows = np.array([row for row, _ in found], dtype=np.int32)
    told = Found(rows, np.array([distance for _, distance in found])).nearest(most)
    in_order = dict.fromkeys(row for row, _ in sorted(found, key=lambda one: (one[1], one[0])))
    assert told.tolist() == list(in_order)[:most]
    assert told.dtype == np.int32
