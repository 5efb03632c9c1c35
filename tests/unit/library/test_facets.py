"""Facets: each value counts exactly the assets it would leave, whatever else is chosen."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.facets import (
    NO_DECISION,
    Choice,
    Choices,
    Facet,
    FacetCounts,
    FacetValue,
    ShownAs,
    by_facet,
    toggled,
    with_choice,
)
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from rekreview.library.tables import ASSET
from tests.unit.library.makers import add, detection, file, fill, moderate

PLACES = (("Explicit", ""), ("Explicit Nudity", "Explicit"), ("Violence", ""), ("Weapons", "Violence"))
ENGINES = (EngineName.ON_DEVICE, EngineName.REKOGNITION)
REASONS = ("", "Medical", "Art or education")
DAYS = (datetime(2026, 3, 1, 11, tzinfo=UTC), datetime(2026, 3, 2, 11, tzinfo=UTC))


def counted(found: FacetCounts, facet: Facet) -> dict[str, int]:
    """The counts of one facet by value."""
    return {one.value: one.count for one in found.values[facet]}


def filled(library: Library, made: list[tuple[int, ...]]) -> list[int]:
    """A library of assets that differ in everything facets tell apart, as these numbers say."""
    ids: list[int] = []
    for number, (kind, *_) in enumerate(made):
        batch = library.commands.begin_import(f"folder {number % 2}") if number < 2 else number % 2 + 1
        given = file(f"{number}.jpg", kind=tuple(MediaKind)[kind])
        ids.extend(library.commands.add_assets([given], batch=batch).added)
    for asset_id, (_, engine, place, confidence, told, day, *_) in zip(ids, made, strict=True):
        answer = detection(
            *([(*PLACES[place], float(confidence))] if place < len(PLACES) else []),
            engine=ENGINES[engine],
            version="7.0" if engine else "on-device-1",
        )
        moderate(library, {asset_id: replace(answer, content_types=(("Animated", 90.0),) if told else ())})
        with library._database.writing() as connection:
            connection.execute(update(ASSET).where(ASSET.c.id == asset_id).values(imported=DAYS[day]))
    for asset_id, (*_, reviewer, reason, note) in zip(ids, made, strict=True):
        if reviewer:
            said = {"reviewer": ("Ada", "Bob")[reviewer - 1], "reason": REASONS[reason], "note": "see" if note else ""}
            library.commands.decide([asset_id], Status.REJECTED, **said)
    return ids


MADE = st.tuples(
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, len(PLACES)),
    st.integers(1, 100),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 1),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(MADE, min_size=1, max_size=9), data=st.data())
def test_every_count_is_what_choosing_the_value_leaves(made: list[tuple[int, ...]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        filled(library, made)
        queue = data.draw(st.sampled_from([QueueName.ALL, QueueName.REJECTED, QueueName.REVIEWED]))
        wanted = QueueFilter(queue=queue)
        offered = library.queries.facets(QueueFilter()).values
        every = [Choice(facet, one.value) for facet, values in offered.items() for one in values]
        for choice in data.draw(st.lists(st.sampled_from(every), max_size=3)):
            wanted = replace(wanted, facets=with_choice(wanted.facets, choice))
        found = library.queries.facets(wanted)
        assert found.total == library.queries.count(wanted) == len(library.queries.ids(wanted))
        for facet, values in found.values.items():
            others = tuple(one for one in wanted.facets if one.facet is not facet)
            for value in values:
                alone = replace(wanted, facets=with_choice(others, Choice(facet, value.value)))
                assert value.count == len(library.queries.ids(alone)), (facet, value)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(MADE, min_size=1, max_size=8))
def test_facets_find_what_each_asset_says_of_itself(made: list[tuple[int, ...]]) -> None:
    """Against the numbers the library was made of, so that counts and lists cannot be wrong together."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        ids = filled(library, made)
        truths = {
            Choice(Facet.KIND, "video"): lambda one: one[0] == 1,
            Choice(Facet.ENGINE, "rekognition"): lambda one: one[1] == 1,
            Choice(Facet.CATEGORY, "explicit"): lambda one: one[2] in (0, 1),
            Choice(Facet.CATEGORY, "weapons"): lambda one: one[2] == 3,
            Choice(Facet.CONFIDENCE, "90"): lambda one: one[2] < len(PLACES) and one[3] >= 90,
            Choice(Facet.CONFIDENCE, "40"): lambda one: one[2] < len(PLACES) and 40 <= one[3] < 50,
            Choice(Facet.CONTENT_TYPE, "animated"): lambda one: one[4] == 1,
            Choice(Facet.REVIEWER, "Bob"): lambda one: one[6] == 2,
            Choice(Facet.REASON, "Medical"): lambda one: one[6] > 0 and one[7] == 1,
            Choice(Facet.NOTE, "yes"): lambda one: one[6] > 0 and one[8] == 1,
        }
        for choice, holds in truths.items():
            expected = [asset_id for asset_id, one in zip(ids, made, strict=True) if holds(one)]
            assert library.queries.ids(QueueFilter(facets=(choice,))).tolist() == expected, choice


