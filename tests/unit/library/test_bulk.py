"""A few statements for many assets leave exactly the rows that going from asset to asset leaves."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rekreview.domain.assets import Status
from rekreview.domain.errors import AssetNotFound
from rekreview.domain.serving import JudgedAgain
from rekreview.library import Library
from rekreview.library.commands import bulk, long_steps, steps
from rekreview.library.tables import ASSET, DECISION, OPINION, STEP
from tests.unit.library.makers import fill, moderate, spread

NUMBER = 5
EACH, AT_ONCE = 10**9, 1
SOME = st.lists(st.integers(0, NUMBER - 1), min_size=1, max_size=NUMBER, unique=True)
WORDS = st.sampled_from(["", "", "Context", "Mistake"])
DEEDS = st.one_of(
    st.tuples(st.just("decide"), SOME, st.sampled_from([Status.APPROVED, Status.REJECTED]), WORDS, WORDS),
    st.tuples(
        st.just("notes"), SOME, st.sampled_from([Status.APPROVED, Status.REJECTED]), WORDS, st.tuples(WORDS, WORDS)
    ),
    st.tuples(st.just("clear"), SOME),
    st.tuples(st.just("look"), SOME, st.booleans()),
    st.tuples(st.just("again"), SOME, st.sampled_from([Status.APPROVED, Status.REJECTED])),
    st.tuples(st.just("undo")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("revert"), st.integers(1, 8)),
)


def do(library: Library, ids: list[int], deed: tuple[Any, ...]) -> object:
    """One thing a person does; what it answered."""
    write, (name, *rest) = library.commands, deed
    some = [ids[at] for at in rest[0]] if rest and isinstance(rest[0], list) else []
    does: dict[str, Callable[[], object]] = {
        "decide": lambda: write.decide(some, rest[1], reviewer="Ann", reason=rest[2], note=rest[3]),
        "notes": lambda: write.decide(some, rest[1], reviewer="Gil", reason=rest[2], note=own_notes(ids, rest[3])),
        "clear": lambda: write.clear(some, reviewer="Bob"),
        "look": lambda: write.second_look(some, rest[1], "Cleo"),
        "again": lambda: write.decide(some, rest[1], reviewer="Dan", again=JudgedAgain(frozenset(some[:1]))),
        "undo": lambda: write.undo(reviewer="Eve"),
        "redo": lambda: write.redo(reviewer="Eve"),
        "revert": lambda: write.revert(rest[0], reviewer="Flo") if exists(library, rest[0]) else None,
    }
    return does[name]()


def own_notes(ids: list[int], words: tuple[str, str]) -> dict[int, str]:
    """What was written on the first assets, whether they are decided on or not."""
    return dict(zip(ids, words, strict=False))


def exists(library: Library, step_id: int) -> bool:
    with library._database.reading() as connection:
        return connection.execute(select(STEP.c.id).where(STEP.c.id == step_id)).scalar() is not None


def everything(library: Library) -> list[list[dict[str, Any]]]:
    """All rows about decisions, without the moments. Within a step it does not matter which asset came first."""
    with library._database.reading() as connection:
        steps, decisions, opinions, assets = (
            [dict(row._mapping) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in (STEP, DECISION, OPINION, ASSET)
        )
    turns: Counter[tuple[int, int]] = Counter()
    names: dict[int, tuple[int, int, int]] = {}
    for row in decisions:
        of = (row["step_id"], row["asset_id"])
        names[row["id"]] = (*of, turns[of])
        turns[of] += 1
    for rows, column in ((decisions, "id"), (decisions, "undoes"), (opinions, "decision_id"), (assets, "decision_id")):
        for row in rows:
            row[column] = names.get(row[column])
    for row in (*steps, *decisions, *opinions, *assets):
        row["at"] = row["imported"] = None
    return [steps, sorted(decisions, key=lambda row: row["id"]), opinions, assets]


@settings(max_examples=60, deadline=None)
@given(deeds=st.lists(DEEDS, max_size=14), piece=st.sampled_from([2, 500]))
def test_both_ways_leave_the_same_rows(deeds: list[tuple[Any, ...]], piece: int) -> None:
    outcomes = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_steps, "STEP_ASSETS", piece)
        for least in (EACH, AT_ONCE):
            patch.setattr(bulk, "LEAST", least)
            with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
                ids = fill(library, NUMBER)
                moderate(library, spread(ids[:4], [90, 10, 20, 99]))
                told = [do(library, ids, deed) for deed in deeds]
                outcomes.append((told, everything(library)))
    (told_each, left_each), (told_at_once, left_at_once) = outcomes
    assert told_at_once == told_each
    assert left_at_once == left_each


def test_an_unknown_asset_among_many_stops_all(library: Library) -> None:
    ids = fill(library, bulk.LEAST)
    with pytest.raises(AssetNotFound, match="no asset 77777"):
        library.commands.decide([*ids, 77_777], Status.APPROVED, reviewer="Ann")
    assert not library.queries.undo_state().can_undo


def test_many_are_written_without_going_from_asset_to_asset(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    subjects = steps.subjects
    monkeypatch.setattr(steps, "subjects", lambda connection, ids: asked.append(len(ids)) or subjects(connection, ids))
    ids = fill(library, 2 * bulk.LEAST)
    library.commands.decide(ids, Status.REJECTED, reviewer="Ann")
    library.commands.decide(ids, Status.APPROVED, reviewer="Ann")
    library.commands.undo()
    library.commands.redo()
    assert not asked
    library.commands.decide(ids[:3], Status.REJECTED, reviewer="Ann")
    assert asked == [3]
