"""A moderation string once it is read: its items in order, and the thresholds they set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from rekreview.domain.assets import MediaKind
from rekreview.domain.taxonomy import slug_of
from rekreview.domain.thresholds import IGNORE, Threshold, write_threshold

MANUAL: Final = "manual"
DUPLICATE: Final = "duplicate"
FLOOR: Final = "min_confidence"
MACHINE_KINDS: Final = {"aws_rek": MediaKind.IMAGE, "aws_rek_video": MediaKind.VIDEO}
_KIND_OF: Final = {media: kind for kind, media in MACHINE_KINDS.items()}
KINDS: Final = (
    *MACHINE_KINDS,
    MANUAL,
    DUPLICATE,
    "webpurify",
    "perception_point",
    "google_video_moderation",
    "metascan",
    "cld",
)
# The first is printed by Cloudinary itself although it does not follow the rule for slugs; the second is its twin.
ALIASES: Final = {
    "female_underwear": "female_swimwear_or_underwear",
    "male_underwear": "male_swimwear_or_underwear",
}


def resolve(name: str) -> str:
    """The slug of the category a name in a string means, whichever of its names was typed."""
    slug = slug_of(name)
    return ALIASES.get(slug, slug)


@dataclass(frozen=True, slots=True)
class Item:
    """One moderation a string asks for: its kind, and its arguments in canonical form as they follow each other."""

    kind: str
    args: tuple[str, ...] = ()

    def canonical(self) -> str:
        """The item as it is written."""
        return ":".join((self.kind, *self.args))

    def pairs(self) -> Iterator[tuple[str, Threshold]]:
        """Name and value of each setting of a machine moderation, `min_confidence` among them."""
        for name, value in zip(self.args[::2], self.args[1::2], strict=True):
            yield name, IGNORE if value == "ignore" else Decimal(value)


@dataclass(frozen=True, slots=True)
class ModerationString:
    """What a moderation string says. Names, aliases and order stay as they were typed."""

    items: tuple[Item, ...]

    def __str__(self) -> str:
        return self.canonical()

    def canonical(self) -> str:
        """The string in the one form in which it is written: `check` of it warns of no form, and changes nothing."""
        return "|".join(item.canonical() for item in self.items)

    @property
    def machine(self) -> Item | None:
        """The item that compares labels with thresholds, if there is one."""
        return next((item for item in self.items if item.kind in MACHINE_KINDS), None)

    @property
    def media(self) -> MediaKind | None:
        """The medium the string is for; None if it names none, such as `manual` alone."""
        return None if self.machine is None else MACHINE_KINDS[self.machine.kind]

    @property
    def manual(self) -> bool:
        """Whether a person has to look at what the machine approves."""
        return any(item.kind == MANUAL for item in self.items)

    @property
    def thresholds(self) -> dict[str, Threshold]:
        """The overrides written in the string: slug, with aliases resolved, to value."""
        return {resolve(name): value for name, value in self._pairs() if name != FLOOR}

    @property
    def min_confidence(self) -> Decimal | None:
        """The floor (0–1) on the labels that are returned, if the string sets one; it never decides."""
        return next((value for name, value in self._pairs() if name == FLOOR and isinstance(value, Decimal)), None)

    def with_threshold(
        self, slug: str, value: Threshold | None, media: MediaKind = MediaKind.IMAGE
    ) -> ModerationString:
        """The string with the override of one category set, or taken out for None.

        An override that is there keeps its place and the name it was typed with; a new one comes last. Where a string
        has no machine moderation, there is nothing to take out, and a threshold brings that of its `media` as the first
        item.
        """
        if self.machine is None and value is None:
            return self
        machine = self.machine or Item(_KIND_OF[media])
        written = {resolve(name): name for name, _ in machine.pairs()}
        pairs = dict(machine.pairs())
        name = written.get(resolve(slug), slug)
        if value is None:
            pairs.pop(name, None)
        else:
            pairs[name] = value
        return self._with_machine(Item(machine.kind, tuple(_arguments(pairs))))

    def _with_machine(self, changed: Item) -> ModerationString:
        if self.machine is None:
            return replace(self, items=(changed, *self.items))
        return replace(self, items=tuple(changed if item == self.machine else item for item in self.items))

    def _pairs(self) -> Iterator[tuple[str, Threshold]]:
        return iter(()) if self.machine is None else self.machine.pairs()


def _arguments(pairs: dict[str, Threshold]) -> Iterator[str]:
    for name, value in pairs.items():
        yield name
        yield write_threshold(value)
