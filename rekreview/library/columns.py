"""Column types the tables share: moments in UTC, and paths whose bytes are not valid Unicode."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

_SURROGATES = range(0xDC80, 0xDD00)
_STAND_IN_OFFSET = 0x10FE80 - 0xDC80


def storable(text: str) -> str:
    """The text with undecodable bytes of a file name (lone surrogates) moved to private characters a database takes."""
    if text.isascii():
        return text
    return "".join(chr(ord(sign) + _STAND_IN_OFFSET) if ord(sign) in _SURROGATES else sign for sign in text)


def restored(text: str) -> str:
    """The inverse of `storable`."""
    if text.isascii():
        return text
    return "".join(chr(ord(sign) - _STAND_IN_OFFSET) if ord(sign) >= 0x10FE80 else sign for sign in text)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone and given back aware."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC, without its zone. A naive moment is a bug: it has no meaning in another time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment, aware of being UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class PathText(TypeDecorator[str]):
    """A path as the system gave it, also one whose name is not valid UTF-8."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The path in characters every database takes."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The path as the system knows it."""
        return None if value is None else restored(value)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
