"""Moments as the library keeps them: text in UTC, without a zone."""

from __future__ import annotations

from datetime import UTC, datetime


def kept(moment: datetime) -> str:
    """A moment as it is kept."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def restored(text: str) -> datetime:
    """The inverse of `kept`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
