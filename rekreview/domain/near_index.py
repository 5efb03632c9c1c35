"""The nearest of many 64-bit hashes, looked up exactly without comparing with each.

Multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index Hashing, CVPR 2012): the
bits are cut into four bands. Of two hashes within the distance one band differs in few bits, so that all hashes with a
band like that are looked up in a table of its 65,536 values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.near_pairs import differing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rekreview.domain.near_pairs import Hashes

    Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]
    """Places of what was asked for, of what is near, and in how many bits they differ."""

_BANDS: Final = 4
_BAND_BITS: Final = 16
_VALUES: Final = 1 << _BAND_BITS
_LOOSE: Final = 4096
"""So many hashes wait outside the tables before they are made anew: comparing with each of these costs less."""
_AT_ONCE: Final = 1 << 21
"""Comparisons held in memory at a time."""
_FOLLOWING: Final = 4
"""Following a table to a hash costs as much as comparing with so many in a row."""


@dataclass(frozen=True, slots=True)
class _Band:
    """The places of all hashes in the order of one band, and where each of its values begins."""

    number: int
    order: NDArray[np.int32]
    begins: NDArray[np.int64]
    changes: NDArray[np.int64]

    def pieces(self, asked: Hashes) -> Iterator[tuple[int, int]]:
        """Spans of those asked for whose candidates fit into memory: a crowd in one place has more than others."""
        if not len(self.changes):
            return
        values = _values(asked, self.number).astype(np.int64)[:, None] ^ self.changes
        reached = np.cumsum((self.begins[values + 1] - self.begins[values]).sum(axis=1)) // _AT_ONCE
        yield from pairwise([0, *(np.flatnonzero(np.diff(reached)) + 1).tolist(), len(asked)])

    def candidates(self, asked: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of those asked for may be near which place, by this band."""
        values = _values(asked, self.number).astype(np.int64)[:, None] ^ self.changes
        first = self.begins[values].ravel()
        lengths = self.begins[values + 1].ravel() - first
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(first - ends + lengths, lengths)
        return np.repeat(np.arange(values.size) // len(self.changes), lengths), self.order[at].astype(np.int64)


class NearIndex:
    """Hashes in the order they were added, to find those near others. Not for several threads at once."""

    def __init__(self, distance: int) -> None:
        self._distance = distance
        self._hashes: Hashes = np.empty(0, np.uint64)
        self._number = 0
        self._in_tables = 0
        self._bands: tuple[_Band, ...] = ()

    def __len__(self) -> int:
        return self._number

    def add(self, hashes: Hashes) -> None:
        """Add hashes; their places follow the former ones."""
        end = self._number + len(hashes)
        if end > len(self._hashes):
            grown = np.empty(max(end, len(self._hashes) * 5 // 4), np.uint64)
            grown[: self._number] = self._hashes[: self._number]
            self._hashes = grown
        self._hashes[self._number : end] = hashes
        self._number = end

    def nearest(
        self, asked: Hashes, before: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """For each the place of the nearest hash within the distance, the first of equals, and in how many bits they
        differ; place -1 where there is none. before: for each, only places below this one count.
        """
        places, gaps = np.full(len(asked), -1, np.int64), np.zeros(len(asked), np.uint8)
        if not len(asked) or not self._number:
            return places, gaps
        self._put_into_tables()
        found = [one if before is None else _below(before, one) for one in self._near(asked)]
        who, place, gap = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((place, gap, who))
        who, first = np.unique(who[order], return_index=True)
        places[who], gaps[who] = place[order][first], gap[order][first]
        return places, gaps

    def _put_into_tables(self) -> None:
        """Make the tables anew when many hashes are outside; not where following them would cost more."""
        if self._number - self._in_tables <= _LOOSE:
            return
        radii = [self._distance // _BANDS - (band > self._distance % _BANDS) for band in range(_BANDS)]
        probes = sum(len(changes(radius)) for radius in radii)
        if probes * _FOLLOWING >= _VALUES:
            return
        hashes = self._hashes[: self._number]
        self._bands = tuple(_band(hashes, number, changes(radius)) for number, radius in enumerate(radii))
        self._in_tables = self._number

    def _near(self, asked: Hashes) -> Iterator[Found]:
        probes = sum(len(band.changes) for band in self._bands)
        expected = max(1, probes * self._in_tables // _VALUES, probes)
        at_once = max(1, _AT_ONCE // max(expected, self._number - self._in_tables))
        for start in range(0, len(asked), at_once):
            some = asked[start : start + at_once]
            for band in self._bands:
                for first, end in band.pieces(some):
                    yield self._chosen(some[first:end], start + first, *band.candidates(some[first:end]))
            yield self._loose(some, start)

    def _loose(self, some: Hashes, start: int) -> Found:
        """Those near a hash that is in no table."""
        outside = self._hashes[self._in_tables : self._number]
        gap = np.bitwise_count(some[:, None] ^ outside)
        who, place = np.nonzero(gap <= self._distance)
        return who + start, place + self._in_tables, gap[who, place]

    def _chosen(self, some: Hashes, start: int, who: NDArray[np.int64], place: NDArray[np.int64]) -> Found:
        gap = differing(some[who], self._hashes[place])
        near = gap <= self._distance
        return who[near] + start, place[near], gap[near]


def _below(before: NDArray[np.int64], found: Found) -> Found:
    """Those of the found places that are low enough for who asked."""
    who, place, gap = found
    counts = place < before[who]
    return who[counts], place[counts], gap[counts]


def changes(radius: int) -> NDArray[np.int64]:
    """All ways to change at most so many bits of a band, as what to XOR it with; none for a negative radius."""
    found = [
        sum(1 << bit for bit in bits)
        for weight in range(radius + 1)
        for bits in combinations(range(_BAND_BITS), weight)
    ]
    return np.array(found, np.int64)


def _band(hashes: Hashes, number: int, ways: NDArray[np.int64]) -> _Band:
    values = _values(hashes, number)
    begins = np.zeros(_VALUES + 1, np.int64)
    np.cumsum(np.bincount(values, minlength=_VALUES), out=begins[1:])
    return _Band(number, np.argsort(values, kind="stable").astype(np.int32), begins, ways)


def _values(hashes: Hashes, number: int) -> NDArray[np.uint16]:
    """One band of each hash."""
    return (hashes >> (number * _BAND_BITS)).astype(np.uint16)
