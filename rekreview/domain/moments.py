"""Content types as columns of numbers: which hold for each label of a library, so that exemptions are tried at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.content_types import ContentTypes
from rekreview.domain.exemptions import Exemption

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNTOLD: Final = -1.0
"""Stands where a content type was not told; no exemption asks for so little."""

NO_MOMENT: Final = 0


@dataclass(frozen=True)
class Moments:
    """For each label its moment, and for each moment what was told of it; build it with `MomentsBuilder`.

    A moment is an answer, or a time in a video for which content types were told apart. names: casefolded. confidence:
    0–100, shape (moments, names). of_label: the row of each label's moment.
    """

    names: tuple[str, ...]
    confidence: NDArray[np.float64]
    of_label: NDArray[np.integer]

    def joined(self, others: Moments) -> Moments:
        """The moments of these labels and then of others."""
        names = tuple(dict.fromkeys((*self.names, *others.names)))
        confidence = np.concatenate((self._under(names), others._under(names)))
        of_label = np.concatenate((self.of_label.astype(np.int64), others.of_label + len(self.confidence)))
        return Moments(names, confidence, of_label).compact()

    def chosen(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Moments:
        """The moments of some of the labels, or of all in another order."""
        return Moments(self.names, self.confidence, self.of_label[chosen])

    def compact(self) -> Moments:
        """The same in less room: moments of which the same was told are one, and numbers are as small as may be."""
        if not len(self.confidence) or not self.names:
            return Moments(self.names, self.confidence[:1], np.zeros(len(self.of_label), dtype=np.uint8))
        order = np.lexsort(self.confidence.T)
        differs = np.append(True, (np.diff(self.confidence[order], axis=0) != 0).any(axis=1))
        number = np.empty(len(order), dtype=np.min_scalar_type(np.count_nonzero(differs)))
        number[order] = np.cumsum(differs) - 1
        return Moments(self.names, self.confidence[order[differs]], number[self.of_label])

    def _under(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The table with a column for each of these names."""
        table = np.full((len(self.confidence), len(names)), UNTOLD)
        for column, name in enumerate(self.names):
            table[:, names.index(name)] = self.confidence[:, column]
        return table

    def holding(self, exemption: Exemption) -> NDArray[np.bool_]:
        """For each moment, whether the engine is sure enough of the exemption's content type."""
        name = exemption.content_type.casefold()
        if name not in self.names:
            return np.zeros(len(self.confidence), dtype=np.bool_)
        told = self.confidence[:, self.names.index(name)]
        holding: NDArray[np.bool_] = (told >= exemption.least_confidence) & (told != UNTOLD)
        return holding


@dataclass(slots=True)
class MomentsBuilder:
    """Gathers moments one by one."""

    _names: dict[str, int] = field(default_factory=dict)
    _told: list[list[tuple[int, float]]] = field(default_factory=lambda: [[]])

    def add(self, content_types: ContentTypes) -> int:
        """The number of a new moment with these content types; of the one without any if there are none."""
        if not content_types:
            return NO_MOMENT
        self._told.append([(self._code(name), confidence) for name, confidence in content_types])
        return len(self._told) - 1

    def build(self, of_label: Sequence[int] | NDArray[np.int32]) -> Moments:
        """What was added, with the moment of each label."""
        confidence = np.full((len(self._told), len(self._names)), UNTOLD)
        for moment, told in enumerate(self._told):
            for name, value in told:
                confidence[moment, name] = max(confidence[moment, name], value)
        return Moments(tuple(self._names), confidence, np.array(of_label, dtype=np.int32))

    def _code(self, name: str) -> int:
        return self._names.setdefault(name.casefold(), len(self._names))