def test_values_of_one_facet_widen_and_facets_narrow(library: Library) -> None:
    a, b, c = add(library, "a.jpg", file("b.mp4", kind=MediaKind.VIDEO), "c.jpg")
    moderate(library, {a: detection(("Violence", "", 95.0)), b: detection(("Violence", "", 35.0))})
    both = (Choice(Facet.CONFIDENCE, "90"), Choice(Facet.CONFIDENCE, "30"))
    assert library.queries.ids(QueueFilter(facets=both)).tolist() == [a, b]
    narrowed = (*both, Choice(Facet.KIND, "image"))
    assert library.queries.ids(QueueFilter(facets=narrowed)).tolist() == [a]
    counts = counted(library.queries.facets(QueueFilter(facets=narrowed)), Facet.KIND)
    assert counts == {"image": 1, "video": 1}
    assert c not in library.queries.ids(QueueFilter(facets=both))


def test_what_is_chosen_stays_to_be_seen_where_it_leaves_nothing(library: Library) -> None:
    fill(library, 2)
    wanted = QueueFilter(facets=(Choice(Facet.REVIEWER, "Nobody"),))
    found = library.queries.facets(wanted)
    assert found.values[Facet.REVIEWER] == (FacetValue("Nobody", 0),)
    assert found.total == 0


def test_an_empty_library_offers_nothing(library: Library) -> None:
    found = library.queries.facets(QueueFilter())
    assert not any(found.values.values())


def test_imports_and_runs_are_told_with_what_and_when(library: Library) -> None:
    ids = []
    for source in ("holiday", "work +2"):
        batch = library.commands.begin_import(source)
        ids.append(library.commands.add_assets([file(f"{source}.jpg")], batch=batch).added[0])
    moderate(library, {ids[0]: detection()})
    found = library.queries.facets(QueueFilter())
    newest, oldest = found.values[Facet.IMPORT]
    assert (newest.name, oldest.name) == ("work +2", "holiday")
    assert newest.at is not None
    assert oldest.at is not None
    assert newest.at >= oldest.at
    assert library.queries.ids(QueueFilter(facets=(Choice(Facet.IMPORT, oldest.value),))).tolist() == ids[:1]
    (run,) = found.values[Facet.RUN]
    assert (run.name, run.count) == ("on-device", 1)
    assert library.queries.ids(QueueFilter(facets=(Choice(Facet.RUN, run.value),))).tolist() == ids[:1]


def test_a_duplicate_stays_with_the_import_that_brought_it(library: Library) -> None:
    first = library.commands.begin_import("first")
    (one,) = library.commands.add_assets([file("a.jpg", "same")], batch=first).added
    again = library.commands.begin_import("again")
    assert library.commands.add_assets([file("b.jpg", "same")], batch=again).duplicates == 1
    assert counted(library.queries.facets(QueueFilter()), Facet.IMPORT) == {str(first): 1}
    assert library.queries.ids(QueueFilter(facets=(Choice(Facet.IMPORT, str(first)),))).tolist() == [one]


