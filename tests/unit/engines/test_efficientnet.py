"""The graph is built the same every time, padded as TensorFlow pads, and made of standard operators only."""

import onnx
import pytest

from rekreview.engines.on_device.efficientnet import build, same_padding
from rekreview.engines.on_device.torch_weights import read_weights
from rekreview.engines.on_device.weights import checked_bytes


@pytest.fixture(scope="module")
def weights(objects_manifest):
    return read_weights(checked_bytes(objects_manifest))


@pytest.fixture(scope="module")
def content(weights):
    return build(weights, 224)


@pytest.mark.parametrize(
    ("side", "kernel", "stride", "expected"),
    [
        (224, 3, 2, (112, 0, 1)),  # an even side and stride 2: more padding behind than before
        (112, 3, 1, (112, 1, 1)),
        (56, 5, 2, (28, 1, 2)),
        (225, 3, 2, (113, 1, 1)),
        (7, 1, 1, (7, 0, 0)),
    ],
)
def test_same_padding(side, kernel, stride, expected):
    assert same_padding(side, kernel, stride) == expected


def test_two_builds_are_the_same_bytes(weights, content):
    assert build(weights, 224) == content


def test_the_graph_is_sound_and_plain(content):
    model = onnx.load_from_string(content)
    onnx.checker.check_model(model, full_check=True)
    assert {entry.domain for entry in model.opset_import} == {""}
    assert not [tensor for tensor in model.graph.initializer if tensor.external_data]
    kinds = {node.op_type for node in model.graph.node}
    assert kinds == {
        "Transpose", "Sub", "Mul", "Conv", "Clip", "Add", "Cast", "GlobalAveragePool", "Flatten", "Gemm", "Softmax",
        "Identity",
    }  # fmt: skip


def test_the_graph_takes_channels_last_and_answers_a_thousand_classes(content):
    graph = onnx.load_from_string(content).graph
    (picture,), (answer,) = graph.input, graph.output
    assert [axis.dim_value or axis.dim_param for axis in picture.type.tensor_type.shape.dim] == ["batch", 224, 224, 3]
    assert [axis.dim_value or axis.dim_param for axis in answer.type.tensor_type.shape.dim] == ["batch", 1000]


def test_batch_normalisation_is_folded_away_and_blocks_are_joined(weights, content):
    nodes = [node.op_type for node in onnx.load_from_string(content).graph.node]
    blocks = {name.split(".")[1] for name in weights if name.startswith("_blocks.")}
    assert nodes.count("Conv") == 3 * len(blocks) + 1  # the first block does not widen; stem and head
    assert nodes.count("Add") == len(blocks) - 7  # every block but the first of each stage adds what came in


def test_large_constants_are_half_floats(content):
    constants = onnx.load_from_string(content).graph.initializer
    kernels = [tensor for tensor in constants if len(tensor.dims) == 4 and tensor.dims[0] * tensor.dims[1] > 256]
    assert {tensor.data_type for tensor in kernels} == {onnx.TensorProto.FLOAT16}
    assert len(content) < 10_000_000
