"""Which engines there are: a name, and how one is made. What an engine needs is imported when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rekreview import paths
from rekreview.domain.assets import EngineName
from rekreview.domain.errors import Unusable
from rekreview.domain.ports import Engine


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a person may choose of an engine; each engine takes what it knows.

    min_confidence: the floor, 0–100, below which no label is kept; None for the engine's own (the on-device engine
    keeps every label from 1 on, whatever is asked). adapter: ARN of a custom adapter of Rekognition. model_directory:
    where a person's own model manifests lie; None for the folder in their data.
    """

    min_confidence: float | None = None
    adapter: str | None = None
    model_directory: Path | None = None


def _on_device(options: EngineOptions) -> Engine:
    from rekreview.engines.on_device.engine import OnDeviceEngine

    return OnDeviceEngine(model_directory=options.model_directory or paths.model_directory())


_FACTORIES: dict[EngineName, Callable[[EngineOptions], Engine]] = {EngineName.ON_DEVICE: _on_device}


def available() -> tuple[EngineName, ...]:
    """The engines that can be made."""
    return tuple(_FACTORIES)


def create(name: EngineName, options: EngineOptions | None = None) -> Engine:
    """An engine, not yet open. Raises Unusable for one that this version does not have."""
    factory = _FACTORIES.get(name)
    if factory is None:
        raise Unusable(
            f"The engine {name} is not part of this version. Nothing was moderated.",
            f"Use one of: {', '.join(_FACTORIES)}.",
        )
    return factory(options or EngineOptions())