@pytest.mark.parametrize(
    "choice",
    [
        Choice(Facet.CATEGORY, "no such thing"),
        Choice(Facet.DATE, "yesterday"),
        Choice(Facet.IMPORT, "the last"),
        Choice(Facet.CONFIDENCE, "high"),
    ],
)
def test_a_value_that_is_none_is_told(library: Library, choice: Choice) -> None:
    with pytest.raises(InvalidValue):
        library.queries.ids(QueueFilter(facets=(choice,)))


def test_left_counts_what_nobody_decided(library: Library) -> None:
    ids = fill(library, 4)
    library.commands.decide(ids[:1], Status.REJECTED, reviewer="Ada")
    assert library.queries.left(QueueFilter()) == 3
    assert library.queries.left(QueueFilter(queue=QueueName.REJECTED)) == 0
    counts = library.queries.counts()
    assert counts.left[QueueName.ALL] == 3
    assert counts.left[QueueName.REVIEWED] == 0


ANY_CHOICE = st.builds(Choice, st.sampled_from(list(Facet)), st.text(min_size=1, max_size=3))


@given(st.lists(ANY_CHOICE, max_size=6), ANY_CHOICE)
def test_choices_are_a_set_in_one_order(some: list[Choice], one: Choice) -> None:
    choices: Choices = ()
    for choice in some:
        choices = with_choice(choices, choice)
    turned: Choices = ()
    for choice in reversed(some):
        turned = with_choice(turned, choice)
    assert choices == turned
    assert set(choices) == set(some)
    assert toggled(toggled(choices, one), one) == choices
    places = [list(Facet).index(choice.facet) for choice in choices]
    assert all(before <= after for before, after in pairwise(places))
    assert {choice for facet, values in by_facet(choices).items() for choice in (Choice(facet, v) for v in values)} == {
        *some
    }


@pytest.mark.parametrize("queue", [QueueName.ALL, QueueName.REJECTED])
@pytest.mark.parametrize(
    "facets",
    [(), (Choice(Facet.REVIEWER, "Bob"),), (Choice(Facet.REASON, "Medical"), Choice(Facet.NOTE, "no"))],
    ids=["none", "reviewer", "reason and note"],
)
@pytest.mark.parametrize(
    ("reviewer", "reason", "note", "status"),
    [
        ("Bob", "Medical", "", Status.REJECTED),
        ("Bob", "Medical", "see", Status.APPROVED),
        ("Cleo", "New", "see", Status.REJECTED),
    ],
)
def test_a_decision_that_only_shows_counts_as_if_it_had_been_made(
    library: Library, queue: QueueName, facets: Choices, reviewer: str, reason: str, note: str, status: Status
) -> None:
    ids = fill(library, 6)
    moderate(library, {one: detection(("Violence", "", 90.0)) for one in ids})
    library.commands.decide(ids[:2], Status.REJECTED, reviewer="Bob", reason="Medical", note="see")
    library.commands.decide(ids[2:4], Status.REJECTED, reviewer="Ada", reason="Art")
    asked = QueueFilter(queue, facets=facets)
    shows = ShownAs(queue is QueueName.ALL or status is Status.REJECTED, reviewer, reason, bool(note))
    shown = library.queries.facets(asked, shown={ids[0]: shows, ids[2]: NO_DECISION, ids[4]: shows})
    library.commands.clear([ids[0], ids[2]], reviewer="Ada")
    library.commands.decide([ids[0], ids[4]], status, reviewer=reviewer, reason=reason, note=note)
    made = library.queries.facets(asked)
    assert shown.total == made.total
    for facet in Facet:
        assert counted(shown, facet) == counted(made, facet), facet
