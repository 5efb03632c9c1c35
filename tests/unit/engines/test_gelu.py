"""GELU functions are put in another order, nothing else is touched, and the answers stay."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from rekreview.engines.on_device.gelu import reordered
from rekreview.engines.on_device.weights import checked_bytes
from tests.unit.engines.frames import gradient, pattern

ROOT, ONE, HALF = 2**0.5, 1.0, 0.5


def model(*nodes):
    constants = [helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in
                 (("root", ROOT), ("one", ONE), ("half", HALF))]  # fmt: skip
    numbers = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node(*node) for node in nodes], "g", numbers[:1], numbers[1:], constants)
    opset = helper.make_opsetid("", 18)
    return helper.make_model(graph, opset_imports=[opset], ir_version=10).SerializeToString()


def gelu(halved=("half", "sum"), whole=("x", "halved")):
    return [
        ("Div", ["x", "root"], ["divided"]),
        ("Erf", ["divided"], ["erf"]),
        ("Add", ["erf", "one"], ["sum"]),
        ("Mul", list(halved), ["halved"]),
        ("Mul", list(whole), ["y"]),
    ]


def run(content, numbers=(-2.0, -0.5, 0.5, 3.0)):
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.array(numbers, np.float32)})[0]


def inputs(content):
    return [list(node.input) for node in onnx.load_from_string(content).graph.node]


@pytest.mark.parametrize("halved", [("half", "sum"), ("sum", "half")])
@pytest.mark.parametrize("whole", [("x", "halved"), ("halved", "x")])
def test_the_half_goes_to_the_number(halved, whole):
    content = model(*gelu(halved, whole))
    assert inputs(reordered(content))[3:] == [["x", "half"], ["halved", "sum"]]
    np.testing.assert_allclose(run(reordered(content)), run(content), atol=1e-7)


def test_once_in_order_it_stays():
    content = reordered(model(*gelu()))
    assert reordered(content) == content


@pytest.mark.parametrize(
    "nodes",
    [
        [("Erf", ["x"], ["y"])],
        [*gelu(whole=("one", "halved"))],
        [*gelu()[:3], ("Mul", ["half", "sum"], ["halved"]), ("Mul", ["sum", "halved"], ["y"])],
        [("Add", ["x", "root"], ["divided"]), *gelu()[1:]],
        [*gelu()[:4], ("Add", ["x", "halved"], ["y"])],
    ],
    ids=["no GELU", "not times x", "bracket used twice", "no division", "sum instead of product"],
)
def test_what_is_no_gelu_is_left_alone(nodes):
    content = model(*nodes)
    assert inputs(reordered(content)) == inputs(content)


def test_the_safety_model_answers_as_its_file_does(safety, safety_manifest):
    plain = onnxruntime.InferenceSession(checked_bytes(safety_manifest), providers=["CPUExecutionProvider"])
    for pixels in (pattern(), gradient()):
        tensor = np.ascontiguousarray(pixels.astype(np.float32).transpose(2, 0, 1)[None])
        assert safety.run(tensor) == pytest.approx(plain.run(None, {"image": tensor})[0][0].tolist(), abs=1e-6)


def test_all_of_the_safety_models_functions_are_reordered(safety_manifest):
    content = checked_bytes(safety_manifest)
    before, after = inputs(content), inputs(reordered(content))
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2 * 25
