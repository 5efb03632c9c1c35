"""Label marks: a person's word on one label of an asset, and what follows from it for the categories around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rekreview.domain.taxonomy import Taxonomy, TaxonomyVersion


class MarkWord(StrEnum):
    """What a person says of a label. missing: the category is there, though no label named it."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"

    @property
    def present(self) -> bool:
        """Whether the category is there to be seen."""
        return self is not MarkWord.WRONG


def undone_marks(newest_first: Iterable[tuple[int, int | None]]) -> set[int]:
    """The ids of the marks that count for nothing, from each one's id and that of the mark it undoes.

    As for decisions: an undo that was undone undoes nothing.
    """
    undone: set[int] = set()
    for mark_id, undoes in newest_first:
        if undoes is not None and mark_id not in undone:
            undone.add(undoes)
    return undone


@dataclass(frozen=True, slots=True)
class LabelMark:
    """The word that stands on one category of one asset. category: its slug, in this version of the taxonomy."""

    asset_id: int
    category: str
    name: str
    version: TaxonomyVersion
    word: MarkWord
    reviewer: str
    at: datetime


def follows(words: Mapping[str, bool], taxonomy: Taxonomy) -> dict[str, bool]:
    """Which categories are there and which are not, by slug, from those a person spoke of (True: it is there).

    What holds for a category holds for all above it; what is not there has nothing below it that is. A person's own
    word on a category goes before what follows from others, and what is there before what is not.
    """
    known: dict[str, bool] = {}
    for slug, present in words.items():
        for below in () if present else taxonomy.descendants(slug):
            known[below.slug] = False
    for slug, present in words.items():
        for above in taxonomy.ancestors(slug) if present else ():
            known[above.slug] = True
    return known | dict(words)


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a category is there in an asset. marked: a person said so of this asset's labels."""

    asset_id: int
    category: str
    present: bool
    marked: bool


def marked_truths(marks: Iterable[LabelMark], taxonomies: Mapping[TaxonomyVersion, Taxonomy]) -> list[Truth]:
    """What the standing marks say, with all that follows from them."""
    said: dict[tuple[int, TaxonomyVersion], dict[str, bool]] = {}
    for mark in marks:
        said.setdefault((mark.asset_id, mark.version), {})[mark.category] = mark.word.present
    return [
        Truth(asset_id, slug, present, marked=True)
        for (asset_id, version), words in said.items()
        for slug, present in follows(words, taxonomies[version]).items()
    ]
