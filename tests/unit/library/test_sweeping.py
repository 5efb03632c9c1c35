"""A page confirmed at once is one step, with what was seen of each asset."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.domain.sweeps import Confirmation
from rekreview.library import Library
from tests.unit.library.makers import add, moderate, spread

A, X = Status.APPROVED, Status.REJECTED


def seen(dwell: int) -> Sighting:
    return Sighting(View.GRID, FilterStep.SHARP, "ab" * 32, 180, 150, dwell)


@pytest.fixture
def ids(library: Library) -> list[int]:
    """Two rejected, two approved by the policy."""
    made = add(library, "a", "b", "c", "d")
    moderate(library, spread(made, [90, 10, 80, 20]))
    return made


def statuses(library: Library, ids: list[int]) -> list[tuple[Status, DecidedBy | None]]:
    return [(asset.status, asset.decided_by) for asset in library.queries.assets(ids)]


def page(library: Library, ids: list[int]) -> list[Confirmation]:
    return [Confirmation(one.id, one.status, seen(one.id)) for one in library.queries.assets(ids)]


def test_each_asset_keeps_its_own_verdict_and_what_was_seen(library: Library, ids: list[int]) -> None:
    before = statuses(library, ids)
    decided = library.commands.confirm(page(library, ids), reviewer="Ann")
    assert decided.changed == tuple(ids)
    assert statuses(library, ids) == [(status, DecidedBy.REVIEWER) for status, _ in before]
    assert [library.queries.history(one)[-1].seen for one in ids] == [seen(one) for one in ids]
    assert library.queries.undo_state().undo_text == "Confirm the verdicts of 4 assets"


def test_one_undo_takes_all_of_it_back(library: Library, ids: list[int]) -> None:
    before = statuses(library, ids)
    library.commands.confirm(page(library, ids), reviewer="Ann")
    restored = library.commands.undo()
    assert sorted(restored.ids) == ids
    assert statuses(library, ids) == before
    assert not library.queries.undo_state().can_undo
    library.commands.redo()
    assert [by for _, by in statuses(library, ids)] == 4 * [DecidedBy.REVIEWER]


def test_what_was_decided_meanwhile_is_left_alone(library: Library, ids: list[int]) -> None:
    choices = page(library, ids)
    library.commands.decide([ids[0]], A, reviewer="Ben")
    decided = library.commands.confirm(choices, reviewer="Ann")
    assert decided.changed == tuple(ids[1:])
    assert decided.unchanged == (ids[0],)
    assert library.queries.history(ids[0])[-1].reviewer == "Ben"


def test_what_was_put_aside_meanwhile_is_left_alone_and_what_was_known_to_be_is_not(
    library: Library, ids: list[int]
) -> None:
    choices = page(library, ids)
    library.commands.second_look(ids[:2], True, "Ann")
    decided = library.commands.confirm([replace(choices[0], aside=True), *choices[1:]], reviewer="Ann")
    assert decided.changed == (ids[0], *ids[2:])
    assert decided.unchanged == (ids[1],)
    assert [library.queries.asset(one).second_look for one in ids[:2]] == [False, True]


def test_a_page_of_one_kind_is_named_by_it(library: Library, ids: list[int]) -> None:
    library.commands.confirm([one for one in page(library, ids) if one.status is X], reviewer="Ann")
    assert library.queries.undo_state().undo_text == "Reject 2 assets"


def test_nothing_to_confirm_is_no_step(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids, A, reviewer="Ann")
    text = library.queries.undo_state().undo_text
    assert library.commands.confirm(page(library, ids), reviewer="Ann").changed == ()
    assert library.commands.confirm([], reviewer="Ann").batch is None
    assert library.queries.undo_state().undo_text == text


def test_only_verdicts_can_be_confirmed(library: Library, ids: list[int]) -> None:
    with pytest.raises(InvalidValue):
        library.commands.confirm([Confirmation(ids[0], Status.PENDING, seen(1))], reviewer="Ann")
    assert not library.queries.undo_state().can_undo
