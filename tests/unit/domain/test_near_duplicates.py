import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain import near_duplicates
from rekreview.domain.near_duplicates import DISTANCE, Stacks, openers, stacked

MASKS = st.lists(st.integers(0, 63), max_size=9).map(lambda bits: sum(1 << bit for bit in set(bits)))


@st.composite
def pictures(draw):
    """Hashes as a database holds them, some equal, many near each other, in chains too."""
    hashes = draw(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=3))
    for at, mask in draw(st.lists(st.tuples(st.integers(0, 100), MASKS), max_size=40)):
        hashes.append(hashes[at % len(hashes)] ^ mask)
    return np.array(hashes, np.uint64).view(np.int64)


def by_the_rule(hashes, distance):
    """The stack of each picture, one after another, as the words of the module say."""
    opened, numbers, known = [], [], {}
    for word in hashes.view(np.uint64).tolist():
        near = [((word ^ other).bit_count(), at) for at, other in enumerate(opened)]
        gap, at = min(near, default=(65, -1))
        if word not in known and gap > distance:
            opened.append(word)
            at = len(opened) - 1
        numbers.append(known.setdefault(word, at))
    return numbers


def built(hashes, distance, cuts=()):
    stacks = Stacks(distance)
    ids = np.arange(1, len(hashes) + 1)
    for some, words in zip(np.split(ids, cuts), np.split(hashes, cuts), strict=True):
        stacks.add(some, words)
    return stacks, stacks.numbers(ids).tolist()


@settings(deadline=None)
@given(pictures(), st.integers(0, 16))
def test_each_picture_joins_the_nearest_representative_or_opens_a_stack(hashes, distance):
    stacks, numbers = built(hashes, distance)
    assert numbers == by_the_rule(hashes, distance)
    assert len(stacks) == len(set(numbers))


@settings(deadline=None)
@given(pictures(), st.integers(0, 16), st.lists(st.integers(0, 40), max_size=6))
def test_what_comes_later_moves_nobody(hashes, distance, cuts):
    cuts = sorted(cut for cut in cuts if cut <= len(hashes))
    assert built(hashes, distance, cuts)[1] == built(hashes, distance)[1]


@settings(deadline=None)
@given(pictures(), st.integers(0, 16))
def test_no_stack_holds_strangers(hashes, distance):
    words = hashes.view(np.uint64).tolist()
    stacks: dict[int, list[int]] = {}
    for word, number in zip(words, built(hashes, distance)[1], strict=True):
        stacks.setdefault(number, []).append(word)
    for first, *others in stacks.values():
        assert all((first ^ other).bit_count() <= distance for other in others)
    firsts = [members[0] for members in stacks.values()]
    assert all((a ^ b).bit_count() > distance for at, a in enumerate(firsts) for b in firsts[:at])


def test_a_chain_is_cut_before_it_brings_strangers_together():
    chain = np.array([(1 << length) - 1 for length in range(0, 64, 4)], np.int64)
    assert built(chain, 6)[1] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]


def test_an_exact_copy_stays_with_its_twin_though_a_nearer_representative_came_since():
    words = np.array([0, 0b111111, 0b11111110, 0b111111], np.int64)
    assert built(words, 6)[1] == [0, 0, 1, 0]


def camera(number, flipping=20, seed=1):
    """Hashes of what a fixed camera sees: all near one word, in a few bits of which they differ by chance."""
    chance = np.random.default_rng(seed)
    bits = chance.choice(64, flipping, replace=False)
    flips = chance.random((number, flipping)) < 5 / flipping
    words = chance.integers(0, 2**64, dtype=np.uint64) ^ (flips.astype(np.uint64) << bits.astype(np.uint64)).sum(1)
    return words.astype(np.uint64).view(np.int64)


