"""Facets, their values, and whole filters in words."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.facets import BAND, Choice, Facet, FacetValue
from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.ui import naming
from rekreview.ui.exempting import content_type_word


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source


_FACETS = {
    Facet.KIND: _T("filtering", "Kind"),
    Facet.ENGINE: _T("filtering", "Engine"),
    Facet.CATEGORY: _T("filtering", "Category"),
    Facet.CONFIDENCE: _T("filtering", "Confidence"),
    Facet.CONTENT_TYPE: _T("filtering", "Content type"),
    Facet.REVIEWER: _T("filtering", "Reviewer"),
    Facet.LOOKER: _T("filtering", "Second look"),
    Facet.REASON: _T("filtering", "Reason"),
    Facet.NOTE: _T("filtering", "Note"),
    Facet.DATE: _T("filtering", "Day of import"),
    Facet.IMPORT: _T("filtering", "Import"),
    Facet.RUN: _T("filtering", "Run"),
}
_TIPS = {
    Facet.KIND: _T("filtering", "Pictures or videos"),
    Facet.ENGINE: _T("filtering", "The engine whose answer counts"),
    Facet.CATEGORY: _T("filtering", "The label each tile names, or a category above it"),
    Facet.CONFIDENCE: _T("filtering", "How sure the engine is of the label each tile names"),
    Facet.CONTENT_TYPE: _T("filtering", "Told by Amazon Rekognition. The on-device check tells no content types."),
    Facet.REVIEWER: _T("filtering", "Who made the decision that stands"),
    Facet.LOOKER: _T("filtering", "Who put an asset aside for a second look"),
    Facet.REASON: _T("filtering", "The reason of the decision that stands"),
    Facet.NOTE: _T("filtering", "Whether the decision that stands has a note"),
    Facet.DATE: _T("filtering", "The day an asset was imported"),
    Facet.IMPORT: _T("filtering", "The import that brought an asset; a copy found later stays with the first"),
    Facet.RUN: _T("filtering", "The moderation runs that had an asset on their list"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("filtering", text)


def facet(name: Facet) -> str:
    """What a facet is called."""
    return _tr(_FACETS[name])


def facet_tip(name: Facet) -> str:
    """What a facet is about."""
    return _tr(_TIPS[name])


def value(choice: Choice, told: FacetValue | None = None) -> str:
    """What a value is called. told: what the library says of it, for values that are numbers."""
    try:
        return _value(choice, told)
    except ValueError:  # of a later version, or written by hand
        return choice.value


def _value(choice: Choice, told: FacetValue | None) -> str:
    match choice.facet:
        case Facet.KIND:
            return naming.kind(MediaKind(choice.value))
        case Facet.ENGINE:
            return naming.engine(EngineName(choice.value))
        case Facet.CATEGORY:
            return told.name if told and told.name else category(choice.value)
        case Facet.CONFIDENCE:
            return _tr("{low}–{high} %").format(low=choice.value, high=int(choice.value) + BAND)
        case Facet.CONTENT_TYPE:
            return content_type_word(choice.value)
        case Facet.NOTE:
            return _tr("With a note") if choice.value == "yes" else _tr("Without a note")
        case Facet.DATE:
            return _day(date.fromisoformat(choice.value))
        case Facet.IMPORT | Facet.RUN:
            return _numbered(choice, told)
        case _:
            return choice.value


def _numbered(choice: Choice, told: FacetValue | None) -> str:
    if told is None or told.at is None:
        return _tr("No. {number}").format(number=choice.value)
    name = naming.engine(EngineName(told.name)) if choice.facet is Facet.RUN else told.name
    return " · ".join(part for part in (name, naming.moment(told.at)) if part)


def _day(day: date) -> str:
    today = datetime.now().astimezone().date()
    return {0: _tr("Today"), 1: _tr("Yesterday")}.get((today - day).days, day.isoformat())


def category(slug: str) -> str:
    """The name of a category; its slug for one that no taxonomy has."""
    found = (taxonomy(version).get(slug) for version in VERSIONS)
    return next((known.name for known in found if known), slug)


def choice(chosen: Choice, told: FacetValue | None = None) -> str:
    """A facet and its value: "Category: Weapons"."""
    return f"{facet(chosen.facet)}: {value(chosen, told)}"
