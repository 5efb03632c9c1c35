"""Lots: a number for each id that is as good as random, and the same for ever for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALL: Final = 2**64


def lots(ids: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """The lot of each id, from 0 to 2**64 - 1: SplitMix64 of seed and id."""
    return _mixed(ids.astype(np.uint64) + _mixed(np.array([seed % _ALL], dtype=np.uint64)))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def drawn_by_lot(ids: NDArray[np.int64], share: float, seed: int) -> NDArray[np.bool_]:
    """Which ids a share (0–1) of all falls on. A greater share falls on these and on more."""
    if share >= 1:
        return np.ones(len(ids), dtype=np.bool_)
    drawn: NDArray[np.bool_] = lots(ids, seed) < np.uint64(int(max(0.0, share) * _ALL))
    return drawn
