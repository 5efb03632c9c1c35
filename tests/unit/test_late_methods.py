"""Value classes whose methods are compiled when they are called are what `dataclass` makes of them otherwise."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from rekreview.late_methods import compile_methods_late

needs_one_method_at_a_time = pytest.mark.skipif(
    not hasattr(dataclasses, "_create_fn"), reason="This Python compiles the methods of a value class all at once."
)

VALUES = """
from dataclasses import KW_ONLY, InitVar, dataclass, field

@dataclass(frozen=True, slots=True, order=True)
class Point:
    '''A place.'''
    x: int
    y: int = 0
    names: tuple = field(default_factory=tuple, compare=False, repr=False)

@dataclass(frozen=True)
class Named(Point):
    '''With more to it.'''
    _: KW_ONLY
    name: str = "none"
    doubled: InitVar[int] = 0

    def __post_init__(self, doubled):
        object.__setattr__(self, "twice", 2 * doubled)

@dataclass(unsafe_hash=True)
class Bag:
    held: list = field(default_factory=list, hash=False)
    size: int = 0
"""


def defined(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of this name with those values in it."""
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    exec(VALUES, vars(module))
    return module


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the methods that were compiled since."""
    names: list[str] = []
    create: Callable[..., Any] = vars(dataclasses)["_create_fn"]

    def noted(name: str, *given: Any, **named: Any) -> Any:
        names.append(name)
        return create(name, *given, **named)

    monkeypatch.setattr(dataclasses, "_create_fn", noted)
    compile_methods_late()
    return names


@needs_one_method_at_a_time
def test_nothing_is_compiled_until_it_is_called_and_then_once(
    compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = defined("rekreview.made_here", monkeypatch)
    assert compiled == []
    assert values.Point(1) == values.Point(1, 0)
    assert values.Point(2) != values.Point(1)
    assert compiled == ["__init__", "__eq__"]
    assert repr(values.Point(1)) == repr(values.Point(1)) == "Point(x=1, y=0)"
    assert compiled == ["__init__", "__eq__", "__repr__"]
    assert vars(values.Point)["__init__"].__code__.co_filename == "<string>"  # nothing stands between any more
    assert vars(values.Point)["__init__"].__qualname__ == "Point.__init__"


@needs_one_method_at_a_time
def test_other_modules_are_left_alone(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    defined("elsewhere", monkeypatch)
    assert compiled.count("__init__") == 3


@needs_one_method_at_a_time
def test_asked_twice_it_is_done_once(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    create = vars(dataclasses)["_create_fn"]
    compile_methods_late()
    assert vars(dataclasses)["_create_fn"] is create


def test_where_dataclass_compiles_otherwise_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(dataclasses, "_create_fn", raising=False)
    compile_methods_late()
    assert not hasattr(dataclasses, "_create_fn")


def told_of(values: ModuleType) -> list[object]:
    """All that can be seen of these values."""
    point, named = values.Point(1, 2, names=("a",)), values.Named(3, name="b", doubled=4)
    bag, seen = values.Bag(), list[object]()
    refused: list[Callable[[], object]] = [
        lambda: setattr(point, "x", 2),
        lambda: delattr(named, "name"),
        lambda: values.Point(),
        lambda: values.Point(1, z=2),
        lambda: values.Named(1, 2, (), "c"),
        lambda: point < bag,
        lambda: hash(values.Point([])),
    ]
    for attempt in refused:
        with pytest.raises((TypeError, dataclasses.FrozenInstanceError)) as why:
            attempt()
        seen.append((type(why.value), str(why.value)))
    bag.held.append(bag)
    seen += [repr(point), repr(named), repr(bag), named.twice, point < values.Point(2), point >= values.Point(2)]
    seen += [point == named, point == 1, hash(point) == hash(values.Point(1, 2)), hash(bag) == hash(values.Bag())]
    seen += [repr(dataclasses.replace(point, x=9)), dataclasses.asdict(named), hasattr(point, "__dict__")]
    seen += [repr(pickle.loads(pickle.dumps(point))), values.Bag().held is values.Bag().held]
    seen += [values.Point.__match_args__, values.Point.__doc__, [one.name for one in dataclasses.fields(named)]]
    return seen


@needs_one_method_at_a_time
def test_the_values_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = told_of(defined("rekreview.made_here", monkeypatch))
    monkeypatch.setattr(dataclasses, "_create_fn", vars(dataclasses)["_create_fn"])  # put back at the end
    compile_methods_late()
    late = defined("rekreview.made_here", monkeypatch)
    assert told_of(late) == at_once
    assert told_of(late) == at_once


@needs_one_method_at_a_time
def test_many_threads_may_call_a_method_for_the_first_time(
    compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = defined("rekreview.made_here", monkeypatch)
    together, made = threading.Barrier(8), list[object]()

    def make() -> None:
        together.wait()
        made.append(repr(values.Named(1, name="d")))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["Named(x=1, y=0, name='d')"] * 8


@needs_one_method_at_a_time
def test_the_app_compiles_the_methods_of_its_values_late() -> None:
    code = """
from rekreview.__main__ import main
assert main(["policy", "check", "aws_rek"]) == 0
from rekreview.domain.assets import Tile
print(vars(Tile)["__eq__"].__code__.co_filename)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[-1].endswith("late_methods.py"), ran.stdout + ran.stderr
