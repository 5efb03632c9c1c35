"""Where one's own decisions come back in a list: seldom, in order, and never twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.lots import drawn_by_lot, lots
from rekreview.domain.serving import SEED, mixed, place

numbers = st.lists(st.integers(1, 5_000), unique=True, max_size=400).map(lambda ids: np.array(ids, dtype=np.int64))
shares = st.floats(0.005, 0.2)


@given(numbers, st.integers(0, 80), shares)
def test_one_in_so_many_is_followed_by_one_of_before(undecided, waiting, share) -> None:
    before = np.arange(10_001, 10_001 + waiting, dtype=np.int64)
    placed = place(undecided, before, share)
    stretch = round(1 / share)
    assert len(placed.after) == len(placed.served) == len(set(placed.served))
    assert set(placed.served) <= set(before.tolist())
    places = [undecided.tolist().index(one) // stretch for one in placed.after]
    assert places == list(range(len(places))), "one in each stretch"
    assert len(places) <= len(undecided) / stretch + 1
    assert len(places) >= min(waiting, len(undecided) // stretch)


@given(numbers)
def test_nothing_is_served_where_it_is_switched_off(undecided) -> None:
    assert place(undecided, np.array([9_999]), 0).served == ()


@given(numbers, numbers, shares)
def test_a_mixed_list_keeps_its_order_and_has_each_right_after_its_own(found, others, share) -> None:
    waiting = others + 10_000
    placed = place(found, waiting, share)
    served = dict(zip(placed.served, placed.after, strict=True))
    whole = mixed(found, served).tolist()
    assert len(whole) == len(found) + len(served)
    assert [one for one in whole if one not in served] == found.tolist()
    assert all(whole[whole.index(one) - 1] == after for one, after in served.items())
    assert mixed(np.array(whole, dtype=np.int64), served).tolist() == whole, "mixed again it is the same"


def test_what_is_in_the_list_by_itself_comes_once_and_what_lost_its_place_stays_away() -> None:
    found = np.array([1, 2, 3, 4, 5])
    assert mixed(found, {2: 4}).tolist() == [1, 3, 4, 2, 5]
    assert mixed(found, {9: 7}).tolist() == [1, 2, 3, 4, 5]
    assert mixed(found, {2: 7}).tolist() == [1, 2, 3, 4, 5]
    assert mixed(np.array([5, 3, 1]), {9: 3, 8: 1}).tolist() == [5, 3, 9, 1, 8], "in whatever order the list is"


def test_short_lists_get_their_share_in_the_long_run() -> None:
    served = sum(len(place(np.arange(1, 11), np.array([waiting]), 0.02).served) for waiting in range(1_000, 3_000))
    assert 300 < served < 500, "ten of fifty: one in five"


@given(st.integers(0, 2**63 - 1))
def test_a_greater_share_falls_on_these_and_on_more(seed) -> None:
    ids = np.arange(1, 5_001)
    small, large = drawn_by_lot(ids, 0.02, seed), drawn_by_lot(ids, 0.1, seed)
    assert not (small & ~large).any()
    assert 50 < small.sum() < 160
    assert 400 < large.sum() < 620
    assert not drawn_by_lot(ids, 0, seed).any()
    assert drawn_by_lot(ids, 1, seed).all()


def test_lots_stay_what_they_were() -> None:
    """A draw is kept with its seed: other lots would draw another sample from it."""
    assert lots(np.array([1, 2, 3]), 7).tolist() == lots(np.array([1, 2, 3]), 7).tolist()
    assert len(set(lots(np.arange(100_000), SEED).tolist())) == 100_000


@given(
    st.lists(st.integers(1, 12), unique=True, max_size=10),
    st.dictionaries(st.integers(1, 14), st.integers(1, 14), max_size=6),
)
def test_whatever_comes_after_whatever_no_asset_is_lost_or_doubled(found: list[int], served: dict[int, int]) -> None:
    """Also where one that is served comes after another that is served, or after itself."""
    whole = mixed(np.array(found, dtype=np.int64), served).tolist()
    assert len(whole) == len(set(whole))
    assert set(found) <= set(whole) <= set(found) | served.keys()
    for one in set(whole) - set(found):
        assert whole[whole.index(one) - 1] == served[one] or served[whole[whole.index(one) - 1]] == served[one]
    own = [one for one in found if one not in served]
    assert [one for one in whole if one in own] == own, "what nobody moved keeps its order"
