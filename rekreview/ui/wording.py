"""The words of the review desk: statuses, categories, durations, and why an asset is where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import Asset, DecidedBy, DecisionView, DetectionView, EngineName, Status, Tile
from rekreview.domain.sightings import FilterStep, View
from rekreview.domain.stack_lists import StackSummary
from rekreview.domain.verdict import Offence, Verdict
from rekreview.domain.video import JobState
from rekreview.engines.on_device.wording import ESTIMATE_LONG, SHOWN_FROM
from rekreview.ui import naming
from rekreview.ui.exempting import also_spared, why_spared

_MINUTE_MS = 60_000
ON_DEVICE_MARK = ESTIMATE_LONG[1]


def tr(text: str, *, count: int | None = None) -> str:
    """A text in the reviewer's language."""
    return (
        QCoreApplication.translate("desk", text)
        if count is None
        else QCoreApplication.translate("desk", text, "", count)
    )


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a status is shown: its word, its icon, and the name of its colour among the theme's tokens."""

    word: str
    icon: str
    tone: str


_LOOKS = {
    Status.REJECTED: StatusLook("Rejected", "circle-x", "reject"),
    Status.APPROVED: StatusLook("Approved", "circle-check", "approve"),
    Status.PENDING: StatusLook("Pending", "circle-dashed", "muted"),
    Status.QUEUED: StatusLook("Queued", "clock", "muted"),
    Status.NOT_MODERATED: StatusLook("Not moderated", "triangle-alert", "caution"),
    Status.ABORTED: StatusLook("Aborted", "ban", "caution"),
}

_PLACES = {View.GRID: "in the grid", View.LOUPE: "in the large view", View.REEL: "in the hit reel"}


def status_look(status: Status) -> StatusLook:
    """Word, icon and colour of a status: never one without the others."""
    return _LOOKS[status]


def status_word(status: Status) -> str:
    """The status as a word at the start of a line: "Not moderated"."""
    return tr(_LOOKS[status].word)


def percent(confidence: float) -> str:
    """A confidence (0–100) as a whole number. 99.6 stays 99: only full certainty reads 100."""
    return str(int(confidence)) if confidence >= 99 else str(round(confidence))


def confidence(value: float) -> str:
    """A confidence (0–100) with one decimal, where it is compared with a threshold."""
    return f"{int(value * 10) / 10:.1f}" if value >= 99.9 else f"{value:.1f}"


