"""What the robot saw and pressed, moment by moment: the one side that the library is compared with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path


class Deed(StrEnum):
    """What an input was for."""

    APPROVE = "approved"
    REJECT = "rejected"
    UNDO = "undo"
    MOVE = "move"


@dataclass(slots=True)
class Input:
    """One key or click. number: of the picture that was painted where it acts, just before; None if none was, and
    meant is then the picture that was to come.

    at: seconds since the diary was begun. painted_ms: until its verdict was painted, next_ms: until the picture after
    it was; None where that was not seen. aimed: the mouse was moved for it. refused: it came so early that the app did
    not take it, which left the picture where it was. behind: the numbers of the pictures that were not to be seen and
    went with it; beside: of those that were.
    """

    at: float
    deed: Deed
    number: int | None
    painted_ms: float | None = None
    next_ms: float | None = None
    aimed: bool = False
    key: str = ""
    meant: int | None = None
    refused: bool = False
    behind: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()


@dataclass(slots=True)
class Diary:
    """All inputs of one session, in order. scanned: how many tiles were looked at to decide on them."""

    inputs: list[Input] = field(default_factory=list)
    scanned: int = 0
    seconds: float = 0.0

    @property
    def decisions(self) -> list[Input]:
        """The inputs that decide on one asset."""
        return [one for one in self.inputs if one.deed in (Deed.APPROVE, Deed.REJECT) and not one.refused]

    @property
    def acknowledged(self) -> list[Input]:
        """The decisions whose verdict was painted."""
        return [one for one in self.decisions if one.painted_ms is not None]

    def painted_ms(self) -> list[float]:
        """From each verdict key to its painted verdict."""
        return [one.painted_ms for one in self.decisions if one.painted_ms is not None]

    def next_ms(self) -> list[float]:
        """From each verdict key to the next picture."""
        return [one.next_ms for one in self.decisions if one.next_ms is not None]

    def keep(self, file: Path) -> None:
        """Write it down, for whoever wants to look closer."""
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(asdict(one)) for one in self.inputs]
        file.write_text("\n".join(lines) + "\n")
