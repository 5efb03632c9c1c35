"""A moderation string in the words of another taxonomy: the categories it names, under the names they have there."""

from __future__ import annotations

from dataclasses import replace

from rekreview.domain.moderation_string import ModerationString, resolve
from rekreview.domain.moderation_string_values import MACHINE_KINDS, Item
from rekreview.domain.taxonomy import Taxonomy, counterparts
from rekreview.domain.thresholds import IGNORE, Threshold, looser, write_threshold


def renamed(string: ModerationString, taxonomy: Taxonomy, only: str | None = None) -> ModerationString:
    """The string with every category of the other version under what it is called in `taxonomy`, in its place.

    A category that became several gives each of them its value; of several that became one, the strictest value counts.
    One that has no counterpart there stays as it is, and what the string says already of a counterpart goes before.

    only: the slug of the one category to rename, None for all.
    """
    machine = string.machine
    if machine is None:
        return string
    changed = _machine(machine, set(string.thresholds), taxonomy, only)
    return replace(string, items=tuple(changed if item.kind in MACHINE_KINDS else item for item in string.items))


def _machine(machine: Item, named: set[str], taxonomy: Taxonomy, only: str | None) -> Item:
    written: dict[str, Threshold] = {}
    for name, value in machine.pairs():
        there = _names_there(resolve(name), taxonomy) if only in (None, resolve(name)) else ()
        if not there:
            written.setdefault(name, value)
        for slug in there:
            if slug not in named and looser(written.get(slug, IGNORE), value):
                written[slug] = value
            elif slug not in named:
                written.setdefault(slug, value)
    return Item(machine.kind, tuple(part for name, value in written.items() for part in (name, write_threshold(value))))


def _names_there(slug: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What a category is called in a taxonomy that does not have it; nothing if it has it or has no counterpart."""
    if slug in taxonomy:
        return ()
    return tuple(category.slug for category in counterparts(slug, taxonomy))
