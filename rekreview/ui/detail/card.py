"""All that the detail pane shows of one asset, read in one go off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rekreview.domain.assets import Asset, DecisionView, DetectionView, MediaKind
from rekreview.domain.marks import LabelMark
from rekreview.domain.taxonomy import Taxonomy, for_model_version
from rekreview.domain.thresholds import Threshold
from rekreview.domain.verdict import Verdict
from rekreview.ui.player.timeline_model import story

if TYPE_CHECKING:
    from rekreview.library.values import AppliedPolicy, VideoJobView


class CardQueries(Protocol):
    """What the card asks of a library."""

    def asset(self, asset_id: int) -> Asset:
        """All that is known of one asset. Raises AssetNotFound."""

    def history(self, asset_id: int) -> Sequence[DecisionView]:
        """What persons decided of it, the oldest first."""

    def marks(self, asset_id: int) -> Sequence[LabelMark]:
        """What persons said of its labels."""

    def raw(self, detection_id: int) -> dict[str, Any]:
        """A detection's answer as it came, with what was sent for it."""

    def video_job_of(self, asset_id: int) -> VideoJobView | None:
        """The newest paid job on a video."""

    def policy(self) -> AppliedPolicy:
        """The policy that gives the verdicts."""


@dataclass(frozen=True, slots=True)
class AssetCard:
    """One asset, what the policy says of it, and what persons said.

    thresholds: by slug, of its taxonomy. raw: what was sent to a paid engine for it and what came back, else empty.
    marks: what persons said of its labels.
    job: the paid job that checks a video now, or that goes on when its run does.
    """

    asset: Asset
    verdict: Verdict | None
    history: tuple[DecisionView, ...]
    taxonomy: Taxonomy
    thresholds: Mapping[str, Threshold]
    raw: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[LabelMark, ...] = ()
    job: VideoJobView | None = None

    @property
    def detection(self) -> DetectionView | None:
        """The detection whose labels count."""
        return self.asset.deciding

    @property
    def decided_at(self) -> int | None:
        """The moment of a video that decided (ms); None for a picture, and where no moment did."""
        if self.asset.kind is not MediaKind.VIDEO or self.detection is None or self.verdict is None:
            return None
        told = story(self.detection.labels, self.verdict.offending, self.thresholds, self.asset.duration_ms)
        return told.opens_at if told.hits else None

    @property
    def decision(self) -> DecisionView | None:
        """The newest decision that was not taken back."""
        return next((entry for entry in reversed(self.history) if not entry.undone and entry.to_status), None)


def read_card(queries: CardQueries, asset_id: int) -> AssetCard:
    """Everything about one asset. Blocks; raises AssetNotFound."""
    asset = queries.asset(asset_id)
    detection = asset.deciding
    taxonomy = for_model_version(detection.model_version if detection else None)
    pair = queries.policy().pair
    raw = queries.raw(detection.id) if detection and detection.engine.paid else {}
    job = queries.video_job_of(asset_id) if asset.queued and asset.kind is MediaKind.VIDEO else None
    return AssetCard(
        asset,
        pair.verdict_on(asset),
        tuple(queries.history(asset_id)),
        taxonomy,
        pair.for_kind(asset.kind).effective(taxonomy),
        raw,
        tuple(queries.marks(asset_id)),
        job,
    )
