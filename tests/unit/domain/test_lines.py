"""The lowest category of a line is told from numbers folded in any order, and never where there is no line."""

from __future__ import annotations

from functools import reduce
from operator import xor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.legend import Legend
from rekreview.domain.lines import OFF, Lines
from rekreview.domain.places import Place, known_place
from rekreview.domain.taxonomy import VERSIONS, taxonomy

UNKNOWN: Legend = tuple(("v7", Place(slug, slug, (), None)) for slug in ("novelty", "other_novelty"))
KNOWN: Legend = tuple(
    (version, place)
    for version in VERSIONS
    for category in taxonomy(version).categories
    if taxonomy(version).get(category.slug) is category
    and (place := known_place(category.name, above[0].name if (above := taxonomy(version).above(category)) else "",
                              taxonomy(version)))
)  # fmt: skip
EVERYTHING: Legend = (*KNOWN, *UNKNOWN)


def lowest(legend: Legend, groups: set[int]) -> int:
    """By the definition: the one group whose line down from the top holds all of them, counted from 1; else 0."""
    for group in groups:
        version, place = legend[group]
        above = (
            {(version, category.slug) for category in taxonomy(version).ancestors(place.slug)} if place.known else ()
        )
        others = [legend[other] for other in groups - {group}]
        if place.known and all(other.known and (spoken, other.slug) in above for spoken, other in others):
            return group + 1
    return 0


def told(lines: Lines, groups: set[int], fold: int = 0) -> int:
    folds = np.array([reduce(xor, (lines.numbers[group] for group in groups), fold)], dtype=lines.room)
    return int(lines.lowest(folds, np.array([len(groups)], dtype=np.uint8))[0])


@st.composite
def some(draw: st.DrawFn) -> tuple[Legend, set[int]]:
    """A legend of some categories in any order, and groups of it: a line with or without others, or any."""
    legend = tuple(draw(st.lists(st.sampled_from(EVERYTHING), min_size=1, max_size=60, unique=True)))
    groups = draw(st.sets(st.integers(0, len(legend) - 1), max_size=4))
    version, place = draw(st.sampled_from(legend))
    slugs = {place.slug, *(above.slug for above in taxonomy(version).ancestors(place.slug))}
    along = [group for group, (spoken, other) in enumerate(legend) if spoken == version and other.slug in slugs]
    return legend, draw(st.sampled_from((groups, {*along}, {*along, *groups})))


@given(some())
def test_the_lowest_of_a_line_is_told_and_nothing_else(one: tuple[Legend, set[int]]) -> None:
    legend, groups = one
    assert told(Lines.of(legend), groups) == lowest(legend, groups)


@given(st.sets(st.integers(0, len(EVERYTHING) - 1), min_size=1, max_size=5))
def test_nobody_decides_alone_where_a_person_did(groups: set[int]) -> None:
    assert told(Lines.of(EVERYTHING), groups, OFF) == 0


def test_every_pair_and_every_line_of_all_categories() -> None:
    lines = Lines.of(EVERYTHING)
    count = len(EVERYTHING)
    for first in range(count):
        for second in range(first, count):
            groups = {first, second}
            assert told(lines, groups) == lowest(EVERYTHING, groups)


def test_a_fold_takes_two_bytes_while_one_taxonomy_is_spoken() -> None:
    assert Lines.of(tuple(one for one in KNOWN if one[0] == "v7")).room == np.uint16
    assert Lines.of(()).room == np.uint8
