from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from rekreview.ui.policy.geometry import GAP, MARGIN, WORDS_END, Span, columns


def spans(width: int) -> list[Span]:
    place = columns(width)
    every = [place.name, place.bar, place.number, place.ignore, place.origin or place.reset]
    every += [place.count, place.flips, place.alone]
    return [span for span in every if span is not None]


@given(st.integers(450, 3000))
def test_columns_follow_each_other_inside_the_row(width: int) -> None:
    places = spans(width)
    assert places[0].left == MARGIN
    assert all(after.left == before.right + GAP for before, after in itertools.pairwise(places))
    assert places[-1].right <= width - MARGIN + 1


@given(st.integers(450, 3000))
@example(669)
def test_nothing_shrinks_when_the_window_grows_but_where_a_column_comes_back(width: int) -> None:
    before, after = columns(width), columns(width + 1)
    if len(spans(width)) == len(spans(width + 1)):
        assert after.bar.width >= before.bar.width
        assert after.name.width >= before.name.width


@given(st.integers(450, 3000))
def test_the_reset_button_lies_at_the_end_of_the_words(width: int) -> None:
    place = columns(width)
    if place.origin is not None:
        assert place.reset.right == place.origin.right
    if place.words is not None:
        assert place.words.right < place.reset.left


def test_words_give_way_before_numbers_and_those_one_by_one() -> None:
    assert columns(1000).words is not None
    assert columns(700).words is None
    for width, shown in ((700, 3), (610, 2), (500, 1), (460, 0)):
        place = columns(width)
        given = [place.count, place.flips, place.alone]
        assert [span is not None for span in given] == [True] * shown + [False] * (3 - shown), width


def test_the_column_of_words_opens_by_the_pixel_and_is_written_in_when_it_is_open() -> None:
    places = [columns(width) for width in range(700, 900)]
    ends = [(place.origin or place.reset).right for place in places]
    assert [after - before for before, after in itertools.pairwise(ends)] == [1] * (len(ends) - 1)
    written = [place for place in places if place.words is not None]
    assert {place.reset.left - place.words.right for place in written if place.words} == {WORDS_END}
    assert any(place.origin is not None and place.words is None for place in places)
    assert columns(900).words is not None
