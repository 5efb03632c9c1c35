"""`presets`: saved policies with their versions; those that come with the app are version 0.

A preset is named NAME, for its newest version, or NAME@VERSION.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rekreview.cli.exempting import add_exempt, with_exemptions
from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import Document, table
from rekreview.cli.policy_library import add_parents, pair_lines, with_parents
from rekreview.cli.registry import Entry
from rekreview.cli.text import beginning, plain_text
from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import InvalidValue
from rekreview.domain.policy import Policy, PolicyPair
from rekreview.domain.shipped_presets import ShippedPreset, shipped_presets
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, Threshold, write_threshold

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.library.library import Library

SHIPPED_VERSION = 0
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Saved:
    """A policy under a name, saved by a person or shipped with the app (version 0, with a word on what it is for)."""

    name: str
    version: int
    pair: PolicyPair
    explanation: str = ""

    def document(self) -> Document:
        """The preset as JSON."""
        from rekreview.cli.shapes import pair_document

        return {
            "name": self.name,
            "version": self.version,
            "shipped": self.version == SHIPPED_VERSION,
            **pair_document(self.pair),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One category in which two policies differ."""

    media: MediaKind
    category: str
    before: Threshold
    after: Threshold


def find_preset(library: Library, reference: str) -> Saved:
    """The preset a person means by NAME or NAME@VERSION; a saved one comes before a shipped one of the same name.

    Raises InvalidValue if there is none.
    """
    name, version = _parts(reference)
    if version != SHIPPED_VERSION:
        try:
            found = library.queries.preset(name, version)
        except InvalidValue:
            if version is not None:
                raise
        else:
            return Saved(found.name, found.version, found.pair)
    return find_shipped(reference)


def find_shipped(reference: str) -> Saved:
    """The preset that comes with the app under this name, or under the title that the window shows.

    Raises InvalidValue if there is none.
    """
    name, version = _parts(reference)
    for shipped in shipped_presets() if version in (None, SHIPPED_VERSION) else ():
        if name.casefold() in (shipped.name, shipped.title.casefold()):
            return _saved(shipped)
    raise InvalidValue(f"There is no preset “{reference}”.", "`rekreview presets list` names them all.")


def _parts(reference: str) -> tuple[str, int | None]:
    name, at, version = reference.rpartition("@")
    is_version = at and version.isascii() and version.isdigit() and len(version) <= _MOST_DIGITS
    return (name, int(version)) if is_version else (reference, None)


def _shipped() -> Iterator[Saved]:
    return map(_saved, shipped_presets())


def _saved(preset: ShippedPreset) -> Saved:
    return Saved(preset.name, SHIPPED_VERSION, preset.pair, preset.explanation)


# List and show


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    """The list takes none."""


def _list(call: Call) -> int:
    with call.library() as library:
        own = [Saved(preset.name, preset.version, preset.pair) for preset in library.queries.presets()]
    taken = {preset.name for preset in own}
    every = own + [preset for preset in _shipped() if preset.name not in taken]
    rows = ((preset.name, preset.version or "shipped", _summary(preset)) for preset in every)
    documents = (preset.document() for preset in every)
    call.output.listing("presets", documents, lambda: table(("NAME", "VERSION", "WHAT IT IS"), rows))
    return Exit.DONE


def _summary(preset: Saved) -> str:
    """What a shipped preset is for, in its first sentence; the beginning of a saved one's string."""
    first, _, _ = preset.explanation.partition(". ")
    return beginning(f"{first.rstrip('.')}." if first else preset.pair.image)


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("preset", type=plain_text, metavar="NAME[@VERSION]")


def _show(call: Call) -> int:
    with call.library() as library:
        preset = find_preset(library, call.arguments.preset)
        versions = [one.version for one in library.queries.preset_versions(preset.name)]
    document = {**preset.document(), "versions": versions}
    call.output.document(document, lambda: _show_lines(preset, versions))
    return Exit.DONE


def _show_lines(preset: Saved, versions: list[int]) -> Iterable[str]:
    yield f"{preset.name}, " + (f"version {preset.version} of {len(versions)}" if preset.version else "shipped")
    yield from pair_lines(preset.pair)
    if preset.explanation:
        yield preset.explanation


# Save and roll back


def _save_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", type=plain_text, metavar="NAME")
    parser.add_argument("strings", nargs="*", metavar="STRING", help="what to save (default: the applied policy)")
    add_parents(parser)
    add_exempt(parser)


