from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain import near_pairs
from rekreview.domain.near_index import NearIndex, changes
from rekreview.domain.near_pairs import Plan, few_pairs_within, pairs_within, plan

WORDS = st.integers(0, 2**64 - 1)
MASKS = st.lists(st.integers(0, 63), max_size=18).map(lambda bits: sum(1 << bit for bit in set(bits)))


@st.composite
def crowds(draw):
    """Hashes many of which are near each other, and others; all different."""
    centres = draw(st.lists(WORDS, min_size=1, max_size=4))
    near = draw(st.lists(st.tuples(st.sampled_from(centres), MASKS), max_size=40))
    return np.array(list(dict.fromkeys([*centres, *(centre ^ mask for centre, mask in near)])), np.uint64)


def brute_force(hashes, distance):
    """All pairs, each compared with each."""
    words = hashes.tolist()
    gaps = {(a, b): (words[a] ^ words[b]).bit_count() for b in range(len(words)) for a in range(b)}
    return {pair: gap for pair, gap in gaps.items() if gap <= distance}


def as_pairs(found):
    return {(a, b): gap for a, b, gap in zip(*(column.tolist() for column in found), strict=True)}


@settings(deadline=None)
@given(crowds(), st.integers(0, 16))
def test_every_pair_within_the_distance_is_found_and_no_other(hashes, distance):
    found = pairs_within(hashes, distance)
    assert as_pairs(found) == brute_force(hashes, distance)
    assert len(found[0]) == len(as_pairs(found)), "each only once"


@settings(deadline=None)
@given(crowds(), st.integers(0, 16))
def test_few_pairs_are_told_and_too_many_are_not(hashes, distance):
    expected = brute_force(hashes, distance)
    found = few_pairs_within(hashes, distance, most=1_000_000)
    assert as_pairs(found) == expected
    if expected:
        assert few_pairs_within(hashes, distance, most=len(expected) - 1) is None


PLANS = [
    Plan(groups, distance + groups * (agreeing - 1) + 1, agreeing)
    for distance, groups, agreeing in [(6, 1, 1), (6, 2, 3), (6, 2, 4), (6, 3, 2), (6, 3, 3), (8, 2, 4), (3, 1, 4)]
]


@pytest.mark.parametrize("chosen", PLANS)
@settings(max_examples=25, deadline=None)
@given(hashes=crowds())
def test_any_plan_finds_the_same(chosen, hashes):
    distance = chosen.blocks - chosen.groups * (chosen.agreeing - 1) - 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_pairs, "plan", lambda number, distance: chosen)
        assert as_pairs(pairs_within(hashes, distance)) == brute_force(hashes, distance)


@pytest.mark.parametrize("number", [2, 10_000, 1_000_000])
@pytest.mark.parametrize("distance", range(17))
def test_whichever_blocks_are_hit_some_key_of_the_plan_is_spared(number, distance):
    chosen = plan(number, distance)
    keys = [{block for first, end in spans for block in range(first, end)} for spans in chosen.spans()]
    assert len(keys) == chosen.tables
    # Worst of all are errors in as many blocks as there can be: whatever is left in a group has to hold a key.
    for spared_of_groups in _ways_to_spare(chosen, distance):
        assert any(spared >= chosen.agreeing for spared in spared_of_groups)
    assert {len(key) for key in keys} <= set(range(1, 33))


def _ways_to_spare(chosen, distance):
    """How many blocks each group may have left when as many as possible are hit."""
    sizes = [len(group) for group in chosen.grouped()]
    hits = [()]
    for size in sizes:
        hits = [(*former, hit) for former in hits for hit in range(size + 1)]
    return [[s - h for s, h in zip(sizes, hit, strict=True)] for hit in hits if sum(hit) == distance]


def test_among_many_strangers_the_planted_pairs_are_found():
    chance = np.random.default_rng(5)
    strangers = chance.integers(0, 2**64, 60_000, np.uint64)
    flips = [
        sum(1 << int(bit) for bit in chance.choice(64, weight, replace=False)) for weight in [1, 2, 3, 4, 5, 6] * 50
    ]
    planted = strangers[:300] ^ np.array(flips, np.uint64)
    found = as_pairs(pairs_within(np.concatenate([strangers, planted]), 6))
    for at, flip in enumerate(flips):
        assert found.pop((at, 60_000 + at)) == flip.bit_count()
    assert len(found) <= 2, "chance brings hardly any others so near"


