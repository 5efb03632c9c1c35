"""Remarks on a moderation string: what is wrong or odd in it, where, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

from rekreview.domain.errors import BadModerationString
from rekreview.domain.moderation_string_values import ModerationString


@dataclass(frozen=True, slots=True)
class Remark:
    """One error or warning. position: code points from 0, the place where something is missing if it is missing.

    token: the text at that position that is meant, "" where something is missing at the end.
    """

    code: str
    position: int
    token: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found. string: what was read, None if there is an error. Remarks stand in order of position."""

    string: ModerationString | None
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def valid(self) -> bool:
        """Whether the text is a moderation string."""
        return not self.errors

    def require(self) -> ModerationString:
        """The string that was read. Raises BadModerationString with the first error."""
        if self.string is None:
            first = self.errors[0]
            raise BadModerationString(
                f"The moderation string is wrong at character {first.position + 1}: {first.message}",
                first.hint,
                position=first.position,
                token=first.token,
                reason=first.code,
            )
        return self.string