def _save(call: Call) -> int:
    arguments = call.arguments
    _require_plain(arguments.name)
    with call.library() as library:
        pair = library.queries.policy().pair
        for string in arguments.strings:
            pair = pair.with_string(string)
        pair = with_exemptions(with_parents(pair, arguments.parents), arguments.exempt)
        saved = library.commands.save_preset(arguments.name, pair)
    return _told(call, Saved(saved.name, saved.version, saved.pair))


def _require_plain(name: str) -> None:
    if _parts(name)[1] is not None:
        raise UsageError(f"“{name}” ends like a version.", "Give a name without @ and a number at its end.")


def _rollback_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", type=plain_text, metavar="NAME")
    parser.add_argument("version", type=int, metavar="VERSION", help="the version to save again as the newest")


def _rollback(call: Call) -> int:
    with call.library() as library:
        former = find_preset(library, f"{call.arguments.name}@{call.arguments.version}")
        saved = library.commands.save_preset(former.name, former.pair)
    return _told(call, Saved(saved.name, saved.version, saved.pair))


def _told(call: Call, saved: Saved) -> int:
    text = f"{saved.name} is saved, version {saved.version}. It is not applied; `rekreview policy apply` does that."
    call.output.document(saved.document(), lambda: [text])
    return Exit.DONE


# Differences


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("preset", type=plain_text, metavar="NAME[@VERSION]")
    parser.add_argument(
        "other",
        type=plain_text,
        nargs="?",
        metavar="NAME[@VERSION]",
        help="what to compare it with (default: the version before it)",
    )


def _diff(call: Call) -> int:
    with call.library() as library:
        first = find_preset(library, call.arguments.preset)
        before, after = (
            (first, find_preset(library, call.arguments.other))
            if call.arguments.other
            else (_version_before(library, first), first)
        )
    found = differences(before.pair, after.pair)
    document = {
        "from": {"name": before.name, "version": before.version},
        "to": {"name": after.name, "version": after.version},
        "parents": {"from": before.pair.parents.value, "to": after.pair.parents.value},
        "exemptions": {
            "from": [str(one) for one in before.pair.exemptions],
            "to": [str(one) for one in after.pair.exemptions],
        },
        "categories": [_difference(one) for one in found],
    }
    call.output.document(document, lambda: _diff_lines(before, after, found))
    return Exit.DONE


def _version_before(library: Library, preset: Saved) -> Saved:
    older = [one for one in library.queries.preset_versions(preset.name) if one.version < preset.version]
    if not older:
        raise InvalidValue(f"{preset.name} has no version before {preset.version}.", "Name two presets to compare.")
    return Saved(older[0].name, older[0].version, older[0].pair)


def differences(before: PolicyPair, after: PolicyPair) -> list[Difference]:
    """The categories whose thresholds differ, inherited ones too, pictures before videos."""
    found = []
    for media in MediaKind:
        old, new = _thresholds(before.for_kind(media)), _thresholds(after.for_kind(media))
        for slug in dict.fromkeys((*old, *new)):
            was, becomes = old.get(slug, DEFAULT_THRESHOLD), new.get(slug, DEFAULT_THRESHOLD)
            if was != becomes:
                found.append(Difference(media, slug, was, becomes))
    return found


def _thresholds(policy: Policy) -> dict[str, Threshold]:
    """Every threshold of version 7, and the overrides of categories that version does not have."""
    return {**policy.overrides, **policy.effective(taxonomy("v7"))}


def _difference(difference: Difference) -> Document:
    from rekreview.cli.policy_strings import numbers

    values = numbers({"from": difference.before, "to": difference.after})
    return {"media": difference.media.value, "category": difference.category, **values}


def _diff_lines(before: Saved, after: Saved, found: list[Difference]) -> Iterable[str]:
    yield f"From {before.name} {before.version or 'shipped'} to {after.name} {after.version or 'shipped'}:"
    if before.pair.exemptions != after.pair.exemptions:
        for word, pair in (("Before", before.pair), ("After", after.pair)):
            yield f"{word}, exempt: {', '.join(map(str, pair.exemptions)) or 'nothing'}"
    if not found:
        yield "No category differs."
        return
    rows = ((one.media, one.category, write_threshold(one.before), write_threshold(one.after)) for one in found)
    yield from table(("MEDIA", "CATEGORY", "FROM", "TO"), rows)


ENTRIES = {
    "presets list": Entry(_no_arguments, _list),
    "presets show": Entry(_show_arguments, _show),
    "presets save": Entry(_save_arguments, _save),
    "presets rollback": Entry(_rollback_arguments, _rollback),
    "presets diff": Entry(_diff_arguments, _diff),
}
