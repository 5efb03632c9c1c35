"""What narrows a list down, part by part: each a chip that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rekreview.domain.facets import FacetCounts, without_choice
from rekreview.domain.queues import QueueFilter
from rekreview.ui import naming
from rekreview.ui.exempting import content_type_word
from rekreview.ui.filtering import words
from rekreview.ui.wording import tr


@dataclass(frozen=True, slots=True)
class FilterPart:
    """One thing that narrows a list, in words, and the list without it."""

    text: str
    without: QueueFilter


def parts(shown: QueueFilter, told: FacetCounts | None = None) -> list[FilterPart]:
    """All that narrows a list, in the order the chips are shown. told: what the library says of values."""
    found = []
    if shown.search:
        found.append(FilterPart(tr("Name: {}").format(shown.search), replace(shown, search="")))
    if shown.kind is not None:
        found.append(FilterPart(naming.kind(shown.kind), replace(shown, kind=None)))
    if shown.category is not None:
        text = tr("Any label: {}").format(words.category(shown.category))
        found.append(FilterPart(text, replace(shown, category=None)))
    if (span := _span(shown)) is not None:
        found.append(FilterPart(span, replace(shown, min_confidence=None, max_confidence=None)))
    if shown.content_type is not None:
        found.append(FilterPart(content_type_word(shown.content_type), replace(shown, content_type=None)))
    for chosen in shown.facets:
        values = told.values.get(chosen.facet, ()) if told else ()
        known = next((one for one in values if one.value == chosen.value), None)
        rest = replace(shown, facets=without_choice(shown.facets, chosen))
        found.append(FilterPart(words.choice(chosen, known), rest))
    return found


def widened(shown: QueueFilter) -> QueueFilter:
    """The same queue in the same order, with nothing narrowing it."""
    return QueueFilter(queue=shown.queue, sort=shown.sort, descending=shown.descending)


def _span(shown: QueueFilter) -> str | None:
    low, high = shown.min_confidence, shown.max_confidence
    if low is None and high is None:
        return None
    if high is None:
        return tr("At least {} % sure").format(f"{low:g}")
    if low is None:
        return tr("At most {} % sure").format(f"{high:g}")
    return tr("{low} to {high} % sure").format(low=f"{low:g}", high=f"{high:g}")
