"""The real app with a slow disk: pictures take longer to come, by a chance that is the same every time.

    python -m tests.e2e.moderator.slow_app SEED MOST_SECONDS [argument of rekreview...]

Nothing in the app knows of it: what it decodes with is wrapped here, before it starts. A wait is the cube of a chance
times MOST_SECONDS: most are short, some take all of it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from rekreview import app, wiring
from rekreview.domain.ports import Decoder, Frame
from rekreview.domain.progress import CancelToken
from rekreview.library.thumbnails import ThumbnailStore
from rekreview.settings import Settings


class Slowness:
    """Waits that are the same with the same seed."""

    def __init__(self, seed: int, most_seconds: float) -> None:
        self._chance = random.Random(seed)
        self._most = most_seconds

    def wait(self, cancel: CancelToken | None = None) -> None:
        """Wait a while, or until nobody wants it any more."""
        until = time.monotonic() + self._most * self._chance.random() ** 3
        while (left := until - time.monotonic()) > 0 and not (cancel is not None and cancel.cancelled):
            time.sleep(min(left, 0.02))


class SlowDecoder:
    """The app's own decoder, whose pictures for the screen take their time."""

    def __init__(self, decoder: Decoder, slowness: Slowness) -> None:
        self._decoder = decoder
        self._slowness = slowness

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        """As the decoder does it, later."""
        self._slowness.wait(cancel)
        return self._decoder.picture(path, max_side, cancel, at_ms=at_ms)


def make_slow(slowness: Slowness) -> None:
    """Slow down what brings pictures to the screen: the decoder, and the store of thumbnails."""
    make_decoder, read = wiring.make_decoder, ThumbnailStore.get

    def slow_decoder(settings: Settings, *, warm: bool = False) -> Any:
        return SlowDecoder(make_decoder(settings, warm=warm), slowness)

    def slow_read(store: ThumbnailStore, ids: Sequence[int], *, veiled: bool = False) -> Mapping[int, bytes]:
        slowness.wait()
        return read(store, ids, veiled=veiled)

    wiring.make_decoder = slow_decoder
    ThumbnailStore.get = slow_read  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    seed, most_seconds, *arguments = sys.argv[1:]
    make_slow(Slowness(int(seed), float(most_seconds)))
    sys.exit(app.main(arguments))
