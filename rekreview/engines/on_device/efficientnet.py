"""Builds the ONNX graph of EfficientNet-Lite from its PyTorch weights.

The graph takes RGB 0..255 in the layout (batch, height, width, 3), normalises it, and answers 1000 ImageNet
probabilities. Batch normalisation is folded into the convolutions; kernels are kept as half floats, computed in full.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rekreview.engines.on_device.torch_weights import Weights

BATCH_NORM_EPSILON = 1e-3
STAGE_STRIDES = (1, 2, 2, 2, 1, 2, 1)
CLASSES = 1000
HALF_ABOVE = 256  # constants of more numbers than this are stored as half floats
OPSET, IR_VERSION = 17, 8


@dataclass(slots=True)
class _Graph:
    """An ONNX graph while it grows: each call adds a node and gives the name of its output."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, numbers: object, *, half: bool = False) -> str:
        """A constant, kept as half floats if it is large and may be."""
        name = f"constant{len(self.constants)}"
        full = np.ascontiguousarray(numbers, np.float32)
        if not half or full.size <= HALF_ABOVE:
            self.constants.append(numpy_helper.from_array(full, name))
            return name
        self.constants.append(numpy_helper.from_array(full.astype(np.float16), name))
        return self.add("Cast", name, to=TensorProto.FLOAT)

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node of an operator."""
        output = f"node{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


@dataclass(frozen=True, slots=True)
class _Feature:
    """A picture inside the network: the name of its node, its side in pixels, its channels."""

    node: str
    side: int
    channels: int


def same_padding(side: int, kernel: int, stride: int) -> tuple[int, int, int]:
    """TensorFlow's SAME padding of one axis: the side after the convolution, the padding before, and after."""
    side_after = -(-side // stride)
    padding = max((side_after - 1) * stride + kernel - side, 0)
    return side_after, padding // 2, padding - padding // 2


class _Network:
    """EfficientNet-Lite, block by block, out of named weights."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._graph = _Graph()
        self._zero, self._six = self._graph.constant(0), self._graph.constant(6)

    def model(self, side: int) -> onnx.ModelProto:
        """The whole network for pictures of `side` × `side` pixels."""
        feature = self._convolve(self._normalised(side), "_conv_stem", "_bn0", stride=2)
        for block, stride in enumerate(self._block_strides()):
            feature = self._block(feature, f"_blocks.{block}.", stride)
        feature = self._convolve(feature, "_conv_head", "_bn1")
        self._classify(feature)
        return self._finished(side)

    def _normalised(self, side: int) -> _Feature:
        add, constant = self._graph.add, self._graph.constant
        channels_first = add("Transpose", "image", perm=[0, 3, 1, 2])
        centred = add("Sub", channels_first, constant(127))
        return _Feature(add("Mul", centred, constant(1 / 128)), side, 3)

    def _block_strides(self) -> list[int]:
        """The stride of each block. A stage begins where channels change, and its first block may halve the picture."""
        count = 1 + max(int(name.split(".")[1]) for name in self._weights if name.startswith("_blocks."))
        channels = [self._weights[f"_blocks.{block}._project_conv.weight"].shape[0] for block in range(count)]
        first = [block for block in range(count) if block == 0 or channels[block] != channels[block - 1]]
        of_stage = dict(zip(first, STAGE_STRIDES, strict=True))
        return [of_stage.get(block, 1) for block in range(count)]

    def _block(self, feature: _Feature, prefix: str, stride: int) -> _Feature:
        """An inverted residual: widen, convolve each channel by itself, narrow, and add what came in where it fits."""
        inner = feature
        if f"{prefix}_expand_conv.weight" in self._weights:
            inner = self._convolve(inner, f"{prefix}_expand_conv", f"{prefix}_bn0")
        inner = self._convolve(inner, f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=stride, groups=inner.channels)
        inner = self._convolve(inner, f"{prefix}_project_conv", f"{prefix}_bn2", activation=False)
        if stride == 1 and inner.channels == feature.channels:
            return _Feature(self._graph.add("Add", inner.node, feature.node), inner.side, inner.channels)
        return inner

    def _convolve(
        self, feature: _Feature, kernel: str, norm: str, *, stride: int = 1, groups: int = 1, activation: bool = True
    ) -> _Feature:
        """A convolution with its batch normalisation folded in, and ReLU6 after it."""
        numbers, bias = self._folded(self._weights[f"{kernel}.weight"], norm)
        size = numbers.shape[2]
        side, before, after = same_padding(feature.side, size, stride)
        node = self._graph.add(
            "Conv", feature.node, self._graph.constant(numbers, half=True), self._graph.constant(bias),
            strides=[stride, stride], pads=[before, before, after, after], group=groups, kernel_shape=[size, size],
        )  # fmt: skip
        if activation:
            node = self._graph.add("Clip", node, self._zero, self._six)
        return _Feature(node, side, numbers.shape[0])

    def _folded(self, kernel: NDArray[Any], norm: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The kernel and bias that do a convolution and its batch normalisation in one."""
        part = {name: self._weights[f"{norm}.{name}"] for name in ("weight", "bias", "running_mean", "running_var")}
        scale = part["weight"] / np.sqrt(part["running_var"] + BATCH_NORM_EPSILON)
        return kernel * scale[:, None, None, None], part["bias"] - part["running_mean"] * scale

    def _classify(self, feature: _Feature) -> None:
        add, constant = self._graph.add, self._graph.constant
        pooled = add("Flatten", add("GlobalAveragePool", feature.node), axis=1)
        matrix = constant(self._weights["_fc.weight"].T, half=True)
        scores = add("Gemm", pooled, matrix, constant(self._weights["_fc.bias"]))
        self._graph.nodes.append(helper.make_node("Identity", [add("Softmax", scores)], ["probabilities"]))

    def _finished(self, side: int) -> onnx.ModelProto:
        picture = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", side, side, 3])
        answer = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", CLASSES])
        graph = helper.make_graph(self._graph.nodes, "efficientnet-lite", [picture], [answer], self._graph.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        return model


def build(weights: Weights, side: int) -> bytes:
    """The serialised ONNX model of EfficientNet-Lite for pictures of `side` × `side` pixels."""
    return cast(bytes, _Network(weights).model(side).SerializeToString(deterministic=True))
