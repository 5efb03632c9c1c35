from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from rekreview.ui.policy.geometry import GAP, MARGIN, RESET, WORDS, Span, columns


def spans(width: int) -> list[Span]:
    place = columns(width)
    every = [place.name, place.bar, place.number, place.ignore, place.origin or place.reset, place.count]
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


def test_the_words_give_way_before_the_count() -> None:
    assert columns(900).origin is not None
    assert columns(700).origin is not None
    assert columns(600).origin is None
    assert columns(600).count is not None
    assert columns(460).count is None


def test_the_column_of_words_opens_by_the_pixel_and_is_written_in_when_it_is_open() -> None:
    places = [columns(width) for width in range(600, 720)]
    ends = [(place.origin or place.reset).right for place in places]
    assert [after - before for before, after in itertools.pairwise(ends)] == [1] * (len(ends) - 1)
    written = [place for place in places if place.words is not None]
    assert {place.words.width for place in written if place.words} == {WORDS + RESET}
    assert any(place.origin is not None and place.words is None for place in places)
    assert columns(700).words is not None
