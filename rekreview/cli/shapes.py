"""The JSON shapes of assets, policies, runs and decisions. Programs rely on them: add, never rename."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rekreview.cli.output import Document
from rekreview.cli.policy_strings import exempted_document, offence_document
from rekreview.cli.text import moment
from rekreview.cli.video_words import job_document, segment_document, segments
from rekreview.domain.assets import MediaKind

if TYPE_CHECKING:
    from rekreview.domain.assets import Asset, DecisionView, DetectionView
    from rekreview.domain.calls import CallCounts
    from rekreview.domain.labels import Label
    from rekreview.domain.policy import PolicyPair
    from rekreview.library.values import AppliedPolicy, RunView, VideoJobView
    from rekreview.pipeline.importing import ImportSummary


def asset_document(asset: Asset, applied: AppliedPolicy, job: VideoJobView | None = None) -> Document:
    """ASSET: everything the library knows of one asset. policy and offending are about its deciding detection.

    job: the newest paid job on a video, where it is asked for.
    """
    judged = asset.deciding_detection is not None
    string = applied.pair.string_for(asset.kind)
    found = applied.pair.verdict_on(asset)
    return {
        "id": asset.id,
        "sha256": asset.sha256,
        "kind": asset.kind.value,
        "paths": list(asset.paths),
        "width": asset.width,
        "height": asset.height,
        "duration_ms": asset.duration_ms,
        "status": asset.status.value,
        "decided_by": None if asset.decided_by is None else asset.decided_by.value,
        "policy": {"name": applied.name, "version": applied.version, "string": string} if judged else None,
        "deciding_detection": asset.deciding_detection,
        "detections": [_detection(detection, asset.kind) for detection in asset.detections],
        "offending": [offence_document(offence) for offence in (found.offending if found else ())],
        **({"exempted": [exempted_document(one) for one in found.exempted]} if found and found.exempted else {}),
        "error": None if asset.fault is None else {"code": asset.fault.code, "message": asset.fault.message},
        **({} if job is None else {"job": job_document(job)}),
    }


def _detection(detection: DetectionView, kind: MediaKind) -> Document:
    """A detection; of a video also what of it was looked at, and its labels joined into stretches of time."""
    video = {
        "coverage": detection.coverage,
        "segments": [segment_document(one) for one in segments(detection)],
    }
    return {
        "id": detection.id,
        "engine": detection.engine.value,
        "model_version": detection.model_version,
        "adapter": detection.adapter,
        "min_confidence": detection.min_confidence,
        "labels": [label_document(label) for label in detection.labels],
        "content_types": [{"name": name, "confidence": confidence} for name, confidence in detection.content_types],
        **(video if kind is MediaKind.VIDEO else {}),
    }


def label_document(label: Label) -> Document:
    """One label of a detection; times in milliseconds, null for a picture."""
    return {
        "name": label.name,
        "parent_name": label.parent_name,
        "taxonomy_level": label.level,
        "confidence": label.confidence,
        "timestamp": label.timestamp_ms,
        "end_ms": label.end_ms,
    }


def decision_document(decision: DecisionView) -> Document:
    """One entry of an asset's history. `to` is null where a decision was cleared."""
    return {
        "at": moment(decision.at),
        "reviewer": decision.reviewer,
        "from": decision.from_status.value,
        "to": None if decision.to_status is None else decision.to_status.value,
        "reason": decision.reason,
        "note": decision.note,
        "undone": decision.undone,
    }


def pair_document(pair: PolicyPair) -> Document:
    """A policy: its two strings, how parent labels count, and what is exempt in the form `--exempt` takes."""
    return {
        "image": pair.image,
        "video": pair.video,
        "parents": pair.parents.value,
        "exemptions": [str(one) for one in pair.exemptions],
    }


def import_document(summary: ImportSummary) -> Document:
    """What an import did."""
    return {
        "added": summary.added,
        "duplicates": summary.duplicates,
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in summary.skipped],
        "assets": list(summary.assets),
    }


def run_document(run: RunView) -> Document:
    """One moderation run with its counts; causes: how many assets failed for which reason."""
    return {
        "id": run.id,
        "engine": run.engine.value,
        "engine_version": run.engine_version,
        "adapter": run.adapter,
        "min_confidence": run.floor,
        "state": run.state.value,
        "created": moment(run.created),
        "finished": moment(run.finished),
        "total": run.total,
        "done": run.done,
        "failed": run.failed,
        "waiting": run.queued + run.active,
        "causes": dict(run.causes),
        "cost_usd": run.cost_usd,
        **({"ledger": ledger_document(run.calls)} if run.engine.paid else {}),
    }


def ledger_document(counts: CallCounts) -> Document:
    """Paid calls. unanswered: may have been billed although no answer came, for up to may_cost_usd."""
    return {
        "answered": counts.answered,
        "refused": counts.refused,
        "unanswered": counts.unanswered,
        "cost_usd": counts.cost_usd,
        "may_cost_usd": counts.may_cost_usd,
    }


def flips_document(to_rejected: Iterable[int], to_approved: Iterable[int]) -> Document:
    """Ids of the assets that change side."""
    return {"to_rejected": list(to_rejected), "to_approved": list(to_approved)}
