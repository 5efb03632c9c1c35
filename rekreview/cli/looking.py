"""`list`, `show` and `history`: what the library knows."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.output import table
from rekreview.cli.registry import Entry
from rekreview.cli.text import duration, shortened
from rekreview.domain.content_types import CONTENT_TYPES

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.assets import Asset, DecisionView, DetectionView
    from rekreview.domain.policy import PolicyPair
    from rekreview.library.values import AppliedPolicy, VideoJobView

STATUSES = ("pending", "approved", "rejected", "not_moderated", "queued", "aborted")
_LARGEST_ID = (1 << 63) - 1


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", choices=STATUSES)
    parser.add_argument("--kind", choices=("image", "video"))
    parser.add_argument("--category", metavar="SLUG", help="assets with a label of this category or one below it")
    parser.add_argument(
        "--content-type",
        type=str.lower,
        choices=tuple(map(str.lower, CONTENT_TYPES)),
        help="assets the engine found to be of this content type",
    )
    parser.add_argument("--overturned", action="store_true", help="assets whose verdict a person overturned")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="how many at most (100)")
    parser.add_argument("--cursor", metavar="X", help="go on where the list before this one ended")


def _list(call: Call) -> int:
    from rekreview.cli.shapes import asset_document
    from rekreview.domain.assets import MediaKind, Status
    from rekreview.domain.moderation_string import resolve

    arguments = call.arguments
    if arguments.limit < 1:
        raise UsageError(f"--limit {arguments.limit} lists nothing.", "Give a number from 1 on.")
    after = _after(arguments.cursor)
    with call.library() as library:
        found = library.queries.page(
            after=after,
            limit=min(arguments.limit, _LARGEST_ID - 1) + 1,
            status=Status(arguments.status) if arguments.status else None,
            kind=MediaKind(arguments.kind) if arguments.kind else None,
            category=resolve(arguments.category) if arguments.category else None,
            overturned=True if arguments.overturned else None,
            content_type=arguments.content_type,
        )
        applied = library.queries.policy()
    assets = found[: arguments.limit]
    cursor = str(assets[-1].id) if len(found) > len(assets) else None
    documents = (asset_document(asset, applied) for asset in assets)
    call.output.listing("assets", documents, lambda: _list_lines(assets, applied, cursor), next_cursor=cursor)
    return Exit.DONE


def _after(cursor: str | None) -> int:
    if cursor is None:
        return 0
    number = cursor.isascii() and cursor.isdigit() and len(cursor) <= len(str(_LARGEST_ID))
    if not number or int(cursor) > _LARGEST_ID:
        raise UsageError(f"“{cursor}” is no cursor.", "Give the next_cursor of the list before.")
    return int(cursor)


def _list_lines(assets: list[Asset], applied: AppliedPolicy, cursor: str | None) -> Iterable[str]:
    if not assets:
        yield "No assets."
        return
    rows = (
        (asset.id, asset.status, asset.decided_by, _why(asset, applied.pair), shortened(_path(asset)))
        for asset in assets
    )
    yield from table(("ID", "STATUS", "BY", "WHY", "PATH"), rows)
    if cursor:
        yield f"More: --cursor {cursor}"


def _path(asset: Asset) -> str:
    return asset.paths[0] if asset.paths else f"{(*asset.missing_paths, '')[0]} (missing)"


def _why(asset: Asset, pair: PolicyPair) -> str:
    """The label that decides, as the window names it, or what prevented a verdict."""
    found = pair.verdict_on(asset)
    if found is not None and found.leading is not None:
        return f"{found.leading.name} {found.leading.confidence:.1f}"
    return asset.fault.code if asset.fault else ""


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("asset", metavar="ASSET", help="its id, 8 or more digits of its SHA-256, or its path")


def _show(call: Call) -> int:
    from rekreview.cli.shapes import asset_document

    with call.library() as library:
        asset = library.queries.asset(library.queries.find(call.arguments.asset))
        applied = library.queries.policy()
        job = library.queries.video_job_of(asset.id)
    call.output.document(asset_document(asset, applied, job), lambda: _show_lines(asset, applied, job))
    return Exit.DONE


def _show_lines(asset: Asset, applied: AppliedPolicy, job: VideoJobView | None) -> Iterable[str]:
    from rekreview.cli.policy_strings import exempted_words
    from rekreview.cli.video_words import job_lines
    from rekreview.domain.thresholds import write_threshold

    by = f", decided by the {asset.decided_by}" if asset.decided_by else ""
    yield f"Asset {asset.id}: {asset.status.replace('_', ' ')}{by}"
    length = f", {duration(asset.duration_ms / 1000)}" if asset.duration_ms else ""
    # What could not be opened has no size.
    size = f", {asset.width} × {asset.height}" if asset.width else ""
    yield f"{asset.kind} ({asset.format}){size}{length}, {asset.bytes:,} bytes"
    yield f"SHA-256 {asset.sha256}"
    yield from asset.paths
    yield from (f"{path} (missing)" for path in asset.missing_paths)
    if asset.fault:
        yield f"Not checked: {asset.fault.message}"
    yield from job_lines(job) if job else ()
    found = applied.pair.verdict_on(asset)
    for offence in found.offending if found else ():
        yield f"Over its threshold: {offence.name} {offence.confidence:.1f}, {write_threshold(offence.threshold)}"
    yield from (f"{exempted_words(one)}." for one in (found.exempted if found else ()))
    for detection in asset.detections:
        yield ""
        yield from _detection_lines(detection, asset)


def _detection_lines(detection: DetectionView, asset: Asset) -> Iterable[str]:
    from rekreview.cli.video_words import covered, segment_table

    decides = " (decides)" if detection.id == asset.deciding_detection else ""
    note = ", an on-device estimate – not Amazon Rekognition" if detection.engine == "on-device" else ""
    yield f"Detection {detection.id} by {detection.engine} {detection.model_version}{note}{decides}"
    if detection.coverage:
        yield covered(detection.coverage)
    if detection.content_types:
        told = (f"{name} {confidence:.1f}" for name, confidence in detection.content_types)
        yield f"Content types: {', '.join(told)}"
    if asset.kind == "video":
        yield from segment_table(detection)
    else:
        rows = ((label.confidence, label.name, label.parent_name) for label in detection.labels)
        yield from table(("CONFIDENCE", "LABEL", "BELOW"), rows)


def _history(call: Call) -> int:
    from rekreview.cli.shapes import decision_document

    with call.library() as library:
        decisions = library.queries.history(library.queries.find(call.arguments.asset))
    call.output.listing("decisions", map(decision_document, decisions), lambda: _history_lines(decisions))
    return Exit.DONE


def _history_lines(decisions: list[DecisionView]) -> Iterable[str]:
    if not decisions:
        yield "No person has decided this asset."
        return
    rows = (
        (
            f"{decision.at.astimezone():%Y-%m-%d %H:%M}",
            decision.reviewer,
            decision.from_status,
            decision.to_status or "cleared",
            decision.reason,
            decision.note,
            "undone" if decision.undone else "",
        )
        for decision in decisions
    )
    yield from table(("AT", "REVIEWER", "FROM", "TO", "REASON", "NOTE", ""), rows)


ENTRIES = {
    "list": Entry(_list_arguments, _list),
    "show": Entry(_show_arguments, _show),
    "history": Entry(_show_arguments, _history),
}
