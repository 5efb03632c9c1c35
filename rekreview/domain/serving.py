"""One's own second opinion: where in a list decisions of before are served again, unmarked.

Of the assets of a list that nobody has decided on, one in so many is followed by one that its reviewer decided on
before. Which decisions come back is settled by their lots, and where they come is too: nobody picks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.lots import lots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]

SEED: Final = 20_261_121
"""Of all lots by which decisions come back: fixed, so that a decision keeps its lot."""
FORGOTTEN_AFTER: Final = timedelta(hours=18)
"""A decision comes back on the next working day at the earliest: before, one would remember it."""
LARGEST_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """The assets on which a word is a second opinion and no decision. sample: the one they are judged for, if any."""

    assets: frozenset[int]
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Assets that are served again, each right after an asset of the list."""

    after: tuple[int, ...] = ()
    served: tuple[int, ...] = ()


def place(undecided: Ids, waiting: Ids, share: float) -> Placed:
    """Serve one of the waiting assets in each stretch of 1/share undecided ones.

    A last stretch that is shorter gets one too, with a chance that is smaller as it is shorter.
    """
    if share <= 0 or not len(undecided) or not len(waiting):
        return Placed()
    stretch = max(1, round(1 / share))
    waiting = waiting[np.argsort(lots(waiting, SEED), kind="stable")]
    whole = min(len(undecided) // stretch, len(waiting))
    chance = lots(waiting, ~SEED)
    after = [int(undecided[at * stretch + int(chance[at]) % stretch]) for at in range(whole)]
    rest = len(undecided) - whole * stretch
    if whole < len(waiting) and 0 < rest < stretch and int(chance[whole]) % stretch < rest:
        after.append(int(undecided[whole * stretch + int(chance[whole]) % stretch]))
    return Placed(tuple(after), tuple(waiting[: len(after)].tolist()))


def mixed(found: Ids, served: dict[int, int]) -> Ids:
    """A list with the served assets in their places. served: each one, and the asset it comes right after.

    One that is in the list by itself is taken from where it was. One whose asset has left the list stays where the
    list has it, or away, as does one whose asset is served again itself and so is about to move.
    """
    if not served:
        return found
    followed = np.fromiter(served.values(), np.int64, len(served))
    # Not intersect1d: it lets no other thread run while it looks through a million.
    there = set(followed[np.isin(followed, found)].tolist()) - served.keys()
    placed = {one: after for one, after in served.items() if after in there}
    if not placed:
        return found
    bare = found[~np.isin(found, np.fromiter(placed, np.int64, len(placed)))]
    order = np.argsort(bare, kind="stable")
    after = np.fromiter(placed.values(), np.int64, len(placed))
    at = order[np.searchsorted(bare, after, sorter=order)] + 1
    in_order = np.argsort(at, kind="stable")
    return np.insert(bare, at[in_order], np.fromiter(placed, np.int64, len(placed))[in_order])
