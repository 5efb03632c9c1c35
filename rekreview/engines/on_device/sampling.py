"""Looks at the frames of an asset one after the other, and spares the models those that show nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rekreview.domain.frame_choice import AT_LEAST_EVERY_MS, FrameChooser
from rekreview.domain.ports import Frame
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.video import FrameState
from rekreview.engines.on_device import preparation
from rekreview.engines.on_device.labels import Confidences, confidences
from rekreview.engines.on_device.model import Model


@dataclass(frozen=True, slots=True)
class Sample:
    """What one frame showed. at: milliseconds, None for a still. raw: probabilities by model, for the record."""

    at: int | None
    state: FrameState
    found: Confidences = field(default_factory=dict)
    raw: dict[str, list[list[float]]] = field(default_factory=dict)

    @property
    def checked(self) -> bool:
        """Whether the models have an answer for this frame."""
        return self.state is not FrameState.BLACK

    def record(self) -> dict[str, Any]:
        """The sample as the raw answer keeps it."""
        return {"at": self.at, "state": self.state.value, **self.raw}


def analyse(models: Sequence[Model], taxonomy: Taxonomy, frame: Frame) -> Sample:
    """What the models say of one frame; nothing at all of a black one."""
    look = preparation.Look(frame.pixels)
    if look.black:
        return Sample(frame.timestamp_ms, FrameState.BLACK)
    return _answered(models, taxonomy, look, frame.timestamp_ms)


def samples(
    models: Sequence[Model],
    taxonomy: Taxonomy,
    frames: Iterable[Frame],
    cancel: CancelToken,
    *,
    at_least_every_ms: int = AT_LEAST_EVERY_MS,
) -> Iterator[Sample]:
    """One sample for each frame. A frame that looks like the last analysed one has the answer of that one.

    Raises Cancelled before the next frame when asked to stop.
    """
    chooser = FrameChooser(at_least_every_ms)
    analysed: Confidences = {}
    for frame in frames:
        cancel.check()
        at = frame.timestamp_ms
        if at is None:
            yield analyse(models, taxonomy, frame)
            continue
        look = preparation.Look(frame.pixels)
        state = _judged(chooser, at, look)
        if state is FrameState.ANALYSED:
            sample = _answered(models, taxonomy, look, at)
            analysed = sample.found
            yield sample
        else:
            yield Sample(at, state, analysed if state is FrameState.UNCHANGED else {})


def _judged(chooser: FrameChooser, at: int, look: preparation.Look) -> FrameState:
    return chooser.judge(at, preparation.sketch(look.picture), lambda: look.black)


def _answered(models: Sequence[Model], taxonomy: Taxonomy, look: preparation.Look, at: int | None) -> Sample:
    answers = [(model, model.look(look)) for model in models]
    shown = [entry for model, parts in answers for entry in model.shown(parts)]
    raw = {model.manifest.id: model.kept(parts) for model, parts in answers}
    return Sample(at, FrameState.ANALYSED, confidences(taxonomy, shown), raw)
