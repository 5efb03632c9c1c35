"""What checking a whole video costs, and its line in the book of calls."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from rekreview.domain.assets import EngineName
from rekreview.domain.calls import CallEnd, CallState, Price, Sent
from rekreview.domain.video import StoredVideo
from rekreview.library.library import Library
from rekreview.library.values import CallStart
from rekreview.pipeline.paying import Purse


def minutes(duration_ms: int | None) -> int:
    """How many minutes of a video are paid at most: each begun one. At least one, also if its length is not known."""
    return max(1, math.ceil((duration_ms or 0) / 60_000))


@dataclass(slots=True)
class VideoPurse:
    """Pays for the videos of one run. price: for one minute. floor: of the labels asked for, 0–100.

    A job of which another process noted the beginning was counted there; here it is only ended.
    """

    library: Library
    run: int
    engine: EngineName
    floor: float
    purse: Purse
    price: Price
    _begun: dict[int, float] = field(default_factory=dict)

    def usd(self, video: StoredVideo) -> float:
        """What a job on this video costs."""
        return round(minutes(video.duration_ms) * self.price.usd, 6)

    def require(self, video: StoredVideo) -> None:
        """Raise BudgetReached if a job on this video could not be paid: then it need not be uploaded either."""
        self.purse.require(self.usd(video))

    def begin(self, asset_id: int, video: StoredVideo) -> int:
        """Note that a job is about to be started; its number in the book. Raises BudgetReached."""
        usd = self.usd(video)
        self.purse.reserve(usd)
        call = self.library.commands.begin_call(
            CallStart(
                run_id=self.run,
                asset_id=asset_id,
                engine=self.engine,
                adapter=None,
                floor=self.floor,
                sent=Sent(video.sha256, video.format, 0, 0, video.bytes, original=True),
                price_usd=usd,
            )
        )
        self._begun[call] = usd
        return call

    def end(self, call: int | None, end: CallEnd) -> None:
        """Note how a job ended."""
        if call is None:
            return
        self.library.commands.end_call(call, end)
        if (usd := self._begun.pop(call, None)) is not None:
            self.purse.settle(end.state, usd)

    def leave(self) -> None:
        """Count what is still under way as spent: it is answered by a later run, or billed without an answer."""
        for usd in self._begun.values():
            self.purse.settle(CallState.UNANSWERED, usd)
        self._begun.clear()
