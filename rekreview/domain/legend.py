"""Which number stands for which place of a taxonomy, in columns that hold a number for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rekreview.domain.labels import Label
from rekreview.domain.places import Place, known_place, places
from rekreview.domain.status_codes import NONE
from rekreview.domain.taxonomy import TaxonomyVersion, taxonomy

Legend = tuple[tuple[TaxonomyVersion, Place], ...]
"""What each code means: a code is a place here."""


@dataclass(slots=True)
class LegendBuilder:
    """Gives each place the next code when it is met for the first time.

    A category the taxonomy knows has one place. Where an unknown one stands depends on the other labels of its answer,
    so answers that hold one are looked at one by one; they are rare.
    """

    _codes: dict[tuple[TaxonomyVersion, Place], int] = field(default_factory=dict)
    _known: dict[tuple[TaxonomyVersion, str, str], int] = field(default_factory=dict)

    def known(self, version: TaxonomyVersion, name: str, parent_name: str) -> int:
        """The code of a category that the taxonomy knows, -1 for another."""
        key = (version, name, parent_name)
        code = self._known.get(key)
        if code is None:
            place = known_place(name, parent_name, taxonomy(version))
            code = self._known[key] = NONE if place is None else self._code(version, place)
        return code

    def answer(self, version: TaxonomyVersion, labels: Sequence[Label]) -> list[int]:
        """The codes of the labels of one answer, known and unknown ones."""
        codes = [self.known(version, label.name, label.parent_name) for label in labels]
        if NONE not in codes:
            return codes
        return [self._code(version, place) for place in places(labels, taxonomy(version))]

    def build(self) -> Legend:
        """What the codes given so far mean."""
        return tuple(self._codes)

    def _code(self, version: TaxonomyVersion, place: Place) -> int:
        return self._codes.setdefault((version, place), len(self._codes))