@pytest.mark.parametrize("few", [1, 5, 40])
@settings(deadline=None)
@given(hashes=pictures(), distance=st.integers(0, 16), cuts=st.lists(st.integers(0, 40), max_size=3))
def test_crowds_are_halved_until_there_are_few_pairs_and_stacks_stay_the_same(few, hashes, distance, cuts):
    cuts = sorted(cut for cut in cuts if cut <= len(hashes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_duplicates, "_FEW", few)
        patch.setattr(near_duplicates, "_LEAST_PAIRS", 2)
        patch.setattr(near_duplicates, "_PAIRS_OF_EACH", 0)
        stacks, numbers = built(hashes, distance, cuts)
    assert numbers == by_the_rule(hashes, distance)
    assert len(stacks) == len(set(numbers))


@pytest.mark.parametrize("flipping", [12, 24, 64])
def test_a_crowd_is_stacked_by_the_rule(flipping, monkeypatch):
    monkeypatch.setattr(near_duplicates, "_LEAST_PAIRS", 5_000)
    hashes = camera(1_500, flipping)
    assert built(hashes, DISTANCE)[1] == by_the_rule(hashes, DISTANCE)


def test_what_a_fixed_camera_saw_takes_memory_for_its_stacks_and_not_for_its_pairs():
    hashes = camera(20_000, flipping=24)
    assert len(np.unique(hashes)) > 15_000, "hardly any are equal: tens of millions of pairs"
    tracemalloc.start()
    stacks = Stacks(DISTANCE)
    stacks.add(np.arange(1, len(hashes) + 1), hashes)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(stacks) < 400
    assert most < 128 << 20


def test_a_million_copies_of_one_picture_are_one_stack():
    stacks, numbers = built(np.full(1_000_000, -7, np.int64), DISTANCE)
    assert len(stacks) == 1
    assert set(numbers) == {0}


def test_pictures_come_in_the_order_of_their_ids():
    stacks = Stacks()
    stacks.add(np.array([3, 5]), np.array([1, -1]))
    assert stacks.newest == 5
    for wrong in ([5], [2], [8, 7], [9, 9]):
        with pytest.raises(ValueError, match="order of their ids"):
            stacks.add(np.array(wrong), np.zeros(len(wrong), np.int64))
    stacks.add(np.empty(0, np.int64), np.empty(0, np.int64))
    assert stacks.numbers(np.array([5, 4, 3, 6])).tolist() == [1, -1, 0, -1]


@pytest.mark.parametrize("distance", [-1, 17])
def test_a_distance_that_would_stack_strangers_is_refused(distance):
    with pytest.raises(ValueError, match="between 0 and 16"):
        Stacks(distance)


def test_nothing_is_known_of_pictures_before_any_was_added():
    assert Stacks().newest == 0
    assert Stacks().numbers(np.array([1, 2])).tolist() == [-1, -1]


def test_openers_wait_for_those_before_them():
    opens = openers(5, np.array([0, 1, 2]), np.array([1, 2, 4]))
    assert opens.tolist() == [True, False, True, True, False]


def test_a_queue_shows_each_stack_where_its_first_picture_stands():
    queue = stacked(np.array([9, 4, 7, 1, 3]), np.array([2, 0, 2, -1, 0]))
    assert queue.representatives.tolist() == [9, 4, 1]
    assert queue.counts.tolist() == [2, 2, 1]
    assert [queue.stack(row) for row in range(len(queue))] == [(9, 7), (4, 3), (1,)]


def test_an_empty_queue_has_no_stacks():
    queue = stacked(np.empty(0, np.int64), np.empty(0, np.int64))
    assert len(queue) == 0
    assert queue.representatives.tolist() == queue.counts.tolist() == []


@settings(deadline=None)
@given(st.lists(st.integers(-1, 6), max_size=40))
def test_stacks_of_a_queue_hold_each_picture_once(numbers):
    ids = np.arange(len(numbers)) * 3 + 1
    queue = stacked(ids, np.array(numbers, np.int64))
    members = [queue.stack(row) for row in range(len(queue))]
    assert sorted(one for stack in members for one in stack) == ids.tolist()
    assert len(queue) == len({n for n in numbers if n >= 0}) + numbers.count(-1)
    number_of = dict(zip(ids.tolist(), numbers, strict=True))
    assert all(len({number_of[one] for one in stack}) == 1 and list(stack) == sorted(stack) for stack in members)
    assert queue.representatives.tolist() == sorted(stack[0] for stack in members)


@settings(deadline=None)
@given(pictures(), st.integers(0, 16))
def test_companions_are_all_of_the_same_number(hashes, distance):
    stacks, numbers = built(hashes, distance)
    for asset_id, number in enumerate(numbers, 1):
        same = [other for other, its in enumerate(numbers, 1) if its == number]
        assert stacks.companions(asset_id).tolist() == same
    assert stacks.companions(len(numbers) + 1).tolist() == [len(numbers) + 1], "one that was not added is alone"
