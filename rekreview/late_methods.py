"""Has the methods that `dataclass` writes for the app's own values compiled when they are first called.

It writes six or more for a frozen class, and compiles each from its text: a hundred classes took a fifth of the time
until the first tiles, and most of their methods are never called.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

_ROOM = __name__.partition(".")[0]


def compile_methods_late() -> None:
    """Do so for every value class of the app that is defined from now on.

    Where `dataclass` compiles in another way, do nothing.
    """
    create = vars(dataclasses).get("_create_fn")
    if callable(create) and not isinstance(create, _LateMethods):
        vars(dataclasses)["_create_fn"] = _LateMethods(create)


class _LateMethods:
    """Stands in for what compiles the methods, and hands out such as compile themselves when they are called."""

    def __init__(self, create: Callable[..., Callable[..., Any]]) -> None:
        self._create = create

    def __call__(
        self, name: str, *given: Any, globals: Mapping[str, Any] | None = None, **named: Any
    ) -> Callable[..., Any]:
        """A method for a class of the module with these globals."""

        def create() -> Callable[..., Any]:
            return self._create(name, *given, globals=globals, **named)

        module = str((globals or {}).get("__name__", ""))
        return _late(name, create) if module.partition(".")[0] == _ROOM else create()


def _late(name: str, create: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that compiles itself when it is called, and gives its place in the class to what was compiled."""
    made: Callable[..., Any] | None = None

    def method(value: object, /, *given: Any, **named: Any) -> Any:
        nonlocal made
        if made is None:
            compiled = create()
            compiled.__qualname__ = method.__qualname__
            made = compiled
            for cls in type(value).__mro__:
                if vars(cls).get(name) is method:
                    setattr(cls, name, compiled)
        return made(value, *given, **named)

    method.__name__ = name
    return method
