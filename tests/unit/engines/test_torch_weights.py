"""Weights files of the old format are read to the number, and a file that could run code is refused."""

import collections
import io
import pickle
import struct
import sys
import types

import numpy as np
import pytest

from rekreview.domain.errors import ModelAltered
from rekreview.engines.on_device.torch_weights import read_weights


class StorageReference:
    """What a tensor says of the numbers it looks into."""

    def __init__(self, kind, key, length):
        self.kind, self.key, self.length = kind, key, length


class Tensor:
    def __init__(self, storage, offset, shape, strides):
        self.parts = (storage, offset, shape, strides, False, collections.OrderedDict())

    def __reduce__(self):
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.parts


class Writer(pickle.Pickler):
    def persistent_id(self, value):
        if not isinstance(value, StorageReference):
            return None
        return "storage", getattr(sys.modules["torch"], value.kind), value.key, "cpu", value.length, None


@pytest.fixture
def torch_names(monkeypatch):
    """The names that a weights file refers to, so that a file can be written here."""
    torch, tools = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for module, name in ((torch, "FloatStorage"), (torch, "LongStorage"), (torch, "HalfStorage")):
        setattr(module, name, type(name, (), {"__module__": "torch"}))

    def _rebuild_tensor_v2():
        raise AssertionError("only its name is written")

    _rebuild_tensor_v2.__module__ = "torch._utils"
    _rebuild_tensor_v2.__qualname__ = "_rebuild_tensor_v2"
    tools._rebuild_tensor_v2 = _rebuild_tensor_v2
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", tools)


def weights_file(tensors, storages, *, tail=b"", announced=None):
    """A file as PyTorch wrote it: three pickles, the tensors, the order of the storages, and their numbers."""
    stream = io.BytesIO()
    for value in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, tensors, list(storages)):
        Writer(stream, protocol=2).dump(value)
    for numbers in storages.values():
        stream.write(struct.pack("<q", announced if announced is not None else len(numbers)) + numbers.tobytes())
    return stream.getvalue() + tail


@pytest.fixture
def numbers():
    return np.arange(24, dtype=np.float32)


def test_a_tensor_comes_back_with_its_shape(torch_names, numbers):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), 0, (2, 3, 4), (12, 4, 1))
    read = read_weights(weights_file({"kernel": tensor}, {"a": numbers}))
    np.testing.assert_array_equal(read["kernel"], numbers.reshape(2, 3, 4))
    assert read["kernel"].flags.c_contiguous


def test_a_permuted_kernel_is_put_in_order(torch_names, numbers):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), 0, (4, 3, 2), (1, 4, 12))
    read = read_weights(weights_file({"kernel": tensor}, {"a": numbers}))
    np.testing.assert_array_equal(read["kernel"], numbers.reshape(2, 3, 4).transpose(2, 1, 0))


def test_two_tensors_share_a_storage(torch_names, numbers):
    storage = StorageReference("FloatStorage", "a", 24)
    tensors = {"head": Tensor(storage, 0, (4,), (1,)), "tail": Tensor(storage, 20, (4,), (1,))}
    read = read_weights(weights_file(tensors, {"a": numbers}))
    np.testing.assert_array_equal(read["head"], numbers[:4])
    np.testing.assert_array_equal(read["tail"], numbers[20:])


def test_whole_numbers_and_scalars(torch_names):
    count = Tensor(StorageReference("LongStorage", "n", 1), 0, (), ())
    read = read_weights(weights_file({"count": count}, {"n": np.array([7], np.int64)}))
    assert read["count"].dtype == np.int64
    assert int(read["count"]) == 7


def test_an_ordered_dictionary_is_allowed(torch_names, numbers):
    tensors = collections.OrderedDict(one=Tensor(StorageReference("FloatStorage", "a", 24), 0, (24,), (1,)))
    assert list(read_weights(weights_file(tensors, {"a": numbers}))) == ["one"]


class Command:
    """A pickle that would run a command."""

    def __reduce__(self):
        import os

        return os.system, ("exit 1",)


def test_code_is_refused_and_not_run(torch_names, numbers, monkeypatch):
    ran = []
    monkeypatch.setattr("os.system", ran.append)
    content = weights_file({"kernel": Command()}, {"a": numbers})
    with pytest.raises(ModelAltered, match="something other than weights") as caught:
        read_weights(content)
    assert not ran
    assert "Reinstall" in caught.value.hint


def test_another_kind_of_numbers_is_refused(torch_names, numbers):
    tensor = Tensor(StorageReference("HalfStorage", "a", 24), 0, (24,), (1,))
    with pytest.raises(ModelAltered, match=r"torch\.HalfStorage is not part of a tensor"):
        read_weights(weights_file({"kernel": tensor}, {"a": numbers}))


@pytest.mark.parametrize(
    ("offset", "shape", "strides"),
    [(1, (24,), (1,)), (0, (25,), (1,)), (0, (2, 3), (23, 1)), (-1, (2,), (1,)), (0, (2,), (-1,))],
)
def test_a_tensor_beyond_its_storage_is_refused(torch_names, numbers, offset, shape, strides):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), offset, shape, strides)
    with pytest.raises(ModelAltered):
        read_weights(weights_file({"kernel": tensor}, {"a": numbers}))


def test_an_empty_tensor_is_empty(torch_names, numbers):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), 0, (0, 3), (3, 1))
    assert read_weights(weights_file({"kernel": tensor}, {"a": numbers}))["kernel"].shape == (0, 3)


def test_a_storage_that_is_too_short_is_refused(torch_names, numbers):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), 0, (24,), (1,))
    with pytest.raises(ModelAltered, match="not as long as announced"):
        read_weights(weights_file({"kernel": tensor}, {"a": numbers}, announced=23))
    with pytest.raises(ModelAltered):
        read_weights(weights_file({"kernel": tensor}, {"a": numbers})[:-3])


def test_more_after_the_end_is_refused(torch_names, numbers):
    tensor = Tensor(StorageReference("FloatStorage", "a", 24), 0, (24,), (1,))
    with pytest.raises(ModelAltered, match="after the last tensor"):
        read_weights(weights_file({"kernel": tensor}, {"a": numbers}, tail=b"x"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02N.", b"\x80\x02N.\x80\x02N.\x80\x02N.\x80\x02N."])
def test_something_else_is_refused(content):
    with pytest.raises(ModelAltered):
        read_weights(content)
