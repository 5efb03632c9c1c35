"""Reads the tensors of a PyTorch weights file of the old, unzipped format, without PyTorch.

Such a file is a chain of pickles followed by the bare numbers of every storage. A pickle can call anything, so the
reader knows the five names that tensors need and refuses every other one.
"""

from __future__ import annotations

import collections
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.errors import ModelAltered

Weights = dict[str, NDArray[Any]]

PREAMBLE_PICKLES = 3  # magic number, protocol version, facts about the machine that wrote the file
NUMBER_TYPES: dict[str, type[np.generic]] = {"FloatStorage": np.float32, "LongStorage": np.int64}


@dataclass(frozen=True, slots=True)
class _Storage:
    """The flat run of numbers one or several tensors look into; its numbers follow the pickles."""

    key: str
    number_type: type[np.generic]
    length: int


@dataclass(frozen=True, slots=True)
class _TensorView:
    """One tensor: where it begins in its storage, and how it strides through it. Offsets count numbers, not bytes."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def read(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """A contiguous copy of the tensor. Convolution kernels are stored permuted, so the strides matter."""
        last = self.offset + sum((length - 1) * stride for length, stride in zip(self.shape, self.strides, strict=True))
        if self.offset < 0 or min(self.strides, default=0) < 0 or last >= len(numbers):
            raise pickle.UnpicklingError(f"a tensor reaches outside storage {self.storage.key}")
        steps = tuple(stride * numbers.itemsize for stride in self.strides)
        view = np.lib.stride_tricks.as_strided(numbers[self.offset :], self.shape, steps, writeable=False)
        return view.copy()


def _rebuild_tensor(storage: _Storage, offset: int, shape: Any, strides: Any, *_ignored: object) -> _TensorView:
    return _TensorView(storage, offset, tuple(shape), tuple(strides))


class _TensorsOnly(pickle.Unpickler):
    """An unpickler that can build dictionaries of tensors and nothing else."""

    def find_class(self, module: str, name: str) -> Callable[..., Any] | type[np.generic]:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if module == "torch" and name in NUMBER_TYPES:
            return NUMBER_TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is not part of a tensor")

    def persistent_load(self, reference: Any) -> _Storage:
        _, number_type, key, _, length, *_ = reference
        return _Storage(key, number_type, length)


def read_weights(content: bytes) -> Weights:
    """The named tensors of a weights file, as contiguous arrays. Raises ModelAltered if it holds anything else."""
    try:
        return _read(io.BytesIO(content))
    except (pickle.UnpicklingError, struct.error, ValueError, TypeError, KeyError, EOFError, AttributeError) as error:
        raise ModelAltered(
            f"The weights file holds something other than weights ({error}). It was not used.",
            "Reinstall the package that carries it.",
        ) from error


def _read(stream: io.BytesIO) -> Weights:
    for _ in range(PREAMBLE_PICKLES):
        _TensorsOnly(stream).load()
    views: dict[str, _TensorView] = _TensorsOnly(stream).load()
    storages = {view.storage.key: view.storage for view in views.values()}
    order: list[str] = _TensorsOnly(stream).load()
    numbers = {key: _read_numbers(stream, storages[key]) for key in order}
    if stream.read(1):
        raise pickle.UnpicklingError("there is more after the last tensor")
    return {name: view.read(numbers[view.storage.key]) for name, view in views.items()}


def _read_numbers(stream: io.BytesIO, storage: _Storage) -> NDArray[Any]:
    (length,) = struct.unpack("<q", stream.read(8))
    if length != storage.length:
        raise pickle.UnpicklingError(f"storage {storage.key} is not as long as announced")
    number_type = np.dtype(storage.number_type)
    return np.frombuffer(stream.read(length * number_type.itemsize), number_type)