def test_a_crowd_in_one_place_is_found_too():
    """Many hashes with the same key: the case in which sorting helps least."""
    hashes = np.unique(np.array([sum(1 << bit for bit in bits) for bits in combinations(range(20), 3)], np.uint64))
    assert len(hashes) == 1140
    found = pairs_within(hashes, 6)
    assert len(found[0]) == 1140 * 1139 // 2, "any two differ in six bits at most"
    assert as_pairs(pairs_within(hashes, 2)) == brute_force(hashes, 2)


@pytest.mark.parametrize("number", [0, 1])
def test_none_and_one_have_no_pairs(number):
    assert [len(column) for column in pairs_within(np.arange(number, dtype=np.uint64), 6)] == [0, 0, 0]


def nearest_by_brute_force(hashes, asked, distance):
    words = hashes.tolist()
    best = [min((((h ^ a).bit_count(), at) for at, h in enumerate(words)), default=(65, -1)) for a in asked.tolist()]
    return [(place, gap) if gap <= distance else (-1, 0) for gap, place in best]


@settings(deadline=None)
@given(crowds(), st.integers(0, 16), st.integers(0, 40), st.integers(1, 50), st.randoms())
def test_the_nearest_of_those_before_is_found_however_few_fit_into_memory(hashes, distance, loose, at_once, chance):
    """Each asks for what came before itself: the first of all has nothing."""
    before = np.array([chance.randint(0, len(hashes)) for _ in hashes], np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rekreview.domain.near_index._LOOSE", loose)
        patch.setattr("rekreview.domain.near_index._AT_ONCE", at_once)
        index = NearIndex(distance)
        index.add(hashes)
        places, gaps = index.nearest(hashes, before)
    expected = [nearest_by_brute_force(hashes[:end], hashes[at : at + 1], distance) for at, end in enumerate(before)]
    assert [[found] for found in zip(places.tolist(), gaps.tolist(), strict=True)] == expected


@settings(deadline=None)
@given(crowds(), crowds(), st.integers(0, 16), st.integers(0, 40), st.integers(0, 40))
def test_the_nearest_is_found_in_and_outside_the_tables(hashes, asked, distance, loose, cut):
    """However many wait outside the tables, whatever was added when."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rekreview.domain.near_index._LOOSE", loose)
        index = NearIndex(distance)
        index.add(hashes[:cut])
        index.nearest(asked)
        index.add(hashes[cut:])
        places, gaps = index.nearest(asked)
    assert len(index) == len(hashes)
    assert list(zip(places.tolist(), gaps.tolist(), strict=True)) == nearest_by_brute_force(hashes, asked, distance)


@pytest.mark.parametrize("distance", [0, 3, 4, 6, 8, 11])
def test_the_nearest_among_many(distance):
    chance = np.random.default_rng(distance)
    hashes = chance.integers(0, 2**64, 9_000, np.uint64)
    flips = [sum(1 << int(bit) for bit in chance.choice(64, at % 14, replace=False)) for at in range(200)]
    asked = hashes[-200:] ^ np.array(flips, np.uint64)
    index = NearIndex(distance)
    index.add(hashes)
    found = [column.tolist() for column in index.nearest(asked)]
    assert list(zip(*found, strict=True)) == nearest_by_brute_force(hashes, asked, distance)


def test_nothing_is_near_in_an_empty_index_and_nothing_asked_has_no_answer():
    index = NearIndex(6)
    assert index.nearest(np.array([5], np.uint64))[0].tolist() == [-1]
    index.add(np.array([5], np.uint64))
    assert index.nearest(np.empty(0, np.uint64))[0].tolist() == []


@pytest.mark.parametrize(("radius", "number"), [(-1, 0), (0, 1), (1, 17), (2, 137)])
def test_the_changes_of_a_band_are_all_there_once(radius, number):
    ways = changes(radius).tolist()
    assert len(set(ways)) == len(ways) == number
    assert all(way.bit_count() <= radius for way in ways)
