"""What was sent to a paid engine for an asset and what came back, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rekreview.domain.assets import DetectionView
from rekreview.ui import naming
from rekreview.ui.wording import confidence, duration, percent, size, tr

_FRAMES_TOLD = 6


def exchanges_of(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The exchanges in a raw answer; none in one that was made otherwise."""
    found = raw.get("exchanges")
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def sent_lines(raw: Mapping[str, Any]) -> list[str]:
    """One line for each picture that was sent: "JPEG · 1,280 × 960 · 212 kB"."""
    exchanges = exchanges_of(raw)
    lines = [_sent_line(entry.get("sent", {}), several=len(exchanges) > 1) for entry in exchanges[:_FRAMES_TOLD]]
    if len(exchanges) > _FRAMES_TOLD:
        lines.append(tr("and {} more").format(naming.number(len(exchanges) - _FRAMES_TOLD)))
    return lines


def _sent_line(sent: Mapping[str, Any], *, several: bool) -> str:
    when = sent.get("timestamp_ms")
    parts = [
        tr("Frame at {}").format(duration(int(when))) if several and when is not None else "",
        str(sent.get("format", "")).upper(),
        f"{int(sent.get('width', 0)):,} × {int(sent.get('height', 0)):,}",
        size(int(sent.get("bytes", 0))),
        tr("the file's own bytes") if sent.get("original") else tr("a copy without metadata"),
    ]
    return " · ".join(part for part in parts if part)


def facts(detection: DetectionView, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was asked and answered, as pairs of a word and a value."""
    told = [
        (tr("Asked for"), tr("labels from {} % on").format(percent(detection.min_confidence))),
        (tr("Model"), detection.model_version),
        (tr("Adapter"), detection.adapter or asked_adapter(raw) or ""),
        (tr("Content"), content_types(detection.content_types)),
        (tr("Answered"), naming.moment(detection.created) if detection.created else ""),
    ]
    return [(word, value) for word, value in told if value]


def content_types(found: Sequence[tuple[str, float]]) -> str:
    """What kind of picture the service takes it for: "Illustrated 88.5 %"."""
    return ", ".join(tr("{} {} %").format(name, confidence(value)) for name, value in found)


def asked_adapter(raw: Mapping[str, Any]) -> str | None:
    """The adapter that was asked for, if any."""
    asked = raw.get("asked")
    adapter = asked.get("adapter") if isinstance(asked, dict) else None
    return adapter if isinstance(adapter, str) else None


def ignored_adapter(detection: DetectionView, raw: Mapping[str, Any]) -> str:
    """A warning where the service silently did not use the adapter that was asked for; else ""."""
    asked = asked_adapter(raw)
    if asked is None or asked == detection.adapter:
        return ""
    return tr(
        "The adapter {adapter} was asked for, but Amazon answered with {used}: the adapter has probably expired. These"
        " labels are not the adapter's."
    ).format(adapter=asked, used=detection.adapter or tr("its base model"))


def changed_model(raw: Mapping[str, Any]) -> str:
    """A warning where the frames of one asset were answered by different models; else ""."""
    answers = [entry.get("answer", {}) for entry in exchanges_of(raw)]
    versions = list(dict.fromkeys(str(answer.get("ModerationModelVersion", "")) for answer in answers))
    if len(versions) < 2:
        return ""
    return tr("Amazon changed its model in between: the frames were answered by {}.").format(", ".join(versions))
