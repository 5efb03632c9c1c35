"""Checks a request body against botocore's own service model, maxima, patterns and enumerations included."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.model import OperationModel, ServiceModel, Shape


class Invalid(Exception):
    """The request breaks the model; the text is worded as the service words it."""


@lru_cache(maxsize=4)
def service_model(service: str) -> ServiceModel:
    """botocore's model of one service."""
    return botocore.session.Session().get_service_model(service)


def operation(service: str, name: str) -> OperationModel | None:
    """The operation of that name, or None where the service has none."""
    model = service_model(service)
    return model.operation_model(name) if name in model.operation_names else None


def check(shape: Shape, value: Any, path: str) -> Any:
    """`value` with its blobs decoded, if it fits `shape`. Raises Invalid."""
    checker = CHECKERS.get(shape.type_name, _pass)
    return checker(shape, value, path)


def _pass(_shape: Shape, value: Any, _path: str) -> Any:
    return value


def _structure(shape: Any, value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid(f"Value at '{path}' must be a structure")
    for name in shape.required_members:
        if value.get(name) is None:
            raise Invalid(
                f"Value null at '{_member(path, name)}' failed to satisfy constraint: Member must not be null"
            )
    unknown = set(value) - set(shape.members)
    if unknown:
        raise Invalid(f"Unknown member {sorted(unknown)} at '{path or 'request'}'")
    return {name: check(shape.members[name], entry, _member(path, name)) for name, entry in value.items()}


def _list(shape: Any, value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise Invalid(f"Value at '{path}' must be a list")
    _bounds(shape, len(value), path, "length")
    return [check(shape.member, entry, f"{path}.{index}") for index, entry in enumerate(value)]


def _string(shape: Any, value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise Invalid(f"Value at '{path}' must be a string")
    _bounds(shape, len(value), path, "length")
    if shape.enum and value not in shape.enum:
        raise Invalid(f"Value '{value}' at '{path}' failed to satisfy constraint: enum value set: {shape.enum}")
    pattern = shape.metadata.get("pattern")
    if pattern and not re.search(pattern, value):
        raise Invalid(f"Value '{value}' at '{path}' failed to satisfy constraint: pattern: {pattern}")
    return value


def _blob(shape: Any, value: Any, path: str) -> bytes:
    if not isinstance(value, str):
        raise Invalid(f"Value at '{path}' must be base64 text")
    try:
        decoded = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise Invalid(f"Value at '{path}' is not base64") from error
    _bounds(shape, len(decoded), path, "length")
    return decoded


def _number(shape: Any, value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(f"Value at '{path}' must be a number")
    _bounds(shape, value, path, "value")
    return value


def _boolean(_shape: Any, value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(f"Value at '{path}' must be true or false")
    return value


def _bounds(shape: Any, size: float, path: str, what: str) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    noun = "Member must have length" if what == "length" else "Member must have value"
    if least is not None and size < least:
        raise Invalid(f"Value at '{path}' failed to satisfy constraint: {noun} greater than or equal to {least}")
    if most is not None and size > most:
        raise Invalid(f"Value at '{path}' failed to satisfy constraint: {noun} less than or equal to {most}")


def _member(path: str, name: str) -> str:
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


CHECKERS = {
    "structure": _structure,
    "list": _list,
    "string": _string,
    "blob": _blob,
    "float": _number,
    "double": _number,
    "integer": _number,
    "long": _number,
    "boolean": _boolean,
}