def threshold_percent(threshold: Decimal) -> str:
    """A threshold (0–1) on the scale of confidences, without needless zeros: 0.5 → 50, 0.125 → 12.5."""
    text = f"{threshold * 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(milliseconds: int) -> str:
    """A length of time as a player shows it: 0:07, 12:03, 1:02:03."""
    seconds = round(milliseconds / 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def size(count: int) -> str:
    """A number of bytes for people: 812 B, 3.4 MB."""
    amount, units = float(count), ("B", "kB", "MB", "GB", "TB")
    for unit in units:
        if round(amount) < 1000 or unit == units[-1]:
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"


def leads(tile: Tile) -> bool:
    """Whether a tile's category is worth showing: a weak label of an on-device estimate that approves is noise.

    What a person decided makes no difference: no label comes or goes by it.
    """
    if not tile.category:
        return False
    weak = tile.estimate and (tile.confidence or 0.0) < SHOWN_FROM
    return not (weak and (tile.verdict or tile.status) is Status.APPROVED)


def accessible_tile(tile: Tile) -> str:
    """What a screen reader says of a cell: "NAME, STATUS, TOP CATEGORY CONFIDENCE"."""
    parts = [tile.name, tile.status.value.replace("_", " ")]
    if tile.category:
        parts.append(tile.category if tile.confidence is None else f"{tile.category} {percent(tile.confidence)}")
    if tile.job is not None:
        parts.append(job_word(tile.job))
    if tile.stack is not None:
        parts.append(stack_words(tile.stack))
    return ", ".join(parts)


def stack_words(stack: StackSummary) -> str:
    """What a tile stands for: "stack of 8: 3 approved, 5 pending"."""
    statuses = ", ".join(f"{naming.number(count)} {status_word(status).lower()}" for status, count in stack.statuses)
    return tr("stack of {count}: {statuses}").format(count=naming.number(stack.count), statuses=statuses)


def job_word(state: JobState) -> str:
    """How far the job has come that checks a video, short enough for a tile."""
    return {
        JobState.UPLOADING: tr("Its upload has begun"),
        JobState.UPLOADED: tr("Its job waits to start"),
        JobState.STARTED: tr("Its job runs at Amazon"),
    }.get(state, tr("Its answer is being read"))


def tile_marks(tile: Tile) -> tuple[str, ...]:
    """What else a tile says, in words, for its tool tip."""
    marks = []
    if tile.overturned:
        marks.append(tr("A reviewer overturned the verdict"))
    elif tile.decided_by is DecidedBy.REVIEWER:
        marks.append(tr("A reviewer decided"))
    if tile.second_look:
        marks.append(aside(tile.looker, tile.aside_since))
    if tile.has_note:
        marks.append(tr("Has a note"))
    if tile.estimate:
        marks.append(tr(ON_DEVICE_MARK))
    if tile.stack is not None:
        words = stack_words(tile.stack)
        marks.append(words[:1].upper() + words[1:])
    return tuple(marks)


def aside(looker: str, since: datetime | None) -> str:
    """That an asset waits for a second look: for how long, and who put it aside."""
    if since is None:
        return tr("Put aside for a second look")
    told = tr("Put aside for a second look {age} ago, by {name}")
    return told.format(age=naming.age(since), name=looker or tr("nobody known"))


def aside_briefly(looker: str, since: datetime | None) -> str:
    """The same, short enough for a tile: "3 days, by Ana"."""
    if since is None:
        return tr("Second look")
    return tr("{age}, by {name}").format(age=naming.age(since), name=looker) if looker else naming.age(since)


def _offence(offence: Offence) -> str:
    where = "" if offence.timestamp_ms is None else tr(" at {}").format(duration(offence.timestamp_ms))
    return tr("{category} {confidence} % is over its threshold of {threshold} %{where}").format(
        category=offence.name,
        confidence=confidence(offence.confidence),
        threshold=threshold_percent(offence.threshold),
        where=where,
    )


def why(asset: Asset, verdict: Verdict | None, decision: DecisionView | None) -> str:
    """Why an asset is where it is, as one or two sentences."""
    if asset.decided_by is DecidedBy.REVIEWER:
        return _why_decided(asset, verdict, decision)
    return why_verdict(asset, verdict)


def why_verdict(asset: Asset, verdict: Verdict | None) -> str:
    """Why the policy put an asset where it is."""
    if asset.blind:
        return tr("Judge by what you see: this is a blind sample. Verdict and labels are hidden until you leave it.")
    if asset.status is Status.NOT_MODERATED:
        return _why_not_moderated(asset)
    if asset.status is Status.QUEUED or asset.queued:
        return tr("Waits for its moderation. It has no verdict yet.")
    if verdict is None or not asset.detections:
        return tr("Nobody looked at it yet: it was not moderated. Press Moderate to have it checked.")
    if verdict.leading is not None:
        told = (_why_rejected(verdict, verdict.leading), also_spared(verdict.exempted, asset.kind))
        return " ".join(filter(None, told))
    if verdict.exempted:
        return why_spared(verdict.exempted, asset.kind)
    return nothing_over(asset.deciding)


def _why_rejected(verdict: Verdict, leading: Offence) -> str:
    first = tr("Rejected because {}.").format(_offence(leading))
    others = list(dict.fromkeys(offence.name for offence in verdict.offending if offence.name != leading.name))
    if not others:
        return first
    return first + " " + tr("Also over: {}.").format(", ".join(others))


def nothing_over(detection: DetectionView | None) -> str:
    """What an approval by the policy means, and what it does not."""
    if detection is None or detection.labels:
        return tr("Approved because no label is over its threshold.")
    if detection.engine is EngineName.ON_DEVICE:
        return tr("Nothing found by the on-device check. It covers few of the categories, so this proves little.")
    return tr("Nothing found at the confidence asked for ({} % and over).").format(percent(detection.min_confidence))


def _why_not_moderated(asset: Asset) -> str:
    fault = asset.fault.message if asset.fault else tr("it could not be checked")
    return tr("It could not be checked: {} It is not counted as approved.").format(_sentence(fault))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def what_to_do(asset: Asset) -> str:
    """What a person can do about an asset that could not be checked, "" for any other."""
    if asset.status is not Status.NOT_MODERATED:
        return ""
    if asset.missing_paths and not asset.paths:
        return tr("Put the file back where it was, or import it from its new place; then press Moderate.")
    return tr("Mend or replace the file and import it again, or decide by yourself with Approve or Reject.")


def _why_decided(asset: Asset, verdict: Verdict | None, decision: DecisionView | None) -> str:
    who = decision.reviewer if decision else tr("A reviewer")
    said = tr("{who} decided: {status}.").format(who=who, status=status_word(asset.status).lower())
    if decision and decision.reason:
        said += " " + tr("Reason: {}.").format(decision.reason)
    if verdict is None:
        return said
    agrees = verdict.status is asset.status
    return said + " " + (tr("The policy says the same.") if agrees else _policy_differs(verdict))


def _policy_differs(verdict: Verdict) -> str:
    if verdict.leading is not None:
        return tr("The policy would reject it: {}.").format(_offence(verdict.leading))
    return tr("The policy's verdict would be: {}.").format(status_word(verdict.status).lower())


def file_name(asset: Asset) -> str:
    """What an asset is called: the name of its first file."""
    places = (*asset.paths, *asset.missing_paths)
    return PurePath(places[0]).name if places else asset.sha256[:12]


def covered(coverage: str) -> str:
    """How much of a video was looked at, as a line of its own: "Checked 60 of 1,800 frames"."""
    return coverage[:1].upper() + coverage[1:]


def engine_line(detection: DetectionView) -> str:
    """Which engine looked, and how: "Amazon Rekognition · model 7.0"."""
    names = {
        EngineName.REKOGNITION: tr("Amazon Rekognition"),
        EngineName.IMPORTED: tr("Imported labels"),
        EngineName.ON_DEVICE: tr("On-device check"),
    }
    parts = [names[detection.engine], detection.model_version]
    return " · ".join(part for part in parts if part)


def sight_line(decision: DecisionView) -> str:
    """What was before the eyes at a decision: "seen sharp in the grid, 640 × 480, 1.2 s"; "" where nothing is known."""
    seen = decision.seen
    if seen is None:
        return tr("not on the screen, as in a batch") if decision.unseen else ""
    dwell = f"{seen.dwell_ms / 1000:.1f} s" if seen.dwell_ms < _MINUTE_MS else duration(seen.dwell_ms)
    place = tr(_PLACES[seen.view])
    if seen.step is FilterStep.NO_PICTURE:
        return tr("no picture to see {place}, {dwell}").format(place=place, dwell=dwell)
    words = {
        FilterStep.VEILED: tr("seen veiled {place}, {size}, {dwell}"),
        FilterStep.GREY: tr("seen without its colours {place}, {size}, {dwell}"),
        FilterStep.SHARP: tr("seen sharp {place}, {size}, {dwell}"),
    }
    return words[seen.step].format(place=place, size=f"{seen.width} × {seen.height}", dwell=dwell)


def history_line(decision: DecisionView) -> str:
    """One entry of an asset's history: "14:02 · Ada · rejected → approved · Art or education"."""
    target = tr("cleared") if decision.to_status is None else status_word(decision.to_status).lower()
    parts = [
        naming.moment(decision.at),
        decision.reviewer,
        f"{status_word(decision.from_status).lower()} → {target}",
        decision.reason,
        f"“{decision.note}”" if decision.note else "",
        sight_line(decision),
        tr("taken back") if decision.undone else "",
    ]
    return " · ".join(part for part in parts if part)
