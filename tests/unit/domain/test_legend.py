"""Codes for places: each place has one, in the order in which they are met."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.legend import LegendBuilder
from rekreview.domain.places import places
from rekreview.domain.status_codes import NONE
from rekreview.domain.taxonomy import TaxonomyVersion, taxonomy
from tests.unit.domain.strategies import labels

VERSIONS: list[TaxonomyVersion] = ["v6", "v7"]


def test_codes_count_from_nought_as_places_are_met() -> None:
    legend = LegendBuilder()
    assert legend.known("v7", "Violence", "") == 0
    assert legend.known("v7", "Alcohol", "") == 1
    assert legend.known("v7", "Violence", "") == 0
    assert [(version, place.node) for version, place in legend.build()] == [
        ("v7", taxonomy("v7").find("Violence")),
        ("v7", taxonomy("v7").find("Alcohol")),
    ]


def test_the_same_name_in_another_version_is_another_place() -> None:
    legend = LegendBuilder()
    assert legend.known("v7", "Violence", "") != legend.known("v6", "Violence", "")


def test_an_unknown_category_has_no_code_of_its_own_but_one_in_its_answer() -> None:
    legend = LegendBuilder()
    assert legend.known("v7", "Novel Violence", "Violence") == NONE
    assert legend.build() == ()
    novel = Label("Novel Violence", "Violence", 90.0)
    newer = Label("Newer Thing", "Novel Violence", 80.0)
    first, second = legend.answer("v7", [novel, newer])
    assert first != second
    assert legend.answer("v7", [novel]) == [first]
    assert legend.answer("v7", [newer]) != [second], "without its parent it stands elsewhere"


@given(st.lists(st.tuples(st.sampled_from(VERSIONS), labels()), max_size=4))
def test_codes_mean_the_places_of_the_labels(answers: list[tuple[TaxonomyVersion, list[Label]]]) -> None:
    legend = LegendBuilder()
    coded = [(version, seen, legend.answer(version, seen)) for version, seen in answers]
    meaning = legend.build()
    assert len(set(meaning)) == len(meaning)
    for version, seen, codes in coded:
        assert [meaning[code] for code in codes] == [(version, place) for place in places(seen, taxonomy(version))]
