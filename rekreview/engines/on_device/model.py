"""One model, loaded: onnxruntime on the processor, one thread a call, callable from several threads at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime

from rekreview.domain.errors import BadAnswer, ModelAltered, Unusable
from rekreview.engines.on_device.conversion import model_bytes
from rekreview.engines.on_device.manifest import ModelManifest
from rekreview.engines.on_device.preparation import PREPARATIONS, Look, Tensor
from rekreview.engines.on_device.weights import way_out

Probabilities = tuple[float, ...]

TRIAL_SIDE, TRIAL_LEVEL = 64, 128


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    # One thread a call and as many calls as there are workers: on a busy machine, threads that spin while they wait
    # for each other make a call several times slower.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _session(manifest: ModelManifest, content: bytes) -> onnxruntime.InferenceSession:
    onnxruntime.disable_telemetry_events()
    try:
        return onnxruntime.InferenceSession(content, _session_options(), ["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that share no base
        raise ModelAltered(f"The model {manifest.title} cannot be run: {error}.", way_out(manifest.weights)) from error


class Model:
    """A model of a manifest, loaded from bytes that were checked. Safe to call from several threads."""

    def __init__(self, manifest: ModelManifest) -> None:
        if manifest.preparation not in PREPARATIONS:
            raise Unusable(
                f"The model {manifest.title} asks for the preparation {manifest.preparation!r}, which does not exist.",
                f"Use one of: {', '.join(PREPARATIONS)}.",
            )
        self.manifest = manifest
        self._session = _session(manifest, model_bytes(manifest))
        self._input = self._session.get_inputs()[0].name
        self._try_out()

    def look(self, look: Look) -> tuple[Probabilities, ...]:
        """The probabilities of every class, once for each part of the picture that the model looks at."""
        manifest = self.manifest
        return tuple(self.run(tensor) for tensor in look.tensors(manifest.preparation, manifest.side))

    def kept(self, parts: Sequence[Probabilities]) -> list[list[float]]:
        """The probabilities of the classes that mean something, for the record."""
        return [[round(part[index], 7) for index in self.manifest.classes] for part in parts]

    def shown(self, parts: Sequence[Probabilities]) -> list[tuple[str, str, float]]:
        """The labels of a picture as name, parent name and shown value: the highest of its parts."""
        return [
            (group.name, group.parent, max(group.shown(part) for part in parts))
            for group in self.manifest.groups
            if group.enabled
        ]

    def _try_out(self) -> None:
        """Run once, so that a model that does not fit its manifest is told when it is loaded, not at an asset."""
        try:
            self.look(Look(np.full((TRIAL_SIDE, TRIAL_SIDE, 3), TRIAL_LEVEL, np.uint8)))
        except Exception as error:  # onnxruntime raises classes of its own that share no base
            raise Unusable(
                f"The model {self.manifest.title} does not fit its manifest: {error}",
                "Correct the manifest, or take it away and moderate without that model.",
            ) from error

    def run(self, tensor: Tensor) -> Probabilities:
        """The probabilities for one tensor, as the model gives them. Raises BadAnswer if they are none."""
        answer = np.asarray(self._session.run(None, {self._input: tensor})[0], np.float64).reshape(-1)
        if len(answer) != self.manifest.class_count or not np.isfinite(answer).all():
            raise BadAnswer(
                f"The model {self.manifest.title} gave an answer that makes no sense. This asset is not moderated.",
                "Moderate it again; if it happens again, reinstall rekreview.",
            )
        return tuple(answer.tolist())
