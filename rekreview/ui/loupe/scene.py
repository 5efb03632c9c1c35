"""All that the loupe shows of one asset, read in one go off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rekreview.domain.assets import Asset, EngineName, MediaKind, Status
from rekreview.domain.taxonomy import for_model_version
from rekreview.ui.player.timeline_model import Story, story
from rekreview.ui.wording import covered, tr

if TYPE_CHECKING:
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.verdict import Verdict
    from rekreview.library.values import AppliedPolicy


class LoupeQueries(Protocol):
    """What the loupe asks of a library."""

    def assets(self, ids: Sequence[int]) -> Sequence[Asset]:
        """All that is known of these assets, in the order asked for."""

    def policy(self) -> AppliedPolicy:
        """The policy that gives the verdicts."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One asset, and for a video what was found in it over time."""

    asset: Asset
    story: Story | None = None
    verdict: Verdict | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether what was found is the on-device engine's, and no more than an estimate."""
        return is_estimate(self.asset)

    @property
    def coverage(self) -> str:
        """How much of a video the deciding engine looked at: "Checked 60 of 1,800 frames"; "" if none did."""
        detection = self.asset.deciding
        return covered(detection.coverage) if detection else self._not_looked_at

    @property
    def _not_looked_at(self) -> str:
        return tr("Not checked yet") if self.asset.status is Status.PENDING else ""

    @property
    def opens_at(self) -> int | None:
        """Which moment of a video is shown first (ms), None for a picture."""
        return self.story.opens_at if self.story else None


def is_estimate(asset: Asset) -> bool:
    """Whether the detection that decides on an asset is an estimate of the on-device engine."""
    detection = asset.deciding
    return detection is not None and detection.engine is EngineName.ON_DEVICE


def read_scenes(queries: LoupeQueries, ids: Sequence[int]) -> list[Scene]:
    """These assets, in the order asked for; those that are gone are left out. Blocks."""
    assets = queries.assets(ids)
    pair = queries.policy().pair
    verdicts = [pair.verdict_on(asset) for asset in assets]
    if not any(asset.kind is MediaKind.VIDEO for asset in assets):
        return [Scene(asset, None, verdict) for asset, verdict in zip(assets, verdicts, strict=True)]
    stories = [video_story(asset, pair) for asset in assets]
    return [Scene(*told) for told in zip(assets, stories, verdicts, strict=True)]


def video_story(asset: Asset, pair: PolicyPair) -> Story | None:
    """What was found in a video over time, None for a picture."""
    if asset.kind is not MediaKind.VIDEO:
        return None
    detection, verdict = asset.deciding, pair.verdict_on(asset)
    taxonomy = for_model_version(detection.model_version if detection else None)
    return story(
        detection.labels if detection else (),
        verdict.offending if verdict else (),
        pair.for_kind(asset.kind).effective(taxonomy),
        asset.duration_ms,
    )
