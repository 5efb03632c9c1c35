"""A moderation string in plain words: what it rejects, what it lets pass, and what it says besides."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from rekreview.domain.moderation_string import MACHINE_KINDS, ModerationString
from rekreview.domain.moderation_string_values import MANUAL
from rekreview.domain.taxonomy import Taxonomy, other
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.wording import threshold_percent


def sentences(string: ModerationString, taxonomy: Taxonomy) -> list[str]:
    """What a string says, one sentence for each thing, with the names of `taxonomy` where it has the category."""
    if string.machine is None:
        found = [_translate("It looks at no label: no machine judges.")]
    else:
        found = [
            _translate("Every category rejects above 50 %, unless the string says otherwise."),
            *_said(string, taxonomy),
        ]
    found += [_moderation(item.kind) for item in string.items if item.kind not in MACHINE_KINDS]
    if string.min_confidence is not None:
        words = _translate("Exports leave out labels under {floor} %; that decides nothing.")
        found.append(words.format(floor=threshold_percent(string.min_confidence)))
    return found


def _said(string: ModerationString, taxonomy: Taxonomy) -> Iterator[str]:
    for slug, threshold in string.thresholds.items():
        name = _name(slug, taxonomy)
        if taxonomy.children(slug):
            name = _translate("{name}, with what stands under it,").format(name=name)
        if threshold is IGNORE:
            yield _translate("{name} never rejects.").format(name=name)
        else:
            yield _translate("{name} rejects above {number} %.").format(name=name, number=threshold_percent(threshold))


def _name(slug: str, taxonomy: Taxonomy) -> str:
    """A category as people call it, with a word if this taxonomy does not have it."""
    known = taxonomy.get(slug)
    if known is not None:
        return known.name
    elsewhere = other(taxonomy).get(slug)
    if elsewhere is None:
        return _translate("“{slug}”, which no taxonomy has,").format(slug=slug)
    version = _translate("{name} (a category of version {version} only)")
    return version.format(name=elsewhere.name, version=other(taxonomy).version.removeprefix("v"))


def _moderation(kind: str) -> str:
    if kind == MANUAL:
        return _translate("What no label rejects waits as pending until a person decides.")
    return _translate("The moderation “{kind}” is carried along and not run here.").format(kind=kind)


def _translate(text: str) -> str:
    return QCoreApplication.translate("plain_words", text)
