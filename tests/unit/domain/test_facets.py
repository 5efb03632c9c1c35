"""Choices of facets, bands and days; and filters as plain values, whatever a file or a later version makes of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.facets import (
    BAND,
    Choice,
    Choices,
    Facet,
    band_of,
    by_facet,
    day_bounds,
    toggled,
    with_choice,
    without_choice,
)
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.domain.saved_filters import filter_document, filter_from

choices = st.builds(Choice, st.sampled_from(list(Facet)), st.text(max_size=6))
several = st.lists(choices, max_size=6)


def chosen(wanted: list[Choice]) -> Choices:
    found: Choices = ()
    for one in wanted:
        found = with_choice(found, one)
    return found


# Choices.


@given(several, st.randoms())
def test_what_is_chosen_does_not_depend_on_the_order_of_choosing(wanted: list[Choice], chance) -> None:
    shuffled = list(wanted)
    chance.shuffle(shuffled)
    assert chosen(shuffled) == chosen(wanted)
    assert set(chosen(wanted)) == set(wanted)


@given(several, choices)
def test_a_choice_taken_twice_is_as_if_it_had_not_been(wanted: list[Choice], one: Choice) -> None:
    before = chosen(wanted)
    assert toggled(toggled(before, one), one) == before
    assert one not in without_choice(before, one)
    assert with_choice(with_choice(before, one), one) == with_choice(before, one)


@given(several)
def test_each_facet_holds_its_own_values_and_none_is_lost(wanted: list[Choice]) -> None:
    found = by_facet(chosen(wanted))
    assert {Choice(facet, value) for facet, values in found.items() for value in values} == set(wanted)
    assert all(found.values())
    assert list(found) == [facet for facet in Facet if facet in found], "in the order they are shown"


# Bands and days.


@given(st.floats(0, 100))
@example(100.0)
@example(90.0)
@example(89.999999)
@example(0.0)
def test_every_confidence_lies_in_one_of_ten_bands(confidence: float) -> None:
    band = band_of(confidence)
    assert band in range(0, 100, BAND)
    assert band <= confidence
    assert confidence < band + BAND or band == 90


ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca"]
)


@given(st.dates(date(1975, 1, 1), date(2037, 1, 1)), ZONES)
@example(date(2026, 3, 29), "Europe/Berlin")
@example(date(2026, 10, 25), "Europe/Berlin")
@example(date(2011, 12, 29), "Pacific/Apia")
def test_days_follow_each_other_without_a_gap(day: date, zone: str) -> None:
    first, beyond = day_bounds(day, ZoneInfo(zone))
    assert first.tzinfo is UTC
    assert day_bounds(day + timedelta(days=1), ZoneInfo(zone))[0] == beyond
    assert timedelta(hours=22) <= beyond - first <= timedelta(hours=26) or zone == "Pacific/Apia"
    assert first.astimezone(ZoneInfo(zone)).date() in (day, day + timedelta(days=1))


@given(st.datetimes(datetime(1975, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)), ZONES)
def test_a_moment_lies_within_its_own_day(moment: datetime, zone: str) -> None:
    first, beyond = day_bounds(moment.astimezone(ZoneInfo(zone)).date(), ZoneInfo(zone))
    assert first <= moment < beyond


# Filters as plain values.

percents = st.none() | st.floats(0, 100)
FILTERS = st.builds(
    QueueFilter,
    queue=st.sampled_from(list(QueueName)),
    search=st.text(max_size=8),
    category=st.none() | st.text(min_size=1, max_size=8),
    min_confidence=percents,
    max_confidence=percents,
    kind=st.none() | st.sampled_from(list(MediaKind)),
    sort=st.sampled_from(list(SortKey)),
    descending=st.booleans(),
    content_type=st.none() | st.text(min_size=1, max_size=8),
    boundary=percents,
    facets=several.map(chosen),
)


@given(FILTERS)
def test_a_filter_survives_being_written_as_json(wanted: QueueFilter) -> None:
    assert filter_from(json.loads(json.dumps(filter_document(wanted)))) == wanted


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    *("queue", "search", "category", "min_confidence", "max_confidence", "kind", "sort", "descending"),
    *("content_type", "boundary", "facets", "no such field"),
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
@example({"min_confidence": 10**400})
@example({"max_confidence": float("nan")})
@example({"boundary": float("inf")})
@example({"min_confidence": -1})
@example({"search": None})
@example({"facets": {"kind": "image"}})
def test_whatever_a_file_holds_makes_a_filter_that_can_be_shown(document: object) -> None:
    found = filter_from(document)  # type: ignore[arg-type]
    assert isinstance(found, QueueFilter)
    for bound in (found.min_confidence, found.max_confidence, found.boundary):
        assert bound is None or 0 <= bound <= 100
    assert found.search != "None" or document == {"search": "None"}
    assert filter_from(filter_document(found)) == found


@pytest.mark.parametrize("field", ["min_confidence", "max_confidence", "boundary"])
@pytest.mark.parametrize("value", [0, 0.0, 100, 100.0])
def test_the_ends_of_the_scale_are_kept(field: str, value: float) -> None:
    assert getattr(filter_from({field: value}), field) == float(value)
    assert filter_document(filter_from({field: value}))[field] == float(value)
