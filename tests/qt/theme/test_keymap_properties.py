"""A reviewer may choose any keys, but never so that one key means two things at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from rekreview.domain.errors import InvalidValue
from rekreview.ui import actions
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap, conflicts
from rekreview.ui.keytable.presets import KeyPreset, keymap_of, preset_keymap
from rekreview.ui.keytable.spec import ActionSpec, Place

NAMES = [spec.name for spec in ACTIONS if not spec.fixed]
KEYS = st.sampled_from(["A", "X", "U", "G", "Q", "W", "1", "F5", "Left", "Esc", "Ctrl+Z", "Ctrl+Q", "Shift+G", "Space"])
# Where the focus can be, and whose keys are heard there.
HEARD = {
    "grid": {Place.WINDOW, Place.DESK, Place.GRID},
    "loupe": {Place.WINDOW, Place.DESK, Place.LOUPE},
    "reel": {Place.WINDOW, Place.DESK, Place.REEL},
    "policy": {Place.WINDOW, Place.DESK, Place.POLICY},
    "elsewhere": {Place.WINDOW},
}
own_keys = st.dictionaries(st.sampled_from(NAMES), st.lists(KEYS, max_size=2, unique=True).map(tuple), max_size=4)
tables = st.lists(
    st.builds(
        ActionSpec,
        st.uuids().map(str),
        st.just("text"),
        st.lists(KEYS, max_size=2, unique=True).map(tuple),
        st.sampled_from(Place),
    ),
    max_size=8,
)


def ambiguous(specs: tuple[ActionSpec, ...] | list[ActionSpec]) -> bool:
    """Whether there is a place where one key would be heard by two actions."""
    for places in HEARD.values():
        heard = [key for spec in specs if spec.place in places for key in spec.keys]
        if len(heard) != len(set(heard)):
            return True
    return False


@given(tables)
def test_a_conflict_is_found_exactly_where_one_key_would_mean_two_things(table: list[ActionSpec]):
    assert bool(conflicts(table)) == ambiguous(table)


@given(tables)
def test_every_conflict_names_two_actions_that_want_its_key(table: list[ActionSpec]):
    for one, other, key in conflicts(table):
        assert one is not other
        wanted = [[QKeySequence(text).toString() for text in spec.keys] for spec in (one, other)]
        assert all(key in keys for keys in wanted)


@given(tables)
def test_conflicts_do_not_depend_on_the_order_of_the_table(table: list[ActionSpec]):
    def pairs(specs: list[ActionSpec]) -> set[tuple[frozenset[str], str]]:
        return {(frozenset((one.name, other.name)), key) for one, other, key in conflicts(specs)}

    assert pairs(table) == pairs(table[::-1])


@settings(max_examples=60)
@given(own_keys)
def test_a_choice_of_keys_is_taken_whole_or_refused(own: dict[str, tuple[str, ...]]):
    chosen = tuple(ActionSpec(spec.name, spec.text, own.get(spec.name, spec.keys), spec.place) for spec in ACTIONS)
    if ambiguous(chosen):
        with pytest.raises(InvalidValue, match="cannot mean both"):
            Keymap(own)
        return
    keymap = Keymap(own)
    for spec in ACTIONS:
        assert keymap.spec(spec.name).keys == own.get(spec.name, spec.keys)


@given(st.sampled_from(NAMES))
def test_any_key_can_be_switched_off(name: str):
    keymap = Keymap({name: ()})
    assert keymap.spec(name).hint == ""
    assert actions.with_hint("Text", name, keymap) == "Text"
    assert actions.tip(name, keymap) == (actions.spec(name).tip or actions.spec(name).text)


def test_the_same_key_written_in_two_ways_is_one_key():
    one, other = (ActionSpec(key, "x", (key,), Place.GRID) for key in ("Ctrl+Shift+G", "Shift+Ctrl+G"))
    assert len(conflicts([one, other])) == 1


@pytest.mark.parametrize("key", ["A", "X", "U", "E", "N", "Backspace"])
def test_a_verdict_key_means_the_same_in_the_grid_and_in_the_loupe(key: str):
    """Fingers do not look where they are."""
    meant = [
        [spec.name for spec in ACTIONS if key in spec.keys and spec.place in HEARD[at]] for at in ("grid", "loupe")
    ]
    assert meant[0] == meant[1]
    assert len(meant[0]) == 1


MOVING = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")


@pytest.mark.parametrize("name", ["approve", "filters", "undo"])
@pytest.mark.parametrize("held", ["Shift", "Ctrl", "Ctrl+Shift"])
def test_what_moves_or_selects_in_the_grid_is_no_other_actions_key(name: str, held: str):
    for key in MOVING:
        other = DEFAULT_KEYS.taken(name, f"{held}+{key}")
        assert other is not None, key
        assert other.fixed
        with pytest.raises(InvalidValue, match="cannot mean both"):
            DEFAULT_KEYS.given(name, (f"{held}+{key}",))


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab", "Backtab", "Shift+Backtab"])
@pytest.mark.parametrize("name", ["approve", "fit", "undo"])
def test_the_way_to_the_next_control_stays(name: str, key: str):
    other = DEFAULT_KEYS.taken(name, key)
    assert other is not None
    assert other.name == "next_control"


def test_where_the_grid_is_not_its_keys_are_free():
    assert DEFAULT_KEYS.taken("fit", "Shift+PgUp") is None


@pytest.mark.parametrize("preset", KeyPreset)
def test_every_action_has_a_key_in_every_ready_made_keymap(preset: KeyPreset):
    assert [spec.name for spec in preset_keymap(preset).specs if not spec.keys] == []


def test_the_left_hand_reaches_stacks_near_duplicates_and_filters():
    keymap = preset_keymap(KeyPreset.LEFT_HAND)
    assert [keymap.spec(name).keys for name in ("stacks", "decide_alike", "filters")] == [
        ("Shift+S",),
        ("Shift+E",),
        ("Shift+F",),
    ]


@pytest.mark.parametrize("preset", [KeyPreset.DEFAULT, KeyPreset.MOUSE])
def test_usual_keys_are_not_worked_out_anew_at_the_start(preset: KeyPreset) -> None:
    assert keymap_of(preset, {}) is DEFAULT_KEYS
    assert keymap_of(preset, {"undo_last": ["Ctrl+Alt+U"]}) != DEFAULT_KEYS
