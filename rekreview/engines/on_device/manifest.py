"""Model manifests: what a model is, which file holds it, what it wants to see, and which labels its answers mean.

The shipped ones lie in `resources/models`; a person adds a model of their own by putting a manifest and its ONNX file
into the folder that the engine's options name. `resources/models/README.md` tells the fields.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rekreview import paths
from rekreview.domain.errors import Unusable

SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """Where the weights lie: a member of an installed package, or a file beside the manifest.

    sha256: of the file, in lower-case hex. bytes: its size, 0 if not given.
    """

    sha256: str
    bytes: int = 0
    package: str = ""
    version: str = ""
    member: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """Classes of a model that together mean one label of the v7 taxonomy.

    The shown value is 100 · (sum of the probabilities − offset) / scale, kept within 0–100. A group that is not enabled
    stays in the raw answer and gives no label.
    """

    name: str
    parent: str
    classes: tuple[int, ...]
    offset: float = 0.0
    scale: float = 1.0
    enabled: bool = True

    def shown(self, probabilities: Sequence[float]) -> float:
        """The value a person sees, 0–100, rounded to four decimals. It is a model's output, not a calibrated chance."""
        total = sum(float(probabilities[index]) for index in self.classes)
        return round(100 * min(max((total - self.offset) / self.scale, 0.0), 1.0), 4)


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """One model. `preparation` names a way of `preparation.PREPARATIONS`, `conversion` one of `conversion.RECIPES`."""

    id: str
    title: str
    weights: WeightsFile
    preparation: str
    side: int
    class_count: int
    groups: tuple[ClassGroup, ...]
    licence: str
    attribution: str = ""
    conversion: str = ""

    @property
    def classes(self) -> tuple[int, ...]:
        """The classes whose probabilities are kept, ascending; the others mean nothing to the taxonomy."""
        return tuple(sorted({index for group in self.groups for index in group.classes}))


def shipped() -> tuple[ModelManifest, ...]:
    """The models of this app, in the order they run."""
    folder = paths.resources() / "models"
    return read_manifest(folder / "safety-s.json"), read_manifest(folder / "objects-lite0.json")


def plugged_in(folder: Path | None) -> tuple[ModelManifest, ...]:
    """The models a person put into their own folder, by name. A folder that is not there holds none."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(read_manifest(path) for path in sorted(folder.glob("*.json")))


def read_manifest(path: Path) -> ModelManifest:
    """The manifest in a JSON file. Raises Unusable, saying what is wrong with it."""
    try:
        return _manifest(json.loads(path.read_text("utf-8")), path.parent)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise Unusable(
            f"The model manifest {path.name} cannot be used: {reason}.",
            f"Correct {path}, or take it away and moderate without that model.",
        ) from error


def _manifest(fields: dict[str, Any], folder: Path) -> ModelManifest:
    shape = fields["input"]
    class_count = _positive(fields["classes"])
    return ModelManifest(
        id=_word(fields["id"]),
        title=_word(fields.get("title", fields["id"])),
        weights=_weights(fields["weights"], folder),
        preparation=_word(shape["preparation"]),
        side=_positive(shape["side"]),
        class_count=class_count,
        groups=tuple(_group(entry, class_count) for entry in fields["labels"]),
        licence=_word(fields["licence"]),
        attribution=str(fields.get("attribution", "")),
        conversion=str(fields.get("conversion", "")),
    )


def _weights(fields: dict[str, Any], folder: Path) -> WeightsFile:
    sha256 = _word(fields["sha256"]).lower()
    if len(sha256) != SHA256_DIGITS or set(sha256) - set("0123456789abcdef"):
        raise ValueError("sha256 must be 64 hex digits")
    size = int(fields.get("bytes", 0))
    if "file" in fields:
        return WeightsFile(sha256, size, path=folder / _word(fields["file"]))
    package, version, member = (_word(fields[name]) for name in ("package", "version", "member"))
    return WeightsFile(sha256, size, package, version, member)


def _group(fields: dict[str, Any], class_count: int) -> ClassGroup:
    classes = tuple(int(index) for index in fields["classes"])
    if not classes or not all(0 <= index < class_count for index in classes):
        raise ValueError(f"the classes of {fields['name']} must lie within 0 and {class_count - 1}")
    scale = float(fields.get("scale", 1.0))
    if not scale > 0:
        raise ValueError(f"the scale of {fields['name']} must be above 0")
    return ClassGroup(
        _word(fields["name"]), str(fields["parent"]), classes,
        float(fields.get("offset", 0.0)), scale, fields.get("enabled", True) is True,
    )  # fmt: skip


def _word(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is not a text")
    return value


def _positive(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{value!r} is not a whole number above 0")
    return value
