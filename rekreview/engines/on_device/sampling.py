"""Looks at the frames of an asset one after the other, and spares the models those that show nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.ports import Frame
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import Taxonomy
from rekreview.engines.on_device import preparation
from rekreview.engines.on_device.labels import Confidences, confidences
from rekreview.engines.on_device.model import Model

ANALYSE_AT_LEAST_EVERY_MS = 10_000


class SampleState(StrEnum):
    """What was done with a frame."""

    ANALYSED = "analysed"
    UNCHANGED = "unchanged"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Sample:
    """What one frame showed. at: milliseconds, None for a still. raw: probabilities by model, for the record."""

    at: int | None
    state: SampleState
    found: Confidences = field(default_factory=dict)
    raw: dict[str, list[list[float]]] = field(default_factory=dict)

    @property
    def checked(self) -> bool:
        """Whether the models have an answer for this frame."""
        return self.state is not SampleState.BLACK

    def record(self) -> dict[str, Any]:
        """The sample as the raw answer keeps it."""
        return {"at": self.at, "state": self.state.value, **self.raw}


@dataclass(slots=True)
class _Analysed:
    """The last frame the models have seen, to compare the next one with."""

    sample: Sample
    sketch: NDArray[np.int16]

    def still_holds(self, at: int | None, sketch: NDArray[np.int16]) -> bool:
        """Whether a frame at that time shows the same, and the models saw it not too long ago."""
        passed = (at or 0) - (self.sample.at or 0)
        return passed < ANALYSE_AT_LEAST_EVERY_MS and preparation.unchanged(sketch, self.sketch)


def analyse(models: Sequence[Model], taxonomy: Taxonomy, frame: Frame) -> Sample:
    """What the models say of one frame; nothing at all of a black one."""
    look = preparation.Look(frame.pixels)
    if look.black:
        return Sample(frame.timestamp_ms, SampleState.BLACK)
    answers = [(model, model.look(look)) for model in models]
    shown = [entry for model, parts in answers for entry in model.shown(parts)]
    raw = {model.manifest.id: model.kept(parts) for model, parts in answers}
    return Sample(frame.timestamp_ms, SampleState.ANALYSED, confidences(taxonomy, shown), raw)


def samples(
    models: Sequence[Model], taxonomy: Taxonomy, frames: Iterable[Frame], cancel: CancelToken
) -> Iterator[Sample]:
    """One sample for each frame. A frame that looks like the last analysed one has the answer of that one.

    Raises Cancelled before the next frame when asked to stop.
    """
    last: _Analysed | None = None
    for frame in frames:
        cancel.check()
        if frame.timestamp_ms is None:
            yield analyse(models, taxonomy, frame)
            continue
        sketch = preparation.sketch(preparation.picture_of(frame.pixels))
        if last is not None and last.still_holds(frame.timestamp_ms, sketch):
            yield Sample(frame.timestamp_ms, SampleState.UNCHANGED, last.sample.found)
            continue
        sample = analyse(models, taxonomy, frame)
        if sample.checked:
            last = _Analysed(sample, sketch)
        yield sample
