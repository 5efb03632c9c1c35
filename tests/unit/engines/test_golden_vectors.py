"""The models give the numbers they gave when they were measured: the proof that weights and converter are right."""

import numpy as np
import pytest

from rekreview.engines.on_device.preparation import channels_first, channels_last, picture_of
from tests.unit.engines.frames import flat, gradient, pattern

TOLERANCE = 0.002


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        (pattern(), (0.0330, 0.0365, 0.9304)),
        (gradient(), (0.0314, 0.0270, 0.9417)),
        (flat(0), (0.0445, 0.4679, 0.4876)),
        (flat(255), (0.0337, 0.0702, 0.8961)),
    ],
    ids=["pattern", "gradient", "black", "white"],
)
def test_safety(safety, pixels, expected):
    answer = safety.run(channels_first(picture_of(pixels)))
    assert answer == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("pixels", "index", "probability"),
    [(pattern(), 905, 0.2095), (gradient(), 644, 0.1369), (flat(0), 111, 0.0208)],
    ids=["pattern", "gradient", "black"],
)
def test_objects(objects, pixels, index, probability):
    answer = objects.run(channels_last(picture_of(pixels)))
    assert int(np.argmax(answer)) == index
    assert answer[index] == pytest.approx(probability, abs=TOLERANCE)
    assert sum(answer) == pytest.approx(1, abs=1e-4)
