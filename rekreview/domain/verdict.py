"""A verdict: what a policy and a detection together say of an asset, and which labels said it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rekreview.domain.assets import Status


@dataclass(frozen=True, slots=True)
class Offence:
    """One label over its threshold. parent: the name above it, "" at the top. confidence: 0–100; threshold: 0–1.

    timestamp_ms: where in the video, None for a picture.
    """

    name: str
    parent: str
    slug: str
    confidence: float
    threshold: Decimal
    timestamp_ms: int | None


@dataclass(frozen=True, slots=True)
class Exempted:
    """One label over its threshold that does not reject, since the asset is of an exempt content type.

    confidence: of the content type, 0–100.
    """

    offence: Offence
    content_type: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Moderation:
    """Where one of the moderations a string asks for stands. Kinds this app does not run stay `not_moderated`."""

    kind: str
    status: Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """What policy and detection say. offending: the labels that reject, the strongest first.

    unknown: names of labels that the detection's taxonomy does not have. moderations: one for each item of the string.
    exempted: the labels that would reject but for their content type, the strongest first.
    """

    status: Status
    offending: tuple[Offence, ...] = ()
    unknown: tuple[str, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    exempted: tuple[Exempted, ...] = ()

    @property
    def leading(self) -> Offence | None:
        """The label to name if one is named: the strongest that is not only the parent of another that rejects."""
        parents = {offence.parent for offence in self.offending}
        specific = (offence for offence in self.offending if offence.name not in parents)
        return next(specific, self.offending[0] if self.offending else None)
