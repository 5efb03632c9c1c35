"""The on-device engine itself: opens the models, looks at an asset, and answers like every other engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.errors import BlackFrame, Undecodable, Unusable
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection, EngineLimits, Frame, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import Taxonomy, taxonomy
from rekreview.domain.video import FrameChoice, FrameCounts
from rekreview.engines.on_device import labels, manifest
from rekreview.engines.on_device.model import Model
from rekreview.engines.on_device.preparation import PREPARATION
from rekreview.engines.on_device.sampling import Sample, samples
from rekreview.engines.on_device.segments import video_labels

VERSION = "on-device-1"


class OnDeviceEngine:
    """Two small models, and those a person added. Safe to call from several threads once open."""

    name = EngineName.ON_DEVICE
    adapter: str | None = None
    min_confidence = labels.FLOOR

    def __init__(self, *, model_directory: Path | None = None, frames: FrameChoice | None = None) -> None:
        chosen = frames or FrameChoice()
        self.limits = EngineLimits(
            short_side=448,
            min_side=1,
            frame_interval_ms=chosen.interval_ms,
            key_frames_only=chosen.key_frames_only,
            at_least_every_ms=chosen.at_least_every_ms,
        )
        own = manifest.plugged_in(model_directory)
        self.manifests = (*manifest.shipped(), *own)
        _refuse_twins(self.manifests)
        self.version = "+".join([VERSION, *(one.id for one in own)])
        self._taxonomy: Taxonomy = taxonomy("v7")
        self._covered = labels.covered(self._taxonomy, self.manifests)
        self._models: tuple[Model, ...] = ()
        self._lock = threading.Lock()

    def covered_categories(self) -> frozenset[str]:
        """The slugs of the categories this engine can give, parents among them; the others are not covered."""
        return self._covered

    def open(self) -> None:
        """Load the models, once. Raises ModelMissing, ModelAltered or Unusable, each with a way out."""
        with self._lock:
            if not self._models:
                self._models = tuple(Model(one) for one in self.manifests)

    def close(self) -> None:
        """Let go of the models. A call under way ends as if nothing had happened."""
        with self._lock:
            self._models = ()

    def detect(self, prepared: Prepared, cancel: CancelToken) -> Detection:
        """The labels of one asset.

        Raises BlackFrame for an asset that shows nothing but black, Undecodable for one without a frame, Cancelled
        between two frames, and what `open` raises if the engine is not open yet.
        """
        cancel.check()
        self.open()
        models = self._models
        with _closing(prepared.frames) as frames:
            every_ms = self.limits.at_least_every_ms
            found = list(samples(models, self._taxonomy, frames, cancel, at_least_every_ms=every_ms))
        _refuse_unchecked(found)
        return Detection(
            engine=self.name,
            model_version=self.version,
            adapter=self.adapter,
            min_confidence=self.min_confidence,
            labels=self._labels(prepared, found),
            raw=_raw(models, found),
            coverage=coverage(found, prepared.counts.frames or prepared.frames_total),
        )

    def _labels(self, prepared: Prepared, found: Sequence[Sample]) -> tuple[Label, ...]:
        """Segments for a video; for a picture, moving or not, the highest value of its frames."""
        if prepared.kind is MediaKind.VIDEO:
            return video_labels(self._taxonomy, found, prepared.duration_ms)
        highest: labels.Confidences = {}
        for sample in found:
            for slug, confidence in sample.found.items():
                highest[slug] = max(confidence, highest.get(slug, 0.0))
        return labels.picture_labels(self._taxonomy, highest)


@contextmanager
def _closing(frames: Iterator[Frame]) -> Iterator[Iterator[Frame]]:
    """Close frames that are decoded as they are asked for, so that whoever decodes them is free at once."""
    try:
        yield frames
    finally:
        if close := getattr(frames, "close", None):
            close()


def coverage(found: Sequence[Sample], frames_total: int | None) -> str:
    """What was looked at, for people: "checked 60 of 1,800 frames". Nothing for a single picture."""
    if len(found) == 1 and found[0].at is None:
        return ""
    counts = FrameCounts()
    for sample in found:
        counts.add(sample.state)
    return counts.coverage(frames_total)


def _refuse_twins(manifests: Sequence[manifest.ModelManifest]) -> None:
    """The raw answers are kept by the ids of the models, so two of one id would hide each other."""
    ids = [one.id for one in manifests]
    twins = sorted({one for one in ids if ids.count(one) > 1})
    if twins:
        raise Unusable(f"There are two models called {twins[0]!r}.", "Give the one in your own folder another id.")


def _refuse_unchecked(found: Sequence[Sample]) -> None:
    if not found:
        raise Undecodable("No frame could be read. The asset is not moderated.", "Look at it yourself.")
    if not any(sample.checked for sample in found):
        raise BlackFrame("Black frame, not checked. The asset is not moderated.", "Look at it yourself.")


def _raw(models: Sequence[Model], found: Sequence[Sample]) -> dict[str, Any]:
    """What the models said, and which models they were; the numbers of a sample follow the classes of its model."""
    used = {
        model.manifest.id: {"sha256": model.manifest.weights.sha256, "classes": list(model.manifest.classes)}
        for model in models
    }
    return {"preparation": PREPARATION, "models": used, "samples": [sample.record() for sample in found]}
