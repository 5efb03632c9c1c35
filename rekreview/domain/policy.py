"""A policy decides: it compares every label of a detection with the threshold of its category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rekreview.domain.assets import Asset, MediaKind, Status
from rekreview.domain.content_types import ContentTypes, content_types_of
from rekreview.domain.errors import BadAnswer
from rekreview.domain.exemptions import Exemption, exempted
from rekreview.domain.inheritance import (
    IneffectiveOverride,
    Overrides,
    ineffective_overrides,
    mended,
)
from rekreview.domain.inheritance import effective as inherit
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import KINDS, MACHINE_KINDS, ModerationString, parse
from rekreview.domain.places import Place, explained, places
from rekreview.domain.taxonomy import Taxonomy, TaxonomyVersion, for_model_version, slug_of
from rekreview.domain.taxonomy import taxonomy as taxonomy_of
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE, Ignore, Threshold, exceeds
from rekreview.domain.verdict import Exempted, Moderation, Offence, Verdict

__all__ = [
    "DEFAULT_PAIR",
    "DEFAULT_THRESHOLD",
    "IGNORE",
    "KINDS",
    "Ignore",
    "IneffectiveOverride",
    "Overrides",
    "Parents",
    "Policy",
    "PolicyPair",
    "Threshold",
    "decide",
    "ineffective_overrides",
    "mended",
    "moderations",
]


class Parents(StrEnum):
    """How the labels of parent categories count."""

    LITERAL = "literal"
    LEAF = "leaf"


@dataclass(frozen=True)
class Policy:
    """The thresholds one moderation string sets. Make it with `Policy.of`."""

    string: ModerationString

    @staticmethod
    def of(text: str) -> Policy:
        """The policy a text says. Raises BadModerationString."""
        return _policy(text)

    @property
    def text(self) -> str:
        """The string in canonical form."""
        return self.string.canonical()

    @property
    def judges(self) -> bool:
        """Whether labels are compared with thresholds at all: `manual` alone judges nothing."""
        return self.string.machine is not None

    @property
    def manual(self) -> bool:
        """Whether a person has to look at what the machine approves."""
        return self.string.manual

    @property
    def overrides(self) -> dict[str, Threshold]:
        """The overrides written in the string, by slug."""
        return self.string.thresholds

    def own(self, slug: str) -> Threshold | None:
        """The override of this very category, or None if it inherits."""
        return self.overrides.get(slug)

    def effective(self, taxonomy: Taxonomy) -> Mapping[str, Threshold]:
        """The threshold of every category of a taxonomy, inherited ones included."""
        return _effective(self, taxonomy.version)

    def threshold(self, place: Place, taxonomy: Taxonomy) -> Threshold:
        """The threshold a label at this place has to exceed."""
        return place.threshold(self.overrides, self.effective(taxonomy))

    @property
    def approval(self) -> Status:
        """What becomes of an asset none of whose labels is over its threshold."""
        return Status.APPROVED if self.judges and not self.manual else Status.PENDING


@dataclass(frozen=True, slots=True)
class PolicyPair:
    """A whole policy: one string for pictures, one for videos; and beside them, never part of them, how parent labels
    count and which content types are exempt.
    """

    image: str = "aws_rek"
    video: str = "aws_rek_video"
    parents: Parents = Parents.LITERAL
    exemptions: tuple[Exemption, ...] = ()

    def string_for(self, kind: MediaKind) -> str:
        """The string for one medium."""
        return self.image if kind is MediaKind.IMAGE else self.video

    def for_kind(self, kind: MediaKind) -> Policy:
        """The policy for one medium. Raises BadModerationString."""
        return Policy.of(self.string_for(kind))

    def with_string(self, text: str) -> PolicyPair:
        """The pair with the string of one medium replaced: the one the text is for; both if it names none.

        Raises BadModerationString.
        """
        string = parse(text)
        written = string.canonical()
        if string.media is MediaKind.IMAGE:
            return replace(self, image=written)
        if string.media is MediaKind.VIDEO:
            return replace(self, video=written)
        return replace(self, image=written, video=written)

    def check(self) -> None:
        """Raise BadModerationString if a string is wrong or is for the other medium, InvalidValue for an exemption."""
        parse(self.image, MediaKind.IMAGE)
        parse(self.video, MediaKind.VIDEO)
        for exemption in self.exemptions:
            exemption.check()

    def verdict(
        self, kind: MediaKind, labels: Iterable[Label], taxonomy: Taxonomy, content_types: ContentTypes = ()
    ) -> Verdict:
        """What the whole policy says of a detection: see `decide`."""
        policy = self.for_kind(kind)
        return decide(labels, policy, taxonomy, self.parents, content_types=content_types, exemptions=self.exemptions)

    def verdict_on(self, asset: Asset) -> Verdict | None:
        """What the whole policy says of an asset, label by label; None while nothing was detected."""
        detection = asset.deciding
        if detection is None:
            return None
        spoken = for_model_version(detection.model_version)
        return self.verdict(asset.kind, detection.labels, spoken, detection.content_types)


DEFAULT_PAIR = PolicyPair()


def decide(
    labels: Iterable[Label],
    policy: Policy,
    taxonomy: Taxonomy,
    parents: Parents = Parents.LITERAL,
    *,
    content_types: ContentTypes = (),
    exemptions: Sequence[Exemption] = (),
) -> Verdict:
    """What a policy says of a detection: rejected if and only if some label is strictly over its threshold.

    taxonomy: the one the detection speaks (`taxonomy.for_model_version`). content_types: of the whole detection; what
    its labels tell of their own moments goes before. A label that is exempt explains, and does not decide. Raises
    BadAnswer for a confidence outside 0–100, which must never pass as approved.
    """
    labels = list(labels)
    if not all(0 <= label.confidence <= 100 for label in labels):
        raise BadAnswer("A label has a confidence that is not between 0 and 100.", "Moderate the asset again.")
    placed = places(labels, taxonomy)
    over = _over(labels, placed, policy, taxonomy, parents) if policy.judges else []
    offending, pardoned = _sorted_out(over, content_types_of(labels, content_types), exemptions)
    status = Status.REJECTED if offending else policy.approval
    unknown = dict.fromkeys(label.name for label, place in zip(labels, placed, strict=True) if not place.known)
    return Verdict(status, offending, tuple(unknown), moderations(policy.string, status), pardoned)


def moderations(string: ModerationString, machine: Status | None = None) -> tuple[Moderation, ...]:
    """Where each moderation of a string stands, in order.

    machine: what came of the machine moderation; None while there is no detection: then the first is pending and the
    others are queued. One rejection aborts those after it. Kinds this app does not run stay not moderated.
    """
    if machine is None:
        first, *others = string.items
        return (Moderation(first.kind, Status.PENDING), *(Moderation(item.kind, Status.QUEUED) for item in others))
    standing = []
    rejected = False
    for item in string.items:
        status = Status.ABORTED if rejected else _standing(item.kind, machine)
        standing.append(Moderation(item.kind, status))
        rejected = rejected or status is Status.REJECTED
    return tuple(standing)


def _standing(kind: str, machine: Status) -> Status:
    if kind in MACHINE_KINDS:
        return Status.REJECTED if machine is Status.REJECTED else Status.APPROVED
    return Status.PENDING if kind == "manual" else Status.NOT_MODERATED


def _over(
    labels: Sequence[Label], placed: Sequence[Place], policy: Policy, taxonomy: Taxonomy, parents: Parents
) -> list[tuple[int, Place, Offence]]:
    """The labels over their thresholds that count in this reading, each with its number and its place."""
    silent = explained(labels, placed) if parents is Parents.LEAF else [False] * len(labels)
    over = []
    for number, (label, place) in enumerate(zip(labels, placed, strict=True)):
        threshold = policy.threshold(place, taxonomy)
        if not silent[number] and threshold is not IGNORE and exceeds(label.confidence, threshold):
            slug = slug_of(label.name)
            told = Offence(label.name, label.parent_name, slug, label.confidence, threshold, label.timestamp_ms)
            over.append((number, place, told))
    return sorted(over, key=lambda one: -one[2].confidence)


def _sorted_out(
    over: Sequence[tuple[int, Place, Offence]], content_types: Sequence[ContentTypes], exemptions: Sequence[Exemption]
) -> tuple[tuple[Offence, ...], tuple[Exempted, ...]]:
    """Of the labels over their thresholds: those that reject, and those that are exempt."""
    pardons = [exempted(offence, place, content_types[number], exemptions) for number, place, offence in over]
    offending = tuple(offence for (_, _, offence), pardon in zip(over, pardons, strict=True) if pardon is None)
    return offending, tuple(pardon for pardon in pardons if pardon is not None)


@lru_cache(maxsize=256)
def _policy(text: str) -> Policy:
    return Policy(parse(text))


@lru_cache(maxsize=64)
def _effective(policy: Policy, version: TaxonomyVersion) -> Mapping[str, Threshold]:
    return inherit(policy.overrides, taxonomy_of(version))
