"""Turns weights that onnxruntime runs slowly or not at all into a model that it runs, and keeps it in the cache.

A converted model is stored under its own SHA-256, with a record beside it that says from which weights and by which
recipe it was made. Both appear by an atomic rename, so several processes may convert at once. A record or a model that
is not sound is made again. The weights themselves are checked each time, converted or not.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rekreview import paths
from rekreview.domain.errors import Unusable
from rekreview.engines.on_device.manifest import ModelManifest
from rekreview.engines.on_device.weights import checked_bytes

RECIPE_VERSION = 1  # raise it when a recipe gives another model, so that stored ones are made again
STALE_SECONDS = 3600.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConversionRecord:
    """Where a converted model comes from. sha256 is that of the model, source_sha256 that of the weights."""

    source_sha256: str
    recipe: str
    side: int
    sha256: str
    bytes: int


def _efficientnet_lite(content: bytes, side: int) -> bytes:
    from rekreview.engines.on_device.efficientnet import build
    from rekreview.engines.on_device.torch_weights import read_weights

    return build(read_weights(content), side)


def _reordered_gelu(content: bytes, _side: int) -> bytes:
    from rekreview.engines.on_device.gelu import reordered

    return reordered(content)


RECIPES: dict[str, Callable[[bytes, int], bytes]] = {
    "efficientnet-lite": _efficientnet_lite,
    "reordered-gelu": _reordered_gelu,
}


def model_bytes(manifest: ModelManifest) -> bytes:
    """The ONNX model of a manifest, checked, and converted first if it has to be.

    Raises ModelMissing or ModelAltered for its weights, Unusable for a recipe that does not exist.
    """
    if not manifest.conversion:
        return checked_bytes(manifest)
    if manifest.conversion not in RECIPES:
        raise Unusable(
            f"The model {manifest.title} asks for the conversion {manifest.conversion!r}, which does not exist.",
            f"Use one of: {', '.join(RECIPES)}.",
        )
    source = checked_bytes(manifest)
    return _stored(manifest) or _converted(manifest, source)


def record_path(manifest: ModelManifest) -> Path:
    """The record of a converted model: one for each pair of weights and recipe."""
    return paths.cache_directory() / "models" / f"{manifest.id}-{manifest.weights.sha256[:16]}-{RECIPE_VERSION}.json"


def model_path(manifest: ModelManifest, sha256: str) -> Path:
    """The converted model whose bytes have that SHA-256."""
    return record_path(manifest).with_name(f"{manifest.id}-{sha256[:32]}.onnx")


def _stored(manifest: ModelManifest) -> bytes | None:
    """The model converted earlier, or None if there is none that can be trusted."""
    try:
        record = ConversionRecord(**json.loads(record_path(manifest).read_text("utf-8")))
        content = model_path(manifest, record.sha256).read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        logger.warning("The record of the converted model %s is not sound and is made again: %s", manifest.id, error)
        return None
    if record != _record(manifest, content):
        logger.warning("The converted model %s is not the one that was made, and is made again.", manifest.id)
        return None
    return content


def _converted(manifest: ModelManifest, source: bytes) -> bytes:
    content = RECIPES[manifest.conversion](source, manifest.side)
    record = _record(manifest, content)
    try:
        _write(model_path(manifest, record.sha256), content)
        _write(record_path(manifest), json.dumps(asdict(record), indent=2).encode())
    except OSError as error:
        logger.warning("The converted model %s cannot be kept and is used from memory: %s", manifest.id, error)
    return content


def _record(manifest: ModelManifest, content: bytes) -> ConversionRecord:
    recipe = f"{manifest.conversion}-{RECIPE_VERSION}"
    digest = hashlib.sha256(content).hexdigest()
    return ConversionRecord(manifest.weights.sha256, recipe, manifest.side, digest, len(content))


def _write(path: Path, content: bytes) -> None:
    """A whole file or none, whatever else is writing there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Remove what a process left half written when it was killed; a younger file may still be written to."""
    for left_over in folder.glob(".*"):
        with contextlib.suppress(OSError):
            if time.time() - left_over.stat().st_mtime > STALE_SECONDS:
                left_over.unlink()
